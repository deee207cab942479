"""Numbers that count no weapons: years, dates, prices, measures, people, ordinals."""

from __future__ import annotations

from pipelines.claims.numbers import Number
from pipelines.claims.reading import Reading

_DAYS = range(1, 32)


def is_no_count(reading: Reading, number: Number) -> bool:
    """Whether what stands right beside a number shows that it is a date, a price or a measure."""
    return (
        _is_date(reading, number)
        or _is_year(reading, number)
        or _is_measure(reading, number)
        or _is_composition(reading, number)
        or _is_label(reading, number)
    )


def _is_label(reading: Reading, number: Number) -> bool:
    """The number of a thing, not of things: "Boeing 737", "Resolution 1929", a footnote, "of whom 300"."""
    text, previous = reading.text, number.first - 1
    before, after = text.gaps[number.first], text.gaps[number.last + 1]
    if before.endswith("[") and after.startswith("]"):
        return True
    if number.digits and before.endswith("\n") and after.startswith((". ", ") ")):
        return True
    if previous < 0:
        return False
    return _is_labelled(reading, number) or reading.at("whom", previous) is not None


def _is_labelled(reading: Reading, number: Number) -> bool:
    """Whether a word right before a number takes it: "Type 209", but not "of this type 20 tanks"."""
    text, previous = reading.text, number.first - 1
    if reading.at("numbered", previous) is None or "," in text.gaps[number.first]:
        return False
    return text.is_capital(previous) or reading.at("class", number.last + 1) is None


def _is_composition(reading: Reading, number: Number) -> bool:
    """What one thing consists of: "each battery has four launchers", "a system of two missiles"."""
    start, _ = reading.sentence_bounds(number.first)
    if any(_is_each_thing(reading, token) for token in range(max(start, number.first - 9), number.first)):
        return True
    link = reading.at("link", number.first - 1) if number.first else None
    whole = reading.at("unit", number.first - 2) if number.first > 1 else None
    return link is not None and link.key == "of" and whole is not None and whole.key == "system"


def _is_each_thing(reading: Reading, token: int) -> bool:
    """Whether "each" is said of a thing, not of a time: "every month about 90" is a count."""
    each = reading.at("each", token)
    following = reading.at("blocker", each.last + 1) if each is not None else None
    return each is not None and not (following is not None and following.key == "time")


def _is_date(reading: Reading, number: Number) -> bool:
    if not number.digits or number.low not in _DAYS:
        return False
    following = number.last + 1
    for token in (following, following + 1):
        joined = token == following or reading.at("article", following) or reading.at("link", following)
        if reading.at("month", token) and joined and reading.text.gaps[following].strip() in ("", "."):
            return True
    previous = number.first - 1
    return previous >= 0 and any(
        reading.at("month", token) is not None
        and reading.found["month"][token].last == previous
        and reading.text.is_capital(token)
        and reading.text.gaps[number.first] == " "
        for token in (previous, previous - 1)
        if token >= 0
    )


def _is_year(reading: Reading, number: Number) -> bool:
    """A year, unless a weapon follows at once and nothing before it speaks of a date."""
    if not number.year_like:
        return False
    following, previous = number.last + 1, number.first - 1
    counts = following in reading.systems or any(
        reading.at(section, following) for section in ("class", "unit")
    )
    dated = previous >= 0 and (
        reading.at("month", previous) is not None or reading.at("as_of", previous) is not None
    )
    if dated:
        return True
    if counts or reading.at("demonym", following):
        return False
    return reading.at("scale", following) is None and not _beside_verb(reading, number)


def _beside_verb(reading: Reading, number: Number) -> bool:
    """Whether a qualifier or a verb of holding stands right before: "more than 2000", "hat 2000"."""
    return any(
        (meaning := reading.at(section, token)) is not None and meaning.last == number.first - 1
        for section in ("before", "verb")
        for token in range(max(0, number.first - 3), number.first)
    ) or (reading.at("refers", number.last + 1) is not None)


def _is_measure(reading: Reading, number: Number) -> bool:
    following = number.last + 1
    blocker = reading.at("blocker", following)
    if blocker is None:
        link = reading.at("link", following)
        priced = reading.at("blocker", link.last + 1) if link is not None else None
        return (
            priced is not None
            and reading.at("class", priced.first) is None
            and reading.at("unit", priced.first) is None
        )
    named = following in reading.systems or any(
        (meaning := reading.at(section, following)) is not None and meaning.last >= blocker.last
        for section in ("class", "unit")
    )
    return not named
