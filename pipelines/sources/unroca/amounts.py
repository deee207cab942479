"""What a line of the UN Register counts: its number by unit, and whether its description agrees.

A category with one kind of item has one unit. Categories III, VII (a) and VII (b) mix guns, mortars,
missiles and launchers: there the description decides, and where it does not say, the unit is ``item``.
A description that splits the number ("2000 ... missiles and 400 launchers" for 2400) gives an amount per
unit; one whose numbers do not sum to it never changes the number: the contradiction is reported.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNIT_NOT_STATED = "item"
CATEGORY_UNITS = {
    "I": "tank",
    "II": "vehicle",
    "IV": "aircraft",
    "IV(b)": "drone",
    "V": "helicopter",
    "VI": "ship",
}
"""Units of the categories that hold one kind of item; the others mix kinds."""

_CATEGORY = re.compile(r"\s*(VII|VI|IV|V|III|II|I)\b\.?\s*(\([ab]\))?")
_BREAK = re.compile(r",(?!\d)|[;+&/]|\band\b|\by\b|\n(?=\s*\d)|(?<=pcs)\s*\n")
_LEADING = re.compile(r"(?P<count>[0-9]{1,15})\s*(?P<mark>x|[-–])?\s+(?!mm\b|cm\b|inch)(?P<what>.+)")
_TRAILING = re.compile(
    r"(?P<what>.+?)\s*(?:[-–]\s*(?P<pieces>[0-9]{1,15})\s*pcs?\b.*|\((?P<count>[0-9]{1,15})\))"
)
_ASIDE = re.compile(r"\b(?:for|with|without)\b.*")


@dataclass(frozen=True)
class Amount:
    """A number in one unit. split: the line's number was split by its description."""

    quantity: int
    unit: str
    split: bool = False


@dataclass(frozen=True)
class Part:
    """A counted part of a description. plain: certainly a count, not a calibre, model or year."""

    count: int
    unit: str
    words: str
    plain: bool


def category_of(printed: str) -> str:
    """The category's number, ``VII(b)`` for any of its printed forms; empty where it has none."""
    found = _CATEGORY.match(printed)
    return f"{found[1]}{found[2] or ''}" if found else ""


def amounts_of(category: str, number: int, description: str) -> tuple[list[Amount], str]:
    """A line's number by unit, and the words of its description that contradict the number, if any."""
    roman = category_of(category)
    usual = CATEGORY_UNITS.get(roman) or CATEGORY_UNITS.get(roman.partition("(")[0])
    parts = list(_parts(description, usual or UNIT_NOT_STATED))
    if parts and sum(part.count for part in parts) == number:
        return _by_unit(parts), ""
    unit = usual or _unit_named(description)
    plain = [part for part in parts if part.plain]
    if not plain or sum(part.count for part in plain) == number:
        return [Amount(number, unit)], ""
    meant = {part.unit for part in plain if part.count == number} - {UNIT_NOT_STATED}
    if len(meant) == 1:
        unit = meant.pop()
    return [Amount(number, unit)], " and ".join(part.words for part in plain)


def _by_unit(parts: list[Part]) -> list[Amount]:
    totals: dict[str, int] = {}
    for part in parts:
        totals[part.unit] = totals.get(part.unit, 0) + part.count
    return [Amount(quantity, unit, split=len(totals) > 1) for unit, quantity in totals.items()]


def _parts(description: str, usual: str) -> Iterable[Part]:
    for piece in _BREAK.split(description.replace("\r\n", "\n")):
        words = " ".join((piece or "").split())
        trailing, leading = _TRAILING.fullmatch(words), _LEADING.fullmatch(words)
        if trailing:
            count = int(trailing["pieces"] or trailing["count"])
            yield Part(count, _part_unit(trailing["what"], usual), words, plain=True)
        elif leading:
            count, what = int(leading["count"]), leading["what"]
            plain = leading["mark"] == "x" or _counts_nouns(count, what)
            yield Part(count, _part_unit(what, usual), words, plain)


def _part_unit(words: str, usual: str) -> str:
    units = {unit for unit, _ in _nouns(words)}
    return units.pop() if len(units) == 1 else usual if not units else UNIT_NOT_STATED


def _unit_named(description: str) -> str:
    """The one unit that a description names; a part that it includes is not the whole."""
    if "includ" in description.lower():
        return UNIT_NOT_STATED
    return _part_unit(description, UNIT_NOT_STATED)


def _counts_nouns(count: int, words: str) -> bool:
    """Whether a number agrees with a noun: '24 missiles' is a count, '155 howitzer' is a calibre."""
    nouns = [noun for _, noun in _nouns(words)]
    return bool(nouns) if count == 1 else any(noun.endswith(("s", "aircraft")) for noun in nouns)


def _nouns(words: str) -> list[tuple[str, str]]:
    """The units that words name, each with its noun; 'launcher for X missile' names launchers."""
    rest, found = _ASIDE.sub("", " ".join(words.lower().split())), []
    for pattern, unit in _unit_words():
        found += [(unit, noun) for noun in pattern.findall(rest)]
        rest = pattern.sub(" ", rest)
    return found


@cache
def _unit_words() -> list[tuple[re.Pattern[str], str]]:
    """The reviewed words for units, in the order in which they are looked for."""
    with Path(__file__).with_name("unit_words.csv").open(encoding="utf-8", newline="") as rows:
        return [
            (re.compile(rf"(?<![\w-])(?:{row['pattern']})(?!\w)"), row["unit"])
            for row in csv.DictReader(rows)
        ]
