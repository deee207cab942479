"""Two to six states, one system or class, one unit, one scale: documented and declared for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.canvas import Canvas, documented_text, documented_told
from dashboard.charts.lettering import NARROW, escape, fit, text_width
from dashboard.numbers import number, quantity
from dashboard.style import CLEAR, SIZE_SECOND, TOOLBAR, Tokens
from dashboard.words import Words

QUESTION = "chart.compare.question"
ROW = 70
BAR = 14
MOST = 6


@dataclass(frozen=True)
class Row:
    """One state. `missing` is the key in [cell] of the word where nothing is documented: `no_row`, or
    `other_unit`, `not_covered`, `not_loaded`, for which the track is a dotted frame."""

    party_id: str
    name: str
    firm: float | None = None
    estimated: float | None = None
    quantity_low: float | None = None
    quantity_high: float | None = None
    qualifier: str = "exact"
    speaker: str = ""
    claim_id: str = ""
    missing: str = "no_row"


def build(
    rows: Sequence[Row], tokens: Tokens, words: Words, credit: str = "", unit: str = ""
) -> dict[str, Any]:
    """The figure, states in the order given, at most six; each mark carries `customdata=[party_id]`."""
    shown = rows[:MOST]
    canvas = Canvas(tokens, words, TOOLBAR + ROW * len(shown), credit)
    largest = _largest(shown)
    for index, row in enumerate(shown):
        _row(canvas, row, index, largest, unit)
    return canvas.figure()


def describe(rows: Sequence[Row], words: Words, unit: str = "") -> str:
    """The same as sentences, for `alt=`."""
    shown = rows[:MOST]
    start = words.get("chart.compare.alt", number=number(len(shown), words.language), unit=unit)
    return start + " ".join(
        words.get(
            "chart.compare.alt_row",
            name=row.name,
            documented=documented_told(row.firm, row.estimated, words) or words.get(f"cell.{row.missing}"),
            declared=_declared(row, words) or words.get("cell.no_claim"),
        )
        for row in shown
    )


def _declared(row: Row, words: Words) -> str:
    return quantity(row.quantity_low, row.quantity_high, row.qualifier, words) or ""


def _largest(rows: Sequence[Row]) -> float:
    """The end of the one scale, with room for an arrow."""
    ends = [1.0] if not rows else []
    for row in rows:
        stated = max(row.quantity_low or 0, row.quantity_high or 0)
        ends.append(stated * (1.2 if row.qualifier == "at_least" else 1.03))
        ends.append((row.firm or 0) + (row.estimated or 0))
    return max(ends) or 1


def _row(canvas: Canvas, row: Row, index: int, largest: float, unit: str) -> None:
    tokens = canvas.tokens
    top = TOOLBAR + ROW * index
    axes = canvas.row_axes(index, top + 20, top + 42, largest)
    documented = bool(row.firm or row.estimated)
    framed = not documented and row.missing != "no_row"
    canvas.box(top + 24, top + 38, CLEAR if framed else tokens.track, tokens.edge if framed else "")
    name = escape(row.name)
    words = canvas.words
    hovers = [
        words.get(
            f"chart.claim_line.hover_{part}",
            system=name,
            number=number(value or 0, words.language),
            unit=unit,
        )
        for part, value in (("firm", row.firm), ("estimated", row.estimated))
    ]
    mark = {"customdata": [[row.party_id]]}
    canvas.documented_bars(row.firm, row.estimated, 11, (hovers[0], hovers[1]), BAR, **axes, **mark)
    hover = f"{name}. {words.get('chart.compare.declared', quantity=_declared(row, words))} {unit}".rstrip()
    bounds = (row.quantity_low, row.quantity_high)
    canvas.declared(*bounds, row.qualifier, 11, hover, axes, largest, chosen=row.party_id)
    _words(canvas, row, top)


def _words(canvas: Canvas, row: Row, top: float) -> None:
    tokens, words = canvas.tokens, canvas.words
    documented = documented_text(row.firm, row.estimated, words)
    text = documented or words.get(f"cell.{row.missing}")
    free = NARROW - text_width(text.replace("<b>", "").replace("</b>", ""), bold=True) - 10
    canvas.note(0, top + 20, f"<b>{escape(fit(row.name, free, bold=True))}</b>")
    canvas.note(1, top + 20, text, "right", colour=tokens.firm if documented else tokens.muted)
    declared = _declared(row, words)
    if not declared:
        canvas.note(
            0, top + 42, words.get("cell.no_claim"), valign="top", size=SIZE_SECOND, colour=tokens.muted
        )
        return
    said = words.get("chart.compare.declared", quantity=declared)
    speaker = fit(f" · {row.speaker}", NARROW - text_width(said, SIZE_SECOND, bold=True), SIZE_SECOND)
    muted = f"<span style='color:{tokens.muted}'>{escape(speaker)}</span>" if row.speaker else ""
    canvas.note(0, top + 42, f"<b>{said}</b>{muted}", valign="top", size=SIZE_SECOND, colour=tokens.declared)
