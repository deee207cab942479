"""Who supplied it, and when: small bars, supplier by year, one scale for all rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts.canvas import Canvas
from dashboard.charts.lettering import NARROW, escape, fit
from dashboard.charts.timeline_rows import Scale
from dashboard.numbers import number
from dashboard.style import SIZE_LABEL, SIZE_SECOND, TOOLBAR, Tokens, firm_bar
from dashboard.words import Words

QUESTION = "chart.supply.question"
SHOWN = 6
"""Suppliers with a row of their own; the others share one."""

TALLEST = 66
"""Pixels of the largest bar."""

EDGE = 0.95
"""Share of the width from which on the number over a bar stands flush with the edge, to stay whole."""

LABEL = 26
AXIS = 24


@dataclass(frozen=True)
class Row:
    """What one supplier delivered in a year, in the unit of the figure (million TIV, unless it is said)."""

    supplier: str
    year: int
    value: float


@dataclass
class _Line:
    name: str
    years: dict[int, float]
    total: float
    top: float = 0
    height: float = field(default=0)


def build(
    rows: Sequence[Row],
    tokens: Tokens,
    words: Words,
    credit: str = "",
    unit: str = "",
    first_year: int | None = None,
    last_year: int | None = None,
) -> dict[str, Any]:
    """The figure; the years default to those of the rows. Each bar carries `customdata=[supplier, year]`."""
    unit = unit or words.get("unit.tiv_million")
    lines = _lines(rows, words)
    peak = max((value for line in lines for value in line.years.values()), default=0)
    bottom = _stack(lines, peak)
    canvas = Canvas(tokens, words, bottom + AXIS, credit)
    years = [row.year for row in rows]
    first, last = first_year or min(years, default=2000), last_year or max(years, default=2001)
    scale = Scale(first - 0.7, last + 0.7, 1)
    _axis(canvas, scale, bottom)
    for line in lines:
        _bars(canvas, line, peak, unit, bottom)
        _words(canvas, line, scale, peak)
    return canvas.figure()


def describe(rows: Sequence[Row], words: Words, unit: str = "") -> str:
    """The same as sentences, for `alt=`: each supplier's total, and the largest year."""
    if not rows:
        return words.get("chart.supply.alt_empty")
    unit = unit or words.get("unit.tiv_million")
    lines = _lines(rows, words)
    span = {"first": min(row.year for row in rows), "last": max(row.year for row in rows)}
    told = [
        words.get("chart.supply.alt_row", supplier=line.name, number=_printed(line.total, words))
        for line in lines
    ]
    largest, year = max(
        ((line, year) for line in lines for year in line.years), key=lambda at: at[0].years[at[1]]
    )
    peak = _printed(largest.years[year], words)
    told.append(words.get("chart.supply.alt_peak", supplier=largest.name, year=year, number=peak))
    return words.get("chart.supply.alt", unit=unit, **span) + " ".join(told)


def _lines(rows: Sequence[Row], words: Words) -> list[_Line]:
    """One line per supplier, the largest first, the small ones together as the last."""
    totals: Counter[str] = Counter()
    years: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        totals[row.supplier] += row.value  # type: ignore[assignment]  # a Counter adds any number
    ranked = [name for name, _ in sorted(totals.items(), key=lambda at: (-at[1], at[0]))]
    own = ranked if len(ranked) <= SHOWN + 1 else ranked[:SHOWN]
    others = words.get("chart.supply.others", number=number(len(ranked) - len(own), words.language))
    for row in rows:
        years[row.supplier if row.supplier in own else others][row.year] += row.value
    names = own if len(own) == len(ranked) else [*own, others]
    return [_Line(name, dict(years[name]), sum(years[name].values())) for name in names]


def _stack(lines: list[_Line], peak: float) -> float:
    """Gives every line its place: its name, room for its own tallest bar; returns where the last one ends."""
    y: float = TOOLBAR
    for line in lines:
        tallest = max(line.years.values(), default=0)
        number_above = 16 if tallest == peak else 0
        line.top = y
        line.height = LABEL + number_above + max(10.0, TALLEST * tallest / peak if peak else 0)
        y += line.height + 8
    return y - 8 if lines else y


def _printed(value: float, words: Words) -> str:
    return number(value, words.language, 0 if value >= 10 else 1)


def _axis(canvas: Canvas, scale: Scale, bottom: float) -> None:
    canvas.axes["xaxis"] = {
        "range": [scale.first, scale.last],
        "tickvals": scale.ticks,
        "ticktext": [str(year) for year in scale.ticks],
        "tickfont": {"size": SIZE_LABEL},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "anchor": "y",
    }
    canvas.axes["yaxis"] = {
        "domain": [canvas.y(bottom), canvas.y(0)],
        "range": [0, bottom],
        "visible": False,
        "fixedrange": True,
    }


def _bars(canvas: Canvas, line: _Line, peak: float, unit: str, bottom: float) -> None:
    base = bottom - line.top - line.height
    ground = line.top + line.height
    canvas.stroke((0, 1), (ground, ground), canvas.tokens.edge, 1)
    shown = [(year, value) for year, value in sorted(line.years.items()) if value > 0]
    if not shown:
        return
    hovers = [
        canvas.words.get(
            "chart.supply.hover",
            supplier=escape(line.name),
            year=year,
            number=_printed(value, canvas.words),
            unit=unit,
        )
        for year, value in shown
    ]
    canvas.trace(
        "bar",
        [year for year, _ in shown],
        [max(2.0, TALLEST * value / peak) for _, value in shown],
        hovers,
        base=[base] * len(shown),
        width=0.78,
        marker=firm_bar(canvas.tokens),
        customdata=[[line.name, year] for year, _ in shown],
    )


def _words(canvas: Canvas, line: _Line, scale: Scale, peak: float) -> None:
    words = canvas.words
    y = line.top + LABEL - 6
    canvas.note(0, y, f"<b>{escape(fit(line.name, NARROW * 0.7, bold=True))}</b>", size=14)
    canvas.note(1, y, _printed(line.total, words), "right", size=14)
    years = [year for year, value in line.years.items() if value == peak]
    if years and peak:
        above = line.top + line.height - TALLEST - 2
        x, colour = scale.share(years[0]), canvas.tokens.firm
        anchor = "right" if x > EDGE else "left" if x < 1 - EDGE else "center"
        place = (1 if x > EDGE else 0 if x < 1 - EDGE else x), above
        canvas.note(*place, _printed(peak, words), anchor, size=SIZE_SECOND, colour=colour)
