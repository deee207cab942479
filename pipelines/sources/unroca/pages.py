"""A report page of the UN Register's site, as HTML, into the lines that it holds.

The page has a panel per part of the form; the second and the third hold exports and imports. Layout as
two scrapers of the site read it, not seen live.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from pipelines.answers import shown
from pipelines.issues import LedgerError

TITLE = "UNROCA original report"
EXPORTS_PANEL, IMPORTS_PANEL = 1, 2
TRANSFER_CELLS = 6
"""Other state, number of items, state of origin, intermediate locations, description, comments."""

_STATE_AND_YEAR = re.compile(r"(?P<state>.*\S)\s+(?P<year>(?:19|20)\d\d)")
_HINT = "Open the report of a state and year at https://www.unroca.org and save that page as HTML."


@dataclass(frozen=True)
class Report:
    """One state's report for one year. lines: as in the JSON files of the Register's lines, all text."""

    state: str
    year: int
    lines: list[dict[str, str]]


def is_report(head: str) -> bool:
    """Whether the head of a file is that of a report page."""
    return TITLE in head and "<" in head


def report(text: str, place: str = "the report page") -> Report:
    """The report of a page. Raises LedgerError where the page has another layout."""
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise LedgerError(place, "an HTML page", f"text beginning '{shown(text)}'", _HINT) from error
    state, year = _state_and_year(page, place)
    panels = page.xpath("//div[contains(concat(' ', normalize-space(@class), ' '), ' panel-body ')]")
    if len(panels) <= IMPORTS_PANEL:
        expected = "panels for exports and imports"
        raise LedgerError(place, expected, f"{len(panels)} panels", _HINT)
    lines = [_line(cells, state, year, exported=True) for cells in _rows(panels[EXPORTS_PANEL], place)]
    lines += [_line(cells, state, year, exported=False) for cells in _rows(panels[IMPORTS_PANEL], place)]
    return Report(state, year, lines)


def _state_and_year(page: html.HtmlElement, place: str) -> tuple[str, int]:
    """From the words after the heading, such as "Norway 2012"."""
    for heading in page.xpath("//h4[contains(@class, 'unroca')]"):
        following = heading.xpath("following-sibling::*[normalize-space()][1]")
        found = _STATE_AND_YEAR.fullmatch(_text(following[0])) if following else None
        if _text(heading) == TITLE and found:
            return found["state"], int(found["year"])
    headings = ", ".join(f"'{shown(_text(heading))}'" for heading in page.xpath("//h4"))
    got = f"the headings {headings}" if headings else "none"
    raise LedgerError(place, f"the heading '{TITLE}' with a state and a year", got, _HINT)


def _rows(panel: html.HtmlElement, place: str) -> list[list[str]]:
    """The category and the six cells of each transfer; a row of one cell is a remark, not a transfer."""
    found = []
    for row in panel.xpath(".//tr[td]"):
        category, cells = row.xpath("./th"), row.xpath("./td")
        if len(cells) == 1:
            continue
        if len(category) != 1 or len(cells) != TRANSFER_CELLS:
            got = f"{len(category)} and {len(cells)} in '{shown(_text(row))}'"
            raise LedgerError(place, f"one category and {TRANSFER_CELLS} cells per transfer", got, _HINT)
        found.append([_text(cell) for cell in (*category, *cells)])
    return found


def _line(cells: list[str], state: str, year: int, exported: bool) -> dict[str, str]:
    """A line under the keys of the Register's JSON files, where ``comments`` is the description of items."""
    category, other, number, origin, intermediate, description, _ = cells
    return {
        "year": str(year),
        "exporter": state if exported else other,
        "importer": other if exported else state,
        "category": category,
        "num_items": number,
        "state_of_origin": origin,
        "intermediate_locations": intermediate,
        "comments": description,
    }


def _text(element: html.HtmlElement) -> str:
    return str(element.text_content()).strip()
