"""The two layouts of the register's CSV: their columns, and the file's lines made into records.

Format A (``deals``) has a row per deal, format B (``deliveries``) a row per deal and delivery year.
Neither quotes a cell; commas inside Comments were replaced by the publisher.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipelines.issues import LedgerError
from pipelines.source import Stamp

# A column named by one space holds the uncertainty flag of the column before it.
DEALS = (
    ("Recipient", "recipient"), ("Supplier", "supplier"),
    ("Year of order", "order_year"), ("", "order_year_estimated"),
    ("Number ordered", "ordered"), ("", "ordered_estimated"),
    ("Weapon designation", "designation"), ("Weapon description", "description"),
    ("Number delivered", "delivered"), ("", "delivered_estimated"),
    ("Year(s) of delivery", "delivery_years"), ("status", "status"), ("Comments", "comments"),
    ("SIPRI TIV per unit", "tiv_unit"), ("SIPRI TIV for total order", "tiv_ordered"),
    ("SIPRI TIV of delivered weapons", "tiv_delivered"),
)  # fmt: skip
DELIVERIES = (
    ("SIPRI AT Database ID", "deal_id"), ("Supplier", "supplier"), ("Recipient", "recipient"),
    ("Designation", "designation"), ("Description", "description"),
    ("Armament category", "category"), ("Order date", "order_year"),
    ("Order date is estimate", "order_year_estimated"), ("Numbers delivered", "delivered"),
    ("Numbers delivered is estimate", "delivered_estimated"), ("Delivery year", "delivery_year"),
    ("Delivery year is estimate", "delivery_year_estimated"), ("Status", "status"),
    ("SIPRI estimate", "tiv_new_unit"), ("TIV deal unit", "tiv_unit"),
    ("TIV delivery values", "tiv_delivered"), ("Local production", "local_production"),
)  # fmt: skip
LAYOUTS = {"deals": DEALS, "deliveries": DELIVERIES}
HEADER_STARTS = {"deals": "Recipient,Supplier,", "deliveries": "SIPRI AT Database ID,"}

_GENERATED = re.compile(r"Data generated:\s*(\d{1,2} \w{3} \d{4} \d{1,2}:\d{2}:\d{2} [AP]M)")
_YEARS = re.compile(r"year range '([^']*)' to '([^']*)'")


@dataclass(frozen=True)
class Record:
    """One record of the file: its first line, counted from 1, its cells, and whether it was put together again."""

    line: int
    cells: list[str]
    repaired: bool = False


@dataclass(frozen=True)
class Sheet:
    """A file's lines, the index of its header line, and the layout that the header names."""

    lines: list[str]
    header_at: int
    format_id: str
    names: list[str]

    @property
    def stamp(self) -> Stamp:
        """Scope and generation date from the preamble; both unknown where a re-saved file lost it."""
        preamble = "\n".join(self.lines[: self.header_at])
        generated, years = _GENERATED.search(preamble), _YEARS.search(preamble)
        return Stamp(
            generated_at=datetime.strptime(generated[1], "%d %b %Y %I:%M:%S %p") if generated else None,
            scope=self.lines[0].strip() or None if self.header_at else None,
            scope_first_year=_year(years[1]) if years else None,
            scope_last_year=_year(years[2]) if years else None,
        )


def header_line(lines: list[str], format_id: str) -> int | None:
    """Index of the header, found by its text: re-saved files have no preamble."""
    start = HEADER_STARTS[format_id].casefold()
    return next((at for at, line in enumerate(lines) if plain(line).casefold().startswith(start)), None)


def plain(line: str) -> str:
    """A line without the quotation marks that a spreadsheet puts around cells."""
    return line.replace('"', "")


def sheet(text: str, format_id: str) -> Sheet:
    """The file's lines with its header found and checked.

    Raises LedgerError where the header is missing or names a column that the parser does not know or lacks one.
    """
    lines = text.split("\n")
    at = header_line(lines, format_id)
    if at is None:
        start = HEADER_STARTS[format_id]
        raise LedgerError("the header", f"a line that starts '{start}'", "none", "Download the file again.")
    found = [cell.strip() for cell in plain(lines[at]).rstrip(";").split(",")]
    return Sheet(lines, at, format_id, _checked_names(found, format_id, at + 1))


def _checked_names(found: list[str], format_id: str, line: int) -> list[str]:
    layout = LAYOUTS[format_id]
    while len(found) > len(layout) and found[-1] == "":
        found = found[:-1]
    wanted = [title for title, _ in layout]
    if format_id == "deliveries" and found == [*wanted[:-1], ""]:
        found = wanted  # the export of April 2024 leaves its last title out
    if [cell.casefold() for cell in found] != [title.casefold() for title in wanted]:
        known = {title.casefold() for title in wanted}
        new = [cell for cell in found if cell.casefold() not in known]
        gone = [title for title in wanted if title.casefold() not in {cell.casefold() for cell in found}]
        got = "; ".join(
            part
            for part in (
                f"unknown column {', '.join(map(repr, new))}" if new else "",
                f"missing column {', '.join(map(repr, gone))}" if gone else "",
                "" if new or gone else f"another order or number of columns: {', '.join(found)}",
            )
            if part
        )
        hint = "The publisher changed the file: nothing was loaded from it. Report it, with this message."
        raise LedgerError(
            f"the header (line {line})", f"the {len(wanted)} columns of '{format_id}'", got, hint
        )
    return [name for _, name in layout]


def records(sheet: Sheet) -> Iterator[Record]:
    """The records below the header; one that a line break inside Comments split in two is put together again."""
    width, lines = len(sheet.names), sheet.lines
    at = sheet.header_at + 1
    while at < len(lines):
        line = lines[at]
        if line and not line.isspace():
            record, used = _record(lines, at, width)
            yield record
            at += used
        else:
            at += 1


def _record(lines: list[str], at: int, width: int) -> tuple[Record, int]:
    """The record that starts at an index, and how many lines it takes."""
    cells = _cells(lines[at], width)
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if len(cells) < width and following.startswith(",") and lines[at].count(",") >= 12:
        tail = _cells(following, width)
        joined = [*cells[:-1], f"{cells[-1]} {tail[0]}".strip(), *tail[1:]]
        if len(joined) == width:
            return Record(at + 1, joined, repaired=True), 2
    return Record(at + 1, cells), 1


def _cells(line: str, width: int) -> list[str]:
    cells = _unquoted(line) if '"' in line else line.split(",")
    if len(cells) == width and cells[-1].endswith(";"):
        cells[-1] = cells[-1].rstrip(";")
    while len(cells) > width and cells[-1].strip(";") == "":
        cells = cells[:-1]
    return cells


def _unquoted(line: str) -> list[str]:
    """Cells of a line that a spreadsheet quoted; an open quote leaves the line one cell, which is refused."""
    try:
        return next(csv.reader([line]))
    except csv.Error:
        return [line]


def _year(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None
