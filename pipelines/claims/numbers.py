"""Numbers in a text: digits with any usual separator, number words, vague numbers and ranges.

Composed from the number words of a language (text2num covers neither Russian nor Ukrainian and no
oblique case). Vague numbers follow ACLED's published rule: tens are 10, dozens 12, hundreds 100,
as lower bounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.claims.german import german_number
from pipelines.claims.text import LONG_DASH, Text
from pipelines.claims.words import Meaning

Found = dict[str, dict[int, Meaning]]

CALIBRES = frozenset({"mm", "мм"})
"""Behind a number, the measure of a barrel: "30 155-mm howitzers" are thirty."""

LONGEST_NUMBER = 20
"""Digits and separators of a number of weapons; a longer run counts nothing."""

_DIGITS = re.compile(
    r"\d{1,3}(?:(?P<s>[.,' ])\d{3})(?:(?P=s)\d{3})*(?!\d)(?:[.,]\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
_CASE_ENDINGS = frozenset(["ти", "и", "х", "ми", "мя", "ма", "ох", "ти", "хъ", "тей", "ix", "их", "ть"])
_PLUS_WORDS = frozenset(["plus", "odd", "some"])
_MONEY = re.compile(r"(?:[$€£¥₽₴₹]|us\$|usd|eur)\s*$")
_GLUED_PREFIX = re.compile(r"[\u0600-\u06ff\u3040-\u9fff\uac00-\ud7af]$")
_WORD_SCRIPT = re.compile(r"^[\u0600-\u06ff\u0900-\u097f\u3040-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Number:
    """A number from token ``first`` to ``last``; ``high`` differs from ``low`` in a range.

    ``year_like``: four digits of a year. ``vague``: "dozens", a lower bound. ``rounded``: "une
    vingtaine". ``plus``: "5,000+". ``weak``: a word for one, which may be an article.
    """

    first: int
    last: int
    low: float
    high: float
    year_like: bool = False
    vague: bool = False
    rounded: bool = False
    plus: bool = False
    weak: bool = False
    digits: bool = False
    scale: float = 1


def find_numbers(text: Text, found: Found, taken: set[int], language: str | None) -> list[Number]:
    """The numbers of a text, ranges joined, outside the tokens of system names."""
    found = _outside(found, taken)
    token_at = {start: token for token, start in enumerate(text.starts)}
    digits = _digit_numbers(text, found, taken, token_at)
    covered = {token for number in digits.values() for token in range(number.first, number.last + 1)}
    numbers: list[Number] = []
    token = 0
    while token < len(text):
        number = digits.get(token)
        if number is None and token not in taken and token not in covered:
            number = _word_number(text, found, token, language)
        if number is None:
            token += 1
            continue
        numbers.append(number)
        token = number.last + 1
    return _join_ranges(text, found, numbers)


def _outside(found: Found, taken: set[int]) -> Found:
    """The number words that are no part of a system's name (the "mi" of "Mi-35" is no thousand)."""
    sections = ("number", "scale", "whole", "rounded", "vague")
    words = {
        section: {first: word for first, word in found.get(section, {}).items() if first not in taken}
        for section in sections
    }
    return {**found, **words}


def _digit_numbers(text: Text, found: Found, taken: set[int], token_at: dict[int, int]) -> dict[int, Number]:
    numbers: dict[int, Number] = {}
    for match in _DIGITS.finditer(text.folded):
        first = token_at.get(match.start())
        if first is None or first in taken or len(match.group()) > LONGEST_NUMBER:
            continue
        last = first
        while last + 1 < len(text) and text.ends[last + 1] <= match.end():
            last += 1
        if last > first and last + 1 < len(text) and text.words[last + 1] in CALIBRES:
            last -= text.gaps[last] == " "
        if any(token in taken for token in range(first, last + 1)):
            number = _digit_number(text, found, first, first, text.words[first])
        else:
            number = _digit_number(text, found, first, last, text.folded[match.start() : text.ends[last]])
        if number is not None:
            numbers[number.first] = number
    return numbers


def _digit_number(text: Text, found: Found, first: int, last: int, digits: str) -> Number | None:
    before, after = text.gaps[first], text.gaps[last + 1]
    previous = text.words[first - 1] if first else ""
    following = text.words[last + 1] if last + 1 < len(text) else ""
    if before == "" and first and not _GLUED_PREFIX.search(previous):
        return None
    if before in ("-", ".", "/", ":", "_", "·") and first and (before != "-" or not previous.isdigit()):
        return None
    if _MONEY.search(text.folded[max(0, text.starts[first] - 4) : text.starts[first]]):
        return None
    if after.lstrip().startswith(("%", "°", "$", "€", "£", "₽", "₴")) or (
        after[:1] in ("/", ":", "·") and len(after) == 1 and following.isdigit()
    ):
        return None
    value = _value(digits)
    year_like = len(digits) == 4 and digits.isdigit() and 1900 <= value <= 2099
    number = Number(first, last, value, value, year_like=year_like, digits=True, plus=after.startswith("+"))
    scale = found.get("scale", {}).get(last + 1)
    if scale is not None and after in ("", " ", "-"):
        factor = float(scale.key)
        return replace(
            number,
            low=value * factor,
            high=value * factor,
            last=scale.last,
            scale=factor,
            year_like=False,
        )
    if value != int(value):
        return None
    if after == "" and following and not _WORD_SCRIPT.match(following):
        return None
    if after == "-" and following and not following.isdigit():
        if following in _CASE_ENDINGS:
            return replace(number, last=last + 1)
        if following in _PLUS_WORDS:
            return replace(number, last=last + 1, plus=following == "plus", rounded=following != "plus")
        if not any(last + 1 in found.get(section, {}) for section in ("class", "unit")):
            return None
    return number


def _value(digits: str) -> float:
    """The value of a digit string: a separator before exactly three digits groups thousands."""
    parts = re.split(r"[.,' ]", digits)
    if len(parts) == 1:
        return int(digits)
    if len(parts[-1]) == 3 and all(len(part) <= 3 for part in parts) and parts[0] != "0":
        return int("".join(parts))
    whole = "".join(parts[:-1])
    return float(f"{whole}.{parts[-1]}")


def _word_number(text: Text, found: Found, first: int, language: str | None) -> Number | None:
    composed = _composed(text, found, first, language)
    for section in ("vague", "rounded", "whole"):
        meaning = found.get(section, {}).get(first)
        if meaning is not None and (composed is None or composed.last <= meaning.last):
            value = float(meaning.key)
            scale = found.get("scale", {}).get(meaning.last + 1)
            last = meaning.last
            if scale is not None and float(scale.key) > value:
                value, last = value * float(scale.key), scale.last
            return Number(first, last, value, value, vague=section == "vague", rounded=section == "rounded")
    return composed


def _composed(text: Text, found: Found, first: int, language: str | None) -> Number | None:
    """Put number words together: "two thousand seven hundred", "soixante-dix", "двадцать пять"."""
    total, group, last, token = 0.0, 0.0, -1, first
    words = 0
    while token < len(text):
        atom = _atom(text, found, token, language)
        if atom is None:
            joiner = found.get("joiner", {}).get(token)
            follows = joiner is not None and joiner.key == "and" and last == token - 1
            if not follows or _atom(text, found, token + 1, language) is None or text.gaps[token + 1] != " ":
                break
            following = _atom(text, found, token + 1, language)
            if following is None or not _fits(group, following[0], following[1], joined=True):
                break
            token += 1
            continue
        value, is_scale, atom_last = atom
        if last >= 0 and (text.gaps[token] not in (" ", "-", "") or not _fits(group, value, is_scale)):
            break
        if is_scale and last < 0 and (token not in found.get("whole", {}) or _after_digits(text, token)):
            break
        total, group = _extend(total, group, value, is_scale)
        last, token, words = atom_last, atom_last + 1, words + 1
    if last < 0 or total + group == 0:
        return None
    value = total + group
    return Number(first, last, value, value, weak=value == 1)


def _after_digits(text: Text, token: int) -> bool:
    """Whether digits stand right before: the scale of a number that was no count ("$2.5 thousand")."""
    return token > 0 and text.words[token - 1].isdigit() and text.gaps[token].strip() == ""


def _fits(group: float, value: float, is_scale: bool, joined: bool = False) -> bool:
    """Whether a number word may follow in the same number: "twenty" + "five", not "three" + "four"."""
    if is_scale:
        return not joined and (group > 0 or value >= 1000)
    if group == 0:
        return True
    if group % 100 == 0:
        return value < 100
    if joined and value < 1:
        return False
    return (group % 10 == 0 and value < 10) or (group % 100 in (60, 80) and 10 <= value < 20)


def _extend(total: float, group: float, value: float, is_scale: bool) -> tuple[float, float]:
    if not is_scale:
        return total, group + value
    if value < 1000:
        return total, (group or 1) * value
    return total + (group or 1) * value, 0.0


def _atom(text: Text, found: Found, token: int, language: str | None) -> tuple[float, bool, int] | None:
    scale = found.get("scale", {}).get(token)
    number = found.get("number", {}).get(token)
    if number is not None and (scale is None or number.last > scale.last):
        return float(number.key), False, number.last
    if scale is not None:
        return float(scale.key), True, scale.last
    if language == "de" and token < len(text):
        value = german_number(text.words[token])
        if value is not None:
            return value, False, token
    return None


def _join_ranges(text: Text, found: Found, numbers: list[Number]) -> list[Number]:
    joined: list[Number] = []
    for number in numbers:
        if joined and _makes_range(text, found, joined[-1], number):
            low = joined[-1]
            scale = number.scale if low.scale == 1 and low.low < number.high / number.scale else 1
            joined[-1] = replace(number, first=low.first, low=low.low * scale, year_like=low.year_like)
        else:
            joined.append(number)
    return joined


def _makes_range(text: Text, found: Found, low: Number, high: Number) -> bool:
    if low.low != low.high or low.vague or high.vague:
        return False
    between = text.folded[text.ends[low.last] : text.starts[high.first]]
    if between.strip() in ("-", LONG_DASH) and low.digits and high.digits:
        return low.low < high.low or low.low < high.low * high.scale
    joiner = found.get("joiner", {}).get(low.last + 1)
    if joiner is not None and joiner.key == "range" and _is_date_behind(found, high):
        return False
    lowest = low.low * high.scale if low.scale == 1 and low.low < high.high / high.scale else low.low
    if joiner is None or _without_articles(found, joiner.last + 1) != high.first or lowest >= high.high:
        return False
    if joiner.key in ("range", "or") and not (low.weak or low.year_like):
        return not (joiner.key == "range" and _grows(found, low))
    opening = [found.get("joiner", {}).get(token) for token in range(max(0, low.first - 3), low.first)]
    return any(meaning is not None and meaning.key == "between" for meaning in opening)


def _without_articles(found: Found, token: int) -> int:
    """The first token from one on that is no article: "between the six and the eight"."""
    while token in found.get("article", {}):
        token = found["article"][token].last + 1
    return token


def _is_date_behind(found: Found, number: Number) -> bool:
    """Whether the upper end is a year without a noun: "30 до 2028 року" is no range."""
    following = number.last + 1
    counts = any(
        token in found.get(section, {})
        for section in ("class", "unit", "demonym", "link")
        for token in (following, following + 1)
    )
    return number.year_like and (following in found.get("blocker", {}) or not counts)


def _grows(found: Found, low: Number) -> bool:
    """Whether the two ends are a before and an after: "rose from 300 to 400"."""
    return any(token in found.get("growth", {}) for token in range(max(0, low.first - 8), low.first))
