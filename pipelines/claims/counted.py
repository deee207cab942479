"""What a number counts: the noun phrase after it, or a name before it; ``bare`` has the numbers without."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.claims.numbers import CALIBRES, Number
from pipelines.claims.reading import Reading
from pipelines.claims.systems import SystemMention
from pipelines.claims.text import Text
from pipelines.claims.words import Meaning

_SLAVIC = frozenset(["ru", "uk", "be", "bg", "sr", "mk"])
_HARD_STOP = frozenset(".;:!?…\n|=\u2014")
_ADJECTIVE_ENDINGS = (
    "ых", "их", "ые", "ие", "ыи", "ии", "ого", "его", "ои", "еи", "ая", "яя", "ое", "ее", "ую", "юю", "ым",
    "им", "ыми", "ими", "іх", "і", "оі", "ою", "ими", "ну", "но", "ни",
)  # fmt: skip
_NOT_PLURAL = ("ss", "us", "is", "ous")
_BUDGET = {"en": 7, "de": 5}
_UNITS_OF_FORMATION = frozenset({"battery", "battalion", "squadron", "regiment", "brigade"})
_AFTER_HEAD = 7


@dataclass(frozen=True)
class Counted:
    """The thing counted. ``first`` and ``last`` are the tokens of its phrase.

    ``class_key`` is a class id or a plain class name of the word files; ``unit_key`` a counting word
    ("battery"); ``elided`` says that the noun stands earlier ("500 of them"). ``tail`` is the last token of
    the total that a part belongs to.
    """

    first: int
    last: int
    system: SystemMention | None = None
    class_key: str | None = None
    unit_key: str | None = None
    elided: bool = False
    refers: bool = False
    tail: int = -1


def counted_after(reading: Reading, number: Number, live: set[int]) -> Counted | None:
    """The noun phrase that follows a number, or None where the number counts something else."""
    text = reading.text
    token = number.last + 1
    budget = _BUDGET.get(reading.language or "", 4)
    unit: Meaning | None = None
    refers = False
    while token < len(text) and _same_phrase(reading, number.last, token):
        if token in live:
            return None
        head = _head(reading, token)
        if head is not None and not (unit is None and _only_unit(reading, token, head)):
            counted = replace(head, first=number.last + 1, unit_key=unit.key if unit else None, refers=refers)
            return _extended(reading, counted, live)
        calibre = _calibre_end(reading, token)
        if calibre is not None:
            token = calibre + 1
            continue
        if reading.at("blocker", token) and not reading.at("unit", token):
            if unit is None:
                return None
            break
        found = reading.at("unit", token)
        if found is not None and unit is None:
            unit, token = found, found.last + 1
            continue
        link = reading.at("link", token)
        if link is not None and (link.key != "of" or token == number.last + 1 or unit is not None):
            refers = refers or reading.at("refers", token) is not None
            token = link.last + 1
            continue
        if _stops(reading, token) or budget == 0 or not _may_fill(reading, token):
            break
        refers = refers or reading.at("refers", token) is not None
        budget, token = budget - 1, token + 1
    if unit is not None and unit.key not in _UNITS_OF_FORMATION:
        return Counted(number.last + 1, unit.last, unit_key=unit.key, elided=True)
    return None


def _calibre_end(reading: Reading, token: int) -> int | None:
    """Last token of a calibre that begins here ("12 towed 155-mm howitzers"); None where none does."""
    words = reading.text.words
    if not words[token].isdigit():
        return None
    last = token + 1
    if last + 1 < len(words) and words[last].isdigit() and reading.text.gaps[last] in (".", ","):
        last += 1
    return last if last < len(words) and words[last] in CALIBRES else None


def counted_before(reading: Reading, number: Number) -> Counted | None:
    """A name or class right before a number: "tanks - 9876", "Igla-S (5,000)", "T-72: 35 units", a row."""
    text = reading.text
    following = number.last + 1
    if number.first == 0:
        return None
    if _parts_cells(text, number.first):
        alone = following == len(text) or "\n" in text.gaps[following] or _parts_cells(text, following)
        return _named_until(reading, number.first - 1) if alone and not number.year_like else None
    if text.gaps[number.first].strip(' "') not in ("-", "\u2014", ":", "(", "- ~", ": ~", "x", "="):
        return None
    after = text.gaps[following].strip()
    if not after.startswith((",", ";", ")", ".", "(", "|")) and after != "" and following < len(text):
        return None
    if after == "" and following < len(text) and not reading.at("unit", following):
        return None
    return _named_until(reading, number.first - 1)


def _parts_cells(text: Text, token: int) -> bool:
    """Whether a tab or an upright line stands before a token, as between the cells of a table."""
    start = text.ends[token - 1] if token else 0
    end = text.starts[token] if token < len(text) else len(text.composed)
    gap = text.composed[start:end]
    return "\n" not in gap and ("\t" in gap or "|" in gap)


def _named_until(reading: Reading, ending: int) -> Counted | None:
    for mention in reading.systems.values():
        if mention.last == ending and not mention.weak:
            return Counted(mention.first, mention.last, system=mention)
    for meaning in reading.found.get("class", {}).values():
        if meaning.last == ending:
            return Counted(meaning.first, meaning.last, class_key=meaning.key)
    return None


def _same_phrase(reading: Reading, start: int, token: int) -> bool:
    gap = reading.text.gaps[token]
    if any(mark in gap for mark in _HARD_STOP):
        return False
    if "," in gap or "(" in gap or ")" in gap or " - " in gap:
        return False
    return reading.sentence_of[start] == reading.sentence_of[token]


def _head(reading: Reading, token: int) -> Counted | None:
    mention = reading.systems.get(token)
    meaning = reading.at("class", token)
    if mention is not None and mention.lower and not _beside_class(reading, mention):
        mention = None
    if mention is not None and (meaning is None or mention.last >= meaning.last):
        return Counted(token, mention.last, system=mention)
    if meaning is not None:
        return Counted(token, meaning.last, class_key=meaning.key)
    return None


def _beside_class(reading: Reading, mention: SystemMention) -> bool:
    """Whether a class word stands beside a name in small letters ("grad rockets", not "grad students")."""
    classes = reading.found.get("class", {})
    return mention.last + 1 in classes or any(
        meaning.last == mention.first - 1 for meaning in classes.values()
    )


def _only_unit(reading: Reading, token: int, head: Counted) -> bool:
    """Whether a counting word is the longer reading at a token ("missile batteries")."""
    unit = reading.at("unit", token)
    return head.system is None and unit is not None and unit.last >= head.last


def _stops(reading: Reading, token: int) -> bool:
    return reading.at("stop", token) is not None and reading.text.gaps[token] != "-"


def _may_fill(reading: Reading, token: int) -> bool:
    """Whether an unknown word may stand between a number and its noun in the language."""
    text, language = reading.text, reading.language
    word = text.words[token]
    if reading.at("demonym", token) or reading.at("name", token) or reading.at("link", token):
        return True
    if word.isdigit() or text.gaps[token + 1] == "" or text.gaps[token] == "":
        return True
    if language == "de":
        return not text.is_capital(token) or "-" in text.gaps[token + 1]
    if language in _SLAVIC:
        return word.endswith(_ADJECTIVE_ENDINGS)
    if language == "en":
        hyphenated = text.gaps[token + 1] == "-"
        plural = len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL)
        return hyphenated or not plural
    return True


def _extended(reading: Reading, counted: Counted, live: set[int]) -> Counted:
    """Take in what still belongs to the noun: a further class word, "of the type", the model's name."""
    text = reading.text
    token = counted.last + 1
    budget, adjacent = _AFTER_HEAD, True
    while token < len(text) and budget and token not in live and _phrase_goes_on(reading, counted, token):
        head = _head(reading, token)
        if head is not None:
            if head.system is not None and counted.system is not None:
                break
            counted = _joined(reading, counted, head, adjacent)
            token = head.last + 1
            continue
        unit = reading.at("unit", token)
        if unit is not None and adjacent:
            counted = replace(counted, last=unit.last, unit_key=counted.unit_key or unit.key)
            token = unit.last + 1
            continue
        link = reading.at("link", token)
        if link is not None:
            adjacent = False
            token = link.last + 1
            continue
        if _stops(reading, token) or reading.at("verb", token) or reading.at("blocker", token):
            break
        if reading.language == "en" and reading.at("demonym", token) is None and adjacent is False:
            break
        adjacent = adjacent and reading.at("demonym", token) is not None
        budget, token = budget - 1, token + 1
    return counted


def _joined(reading: Reading, counted: Counted, head: Counted, adjacent: bool) -> Counted:
    if head.system is not None:
        return replace(counted, system=head.system, last=head.last)
    if counted.class_key is None:
        return replace(counted, class_key=head.class_key, last=head.last)
    compound = adjacent and reading.language in ("en", "de", "nl", "sv")
    return replace(counted, class_key=head.class_key if compound else counted.class_key, last=head.last)


def _phrase_goes_on(reading: Reading, counted: Counted, token: int) -> bool:
    gap = reading.text.gaps[token]
    if "(" in gap:
        return reading.systems.get(token) is not None or reading.at("class", token) is not None
    return not (any(mark in gap for mark in _HARD_STOP) or "," in gap or ")" in gap or " - " in gap) and (
        reading.sentence_of[token] == reading.sentence_of[counted.last]
    )
