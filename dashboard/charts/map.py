"""The world map: four steps of blue, and a look of its own for each way of having no number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import world
from dashboard.charts.canvas import Canvas
from dashboard.charts.lettering import broken, escape
from dashboard.numbers import number
from dashboard.style import CLEAR, SIZE_SECOND, TOOLBAR, Tokens
from dashboard.words import Words

QUESTION = "chart.map.question"
HEIGHT = 380
LIMITS = (100.0, 1_000.0, 10_000.0)
"""Where one step of blue ends and the next begins, in the unit of the map."""

NOT_DRAWN = ("ATA",)
"""Antarctica: no state, and a fifth of the picture."""

KINDS = ("number", "zero", "nothing", "no_report", "classified", "out_of_scope")


@dataclass(frozen=True)
class Row:
    """One party. `iso_numeric` is ISO 3166-1 (`862`), empty for a party without one; `name` in the reader's
    language; `kind`: number | zero (a source wrote 0) | nothing (documented) | no_report | classified |
    out_of_scope. A number needs a `value`; with any other kind `value` is not read."""

    party_id: str
    iso_numeric: str
    name: str
    value: float | None = None
    kind: str = "number"


def build(
    rows: Sequence[Row],
    tokens: Tokens,
    words: Words,
    credit: str = "",
    unit: str = "",
    limits: tuple[float, float, float] = LIMITS,
) -> dict[str, Any]:
    """The figure; each shape carries `customdata=[party_id]`. A state of the map without a row is hatched."""
    unit = unit or words.get("unit.tiv_million")
    canvas = Canvas(tokens, words, TOOLBAR + HEIGHT, credit)
    placed = {shape.code: row for row in rows if (shape := _shape(row)) and row.kind != "out_of_scope"}
    _numbers(canvas, placed, unit, limits)
    _nothing(canvas, placed)
    _zeros(canvas, placed)
    _without_report(canvas, placed)
    _classified(canvas, placed)
    _disputed(canvas)
    return canvas.figure(geo=_geo(canvas))


def off_map(rows: Iterable[Row]) -> list[Row]:
    """Rows with something to say that the map cannot draw, to be named below it; the largest first."""
    missing = [row for row in rows if _says(row) and (row.kind == "out_of_scope" or _shape(row) is None)]
    return sorted(missing, key=lambda row: -(row.value or 0))


def describe(rows: Sequence[Row], words: Words, unit: str = "", most: int = 5) -> str:
    """The same as a sentence, for `alt=`: how many states have a value and which have the most."""
    unit = unit or words.get("unit.tiv_million")
    valued = sorted((row for row in rows if _value(row) is not None), key=lambda row: -(row.value or 0))
    if not valued:
        return words.get("chart.map.alt_empty", unit=unit)
    top = ", ".join(f"{row.name} {_printed(row.value or 0, words)}" for row in valued[:most])
    return words.get("chart.map.alt", unit=unit, number=number(len(valued), words.language), top=top)


def step_of(value: float, limits: Sequence[float] = LIMITS) -> int:
    """Which of the four steps of blue a value has: 0 under the first limit, 3 from the last on."""
    return sum(value >= limit for limit in limits)


def _shape(row: Row) -> world.Shape | None:
    shapes = world.shapes()
    return shapes.get(row.iso_numeric) or shapes.get(row.party_id)


def _value(row: Row) -> float | None:
    return row.value if row.kind == "number" else None


def _says(row: Row) -> bool:
    return _value(row) is not None or row.kind not in ("number", "nothing")


def _printed(value: float, words: Words) -> str:
    return number(value, words.language, 0 if value >= 10 else 1)


def _of_kind(placed: Mapping[str, Row], kind: str) -> dict[str, Row]:
    return {code: row for code, row in placed.items() if row.kind == kind}


def _fill(
    canvas: Canvas, codes: Sequence[str], party_ids: Sequence[str], hovers: Sequence[str], **look: Any
) -> None:
    if codes:
        canvas.traces.append(
            {
                "type": "choropleth",
                "locations": [world.shapes()[code].location for code in codes],
                "customdata": [[party_id] for party_id in party_ids],
                "hovertext": broken(list(hovers)),
                "hoverinfo": "text",
                "showscale": False,
                "unselected": {"marker": {"opacity": 1}},
            }
            | look
        )


def _plain(colour: str, outline: str, count: int) -> dict[str, Any]:
    scale = [[0, colour], [1, colour]]
    return {"z": [0] * count, "colorscale": scale, "marker": {"line": {"color": outline, "width": 0.6}}}


def _numbers(
    canvas: Canvas, placed: Mapping[str, Row], unit: str, limits: tuple[float, float, float]
) -> None:
    tokens, words = canvas.tokens, canvas.words
    valued = {code: row for code, row in placed.items() if _value(row) is not None}
    steps = [step_of(row.value or 0, limits) for row in valued.values()]
    outlines = [tokens.edge if step < tokens.steps_outlined else tokens.background for step in steps]
    scale = [[(step + side) / 4, colour] for step, colour in enumerate(tokens.steps) for side in (0, 1)]
    hovers = [
        words.get("chart.map.hover", name=escape(row.name), number=_printed(row.value or 0, words), unit=unit)
        for row in valued.values()
    ]
    look = {"z": steps, "zmin": -0.5, "zmax": 3.5, "colorscale": scale}
    border = {"marker": {"line": {"color": outlines, "width": 0.6}}}
    _fill(canvas, list(valued), [row.party_id for row in valued.values()], hovers, **look, **border)


def _nothing(canvas: Canvas, placed: Mapping[str, Row]) -> None:
    """Hatched grey: the table covers the state and has nothing on it."""
    tokens, words = canvas.tokens, canvas.words
    codes = [
        code
        for code, shape in world.shapes().items()
        if shape.location not in NOT_DRAWN and (code not in placed or not _says(placed[code]))
    ]
    names = [placed[code].name if code in placed else world.shapes()[code].name for code in codes]
    hovers = [words.get("chart.map.hover_nothing", name=escape(name)) for name in names]
    party_ids = [placed[code].party_id if code in placed else "" for code in codes]
    _fill(canvas, codes, party_ids, hovers, **_plain(tokens.track, tokens.edge, len(codes)))
    lon: list[float | None] = []
    lat: list[float | None] = []
    for code in codes:
        lon += world.shapes()[code].hatch[0]
        lat += world.shapes()[code].hatch[1]
    _pen(canvas, lon, lat, {"color": tokens.edge, "width": 0.8})


def _zeros(canvas: Canvas, placed: Mapping[str, Row]) -> None:
    tokens = canvas.tokens
    rows = _of_kind(placed, "zero")
    look = _plain(tokens.background, tokens.ink, len(rows)) | {
        "marker": {"line": {"color": tokens.ink, "width": 1}}
    }
    _stated(canvas, rows, "hover_zero", look, "0")


def _classified(canvas: Canvas, placed: Mapping[str, Row]) -> None:
    rows = _of_kind(placed, "classified")
    look = _plain(canvas.tokens.line, canvas.tokens.edge, len(rows))
    _stated(canvas, rows, "hover_classified", look, canvas.words.get("chart.map.word_classified"))


def _without_report(canvas: Canvas, placed: Mapping[str, Row]) -> None:
    rows = _of_kind(placed, "no_report")
    look = _plain(canvas.tokens.background, CLEAR, len(rows))
    _stated(canvas, rows, "hover_no_report", look, "")
    lon: list[float | None] = []
    lat: list[float | None] = []
    for code in rows:  # one trace for all: 180 dotted outlines of their own took seconds to draw
        for kept, outline in zip((lon, lat), world.outline(world.shapes()[code].location), strict=True):
            kept += [None, *outline]
    _pen(canvas, lon, lat, {"color": canvas.tokens.edge, "width": 1, "dash": "dot"})


def _stated(canvas: Canvas, rows: Mapping[str, Row], hover: str, look: dict[str, Any], text: str) -> None:
    """States whose look needs a word on the map as well."""
    hovers = [canvas.words.get(f"chart.map.{hover}", name=escape(row.name)) for row in rows.values()]
    _fill(canvas, list(rows), [row.party_id for row in rows.values()], hovers, **look)
    if rows and text:
        centres = [world.shapes()[code].centre for code in rows]
        canvas.traces.append(
            {
                "type": "scattergeo",
                "mode": "text",
                "lon": [lon for lon, _ in centres],
                "lat": [lat for _, lat in centres],
                "text": [text] * len(centres),
                "textfont": {"size": SIZE_SECOND, "color": canvas.tokens.ink},
                "hoverinfo": "skip",
            }
        )


def _disputed(canvas: Canvas) -> None:
    words = canvas.words
    for place, (lon, lat) in world.disputed().items():
        hover = words.get("chart.map.hover_disputed", places=words.get(f"chart.map.places.{place}"))
        for colour, width, dash in ((canvas.tokens.background, 1.6, "solid"), (canvas.tokens.ink, 1, "dash")):
            _pen(canvas, lon, lat, {"color": colour, "width": width, "dash": dash}, hover)


def _pen(
    canvas: Canvas,
    lon: Sequence[float | None],
    lat: Sequence[float | None],
    line: dict[str, Any],
    hover: str = "",
) -> None:
    if lon:
        told = {"hoverinfo": "text", "hovertext": broken(hover)} if hover else {"hoverinfo": "skip"}
        place = {"type": "scattergeo", "mode": "lines", "lon": list(lon), "lat": list(lat)}
        canvas.traces.append(place | told | {"line": line})


def _geo(canvas: Canvas) -> dict[str, Any]:
    top, bottom = canvas.y(TOOLBAR), canvas.y(TOOLBAR + HEIGHT)
    return {
        "projection": {"type": "natural earth"},
        "domain": {"x": [0, 1], "y": [max(0.0, bottom), top]},
        "lataxis": {"range": [-56, 84]},
        "showframe": False,
        "showcoastlines": False,
        "showland": False,
        "showcountries": False,
        "bgcolor": CLEAR,
    }
