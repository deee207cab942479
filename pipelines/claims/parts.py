"""Parts of a total: "817 of the 819 missiles", "of these, 2,635 were destroyed"."""

from __future__ import annotations

from dataclasses import replace

from pipelines.claims.counted import Counted
from pipelines.claims.numbers import Number
from pipelines.claims.reading import Reading

_REACH = 4


def total_of(
    reading: Reading, number: Number, numbers: list[Number], counted: dict[int, Counted]
) -> Counted | None:
    """The thing that the total counts, where the number is a part of it ("6 of the 18 aircraft")."""
    total = _total_after(reading, number, numbers)
    thing = counted.get(total.first) if total else None
    if thing is None:
        return None
    return replace(thing, first=number.last + 1, last=number.last, tail=thing.last)


def is_part(reading: Reading, number: Number, elided: bool, live: set[int]) -> bool:
    """Whether the number is marked as a part: of a total after it, or of one named before."""
    if _total_after(reading, number, reading.numbers) is not None:
        return True
    earlier = [n for n in reading.numbers if n.last < number.first and n.first in live]
    bigger = [n for n in earlier if n.high > number.high]
    if bigger and (_is_portion(reading, number) or (elided and _is_first_of(reading, number))):
        return True
    if elided and any(_total_opens(reading, total, number) for total in bigger):
        return True
    after = number.last + 1
    directly = [after] if after < len(reading.text) and not reading.text.gaps[after].strip() else []
    for token in [*range(max(0, number.first - 5), number.first), *directly]:
        meaning = reading.at("part", token)
        if (
            meaning is not None
            and meaning.key == "of_these"
            and reading.sentence_of[token] == reading.sentence_of[number.first]
            and not _number_between(reading, number, token)
        ):
            return True
    return False


def _is_portion(reading: Reading, number: Number) -> bool:
    """Whether "of the" and a noun follow: "eighty-nine of the drones"."""
    return reading.at("portion", number.last + 1) is not None


def _is_first_of(reading: Reading, number: Number) -> bool:
    """Whether the number is the first or last few of those named before: "the first 16 are expected"."""
    near = range(max(0, number.first - 3), number.first)
    return any((word := reading.at("share", token)) and word.last == number.first - 1 for token in near)


def _total_opens(reading: Reading, total: Number, number: Number) -> bool:
    """Whether the sentence opens with "of" and the total: "De los 93 drones, 74 fueron derribados"."""
    start, _ = reading.sentence_bounds(number.first)
    opening = reading.at("part", start)
    return (
        opening is not None and opening.key != "of_these" and opening.last < total.first <= opening.last + 2
    )


def _number_between(reading: Reading, number: Number, token: int) -> bool:
    low, high = sorted((token, number.first))
    return any(low < other.first < high for other in reading.numbers)


def _total_after(reading: Reading, number: Number, numbers: list[Number]) -> Number | None:
    """The number that "of the", "out of" leads to from a part; nothing but small words between."""
    opening = reading.at("part", number.last + 1)
    if opening is None or opening.key not in ("of", "of_the"):
        return None
    for total in numbers:
        if opening.last < total.first <= opening.last + _REACH:
            light = all(
                reading.at("link", token) or reading.at("article", token)
                for token in range(opening.last + 1, total.first)
            )
            bigger = total.high >= number.high
            return total if light and bigger and not total.year_like else None
    return None
