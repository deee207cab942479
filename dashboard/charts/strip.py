"""The coverage strip: one cell per year and source, so that white space says why it is white."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.charts.canvas import Canvas
from dashboard.charts.lettering import NARROW, escape
from dashboard.style import CLEAR, SIZE_SECOND, Tokens
from dashboard.words import Words

ROW = 34
"""Pixels of one source: its name and its cells."""

KINDS = ("line", "covered", "zero", "no_report", "not_loaded", "classified", "out_of_scope")
SIGNS = {"zero": "0", "not_declared": "?"}
"""Marks that are printed, not drawn."""


@dataclass(frozen=True)
class Cell:
    """What one source says about one year.

    `kind`: line (a line for this weapon) | covered (a report or table, no such line) | zero (nil reported) |
    no_report | not_loaded | classified | out_of_scope.
    """

    year: int
    kind: str


@dataclass(frozen=True)
class Strip:
    """The years of one source, named in the reader's language (`Russia’s reports to the UN`)."""

    source: str
    cells: tuple[Cell, ...]


def height(strips: Sequence[Strip]) -> float:
    """Pixels that the strips take."""
    return ROW * len(strips)


def draw(
    canvas: Canvas, strips: Sequence[Strip], first: float, last: float, top: float, index: int = 1
) -> None:
    """Draws the strips from `top` pixels down on years `first` to `last`, on axes of their own (`index`)."""
    if not strips:
        return
    bottom = top + height(strips)
    axes = canvas.row_axes(index, top, bottom, last, first)
    size = min(10.0, 0.62 * NARROW / max(1.0, last - first))
    for number, strip in enumerate(strips):
        y = number * ROW
        canvas.note(
            0,
            top + y + 12,
            _label(strip, canvas.words),
            valign="middle",
            size=SIZE_SECOND,
            colour=canvas.tokens.muted,
        )
        for kind in KINDS:
            years = sorted(cell.year for cell in strip.cells if cell.kind == kind)
            if years:
                _cells(canvas, years, kind, y + 28, size, axes)


def no_report_years(strip: Strip) -> list[int]:
    """The years without a report, for the figure's alt text."""
    return sorted(cell.year for cell in strip.cells if cell.kind == "no_report")


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive years as first and last: 2009, 2010, 2012 -> (2009, 2010), (2012, 2012)."""
    ordered = sorted(set(years))
    if not ordered:
        return []
    starts = [ordered[0]] + [later for earlier, later in pairwise(ordered) if later > earlier + 1]
    ends = [earlier for earlier, later in pairwise(ordered) if later > earlier + 1] + [ordered[-1]]
    return list(zip(starts, ends, strict=True))


def years_text(years: Iterable[int]) -> str:
    """`2011, 2013–2015`."""
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs(years))


def _label(strip: Strip, words: Words) -> str:
    classified = [cell.year for cell in strip.cells if cell.kind == "classified"]
    if not classified:
        return escape(strip.source)
    return words.get(
        "chart.claim_timeline.strip_classified", source=escape(strip.source), years=years_text(classified)
    )


def _cells(canvas: Canvas, years: list[int], kind: str, y: float, size: float, axes: dict[str, str]) -> None:
    hovers = [canvas.words.get(f"chart.claim_timeline.cell_{kind}", year=year) for year in years]
    x = [year + 0.5 for year in years]
    if kind in SIGNS:
        font = {"size": SIZE_SECOND, "color": canvas.tokens.ink}
        look: dict[str, Any] = {"mode": "text", "text": [SIGNS[kind]] * len(x), "textfont": font}
    else:
        look = {"mode": "markers", "marker": cell_marker(kind, size, canvas.tokens)}
    canvas.trace("scatter", x, [y] * len(x), hovers, cliponaxis=False, **look, **axes)
    if kind == "classified":
        canvas.shapes += [shackle(year, y, size, canvas.tokens, axes) for year in x]
    if kind == "out_of_scope":
        for first, last in runs(years):
            canvas.shapes.append(frame(first + 0.08, last + 0.92, y, canvas.tokens, axes))


def cell_marker(kind: str, size: float, tokens: Tokens) -> dict[str, Any]:
    """The mark of one kind of cell, told apart by shape alone. A hollow square is a report to the UN wherever
    it stands, so a year without such a line is a dot."""
    outline = {"width": 1.5, "color": tokens.ink}
    body = {"width": 1.5, "color": tokens.edge}
    return {
        "line": {"symbol": "square", "size": size, "color": tokens.ink, "line": outline},
        "covered": {"symbol": "circle", "size": 0.45 * size, "color": tokens.ink, "line": {"width": 0}},
        "no_report": {"symbol": "x-thin", "size": size - 2, "line": {"width": 2, "color": tokens.ink}},
        "not_loaded": {"symbol": "line-ew", "size": size - 2, "line": {"width": 1.5, "color": tokens.edge}},
        "classified": {"symbol": "square", "size": size - 3, "color": tokens.background, "line": body},
        "out_of_scope": {"symbol": "square", "size": size, "color": CLEAR, "line": {"width": 0}},
        "number": {"symbol": "square", "size": size, "color": tokens.ink, "line": outline},
        "other_unit": {"symbol": "bowtie-open", "size": size, "color": tokens.edge, "line": {"width": 1.5}},
    }[kind]


def shackle(year: float, y: float, size: float, tokens: Tokens, axes: dict[str, str]) -> dict[str, Any]:
    """The bow that makes a lock of the mark of a classified number."""
    reach = 0.3 * size
    path = (
        f"M {-reach},{reach} L {-reach},{2 * reach} Q {-reach},{3 * reach} 0,{3 * reach} "
        f"Q {reach},{3 * reach} {reach},{2 * reach} L {reach},{reach}"
    )
    place = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": year, "yanchor": y}
    refs = {"xref": axes["xaxis"], "yref": axes["yaxis"]}
    line = {"width": 1.5, "color": tokens.edge}
    return {"type": "path", "path": path, "fillcolor": CLEAR, "line": line} | place | refs


def frame(first: float, last: float, y: float, tokens: Tokens, axes: dict[str, str]) -> dict[str, Any]:
    """The dotted frame around years that a source does not cover."""
    place = {"x0": first, "x1": last, "y0": y - 6, "y1": y + 6, "xref": axes["xaxis"], "yref": axes["yaxis"]}
    return {
        "type": "rect",
        "fillcolor": CLEAR,
        "line": {"width": 1, "color": tokens.edge, "dash": "dot"},
    } | place
