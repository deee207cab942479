"""The date that a statement is about: a year, month or day in its sentence, else that of publication."""

from __future__ import annotations

from pipelines.claims.reading import Reading

_DAYS = range(1, 32)
_YEARS = range(1900, 2100)
_RANGE = 2
"""Tokens between the two years of "from 2012 to 2013"; what was delivered by the later one counts."""

_DECADES = frozenset({"decada", "annees", "anni", "anos"})


def as_of(reading: Reading, token: int, published: str | None) -> str | None:
    """ISO date (``2023``, ``2023-05``, ``2023-05-01``) nearest to a token, else ``published``."""
    start, end = reading.sentence_bounds(token)
    years = [at for at in range(start, end) if _is_year(reading, at)]
    years = [year for year in years if not _parted(reading, year, token)]
    later = any(year > token for year in years)
    own = [year for year in years if not _is_of_another_number(reading, year, token, start, later)]
    if not own:
        return published
    nearest = min(own, key=lambda at: abs(at - token))
    for later_year in own:
        if nearest < later_year <= nearest + _RANGE:
            nearest = later_year
    year = reading.text.words[nearest]
    month_at = _month_before(reading, nearest, start)
    if month_at is None:
        return year
    month = int(reading.found["month"][month_at].key)
    day = _day_beside(reading, month_at)
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")


def _parted(reading: Reading, year: int, token: int) -> bool:
    """Whether a semicolon parts a year from a number: two statements in one sentence."""
    between = range(min(year, token) + 1, max(year, token) + 1)
    return any(";" in reading.text.gaps[at] for at in between)


def _is_of_another_number(reading: Reading, year: int, token: int, start: int, later: bool) -> bool:
    """Whether a year closes what is told of an earlier number: "ordered 92 in 2009 and has received 12".

    It does where a verb follows it, or where a ``later`` year stands behind the token.
    """
    earlier = [
        number
        for number in reading.numbers
        if start <= number.first and number.last < year and not number.year_like
        if not (reading.at("month", number.last + 1) or reading.at("month", number.first - 1))
    ]
    verbs = reading.found.get("verb", {}).values()
    told = later or any(year < verb.first < token and verb.key != "none" for verb in verbs)
    return year < token and bool(earlier) and told


def _is_year(reading: Reading, token: int) -> bool:
    word = reading.text.words[token]
    if not (len(word) == 4 and word.isdecimal() and int(word) in _YEARS):
        return False
    if any(mention.first <= token <= mention.last for mention in reading.systems.values()):
        return False
    if (reading.text.gaps[token + 1] == "" and token + 1 < len(reading.text)) or _is_decade(reading, token):
        return False
    alone = reading.text.gaps[token] not in ("-", "", "$") and not reading.text.gaps[token + 1].startswith(
        ("-", "/")
    )
    return alone and not any(
        number.first <= token <= number.last and not number.year_like for number in reading.numbers
    )


def _is_decade(reading: Reading, token: int) -> bool:
    """Whether a word before a year makes it ten of them: "la década de 1980", "les années 1980"."""
    return any(reading.text.words[at] in _DECADES for at in range(max(0, token - 2), token))


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
