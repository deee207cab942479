"""Text as the rules read it: folded to plain letters and cut into tokens, offsets kept.

Every character of the folded text stands for one character of the original, so a span found in one
is a span of the other. A text in decomposed form (NFD) is composed first and its offsets mapped back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0900-\u0903\u093a-\u0963\u0e31-\u0e4e"
_TOKEN = re.compile(rf"[{_CJK}]|\d+|(?:[^\W\d_{_CJK}]|[{_MARKS}])+")

_DASHES = "\u2010\u2011\u2012\u2013\u2212\ufe58\uff0d\u00ad"
LONG_DASH = "\u2014"
_QUOTES = '«»“”„‟"‹›「」『』'
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"


class _Folding(dict[int, str]):
    """Fills itself: one character to one plain character (case, accents, dashes, digits, spaces folded)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    code = ord(character)
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in _DASHES:
        return "-"
    if character in _QUOTES:
        return '"'
    if character in "’‘ʼ′‛`´＇":
        return "'"
    if character in _SPACES:
        return " "
    if character in "\u2014\u2015":
        return LONG_DASH
    if character in "，、٬،":
        return ","
    if character in "。٫":
        return "."
    if code < 0x0700 or 0x1E00 <= code < 0x2000:
        base = unicodedata.normalize("NFD", character)[0].lower()
        return base[0] if base else character
    return character.lower() if len(character.lower()) == 1 else character


_FOLDING = _Folding()


def fold_text(text: str) -> str:
    """The text without case, accents and typographic variants, character for character."""
    return text.translate(_FOLDING)


@dataclass(frozen=True)
class Text:
    """A text, its folded twin, and its tokens.

    ``words`` are folded; token i covers ``starts[i]:ends[i]`` of ``composed``; ``gaps[i]`` is what
    stands before token i, and one more gap follows the last token. ``offsets`` is None where the
    text was composed already, else it maps composed offsets to those of the original.
    """

    original: str
    composed: str
    folded: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    offsets: list[int] | None

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span, in the original text, from token ``first`` to token ``last`` inclusive."""
        return self.original_offset(self.starts[first]), self.original_offset(self.ends[last])

    def original_offset(self, offset: int) -> int:
        """A code-point offset of the composed text as one of the original."""
        return offset if self.offsets is None else self.offsets[offset]

    def is_capital(self, token: int) -> bool:
        """Whether the token starts with a capital letter in the original spelling."""
        return self.composed[self.starts[token]].isupper()


def read(text: str) -> Text:
    """Fold a text and cut it into tokens: runs of letters, runs of digits, single CJK characters."""
    composed, offsets = text, None
    if not unicodedata.is_normalized("NFC", text):
        composed, offsets = _compose(text)
    folded = fold_text(composed)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[str] = []
    end = 0
    for match in _TOKEN.finditer(folded):
        start = match.start()
        gaps.append(folded[end:start])
        end = match.end()
        words.append(match.group())
        starts.append(start)
        ends.append(end)
    gaps.append(folded[end:])
    return Text(text, composed, folded, words, starts, ends, gaps, offsets)


def _compose(text: str) -> tuple[str, list[int]]:
    """NFC of the text and, for each of its offsets, the offset in the text given."""
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position < len(text) and unicodedata.combining(text[position]):
            continue
        piece = unicodedata.normalize("NFC", text[start:position])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        start = position
    offsets.append(len(text))
    return "".join(pieces), offsets
