"""TIV added up from deliveries against the published tables: the rounding rule, and the real figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from pipelines.paths import DERIVE
from pipelines.reconcile import printed, reconcile
from pipelines.schema import tables
from pipelines.source import decode, recognise

FULL, LIMITED, IMPORTS, EXPORTS = "full", "limited", "imports", "exports"
RULE = (DERIVE / "70_tiv.sql").read_text(encoding="utf-8")

HALVES = {
    ("import", "Algeria", 2005, 159.5, 159),
    ("import", "Trinidad and Tobago", 2001, 0.5, 0),
    ("export", "Austria", 2008, 14.5, 14),
    ("export", "Austria", 2020, 9.5, 9),
    ("export", "Belgium", 2020, 26.5, 26),
    ("export", "Germany", 2017, 1841.5, 1841),
    ("export", "Turkiye", 2001, 5.5, 5),
}
"""The cells of the real files that differ: each sum ends in exactly a half, which the table rounds down."""


def frame_of(path: Path) -> pd.DataFrame:
    """The rows of a real file."""
    data = path.read_bytes()
    source, found = recognise(data, path.name)
    blocks = source.parser.parse(decode(data, path.name), found.format_id).blocks
    return pd.concat([block.tables[found.table] for block in blocks])


def cells(*rows: tuple[str, int, float | None, str]) -> pd.DataFrame:
    """Published cells of the imports table."""
    frame = pd.DataFrame(rows, columns=["party", "year", "tiv_million", "cell"])
    return frame.assign(direction="import")


def sums(*rows: tuple[str, int, float]) -> pd.DataFrame:
    """Computed sums of imports."""
    return pd.DataFrame(rows, columns=["party", "year", "tiv_million"]).assign(direction="import")


@pytest.mark.parametrize(("tiv", "cell"), [(0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (9.499999999999998, 10)])
def test_a_half_is_rounded_up(tiv: float, cell: int) -> None:
    assert printed(np.array([tiv])).tolist() == [cell]


def test_blank_zero_and_number_are_compared_as_what_they_say() -> None:
    published = cells(("A", 2001, 5, "number"), ("A", 2002, 0, "zero"), ("A", 2003, None, "blank"))
    found = reconcile(sums(("A", 2001, 5.4), ("A", 2002, 0.3)), published)
    assert (found.compared, found.equal) == (3, 3)
    assert str(found) == "3 of 3 cells equal"


def test_every_kind_of_difference_is_listed() -> None:
    published = cells(
        ("A", 2001, 5, "number"), ("A", 2002, 0, "zero"), ("A", 2003, None, "blank"), ("A", 2004, 7, "number")
    )  # fmt: skip
    computed = sums(("A", 2001, 6.0), ("A", 2002, 0.5), ("A", 2003, 0.1), ("B", 2001, 2.0))
    found = reconcile(computed, published)
    assert (found.compared, found.equal) == (5, 0)
    listed = found.unequal.set_index(["party", "year"])["cell"].to_dict()
    assert listed == {
        ("A", 2001): "number", ("A", 2002): "zero", ("A", 2003): "blank", ("A", 2004): "number",
        ("B", 2001): "no row",
    }  # fmt: skip


@pytest.fixture(scope="module")
def real(shared_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The rule run on the real deliveries and tables, and on a release limited to Venezuela."""
    data = shared_dir / "data"
    deliveries = frame_of(data / "sipri/register-deliveries-2025-01-03.csv")
    venezuela = deliveries[deliveries["recipient"] == "Venezuela"]
    with duckdb.connect() as connection:
        for name in ("releases", "deliveries", "tiv_tables"):
            connection.execute(tables()[name].ddl.replace(" NOT NULL", ""))
        connection.execute("CREATE TABLE sipri_parties AS SELECT 'Venezuela' AS name, 'VEN' AS party_id")
        add(connection, "deliveries", FULL, deliveries)
        add(connection, "deliveries", LIMITED, venezuela, scope_parties="VEN")
        for release_id in (IMPORTS, EXPORTS):
            published = frame_of(data / f"tiv/tiv-{release_id}-1990-2023.csv")
            add(connection, "tiv_tables", release_id, published)
            add(
                connection, "tiv_tables", f"{release_id}-extract",
                published[published["party"] == "Venezuela"], scope_parties="VEN",
            )  # fmt: skip
        connection.execute(RULE)
        yield connection


def add(
    connection: duckdb.DuckDBPyConnection, table: str, release_id: str, rows: pd.DataFrame, **facts: str
) -> None:
    """Load rows as a release of 2000-2023 for deliveries, of a table otherwise."""
    incoming = rows.assign(release_id=release_id)
    connection.register("incoming", incoming)
    names = ", ".join(f'"{name}"' for name in incoming.columns)
    connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM incoming')
    source = "sipri_register" if table == "deliveries" else "sipri_tiv"
    row = {"release_id": release_id, "source": source, "format": table, "first_year": 2000, "last_year": 2023}
    connection.register("incoming", pd.DataFrame([row | facts]))
    names = ", ".join(f'"{name}"' for name in [*row, *facts])
    connection.execute(f"INSERT INTO releases ({names}) SELECT {names} FROM incoming")
    connection.unregister("incoming")


def test_the_deliveries_of_january_2025_give_the_table_of_april_2024(real: duckdb.DuckDBPyConnection) -> None:
    counted = real.execute(
        "SELECT direction, count(*), count(*) FILTER (equal), count(*) FILTER (published_cell <> 'blank') "
        "FROM tiv_reconciliation "
        "WHERE deliveries_release_id = ? AND table_release_id = concat(direction, 's') "
        "GROUP BY direction ORDER BY direction",
        [FULL],
    ).fetchall()
    assert counted == [("export", 2856, 2851, 1095), ("import", 5352, 5350, 2836)]


def test_the_unequal_cells_all_end_in_a_half(real: duckdb.DuckDBPyConnection) -> None:
    rows = real.execute(
        "SELECT direction, party, year, computed_tiv_million, published_tiv_million "
        "FROM tiv_reconciliation WHERE NOT equal AND deliveries_release_id = ?",
        [FULL],
    ).fetchall()
    assert set(rows) == HALVES


def test_the_rule_in_sql_and_the_function_agree(real: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT direction, party, year, tiv_million FROM tiv_by_year WHERE release_id = ?"
    published = real.execute(
        "SELECT direction, party, year, tiv_million, cell FROM tiv_tables "
        "WHERE year >= 2000 AND release_id = concat(direction, 's')"
    ).df()
    found = reconcile(real.execute(query, [FULL]).df(), published)
    assert (found.compared, found.equal) == (5352 + 2856, 5350 + 2851)


def test_a_release_limited_to_some_recipients_has_no_exports(real: duckdb.DuckDBPyConnection) -> None:
    directions = real.execute(
        "SELECT DISTINCT direction FROM tiv_by_year WHERE release_id = ?", [LIMITED]
    ).fetchall()
    assert directions == [("import",)]
    compared = real.execute(
        "SELECT DISTINCT direction, party FROM tiv_reconciliation WHERE deliveries_release_id = ?", [LIMITED]
    ).fetchall()
    assert compared == [("import", "Venezuela")]


def test_an_extract_of_a_table_is_compared_for_its_own_states(real: duckdb.DuckDBPyConnection) -> None:
    counted = real.execute(
        "SELECT direction, count(*), count(*) FILTER (equal), count(DISTINCT party) FROM tiv_reconciliation "
        "WHERE deliveries_release_id = ? AND table_release_id LIKE '%-extract' GROUP BY direction ORDER BY 1",
        [FULL],
    )
    assert counted.fetchall() == [("export", 24, 24, 1), ("import", 24, 24, 1)]


def test_imports_of_venezuela_by_year(real: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT round(computed_tiv_million), published_tiv_million, equal FROM tiv_reconciliation "
        "WHERE deliveries_release_id = ? AND party = 'Venezuela' AND direction = 'import' AND year = 2013"
    )
    assert real.execute(query, [FULL]).fetchone() == (993, 993, True)


def test_a_year_with_a_delivery_without_tiv_has_no_sum() -> None:
    with duckdb.connect() as connection:
        for name in ("releases", "deliveries", "tiv_tables"):
            connection.execute(tables()[name].ddl.replace(" NOT NULL", ""))
        connection.execute("CREATE TABLE sipri_parties (name VARCHAR, party_id VARCHAR)")
        connection.execute("INSERT INTO releases (release_id) VALUES ('r')")
        connection.execute(
            "INSERT INTO deliveries (release_id, supplier, recipient, delivery_year, tiv_delivered) VALUES "
            "('r', 'A', 'B', 2001, 5), ('r', 'A', 'B', 2001, NULL), ('r', 'A', 'B', 2002, 5)"
        )
        connection.execute(RULE)
        rows = connection.execute("SELECT direction, party, year, tiv_million FROM tiv_by_year ORDER BY 1")
        assert rows.fetchall() == [("export", "A", 2002, 5), ("import", "B", 2002, 5)]
