"""rDMC's wide table of what states hold, one row per state, year and kind of equipment.

A cell with 0 says that none is listed and is not loaded; three quarters of the cells are 0. NA says that
the kind is listed without a number, but in a year in which no country has a number the kind was not coded
at all: such cells say nothing and are not loaded either.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from pipelines.cells import DECIMAL, cells_of
from pipelines.issues import Issue, LedgerError
from pipelines.source import Block, Reading, Reject, Stamp

SOURCE = "rdmc"
KEY = ("year", "country")
IGNORED = ("", "stateabb", "ccode")
"""Row number, and the codes of the Correlates of War project; the country is named beside them."""

NOT_COUNTED = ("NA", "NaN", "nan", "")

BLOCK_LINES = 10_000
"""Lines that stand in memory as rows at once, a hundred cells and some twenty rows each; there are 6,535."""

_YEAR = r"(?:19|20)[0-9][0-9]|2100"
_NUMBER = rf"{DECIMAL}(?:[eE]\+?[0-9]{{1,2}})?|{'|'.join(NOT_COUNTED)}"


def missing(head: str) -> dict[str, str]:
    """What the head of a file lacks to be the wide table; nothing where it is it."""
    names = set(_header(head))
    lacks = [name for name in (*KEY, *_kinds()) if name not in names]
    return {"wide": f"column '{lacks[0]}'" if lacks else ""}


def parse(text: str, format_id: str) -> Reading:
    """The table's cells. Raises LedgerError where a column is not a known one."""
    names = _header(text)
    known = {*KEY, *IGNORED, *_kinds()}
    new = [name for name in names if name not in known]
    twice = [name for name, times in Counter(names).items() if times > 1 and name]
    if new or twice or missing(text)["wide"]:
        got = f"no {missing(text)['wide']}"
        if new or twice:
            got = f"{'unknown' if new else 'repeated'} column {', '.join(map(repr, new or twice))}"
        hint = "The publisher changed the file: nothing was loaded from it. Report it, with this message."
        raise LedgerError("the header (line 1)", f"the known kinds of equipment, as '{format_id}'", got, hint)
    lines = text.split("\n")
    coded, left_out = _coded(lines, names)
    issues = [_sums_of_kinds(), *([_not_coded(left_out)] if left_out else [])]
    return Reading(Stamp(), _blocks(lines, names, coded, issues))


def _coded(lines: list[str], names: list[str]) -> tuple[pd.DataFrame, int]:
    """Whether each kind has a number in each year, and how many cells are NA for want of one."""
    numbers = missing = pd.DataFrame(columns=list(_kinds()), dtype="int64")
    for frame, _ in _typed(lines, names):
        cells = frame[list(_kinds())]
        numbers = cells.notna().groupby(frame["year"]).sum().add(numbers, fill_value=0)
        missing = cells.isna().groupby(frame["year"]).sum().add(missing, fill_value=0)
    coded = numbers > 0
    return coded, int(missing.where(~coded, 0).to_numpy().sum())


def _blocks(lines: list[str], names: list[str], coded: pd.DataFrame, issues: list[Issue]) -> Iterator[Block]:
    for frame, rejects in _typed(lines, names):
        holdings = _listed(frame, coded)
        yield Block(len(frame) + len(rejects), {"holdings": holdings}, rejects, issues=issues)
        issues = []


def _header(text: str) -> list[str]:
    try:
        return cells_of(text.split("\n", 1)[0])
    except ValueError:
        return []


def _typed(lines: list[str], names: list[str]) -> Iterator[tuple[pd.DataFrame, list[Reject]]]:
    """The sound records with their lines, numbers typed, and the others with what is wrong in them."""
    for start in range(1, max(len(lines), 2), BLOCK_LINES):
        found = enumerate(map(_cells, lines[start : start + BLOCK_LINES]), start + 1)
        yield _typed_block([(line, cells) for line, cells in found if any(cells)], lines, names)


def _typed_block(
    records: list[tuple[int, list[str]]], lines: list[str], names: list[str]
) -> tuple[pd.DataFrame, list[Reject]]:
    sound = [(line, cells) for line, cells in records if len(cells) == len(names)]
    rejects = [
        Reject(line, f"expected {len(names)} cells, got {len(cells)}", lines[line - 1])
        for line, cells in records
        if len(cells) != len(names)
    ]
    columns = list(zip(*(cells for _, cells in sound), strict=True)) or [()] * len(names)
    printed = pd.DataFrame(dict(zip(names, columns, strict=True)), dtype="object")
    faults = _faults(printed)
    numbers = printed[["year", *_kinds()]].apply(pd.to_numeric, errors="coerce")
    frame = numbers.assign(country=printed["country"], line=[line for line, _ in sound])
    for line, fault in zip(frame.loc[faults != "", "line"], faults[faults != ""], strict=True):
        rejects.append(Reject(int(line), fault, lines[line - 1]))
    return frame[faults == ""], sorted(rejects, key=lambda reject: reject.line)


def _cells(line: str) -> list[str]:
    """The cells of a line; one that cannot be cut is a single cell, and rejected for it."""
    try:
        return cells_of(line)
    except ValueError:
        return [line]


def _faults(printed: pd.DataFrame) -> pd.Series:
    """For each record what is wrong with it, or nothing."""
    faults = pd.Series("", index=printed.index, dtype="object")
    faults[printed["country"] == ""] = "country: expected a name, got nothing"
    patterns = {"year": (_YEAR, "a year"), **dict.fromkeys(_kinds(), (_NUMBER, "a number or NA"))}
    for name, (pattern, wanted) in patterns.items():
        fits = re.compile(pattern).fullmatch
        wrong = [cell for cell in printed[name].unique() if not fits(cell)]
        for at in printed.index[printed[name].isin(wrong)] if wrong else ():
            faults[at] = f"{name}: expected {wanted}, got '{printed[name][at]}'"
    return faults


def _listed(frame: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """The cells that say something, one row each."""
    kinds = list(_kinds())
    numbers = frame[kinds]
    known = coded.reindex(index=frame["year"], columns=kinds).to_numpy(dtype="bool")
    keep = (numbers > 0) | (numbers.isna() & known)
    rows, columns = keep.to_numpy().nonzero()
    listed = frame[["line", "country", "year"]].iloc[rows].reset_index(drop=True)
    listed = listed.rename(columns={"country": "party"}).astype({"year": "int64"})
    listed["item"] = [kinds[column] for column in columns]
    listed["quantity"] = pd.Series(numbers.to_numpy()[rows, columns]).astype("Float64")
    listed["quantity_note"] = listed["quantity"].isna().map({True: "listed without number", False: "number"})
    for place, name in enumerate(("class_id", "unit")):
        listed[name] = listed["item"].map({item: facts[place] for item, facts in _kinds().items()})
    return listed


@cache
def _kinds() -> dict[str, tuple[str | None, str | None]]:
    """Our class and unit of each kind of equipment, as reviewed in columns.csv."""
    with Path(__file__).with_name("columns.csv").open(encoding="utf-8", newline="") as rows:
        return {row["item"]: (row["class_id"] or None, row["unit"] or None) for row in csv.DictReader(rows)}


def _sums_of_kinds() -> Issue:
    place, expected = "air defence_surface to air missiles", "portable launchers on their own"
    got = "one sum of portable and other launchers"
    hint = "Do not read it as a number of portable launchers: a rise may come from either kind."
    return Issue("note", SOURCE, place, expected, got, hint)


def _not_coded(cells: int) -> Issue:
    expected = "a number or NA for a kind that is coded in that year"
    got = f"{cells:,} NA cells in years in which no country has a number for the kind"
    hint = "They are not loaded: the kind was not coded then, which does not mean listed without number."
    return Issue("note", SOURCE, "columns by year", expected, got, hint)
