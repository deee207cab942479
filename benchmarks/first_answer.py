"""From opening the link to words and to the first chart, beside the stock one-chart app, turn by turn.

Cold: a browser that has never been here. Warm: the same one again. The processes have been asked before.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browsing import chromium, first_sight, new_reader
from benchmarks.lines import Line, p50
from benchmarks.pages import PAGES, Measured
from benchmarks.serving import ROOT, Served, app

STOCK = ROOT / "benchmarks" / "peers" / "stock_app.py"
GRACE_MS = 200.0
"""What the first words may take beyond stock Streamlit's own."""

CHART_LIMIT = 1.05
Times = dict[str, list[float]]


def measure(home: Path, folder: Path, data: str, turns: int = 3) -> list[Line]:
    """Lines for every page, cold and warm; `home` has a snapshot of `data`, `folder` takes the logs."""
    with app(home, folder) as ours, app(home, folder, STOCK) as stock, chromium() as browser:
        asked = list({page.path: page for page in PAGES}.values())
        for page in asked:
            _visit(browser, ours, page)
        _visit(browser, stock, None)
        return [line for page in asked for line in _page(browser, ours, stock, page, data, turns)]


def _page(browser: Browser, ours: Served, stock: Served, page: Measured, data: str, turns: int) -> list[Line]:
    mine: Times = defaultdict(list)
    peer: Times = defaultdict(list)
    for _ in range(turns):
        for kept, served, opened in ((peer, stock, None), (mine, ours, page)):
            for name, spent in _visit(browser, served, opened).items():
                kept[name].append(spent)
    lines = []
    for state in ("cold", "warm"):
        words, answer = p50(peer[f"{state} words"]), p50(mine[f"{state} answer"])
        limit = (words + GRACE_MS) / words
        what = f"{page.name}: first answer, {data}, {state}"
        lines.append(Line(what, answer, "ms", words, "stock, first text", limit))
        if page.chart:
            chart, other = p50(mine[f"{state} chart"]), p50(peer[f"{state} chart"])
            what = f"{page.name}: first chart, {data}, {state}"
            lines.append(Line(what, chart, "ms", other, "stock", CHART_LIMIT))
    return lines


def _visit(browser: Browser, served: Served, page: Measured | None) -> dict[str, float]:
    """One new reader who opens the page twice; milliseconds by state and thing."""
    answer = page.answer if page else ""
    context = new_reader(browser, answer)
    tab = context.new_page()
    url = f"{served.url}/{page.path if page else ''}"
    wait_for = "chart" if page is None or page.chart else "words"
    found: dict[str, float] = {}
    for state in ("cold", "warm"):
        seen = first_sight(tab, url, wait_for)
        found |= {f"{state} {name}": spent for name, spent in seen.items()}
        found.setdefault(f"{state} answer", seen.get("answer", seen["words"]))
    context.close()
    return found
