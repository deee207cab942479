"""What was declared and what was documented by then: steps, claims over time, the coverage strip.

A delivery's step stands at the end of its year. After the last covered year the level goes on as a dotted
line, because the record ends there, not the deliveries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts import strip
from dashboard.charts.canvas import Canvas, documented_told
from dashboard.charts.lettering import escape
from dashboard.charts.strip import Cell, Strip
from dashboard.charts.timeline_labels import Labels, Place, label
from dashboard.charts.timeline_rows import (
    PLOT,
    Delivery,
    Level,
    Said,
    Scale,
    Timeline,
    UnReport,
    bounds,
    documented_by,
    gap_text,
    in_view,
    levels,
    scale_of,
)
from dashboard.numbers import date, number, quantity, year_position
from dashboard.style import CLEAR, SIZE_LABEL, SIZE_NUMBER, Tokens, hatch
from dashboard.words import Words

QUESTION = "chart.claim_timeline.question"
AXIS = 28


NOTHING = {
    "no_record": "no_row",
    "not_comparable": "other_unit",
    "out_of_scope": "nothing_covered",
    "cannot_be_judged": "not_judged",
}


def build(rows: Timeline, tokens: Tokens, words: Words, credit: str = "") -> dict[str, Any]:
    """The figure; claim marks carry `customdata=[claim_id]`."""
    canvas = Canvas(tokens, words, PLOT + AXIS + strip.height(rows.strips) + 6, credit)
    scale = scale_of(rows)
    steps = levels(rows)
    labels = Labels(canvas, scale, steps, scale.share((rows.last_covered_year or scale.last) + 1))
    _axes(canvas, scale)
    gap = _bracket(canvas, rows, scale, labels)
    if steps:
        _areas(canvas, rows, steps, scale)
    else:
        _nothing(canvas, rows, labels)
    for said in sorted(rows.claims, key=lambda said: said is not in_view(rows)):
        _claim(canvas, rows, said, scale)
    _un_marks(canvas, rows)
    label(labels, rows, gap)
    strip.draw(canvas, rows.strips, scale.first, scale.last, PLOT + AXIS)
    return canvas.figure()


def describe(rows: Timeline, words: Words) -> str:
    """The same as sentences, for `alt=`."""
    parts = [_documented_sentence(rows, words)]
    parts += [_claim_sentence(rows, said, words) for said in rows.claims]
    if gap := gap_text(rows, words):
        parts.append(words.get("chart.claim_timeline.alt_gap", quantity=gap))
    for report in rows.un_reports:
        printed = number(report.quantity, words.language)
        told = {"reporter": report.reporter, "year": report.year, "number": printed, "unit": rows.unit}
        parts.append(words.get("chart.claim_timeline.alt_un", **told))
    for one in rows.strips:
        if missing := strip.no_report_years(one):
            years = strip.years_text(missing)
            parts.append(words.get("chart.claim_timeline.alt_no_report", source=one.source, years=years))
    return " ".join(parts)


def _documented_sentence(rows: Timeline, words: Words) -> str:
    firm, estimated = (sum(getattr(one, name) for one in rows.deliveries) for name in ("firm", "estimated"))
    if not (firm or estimated) or rows.last_covered_year is None:
        word = words.get(f"chart.claim_timeline.{NOTHING.get(rows.verdict, 'no_row')}")
        return words.get("chart.claim_timeline.alt_nothing", word=word)
    told = documented_told(firm, estimated, words)
    year = rows.last_covered_year
    return words.get("chart.claim_timeline.alt_documented", year=year, documented=told, unit=rows.unit)


def _claim_sentence(rows: Timeline, said: Said, words: Words) -> str:
    printed = quantity(said.quantity_low, said.quantity_high, said.qualifier, words)
    return words.get(
        "chart.claim_timeline.alt_declared",
        quantity=printed or words.get("cell.no_number"),
        unit=rows.unit,
        speaker=said.speaker,
        date=date(said.date, words.language),
    )


def _axes(canvas: Canvas, scale: Scale) -> None:
    edge = canvas.tokens.edge
    canvas.axes["xaxis"] = {
        "range": [scale.first, scale.last],
        "tickvals": scale.ticks,
        "ticktext": [str(year) for year in scale.ticks],
        "ticks": "outside",
        "tickcolor": edge,
        "linecolor": edge,
        "tickfont": {"size": SIZE_LABEL},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "anchor": "y",
    }
    canvas.axes["yaxis"] = {
        "domain": [canvas.y(PLOT), 1],
        "range": [0, scale.axis_top],
        "visible": False,
        "fixedrange": True,
    }


def _areas(canvas: Canvas, rows: Timeline, steps: Sequence[Level], scale: Scale) -> None:
    tokens, words = canvas.tokens, canvas.words
    end = (rows.last_covered_year or int(scale.last)) + 1
    x = [steps[0].at, *(step.at for step in steps), end]
    told = [_step_hover(step, rows.unit, words) for step in steps]
    hovers = [told[0], *told, told[-1]]
    total, firm = ([0.0, *(read(step) for step in steps)] for read in (lambda s: s.total, lambda s: s.firm))
    line = {"shape": "hv", "color": tokens.firm}
    if steps[-1].estimated:
        look = {
            "fillpattern": hatch(tokens),
            "fillcolor": tokens.estimated_ground,
            "line": line | {"width": 1.2},
        }
        y = [*total, total[-1]]
        canvas.trace(
            "scatter", x, y, hovers, name="estimated", mode="lines", fill="tozeroy", hoveron="points", **look
        )
    if steps[-1].firm:
        look = {"fillcolor": tokens.firm, "line": line | {"width": 1}}
        y = [*firm, firm[-1]]
        canvas.trace(
            "scatter", x, y, hovers, name="firm", mode="lines", fill="tozeroy", hoveron="points", **look
        )
    dotted = {"color": tokens.firm, "width": 1.5, "dash": "dot"}
    level = [total[-1], total[-1]]
    canvas.trace("scatter", [end, scale.last], level, name="after the record", mode="lines", line=dotted)


def _step_hover(step: Level, unit: str, words: Words) -> str:
    told = documented_told(step.firm, step.estimated, words)
    return words.get("chart.claim_timeline.hover_step", year=step.at - 1, documented=told, unit=unit)


def _nothing(canvas: Canvas, rows: Timeline, labels: Labels) -> None:
    """The word that stands where no steps can; framed where the record could not have shown any."""
    end = labels.end if rows.last_covered_year else 1.0
    if rows.verdict in ("not_comparable", "out_of_scope", "cannot_be_judged"):
        canvas.box(PLOT - 44, PLOT - 1, CLEAR, canvas.tokens.edge, 0, end)
    text = canvas.words.get(f"chart.claim_timeline.{NOTHING.get(rows.verdict, 'no_row')}")
    places = [
        Place(end / 2, PLOT - 22, "center"),
        Place(0, PLOT - 22, nudge=8),
        Place(end, PLOT - 22, "right", -8),
    ]
    labels.put(text, places, SIZE_NUMBER, canvas.tokens.muted, forced=True)


def _claim(canvas: Canvas, rows: Timeline, said: Said, scale: Scale) -> None:
    tokens, words = canvas.tokens, canvas.words
    values = bounds(said)
    if not values:
        return
    x = year_position(said.date)
    if said is in_view(rows):
        for value in values:
            for colour, width, dash in ((tokens.background, 4, "solid"), (tokens.declared, 1.5, "dot")):
                line = {"color": colour, "width": width, "dash": dash}
                canvas.trace("scatter", [scale.first, scale.last], [value, value], mode="lines", line=line)
    if len(values) == 2:
        bar = {"color": tokens.declared, "width": 3}
        canvas.trace("scatter", [x, x], values, mode="lines", line=bar)
    hover = words.get(
        "chart.claim_timeline.hover_declared",
        date=date(said.date, words.language),
        quantity=quantity(said.quantity_low, said.quantity_high, said.qualifier, words),
        unit=rows.unit,
        speaker=escape(said.speaker),
    )
    canvas.diamonds(
        [x] * len(values),
        values,
        hover,
        hollow=said.qualifier == "approx",
        customdata=[[said.claim_id]] * len(values),
        name="declared",
    )


def _un_marks(canvas: Canvas, rows: Timeline) -> None:
    words = canvas.words
    for report in rows.un_reports:
        hover = words.get(
            "chart.claim_timeline.hover_un",
            reporter=escape(report.reporter),
            year=report.year,
            number=number(report.quantity, words.language),
            unit=rows.unit,
        )
        canvas.hollow([report.year + 1], [report.quantity], "square", 11, hover, name="UN")


def _bracket(canvas: Canvas, rows: Timeline, scale: Scale, labels: Labels) -> str:
    """Draws the bracket from the record's level to the claim; gives its text, empty where not compared."""
    text, said = gap_text(rows, canvas.words), in_view(rows)
    if not text or said is None:
        return ""
    x = scale.share(year_position(said.date))
    low = scale.pixel(documented_by(rows, said)) - 2
    high = scale.pixel(bounds(said)[0]) + 2
    ink = canvas.tokens.ink
    canvas.stroke((x, x), (low, high), ink, 1.5)
    foot = {"xsizemode": "pixel", "xanchor": x, "x0": -5, "x1": 5}
    canvas.stroke((0, 0), (low, low), ink, 1.5, **foot)
    labels.keep_off(x, high, low)
    return text


__all__ = ["QUESTION", "Cell", "Delivery", "Said", "Strip", "Timeline", "UnReport", "build", "describe"]
