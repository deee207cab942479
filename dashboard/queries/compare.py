"""One system or class for several holders: what the register documents, by unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column
from dashboard.queries.register import TODAY, YEARS

OF_WEAPON = """(
            system IN (SELECT member FROM system_families WHERE family = $weapon)
            OR class_id IN (SELECT member FROM class_families WHERE family = $weapon)
        )"""
"""Rows that answer for a weapon: a system with its variants, or a class with its narrower ones."""


@dataclass(frozen=True)
class Weapon:
    """A system or a class that can be compared. `holders`: how many have a row or a declared number;
    `scope`: register | outside."""

    weapon_id: str
    kind: str
    name: str
    holders: int
    claims: int
    scope: str


def weapons(language: str) -> Question[Weapon]:
    """Every class, then every system, that the register or a claim speaks of."""
    suffix = column(language)
    return Question(
        f"""
        WITH spoken AS (
            SELECT holder, system, class_id, 0 AS said FROM documented_weapons WHERE edition = {TODAY}
            UNION ALL
            SELECT claims.holder, claims.system, coalesce(claims.class_id, systems.class_id), 1
            FROM claims LEFT JOIN systems ON systems.system_id = claims.system
            WHERE claims.holder IS NOT NULL
        )
        SELECT classes.class_id, 'class' AS kind, classes.name_{suffix}_plural AS name,
            count(DISTINCT spoken.holder), CAST(sum(spoken.said) AS BIGINT), classes.scope
        FROM spoken
        JOIN class_families ON class_families.member = spoken.class_id
        JOIN classes ON classes.class_id = class_families.family
        GROUP BY ALL
        UNION ALL
        SELECT systems.system_id, 'system', systems.name, count(DISTINCT spoken.holder),
            CAST(sum(spoken.said) AS BIGINT), classes.scope
        FROM spoken
        JOIN system_families ON system_families.member = spoken.system
        JOIN systems ON systems.system_id = system_families.family
        LEFT JOIN classes ON classes.class_id = systems.class_id
        GROUP BY ALL
        ORDER BY kind, name
        """,
        Weapon,
    )


def members(weapon: str) -> Question[str]:
    """The systems or classes whose rows answer for a weapon."""
    return Question(
        """
        SELECT member FROM system_families WHERE family = $weapon
        UNION ALL
        SELECT member FROM class_families WHERE family = $weapon
        ORDER BY member
        """,
        str,
        (("weapon", weapon),),
    )


@dataclass(frozen=True)
class Holder:
    """A holder with rows of, or numbers declared for, a weapon."""

    party_id: str
    claims: int
    entries: int


def holders(weapon: str) -> Question[Holder]:
    """Who can be compared for a weapon: those with a declared number first, then by rows of the register."""
    return Question(
        f"""
        SELECT holder, CAST(sum(said) AS BIGINT) AS claims, CAST(sum(entry) AS BIGINT) AS entries
        FROM (
            SELECT holder, 0 AS said, entries AS entry FROM documented_weapons
            WHERE edition = {TODAY} AND {OF_WEAPON}
            UNION ALL
            SELECT claims.holder, 1, 0
            FROM claims
            LEFT JOIN systems ON systems.system_id = claims.system
            WHERE claims.holder IS NOT NULL AND claims.kind IN ('holding', 'order', 'delivery')
                AND (
                    claims.system IN (SELECT member FROM system_families WHERE family = $weapon)
                    OR coalesce(claims.class_id, systems.class_id)
                        IN (SELECT member FROM class_families WHERE family = $weapon)
                )
        )
        GROUP BY holder
        ORDER BY claims DESC, entries DESC, holder
        """,
        Holder,
        (("weapon", weapon),),
    )


@dataclass(frozen=True)
class Sum:
    """What the register documents as delivered to one holder in one unit; `entries` rows, `unknown` of them
    without a number. `unit` None: the rows' kind is not mapped to one."""

    holder: str
    unit: str | None
    firm: int
    estimated: int
    entries: int
    unknown: int
    first_year: int | None
    last_year: int | None


def sums(weapon: str, states: Sequence[str]) -> Question[Sum]:
    """Documented numbers by holder and unit; numbers in different units stay apart."""
    return Question(
        f"""
        SELECT holder, unit,
            CAST(coalesce(sum(CASE WHEN NOT estimated THEN quantity END), 0) AS BIGINT),
            CAST(coalesce(sum(CASE WHEN estimated THEN quantity END), 0) AS BIGINT),
            count(*), count(*) - count(quantity), min(first_delivery_year), max(delivery_year)
        FROM documented
        WHERE edition = {TODAY} AND not_counted IS NULL
            AND holder IN (SELECT unnest(string_split($states, ','))) AND {OF_WEAPON}
        GROUP BY holder, unit
        ORDER BY unit NULLS LAST, holder
        """,
        Sum,
        (("weapon", weapon), ("states", ",".join(states))),
    )


@dataclass(frozen=True)
class Entry:
    """A row of the register for one of the compared holders."""

    holder: str
    supplier: str
    designation: str
    quantity: int | None
    unit: str | None
    estimated: bool
    order_year: int | None
    delivery_years: str | None
    release_id: str
    line: int


def entries(weapon: str, states: Sequence[str], language: str) -> Question[Entry]:
    """The register's rows behind the sums, by holder and year."""
    suffix = column(language)
    return Question(
        f"""
        SELECT holders.name_{suffix}, coalesce(suppliers.name_{suffix}, documented.supplier), designation,
            quantity, unit, estimated, order_year, {YEARS}, release_id, line
        FROM documented
        JOIN parties AS holders ON holders.party_id = documented.holder
        LEFT JOIN parties AS suppliers ON suppliers.party_id = documented.supplier
        WHERE edition = {TODAY} AND not_counted IS NULL
            AND holder IN (SELECT unnest(string_split($states, ','))) AND {OF_WEAPON}
        ORDER BY holders.name_{suffix}, delivery_year, release_id, line
        """,
        Entry,
        (("weapon", weapon), ("states", ",".join(states))),
    )


@dataclass(frozen=True)
class Loaded:
    """A recipient that a loaded release of the register covers, and the years it covers."""

    party_id: str
    first_year: int | None
    last_year: int | None
    deals_release_id: str | None
    deliveries_release_id: str | None


def loaded() -> Question[Loaded]:
    """Every recipient that is loaded today."""
    return Question(
        f"""
        SELECT party_id, first_year, last_year, deals_release_id, deliveries_release_id
        FROM edition_pairs WHERE edition = {TODAY} ORDER BY party_id
        """,
        Loaded,
    )


@dataclass(frozen=True)
class Party:
    """A state, territory, group or organisation, in the reader's language."""

    party_id: str
    name: str


def parties(language: str) -> Question[Party]:
    """Every party that can be a recipient or supplier, loaded or not, by name."""
    name = f"name_{column(language)}"
    return Question(f"SELECT party_id, {name} FROM parties WHERE kind <> 'aggregate' ORDER BY {name}", Party)
