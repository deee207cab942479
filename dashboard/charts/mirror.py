"""One pair of states, one category, year by year: what the exporter reports, what the importer reports, and
what the transfer register documents. The three are drawn side by side and never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.canvas import Canvas, documented_text, documented_told
from dashboard.charts.lettering import NARROW, escape, fit, text_width
from dashboard.charts.strip import cell_marker
from dashboard.numbers import number
from dashboard.style import CLEAR, SIZE_LABEL, SIZE_SECOND, TOOLBAR, Tokens
from dashboard.words import Words

QUESTION = "chart.mirror.question"
PLOT = 190
"""Pixels of the bars and marks, the toolbar's included."""

AXIS = 26
LANE = 44
"""Pixels of one voice below: its name, and per year its number or the mark of having none."""

BESIDE = 0.32
"""Years by which the reports stand left and right of the register's bar."""

SYMBOLS = {"exporter": "square", "importer": "circle"}
NO_NUMBER = (
    "zero", "covered", "no_report", "not_loaded", "classified", "not_declared", "other_unit", "out_of_scope",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One year. Quantities count one unit; where there is none, the kind says why: covered (a report or
    table, no such line) | no_report | zero (nil reported) | not_loaded | classified | not_declared |
    other_unit (the register counts the weapon in another one) | out_of_scope.
    """

    year: int
    exporter_quantity: float | None = None
    exporter_kind: str = "covered"
    importer_quantity: float | None = None
    importer_kind: str = "covered"
    firm: float | None = None
    estimated: float | None = None
    documented_kind: str = "covered"


@dataclass(frozen=True)
class Mirror:
    """The rows of one pair and category. Names and `unit` (plural) are words of the reader's language."""

    exporter: str
    importer: str
    unit: str
    rows: tuple[Row, ...]
    register: str = "SIPRI"


def build(mirror: Mirror, tokens: Tokens, words: Words, credit: str = "") -> dict[str, Any]:
    """The figure: above, bars with □ (exporter) and ○ (importer) on one scale; below, all numbers."""
    canvas = Canvas(tokens, words, PLOT + AXIS + 3 * LANE + 4, credit)
    rows = sorted(mirror.rows, key=lambda row: row.year)
    first = rows[0].year if rows else 2000
    last = rows[-1].year if rows else 2000
    _axes(canvas, rows, first, last)
    for row in rows:
        _year(canvas, mirror, row)
    names = {"exporter": mirror.exporter, "importer": mirror.importer, "documented": mirror.register}
    for index, (voice, name) in enumerate(names.items()):
        _lane(canvas, rows, voice, name, index)
    return canvas.figure()


def describe(mirror: Mirror, words: Words) -> str:
    """The same as sentences, for `alt=`."""
    start = words.get(
        "chart.mirror.alt", unit=mirror.unit, exporter=mirror.exporter, importer=mirror.importer
    )
    return start + " ".join(_sentence(row, words) for row in sorted(mirror.rows, key=lambda row: row.year))


def marks(mirror: Mirror) -> list[str]:
    """The marks that occur, for `charts.key.items`."""
    parts = [part for part in ("firm", "estimated") if any(getattr(row, part) for row in mirror.rows)]
    voices = ("exporter", "importer", "documented")
    kinds = {_kind(row, voice) for row in mirror.rows for voice in voices if _quantity(row, voice) is None}
    return ["exporter", "importer", *parts, *(kind for kind in NO_NUMBER if kind in kinds - {"zero"})]


def _sentence(row: Row, words: Words) -> str:
    return words.get(
        "chart.mirror.alt_row",
        year=row.year,
        exporter_value=_said(row, "exporter", words),
        importer_value=_said(row, "importer", words),
        documented=_said(row, "documented", words),
    )


def _quantity(row: Row, voice: str) -> float | None:
    """What a voice's mark stands at; None where it has no number. A nil report has no mark but its 0."""
    if voice == "documented":
        return (row.firm or 0) + (row.estimated or 0) or None
    value: float | None = getattr(row, f"{voice}_quantity")
    return value or None


def _kind(row: Row, voice: str) -> str:
    kind: str = getattr(row, f"{voice}_kind")
    return "zero" if voice != "documented" and getattr(row, f"{voice}_quantity") == 0 else kind


def _said(row: Row, voice: str, words: Words) -> str:
    """The number of a voice in words, or why there is none."""
    value = _quantity(row, voice)
    if value is None:
        return words.get(f"key.{_kind(row, voice)}")
    if voice == "documented":
        return documented_told(row.firm, row.estimated, words)
    return number(value, words.language)


def _axes(canvas: Canvas, rows: Sequence[Row], first: int, last: int) -> None:
    values = [_quantity(row, voice) or 0 for row in rows for voice in ("exporter", "importer", "documented")]
    top = (max(values, default=0) or 1) * PLOT / (PLOT - TOOLBAR - 14)
    apart = -(-(last - first + 1) // 9)
    ticks = [row.year for row in rows if (row.year - first) % apart == 0]
    pad = max(0.5, BESIDE + 8 * len(rows) / NARROW)
    across = {"range": [first - pad, last + pad], "fixedrange": True}
    canvas.axes["xaxis"] = across | {
        "tickvals": ticks,
        "ticktext": [str(year) for year in ticks],
        "tickfont": {"size": SIZE_LABEL},
        "linecolor": canvas.tokens.edge,
        "showgrid": False,
        "zeroline": False,
        "anchor": "y",
    }
    canvas.axes["yaxis"] = {
        "domain": [canvas.y(PLOT), 1],
        "range": [0, top],
        "visible": False,
        "fixedrange": True,
    }
    lanes = canvas.row_axes(1, PLOT + AXIS, PLOT + AXIS + 3 * LANE, last + pad, first - pad)
    assert lanes["xaxis"] == "x2"


def _year(canvas: Canvas, mirror: Mirror, row: Row) -> None:
    """The bar of the register with both reports beside it, so that equal numbers stay apart."""
    words = canvas.words
    hovers = [
        words.get(
            f"chart.mirror.hover_{part}",
            source=escape(mirror.register),
            year=row.year,
            number=number(value or 0, words.language),
            unit=mirror.unit,
        )
        for part, value in (("firm", row.firm), ("estimated", row.estimated))
    ]
    looks = canvas.bar_parts(row.firm, row.estimated, (hovers[0], hovers[1]))
    for drawn, base, marker, hover in looks:
        canvas.trace("bar", [row.year], [drawn], hover, base=[base], width=0.36, marker=marker)
    for voice, name, shift in (("exporter", mirror.exporter, -BESIDE), ("importer", mirror.importer, BESIDE)):
        value = _quantity(row, voice)
        if value is not None:
            said = number(value, words.language)
            told = {"name": escape(name), "year": row.year, "value": said, "unit": mirror.unit}
            hover = words.get(f"chart.mirror.hover_{voice}", **told)
            x = row.year + shift
            ink = {"color": canvas.tokens.ink, "width": 1.5}
            canvas.trace("scatter", [x, x], [0, value], mode="lines", line=ink)
            canvas.hollow([x], [value], SYMBOLS[voice], 10, hover)


def _lane(canvas: Canvas, rows: Sequence[Row], voice: str, name: str, index: int) -> None:
    """A voice's name and, under each year, its number or the mark of having none."""
    tokens, words = canvas.tokens, canvas.words
    top = PLOT + AXIS + LANE * index
    key = "documented" if voice == "documented" else voice
    label = words.get(f"chart.mirror.{key}", name=name, source=name)
    label = escape(fit(label, NARROW - 24, SIZE_SECOND))
    inset = 0 if voice == "documented" else 18
    canvas.note(0, top + 12, label, valign="middle", size=SIZE_SECOND, colour=tokens.muted, xshift=inset)
    if inset:
        _name_mark(canvas, voice, top + 12)
    column = NARROW / max(1, len(rows))
    cells = [_cell_lines(row, voice, words) for row in rows]
    if not _fits(cells, column):
        cells = [[part for line in lines for part in line.rsplit(" ", 1)] for lines in cells]
    printed = _fits(cells, column)
    for row, lines in zip(rows, cells, strict=True):
        if lines and printed:
            _number(canvas, row, voice, lines, LANE * index + 30)
        else:
            _sign(canvas, row, voice, "line" if lines else _kind(row, voice), LANE * index + 30, column)


def _fits(cells: Sequence[list[str]], column: float) -> bool:
    """Whether all numbers of a lane can be printed under their years, in at most two lines each."""
    wide = (text_width(line, SIZE_SECOND) for lines in cells for line in lines)
    return all(width <= column - 2 for width in wide) and all(len(lines) <= 2 for lines in cells)


def _name_mark(canvas: Canvas, voice: str, y: float) -> None:
    kind = "rect" if SYMBOLS[voice] == "square" else "circle"
    place = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": canvas.y(y)}
    size = {"x0": 2, "x1": 12, "y0": -5, "y1": 5}
    line = {"color": canvas.tokens.ink, "width": 1.8}
    shape = {"type": kind, "xref": "paper", "yref": "paper", "fillcolor": CLEAR, "line": line}
    canvas.shapes.append(shape | place | size)


def _number(canvas: Canvas, row: Row, voice: str, lines: list[str], y: float) -> None:
    colour = canvas.tokens.firm if voice == "documented" else canvas.tokens.ink
    place = {"x": row.year, "y": y + 6 * (len(lines) - 1), "xref": "x2", "yref": "y2"}
    look = {"text": "<br>".join(lines), "showarrow": False, "font": {"size": SIZE_SECOND, "color": colour}}
    canvas.notes.append(place | look | {"hovertext": f"{row.year}: {_said(row, voice, canvas.words)}"})


def _sign(canvas: Canvas, row: Row, voice: str, kind: str, y: float, column: float) -> None:
    """The mark of a cell without a number; a full square stands for numbers too many to print."""
    axes = {"xaxis": "x2", "yaxis": "y2"}
    hover = f"{row.year}: {_said(row, voice, canvas.words)}"
    marker = cell_marker(kind, min(10.0, 0.62 * column), canvas.tokens)
    canvas.trace("scatter", [row.year], [y], hover, mode="markers", cliponaxis=False, marker=marker, **axes)
    if kind == "out_of_scope":
        line = {"width": 1, "color": canvas.tokens.edge, "dash": "dot"}
        place = {"x0": row.year - 0.36, "x1": row.year + 0.36, "y0": y - 6, "y1": y + 6}
        canvas.shapes.append(
            {"type": "rect", "xref": "x2", "yref": "y2", "fillcolor": CLEAR, "line": line} | place
        )


def _cell_lines(row: Row, voice: str, words: Words) -> list[str]:
    """What a cell prints: the number, estimated below firm; `0` where a nil was reported; else nothing."""
    value = _quantity(row, voice)
    if value is None:
        return ["0"] if _kind(row, voice) == "zero" else []
    if voice != "documented":
        return [number(value, words.language)]
    firm, *rest = documented_text(row.firm, row.estimated, words, bold=False).split(" + ")
    return [firm, *(f"+ {estimated}" for estimated in rest)]
