"""One row per claim: the declared number on one common line, the documented bar read against it.

Every row has its own scale, set so that all declared numbers stand above each other; rows are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.canvas import Canvas, documented_text
from dashboard.charts.claim_line_rows import (
    CLAIM_AT,
    JUDGED,
    Row,
    crowded,
    declared_hover,
    declared_number,
    declared_text,
    documented_word,
    ordered,
    sentence,
    third_party_said,
    un_said,
    unit_text,
)
from dashboard.charts.lettering import NARROW, escape, fit, text_width
from dashboard.numbers import number
from dashboard.style import CLEAR, SIZE_LABEL, SIZE_SECOND, TOOLBAR, Tokens
from dashboard.words import Words

QUESTION = "chart.claim_line.question"
LIMIT = 12
"""Rows shown before "show all"."""

ROW = 82
BAR = 14


def build(
    rows: Sequence[Row], tokens: Tokens, words: Words, credit: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    """The figure of the first `limit` rows in their order; each mark carries `customdata=[claim_id]`."""
    shown = ordered(rows)[:limit]
    top = TOOLBAR + 28
    canvas = Canvas(tokens, words, top + ROW * len(shown) - 10, credit)
    if shown:
        _heading(canvas, top, len(shown))
    for index, row in enumerate(shown):
        _row(canvas, row, index, top + ROW * index)
    return canvas.figure()


def describe(rows: Sequence[Row], words: Words, limit: int = LIMIT) -> str:
    """The same rows as sentences, for `alt=`."""
    shown = ordered(rows)[:limit]
    if not shown:
        return words.get("chart.claim_line.alt_empty")
    count = number(len(shown), words.language)
    start = words.get("chart.claim_line.alt_one" if len(shown) == 1 else "chart.claim_line.alt", number=count)
    return start + " ".join(sentence(row, words) for row in shown)


def marks(rows: Sequence[Row], limit: int = LIMIT) -> list[str]:
    """The marks that occur, for `charts.key.items`."""
    shown = ordered(rows)[:limit]
    qualifiers = {row.qualifier for row in shown if declared_number(row) is not None}
    occurs = {
        "firm": any(row.firm for row in shown),
        "estimated": any(row.estimated for row in shown),
        "declared": bool(qualifiers - {"approx"}),
        "at_least": "at_least" in qualifiers,
        "at_most": "at_most" in qualifiers,
        "approx": "approx" in qualifiers,
        "un": any(row.un_quantity is not None for row in shown),
        "third_party": any(row.third_party_quantity is not None for row in shown),
        "not_covered": any(row.verdict not in JUDGED for row in shown),
    }
    return [mark for mark, there in occurs.items() if there]


def _largest(row: Row) -> float:
    declared = declared_number(row)
    if declared:
        return declared / CLAIM_AT
    recorded = [(row.firm or 0) + (row.estimated or 0), row.un_quantity or 0, row.third_party_quantity or 0]
    return max(recorded) / 0.85 or 1


def _heading(canvas: Canvas, top: float, rows: int) -> None:
    tokens, words = canvas.tokens, canvas.words
    ends = (top - 6, top + ROW * rows - 38)
    canvas.stroke((CLAIM_AT, CLAIM_AT), ends, tokens.declared, 1.5, dash="dot", layer="below")
    for x, key, anchor, colour in (
        (CLAIM_AT, "declared", "center", tokens.declared),
        (1, "documented", "right", tokens.firm),
    ):
        text = f"<b>{words.get(f'chart.claim_line.{key}')}</b>"
        canvas.note(x, top - 8, text, anchor, size=SIZE_LABEL, colour=colour)


def _row(canvas: Canvas, row: Row, index: int, top: float) -> None:
    largest = _largest(row)
    axes = canvas.row_axes(index, top + 22, top + 53, largest)
    judged = row.verdict in JUDGED
    canvas.box(
        top + 26, top + 40, canvas.tokens.track if judged else CLEAR, "" if judged else canvas.tokens.edge
    )
    mark = axes | {"customdata": [[row.claim_id]]}
    if row.verdict not in ("not_comparable", "out_of_scope"):
        _bars(canvas, row, mark)
        if (row.firm or 0) + (row.estimated or 0) > largest:
            _slits(canvas, top)
    _hanging_marks(canvas, row, largest, mark)
    canvas.declared(
        row.quantity_low,
        row.quantity_high,
        row.qualifier,
        11,
        declared_hover(row, canvas.words),
        axes,
        largest,
        chosen=row.claim_id,
    )
    _first_line(canvas, row, top + 22)
    _second_line(canvas, row, top + 53)


def _bars(canvas: Canvas, row: Row, mark: dict[str, Any]) -> None:
    names = (("hover_firm", row.firm), ("hover_estimated", row.estimated))
    hovers = [
        canvas.words.get(
            f"chart.claim_line.{name}",
            system=escape(row.system),
            number=number(value or 0, canvas.words.language),
            unit=row.unit,
        )
        for name, value in names
    ]
    canvas.documented_bars(row.firm, row.estimated, 11, (hovers[0], hovers[1]), BAR, **mark)


def _slits(canvas: Canvas, top: float) -> None:
    for x in (0.955, 0.97):
        canvas.stroke((x, x + 0.008), (top + 41, top + 25), canvas.tokens.background, 3)


def _hanging_marks(canvas: Canvas, row: Row, largest: float, mark: dict[str, Any]) -> None:
    """UN and third-party numbers, under the bar, so that the declared mark cannot cover them."""
    words = canvas.words
    if row.un_quantity is not None:
        hover = words.get(
            "chart.claim_line.hover_un",
            number=number(row.un_quantity, words.language),
            unit=row.unit,
            year=row.un_year or row.un_note,
        )
        _hang(canvas, row.un_quantity, largest, "square", 8, hover, mark)
    if row.third_party_quantity is not None:
        hover = words.get(
            "chart.claim_line.hover_third_party",
            source=escape(row.third_party),
            number=number(row.third_party_quantity, words.language),
            unit=row.unit,
            years=row.third_party_years,
        )
        _hang(canvas, row.third_party_quantity, largest, "triangle-up", 9, hover, mark)


def _hang(
    canvas: Canvas, value: float, largest: float, symbol: str, size: float, hover: str, mark: dict[str, Any]
) -> None:
    beyond = value > largest
    canvas.hollow(
        [largest * 0.955 if beyond else max(value, largest * 0.014)], [24], symbol, size, hover, **mark
    )
    if beyond:
        refs = {"xref": mark["xaxis"], "yref": mark["yaxis"], "axref": mark["xaxis"], "ayref": mark["yaxis"]}
        place = {"x": largest * 0.998, "ax": largest * 0.97, "y": 24, "ay": 24}
        look = {
            "text": "",
            "showarrow": True,
            "arrowhead": 2,
            "arrowwidth": 1.5,
            "arrowcolor": canvas.tokens.ink,
        }
        canvas.notes.append(refs | place | look)


def _first_line(canvas: Canvas, row: Row, y: float) -> None:
    tokens, words = canvas.tokens, canvas.words
    declared = declared_text(row, words)
    known = declared_number(row) is not None
    half = text_width(declared, bold=known) / 2
    name = fit(row.system, NARROW * CLAIM_AT - half - 8, bold=True)
    rest = NARROW * CLAIM_AT - half - 8 - text_width(name + " ", bold=True)
    unit = fit(unit_text(row, words), rest) if rest > 24 else ""
    muted = f" <span style='color:{tokens.muted}'>{escape(unit)}</span>" if unit else ""
    canvas.note(0, y, f"<b>{escape(name)}</b>{muted}")
    text, colour = (f"<b>{declared}</b>", tokens.declared) if known else (declared, tokens.muted)
    canvas.note(CLAIM_AT, y, text, "center", colour=colour)
    word = documented_word(row, words)
    if word:
        text = f"<b>{word}</b>" if row.verdict in JUDGED else word
        canvas.note(1, y, text, "right", colour=tokens.muted)
    else:
        numbers = row.firm if crowded(row, words) else None
        shown = documented_text(numbers, None, words) or documented_text(row.firm, row.estimated, words)
        canvas.note(1, y, shown, "right", colour=tokens.firm)


def _second_line(canvas: Canvas, row: Row, y: float) -> None:
    words, muted = canvas.words, canvas.tokens.muted
    right = words.get(f"verdict.short.{row.verdict}")
    if crowded(row, words):
        right = f"+ {documented_text(None, row.estimated, words, bold=False)} · {right}"
    free = NARROW - text_width(right, SIZE_SECOND) - 10
    third_party = third_party_said(row, words)
    joined = f" · {third_party}" if third_party else ""
    said = un_said(row, words)
    left = fit(said, free - text_width(joined, SIZE_SECOND), SIZE_SECOND) + joined if said else third_party
    canvas.note(0, y, escape(left), valign="top", size=SIZE_SECOND, colour=muted)
    canvas.note(1, y, right, "right", "top", SIZE_SECOND, muted)
