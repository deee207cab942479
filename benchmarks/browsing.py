"""A real browser with a stopwatch inside the page: when words, a chart, the last change appeared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
PATIENCE = 60_000
QUIET = 700
"""Milliseconds without a change after which a redraw is over."""

STOPWATCH = """
window.seen = {};
window.lastInput = 0; window.lastChange = 0;
const MARKS = ['.scatterlayer path', '.barlayer path', '.bars path', '.choroplethlayer path', '.sankey path',
  '.points path', '.lines path', '.shapelayer path', '.heatmaplayer image', '.layer path'];
const CHART = MARKS.map(mark => `.js-plotly-plot ${mark}`).join(',');
const look = () => {
  const main = document.querySelector('[data-testid="stMain"]');
  if (main) {
    const title = main.querySelector('h1');
    if (title && title.textContent && !window.seen.words) window.seen.words = performance.now();
    if (window.answer && !window.seen.answer && main.textContent.includes(window.answer))
      window.seen.answer = performance.now();
    if (!window.seen.chart && main.querySelector(CHART)) window.seen.chart = performance.now();
  }
  if (!window.lastInput) requestAnimationFrame(look);
};
requestAnimationFrame(look);
for (const kind of ['keydown', 'click'])
  addEventListener(kind, () => { window.lastInput = performance.now(); }, true);
new MutationObserver(all => {
  if (all.some(one => one.target.closest
      ? one.target.closest('[data-testid="stMain"]')
      : one.target.parentElement && one.target.parentElement.closest('[data-testid="stMain"]')))
    window.lastChange = performance.now();
}).observe(document, {subtree: true, childList: true, characterData: true,
  attributes: true, attributeFilter: ['d', 'transform', 'x', 'y', 'height', 'href', 'src']});
"""
"""It looks for first sights until the first key is pressed, so that a redraw pays nothing for it.
Words are seen when the title has text, a chart when a mark of Plotly's is there; Plotly redraws a mark by
changing where it stands and its shape, so these attributes count as changes too."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without history."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        yield browser
        browser.close()


def new_reader(browser: Browser, answer: str = "") -> BrowserContext:
    """A reader who has never been here, with the stopwatch; `answer` is the text that it waits for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(f"window.answer = {answer!r};\n{STOPWATCH}")
    return context


def first_sight(page: Page, url: str, wait_for: str) -> dict[str, float]:
    """Open a page; milliseconds from asking for it until `words`, `answer`, `chart` were seen."""
    page.goto("about:blank")
    page.goto(url, wait_until="commit", timeout=PATIENCE)
    page.wait_for_function(f"window.seen && window.seen.{wait_for}", timeout=PATIENCE, polling=50)
    return dict(page.evaluate("window.seen"))


def settle(page: Page) -> None:
    """Wait until nothing has changed for a while."""
    page.wait_for_function(
        f"performance.now() - Math.max(window.lastChange, window.lastInput) > {QUIET}",
        timeout=PATIENCE,
        polling=50,
    )


def redraw(page: Page, key: str) -> float | None:
    """Press a key; milliseconds until the last change that it made, None where nothing changed."""
    settle(page)
    page.keyboard.press(key)
    settle(page)
    spent = page.evaluate("window.lastChange - window.lastInput")
    return float(spent) if spent > 0 else None
