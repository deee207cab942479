"""Every hostile text in real Chromium: none runs, none loads anything, each is shown as it was written."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from dashboard.text import clean
from pipelines.articles import write_article
from tests.browser.conftest import PATIENCE, Reader, Visit, serving
from tests.dashboard_home import build
from tests.faults.budget import seed, times
from tests.hostile import CASES

pytestmark = [pytest.mark.browser, pytest.mark.fault]
WRITTEN = [case for case in CASES if case.strip() and case.encode("utf-8", "replace").decode() == case]
LONGEST = 400
"""Of the endless ones a part is enough on one page with all others."""

ELEMENTS = (
    "script", "iframe", "object", "embed", "form", "base", "marquee", "[onerror]", "[onload]", "[onfocus]",
    "a[href^='javascript']", "a[href*='evil.example']", "img[src*='evil.example']", "img[src='x']", ".katex",
    "link[href*='evil.example']",
)  # fmt: skip
"""What none of the texts may become, looked for inside the page's main part."""


def article(number: int, cases: list[str]) -> str:
    """An article file with a claim whose every text is hostile, and a statement per case."""
    first = cases[0]
    return write_article({
        "article": {"title": first, "outlet": cases[-1], "published": "2026-06-01", "language": "en",
                    "text_is": "not held"},
        "quotes": [{"quote_id": f"hostile-{number}", "text": " ".join(cases[:8]), "language": "en",
                    "speaker": first}],
        "claims": [{"claim_id": f"hostile-{number}", "quote_id": f"hostile-{number}", "holder": "VEN",
                    "class_id": "tank", "quantity_low": 77, "quantity_high": 77, "qualifier": "exact",
                    "kind": "holding", "declared_unit": "tank", "as_of": "2026-06-01", "speaker": first,
                    "note": " ".join(cases[:8])}],
        "statements": [
            {"statement_id": f"hostile-{number}-{at}", "text": case, "speaker": case, "kind": "general",
             "status": "no_evidence", "evidence_en": case, "evidence_es": case,
             "evidence": [{"title": case, "publisher": case}]}
            for at, case in enumerate(cases)
        ] + [{"statement_id": f"hostile-{number}-claim", "text": first, "kind": "holding", "status": "claim",
              "claim_id": f"hostile-{number}", "evidence_en": first, "evidence_es": first}],
    })  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[list[str]]]]:
    """A dashboard over an article per fifty cases."""
    home = tmp_path_factory.mktemp("hostile-all")
    (home / "articles").mkdir()
    shown = [case[:LONGEST] for case in WRITTEN]
    groups = [shown[at : at + 50] for at in range(0, len(shown), 50)]
    for number, cases in enumerate(groups):
        text = article(number, cases)
        (home / "articles" / f"hostile-{number}.toml").write_text(text, encoding="utf-8")
    with serving(build(home)) as address:
        yield address, groups


def shown_text(reader: Reader) -> str:
    """What a person reads, without the joiners of no width, with one space where there is any."""
    text = reader.page.locator("[data-testid=stMain]").inner_text(timeout=PATIENCE).replace("\u2060", "")
    return re.sub(r"\s+", " ", text)


def check_harmless(reader: Reader) -> None:
    """Nothing of the page is more than text."""
    main = reader.page.locator("[data-testid=stMain]")
    found = {selector: main.locator(selector).count() for selector in ELEMENTS}
    assert {selector: count for selector, count in found.items() if count} == {}
    assert reader.page.evaluate("window.ran === undefined")
    assert reader.page.locator("[data-testid=stException]").count() == 0


def watched(visit: Visit, base: str) -> Reader:
    """A reader whose page notes any script that runs."""
    reader = visit(base=base)
    reader.page.add_init_script("window.alert = () => { window.ran = true }")
    return reader


def test_every_text_of_an_article_is_shown_as_it_was_written(
    visit: Visit, hostile: tuple[str, list[list[str]]]
) -> None:
    address, groups = hostile
    reader = watched(visit, address)
    for number, cases in enumerate(groups):
        reader.open(f"/claim?id=hostile-{number}", chart=False)
        check_harmless(reader)
        text = shown_text(reader)
        missing = [case for case in cases if clean(case) not in text]
        assert missing == []


@pytest.mark.parametrize("path", ["/", "/claim", "/state?id=VEN", "/register?id=VEN", "/sources"])
def test_a_page_with_hostile_texts_on_it_stays_whole(
    visit: Visit, hostile: tuple[str, list[list[str]]], path: str
) -> None:
    reader = watched(visit, hostile[0])
    reader.open(path, chart=False)
    check_harmless(reader)


def test_a_hostile_address_is_text_too(visit: Visit, hostile: tuple[str, list[list[str]]]) -> None:
    reader = watched(visit, hostile[0])
    chosen = random.Random(seed()).sample(WRITTEN, times(suite=8, long=len(WRITTEN)))
    for case in chosen:
        given = quote(case[:150], safe="")
        reader.open(f"/claim?id={given}&lang={given}&view={given}", chart=False)
        check_harmless(reader)
        assert clean(case[:150]) in shown_text(reader)


def test_a_hostile_article_is_checked_and_shown_as_text(
    visit: Visit, hostile: tuple[str, list[list[str]]], tmp_path: Path
) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(
        "\n\n".join(f"{case[:100]} Venezuela has 77 tanks." for case in WRITTEN[:60]), encoding="utf-8"
    )
    reader = watched(visit, hostile[0])
    page = reader.open("/check", chart=False)
    page.locator("input[type=file]").first.set_input_files(str(file), timeout=PATIENCE)
    page.wait_for_timeout(1_000)
    for button in page.get_by_role("button", name=re.compile("check|read", re.IGNORECASE)).all()[:1]:
        if button.is_enabled():
            button.click()
    reader.settle()
    check_harmless(reader)
