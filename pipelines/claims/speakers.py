"""Who said it: the name or office beside a verb of speech, in the sentence of the claim."""

from __future__ import annotations

from pipelines.claims.reading import Reading

_REACH = 12
_LONGEST = 9
_NAME_LINKS = frozenset(["de", "del", "la", "of", "the", "von", "van", "di", "du", "des", "al", "el", "bin"])


def speaker_of(reading: Reading, token: int) -> str | None:
    """The speaker named in the sentence of a token, as printed; None where there is none."""
    start, end = reading.sentence_bounds(token)
    for first, meaning in sorted(reading.found.get("according", {}).items()):
        if start <= first < end:
            name = _name_after(reading, meaning.last + 1, end)
            if name:
                return name
    for first, meaning in sorted(reading.found.get("speech", {}).items()):
        if start <= first < end:
            before, after = (first - 1, start), (meaning.last + 1, end)
            closed = any(mark in reading.text.gaps[first] for mark in ',"')
            name = (None if closed else _name_before(reading, *before)) or _name_after(reading, *after)
            name = name or _name_before(reading, *before)
            if name:
                return name
    return None


def _name_after(reading: Reading, first: int, end: int) -> str | None:
    while first < end and (reading.at("article", first) or reading.at("link", first)):
        first += 1
    last = first
    while last < min(end, first + _LONGEST) and _in_name(reading, last, first):
        last += 1
    return _printed(reading, first, last - 1)


def _name_before(reading: Reading, last: int, start: int) -> str | None:
    while last >= start and last > start - 1 and not reading.text.is_capital(last):
        last -= 1
        if reading.text.ends[last + 1] and len(reading.text.words[last + 1]) > 6:
            return None
    first = last
    while first > max(start, last - _LONGEST) and _in_name(reading, first - 1, last):
        if "," in reading.text.gaps[first] or '"' in reading.text.gaps[first]:
            break
        first -= 1
    while first < last and not reading.text.is_capital(first):
        first += 1
    return _printed(reading, first, last) if last >= start else None


def _in_name(reading: Reading, token: int, anchor: int) -> bool:
    gap = reading.text.gaps[max(token, anchor)] if token != anchor else " "
    if token > anchor and any(mark in reading.text.gaps[token] for mark in ',;:.!?()"'):
        return False
    return bool(gap) and (reading.text.is_capital(token) or reading.text.words[token] in _NAME_LINKS)


def _printed(reading: Reading, first: int, last: int) -> str | None:
    while last >= first and reading.text.words[last] in _NAME_LINKS:
        last -= 1
    if last < first or not any(reading.text.is_capital(token) for token in range(first, last + 1)):
        return None
    if reading.text.words[first].isdigit():
        return None
    start, end = reading.text.span(first, last)
    return reading.text.original[start:end]
