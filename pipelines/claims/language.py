"""Tell the language of a text by its script and its function words."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from pipelines.claims.text import fold_text
from pipelines.claims.words import FOLDER, languages

_SCRIPTS = {
    "latin": [(0x41, 0x24F)],
    "cyrillic": [(0x400, 0x52F)],
    "arabic": [(0x600, 0x6FF), (0x750, 0x77F)],
    "devanagari": [(0x900, 0x97F)],
    "greek": [(0x370, 0x3FF)],
    "hebrew": [(0x590, 0x5FF)],
    "kana": [(0x3040, 0x30FF)],
    "hangul": [(0xAC00, 0xD7AF)],
    "han": [(0x3400, 0x9FFF)],
}
_ONE_LANGUAGE = {"hangul": "ko", "greek": "el", "hebrew": "he"}
_UKRAINIAN_LETTERS = frozenset("іїєґ")
_RUSSIAN_LETTERS = frozenset("ыэёъ")
_SERBIAN_LETTERS = frozenset("јљњћђџ")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language, or None where script and function words do not tell it."""
    script = _script(text)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script in ("han", "kana"):
        return "ja" if any(0x3040 <= ord(letter) <= 0x30FF for letter in text) else "zh"
    letters = set(text.lower())
    if script == "cyrillic":
        if letters & _SERBIAN_LETTERS:
            return "sr"
        if letters & _UKRAINIAN_LETTERS and not letters & _RUSSIAN_LETTERS:
            return "uk"
        if letters & _RUSSIAN_LETTERS and not letters & _UKRAINIAN_LETTERS:
            return "ru"
    return _by_function_words(text)


def _script(text: str) -> str | None:
    counts = dict.fromkeys(_SCRIPTS, 0)
    for character in text[:600]:
        if not character.isalpha():
            continue
        code = ord(character)
        for script, ranges in _SCRIPTS.items():
            if any(low <= code <= high for low, high in ranges):
                counts[script] += 1
                break
    script = max(counts, key=lambda name: counts[name])
    if counts["kana"]:
        return "kana"
    return script if counts[script] else None


def _by_function_words(text: str) -> str | None:
    scores: dict[str, float] = {}
    owners = _function_words()
    for word in fold_text(text[:1500]).replace("'", " ").split():
        speakers = owners.get(word.strip('.,;:!?()"-'), ())
        for language in speakers:
            scores[language] = scores.get(language, 0.0) + 1 / len(speakers)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


@lru_cache(maxsize=1)
def _function_words() -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for language in languages():
        content = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
        first_lines = content.split("\n[", 1)[0]
        for word in fold_text(tomllib.loads(first_lines)["function_words"]).split():
            owners[word] = (*owners.get(word, ()), language)
    return owners
