"""Verdicts on proposed claims, by the very rule that judges the claims of a snapshot.

The rule is `derive/50_verdicts.sql`. It is run on an in-memory database that holds the proposed claims and
reads everything else from the snapshot, so that an article on a reader's desk and an article in the ledger
cannot be judged by two rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.claims.model import ExtractedClaim
from pipelines.issues import LedgerError
from pipelines.lookups import read_lookup
from pipelines.paths import DERIVE
from pipelines.rows import dict_rows
from pipelines.schema import tables

RULE = DERIVE / "50_verdicts.sql"
SQL_FOLDER = Path(__file__).with_name("check_sql")
LARGEST_NUMBER = 2**63 - 1
"""The largest number that a table can hold; a text that writes a larger one claims no number of weapons."""

BENCH = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}
"""Settings of the in-memory database: no extensions; one thread, for the claims of an article are few."""

OPEN_UNITS = frozenset({"system", "unit", "item"})
"""Words of a claim that leave open what is counted; the rule then reads the register's unit."""


WHOLE_WEAPONS = frozenset({"tank", "aircraft", "helicopter", "drone", "ship", "rifle"})
"""Units that are a weapon of their own: unlike a launcher or a battery, none counts parts of another one."""


@dataclass(frozen=True)
class DecidingRow:
    """A row of a release that speaks of the claim's weapon, with the part it plays in the verdict.

    table_name, release_id and line lead to the row; part: firm and estimated rows decide, the others stand
    beside (later, split by year not known, other unit, not counted). quantity counts unit.
    """

    table_name: str
    release_id: str
    line: int
    part: str
    quantity: int | None
    row_year: int | None
    unit: str | None
    supplier: str | None
    designation: str | None
    order_year: int | None

    @property
    def decides(self) -> bool:
        """Whether its number is part of what is documented."""
        return self.part in ("firm", "estimated")


@dataclass(frozen=True)
class Judged:
    """The verdict on one proposed claim, as known on the day of the newest release.

    Quantities count `unit`; `register_unit` is what the register counts for this weapon. `reason` names the
    line of the rule that decided; the words for it, and for what would change it, are looked up by it.
    """

    claim_id: str
    verdict: str
    declared_low: int | None
    declared_high: int | None
    documented_firm: int | None
    documented_with_estimates: int | None
    unit: str | None
    rule: str
    reason: str
    percent: int | None
    as_known_on: dt.date | None
    deals_release_id: str | None
    deliveries_release_id: str | None
    first_year: int | None
    last_year: int | None
    register_unit: str | None
    unroca_category: str | None
    system_name: str | None
    class_name_en: str | None
    class_name_es: str | None
    holder_name_en: str | None
    holder_name_es: str | None
    rows: tuple[DecidingRow, ...]

    @property
    def documented_estimated(self) -> int | None:
        """The estimated part of what is documented."""
        if self.documented_with_estimates is None:
            return None
        return self.documented_with_estimates - (self.documented_firm or 0)

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases that were used, each once."""
        used = (self.deals_release_id, self.deliveries_release_id)
        return tuple(dict.fromkeys(release for release in used if release))


def proposed(claim: ExtractedClaim, claim_id: str) -> dict[str, Any]:
    """What the extractor found as a row of the table `claims`.

    A model that the reviewed names do not have gives no system: to judge it by its class would count other
    models. A denied number and one too large for a table are no numbers to compare.
    """
    known = _known_ids()
    system = claim.system_id if claim.system_id in known["systems"] else None
    model_is_unknown = claim.system_id is not None and system is None
    class_id = claim.class_id if claim.class_id in known["classes"] else None
    if model_is_unknown and class_id not in known["outside"]:
        class_id = None
    return {
        "claim_id": claim_id,
        "quote_id": claim_id,
        "holder": claim.holder if claim.holder in known["parties"] else None,
        "supplier": claim.supplier if claim.supplier in known["parties"] else None,
        "system": system,
        "class_id": None if system else class_id,
        "quantity_low": None if claim.negated else _number(claim.quantity_low),
        "quantity_high": None if claim.negated else _number(claim.quantity_high),
        "qualifier": claim.qualifier,
        "kind": claim.kind,
        "declared_unit": _declared_unit(claim.unit, system),
        "as_of": claim.as_of,
        "speaker": claim.speaker,
    }


def _declared_unit(unit: str | None, system: str | None) -> str | None:
    """The unit that the text names; none where it is a kind of weapon that the system is not."""
    if unit not in _known_ids()["units"]:
        return None
    other_kind = unit in WHOLE_WEAPONS and system is not None and _system_units()[system] != unit
    return None if other_kind else unit


def judge(snapshot_path: Path, claims: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """The verdict on each claim, in their order; a claim is a row of the table `claims` with its own id.

    Raises LedgerError where the snapshot cannot be read or a claim does not fit the table.
    """
    with judging(snapshot_path, claims) as connection:
        return judged(connection, claims)


@contextmanager
def judging(snapshot_path: Path, claims: Sequence[Mapping[str, Any]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked-down connection in which the rule has been run on these claims.

    The snapshot is attached read-only as `ledger`; a table that the rule makes hides the snapshot's own.
    Raises LedgerError as `judge` does.
    """
    try:
        with _bench(snapshot_path) as connection:
            connection.execute(tables()["claims"].ddl)
            _insert(connection, claims)
            connection.execute(_sql(RULE))
            yield connection
    except duckdb.Error as error:
        hint = "Run: python -m pipelines build. If it stays: report it with this message."
        got = str(error).splitlines()[0]
        raise LedgerError(str(snapshot_path), "claims that the rule can judge", got, hint) from error


def judged(connection: duckdb.DuckDBPyConnection, claims: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """The verdicts of a connection made by `judging`, in the order of the claims."""
    rows: dict[str, list[DecidingRow]] = {}
    for row in dict_rows(connection, query("rows")):
        rows.setdefault(row.pop("claim_id"), []).append(DecidingRow(**row))
    found = {
        row["claim_id"]: Judged(**row, rows=tuple(rows.get(row["claim_id"], ())))
        for row in dict_rows(connection, query("judged"))
    }
    return [found[claim["claim_id"]] for claim in claims]


def query(name: str) -> str:
    """One of the questions in `check_sql/`."""
    return _sql(SQL_FOLDER / f"{name}.sql")


@contextmanager
def _bench(snapshot_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database beside the attached snapshot, without access to anything else."""
    with duckdb.connect(":memory:", config=dict(BENCH)) as connection:
        quoted = str(snapshot_path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS ledger (READ_ONLY)")
        connection.execute("SET search_path = 'memory.main,ledger.main'")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def _insert(connection: duckdb.DuckDBPyConnection, claims: Sequence[Mapping[str, Any]]) -> None:
    names = tables()["claims"].column_names
    marks = ", ".join("?" for _ in names)
    if claims:
        values = [[claim.get(name) for name in names] for claim in claims]
        connection.executemany(f"INSERT INTO claims VALUES ({marks})", values)


@cache
def _sql(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _known_ids() -> dict[str, frozenset[str]]:
    """Ids of the reviewed lookups, and the classes that the register does not cover."""
    classes = read_lookup("classes")
    return {
        "parties": frozenset(row["party_id"] for row in read_lookup("parties")),
        "systems": frozenset(row["system_id"] for row in read_lookup("systems")),
        "classes": frozenset(row["class_id"] for row in classes),
        "outside": frozenset(row["class_id"] for row in classes if row["scope"] == "outside"),
        "units": frozenset(row["unit"] for row in read_lookup("units")),
    }


@cache
def _system_units() -> dict[str, str]:
    return {row["system_id"]: row["unit"] for row in read_lookup("systems")}


def _number(value: float | None) -> int | None:
    """A whole number that a table can hold; a fraction of a weapon is rounded down, as a lower bound is."""
    if value is None or not 0 <= value <= LARGEST_NUMBER:
        return None
    return int(value)
