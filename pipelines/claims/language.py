"""Tell the language of a text by its script and its function words."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from pipelines.claims.text import fold_text, read
from pipelines.claims.words import FOLDER, languages, vocabulary

_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]"),
    "devanagari": re.compile("[\u0904-\u0963]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
    "han": re.compile("[\u3400-\u9fff]"),
}
_ONE_LANGUAGE = {"hangul": "ko", "greek": "el", "hebrew": "he"}
_UKRAINIAN_LETTERS = frozenset("іїєґ")
_RUSSIAN_LETTERS = frozenset("ыэёъ")
_SERBIAN_LETTERS = frozenset("јљњћђџ")
_OF_SCRIPT = {"cyrillic": ("ru", "uk", "sr"), "arabic": ("ar",), "devanagari": ("hi", "mr")}
_SURE_SCORE = 1.5
_SURE_LEAD = 0.75
_TELLING_SECTIONS = (
    "class",
    "verb",
    "number",
    "before",
    "name",
    "demonym",
    "capital",
    "unit",
    "month",
    "made",
)


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language, or None where neither script nor words tell it."""
    script = _script(text)
    if script is None:
        return None
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
    return _by_words(text, _OF_SCRIPT.get(script, _latin()))


@lru_cache(maxsize=1)
def _latin() -> tuple[str, ...]:
    others = {"zh", "ja", *_ONE_LANGUAGE.values(), "ru", "uk", "ar", "hi", "mr"}
    return tuple(language for language in languages() if language not in others)


def _script(text: str) -> str | None:
    opening = text[:600]
    counts = {script: len(letters.findall(opening)) for script, letters in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    if counts["kana"]:
        return "kana"
    return script if counts[script] else None


def _by_words(text: str, candidates: tuple[str, ...]) -> str | None:
    """By function words; where they leave it open, by how much of the vocabulary the text shares."""
    scores = _function_word_scores(text, candidates)
    ranked = sorted(scores.values(), reverse=True)
    if ranked[0] >= _SURE_SCORE and (len(ranked) == 1 or ranked[0] - ranked[1] >= _SURE_LEAD):
        return max(scores, key=lambda language: scores[language])
    near = [language for language in candidates if scores[language] >= ranked[0] - 2 * _SURE_LEAD]
    totals = {language: scores[language] + _vocabulary_score(text, language) for language in near}
    best = max(totals, key=lambda language: totals[language])
    return best if totals[best] > 0 else None


def _function_word_scores(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """How many function words of each language a text holds; an owner's "'s" counts as one of English."""
    scores = dict.fromkeys(candidates, 0.0)
    owners = _function_words()
    reading = read(text[:1500])
    for token, word in enumerate(reading.words):
        if word == "s" and reading.gaps[token] == "'" and "en" in scores:
            scores["en"] += 1
        speakers = [language for language in owners.get(word, ()) if language in scores]
        for language in speakers:
            scores[language] += 1 / len(speakers)
    return scores


def _vocabulary_score(text: str, language: str) -> float:
    """How many tokens of the text the telling sections of a word file cover, long words above all."""
    reading = read(text[:600])
    found = vocabulary(language).find(reading)
    covered = {
        token
        for section in _TELLING_SECTIONS
        for meaning in found.get(section, {}).values()
        for token in range(meaning.first, meaning.last + 1)
    }
    return sum(min(len(reading.words[token]), 6) / 6 for token in covered)


@lru_cache(maxsize=1)
def _function_words() -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for language in languages():
        content = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
        first_lines = content.split("\n[", 1)[0]
        for word in fold_text(tomllib.loads(first_lines)["function_words"]).split():
            owners[word] = (*owners.get(word, ()), language)
    return owners
