"""Names of parties and weapons in the reader's language, and the list that the search looks through."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.db import Question

NAMED_LANGUAGES = ("en", "es")
"""Languages that the lookups have names in; any other is shown the English ones."""


def column(language: str) -> str:
    """The suffix of the lookups' name columns for a language: `en` or `es`."""
    return language if language in NAMED_LANGUAGES else "en"


@dataclass(frozen=True)
class State:
    """A state or group that something is declared or documented for. `documented_rows`: rows of the register
    as known today; `claims`: numbers that were declared."""

    party_id: str
    name: str
    iso_numeric: str | None
    kind: str
    claims: int
    documented_rows: int


def states(language: str) -> Question[State]:
    """Every holder that a claim or the register speaks of, by name."""
    name = f"name_{column(language)}"
    return Question(
        f"""
        SELECT parties.party_id, parties.{name}, parties.iso_numeric, parties.kind,
            coalesce(said.claims, 0), coalesce(documented.entries, 0)
        FROM parties
        LEFT JOIN (SELECT holder, count(*) AS claims FROM claims GROUP BY holder) AS said
            ON said.holder = parties.party_id
        LEFT JOIN (
            SELECT holder, CAST(sum(entries) AS BIGINT) AS entries FROM documented_weapons
            WHERE edition = (SELECT max(edition) FROM editions)
            GROUP BY holder
        ) AS documented ON documented.holder = parties.party_id
        WHERE said.claims > 0 OR documented.entries > 0
        ORDER BY parties.{name}
        """,
        State,
    )


@dataclass(frozen=True)
class HeldSystem:
    """A system that the register documents for, or a claim names with, a holder."""

    system_id: str
    short_name: str
    name: str
    holder: str
    holder_name: str
    aliases: str


def held_systems(language: str) -> Question[HeldSystem]:
    """Every pair of system and holder, for the search; `aliases` are the system's other names."""
    name = f"name_{column(language)}"
    return Question(
        f"""
        SELECT systems.system_id, systems.short_name, systems.name, held.holder, parties.{name},
            coalesce(names.aliases, '')
        FROM (
            SELECT DISTINCT system, holder FROM documented
            WHERE edition = (SELECT max(edition) FROM editions) AND system IS NOT NULL
            UNION
            SELECT DISTINCT system, holder FROM claims WHERE system IS NOT NULL AND holder IS NOT NULL
        ) AS held
        JOIN systems ON systems.system_id = held.system
        JOIN parties ON parties.party_id = held.holder
        LEFT JOIN (
            SELECT system_id, string_agg(DISTINCT name, ' ' ORDER BY name) AS aliases
            FROM system_names GROUP BY system_id
        ) AS names ON names.system_id = systems.system_id
        ORDER BY systems.short_name, parties.{name}
        """,
        HeldSystem,
    )


def party_name(party_id: str, language: str) -> Question[str]:
    """The name of one party; no row where there is no such party."""
    name = f"name_{column(language)}"
    return Question(f"SELECT {name} FROM parties WHERE party_id = $party", str, (("party", party_id),))
