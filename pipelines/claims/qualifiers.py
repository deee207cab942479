"""How firm a number is: exact, at_least, at_most, approx or range, by the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.claims.numbers import Number
from pipelines.claims.reading import Reading
from pipelines.claims.words import Meaning

_REACH = 4
_SIGNS = {
    "~": "approx",
    "≈": "approx",
    "±": "approx",
    ">": "at_least",
    "≥": "at_least",
    "<": "at_most",
    "≤": "at_most",
}


@dataclass(frozen=True)
class Qualified:
    """Bounds after the qualifier; ``first`` and ``last`` are the tokens with the qualifying words."""

    qualifier: str
    low: float | None
    high: float | None
    first: int
    last: int


def qualify(reading: Reading, number: Number) -> Qualified:
    """The qualifier of a number and the bounds that follow: "at least" opens the upper, "up to" the lower."""
    first, last = number.first, number.last
    if number.low != number.high:
        return Qualified("range", number.low, number.high, _first_of_range(reading, number), last)
    if number.plus:
        return Qualified("at_least", number.low, None, first, last)
    gap = reading.text.gaps[first].rstrip(' "')
    sign = "" if gap.endswith("~~") else gap[-1:]
    word = _before(reading, number)
    if word is not None and (_is_governed(reading, word) or _is_of_a_verb(reading, word)):
        word = None
    after = _after(reading, number)
    qualifier = "exact"
    if sign in _SIGNS:
        qualifier = _SIGNS[sign]
    elif word is not None:
        qualifier, first = word.key, word.first
        if after is not None and qualifier in ("exact", "approx"):
            qualifier = after.key
    elif after is not None:
        qualifier, last = after.key, after.last
    if number.vague:
        qualifier = qualifier if qualifier == "at_most" else "at_least"
    elif number.rounded and qualifier == "exact":
        qualifier = "approx"
    if qualifier == "at_least":
        return Qualified(qualifier, number.low, None, first, last)
    if qualifier == "at_most":
        return Qualified(qualifier, None, number.high, first, last)
    return Qualified(qualifier, number.low, number.high, first, last)


def _before(reading: Reading, number: Number) -> Meaning | None:
    """The longest qualifying phrase that ends right before the number."""
    best: Meaning | None = None
    target = number.first
    while True:
        found = None
        for token in range(max(0, target - _REACH - 2), target):
            meaning = reading.at("before", token)
            if meaning is not None and meaning.last == target - 1 and _joined(reading, token, target):
                found = meaning
                break
        if found is None:
            return best
        if best is None or best.key == "exact":
            best = found
        target = found.first
        if best.key != "exact":
            return best


def _is_of_a_verb(reading: Reading, word: Meaning) -> bool:
    """Whether a qualifier is the end of a verb: "handed over 14 jets" does not say that they were more."""
    verbs = reading.found.get("verb", {})
    return any(
        (verb := verbs.get(token)) is not None and verb.last >= word.first
        for token in range(max(0, word.first - 3), word.first)
    )


def _is_governed(reading: Reading, word: Meaning) -> bool:
    """Whether a preposition belongs to the verb: German "verfügt über 287" is 287, not more."""
    if reading.at("governed", word.first) is None:
        return False
    return any(
        token in reading.found.get("governing", {}) for token in range(max(0, word.first - 8), word.first)
    )


def _joined(reading: Reading, first: int, target: int) -> bool:
    return not any(
        mark in reading.text.gaps[token] for token in range(first + 1, target + 1) for mark in ",;:.!?()"
    )


def _after(reading: Reading, number: Number) -> Meaning | None:
    """A qualifying phrase right after the number, or after the noun that follows it."""
    for token in range(number.last + 1, min(number.last + 4, len(reading.text))):
        gap = reading.text.gaps[token]
        if (
            any(mark in gap for mark in ".;:!?")
            or reading.sentence_of[token] != reading.sentence_of[number.last]
        ):
            return None
        meaning = reading.at("after", token)
        if meaning is not None:
            return meaning
    return None


def _first_of_range(reading: Reading, number: Number) -> int:
    previous = number.first - 1
    while previous >= 0 and reading.at("article", previous):
        previous -= 1
    if previous >= 0:
        joiner = reading.at("joiner", previous)
        if joiner is not None and joiner.key in ("between", "from"):
            return previous
    return number.first
