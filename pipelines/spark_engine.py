"""The judgement layer on Apache Spark, for tables that one machine cannot join.

    the snapshot's loaded tables -> Parquet in the store -> derive/*.sql on Spark -> Parquet -> the snapshot

The rules are the very ones that DuckDB runs, translated by sqlglot; loading, checks and the switch to the new
snapshot are the build's own. The store is any path or address that Spark and all its workers can reach; it is
handed to Spark as given, and read and written through Spark's own file systems.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.issues import LedgerError
from pipelines.rules import Rule, rules
from pipelines.schema import Table, tables, tables_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Say = Callable[[str], None]
FOLDER = "arms-ledger"
"""Everything is kept under this name in the store; it alone is emptied before a run."""

LEAST_JAVA = 17
"""Spark 4 runs on Java 17 and 21."""

LOCAL_MEMORY = "6g"
"""For Spark on this machine alone, whose own default (1g) ends at some 500,000 deals."""

SPARK_TYPES = {
    "VARCHAR": "STRING", "BIGINT": "BIGINT", "INTEGER": "INT", "DOUBLE": "DOUBLE", "BOOLEAN": "BOOLEAN",
    "TIMESTAMP": "TIMESTAMP_NTZ", "DATE": "DATE",
}  # fmt: skip
"""The types of the contract in Spark's words."""


def derive_on_spark(connection: duckdb.DuckDBPyConnection, master: str, store: str, say: Say) -> None:
    """Fill the judgement tables of a database whose other tables are loaded.

    store: where Parquet is kept. Raises LedgerError where PySpark or Java is missing, or Spark fails.
    """
    check_installed()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with tempfile.TemporaryDirectory(prefix="arms-ledger-") as folder, session(master) as spark:
            _derive(spark, connection, f"{store.rstrip('/')}/{FOLDER}", Path(folder), say)
    except (PySparkException, Py4JError, ConnectionError) as error:
        hint = "Look into Spark's own log; often the store is out of a worker's reach, or memory ran out."
        got = str(error).strip().splitlines()[0]
        raise LedgerError(f"Spark at {master}", "every rule run", got, hint) from error


def _derive(
    spark: SparkSession, connection: duckdb.DuckDBPyConnection, place: str, folder: Path, say: Say
) -> None:
    remove(spark, place)
    for table in loaded_tables():
        write_parquet(connection, table, folder / table.name)
        put(spark, folder / table.name, f"{place}/{table.layer}/{table.name}")
        loaded(spark, table, place).createOrReplaceTempView(table.name)
    for rule in run_rules(spark, place):
        say(f"Spark: {rule.table}")
        if rule.is_kept:
            fetch(spark, f"{place}/marts/{rule.table}", folder / "marts" / rule.table)
            read_parquet(connection, tables()[rule.table], folder / "marts" / rule.table)


def loaded_tables() -> list[Table]:
    """The tables that rules start from."""
    return [tables()["releases"], *tables_of("faithful", "lookup", "article")]


def run_rules(spark: SparkSession, place: str) -> Iterator[Rule]:
    """Run all rules in order, giving each back once its table can be asked.

    A table that several rules use is written, so that it is worked out once; one that a single rule uses
    stays a view and is worked out within that rule.
    """
    uses = Counter(name for rule in rules() for name in tables_used(rule.query))
    for rule in rules():
        made = spark.sql(translated(rule.query))
        if rule.is_kept or uses[rule.table] > 1:
            path = f"{place}/{'marts' if rule.is_kept else 'work'}/{rule.table}"
            made.write.mode("overwrite").parquet(path)
            made = spark.read.schema(made.schema).parquet(path)
        made.createOrReplaceTempView(rule.table)
        yield rule


def translated(query: str) -> str:
    """A rule in Spark's words. Raises sqlglot.UnsupportedError where it has no equal."""
    import sqlglot

    raising = sqlglot.ErrorLevel.RAISE
    return sqlglot.transpile(query, read="duckdb", write="spark", identify=True, unsupported_level=raising)[0]


def tables_used(query: str) -> set[str]:
    """Names of the tables that a query reads."""
    import sqlglot

    return {table.name for table in sqlglot.parse_one(query, read="duckdb").find_all(sqlglot.exp.Table)}


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """One table as Parquet, a folder per release where it has releases."""
    folder.mkdir(parents=True)
    by_release = "release_id" in table.column_names and table.layer == "faithful"
    target, how = (folder, ", PARTITION_BY (release_id)") if by_release else (folder / "0.parquet", "")
    connection.execute(f"COPY \"{table.name}\" TO '{target}' (FORMAT parquet{how}, OVERWRITE_OR_IGNORE)")


def read_parquet(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """One table out of Spark's Parquet, with the types of the contract."""
    columns = ", ".join(
        f'CAST("{column.name}" AS {column.type}) AS "{column.name}"' for column in table.columns
    )
    connection.execute(
        f"CREATE TABLE \"{table.name}\" AS SELECT {columns} FROM read_parquet('{folder}/*.parquet')"
    )


def loaded(spark: SparkSession, table: Table, place: str) -> DataFrame:
    """A loaded table as Spark sees it; types by the contract, so that an empty one has them too."""
    columns = ", ".join(f"`{column.name}` {SPARK_TYPES[column.type]}" for column in table.columns)
    read = spark.read.schema(columns).parquet(f"{place}/{table.layer}/{table.name}")
    return read.select(*(f"`{name}`" for name in table.column_names))


def put(spark: SparkSession, local: Path, target: str) -> None:
    """Move a local folder into the store."""
    path = _path(spark, target)
    _files(spark, path).mkdirs(path.getParent())
    _files(spark, path).copyFromLocalFile(True, True, _path(spark, local.as_uri()), path)


def fetch(spark: SparkSession, source: str, local: Path) -> None:
    """Copy a folder of the store to a local one."""
    path = _path(spark, source)
    local.parent.mkdir(parents=True, exist_ok=True)
    _files(spark, path).copyToLocalFile(False, path, _path(spark, local.as_uri()), True)


def remove(spark: SparkSession, target: str) -> None:
    """Remove a folder of the store with all in it, where there is one."""
    path = _path(spark, target)
    _files(spark, path).delete(path, True)


def _path(spark: SparkSession, place: str) -> Any:
    java: Any = spark._jvm
    return java.org.apache.hadoop.fs.Path(place)


def _files(spark: SparkSession, path: Any) -> Any:
    """The file system of a path, as Spark's own settings have it: local, HDFS, object storage."""
    return path.getFileSystem(spark._jsc.hadoopConfiguration())


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A Spark session, stopped at the end."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    builder = (
        SparkSession.builder.master(master)
        .appName("Arms Ledger")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
    )
    if master.startswith("local"):
        # One machine: no name to look up and no page to serve; 200 parts of a join would be 200 tiny tasks,
        # and planning anew after each stage costs more than it saves.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = (
            builder.config("spark.ui.enabled", "false")
            .config("spark.driver.memory", LOCAL_MEMORY)
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.adaptive.enabled", "false")
        )
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def check_installed() -> None:
    """Raises LedgerError where PySpark, sqlglot or a Java that Spark runs on is missing."""
    place = "build --engine spark"
    hint = "Run: pip install -r deploy/requirements-spark.txt"
    try:
        import pyspark  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError as error:
        raise LedgerError(place, "PySpark and sqlglot", f"no module {error.name}", hint) from error
    version = java_version()
    if version < LEAST_JAVA:
        got = f"Java {version}" if version else "no java on the path and no JAVA_HOME"
        hint = "Install one (Debian: apt install openjdk-17-jre-headless), or build without --engine spark."
        raise LedgerError(place, f"Java {LEAST_JAVA} or newer", got, hint)


def java_version() -> int:
    """The main version of the Java that Spark would start; 0 where there is none."""
    java_home = os.environ.get("JAVA_HOME")
    java = shutil.which(f"{java_home}/bin/java" if java_home else "java")
    if java is None:
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0
