"""The key under a chart: small marks and their words, a figure of its own that nobody needs to point at."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.canvas import Canvas
from dashboard.charts.lettering import NARROW, text_width
from dashboard.charts.map import LIMITS
from dashboard.charts.strip import KINDS, SIGNS
from dashboard.numbers import number
from dashboard.style import CLEAR, SIZE_LABEL, SIZE_SECOND, Tokens
from dashboard.words import Words

CLAIM_LINE = ("firm", "estimated", "declared", "at_least", "un", "third_party", "not_covered")
STRIP = ("line", "covered", "no_report", "not_loaded")
COMPARE = ("firm", "estimated", "declared", "at_least", "not_covered")
ROW = 24
LABEL_AT = 32
"""Pixels from the start of a mark to its words."""

PATHS = {
    "declared": "M 12,7 L 19,0 L 12,-7 L 5,0 Z",
    "approx": "M 12,6 L 18,0 L 12,-6 L 6,0 Z",
    "at_least": "M 1,0 L 23,0 M 18,4 L 23,0 L 18,-4",
    "at_most": "M 23,0 L 1,0 M 6,4 L 1,0 L 6,-4",
    "un": "M 7,5 L 17,5 L 17,-5 L 7,-5 Z",
    "third_party": "M 12,6 L 18,-5 L 6,-5 Z",
    "line": "M 7,5 L 17,5 L 17,-5 L 7,-5 Z",
    "classified": "M 8,2 L 16,2 L 16,-6 L 8,-6 Z M 9,2 L 9,4 Q 9,7 12,7 Q 15,7 15,4 L 15,2",
    "exporter": "M 7,5 L 17,5 L 17,-5 L 7,-5 Z",
    "importer": "M 12,6 L 16.2,4.2 L 18,0 L 16.2,-4.2 L 12,-6 L 7.8,-4.2 L 6,0 L 7.8,4.2 Z",
    "no_report": "M 8,4 L 16,-4 M 8,-4 L 16,4",
    "not_loaded": "M 7,0 L 17,0",
    "number": "M 7,5 L 17,5 L 17,-5 L 7,-5 Z",
    "covered": "M 14,0 L 13.4,1.4 L 12,2 L 10.6,1.4 L 10,0 L 10.6,-1.4 L 12,-2 L 13.4,-1.4 Z",
    "other_unit": "M 6,5 L 18,-5 L 18,5 L 6,-5 Z",
    "disputed": "M 1,0 L 6,0 M 10,0 L 15,0 M 19,0 L 24,0",
}
WIDTHS = {"declared": 0, "covered": 0}
"""Pixels of outline where it is not the usual one."""

BOXES = (
    "firm",
    "estimated",
    "not_covered",
    "out_of_scope",
    "nothing_documented",
    "zero_map",
    "no_report_map",
    "classified_map",
)


@dataclass(frozen=True)
class Item:
    """A mark and its words; `step0` to `step3` are the map's blues."""

    mark: str
    label: str


def items(marks: Sequence[str], words: Words) -> list[Item]:
    """The marks with the words of section [key]."""
    return [Item(mark, words.get(f"key.{mark}")) for mark in marks]


def map_items(
    words: Words, unit: str = "", limits: tuple[float, float, float] = LIMITS, others: Sequence[str] = ()
) -> list[Item]:
    """The steps of the map with their limits in words, then hatch, disputed line and `others`."""
    unit = unit or words.get("unit.tiv_million")
    low, middle, high = (number(limit, words.language) for limit in limits)
    steps = [
        Item("step0", words.get("key.under", high=low)),
        Item("step1", words.get("key.between", low=low, high=middle)),
        Item("step2", words.get("key.between", low=middle, high=high)),
        Item("step3", _with_unit(words.get("key.over", low=high), unit)),
    ]
    return steps + items(("nothing_documented", "disputed", *others), words)


def strip_items(kinds: Collection[str], words: Words) -> list[Item]:
    """The marks of the coverage strip that occur among `kinds`, in the strip's own order."""
    return items([kind for kind in KINDS if kind in kinds], words)


def build(shown: Sequence[Item], tokens: Tokens, words: Words, columns: int = 2) -> dict[str, Any]:
    """The figure of the items in columns, read downwards; give it `style.KEY_CONFIG`."""
    rows = max(1, math.ceil(len(shown) / columns))
    canvas = Canvas(tokens, words, rows * ROW + 6)
    canvas.row_axes(0, 0, canvas.height, 1)
    for index, item in enumerate(shown):
        x, y = index // rows / columns, 4 + ROW * (index % rows) + ROW / 2
        _mark(canvas, item.mark, x, y)
        canvas.note(x, y, item.label, valign="middle", size=SIZE_LABEL, colour=tokens.muted, xshift=LABEL_AT)
    return canvas.figure()


def describe(shown: Sequence[Item], words: Words) -> str:
    """The words of the key, for `alt=`."""
    return words.get("key.alt", marks=", ".join(item.label for item in shown))


def _with_unit(text: str, unit: str) -> str:
    """The unit after the last step, where a phone has room for it; the heading of the map names it anyway."""
    longer = f"{text} {unit}"
    return longer if text_width(longer, SIZE_LABEL) <= NARROW / 2 - LABEL_AT else text


def _mark(canvas: Canvas, mark: str, x: float, y: float) -> None:
    if mark in BOXES or mark.startswith("step"):
        _box(canvas, mark, x, y)
    elif mark in SIGNS:
        ink = canvas.tokens.ink
        canvas.note(x, y, SIGNS[mark], "center", "middle", size=SIZE_SECOND, colour=ink, xshift=12)
    else:
        _path(canvas, mark, x, y)


def _colour(mark: str, tokens: Tokens) -> str:
    if mark in ("declared", "approx", "at_least", "at_most"):
        return tokens.declared
    faint = mark in ("not_loaded", "classified", "other_unit")
    return tokens.edge if faint else tokens.ink


def _path(canvas: Canvas, mark: str, x: float, y: float) -> None:
    colour = _colour(mark, canvas.tokens)
    filled = mark in ("declared", "line", "number", "covered")
    canvas.shapes.append(
        {
            "type": "path",
            "path": PATHS[mark],
            "xref": "paper",
            "yref": "paper",
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": x,
            "yanchor": canvas.y(y),
            "fillcolor": colour if filled else CLEAR,
            "line": {"color": colour, "width": WIDTHS.get(mark, 1.8)},
        }
    )


def _box(canvas: Canvas, mark: str, x: float, y: float) -> None:
    tokens = canvas.tokens
    if mark.startswith("step"):
        step = int(mark[-1])
        outline = tokens.edge if step < tokens.steps_outlined else ""
        _rectangle(canvas, x, y, tokens.steps[step], outline)
        return
    fill, outline, dash = {
        "firm": (tokens.firm, "", "solid"),
        "estimated": (tokens.estimated_ground, tokens.firm, "solid"),
        "not_covered": (CLEAR, tokens.edge, "dot"),
        "out_of_scope": (CLEAR, tokens.edge, "dot"),
        "no_report_map": (CLEAR, tokens.edge, "dot"),
        "zero_map": (CLEAR, tokens.ink, "solid"),
        "classified_map": (tokens.line, tokens.edge, "solid"),
        "nothing_documented": (tokens.track, tokens.edge, "solid"),
    }[mark]
    _rectangle(canvas, x, y, fill, outline, dash)
    if mark in ("estimated", "nothing_documented"):
        colour, width = (tokens.firm, 2) if mark == "estimated" else (tokens.edge, 1)
        for start in (2, 8, 14, 20):
            _pixels(canvas, "line", x, y, start, start + 3, 5, {"color": colour, "width": width})


def _rectangle(canvas: Canvas, x: float, y: float, fill: str, outline: str, dash: str = "solid") -> None:
    line = {"width": 1.2 if outline else 0, "color": outline or fill, "dash": dash}
    _pixels(canvas, "rect", x, y, 0, 24, 6, line, fillcolor=fill)


def _pixels(
    canvas: Canvas,
    kind: str,
    x: float,
    y: float,
    left: float,
    right: float,
    reach: float,
    line: Any,
    **more: Any,
) -> None:
    """A shape in pixels around a point: `left` to `right` from it, `reach` up and down."""
    size = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": x, "yanchor": canvas.y(y)}
    place = {"x0": left, "x1": right, "y0": -reach, "y1": reach}
    canvas.shapes.append({"type": kind, "xref": "paper", "yref": "paper", "line": line} | size | place | more)
