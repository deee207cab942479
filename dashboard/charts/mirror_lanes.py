"""Below the mirror's bars, a lane for each voice: under every year its number or the mark of having none.

Each way of having no number has a mark of its own, told apart by shape: the exporter's and the importer's
square and circle stand for numbers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.canvas import Canvas, documented_text, documented_told
from dashboard.charts.lettering import NARROW, escape, fit, text_width
from dashboard.charts.strip import SIGNS, cell_marker, frame, shackle
from dashboard.numbers import number
from dashboard.style import CLEAR, SIZE_SECOND
from dashboard.words import Words

LANE = 44
"""Pixels of one voice: its name, and per year its number or mark."""

VOICES = ("exporter", "importer", "documented")
SYMBOLS = {"exporter": "square", "importer": "circle"}
NO_NUMBER = (
    "zero", "covered", "no_report", "not_loaded", "classified", "not_declared", "other_unit",
    "out_of_scope",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One year. Quantities count one unit; where there is none, the kind says why: covered (a report or
    table, no such line) | no_report | zero (nil reported) | not_loaded |
    classified | not_declared | other_unit (the register counts the weapon in another one) | out_of_scope.
    """

    year: int
    exporter_quantity: float | None = None
    exporter_kind: str = "covered"
    importer_quantity: float | None = None
    importer_kind: str = "covered"
    firm: float | None = None
    estimated: float | None = None
    documented_kind: str = "covered"


def draw(canvas: Canvas, rows: Sequence[Row], names: dict[str, str], top: float) -> None:
    """The lanes of the voices in `names`, from `top` pixels down, on the second axes."""
    for index, (voice, name) in enumerate(names.items()):
        _name(canvas, voice, name, top + LANE * index + 12)
        _cells(canvas, rows, voice, LANE * index + 30)


def marks(rows: Sequence[Row], words: Words) -> list[str]:
    """The marks of the lanes that the key explains."""
    kinds = {kind(row, voice) for row in rows for voice in VOICES if quantity(row, voice) is None}
    hidden = any(
        quantity(row, voice) is not None
        for voice in VOICES if not _printed(rows, voice, words) for row in rows
    )  # fmt: skip
    without = [one for one in NO_NUMBER if one in kinds]
    return ["number", *without] if hidden else without


def quantity(row: Row, voice: str) -> float | None:
    """What a voice's mark stands at; None where it has no number. A nil report has no mark but its 0."""
    if voice == "documented":
        return (row.firm or 0) + (row.estimated or 0) or None
    value: float | None = getattr(row, f"{voice}_quantity")
    return value or None


def kind(row: Row, voice: str) -> str:
    """Why a voice has no number."""
    told: str = getattr(row, f"{voice}_kind")
    return "zero" if voice != "documented" and getattr(row, f"{voice}_quantity") == 0 else told


def said(row: Row, voice: str, words: Words) -> str:
    """The number of a voice in words, or why there is none."""
    value = quantity(row, voice)
    why = kind(row, voice)
    if value is None and why == "covered":
        return words.get("chart.mirror.no_row" if voice == "documented" else "chart.mirror.filed")
    if value is None:
        return words.get(f"key.{why}")
    if voice == "documented":
        return documented_told(row.firm, row.estimated, words)
    return number(value, words.language)


def _name(canvas: Canvas, voice: str, name: str, y: float) -> None:
    label = canvas.words.get(f"chart.mirror.{voice}", name=name, source=name)
    label = escape(fit(label, NARROW - 24, SIZE_SECOND))
    inset = 18 if voice in SYMBOLS else 0
    canvas.note(0, y, label, valign="middle", size=SIZE_SECOND, colour=canvas.tokens.muted, xshift=inset)
    if voice not in SYMBOLS:
        return
    shape = "rect" if SYMBOLS[voice] == "square" else "circle"
    place = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": canvas.y(y)}
    size = {"x0": 2, "x1": 12, "y0": -5, "y1": 5}
    look = {"fillcolor": CLEAR, "line": {"color": canvas.tokens.ink, "width": 1.8}}
    canvas.shapes.append({"type": shape, "xref": "paper", "yref": "paper"} | look | place | size)


def _cells(canvas: Canvas, rows: Sequence[Row], voice: str, y: float) -> None:
    lines = _lines(rows, voice, canvas.words)
    printed = _fits(lines, rows)
    size = min(10.0, 0.62 * NARROW / max(1, len(rows)))
    for row, cell in zip(rows, lines, strict=True):
        sign = "number" if cell else kind(row, voice)
        if cell and printed:
            _text(canvas, row, voice, cell, y)
        elif sign in SIGNS:
            _text(canvas, row, voice, [SIGNS[sign]], y)
        else:
            _mark(canvas, row, voice, sign, y, size)


def _printed(rows: Sequence[Row], voice: str, words: Words) -> bool:
    return _fits(_lines(rows, voice, words), rows)


def _lines(rows: Sequence[Row], voice: str, words: Words) -> list[list[str]]:
    """The numbers of a lane, broken at their spaces where a column is too narrow for them."""
    cells = [_cell_lines(row, voice, words) for row in rows]
    if _fits(cells, rows):
        return cells
    return [[part for line in cell for part in line.rsplit(" ", 1)] for cell in cells]


def _fits(cells: Sequence[list[str]], rows: Sequence[Row]) -> bool:
    """Whether all numbers of a lane can be printed under their years, in at most two lines each."""
    column = NARROW / max(1, len(rows))
    wide = (text_width(line, SIZE_SECOND) for lines in cells for line in lines)
    return all(width <= column - 2 for width in wide) and all(len(lines) <= 2 for lines in cells)


def _cell_lines(row: Row, voice: str, words: Words) -> list[str]:
    """What a cell prints: the number, estimated below firm; nothing where there is none."""
    value = quantity(row, voice)
    if value is None:
        return []
    if voice != "documented":
        return [number(value, words.language)]
    firm, *rest = documented_text(row.firm, row.estimated, words, bold=False).split(" + ")
    return [firm, *(f"+ {estimated}" for estimated in rest)]


def _text(canvas: Canvas, row: Row, voice: str, lines: list[str], y: float) -> None:
    colour = canvas.tokens.firm if voice == "documented" else canvas.tokens.ink
    place = {"x": row.year, "y": y + 6 * (len(lines) - 1), "xref": "x2", "yref": "y2"}
    look = {"text": "<br>".join(lines), "showarrow": False, "font": {"size": SIZE_SECOND, "color": colour}}
    canvas.notes.append(place | look | {"hovertext": f"{row.year}: {said(row, voice, canvas.words)}"})


def _mark(canvas: Canvas, row: Row, voice: str, sign: str, y: float, size: float) -> None:
    hover = f"{row.year}: {said(row, voice, canvas.words)}"
    tokens, axes = canvas.tokens, {"xaxis": "x2", "yaxis": "y2"}
    marker = cell_marker(sign, size, tokens)
    canvas.trace("scatter", [row.year], [y], hover, mode="markers", cliponaxis=False, marker=marker, **axes)
    if sign == "classified":
        canvas.shapes.append(shackle(row.year, y, size, tokens, axes))
    if sign == "out_of_scope":
        canvas.shapes.append(frame(row.year - 0.36, row.year + 0.36, y, tokens, axes))
