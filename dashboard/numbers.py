"""Numbers, quantities and dates as they are printed, in the reader's language.

Grouped from four digits, never shortened (`5,000`, `5.000`, not `5k`); percentages only with both numbers in
view. A value that is not there is never printed as 0: callers choose the word for it.
"""

from __future__ import annotations

import datetime as dt
import math

from dashboard.words import Words, words

Date = str | int | dt.date
"""A date as known: `2025-10-22`, `2025-10`, `2025`, a year, or a date."""


def number(value: float, language: str, decimals: int | None = None) -> str:
    """`5,000` / `5.000`; without `decimals` a whole number has none and any other at most two."""
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 2
        plain = f"{value:,.{decimals}f}"
        plain = plain.rstrip("0").rstrip(".") if decimals else plain
    else:
        plain = f"{value:,.{decimals}f}"
    text = words(language)
    swap = {",": text.get("number.group"), ".": text.get("number.decimal")}
    return "".join(swap.get(sign, sign) for sign in plain)


def percent(part: float, whole: float, language: str) -> str:
    """`80%` / `80 %` of `part` in `whole`; less than all never becomes 100, nor something 0."""
    share = 100 * part / whole
    rounded = math.floor(share + 0.5)
    if share < 100:
        rounded = min(rounded, 99)
    text = words(language)
    if share > 0 and rounded < 1:
        return text.get("number.percent_under", number=1)
    return text.get("number.percent", number=number(rounded, language))


def quantity(
    low: float | None, high: float | None, qualifier: str, text: Words, table: bool = False
) -> str | None:
    """A declared quantity with its qualifier in words: `at least 5,000`, `300 to 400` (`300–400` in a table).

    None where neither bound is known: there is no number to print.
    """
    only = low if low is not None else high
    if only is None:
        return None
    printed = number(only, text.language)
    if qualifier in ("range", "approx") and low is not None and high is not None and low != high:
        upper = number(high, text.language)
        both = text.get("qualifier.range_table" if table else "qualifier.range", low=printed, high=upper)
        return both if qualifier == "range" else text.get("qualifier.approx", number=both)
    if qualifier == "at_most":
        printed = number(high if high is not None else only, text.language)
    known = qualifier if qualifier in ("at_least", "at_most", "approx") else "exact"
    return text.get(f"qualifier.{known}", number=printed)


def date(value: Date, language: str, long: bool = False) -> str:
    """`22 Oct 2025` / `22 oct 2025`, long `22 October 2025` / `22 de octubre de 2025`; a date known only to
    its month or year is printed to its month or year."""
    year, month, day = _parts(value)
    text = words(language)
    if month is None:
        return year
    name = text.listed("date.months_long" if long else "date.months_short")[month - 1]
    form = "long" if long else "short"
    if day is None:
        return text.get(f"date.month_{form}", month=name, year=year)
    return text.get(f"date.day_{form}", day=day, month=name, year=year)


def year_position(value: Date) -> float:
    """A date on an axis of numeric years: 22 Oct 2025 is 2025.81; a bare year stands in its middle."""
    year, month, day = _parts(value)
    if month is None:
        return int(year) + 0.5
    if day is None:
        return int(year) + (month - 0.5) / 12
    first = dt.date(int(year), 1, 1)
    length = (dt.date(int(year) + 1, 1, 1) - first).days
    return int(year) + (dt.date(int(year), month, day) - first).days / length


def _parts(value: Date) -> tuple[str, int | None, int | None]:
    if isinstance(value, dt.date):
        value = value.isoformat()[:10]
    parts = str(value).split("-")
    if len(parts) > 3 or not all(part.isdecimal() for part in parts) or len(parts[0]) != 4:
        raise ValueError(f"{value!r} is no date; expected 2025-10-22, 2025-10 or 2025")
    month = int(parts[1]) if len(parts) > 1 else None
    day = int(parts[2]) if len(parts) > 2 else None
    return parts[0], month, day
