"""The date that a statement is about: a year, month or day in its sentence, else that of publication."""

from __future__ import annotations

from pipelines.claims.reading import Reading

_DAYS = range(1, 32)
_YEARS = range(1900, 2100)


def as_of(reading: Reading, token: int, published: str | None) -> str | None:
    """ISO date (``2023``, ``2023-05``, ``2023-05-01``) nearest to a token, else ``published``."""
    start, end = reading.sentence_bounds(token)
    years = [at for at in range(start, end) if _is_year(reading, at)]
    if not years:
        return published
    nearest = min(years, key=lambda at: abs(at - token))
    year = reading.text.words[nearest]
    month_at = _month_before(reading, nearest, start)
    if month_at is None:
        return year
    month = int(reading.found["month"][month_at].key)
    day = _day_beside(reading, month_at)
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")


def _is_year(reading: Reading, token: int) -> bool:
    word = reading.text.words[token]
    if not (len(word) == 4 and word.isdecimal() and int(word) in _YEARS):
        return False
    if any(mention.first <= token <= mention.last for mention in reading.systems.values()):
        return False
    alone = reading.text.gaps[token] not in ("-", "", "$") and not reading.text.gaps[token + 1].startswith(
        ("-", "/")
    )
    return alone and not any(
        number.first <= token <= number.last and not number.year_like for number in reading.numbers
    )


def _month_before(reading: Reading, year: int, start: int) -> int | None:
    return next((at for at in range(year - 1, max(start - 1, year - 4), -1) if reading.at("month", at)), None)


def _day_beside(reading: Reading, month: int) -> int | None:
    for at in (month - 1, month + 1, month - 2):
        if (
            0 <= at < len(reading.text)
            and reading.text.words[at].isdigit()
            and int(reading.text.words[at]) in _DAYS
        ):
            return int(reading.text.words[at])
    return None
