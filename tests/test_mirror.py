"""Both sides of the mirror, the rule that assigns reporters, and what changed between releases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import snapshot
from pipelines.build import build
from pipelines.files import store
from pipelines.lookups import read_lookup
from pipelines.paths import Home
from pipelines.rows import dict_rows
from pipelines.source import recognise
from pipelines.sources.unroca.reporters import EITHER, OTHER_HAS_A_RUN, Reporter, reporters


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of what ships."""
    home = Home(tmp_path_factory.mktemp("home"))
    build(home)
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        yield connection


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of the complete files of the register, the UN lines and the UN reports."""
    home = Home(tmp_path_factory.mktemp("home"))
    for name in (
        "sipri/register-deals-2024-03-18.csv", "sipri/register-deals-2026-05-18.csv",
        "sipri/register-deliveries-2025-01-03.csv", "unroca/lines-2010-2016.json",
        "unroca/reports-filed-1992-2022.json",
    ):  # fmt: skip
        data = (shared_dir / "data" / name).read_bytes()
        source, found = recognise(data, name)
        store(home, data, source=source.name, format=found.format_id, origin="added", name=Path(name).name)
    assert build(home).errors == []
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        yield connection


CELL = """
    SELECT unit, exporter_quantity, exporter_says, importer_says, documented_firm, documented_with_estimates,
        sipri_says, difference
    FROM mirror
    WHERE exporter = 'RUS' AND importer = 'VEN' AND year = ? AND category = ? ORDER BY unit DESC
"""


def cells(connection: duckdb.DuckDBPyConnection, year: int, category: str) -> list[tuple]:
    """The mirror's rows for Russia to Venezuela."""
    return connection.execute(CELL, [year, category]).fetchall()


@pytest.mark.parametrize("ledger", ["bundled", "world"])
def test_russia_to_venezuela(ledger: str, request: pytest.FixtureRequest) -> None:
    connection = request.getfixturevalue(ledger)
    assert cells(connection, 2012, "VII(b)") == [
        ("missile", 2000, "number", "no report filed", 2000, 2000, "number", 0),
        ("launcher", 400, "number", "no report filed", None, None, "other unit", None),
    ]
    assert cells(connection, 2012, "I") == [("tank", 42, "number", "no report filed", 42, 42, "number", 0)]
    assert cells(connection, 2013, "I") == [("tank", 15, "number", "no report filed", 15, 15, "number", 0)]
    assert cells(connection, 2011, "I") == [
        ("tank", None, "no report filed", "no report filed", 35, 35, "number", None)
    ]


def test_a_nil_report_is_told_from_none(world: duckdb.DuckDBPyConnection) -> None:
    """Where the whole file is loaded, a state that filed a report without a line reported nil."""
    found = {row["exporter_says"] for row in dict_rows(world, "SELECT DISTINCT exporter_says FROM mirror")}
    assert {"number", "nil", "filed, no such line", "no report filed", "not in scope", "not loaded"} <= found


def test_ground_to_air_missiles_are_not_in_scope(bundled: duckdb.DuckDBPyConnection) -> None:
    rows = cells(bundled, 2013, "none")
    assert rows
    assert {row[2] for row in rows} == {"not in scope"}


def test_a_run_shares_its_reporter() -> None:
    lines = [
        (2010, "Norway", "France"),
        (2010, "Italy", "Norway"),
        (2012, "Norway", "Poland"),
        (2010, "Germany", "Brazil"),
        (2011, "Sweden", "Germany"),
    ]
    assert [each.state for each in reporters(lines)] == ["Norway"] * 3 + ["Germany"] * 2


def test_a_fall_of_the_year_begins_the_next_run() -> None:
    lines = [
        (2010, "Norway", "France"), (2012, "Norway", "Poland"),
        (2010, "Germany", "Norway"), (2010, "Germany", "Brazil"), (2011, "Germany", "Chile"),
    ]  # fmt: skip
    assert reporters(lines)[2] == Reporter("Germany")


def test_an_edge_that_nothing_settles_is_doubtful() -> None:
    lines = [
        (2010, "Norway", "France"), (2010, "Norway", "Poland"), (2010, "Germany", "Norway"),
        (2010, "Germany", "Brazil"), (2011, "Germany", "Chile"),
    ]  # fmt: skip
    assert reporters(lines)[2] == Reporter("Norway", EITHER)


def test_two_states_throughout_leave_the_one_without_a_run() -> None:
    brazil = [(2010, "Brazil", "Chile"), (2011, "Brazil", "Peru")]
    between = (2012, "Russia", "Cyprus")
    india = (2010, "India", "Nepal")
    russia = [(2010, "Russia", "Kenya"), (2010, "Russia", "Peru")]
    assert reporters([*brazil, between, india, *russia])[2] == Reporter("Cyprus", OTHER_HAS_A_RUN)


def test_every_reporter_of_the_real_file_filed_a_report_for_that_year(shared_dir: Path) -> None:
    """2,088 lines in 53 runs; the list of reports filed, another file, contradicts no assignment."""
    lines = json.loads((shared_dir / "data/unroca/lines-2010-2016.json").read_text(encoding="utf-8"))
    listed = json.loads((shared_dir / "data/unroca/reports-filed-1992-2022.json").read_text(encoding="utf-8"))
    names = read_lookup("party_names")
    party = {row["name"]: row["party_id"] for row in names if row["source"] == "unroca"}
    slug_party = {row["name"]: row["party_id"] for row in names if row["source"] == "unroca_slug"}
    filed = {(slug_party[entry["country"]], year["year"]) for entry in listed for year in entry["years"]}
    found = reporters([(int(line["year"]), line["exporter"], line["importer"]) for line in lines])
    assigned = [
        (party[each.state], int(line["year"])) for each, line in zip(found, lines, strict=True) if each.state
    ]
    assert len(assigned) == 2_088
    assert [pair for pair in assigned if pair not in filed] == []
    assert sum(each.doubt is not None for each in found) == 10


def test_what_changed_between_march_2024_and_may_2026(world: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT change, older.designation AS old, newer.designation AS new, older.ordered AS ordered
        FROM release_changes
        LEFT JOIN deals AS older ON older.release_id = old_release_id AND older.line = old_line
        LEFT JOIN deals AS newer ON newer.release_id = new_release_id AND newer.line = new_line
        WHERE release_changes.recipient = 'VEN' AND release_changes.supplier = 'IRN'
    """
    found = [(row["change"], row["old"], row["new"], row["ordered"]) for row in dict_rows(world, query)]
    assert sorted(found) == [("renamed", "C-701/FL-8", "CM-90 Nasr", 25), ("withdrawn", "Mohajer", None, 12)]


def test_each_deal_of_either_release_is_met_added_or_withdrawn(world: duckdb.DuckDBPyConnection) -> None:
    """29,056 old and 29,916 new deals: the difference is what was added less what was withdrawn."""
    query = "SELECT change, count(*) AS deals FROM release_changes GROUP BY change"
    counts = {row["change"]: row["deals"] for row in dict_rows(world, query)}
    assert counts["added"] - counts["withdrawn"] == 29_916 - 29_056


def test_coverage_floor(world: duckdb.DuckDBPyConnection, bundled: duckdb.DuckDBPyConnection) -> None:
    """Published numbers with a floor: all parties everywhere, all systems of the bundled holders."""
    share = "SELECT source, kind, mapped_percent FROM coverage"
    of_world = {(row["source"], row["kind"]): row["mapped_percent"] for row in dict_rows(world, share)}
    assert of_world["sipri_register", "party"] == 100
    assert of_world["unroca", "party"] == 100
    assert of_world["sipri_register", "system"] >= 65
    assert of_world["sipri_register", "class"] >= 98
    of_bundled = {(row["source"], row["kind"]): row["mapped_percent"] for row in dict_rows(bundled, share)}
    assert of_bundled["sipri_register", "system"] == 100
    assert {of_bundled[key] for key in of_bundled if key[1] == "party"} == {100}
