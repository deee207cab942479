"""The first pages in a real browser: nothing from elsewhere, no sideways scrolling, links, back, language."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PATIENCE, Visit, serving
from tests.dashboard_home import add_hostile_article, build

pytestmark = pytest.mark.browser

SEED = "/claim?id=venezuela-igla-s-2025"
PAGES = {
    "overview": "/",
    "claims": "/claim",
    "claim": SEED,
    "states": "/state",
    "state": "/state?id=VEN",
    "state-systems": "/state?id=VEN&view=systems",
    "state-suppliers": "/state?id=VEN&view=suppliers",
}
WITHOUT_CHART = ("claims", "states", "state-systems")
SIDEWAYS = """(() => {
    const main = document.querySelector('[data-testid=stMain]');
    return main.scrollWidth - main.clientWidth;
})()"""
SHOWN = [(1280, "light", ""), (1280, "dark", ""), (390, "light", "es"), (390, "dark", "")]


def with_language(path: str, language: str) -> str:
    """The address of a page in a language."""
    return path if not language else path + ("&" if "?" in path else "?") + f"lang={language}"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "theme", "language"), SHOWN)
def test_a_page_stands_alone_and_fits(visit: Visit, name: str, width: int, theme: str, language: str) -> None:
    reader = visit(width, theme)
    page = reader.open(with_language(PAGES[name], language), chart=name not in WITHOUT_CHART)
    reader.shoot(f"{name}-{width}-{theme}{'-' + language if language else ''}")
    assert page.evaluate(SIDEWAYS) <= 0, "it scrolls sideways"
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("h1").count() == 1
    if width == 1280:
        assert serious_faults(page) == []


def serious_faults(page: Page) -> list[str]:
    """What axe calls serious or critical, each with its rule and the element."""
    return [
        f"{one['id']}: {one['help']} {one['nodes'][0]['html'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_the_first_screen_answers_the_seed_claim(visit: Visit) -> None:
    page = visit(1280, "light").open("/")
    answer = page.locator("text=3,800 firm and 200 estimated").first
    box = answer.bounding_box()
    assert box is not None and box["y"] + box["height"] < 900
    assert page.locator("text=at least 5,000").first.is_visible()


def test_links_carry_the_language_and_back_returns(visit: Visit) -> None:
    reader = visit()
    page = reader.open(SEED + "&lang=es")
    page.locator("[data-testid=stPageLink-NavLink]", has_text="Venezuela").first.click()
    page.locator("h1", has_text=re.compile("^Venezuela$")).wait_for(timeout=PATIENCE)
    assert reader.address() == "/state?lang=es&id=VEN"
    page.get_by_role("radio", name="Proveedores").or_(
        page.get_by_role("button", name="Proveedores")
    ).first.click()
    page.locator("h2", has_text="Quién suministró a Venezuela").wait_for(timeout=PATIENCE)
    assert reader.address() == "/state?lang=es&id=VEN&view=suppliers"
    page.locator("[data-testid=stTopNavLink]", has_text="Resumen").click()
    page.locator("h1", has_text="Lo que los Estados dicen tener").wait_for(timeout=PATIENCE)
    assert reader.address() == "/?lang=es"
    for heading, address in (
        ("Quién suministró a Venezuela", "/state?lang=es&id=VEN&view=suppliers"),
        ("Lo que se dice que tiene", "/state?lang=es&id=VEN"),
        ("Declarado y documentado en el tiempo", SEED + "&lang=es"),
    ):
        page.go_back()
        page.locator("h2", has_text=heading).first.wait_for(timeout=PATIENCE)
        assert reader.address() == address


def test_the_switch_writes_the_language_into_the_address(visit: Visit) -> None:
    reader = visit()
    page = reader.open(SEED)
    page.get_by_text("es", exact=True).first.click()
    page.locator("h1", has_text="¿5.000 misiles Igla-S?").wait_for(timeout=PATIENCE)
    assert reader.address() == SEED + "&lang=es"
    page.get_by_text("en", exact=True).first.click()
    page.locator("h1", has_text="5,000 Igla-S missiles?").wait_for(timeout=PATIENCE)
    assert reader.address() == SEED


def test_a_mark_of_the_chart_shows_its_quote(visit: Visit) -> None:
    reader = visit()
    page = reader.open("/state?id=VEN")
    marks = page.locator(".js-plotly-plot").first.locator(".scatterlayer .point")
    marks.nth(2).click(force=True)
    page.wait_for_function("location.search.includes('claim=')", timeout=PATIENCE)
    reader.settle()
    chosen = re.search(r"claim=([\w-]+)", reader.address())
    assert chosen is not None
    page.locator("text=Quotes for").wait_for(timeout=PATIENCE)


def test_search_leads_to_a_page(visit: Visit) -> None:
    reader = visit()
    page = reader.open("/")
    page.locator("input").first.fill("qatar")
    link = page.locator("[data-testid=stPageLink-NavLink]", has_text="Qatar").first
    link.wait_for(timeout=PATIENCE)
    link.click()
    page.locator("h1", has_text="Qatar").wait_for(timeout=PATIENCE)
    assert reader.address() == "/state?id=QAT"


def test_an_embedded_page_is_its_chart(visit: Visit) -> None:
    page = visit().open(SEED + "&embed=true")
    assert page.locator("h1").inner_text() == "Venezuela: 5,000 Igla-S missiles?"
    assert page.locator("h2").count() == 0
    assert page.locator("[data-testid=stTopNavLink]").count() == 0
    assert page.locator(".js-plotly-plot").count() >= 1


def test_the_rows_open_under_the_chart(visit: Visit) -> None:
    page = visit().open(SEED)
    page.get_by_role("button", name=re.compile("4 rows")).click()
    cell = page.locator("td", has_text=re.compile("^20024$"))
    cell.wait_for(timeout=PATIENCE)
    assert cell.is_visible()


def test_hostile_text_is_shown_as_it_is(visit: Visit, hostile_dashboard: str) -> None:
    reader = visit(base=hostile_dashboard)
    for path in ("/", "/claim?id=hostile-claim", "/state?id=VEN&claim=hostile-claim"):
        page = reader.open(path)
        text = page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")
        assert "[x](javascript:alert(1))" in text and ":material/home:" in text
        assert "![](http://evil.example/a.png)" in text
        assert (
            page.locator(
                "a[href^='javascript'], a[href*='evil.example'], img[src*='evil'], img[src='x']"
            ).count()
            == 0
        )
        assert page.locator(".katex").count() == 0
        assert "<b>bold</b>" in text or path == "/"


def test_a_new_snapshot_shows_without_a_restart(visit: Visit, tmp_path: Path, home: Path) -> None:
    shutil.copytree(home, tmp_path / "home", ignore=shutil.ignore_patterns("server.log"))
    with serving(tmp_path / "home") as address:
        reader = visit(base=address)
        page = reader.open("/claim", chart=False)
        before = page.locator("[data-testid=stMain]").inner_text()
        add_hostile_article(tmp_path / "home")
        build(tmp_path / "home")
        after = reader.open("/claim", chart=False).locator("[data-testid=stMain]").inner_text()
        counts = [int(re.search(r"(\d+) claims about", text)[1]) for text in (before, after)]  # type: ignore[index]
        assert counts[1] == counts[0] + 1
        (tmp_path / "home" / "db" / "current.json").unlink()
        assert (
            "claims about" in reader.open("/claim", chart=False).locator("[data-testid=stMain]").inner_text()
        )


def test_without_a_snapshot_the_first_visit_builds_one(visit: Visit, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        page = visit(base=address).open("/")
        assert page.locator("text=3,800 firm and 200 estimated").first.is_visible()
        assert json.loads((tmp_path / "db" / "current.json").read_text())["file"].startswith(
            "snapshot-000001"
        )


PAPER = 760
"""Pixels of an A4 page between its margins."""

CUT = f"""(() => {{
    document.querySelector('[data-testid=stMainBlockContainer]').style.width = '{PAPER}px';
    return [...document.querySelectorAll('.js-plotly-plot .main-svg')].filter(drawn =>
        drawn.getAttribute('width') * drawn.currentCSSZoom > drawn.getBoundingClientRect().width + 1).length;
}})()"""
"""Figures that do not fit, measured before a script can draw them again: paper tells the scripts nothing."""

ON_SCREEN_ALONE = "[data-testid=stPopover], [data-testid=stButtonGroup], [data-testid=stDownloadButton]"


@pytest.mark.parametrize("name", ["overview", "claim", "state"])
def test_a_page_prints_whole(visit: Visit, name: str) -> None:
    page = visit(1280).open(PAGES[name])
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == 0
    assert page.locator(ON_SCREEN_ALONE).filter(visible=True).count() == 0
    assert page.locator("h1").is_visible()


def test_the_keyboard_shows_where_it_is_on_a_link(visit: Visit) -> None:
    page = visit(1280).open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "A"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "2px"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
