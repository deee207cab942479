"""The key under a chart: small marks and their words, a picture that nobody needs to point at."""

from __future__ import annotations

import html
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from dashboard.charts.lettering import NARROW, text_width
from dashboard.charts.map import LIMITS
from dashboard.charts.strip import KINDS, SIGNS
from dashboard.numbers import number
from dashboard.style import SIZE_LABEL, SIZE_SECOND, Tokens
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


def build(shown: Sequence[Item], tokens: Tokens, columns: int = 2) -> str:
    """The items in columns, read downwards, as HTML for `st.html`; Plotly would need 40 ms for it.

    The pictures are images, because `st.html` takes no SVG as it stands; the words are the page's own.
    """
    rows = max(1, math.ceil(len(shown) / columns))
    grid = f"grid-template:repeat({rows},{ROW}px)/repeat({columns},minmax(0,1fr));grid-auto-flow:column"
    look = f"font-size:{SIZE_LABEL}px;line-height:1.1;color:{tokens.muted}"
    listed = "".join(f"{_item(item, tokens)}" for item in shown)
    return f'<ul style="list-style:none;margin:0;padding:0;display:grid;{grid};{look}">{listed}</ul>'


def _item(item: Item, tokens: Tokens) -> str:
    """A mark and its words in a line; what is only seen has nothing to be heard."""
    mark = _sign(item.mark, tokens) if item.mark in SIGNS else _image(_mark(item.mark, tokens))
    row = "display:flex;align-items:center;gap:8px;margin:0;padding:0"
    return f'<li style="{row}">{mark}<span>{html.escape(item.label)}</span></li>'


def _image(drawn: str) -> str:
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -8 26 16">{drawn}</svg>'
    return f'<img alt="" width="26" height="16" src="data:image/svg+xml,{quote(picture)}">'


def _with_unit(text: str, unit: str) -> str:
    """The unit after the last step, where a phone has room for it; the heading of the map names it anyway."""
    longer = f"{text} {unit}"
    return longer if text_width(longer, SIZE_LABEL) <= NARROW / 2 - LABEL_AT else text


def _mark(mark: str, tokens: Tokens) -> str:
    """The picture of a mark as SVG, from 0 to 24 across, upwards from its middle."""
    if mark.startswith("step"):
        step = int(mark[-1])
        inside = _box(tokens.steps[step], tokens.edge if step < tokens.steps_outlined else "")
    else:
        inside = _named_box(mark, tokens) if mark in BOXES else _path(mark, tokens)
    return f'<g transform="scale(1 -1)">{inside}</g>'


def _sign(mark: str, tokens: Tokens) -> str:
    """The letter of a mark that is one."""
    look = f"width:26px;text-align:center;font-size:{SIZE_SECOND}px;color:{tokens.ink}"
    return f'<span style="{look}">{html.escape(SIGNS[mark])}</span>'


def _colour(mark: str, tokens: Tokens) -> str:
    if mark in ("declared", "approx", "at_least", "at_most"):
        return tokens.declared
    faint = mark in ("not_loaded", "classified", "other_unit")
    return tokens.edge if faint else tokens.ink


def _path(mark: str, tokens: Tokens) -> str:
    colour = _colour(mark, tokens)
    fill = colour if mark in ("declared", "line", "number", "covered") else "none"
    width = WIDTHS.get(mark, 1.8)
    return f'<path d="{PATHS[mark]}" fill="{fill}" stroke="{colour}" stroke-width="{width}"/>'


def _named_box(mark: str, tokens: Tokens) -> str:
    fill, outline, dashed = {
        "firm": (tokens.firm, "", False),
        "estimated": (tokens.estimated_ground, tokens.firm, False),
        "not_covered": ("none", tokens.edge, True),
        "out_of_scope": ("none", tokens.edge, True),
        "no_report_map": ("none", tokens.edge, True),
        "zero_map": ("none", tokens.ink, False),
        "classified_map": (tokens.line, tokens.edge, False),
        "nothing_documented": (tokens.track, tokens.edge, False),
    }[mark]
    if mark not in ("estimated", "nothing_documented"):
        return _box(fill, outline, dashed)
    colour, width = (tokens.firm, 2) if mark == "estimated" else (tokens.edge, 1)
    lines = "".join(f"M {start},-5 L {start + 3},5 " for start in (2, 8, 14, 20))
    hatch = f'<path d="{lines.strip()}" stroke="{colour}" stroke-width="{width}"/>'
    return _box(fill, outline) + hatch


def _box(fill: str, outline: str, dashed: bool = False) -> str:
    line = f'stroke="{outline}" stroke-width="1.2"' if outline else ""
    dash = ' stroke-dasharray="2 2"' if dashed else ""
    return f'<rect x="0" y="-6" width="24" height="12" fill="{fill}" {line}{dash}/>'
