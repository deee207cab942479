"""Building: the seed figures, same content for same input, the last good snapshot in every trouble."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest

from pipelines import build as building
from pipelines import snapshot
from pipelines.build import build
from pipelines.files import store
from pipelines.issues import LedgerError
from pipelines.paths import Home
from pipelines.rows import count, one_row
from pipelines.schema import tables

SEED = "venezuela-igla-s-2025"
DONE_QUERY = (
    "SELECT verdict, declared_low, documented_firm, documented_with_estimates, unit "
    f"FROM verdicts JOIN claims USING (claim_id) WHERE holder = 'VEN' AND claim_id = '{SEED}'"
)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, duckdb.DuckDBPyConnection]]:
    """A home with nothing but what ships, built once."""
    home = Home(tmp_path_factory.mktemp("home"))
    assert build(home).errors == []
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        yield home, connection


def test_the_seed_claim_is_partly_documented(bundled: tuple[Home, duckdb.DuckDBPyConnection]) -> None:
    assert one_row(bundled[1], DONE_QUERY) == ("partly_documented", 5000, 3800, 4000, "missile")


def test_the_rows_that_decide_the_seed_claim(bundled: tuple[Home, duckdb.DuckDBPyConnection]) -> None:
    rows = bundled[1].execute(
        "SELECT row_year, quantity, part, table_name, release_id FROM verdict_rows "
        "WHERE claim_id = ? AND part IN ('firm', 'estimated') ORDER BY row_year",
        [SEED],
    )
    assert [(year, quantity, part) for year, quantity, part, *_ in rows.fetchall()] == [
        (2009, 1800, "firm"),
        (2010, 200, "estimated"),
        (2012, 2000, "firm"),
    ]


def test_launchers_of_the_comment_are_a_fact_apart(bundled: tuple[Home, duckdb.DuckDBPyConnection]) -> None:
    query = f"SELECT quantity, part FROM verdict_rows WHERE claim_id = '{SEED}' AND table_name = 'deal_items'"
    assert bundled[1].execute(query).fetchall() == [(200, "other unit")]


def test_before_the_per_year_format_only_2000_are_firm(
    bundled: tuple[Home, duckdb.DuckDBPyConnection],
) -> None:
    query = (
        "SELECT documented_firm, documented_with_estimates FROM verdicts_by_edition "
        f"WHERE claim_id = '{SEED}' AND as_known_on = DATE '2024-03-18'"
    )
    assert one_row(bundled[1], query) == (2000, 4000)


def test_every_release_ships_under_ten_per_cent_without_sentences(
    bundled: tuple[Home, duckdb.DuckDBPyConnection],
) -> None:
    shares = bundled[1].execute("SELECT release_id, rows_kept / dataset_rows FROM releases").fetchall()
    assert shares
    assert [release for release, share in shares if share >= 0.10] == []
    assert count(bundled[1], "SELECT count(comments) FROM deals") == 0


def test_the_extract_names_the_hash_of_the_file_it_came_from(
    bundled: tuple[Home, duckdb.DuckDBPyConnection], shared_dir: Path
) -> None:
    hashes = dict(bundled[1].execute("SELECT file_name, sha256 FROM releases").fetchall())
    for name, sha256 in hashes.items():
        (original,) = shared_dir.glob(f"data/*/{name}")
        assert hashlib.sha256(original.read_bytes()).hexdigest() == sha256


def test_full_files_give_the_same_seed_figures(shared_dir: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name, format_id in (
        ("register-deals-2026-05-18", "deals"),
        ("register-deliveries-2025-01-03", "deliveries"),
    ):
        data = (shared_dir / "data" / "sipri" / f"{name}.csv").read_bytes()
        store(home, data, source="sipri_register", format=format_id, origin="added", name=f"{name}.csv")
    build(home)
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        assert one_row(connection, DONE_QUERY) == ("partly_documented", 5000, 3800, 4000, "missile")
        matched = "SELECT count(*) FROM deal_matches WHERE deals_release_id LIKE '%2026-05-18%'"
        assert count(connection, matched) >= 8_571
        of_2026 = "SELECT origin, rows_kept FROM releases WHERE release_id LIKE '%deals-2026%'"
        assert connection.execute(of_2026).fetchall() == [("added", 29_916)]


def test_within_one_release_every_deal_is_found_by_year(shared_dir: Path, tmp_path: Path) -> None:
    """March 2024 has 9,972 deals delivered wholly within 2000-2023; all are in the per-year file."""
    home = Home(tmp_path)
    data = (shared_dir / "data" / "sipri" / "register-deals-2024-03-18.csv").read_bytes()
    store(home, data, source="sipri_register", format="deals", origin="added", name="deals.csv")
    data = (shared_dir / "data" / "sipri" / "register-deliveries-2025-01-03.csv").read_bytes()
    store(home, data, source="sipri_register", format="deliveries", origin="added", name="deliveries.csv")
    build(home)
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        matched = "SELECT count(*) FROM deal_matches WHERE deals_release_id LIKE '%2024-03-18%'"
        assert count(connection, matched) == 9_972


def content(home: Home) -> dict[str, str]:
    """Hash of each table's rows, in an order of their own."""
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        return {
            name: hashlib.sha256(
                repr(connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall()).encode()
            ).hexdigest()
            for name in tables()
        }


def test_the_same_inputs_give_the_same_content(
    bundled: tuple[Home, duckdb.DuckDBPyConnection], tmp_path: Path
) -> None:
    again = Home(tmp_path)
    build(again)
    assert content(again) == content(bundled[0])


def test_two_builds_at_once_leave_one_whole_snapshot(tmp_path: Path) -> None:
    home = Home(tmp_path)
    builders = [threading.Thread(target=build, args=[home]) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        assert one_row(connection, DONE_QUERY) is not None
    assert list(home.db.glob("building-*")) == []


def test_a_build_that_fails_leaves_the_old_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    build(home)
    before = snapshot.current(home)

    def fail(*_: object) -> None:
        raise RuntimeError("killed midway")

    monkeypatch.setattr("pipelines.build.derive", fail)
    with pytest.raises(RuntimeError):
        build(home)
    assert snapshot.current(home) == before
    assert list(home.db.glob("building-*")) == []


def test_a_full_disk_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.build.derive", full)
    with pytest.raises(LedgerError, match=r"expected room to write a snapshot; got .*No space left"):
        build(Home(tmp_path))


def test_a_failing_check_keeps_the_old_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    build(home)
    before = snapshot.current(home)

    def lose_a_row(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DELETE FROM deals WHERE line = (SELECT min(line) FROM deals)")

    monkeypatch.setattr("pipelines.build.derive", lose_a_row)
    with pytest.raises(LedgerError, match="rows read = rows kept"):
        build(home)
    assert snapshot.current(home) == before


def test_a_snapshot_of_another_version_is_not_read(tmp_path: Path) -> None:
    home = Home(tmp_path)
    build(home)
    pointer = json.loads((home.db / "current.json").read_text())
    (home.db / "current.json").write_text(json.dumps(pointer | {"schema_id": "older"}))
    assert snapshot.current(home) is None
    with pytest.raises(LedgerError, match="Run: python -m pipelines build"):
        snapshot.current_path(home)


def test_old_snapshots_are_removed_but_three(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for _ in range(4):
        build(home)
    assert len(list(home.db.glob("snapshot-*.duckdb"))) == 3


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE x (a INTEGER)",
        "COPY claims TO 'claims.csv'",
        "SELECT * FROM read_csv('README.md')",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "ATTACH 'other.duckdb'",
    ],
)
def test_a_reader_can_do_nothing_but_read(
    bundled: tuple[Home, duckdb.DuckDBPyConnection], query: str
) -> None:
    with pytest.raises(duckdb.Error):
        bundled[1].execute(query)


def test_a_rule_that_needs_more_memory_gets_it() -> None:
    class Small:
        said: ClassVar[list[str]] = []

        def execute(self, statement: str) -> None:
            self.said.append(statement)
            if len(self.said) == 1:
                raise duckdb.OutOfMemoryException("full")

    building._run(Small(), "CREATE TABLE a AS SELECT 1")  # type: ignore[arg-type]
    assert Small.said == [
        "CREATE TABLE a AS SELECT 1",
        "SET memory_limit = '80%'",
        "CREATE TABLE a AS SELECT 1",
    ]
