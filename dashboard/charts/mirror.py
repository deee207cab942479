"""One pair of states, one category, year by year: what the exporter reports, what the importer reports, and
what the transfer register documents. The three are drawn side by side and never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import mirror_lanes
from dashboard.charts.canvas import Canvas, merged
from dashboard.charts.lettering import NARROW, escape
from dashboard.charts.mirror_lanes import LANE, SYMBOLS, VOICES, Row, quantity, said
from dashboard.numbers import number
from dashboard.style import SIZE_LABEL, TOOLBAR, Tokens
from dashboard.words import Words

__all__ = ["QUESTION", "Mirror", "Row", "build", "describe", "marks"]

QUESTION = "chart.mirror.question"
PLOT = 190
"""Pixels of the bars and marks, the toolbar's included."""

AXIS = 26

BESIDE = 0.32
"""Years by which the reports stand left and right of the register's bar."""


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
    mirror_lanes.draw(canvas, rows, names, PLOT + AXIS)
    canvas.traces = merged(canvas.traces)
    return canvas.figure()


def describe(mirror: Mirror, words: Words) -> str:
    """The same as sentences, for `alt=`."""
    start = words.get(
        "chart.mirror.alt", unit=mirror.unit, exporter=mirror.exporter, importer=mirror.importer
    )
    return start + " ".join(_sentence(row, words) for row in sorted(mirror.rows, key=lambda row: row.year))


def marks(mirror: Mirror, words: Words) -> list[str]:
    """The marks that occur, for `charts.key.items`."""
    parts = [part for part in ("firm", "estimated") if any(getattr(row, part) for row in mirror.rows)]
    reports = [voice for voice in SYMBOLS if any(quantity(row, voice) is not None for row in mirror.rows)]
    return [*reports, *parts, *mirror_lanes.marks(mirror.rows, words)]


def _sentence(row: Row, words: Words) -> str:
    return words.get(
        "chart.mirror.alt_row",
        year=row.year,
        exporter_value=said(row, "exporter", words),
        importer_value=said(row, "importer", words),
        documented=said(row, "documented", words),
    )


def _axes(canvas: Canvas, rows: Sequence[Row], first: int, last: int) -> None:
    values = [quantity(row, voice) or 0 for row in rows for voice in VOICES]
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
        value = quantity(row, voice)
        if value is not None:
            said = number(value, words.language)
            told = {"name": escape(name), "year": row.year, "value": said, "unit": mirror.unit}
            hover = words.get(f"chart.mirror.hover_{voice}", **told)
            x = row.year + shift
            ink = {"color": canvas.tokens.ink, "width": 1.5}
            canvas.trace("scatter", [x, x], [0, value], mode="lines", line=ink)
            canvas.hollow([x], [value], SYMBOLS[voice], 10, hover)
