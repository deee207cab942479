"""Models that no name of the lookups stands for, by the look of a designation: "Khaibar-99", "VT-5".

Such a claim counts that model and no other of its class, so it must not be read as one of the class.
"""

from __future__ import annotations

import re

from pipelines.claims.counted import Counted
from pipelines.claims.naming import class_unit
from pipelines.claims.reading import Reading
from pipelines.claims.systems import System, SystemMention, class_units

_AFTER_NOUN = 2
_LONGEST_LETTERS = 2
_NO_MODEL = ("numbered", "month", "name", "demonym", "capital", "organ", "made", "blocker", "verb")
_NOT_IN_ID = re.compile(r"[\W_]+")


def unknown_model(reading: Reading, thing: Counted) -> SystemMention | None:
    """The designation in or right behind a phrase that names but a class; None where there is none."""
    if thing.system is not None or thing.elided or thing.class_key is None:
        return None
    end = min(len(reading.text), thing.last + 1 + _AFTER_NOUN)
    for first in range(thing.first, end):
        if first > thing.last and reading.text.gaps[first].strip(' "'):
            return None
        last = _designation_end(reading, first)
        if last is not None:
            return SystemMention(first, last, _system(reading, first, last, thing.class_key), weak=False)
    return None


def _designation_end(reading: Reading, first: int) -> int | None:
    """Last token of a designation that begins here: a capital word with a number or short letters behind."""
    if not reading.text.is_capital(first) or any(reading.at(section, first) for section in _NO_MODEL):
        return None
    if any(mention.first <= first <= mention.last for mention in reading.systems.values()):
        return None
    last = first
    while last + 1 < len(reading.text) and _goes_on(reading, last + 1):
        last += 1
    return last if last > first else None


def _goes_on(reading: Reading, token: int) -> bool:
    text = reading.text
    short = len(text.words[token]) <= _LONGEST_LETTERS and text.is_capital(token)
    return text.gaps[token] in ("-", "") and (text.words[token].isdigit() or short)


def _system(reading: Reading, first: int, last: int, class_key: str) -> System:
    """The model by the name that the text prints; its id is one that no lookup has."""
    start, end = reading.text.span(first, last)
    name = reading.text.original[start:end]
    class_id = class_key if class_key in class_units() else ""
    return System(_NOT_IN_ID.sub("-", name.lower()), name, class_id, class_unit(class_key) or "unit")
