"""SIPRI's published TIV tables, a row per state and year: a blank, a 0 and a number stay three things."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from pipelines.cells import WHOLE, cells_of, generated_at
from pipelines.issues import Issue, LedgerError
from pipelines.source import Block, Reading, Reject, Stamp

SOURCE = "sipri_tiv"
HEADER_STARTS = {"imports": ("Recipient", "Imports by"), "exports": ("Exports by", "Supplier")}
"""First cell of the header line. The year follows at once: in the register another title does."""

NOT_YEARS = ("Percentage", "Sum total years", "Percentage of total")
TOTAL = "Total"
ROUNDING = 0.5
"""Each printed figure is off by at most this much, in million TIV."""

_YEAR = re.compile(r"(?:19|20|21)[0-9][0-9]")
_SPAN = re.compile(rf"{_YEAR.pattern}-{_YEAR.pattern}")
_FIGURE = re.compile(rf"(?:{WHOLE})?")


@dataclass(frozen=True)
class Row:
    """One line of the table: its party and its year cells as printed, blank as an empty string."""

    line: int
    party: str
    cells: list[str]


def missing(head: str) -> dict[str, str]:
    """For each format what the head of a file lacks to be it; nothing where it is it."""
    lines = head.split("\n")
    return {
        name: "" if _header_at(lines, name) is not None else f"header line '{starts[0]},' and years"
        for name, starts in HEADER_STARTS.items()
    }


def parse(text: str, format_id: str) -> Reading:
    """The table's cells. Raises LedgerError where the header is not the known one."""
    lines = text.split("\n")
    at = _header_at(lines, format_id)
    if at is None:
        start = HEADER_STARTS[format_id][0]
        raise LedgerError("the header", f"a line '{start},' and years", "none", "Download the file again.")
    years = _years(lines[at], at + 1)
    rows, total, rejects = _rows(lines, at + 1, years)
    tables = {"tiv_tables": _cells(rows, years, format_id)}
    block = Block(len(rows) + len(rejects), tables, rejects, issues=_totals_off(rows, total, years))
    return Reading(_stamp(lines[:at], years), [block])


def _header_at(lines: list[str], format_id: str) -> int | None:
    for at, line in enumerate(lines):
        cells = line.replace('"', "").split(",", 2)
        known = cells[0].strip() in HEADER_STARTS[format_id]
        if known and len(cells) > 1 and _YEAR.fullmatch(cells[1].strip()):
            return at
    return None


def _years(header: str, line: int) -> dict[int, int]:
    """Year by column. Raises LedgerError for a column that is neither a year nor a known sum."""
    years: dict[int, int] = {}
    for column, cell in enumerate(_split(header)[1:], 1):
        if _YEAR.fullmatch(cell):
            years[column] = int(cell)
        elif cell and cell not in NOT_YEARS and not _SPAN.fullmatch(cell):
            hint = "The publisher changed the file: nothing was loaded from it. Report it, with this message."
            raise LedgerError(f"the header (line {line})", "years and their sums", f"'{cell}'", hint)
    twice = [year for year, times in Counter(years.values()).items() if times > 1]
    if twice:
        raise LedgerError(f"the header (line {line})", "each year once", f"{twice}", "Download it again.")
    if not years:
        raise LedgerError(f"the header (line {line})", "years", f"'{header[:80]}'", "Download it again.")
    return years


def _rows(lines: list[str], start: int, years: dict[int, int]) -> tuple[list[Row], Row | None, list[Reject]]:
    """The parties' rows, the row of totals that ends them, and the lines that are neither."""
    rows: list[Row] = []
    rejects: list[Reject] = []
    for line, text in enumerate(lines[start:], start + 1):
        cells = _split(text)
        if not any(cells):
            continue
        fault = _fault(cells, years)
        if fault:
            rejects.append(Reject(line, fault, text))
        elif cells[0].startswith(TOTAL):
            return rows, Row(line, cells[0], [cells[column] for column in years]), rejects
        else:
            rows.append(Row(line, cells[0], [cells[column] for column in years]))
    return rows, None, rejects


def _fault(cells: list[str], years: dict[int, int]) -> str:
    if len(cells) <= max(years):
        return f"expected {max(years) + 1} cells or more, got {len(cells)}"
    if not cells[0]:
        return "expected a state, got nothing"
    odd = [(year, cells[column]) for column, year in years.items() if not _FIGURE.fullmatch(cells[column])]
    return "; ".join(f"{year}: expected a whole number or nothing, got '{cell}'" for year, cell in odd)


def _split(line: str) -> list[str]:
    try:
        return cells_of(line)
    except ValueError:
        return [line]  # one cell where there should be many: the line is rejected and shown as it stands


def _cells(rows: list[Row], years: dict[int, int], format_id: str) -> pd.DataFrame:
    """A row per state and year. A blank cell is kept as blank: it says that no delivery was identified."""
    listed = [
        (row.line, row.party, year, cell)
        for row in rows
        for year, cell in zip(years.values(), row.cells, strict=True)
    ]
    frame = pd.DataFrame(listed, columns=["line", "party", "year", "printed"]).astype({"printed": "str"})
    frame["direction"] = format_id.removesuffix("s")
    frame["tiv_million"] = pd.to_numeric(frame["printed"], errors="coerce").astype("Float64")
    kinds = {True: "blank", False: "number"}
    frame["cell"] = (
        (frame["printed"] == "").map(kinds).mask((frame["tiv_million"] == 0).fillna(False), "zero")
    )
    return frame.drop(columns="printed")


def _totals_off(rows: list[Row], total: Row | None, years: dict[int, int]) -> list[Issue]:
    """What the row of totals says against the sum of the rows, beyond what rounding can explain."""
    if total is None:
        hint = "The file may be cut short: download it again and compare."
        return [Issue("warning", SOURCE, "the end of the table", f"a row '{TOTAL}'", "none", hint)]
    issues = []
    for position, year in enumerate(years.values()):
        figures = [int(row.cells[position]) for row in rows if row.cells[position]]
        printed = int(total.cells[position] or 0)
        if abs(sum(figures) - printed) > ROUNDING * (len(figures) + 1):
            hint = "Rows are missing or the table was edited: download it again."
            place, expected = f"line {total.line}, {year}", f"the sum of its rows, {sum(figures):,}"
            issues.append(Issue("warning", SOURCE, place, expected, f"{printed:,}", hint))
    return issues


def _stamp(preamble: list[str], years: dict[int, int]) -> Stamp:
    return Stamp(
        generated_at=generated_at("\n".join(preamble)),
        scope=preamble[0].strip() or None if preamble else None,
        scope_first_year=min(years.values()),
        scope_last_year=max(years.values()),
    )
