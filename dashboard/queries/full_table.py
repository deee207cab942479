"""The register as it stands in one release: filtered, sorted and cut into pages by the database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.db import Question
from pipelines.schema import Column, tables

FORMATS = ("deals", "deliveries")
"""Tables of the register that can be read in full; a release's format is the name of its table."""

RANGE = re.compile(r"(?P<low>\d+(\.\d+)?)?\s*(?P<dash>[-–])?\s*(?P<high>\d+(\.\d+)?)?")


class FilterError(ValueError):
    """A filter that cannot be read."""


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, None where the end is open."""

    low: float | None
    high: float | None


def span(text: str) -> Span:
    """`2009`, `2005-2010`, `2005-` or `-2010`. Raises FilterError for anything else."""
    found = RANGE.fullmatch(text.strip())
    if found is None or not (found["low"] or found["high"]):
        raise FilterError(text)
    low, high = (float(found[end]) if found[end] else None for end in ("low", "high"))
    return Span(low, high if found["dash"] else low)


@dataclass(frozen=True)
class Asked:
    """Which rows of which release: `filters` maps a column to text, a Span or a truth value; `search` is
    looked for in every text column. `sort` is a column."""

    table: str
    release_id: str
    search: str = ""
    filters: Mapping[str, str | Span | bool] = field(default_factory=dict)
    sort: str = "line"
    descending: bool = False


def columns(table: str) -> list[Column]:
    """The columns of a format, the release left out."""
    return [column for column in tables()[table].columns if column.name != "release_id"]


def rows(asked: Asked, most: int, after: int = 0) -> Question[tuple[Any, ...]]:
    """The rows in order, `most` of them from the row `after` on; each a tuple in the order of `columns`.

    Only the line numbers are sorted and counted off, and the rows of one page fetched by them: the last page
    of 3 million rows then takes a third of a second, where sorting whole rows took four.
    """
    names = ", ".join(column.name for column in columns(asked.table))
    where, parameters = _conditions(asked)
    direction = "DESC" if asked.descending else "ASC"
    order = f"line {direction}" if asked.sort == "line" else f"{asked.sort} {direction} NULLS LAST, line"
    return Question(
        f"""
        SELECT {names}
        FROM {asked.table}
        WHERE release_id = $release AND line IN (
            SELECT line
            FROM {asked.table}
            WHERE {where}
            ORDER BY {order}
            LIMIT $most OFFSET $after
        )
        ORDER BY {order}
        """,
        _as_tuple,
        (*parameters, ("most", most), ("after", after)),
    )


def count(asked: Asked) -> Question[int]:
    """How many rows answer."""
    where, parameters = _conditions(asked)
    return Question(f"SELECT count(*) FROM {asked.table} WHERE {where}", int, parameters)


def _as_tuple(*values: Any) -> tuple[Any, ...]:
    return values


def _conditions(asked: Asked) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """The condition and its parameters. Names of columns come from the contract, never from a reader."""
    known = {column.name: column for column in columns(asked.table)}
    if asked.table not in FORMATS or asked.sort not in known or not set(asked.filters) <= set(known):
        raise ValueError(
            f"{asked.table}: no such table, or a column that it has not: {sorted(asked.filters)}"
        )
    parts, parameters = ["release_id = $release"], [("release", asked.release_id)]
    if asked.search:
        texts = [_holds(name, "search") for name, column in known.items() if column.type == "VARCHAR"]
        parts.append("(" + "\n                OR ".join(texts) + ")")
        parameters.append(("search", asked.search))
    for name, wanted in asked.filters.items():
        part, values = _condition(name, wanted)
        parts += part
        parameters += values
    return "\n                AND ".join(parts), tuple(parameters)


def _condition(name: str, wanted: str | Span | bool) -> tuple[Sequence[str], list[tuple[str, Any]]]:
    if isinstance(wanted, bool):
        return [f"{name} = ${name}"], [(name, wanted)]
    if isinstance(wanted, str):
        return [_holds(name, name)], [(name, wanted)]
    ends = [(">=", "low", wanted.low), ("<=", "high", wanted.high)]
    given = [(sign, f"{name}_{end}", value) for sign, end, value in ends if value is not None]
    return [f"{name} {sign} ${key}" for sign, key, _ in given], [(key, value) for _, key, value in given]


def _holds(column: str, parameter: str) -> str:
    """Text that a column holds, whatever its case and accents."""
    return f"contains(strip_accents(lower({column})), strip_accents(lower(${parameter})))"
