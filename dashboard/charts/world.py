"""The shapes of the world map: which states it can draw, their hatch, outlines and the disputed lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.charts.make_world import STATIC, decoded, polygons

Line = tuple[list[float | None], list[float | None]]
"""Longitudes and latitudes, None where the pen is lifted."""


@dataclass(frozen=True)
class Shape:
    """One state on the map. `location` is its id in the topojson, `code` its ISO numeric code or that id."""

    code: str
    location: str
    name: str
    centre: tuple[float, float]
    hatch: Line


@lru_cache(maxsize=1)
def shapes() -> Mapping[str, Shape]:
    """Every shape by its ISO 3166-1 numeric code (`862`; Kosovo, which has none, by `XKX`)."""
    return {
        code: Shape(
            code, one["id"], one["name"], (one["centre"][0], one["centre"][1]), (one["lon"], one["lat"])
        )
        for code, one in _stored()["shapes"].items()
    }


@lru_cache(maxsize=1)
def disputed() -> Mapping[str, Line]:
    """The lines drawn dashed, by the name of the place ([chart.map.places] has its words)."""
    return {place: (line["lon"], line["lat"]) for place, line in _stored()["disputed"].items()}


@lru_cache(maxsize=256)
def outline(location: str) -> Line:
    """The outline of one shape, for states that filed no report."""
    world, arcs = _world()
    shape = next(one for one in world["objects"]["countries"]["geometries"] if one["id"] == location)
    lon: list[float | None] = []
    lat: list[float | None] = []
    for polygon in polygons(shape, arcs):
        for ring in polygon:
            lon += [*(x for x, _ in ring), None]
            lat += [*(y for _, y in ring), None]
    return lon, lat


@lru_cache(maxsize=1)
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((STATIC / "hatch_110m.json").read_text(encoding="utf-8"))
    return stored


@lru_cache(maxsize=1)
def _world() -> tuple[dict[str, Any], list[list[tuple[float, float]]]]:
    world = json.loads((STATIC / "world_110m.json").read_text(encoding="utf-8"))
    return world, decoded(world)
