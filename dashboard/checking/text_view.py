"""The article's text with its claims marked in their places, as HTML built from escaped text alone."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.style import Tokens

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_JOINERS = "\u200c\u200d"
"""Letters of some scripts are written otherwise without them."""

_HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"


@dataclass(frozen=True)
class Mark:
    """A span of code points to be marked: the number that stands behind it, and words for a screen reader."""

    start: int
    end: int
    number: int
    spoken: str


def marked_text(
    text: str, marks: Sequence[Mark], tokens: Tokens, start: int = 0, end: int | None = None
) -> str:
    """The text from start to end, escaped, line breaks kept, marked; of two that overlap the first."""
    stop = len(text) if end is None else end
    parts, at = [], start
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if mark.start < at or mark.end > stop:
            continue
        parts += [escaped(text[at : mark.start]), _mark(text[mark.start : mark.end], mark, tokens)]
        at = mark.end
    return "".join([*parts, escaped(text[at:stop])])


def whole_text(text: str, marks: Sequence[Mark], tokens: Tokens, language: str | None, label: str) -> str:
    """The whole text in a box of its own that scrolls and can be reached by the keyboard."""
    return (
        f'<div role="region" tabindex="0" aria-label="{html.escape(label)}"{lang(language)} '
        f'style="max-height:70vh;overflow:auto;padding:0.75rem 1rem;border:1px solid {tokens.line};'
        'border-radius:0.25rem;line-height:1.65;overflow-wrap:anywhere">'
        f"{marked_text(text, marks, tokens)}</div>"
    )


def lang(language: str | None) -> str:
    """The attribute that tells a screen reader how to speak; none where the language is not known."""
    return f' lang="{html.escape(language)}"' if language else ""


def escaped(text: str) -> str:
    """Text for HTML: escaped, line breaks as such, without signs that cannot be seen or turn text round."""
    return "<br>".join(html.escape(_seen(line)) for line in text.splitlines() or [""]) + _last_break(text)


def _last_break(text: str) -> str:
    return "<br>" if text.endswith(("\n", "\r")) else ""


def _seen(text: Iterable[str]) -> str:
    return "".join(
        sign
        for sign in (" " if sign == "\t" else sign for sign in text)
        if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )


def _mark(text: str, mark: Mark, tokens: Tokens) -> str:
    return (
        f'<mark style="background:transparent;color:inherit;border-bottom:3px solid {tokens.declared}">'
        f'<span style="{_HIDDEN}">{html.escape(mark.spoken)}: </span>{escaped(text)}</mark>'
        f'<sup aria-hidden="true" style="color:{tokens.declared};font-weight:600">{mark.number}</sup>'
    )
