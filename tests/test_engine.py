"""Spark judges as DuckDB does: every table, row for row, from the same rules, on two worker processes."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import snapshot, spark_engine
from pipelines.__main__ import main
from pipelines.build import build
from pipelines.files import store
from pipelines.issues import LedgerError
from pipelines.paths import Home
from pipelines.rules import rules
from pipelines.schema import tables_of
from pipelines.source import recognise

CLUSTER = "local-cluster[2,1,1024]"
"""Two worker processes beside the driver, one core and one GiB each: data really travel between processes."""

REAL_FILES = (
    "sipri/register-deals-2024-03-18.csv", "sipri/register-deals-2026-05-18.csv",
    "sipri/register-deliveries-2025-01-03.csv", "tiv/tiv-imports-1990-2023.csv",
    "tiv/tiv-exports-1990-2023.csv", "unroca/lines-2010-2016.json", "unroca/reports-filed-1992-2022.json",
    "rdmc/wide-1970-2014.csv",
)  # fmt: skip

JUDGED = [table.name for table in tables_of("judgement")]
Pair = tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def spark_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """PySpark's own Spark in a folder of ours, for its workers write beside it.

    Java compiles in its first step only: in a run this short the further ones cost more than they save.
    """
    import pyspark

    home = tmp_path_factory.mktemp("spark")
    for part in Path(pyspark.__file__).parent.iterdir():
        (home / part.name).symlink_to(part)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(home))
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield home


@pytest.fixture(scope="module")
def both_extract(tmp_path_factory: pytest.TempPathFactory, spark_home: Path) -> Iterator[Pair]:
    """The bundled extract as DuckDB and as Spark judge it."""
    yield from _both(Home(tmp_path_factory.mktemp("extract")))


@pytest.fixture(scope="module")
def both_real(tmp_path_factory: pytest.TempPathFactory, spark_home: Path, shared_dir: Path) -> Iterator[Pair]:
    """The complete register of two dates, the UN Register and SIPRI's tables, judged by both."""
    home = Home(tmp_path_factory.mktemp("real"))
    for name in REAL_FILES:
        data = (shared_dir / "data" / name).read_bytes()
        source, found = recognise(data, name)
        store(home, data, source=source.name, format=found.format_id, origin="added", name=Path(name).name)
    yield from _both(home)


def _both(home: Home) -> Iterator[Pair]:
    """Spark is run by the command line; its store is an address, as that of an object storage is."""
    build(home)
    with snapshot.open_read_only(snapshot.current_path(home)) as by_duckdb:
        address = (home.path / "store").as_uri()
        arguments = ["--engine", "spark", "--master", CLUSTER, "--store", address]
        assert main(["--home", str(home.path), "build", *arguments]) == 0
        with snapshot.open_read_only(snapshot.current_path(home)) as by_spark:
            yield by_duckdb, by_spark


@pytest.mark.engine
@pytest.mark.parametrize("table", JUDGED)
def test_the_extract_is_judged_the_same(both_extract: Pair, table: str) -> None:
    assert differing_rows(both_extract, table) == []


@pytest.mark.engine
@pytest.mark.parametrize("table", JUDGED)
def test_the_complete_register_is_judged_the_same(both_real: Pair, table: str) -> None:
    assert differing_rows(both_real, table) == []


@pytest.mark.engine
def test_the_seed_verdict_by_spark(both_extract: Pair) -> None:
    query = (
        "SELECT verdict, declared_low, documented_firm, documented_with_estimates, unit "
        "FROM verdicts WHERE claim_id = 'venezuela-igla-s-2025'"
    )
    assert both_extract[1].execute(query).fetchall() == [("partly_documented", 5000, 3800, 4000, "missile")]


@pytest.mark.engine
def test_the_faithful_layer_is_kept_by_release_and_the_work_by_two_processes(
    both_extract: Pair, spark_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (kept,) = tmp_path_factory.getbasetemp().glob(f"extract0/store/{spark_engine.FOLDER}")
    releases = both_extract[0].execute("SELECT DISTINCT release_id FROM deliveries").fetchall()
    folders = {folder.name for folder in (kept / "faithful" / "deliveries").iterdir()}
    assert folders == {f"release_id={release}" for (release,) in releases}
    assert list((kept / "marts" / "verdicts").glob("*.parquet"))
    assert len({path.name for path in spark_home.glob("work/app-*/*") if path.name.isdigit()}) >= 2


def differing_rows(both: Pair, table: str) -> list[tuple[tuple, tuple]]:
    """The first rows that differ; floating-point numbers may by a billionth."""
    one, other = (engine.execute(f'SELECT * FROM "{table}" ORDER BY ALL').fetchall() for engine in both)
    assert len(one) == len(other), table
    return [pair for pair in zip(one, other, strict=True) if not same(*pair)][:3]


def same(one: tuple, other: tuple) -> bool:
    """Equal cell by cell, floating-point numbers to a billionth."""
    return all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        if isinstance(a, float) and isinstance(b, float)
        else a == b
        for a, b in zip(one, other, strict=True)
    )


def test_every_judgement_table_has_its_rule_and_every_rule_a_translation() -> None:
    assert {rule.table for rule in rules() if rule.is_kept} == set(JUDGED)
    for rule in rules():
        assert spark_engine.translated(rule.query)


def test_without_pyspark_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(LedgerError, match=r"got no module pyspark.*deploy/requirements-spark\.txt"):
        spark_engine.check_installed()


def test_without_java_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(
        LedgerError, match=r"expected Java 17 or newer; got no java .*openjdk-17-jre-headless"
    ):
        spark_engine.check_installed()


@pytest.mark.parametrize(("said", "version"), [("17.0.15", 17), ("1.8.0_402", 8), ("21", 21)])
def test_the_version_of_java_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, version: int
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{said}\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert spark_engine.java_version() == version


def test_a_master_that_does_not_answer_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: str) -> None:
        raise ConnectionRefusedError("[Errno 111] Connection refused")

    monkeypatch.setattr(spark_engine, "session", refuse)
    arguments = ["--engine", "spark", "--master", "spark://nowhere:7077"]
    assert main(["--home", str(tmp_path), "build", *arguments]) == 1
    said = capsys.readouterr().err
    assert "error: Spark at spark://nowhere:7077: expected every rule run; got [Errno 111]" in said
    assert snapshot.current(Home(tmp_path)) is None


def test_settings_of_spark_without_spark_are_a_wrong_call(tmp_path: Path) -> None:
    assert main(["--home", str(tmp_path), "build", "--master", "local[2]"]) == 2
