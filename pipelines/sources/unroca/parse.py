"""The UN Register's lines, the list of reports filed and single report pages, into the faithful tables."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.cells import WHOLE
from pipelines.issues import Issue
from pipelines.json_records import JsonRecord, array_records, first_element
from pipelines.source import Block, Reading, Reject, Stamp
from pipelines.sources.unroca.amounts import Amount, amounts_of, category_of
from pipelines.sources.unroca.pages import TITLE, is_report, report
from pipelines.sources.unroca.reporters import Reporter, reporters

SOURCE = "unroca"
KEYS = {
    "lines": {
        "year": "year", "exporter": "exporter", "importer": "importer", "category": "category",
        "num_items": "number", "state_of_origin": "origin", "intermediate_locations": "intermediate",
        "comments": "description",
    },
    "reports": {"country": "state", "years": "years"},
}  # fmt: skip
"""Keys of the two files. ``comments`` holds the form's "Description of items", not its comments."""

NO_NUMBER = ("classified", "not declared")


@dataclass(frozen=True)
class Transfer:
    """One transfer line as a state filed it. number: None where number_note is no number."""

    line: int
    year: int
    exporter: str
    importer: str
    category: str
    number: int | None
    number_note: str
    origin: str | None
    intermediate: str | None
    description: str | None


def missing(head: str) -> dict[str, str]:
    """For each format what the head of a file lacks to be it; nothing where it is it."""
    element = first_element(head)
    found = set(element[0]) if element and isinstance(element[0], dict) else None
    lacks = {}
    for name, keys in KEYS.items():
        absent = ", ".join(key for key in keys if found is not None and key not in found)
        lacks[name] = "JSON list of objects" if found is None else absent and f"key {absent}"
    return lacks | {"page": "" if is_report(head) else f"heading '{TITLE}'"}


def parse(text: str, format_id: str) -> Reading:
    """The rows of a file. Raises LedgerError where it is not whole JSON, or not a report page."""
    if format_id == "page":
        return Reading(Stamp(), [_page_block(text)])
    records = array_records(text)
    block = _lines_block(records) if format_id == "lines" else _reports_block(records)
    return Reading(Stamp(), [block])


def transfers_block(transfers: list[Transfer], rejects: list[Reject], reporter: str | None = None) -> Block:
    """The block of some transfer lines: their rows, their amounts by unit, and what contradicts.

    reporter: the state whose report page they stand on; None where the order of the lines must tell.
    """
    lines = pd.DataFrame([[getattr(row, name) for name in _COLUMNS] for row in transfers], columns=_COLUMNS)
    lines["number"] = lines["number"].astype("Int64")
    edges = [(row.year, row.exporter, row.importer) for row in transfers]
    filed = [Reporter(reporter) for _ in edges] if reporter else reporters(edges)
    lines["reporter"] = [each.state for each in filed]
    lines["reporter_doubt"] = [each.doubt for each in filed]
    amounts, issues = [], []
    for row in transfers:
        found, contradiction = _amounts(row)
        amounts += [
            (row.line, number, amount.quantity, amount.unit, amount.split)
            for number, amount in enumerate(found, 1)
        ]
        if contradiction:
            issues.append(contradiction)
    frame = pd.DataFrame(amounts, columns=["line", "amount_number", "quantity", "unit", "split"])
    notes = [*_misfiled(transfers), *_repeated(transfers)]
    tables = {"un_lines": lines, "un_amounts": frame}
    return Block(len(transfers) + len(rejects), tables, rejects, issues=[*issues, *notes])


_COLUMNS = [field.name for field in fields(Transfer)]


def _lines_block(records: list[JsonRecord], reporter: str | None = None) -> Block:
    transfers, rejects = [], []
    for record in records:
        try:
            transfers.append(_transfer(record))
        except ValueError as error:
            rejects.append(Reject(record.line, str(error), record.raw))
    block = transfers_block(transfers, rejects, reporter)
    block.issues += _new_keys(records, "lines")
    return block


def _page_block(text: str) -> Block:
    """One state's report for one year: its lines, by their number on the page, and that it was filed."""
    found = report(text)
    cells = [json.dumps(line, ensure_ascii=False) for line in found.lines]
    lines = zip(found.lines, cells, strict=True)
    records = [JsonRecord(number, line, raw, 0) for number, (line, raw) in enumerate(lines, 1)]
    block = _lines_block(records, found.state)
    block.tables["un_reports"] = pd.DataFrame([{"line": 1, "state": found.state, "year": found.year}])
    block.rows_read += 1
    return block


def _transfer(record: JsonRecord) -> Transfer:
    """A line with its cells typed. Raises ValueError, which says what was expected and what came."""
    cells = _cells(record, "lines")
    number, note = _number(cells["number"])
    for name in ("exporter", "importer", "category"):
        if not cells[name]:
            raise ValueError(f"{name}: expected a name, got nothing")
    return Transfer(
        record.line, _year(cells["year"]), cells["exporter"], cells["importer"], cells["category"],
        number, note, cells["origin"] or None, cells["intermediate"] or None, cells["description"] or None,
    )  # fmt: skip


def _cells(record: JsonRecord, format_id: str) -> dict[str, Any]:
    if not isinstance(record.value, dict):
        raise ValueError(f"expected an object, got {record.raw[:40]}")
    absent = [key for key in KEYS[format_id] if key not in record.value]
    if absent:
        raise ValueError(f"expected the key {', '.join(absent)}, got none")
    return {name: _text(record.value[key]) for key, name in KEYS[format_id].items()}


def _text(value: Any) -> Any:
    """Text as printed, without white space around it and with one kind of line break."""
    if isinstance(value, list | dict):
        return value
    return "" if value is None else str(value).strip().replace("\r\n", "\n")


def _year(text: str) -> int:
    if not re.fullmatch(r"(?:19|20)[0-9][0-9]|2100", text):
        raise ValueError(f"year: expected a year, got '{text}'")
    return int(text)


def _number(text: str) -> tuple[int | None, str]:
    """The number of items and which kind of answer it is; the four kinds are never mixed."""
    if text.lower() in NO_NUMBER:
        return None, text.lower()
    if not re.fullmatch(WHOLE, text):
        wanted = "a whole number, 'classified' or 'not declared'"
        raise ValueError(f"number of items: expected {wanted}, got " + (f"'{text}'" if text else "nothing"))
    return int(text), "number" if int(text) else "zero"


def _amounts(row: Transfer) -> tuple[list[Amount], Issue | None]:
    if row.number is None:
        return [], None
    amounts, contradiction = amounts_of(row.category, row.number, row.description or "")
    if not contradiction:
        return amounts, None
    hint = "The reported number stands; what the description adds to it or splits it into is not decided."
    expected = f"a description whose numbers sum to the reported {row.number:,}"
    return amounts, Issue("warning", SOURCE, _place(row), expected, f"'{contradiction}'", hint)


def _place(row: Transfer) -> str:
    category = category_of(row.category) or row.category
    return f"line {row.line} ({row.exporter} to {row.importer}, {row.year}, category {category})"


def _misfiled(transfers: Iterable[Transfer]) -> Iterable[Issue]:
    """Lines under VII (b) whose description names something that is not a portable air-defence weapon."""
    for row in transfers:
        words = (row.description or "").casefold()
        if category_of(row.category) == "VII(b)" and words:
            for text, what in _not_manpads().items():
                if text.casefold() in words:
                    hint = "Leave it out when counting portable air-defence weapons; the line stays as filed."
                    got = f"'{row.description}', {what}"
                    yield Issue("note", SOURCE, _place(row), "a portable air-defence weapon", got, hint)


@cache
def _not_manpads() -> dict[str, str]:
    with Path(__file__).with_name("not_manpads.csv").open(encoding="utf-8", newline="") as rows:
        return {row["text"]: row["what"] for row in csv.DictReader(rows)}


def _repeated(transfers: list[Transfer]) -> list[Issue]:
    """One note on lines that say the same as an earlier line: a mirror report, or one line twice."""
    first: dict[tuple[object, ...], int] = {}
    repeats = []
    for row in transfers:
        content = tuple(getattr(row, name) for name in _COLUMNS if name != "line")
        if content in first:
            repeats.append(f"{row.line} (as {first[content]})")
        first.setdefault(content, row.line)
    if not repeats:
        return []
    got = f"{len(repeats)} that repeat an earlier one word for word: {', '.join(repeats)}"
    hint = "All are kept: both sides may have reported one transfer, so such lines are not summed blindly."
    return [Issue("note", SOURCE, "lines", "lines that differ", got, hint)]


def _reports_block(records: list[JsonRecord]) -> Block:
    rows, rejects = [], []
    for record in records:
        try:
            state, years = _filed(record)
            rows += [(record.line, state, year) for year in years]
        except ValueError as error:
            rejects.append(Reject(record.line, str(error), record.raw))
    frame = pd.DataFrame(rows, columns=["line", "state", "year"]).drop_duplicates(["state", "year"])
    return Block(len(records), {"un_reports": frame}, rejects, issues=_new_keys(records, "reports"))


def _filed(record: JsonRecord) -> tuple[str, list[int]]:
    """The state of a record and the years for which it filed a report; none is an answer too."""
    cells = _cells(record, "reports")
    if not cells["state"]:
        raise ValueError("country: expected a name, got nothing")
    if not isinstance(cells["years"], list):
        raise ValueError(f"years: expected a list, got '{cells['years']}'")
    entries = [entry.get("year") if isinstance(entry, dict) else entry for entry in cells["years"]]
    return cells["state"], sorted({_year(_text(entry)) for entry in entries})


def _new_keys(records: list[JsonRecord], format_id: str) -> list[Issue]:
    """A warning where records hold keys that no table takes, so that a new field is not lost in silence."""
    known = set(KEYS[format_id])
    new = Counter(
        key for record in records if isinstance(record.value, dict) for key in record.value.keys() - known
    )
    if not new:
        return []
    got = ", ".join(f"'{key}' ({count} records)" for key, count in sorted(new.items()))
    hint = "The publisher added a field: it is not loaded yet. Report it, with this message."
    return [Issue("warning", SOURCE, f"records of '{format_id}'", f"the keys {', '.join(known)}", got, hint)]
