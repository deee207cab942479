"""The World Bank's series of arms imports and exports: SIPRI TIV times 1,000,000 of an older release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from pipelines.cells import DECIMAL, cells_of
from pipelines.issues import Issue, LedgerError
from pipelines.json_records import JsonRecord, array_records, first_element
from pipelines.source import Block, Reading, Reject, Stamp

SOURCE = "world_bank"
COLUMNS = ["geo", "time", "Value", "Measure"]
MEASURES = {"Arms Imports (USD)": "MS.MIL.MPRT.KD", "Arms Exports (USD)": "MS.MIL.XPRT.KD"}
DIRECTIONS = {"MS.MIL.MPRT.KD": "import", "MS.MIL.XPRT.KD": "export"}
KEYS = ("indicator", "country", "countryiso3code", "date", "value")
PER_MILLION = 1_000_000
BLOCK_LINES = 20_000
"""Lines that stand in memory as rows at once; a whole series has 7,000."""

_YEAR = re.compile(r"(?:19|20)[0-9][0-9]|2100")
_NUMBER = re.compile(rf"{DECIMAL}(?:[eE]\+?[0-9]{{1,2}})?")


@dataclass(frozen=True)
class Value:
    """One value of a series, in TIV; None where the publisher gives none."""

    line: int
    indicator: str
    party: str
    year: int
    value: float | None


def missing(head: str) -> dict[str, str]:
    """For each format what the head of a file lacks to be it; nothing where it is it."""
    header = [cell.strip() for cell in head.split("\n")[0].replace('"', "").split(",")]
    meta = first_element(head)
    is_answer = meta is not None and isinstance(meta[0], dict) and {"page", "pages", "total"} <= set(meta[0])
    return {
        "csv": "" if header == COLUMNS else f"header line '{','.join(COLUMNS)}'",
        "api": "" if is_answer else "JSON list that starts with page, pages and total",
    }


def parse(text: str, format_id: str) -> Reading:
    """The values. Raises LedgerError where the API answered with an error or the JSON is not whole."""
    return _table(text) if format_id == "csv" else _answer(text)


def _table(text: str) -> Reading:
    return Reading(Stamp(), _blocks(text.split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    issues = [_not_dollars("the column Measure", "'(USD)'")]
    for start in range(1, max(len(lines), 2), BLOCK_LINES):
        values, rejects = [], []
        for line, printed in enumerate(lines[start : start + BLOCK_LINES], start + 1):
            if not printed.strip(", "):
                continue
            try:
                values.append(_from_cells(line, cells_of(printed)))
            except ValueError as error:
                rejects.append(Reject(line, str(error), printed))
        yield _block(values, rejects, issues)
        issues = []


def _from_cells(line: int, cells: list[str]) -> Value:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"expected {len(COLUMNS)} cells, got {len(cells)}")
    party, year, value, measure = cells
    if measure not in MEASURES:
        raise ValueError(f"Measure: expected one of {', '.join(MEASURES)}, got '{measure}'")
    return _value(line, MEASURES[measure], party, year, value or None)


def _answer(text: str) -> Reading:
    elements = array_records(text)
    meta = elements[0].value if elements else None
    if len(elements) < 2 or not isinstance(meta, dict):
        hint = "An answer with one element is the API's error message: ask again, or save the CSV by hand."
        raise LedgerError("the answer", "two elements: facts and values", f"{text.strip()[:200]}", hint)
    records = [] if elements[1].value is None else array_records(text, elements[1].at)
    values, rejects = [], []
    for record in records:
        try:
            values.append(_from_record(record))
        except ValueError as error:
            rejects.append(Reject(record.line, str(error), record.raw))
    return Reading(Stamp(generated_at=_updated(meta)), [_block(values, rejects, _notes(meta, records))])


def _from_record(record: JsonRecord) -> Value:
    """One value. The party is the three-letter code, or the name of a group of states that has none."""
    facts = record.value
    if not isinstance(facts, dict) or any(key not in facts for key in KEYS):
        raise ValueError(f"expected an object with {', '.join(KEYS)}, got {record.raw[:60]}")
    indicator = _inner(facts["indicator"], "id")
    if indicator not in DIRECTIONS:
        raise ValueError(f"indicator: expected one of {', '.join(DIRECTIONS)}, got '{indicator}'")
    party = facts["countryiso3code"] or _inner(facts["country"], "value")
    if not isinstance(party, str):
        raise ValueError(f"party: expected a code or a name, got {record.raw[:60]}")
    return _value(record.line, indicator, party, facts["date"], facts["value"])


def _inner(facts: Any, key: str) -> str:
    return str(facts.get(key) or "") if isinstance(facts, dict) else ""


def _value(line: int, indicator: str, party: str, year: Any, value: Any) -> Value:
    if not party:
        raise ValueError("party: expected a code or a name, got nothing")
    if not _YEAR.fullmatch(str(year)):
        raise ValueError(f"year: expected a year, got '{year}'")
    if value is not None and not _NUMBER.fullmatch(str(value)):
        raise ValueError(f"value: expected a number from 0 or nothing, got '{value}'")
    return Value(line, indicator, party, int(year), None if value is None else float(value))


def _block(values: list[Value], rejects: list[Reject], issues: list[Issue]) -> Block:
    frame = pd.DataFrame(
        [(row.line, row.indicator, row.party, row.year, row.value) for row in values],
        columns=["line", "indicator", "party", "year", "value"],
    )
    frame["direction"] = frame["indicator"].map(DIRECTIONS)
    frame["value"] = frame["value"].astype("Float64")
    frame["tiv_million"] = frame["value"] / PER_MILLION
    return Block(len(values) + len(rejects), {"indicators": frame}, rejects, issues=issues)


def _notes(meta: dict[str, Any], records: list[JsonRecord]) -> list[Issue]:
    found = [record.value for record in records if isinstance(record.value, dict)]
    titles = sorted({_inner(facts.get("indicator"), "value") for facts in found} - {""})
    issues = [_not_dollars("the series' title", f"'{title}'") for title in titles]
    if str(meta.get("pages")) not in ("1", "0"):
        got = f"page {meta.get('page')} of {meta.get('pages')}"
        hint = "Ask for all values in one page: per_page=20000."
        issues.append(Issue("warning", SOURCE, "the answer", "all values in one page", got, hint))
    return issues


def _not_dollars(place: str, got: str) -> Issue:
    hint = "Values are SIPRI trend-indicator values times 1,000,000: a volume of weapons, never money."
    return Issue("note", SOURCE, place, "trend-indicator values of SIPRI, under SIPRI's terms", got, hint)


def _updated(meta: dict[str, Any]) -> datetime | None:
    """The day on which the series was last updated, where the answer says it."""
    try:
        return datetime.strptime(str(meta.get("lastupdated")), "%Y-%m-%d")
    except ValueError:
        return None
