"""Weapon systems named in a text, whatever the spelling: hyphens, dots, spaces, alphabet, endings.

Names come from ``data/lookups/system_names.csv`` and, where missing there, ``words/systems_extra.csv``.
``words/families.csv`` has the families of which the lookups list variants alone: "Gripen" is no Gripen-E.
Short names and names that are ordinary words ("Tiger", "K2") are *weak*: they count only next to a
number or a class word.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.claims.text import Text, read
from pipelines.claims.words import FOLDER
from pipelines.lookups import read_lookup

LONGEST_NAME = 8
_NAME_GAPS = frozenset({"", "-", " ", ".", "/", "·", "- ", " -", ". "})
_CYRILLIC_ENDING = re.compile(r"(?:ами|ями|ові|еві|ов|ев|ів|еи|ом|ем|ою|ам|ям|ах|ях|ы|и|у|ю|а|я|е|о|ь)$")
_LATIN_ENDING = re.compile(r"(?:ami|ach|owi|ow|om|em|ima|ova|y|i|a|u|e)$")
_LATIN_SLAVIC = frozenset({"pl", "cs", "sk", "sr", "hr", "sl", "bs"})
_LATIN_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z",
        "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y",
        "ь": "", "ъ": "", "э": "e", "ю": "yu", "я": "ya", "ј": "j",
    }
)  # fmt: skip


@dataclass(frozen=True)
class System:
    """A weapon system: its id, canonical name, class and counting unit."""

    system_id: str
    name: str
    class_id: str
    unit: str


@dataclass(frozen=True)
class Naming:
    """What a spelling stands for; a weak one needs a number or class word beside it."""

    system: System
    weak: bool
    wordlike: bool


@dataclass(frozen=True)
class SystemMention:
    """A system named by the tokens from ``first`` to ``last``; ``lower``: a Latin name without a capital."""

    first: int
    last: int
    system: System
    weak: bool
    lower: bool = False


@lru_cache(maxsize=1)
def class_units() -> dict[str, str]:
    """Counting unit by class id, from ``data/lookups/classes.csv``."""
    return {row["class_id"]: row["unit"] for row in read_lookup("classes")}


@lru_cache(maxsize=1)
def class_names() -> dict[str, str]:
    """English name by class id, from ``data/lookups/classes.csv``."""
    return {row["class_id"]: row["name_en"] for row in read_lookup("classes")}


@lru_cache(maxsize=1)
def _index() -> dict[str, Naming]:
    systems = {
        row["system_id"]: System(row["system_id"], row["name"], row["class_id"], row["unit"])
        for row in read_lookup("systems")
    }
    index: dict[str, Naming] = {}
    for row in read_lookup("system_names"):
        if row["system_id"] in systems:
            _enter(index, row["name"], systems[row["system_id"]], designation=row["kind"] == "designation")
    for row in _own_rows("systems_extra.csv"):
        _enter_row(index, row, _known(index, row) or _own_system(row))
    for row in family_rows():
        family = systems.get(row["system_id"]) or _own_system(row)
        for name in (row["name"], *row["aliases"].split(";")):
            index.pop("".join(read(name).words), None)
        _enter_row(index, row, family)
    return index


def family_rows() -> list[dict[str, str]]:
    """The families of ``words/families.csv``: system_id, name, class_id, aliases, makers (``;`` between)."""
    return _own_rows("families.csv")


def _own_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _own_system(row: dict[str, str]) -> System:
    unit = class_units().get(row["class_id"], "unit")
    return System(row["system_id"], row["name"], row["class_id"], unit)


def _enter_row(index: dict[str, Naming], row: dict[str, str], system: System) -> None:
    for name in (row["name"], *row["aliases"].split(";")):
        _enter(index, name, system, designation=False)


def _known(index: dict[str, Naming], row: dict[str, str]) -> System | None:
    """The system of the lookups that an extra entry names in other words, if any."""
    for name in (row["name"], *row["aliases"].split(";")):
        naming = index.get("".join(read(name).words)) if name.strip() else None
        if naming is not None and not naming.weak:
            return naming.system
    return None


def _enter(index: dict[str, Naming], name: str, system: System, designation: bool) -> None:
    words = read(name).words
    compact = "".join(words)
    if len(compact) < 2 or compact.isdigit():
        return
    wordlike = all(word.isalpha() for word in words) and not any("\u0600" <= c <= "\u06ff" for c in compact)
    weak = len(compact) < 3 or (designation and wordlike and len(words) == 1)
    naming = Naming(system, weak, wordlike)
    held = index.get(compact)
    if held is None or (held.weak and not designation):
        index[compact] = naming
    if any("\u0400" <= letter <= "\u04ff" for letter in compact):
        index.setdefault("~" + _stemmed(words, _CYRILLIC_ENDING), naming)
        index.setdefault(compact.translate(_LATIN_LETTERS), naming)
    elif wordlike and len(words) == 1:
        index.setdefault("~" + _stemmed(words, _LATIN_ENDING), naming)


def _stemmed(words: list[str], ending: re.Pattern[str]) -> str:
    return "".join(_stem(word, ending) for word in words)


def _stem(word: str, ending: re.Pattern[str]) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    stem = ending.sub("", word)
    return stem if len(stem) >= 3 else word


def find_systems(text: Text, language: str | None) -> dict[int, SystemMention]:
    """The systems named in a text, longest names first, by their first token."""
    mentions: dict[int, SystemMention] = {}
    first = 0
    while first < len(text):
        mention = _longest_at(text, first, language)
        if mention is None:
            first += 1
            continue
        mentions[first] = mention
        first = mention.last + 1
    return mentions


def _longest_at(text: Text, first: int, language: str | None) -> SystemMention | None:
    if text.gaps[first] == "" and first and text.words[first - 1] not in ("و", "ال"):
        return None
    index = _index()
    best: SystemMention | None = None
    spaced = False
    for last in range(first, min(first + LONGEST_NAME, len(text))):
        if last > first:
            if not _name_goes_on(text, last):
                break
            spaced = spaced or " " in text.gaps[last]
            if last == first + 1 and spaced and _is_loose_start(text, first):
                break
        if not _ends_here(text, last) or _is_plural_ending(text, first, last):
            continue
        naming = _naming(index, text.words[first : last + 1], language)
        if naming is not None and _acceptable(text, first, last, naming, spaced):
            lower = naming.wordlike and _is_lower(text, first)
            latin = text.words[first].isascii()
            best = SystemMention(first, last, naming.system, naming.weak or lower, lower and latin)
    return best


def _name_goes_on(text: Text, token: int) -> bool:
    """Whether a token may belong to the name that the one before is in; "80 35" are two numbers."""
    gap = text.gaps[token]
    two_numbers = text.words[token - 1].isdigit() and text.words[token].isdigit()
    return gap in ("-", ".", "/") or (gap in _NAME_GAPS and not two_numbers)


def _is_loose_start(text: Text, first: int) -> bool:
    """Whether a word before a space is a number or a small word rather than a letter of a name ("T 72")."""
    word = text.words[first]
    letter = len(word) == 1 and word.isascii() and word.isalpha() and text.is_capital(first)
    return word.isdigit() or (len(word) == 1 and not letter)


def _ends_here(text: Text, last: int) -> bool:
    if text.gaps[last + 1] != "" or last + 1 == len(text):
        return True
    following = text.words[last + 1]
    return following in ("s", "er", "n") and text.gaps[last + 2] != ""


def _is_plural_ending(text: Text, first: int, last: int) -> bool:
    """Whether the token is the plural s of a name: "MiG-29s" is no MiG-29S."""
    return (
        last > first and text.gaps[last] == "" and text.composed[text.starts[last] : text.ends[last]] == "s"
    )


def _naming(index: dict[str, Naming], words: list[str], language: str | None) -> Naming | None:
    compact = "".join(words)
    naming = index.get(compact)
    if naming is not None:
        return naming
    if not compact.isascii() and any("\u0400" <= letter <= "\u04ff" for letter in compact):
        return (
            index.get("~" + _stemmed(words, _CYRILLIC_ENDING))
            or index.get(compact.translate(_LATIN_LETTERS))
            or index.get(_stemmed(words, _CYRILLIC_ENDING).translate(_LATIN_LETTERS))
        )
    if len(compact) > 4 and compact.endswith("s"):
        naming = index.get(compact[:-1])
        if naming is not None:
            return naming
    if language in _LATIN_SLAVIC and compact.isalpha():
        return index.get("~" + _stemmed(words, _LATIN_ENDING))
    return None


def _acceptable(text: Text, first: int, last: int, naming: Naming, spaced: bool) -> bool:
    if not naming.wordlike:
        length = sum(len(word) for word in text.words[first : last + 1])
        return not (spaced and length <= 3) and (length > 3 or text.is_capital(first) or first != last)
    word = text.words[first]
    return not _is_lower(text, first) or (len(word) >= 5 and not naming.weak)


def _is_lower(text: Text, token: int) -> bool:
    return text.composed[text.starts[token]].islower()
