"""Compare, Flows, Mirror, Changes, Register, Sources in a real browser: they fit and can be sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PATIENCE, Visit
from tests.browser.test_first_pages import SHOWN, SIDEWAYS, with_language

pytestmark = pytest.mark.browser

PAGES = {
    "compare": "/compare?weapon=9k338-igla-s&states=VEN,NIC",
    "flows": "/flows?state=VEN",
    "mirror": "/mirror?exporter=RUS&importer=VEN&category=VII(b)",
    "changes": "/changes?state=VEN",
    "register": "/register?q=igla",
    "sources": "/sources",
}
WITHOUT_CHART = ("changes", "register", "sources")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "theme", "language"), SHOWN)
def test_a_page_stands_alone_and_fits(visit: Visit, name: str, width: int, theme: str, language: str) -> None:
    reader = visit(width, theme)
    page = reader.open(with_language(PAGES[name], language), chart=name not in WITHOUT_CHART)
    reader.shoot(f"{name}-{width}-{theme}{'-' + language if language else ''}")
    assert page.evaluate(SIDEWAYS) <= 0, "it scrolls sideways"
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, name: str, theme: str) -> None:
    page = visit(1280, theme).open(PAGES[name], chart=name not in WITHOUT_CHART)
    serious = [
        f"{one['id']}: {one['help']} {one['nodes'][0]['html'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_choice_is_written_into_the_address_and_back_takes_it_away(visit: Visit) -> None:
    reader = visit()
    page = reader.open("/mirror?exporter=RUS&importer=VEN")
    page.locator("[data-testid=stSelectbox] input").nth(2).click()
    page.get_by_role("option", name=re.compile("^I Battle tanks")).click()
    page.locator("h2", has_text="I Battle tanks, counted in tanks").wait_for(timeout=PATIENCE)
    assert reader.address() == "/mirror?exporter=RUS&importer=VEN&category=I"
    page.go_back()
    page.locator("h2", has_text="VII (b) Man-portable").first.wait_for(timeout=PATIENCE)
    assert reader.address() == "/mirror?exporter=RUS&importer=VEN"


def test_a_link_shows_the_same_to_somebody_else(visit: Visit) -> None:
    page = visit().open(
        "/changes?old=2024-03-18&new=2026-05-18&state=VEN&change=withdrawn&lang=es", chart=False
    )
    page.locator("td", has_text="Mohajer").first.wait_for(timeout=PATIENCE)
    assert page.locator("h1").inner_text() == "¿Qué cambió entre dos ediciones?"


@pytest.mark.parametrize(
    ("label", "first"), [("CSV", b"line,recipient"), ("Parquet", b"PAR1"), ("Excel", b"PK")]
)
def test_what_is_shown_comes_as_a_file(visit: Visit, label: str, first: bytes) -> None:
    page = visit().open("/register?release=deals-2026-05-18&q=igla&f_recipient=venezuela", chart=False)
    with page.expect_download(timeout=PATIENCE) as found:
        page.get_by_role("button", name=re.compile(rf"{label}$")).last.click()
    data = Path(found.value.path()).read_bytes()
    assert data.startswith(first)
    if label == "CSV":
        assert data.decode().count("\n") == 3


def test_a_section_of_the_method_can_be_linked_to(visit: Visit) -> None:
    page = visit().open("/sources#rule", chart=False)
    assert page.locator("h2#rule").inner_text().startswith("The verdict rule")


def test_an_embedded_mirror_has_no_choices(visit: Visit) -> None:
    page = visit().open(PAGES["mirror"] + "&embed=true")
    assert page.locator("[data-testid=stSelectbox]").count() == 0
    assert page.locator(".js-plotly-plot").count() >= 1
