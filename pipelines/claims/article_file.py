"""Confirmed claims as an article file, in the same format as the bundled ones, and its place in a home."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.article_checks import (
    LANGUAGE,
    WEB_ADDRESS,
    Problem,
    article_problems,
    date_is_known_as_far_as_written,
    read_known,
)
from pipelines.article_format import write_article
from pipelines.issues import LedgerError
from pipelines.paths import Home

__all__ = ["ArticleFile", "Confirmed", "article_file", "date_is_known_as_far_as_written", "save_article"]

LONGEST_SLUG = 40


@dataclass(frozen=True)
class Confirmed:
    """A claim that a person confirmed: its row of the table `claims`, the span of its quote, translations."""

    row: Mapping[str, Any]
    start: int
    end: int
    translation_en: str | None = None
    translation_es: str | None = None


@dataclass(frozen=True)
class ArticleFile:
    """The id that names the file, its text, and what a build would refuse in it (none: it will be read)."""

    article_id: str
    text: str
    problems: tuple[Problem, ...]


def article_file(
    text: str, sha256: str, facts: Mapping[str, str | None], confirmed: Sequence[Confirmed]
) -> ArticleFile:
    """The file of an article with its confirmed claims.

    text: what the spans count in; sha256 its hash; facts: title, outlet, author, published, language and url,
    as far as they are known. Raises LedgerError where the text cannot be written as UTF-8.
    """
    article_id = _article_id(facts, sha256)
    spans = list(dict.fromkeys((claim.start, claim.end) for claim in confirmed))
    ids = {span: f"{article_id}-q{number}" for number, span in enumerate(spans, start=1)}
    head = {**facts, "text_sha256": sha256, "text_characters": len(text), "text_is": "article"}
    if not WEB_ADDRESS.fullmatch(facts.get("url") or ""):
        head["url"] = None
    article = {
        "article": _known(head),
        "quotes": [_quote(text, span, ids[span], facts, confirmed) for span in spans],
        "claims": [
            _known(
                {**claim.row, "claim_id": f"{article_id}-{number}", "quote_id": ids[claim.start, claim.end]}
            )
            for number, claim in enumerate(confirmed, start=1)
        ],
    }
    try:
        written = write_article(article)
    except ValueError as error:
        hint = "Replace the characters that are broken, then read the text again."
        raise LedgerError(article_id, "text that UTF-8 can hold", str(error), hint) from error
    return ArticleFile(article_id, written, tuple(article_problems(article, article_id, read_known())))


def save_article(home: Home, file: ArticleFile) -> Path:
    """Write the file into the home's articles, where the next build reads it.

    Raises LedgerError where a build would refuse it, where it is there already, or cannot be written.
    """
    path = home.articles / f"{file.article_id}.toml"
    if file.problems:
        first = file.problems[0]
        raise LedgerError(first.place, first.expected, first.got, first.hint)
    try:
        home.articles.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(file.text)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError as error:
        hint = "Remove or rename that file, then save again."
        raise LedgerError(path.name, "no such article yet", "one that was saved before", hint) from error
    except OSError as error:
        hint = "Check that the directory can be written, or download the file and put it there."
        raise LedgerError(str(path), "a file that can be written", error.strerror or "none", hint) from error
    return path


def _quote(
    text: str,
    span: tuple[int, int],
    quote_id: str,
    facts: Mapping[str, str | None],
    claims: Sequence[Confirmed],
) -> dict[str, Any]:
    """The verbatim quote of one span, with what the first claim in it knows about speaker and translation."""
    start, end = span
    first = next(claim for claim in claims if (claim.start, claim.end) == span)
    language = facts.get("language")
    return _known(
        {
            "quote_id": quote_id,
            "text": text[start:end],
            "language": language,
            "start": start,
            "end": end,
            "speaker": first.row.get("speaker"),
            "translation_en": first.translation_en if language != "en" else None,
            "translation_es": first.translation_es if language != "es" else None,
        }
    )


def _article_id(facts: Mapping[str, str | None], sha256: str) -> str:
    """Outlet or title, date, and the start of the text's hash, so that two articles never share an id."""
    name = _slug(facts.get("outlet") or facts.get("title") or "article") or "article"
    published = facts.get("published") or ""
    dated = published if date_is_known_as_far_as_written(published) else "undated"
    return f"{name}-{dated}-{sha256[:8]}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")


def _known(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in (None, "")}


def language_is_code(language: str | None) -> bool:
    """Whether it is two letters of ISO 639-1, which an article file needs."""
    return bool(language and LANGUAGE.fullmatch(language))
