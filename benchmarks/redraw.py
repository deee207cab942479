"""From a choice to the last change on the page, in a real browser, turn by turn with the stock one-chart app.

A slider is compared with the stock app's slider, a selectbox or a switch with its selectbox.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.browsing import PATIENCE, chromium, new_reader, redraw, settle
from benchmarks.first_answer import STOCK
from benchmarks.lines import Line, p50, p95
from benchmarks.pages import PAGES, SELECT, SLIDER, SWITCH, Measured
from benchmarks.serving import app

LIMIT = 0.75
UNCOUNTED = 2
"""First turns of each page, in which caches fill."""


def measure(home: Path, folder: Path, data: str, turns: int = 6) -> list[Line]:
    """Lines for every page; `data` names what the home holds (`bundled`, `world`)."""
    with app(home, folder) as ours, app(home, folder, STOCK) as stock, chromium() as browser:
        return [line for page in PAGES for line in _page(browser, ours.url, stock.url, page, data, turns)]


def _page(browser: Browser, ours: str, stock: str, page: Measured, data: str, turns: int) -> list[Line]:
    same = SLIDER if page.choose == SLIDER else SELECT
    tabs = (
        (_open(browser, stock, f'[data-testid="{same}"]'), same, f'[data-testid="{same}"]'),
        (_open(browser, f"{ours}/{page.path}", f".st-key-{page.key}"), page.choose, f".st-key-{page.key}"),
    )
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns + UNCOUNTED):
        for kept, (tab, kind, widget) in zip(found, tabs, strict=True):
            tab.bring_to_front()
            spent = _choose(tab, kind, widget, turn)
            if turn >= UNCOUNTED and spent is not None:
                kept.append(spent)
    for tab, _, _ in tabs:
        tab.context.close()
    return _lines(f"{page.name}: redraw, {data}", own=found[1], other=found[0])


def _lines(what: str, own: list[float], other: list[float]) -> list[Line]:
    if not own or not other:
        return [Line(what, float("nan"), "ms", note=f"{len(own)} of ours, {len(other)} of the peer changed")]
    return [
        Line(f"{what}, p50", p50(own), "ms", p50(other), "stock, p50", LIMIT),
        Line(f"{what}, p95", p95(own), "ms", p95(other), "stock, p95"),
    ]


def _open(browser: Browser, url: str, widget: str) -> Page:
    page = new_reader(browser).new_page()
    page.goto(url, timeout=PATIENCE)
    page.locator(widget).first.wait_for(timeout=PATIENCE)
    settle(page)
    return page


def _choose(page: Page, kind: str, widget: str, turn: int) -> float | None:
    """The next choice of a widget, from the keyboard; milliseconds."""
    chosen = page.locator(widget).first
    if kind == SLIDER:
        chosen.locator('input[type="range"]').first.focus()
        return redraw(page, "ArrowRight" if turn % 8 < 4 else "ArrowLeft")
    if kind == SWITCH:
        chosen.locator("button").nth((turn + 1) % 2).focus()
        return redraw(page, "Enter")
    chosen.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.locator('[role="listbox"]').first.wait_for(timeout=PATIENCE)
    page.keyboard.press("ArrowDown" if turn % 6 < 3 else "ArrowUp")
    return redraw(page, "Enter")
