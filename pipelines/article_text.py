"""The text of an article from anywhere: pasted, a text, HTML or Markdown file, a web page, standard input.

Text files and Markdown are taken as they are, so that offsets count in the very file; of HTML the main text,
title, outlet, author and date are read by trafilatura, a library made for it. The text stays on this machine.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.article_checks import date_is_known_as_far_as_written
from pipelines.claims import detect_language
from pipelines.issues import LedgerError

MAX_TEXT_BYTES = 1_000_000
"""Of the text in UTF-8."""

MAX_WORDS = 20_000
MAX_FILE_BYTES = 5_000_000
"""An HTML file is larger than its text; the same bound as for a fetched page."""

HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
MARKDOWN_SUFFIXES = {".md", ".markdown"}
TEXT_SUFFIXES = {".txt", ".text", ""} | MARKDOWN_SUFFIXES

_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_KNOWN_BINARIES = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP or office document", b"\xd0\xcf\x11\xe0": "an office document",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"\x1f\x8b": "an archive",
    b"{\\rtf": "an RTF document",
}  # fmt: skip
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.M)


class ArticleTextError(LedgerError):
    """Why there is no text to read; `code` lets a page say it in the reader's language.

    code: too_large, too_long, too_many_words, wrong_type, empty, no_file, not_fetched.
    """

    def __init__(self, code: str, place: str, expected: str, got: str, hint: str) -> None:
        self.code = code
        super().__init__(place, expected, got, hint)


@dataclass(frozen=True)
class ArticleText:
    """An article's text and what is known about it.

    sha256 is the hash of the text in UTF-8; quotes are spans of code points in it. published: 2025-10-22,
    2025-10 or 2025, as far as known. language: ISO 639-1, None where it cannot be told.
    """

    text: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    language: str | None
    url: str | None
    sha256: str

    def corrected(self, **by_hand: str | None) -> ArticleText:
        """The same article with what a person knows better; None and empty leave a field as it is."""
        return replace(self, **{name: value for name, value in by_hand.items() if value})


def read_article_text(given: str) -> ArticleText:
    """An article from a file, a web address or, for `-`, standard input.

    Raises ArticleTextError with one sentence where there is no text within the limits.
    """
    if given == "-":
        return from_bytes("standard input", sys.stdin.buffer.read(MAX_FILE_BYTES + 1))
    if re.match(r"https?://", given, re.IGNORECASE):
        return from_url(given)
    return from_file(Path(given))


def from_text(text: str, place: str = "the text") -> ArticleText:
    """A pasted text, as it is."""
    checked = _within_limits(text, place)
    sha256 = hashlib.sha256(checked.encode("utf-8", "surrogatepass")).hexdigest()
    return ArticleText(checked, None, None, None, None, detect_language(checked), None, sha256)


def from_file(path: Path) -> ArticleText:
    """A text, HTML or Markdown file."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        hint = "Check the name, begin a web address with https://, or give - to read standard input."
        got = getattr(error, "strerror", None) or str(error)
        raise ArticleTextError("no_file", str(path), "a file, a web address or -", got, hint) from error
    return from_bytes(path.name, data)


def from_bytes(name: str, data: bytes, charset: str | None = None, url: str | None = None) -> ArticleText:
    """The content of a file or page; what it is, its first bytes say, then the end of its name."""
    if len(data) > MAX_FILE_BYTES:
        got = f"more than {MAX_FILE_BYTES:,} bytes"
        raise ArticleTextError("too_large", name, f"at most {MAX_FILE_BYTES:,} bytes", got, _SHORTER)
    _check_type(name, data)
    if _HTML_START.match(data) or Path(name).suffix.lower() in HTML_SUFFIXES:
        return _from_html(name, data, charset, url)
    text = _decoded(name, data, charset)
    article = from_text(text, name)
    if Path(name).suffix.lower() in MARKDOWN_SUFFIXES and (heading := _HEADING.search(text)):
        article = article.corrected(title=heading[1])
    return article.corrected(url=url)


def from_url(url: str) -> ArticleText:
    """A public web page: its main text, title, outlet, author and date."""
    from pipelines.public_page import (
        fetch_public_page,
    )  # loads the network parts, which `extract` never needs

    try:
        page = fetch_public_page(url)
    except LedgerError as error:
        code, hint = "not_fetched", error.hint
        raise ArticleTextError(code, error.place, error.expected, error.got, hint) from error
    is_html = page.content_type in {"text/html", "application/xhtml+xml"}
    name = urlsplit(page.final_url).hostname or "page"
    return from_bytes(f"{name}.html" if is_html else f"{name}.txt", page.data, page.charset, page.final_url)


_SHORTER = "Check a part of it, or save the article alone as text."


def _within_limits(text: str, place: str) -> str:
    size, words = len(text.encode("utf-8", "surrogatepass")), len(text.split())
    if not any(map(str.isalnum, text)):
        hint = "Paste the article's text, or give another file or address."
        raise ArticleTextError("empty", place, "the text of an article", "no words", hint)
    if size > MAX_TEXT_BYTES:
        expected = f"at most {MAX_TEXT_BYTES:,} bytes of text"
        raise ArticleTextError("too_long", place, expected, f"{size:,} bytes", _SHORTER)
    if words > MAX_WORDS:
        expected = f"at most {MAX_WORDS:,} words"
        raise ArticleTextError("too_many_words", place, expected, f"{words:,} words", _SHORTER)
    return text


def _check_type(name: str, data: bytes) -> None:
    found = next((what for start, what in _KNOWN_BINARIES.items() if data.startswith(start)), None)
    suffix = Path(name).suffix.lower()
    if found is None and suffix in {".pdf", ".doc", ".docx", ".odt", ".rtf", ".png", ".jpg", ".jpeg", ".zip"}:
        found = f"a file that ends in {suffix}"
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if found is None and b"\x00" in data[:4096] and not utf16:
        found = "a file that is no text"
    if found:
        hint = "Save the article as text, or copy its words into a text file."
        raise ArticleTextError("wrong_type", name, "a text, HTML or Markdown file", found, hint)


def _decoded(name: str, data: bytes, charset: str | None) -> str:
    """The text of bytes: by their mark or as UTF-8, by the charset that was named, else by what fits them."""
    mark = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    decoded = _decoded_as(mark, data)
    if decoded is None and charset:
        decoded = _decoded_as(charset, data)
    return _guessed(name, data) if decoded is None else decoded


def _decoded_as(charset: str, data: bytes) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(name: str, data: bytes) -> str:
    from charset_normalizer import from_bytes as best_guess  # only for text that is not UTF-8

    best = best_guess(data).best()
    if best is None:
        hint = "Save the article again as UTF-8 text."
        raise ArticleTextError("wrong_type", name, "text", "bytes of no known text encoding", hint)
    return str(best)


def _from_html(name: str, data: bytes, charset: str | None, url: str | None) -> ArticleText:
    import trafilatura  # loading it takes longer than reading a plain text

    markup: str | bytes = data
    if charset or not _names_its_charset(data):
        markup = _decoded(name, data, charset)
    if not data.strip():
        return from_text("", name)
    found: Any = trafilatura.bare_extraction(markup, url=url, with_metadata=True, include_comments=False)
    text = (found.text if found else None) or trafilatura.html2txt(markup) or _all_words(markup)
    article = from_text(text, name)
    if found is None:
        return article.corrected(url=url)
    return article.corrected(
        title=found.title, outlet=found.sitename or found.hostname, author=found.author,
        published=_date(found.date), url=url,
    )  # fmt: skip


def _names_its_charset(data: bytes) -> bool:
    return re.search(rb"<meta[^>]+charset", data[:4096], re.IGNORECASE) is not None


def _all_words(markup: str | bytes) -> str:
    """The words of a snippet that is too small to have a main part."""
    from lxml import etree, html

    try:
        tree = html.fromstring(markup)
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return "\n".join(line.strip() for line in tree.itertext() if line.strip())


def _date(found: str | None) -> str | None:
    match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", found or "")
    return match[0] if match and date_is_known_as_far_as_written(match[0]) else None
