"""The two layouts of the register's CSV: their columns, and the file's lines made into records.

Format A (``deals``) has a row per deal, format B (``deliveries``) a row per deal and delivery year.
Neither quotes a cell; commas inside Comments were replaced by the publisher.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.cells import generated_at
from pipelines.issues import LedgerError
from pipelines.source import HEAD_CHARACTERS, Stamp

RUN_CHARACTERS = 12_000_000
"""Characters that stand in memory as records at once: some 100,000 records, three times the real register."""

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

_YEARS = re.compile(r"year range '([^']*)' to '([^']*)'")


@dataclass(frozen=True)
class Record:
    """A record that is no line as it stands: its first line, counted from 1, its cells, whether repaired."""

    line: int
    cells: list[str]
    repaired: bool = False


@dataclass(frozen=True)
class Run:
    """Neighbouring lines of the file as one text, and the number of the first one, counted from 1."""

    first_line: int
    text: str

    @property
    def is_plain(self) -> bool:
        """No quoted cell and no line that ends in a semicolon, as the publisher writes its files."""
        return '"' not in self.text and ";\n" not in self.text and not self.text.endswith(";")


@dataclass(frozen=True)
class Sheet:
    """A file's text, its lines down to the header, and the layout that the header names."""

    text: str
    head: list[str]
    format_id: str
    names: list[str]

    @property
    def stamp(self) -> Stamp:
        """Scope and generation date from the preamble; both unknown where a re-saved file lost it."""
        preamble = "\n".join(self.head[:-1])
        years = _YEARS.search(preamble)
        return Stamp(
            generated_at=generated_at(preamble),
            scope=self.head[0].strip() or None if preamble else None,
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
    """The file with its header found and checked.

    Raises LedgerError where the header is missing, names a column that is not known, or lacks one.
    """
    lines = text[:HEAD_CHARACTERS].split("\n")
    at = header_line(lines, format_id)
    if at is None:
        start = HEADER_STARTS[format_id]
        raise LedgerError("the header", f"a line that starts '{start}'", "none", "Download the file again.")
    found = [cell.strip() for cell in plain(lines[at]).rstrip(";").split(",")]
    return Sheet(text, lines[: at + 1], format_id, _checked_names(found, format_id, at + 1))


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


def runs(sheet: Sheet) -> Iterator[Run]:
    """The lines below the header, RUN_CHARACTERS at a time: a large file never stands whole as lines."""
    text, at, line = sheet.text, len("\n".join(sheet.head)) + 1, len(sheet.head) + 1
    while at < len(text):
        end = _end_of_run(text, at)
        run = Run(line, text[at:end])
        if run.text and not run.text.isspace():
            yield run
        at, line = end + 1, line + run.text.count("\n") + 1


def _end_of_run(text: str, at: int) -> int:
    """The end of a line that the next line does not carry on; a record split in two is never parted."""
    end = text.find("\n", at + RUN_CHARACTERS)
    while end != -1 and text.startswith(",", end + 1):
        end = text.find("\n", end + 1)
    return len(text) if end == -1 else end


def told_apart(run: Run, width: int) -> tuple[list[tuple[int, str]], list[Record]]:
    """The lines that are a record as they stand, each with its number, and the records that are not."""
    lines = run.text.split("\n")
    whole, others, taken = [], [], 0
    for at, line in enumerate(lines):
        if line.count(",") == width - 1 and '"' not in line and not line.endswith(";"):
            whole.append((run.first_line + at, line))
        elif at >= taken and line and not line.isspace():
            cells, used = _cells_from(lines, at, width)
            others.append(Record(run.first_line + at, cells, repaired=used > 1))
            taken = at + used
    return whole, others


def _cells_from(lines: list[str], at: int, width: int) -> tuple[list[str], int]:
    """The cells of the record that starts at an index, and how many lines it takes: one that a line break
    inside Comments split in two is put together again."""
    cells = _cells(lines[at], width)
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if len(cells) < width and following.startswith(",") and lines[at].count(",") >= 12:
        tail = _cells(following, width)
        joined = [*cells[:-1], f"{cells[-1]} {tail[0]}".strip(), *tail[1:]]
        if len(joined) == width:
            return joined, 2
    return cells, 1


def _cells(line: str, width: int) -> list[str]:
    cells = next(csv.reader([line])) if '"' in line else line.split(",")
    if len(cells) == width and cells[-1].endswith(";"):
        cells[-1] = cells[-1].rstrip(";")
    while len(cells) > width and cells[-1].strip(";") == "":
        cells = cells[:-1]
    return cells


def _year(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None
