"""The verdict rule: each line of it on made rows, and the bundled cases with the register's figures."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines import snapshot
from pipelines.build import build
from pipelines.paths import DERIVE, Home
from pipelines.rows import dict_rows
from pipelines.schema import tables

CASES = {
    # claim: verdict, documented firm, documented with estimates; rows as read in the register's files
    "venezuela-igla-s-2025": ("partly_documented", 3800, 4000),
    "venezuela-igla-s-2017": ("partly_documented", 3800, 4000),
    "venezuela-igla-s-launchers-2011": ("not_comparable", None, None),
    "venezuela-s-300-2025": ("partly_documented", 0, 3),
    "venezuela-t-72-order-2009": ("documented", 92, 92),
    "venezuela-su-30-2015": ("documented", 24, 24),
    "venezuela-tor-m1-2010": ("no_record", None, None),
    "venezuela-kalashnikov-2010": ("out_of_scope", None, None),
    "libya-manpads-2011": ("within_estimates", 0, 21_482),
    "libya-sa-24-2011": ("within_estimates", 0, 482),
    "libya-manpads-upper-2011": ("cannot_be_judged", 0, 21_482),
    "nicaragua-sam-7-2006": ("within_estimates", 0, 1600),
    "north-korea-launchers-2024": ("out_of_scope", None, None),
    "north-korea-mig-29-2024": ("partly_documented", 0, 17),
    "ukraine-strela-delivered-2022": ("documented", 2700, 2700),
    "syria-s-300-launchers-2018": ("not_comparable", None, None),
    "serbia-mig-29-2021": ("partly_documented", 10, 10),
    "serbia-t-72-2021": ("documented", 30, 30),
    "nigeria-mi-35m-2021": ("documented", 5, 14),
    "armenia-tank-losses-2020": ("out_of_scope", None, None),
    "azerbaijan-smerch-losses-2020": ("out_of_scope", None, None),
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of what ships."""
    home = Home(tmp_path_factory.mktemp("home"))
    build(home)
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        yield connection


@pytest.mark.parametrize("claim_id", CASES)
def test_the_bundled_cases(ledger: duckdb.DuckDBPyConnection, claim_id: str) -> None:
    query = "SELECT verdict, documented_firm, documented_with_estimates FROM verdicts WHERE claim_id = ?"
    (found,) = dict_rows(ledger, query, [claim_id])
    verdict, firm, with_estimates = CASES[claim_id]
    assert found["verdict"] == verdict
    if verdict not in {"out_of_scope"}:
        assert (found["documented_firm"], found["documented_with_estimates"]) == (firm, with_estimates)


def test_every_verdict_word_occurs(ledger: duckdb.DuckDBPyConnection) -> None:
    (allowed,) = [
        column.allowed for column in tables()["verdicts_by_edition"].columns if column.name == "verdict"
    ]
    found = {row["verdict"] for row in dict_rows(ledger, "SELECT DISTINCT verdict FROM verdicts")}
    assert found == set(allowed)


def test_every_claim_has_one_verdict(ledger: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT (SELECT count(*) FROM claims) AS claims, (SELECT count(*) FROM verdicts) AS verdicts"
    (found,) = dict_rows(ledger, query)
    assert found["claims"] == found["verdicts"] > 30


HOLDING = {"kind": "holding", "system": "igla", "qualifier": "exact", "holder": "AAA", "as_of": "2015-06-01"}


@pytest.fixture
def rule(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty ledger in memory with two systems, one holder and the rows of the test."""
    with duckdb.connect() as connection:
        for name in ("claims", "systems", "classes"):
            connection.execute(tables()[name].ddl.replace(" NOT NULL", ""))
        for name in ("editions", "edition_pairs", "documented", "documented_orders", "documented_items"):
            connection.execute(tables()[name].ddl.replace(" NOT NULL", ""))
        for name in ("system_families", "class_families"):
            connection.execute(tables()[name].ddl)
        connection.execute(
            "INSERT INTO classes (class_id, unit, scope) VALUES ('manpads', 'missile', 'register'), "
            "('rifle', 'rifle', 'outside'); "
            "INSERT INTO systems (system_id, class_id, unit, makers) "
            "VALUES ('igla', 'manpads', 'missile', 'ZZZ'); "
            "INSERT INTO system_families VALUES ('igla', 'igla'); "
            "INSERT INTO class_families VALUES ('manpads', 'manpads'), ('rifle', 'rifle'); "
            "INSERT INTO editions VALUES (DATE '2020-01-01'); "
            "INSERT INTO edition_pairs (edition, party_id, deals_release_id, first_year, last_year) "
            "VALUES (DATE '2020-01-01', 'AAA', 'r', 1950, 2019), (DATE '2020-01-01', 'ZZZ', 'r', 1950, 2019)"
        )
        yield connection


def delivered(connection: duckdb.DuckDBPyConnection, quantity: int, year: int, **other: object) -> None:
    """One documented delivery of Igla missiles to AAA."""
    row = {
        "edition": "2020-01-01", "table_name": "deliveries", "release_id": "r", "line": 1, "holder": "AAA",
        "supplier": "RUS", "system": "igla", "class_id": "manpads", "unit": "missile",
        "first_delivery_year": year, "delivery_year": year, "quantity": quantity, "estimated": False,
    } | other  # fmt: skip
    names = ", ".join(row)
    connection.execute(
        f"INSERT INTO documented ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )


def judged(connection: duckdb.DuckDBPyConnection, **claim: object) -> tuple[str, str, int | None, int | None]:
    """Verdict, reason, firm and with estimates of one claim."""
    row = {"claim_id": "c"} | HOLDING | claim
    names = ", ".join(row)
    connection.execute(
        f"INSERT INTO claims ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )
    connection.execute((DERIVE / "50_verdicts.sql").read_text(encoding="utf-8"))
    (found,) = dict_rows(connection, "SELECT * FROM verdicts")
    return found["verdict"], found["reason"], found["documented_firm"], found["documented_with_estimates"]


def test_firm_deliveries_reach_the_claim(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 100, 2010)
    assert judged(rule, quantity_low=100) == ("documented", "firm_reaches", 100, 100)


def test_estimates_reach_the_claim(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 90, 2010)
    delivered(rule, 10, 2011, estimated=True)
    assert judged(rule, quantity_low=100) == ("within_estimates", "estimates_reach", 90, 100)


def test_documented_falls_short(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 90, 2010)
    assert judged(rule, quantity_low=100) == ("partly_documented", "falls_short", 90, 90)


def test_no_row(rule: duckdb.DuckDBPyConnection) -> None:
    assert judged(rule, quantity_low=100) == ("no_record", "no_row", None, None)


def test_only_another_unit(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 90, 2010)
    assert judged(rule, quantity_low=100, declared_unit="launcher") == (
        "not_comparable",
        "other_unit",
        None,
        None,
    )


def test_the_word_system_leaves_the_unit_to_the_register(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 90, 2010)
    assert judged(rule, quantity_low=90, declared_unit="system")[0] == "documented"


def test_deliveries_after_the_date_do_not_count(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 60, 2010)
    delivered(rule, 40, 2016)
    assert judged(rule, quantity_low=100) == ("partly_documented", "falls_short", 60, 60)


def test_a_row_over_the_date_with_unknown_split_is_not_guessed(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 100, 2016, first_delivery_year=2014)
    assert judged(rule, quantity_low=50)[:2] == ("cannot_be_judged", "split_not_known")


def test_rows_that_the_newer_release_dropped_do_not_count(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 100, 2010, not_counted="not in the newer release")
    assert judged(rule, quantity_low=100)[0] == "no_record"


def test_another_supplier_does_not_count(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 100, 2010, supplier="CHN")
    assert judged(rule, quantity_low=100, kind="delivery", supplier="RUS")[0] == "no_record"


def test_a_loss_is_outside(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 100, 2010)
    assert judged(rule, quantity_low=100, kind="loss")[:2] == ("out_of_scope", "kind_outside")


def test_rifles_are_outside(rule: duckdb.DuckDBPyConnection) -> None:
    assert judged(rule, quantity_low=5, system=None, class_id="rifle")[:2] == (
        "out_of_scope",
        "class_outside",
    )


def test_what_the_holder_makes_itself_is_outside(rule: duckdb.DuckDBPyConnection) -> None:
    assert judged(rule, quantity_low=5, holder="ZZZ")[:2] == ("out_of_scope", "made_by_holder")


def test_a_holder_that_no_release_covers(rule: duckdb.DuckDBPyConnection) -> None:
    assert judged(rule, quantity_low=5, holder="BBB")[:2] == ("cannot_be_judged", "holder_not_loaded")


def test_an_upper_bound_alone_cannot_be_judged(rule: duckdb.DuckDBPyConnection) -> None:
    delivered(rule, 100, 2010)
    claim = {"quantity_high": 50, "qualifier": "at_most"}
    assert judged(rule, **claim)[:2] == ("cannot_be_judged", "upper_bound_only")


def test_no_number_and_no_holder(rule: duckdb.DuckDBPyConnection) -> None:
    assert judged(rule)[:2] == ("cannot_be_judged", "no_number")


def test_an_order_is_compared_with_orders(rule: duckdb.DuckDBPyConnection) -> None:
    rule.execute(
        "INSERT INTO documented_orders (edition, release_id, line, holder, supplier, system, class_id, "
        "unit, order_year, quantity, estimated) VALUES (DATE '2020-01-01', 'r', 1, 'AAA', 'RUS', 'igla', "
        "'manpads', 'missile', 2012, 92, FALSE)"
    )
    assert judged(rule, quantity_low=92, kind="order") == ("documented", "firm_reaches", 92, 92)
