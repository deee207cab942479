"""Rows out of DuckDB, whole: an answer that is not read to its end blocks the connection's next query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

Parameters = Sequence[Any] | Mapping[str, Any]


def one_row(connection: duckdb.DuckDBPyConnection, query: str, parameters: Parameters = ()) -> tuple | None:
    """The first row of an answer, or None where it has none."""
    rows = connection.execute(query, parameters).fetchall()
    return rows[0] if rows else None


def count(connection: duckdb.DuckDBPyConnection, query: str, parameters: Parameters = ()) -> int:
    """The number in the first cell; 0 where there is no row."""
    row = one_row(connection, query, parameters)
    return row[0] if row else 0


def dict_rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Parameters = ()
) -> list[dict[str, Any]]:
    """All rows of an answer by column name."""
    answer = connection.execute(query, parameters)
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
