"""The judgement layer by DuckDB and by Spark on this machine, from the real register to 3 million deals.

Both judge the same loaded tables and must fill tables of equal length; what is timed is the judgement alone,
with what Spark needs for it: start, Parquet out and in.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.lines import Line
from benchmarks.register_like import SHARED, home_with
from pipelines.build import LIMITS, derive, fill
from pipelines.files import stored_files
from pipelines.paths import Home
from pipelines.schema import tables_of
from pipelines.spark_engine import derive_on_spark

SIZES = (30_000, 300_000, 3_000_000)
MASTER = "local[*]"


def measure(folder: Path, sizes: tuple[int, ...] = SIZES, shared: Path = SHARED) -> list[Line]:
    """A line for each size. Raises FileNotFoundError without the real files, LedgerError without Spark."""
    return [_line(home_with(folder, deals, shared), folder / f"engines-{deals}", deals) for deals in sizes]


def _line(home: Home, folder: Path, deals: int) -> Line:
    folder.mkdir()
    duck, counted = _judged(home, folder / "duckdb.duckdb", derive)
    spark, also = _judged(home, folder / "spark.duckdb", lambda each: _on_spark(each, folder))
    assert counted == also, "the engines disagree"
    shutil.rmtree(folder)
    return Line(f"judgement by Spark, {MASTER}, {deals:,} deals", spark, "s", duck, "DuckDB")


def _on_spark(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    derive_on_spark(connection, MASTER, str(folder / "store"), lambda _: None)


def _judged(
    home: Home, path: Path, engine: Callable[[duckdb.DuckDBPyConnection], None]
) -> tuple[float, dict[str, int]]:
    """Seconds that an engine took, and the rows of each table that it filled."""
    spent = 0.0

    def timed(connection: duckdb.DuckDBPyConnection) -> None:
        nonlocal spent
        start = time.perf_counter()
        engine(connection)
        spent = time.perf_counter() - start

    with duckdb.connect(str(path), config=dict(LIMITS)) as connection:
        fill(connection, home, stored_files(home), lambda _: None, timed)
        rows = {
            table.name: connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchall()[0][0]
            for table in tables_of("judgement")
        }
    return spent, rows
