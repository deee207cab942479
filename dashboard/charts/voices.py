"""One line per voice, one unit, one scale: who says which number of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.canvas import Canvas, documented_text, documented_told
from dashboard.charts.lettering import NARROW, escape, fit, text_width
from dashboard.numbers import quantity
from dashboard.style import SIZE_LABEL, SIZE_NUMBER, TOOLBAR, Tokens
from dashboard.words import Words

QUESTION = "chart.voices.question"
ROW = 46
MARKS = {"un": ("square", 11), "third_party": ("triangle-up", 12)}


@dataclass(frozen=True)
class Row:
    """What one voice says. `voice`: declared | documented | un | third_party; `detail`: who, in the reader's
    language (`by Russia, for 2012`). A documented row has `firm` and `estimated`, any other the quantities;
    where neither is known, `missing` is the key of its word in [cell] (`other_unit`, `no_row`, `no_report`).
    """

    voice: str
    detail: str = ""
    quantity_low: float | None = None
    quantity_high: float | None = None
    qualifier: str = "exact"
    firm: float | None = None
    estimated: float | None = None
    missing: str = "no_row"
    claim_id: str = ""


def build(
    rows: Sequence[Row], tokens: Tokens, words: Words, credit: str = "", unit: str = ""
) -> dict[str, Any]:
    """The figure, lines in the order given; `unit` (plural, reader's language) stands in the hovers."""
    canvas = Canvas(tokens, words, TOOLBAR + ROW * len(rows), credit)
    largest = _largest(rows)
    axes = canvas.row_axes(0, TOOLBAR, TOOLBAR + ROW * max(1, len(rows)), largest)
    for index, row in enumerate(rows):
        _words(canvas, row, TOOLBAR + ROW * index + 20)
        if _known(row):
            middle = ROW * index + 32
            height = TOOLBAR + middle
            canvas.stroke((0, 1), (height, height), tokens.line, 1, layer="below")
            _mark(canvas, row, middle, axes, largest, unit)
    return canvas.figure()


def describe(rows: Sequence[Row], words: Words, unit: str = "") -> str:
    """The same as sentences, for `alt=`."""
    parts = []
    for row in rows:
        voice = words.get(f"chart.voices.{row.voice}")
        key = "chart.voices.alt_row" if row.detail else "chart.voices.alt_row_plain"
        told = documented_told(row.firm, row.estimated, words) or _text(row, words)
        parts.append(words.get(key, voice=voice, detail=row.detail, value=told))
    return words.get("chart.voices.alt", unit=unit) + " ".join(parts)


def _known(row: Row) -> bool:
    if row.voice == "documented":
        return bool(row.firm or row.estimated)
    return row.quantity_low is not None or row.quantity_high is not None


def _text(row: Row, words: Words) -> str:
    """The number as it is printed, or the word for not having one."""
    if not _known(row):
        return words.get(f"cell.{row.missing}")
    if row.voice == "documented":
        return documented_text(row.firm, row.estimated, words, bold=False)
    return quantity(row.quantity_low, row.quantity_high, row.qualifier, words) or ""


def _largest(rows: Sequence[Row]) -> float:
    """The end of the scale, with room for the arrow of an at-least."""
    ends = [1.0] if not rows else []
    for row in rows:
        value = row.quantity_low if row.quantity_low is not None else (row.quantity_high or 0)
        reach = max(value, row.quantity_high or 0, (row.firm or 0) + (row.estimated or 0))
        ends.append(reach * (1.28 if row.qualifier == "at_least" else 1.03))
    return max(ends) or 1


def _words(canvas: Canvas, row: Row, y: float) -> None:
    tokens, words = canvas.tokens, canvas.words
    text = _text(row, words)
    voice = words.get(f"chart.voices.{row.voice}")
    free = NARROW - text_width(text, SIZE_NUMBER, bold=True) - text_width(f"{voice} ", 14) - 10
    detail = fit(row.detail, free, SIZE_LABEL) if free > 30 and row.detail else ""
    muted = f" <span style='color:{tokens.muted};font-size:{SIZE_LABEL}px'>{escape(detail)}</span>"
    canvas.note(0, y, voice + (muted if detail else ""), size=14)
    colour = {"declared": tokens.declared, "documented": tokens.firm}.get(row.voice, tokens.ink)
    if _known(row):
        documented = documented_text(row.firm, row.estimated, words) if row.voice == "documented" else ""
        canvas.note(1, y, documented or f"<b>{text}</b>", "right", colour=colour)
    else:
        canvas.note(1, y, text, "right", colour=tokens.muted)


def _mark(canvas: Canvas, row: Row, y: float, axes: dict[str, str], largest: float, unit: str) -> None:
    tokens, words = canvas.tokens, canvas.words
    hover = (
        f"{words.get(f'chart.voices.{row.voice}')} {escape(row.detail)}: {_text(row, words)} {unit}".rstrip()
    )
    if row.voice == "documented":
        canvas.documented_bars(row.firm, row.estimated, y, (hover, hover), 14, **axes)
        return
    value = row.quantity_low if row.quantity_low is not None else row.quantity_high or 0
    colour = tokens.declared if row.voice == "declared" else tokens.ink
    stem: dict[str, Any] = {"orientation": "h", "width": 3, "marker": {"color": colour, "line": {"width": 0}}}
    canvas.trace("bar", [value], [y], **stem, **axes)
    if row.voice == "declared":
        bounds = (row.quantity_low, row.quantity_high)
        canvas.declared(*bounds, row.qualifier, y, hover, axes, largest, row.claim_id)
    else:
        symbol, size = MARKS[row.voice]
        canvas.hollow([value], [y], symbol, size, hover, **axes)
