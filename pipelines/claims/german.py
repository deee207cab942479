"""German number words, which are written as one word: "zweitausendsiebenhundert"."""

from __future__ import annotations

from functools import lru_cache

_UNITS = {
    "null": 0, "ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12, "dreizehn": 13, "vierzehn": 14,
    "funfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "funfzig": 50, "sechzig": 60, "siebzig": 70,
    "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_ARTICLES = frozenset({"ein", "eins", "null"})


@lru_cache(maxsize=20_000)
def german_number(word: str) -> int | None:
    """The value of a folded German number word, or None; the article "ein" is no number."""
    if word in _ARTICLES:
        return None
    return _parse(word)


def _parse(word: str) -> int | None:
    if word in _UNITS:
        return _UNITS[word]
    if word in _TENS:
        return _TENS[word]
    for scale, factor in (("tausend", 1000), ("hundert", 100)):
        head, found, tail = word.partition(scale)
        if found:
            many = _parse(head) if head else 1
            rest = _parse(tail.removeprefix("und")) if tail else 0
            return None if many is None or rest is None else many * factor + rest
    for tens, value in _TENS.items():
        if word.endswith("und" + tens):
            unit = _UNITS.get(word[: -len(tens) - 3])
            return None if unit is None or unit > 9 else value + unit
    return None
