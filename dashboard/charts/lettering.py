"""Lettering: how wide words are in the font of the figures, and what fits on a phone."""

from __future__ import annotations

import html
from functools import lru_cache

from dashboard.style import SIZE_NUMBER, SIZE_SECOND

NARROW = 358
"""Width in pixels of a figure on a phone; what fits there fits everywhere."""

HOVER_WIDTH = 160
CREDIT_LINE = 17

_REGULAR = {
    0.2: " \u00a0",
    0.26: ",.:;ij·’'íIl",
    0.31: "!f()-",
    0.35: "t/r",
    0.43: "?sz",
    0.47: "xcvyJY–",
    0.5: "FLk+0123456789aegáéX",
    0.54: "VESATZhouóú",
    0.57: "bnñdpqCPRK",
    0.61: "BDG",
    0.66: "HNUOQ",
    0.73: "wM",
    0.83: "W—%m",
}
_BOLD = {
    0.2: " \u00a0",
    0.3: "ijíl,.:;I·’'",
    0.34: "-!()/f",
    0.4: "tr",
    0.46: "s?zc–",
    0.53: "JxFLevyé+0123456789Yagá",
    0.57: "ZEkSTVoóAXbdhnpquúñC",
    0.61: "BPKR",
    0.68: "DGHNUOQ",
    0.78: "Mw",
    0.86: "—W%m",
}
_WIDTHS, _BOLD_WIDTHS = (
    {letter: width for width, letters in table.items() for letter in letters} for table in (_REGULAR, _BOLD)
)


def escape(text: str) -> str:
    """Text of a source, safe inside Plotly's small markup."""
    return html.escape(text, quote=False)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE_NUMBER, bold: bool = False) -> float:
    """Pixels that plain `text` takes in Source Sans: its letters, as shares of the size, rounded up."""
    widths = _BOLD_WIDTHS if bold else _WIDTHS
    return sum(widths.get(letter, 0.57) for letter in text) * size


def fit(text: str, width: float, size: float = SIZE_NUMBER, bold: bool = False) -> str:
    """`text`, or its beginning and an ellipsis where it is wider than `width` pixels."""
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip(" ,·") + "…"


def wrapped(text: str, width: float, size: float) -> list[str]:
    """`text` in lines of at most `width` pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def broken(hover: str | list[str]) -> str | list[str]:
    """A hover text in lines that a phone can show beside a mark in its middle."""
    if isinstance(hover, list):
        return ["<br>".join(wrapped(text, HOVER_WIDTH, 14)) for text in hover]
    return "<br>".join(wrapped(hover, HOVER_WIDTH, 14))


def credit_height(credit: str) -> float:
    """Pixels that the credit takes at the foot of a figure."""
    return 12 + CREDIT_LINE * len(credit_lines(credit)) if credit else 0


def credit_lines(credit: str) -> list[str]:
    """The credit in lines that a phone can show, broken between sources before between words."""
    lines: list[str] = []
    for source in credit.split(" · "):
        if lines and text_width(f"{lines[-1]} · {source}", SIZE_SECOND) <= NARROW:
            lines[-1] += f" · {source}"
        else:
            lines += wrapped(source, NARROW, SIZE_SECOND)
    return lines
