"""Who supplied whom: documented volume by supplier, recipient, kind of weapon and year."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column
from dashboard.queries.register import TODAY

ASKED_FOR = f"""edition = {TODAY} AND delivery_year BETWEEN $first AND $last
            AND ($holder IS NULL OR holder = $holder) AND ($supplier IS NULL OR supplier = $supplier)
            AND ($kind IS NULL OR class_id IN (SELECT member FROM class_families WHERE family = $kind))"""
"""Rows of a period, of one recipient, supplier or kind of weapon where it is given."""

DELIVERED = f"{ASKED_FOR} AND counted AND valued_entries > 0"
"""Such rows of `documented_volumes` with a volume."""

WIDEST = """(
            SELECT class_families.member, min(class_families.family) AS family
            FROM class_families
            JOIN classes ON classes.class_id = class_families.family AND classes.broader IS NULL
            GROUP BY class_families.member
        )"""
"""Each class with the widest one that it is part of: fighter aircraft are aircraft."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: a period, and the party ids and class that it is limited to, None for all."""

    first: int
    last: int
    holder: str | None = None
    supplier: str | None = None
    kind: str | None = None

    @property
    def parameters(self) -> tuple[tuple[str, str | int | None], ...]:
        """As parameters of a question."""
        return (
            ("first", self.first), ("last", self.last), ("holder", self.holder), ("supplier", self.supplier),
            ("kind", self.kind),
        )  # fmt: skip


@dataclass(frozen=True)
class Flow:
    """What one supplier delivered to one recipient, in million TIV; `entries` rows. Names in the reader's
    language; ids where the supplier is no party of ours are the source's words."""

    supplier: str
    supplier_name: str
    holder: str
    holder_name: str
    tiv_million: float
    entries: int


def flows(asked: Asked, language: str) -> Question[Flow]:
    """Volume by supplier and recipient, the most first."""
    suffix = column(language)
    return Question(
        f"""
        SELECT supplier, coalesce(suppliers.name_{suffix}, supplier), holder, holders.name_{suffix},
            volume, entries
        FROM (
            SELECT supplier, holder, sum(tiv_million) AS volume,
                CAST(sum(valued_entries) AS BIGINT) AS entries
            FROM documented_volumes
            WHERE {DELIVERED}
            GROUP BY supplier, holder
        ) AS sums
        JOIN parties AS holders ON holders.party_id = sums.holder
        LEFT JOIN parties AS suppliers ON suppliers.party_id = sums.supplier
        ORDER BY volume DESC, supplier, holder
        """,
        Flow,
        asked.parameters,
    )


@dataclass(frozen=True)
class YearFlow:
    """What went to or came from one party in a year, in million TIV."""

    party: str
    year: int
    tiv_million: float


def by_year(asked: Asked, side: str, language: str) -> Question[YearFlow]:
    """Volume by year and party of one side (`supplier` or `holder`), of deliveries whose year is known.

    A deal delivered over several years that the register does not split has no year: see `unsplit`.
    """
    party = "supplier" if side == "supplier" else "holder"
    return Question(
        f"""
        SELECT coalesce(parties.name_{column(language)}, sums.party) AS name, delivery_year, sum(volume)
        FROM (
            SELECT {party} AS party, delivery_year, sum(tiv_million) AS volume
            FROM documented_volumes
            WHERE {DELIVERED} AND split_by_year
            GROUP BY party, delivery_year
        ) AS sums
        LEFT JOIN parties ON parties.party_id = sums.party
        GROUP BY name, delivery_year
        ORDER BY name, delivery_year
        """,
        YearFlow,
        asked.parameters,
    )


@dataclass(frozen=True)
class Unsplit:
    """Volume of deals whose split by year is not known, in million TIV; None where there is none."""

    tiv_million: float | None


def unsplit(asked: Asked) -> Question[Unsplit]:
    """The volume that no year can be given for, as the register does not split it by year."""
    return Question(
        f"SELECT sum(tiv_million) FROM documented_volumes WHERE {DELIVERED} AND NOT split_by_year",
        Unsplit,
        asked.parameters,
    )


@dataclass(frozen=True)
class KindFlow:
    """What one party delivered or received of one wide kind of weapon, in million TIV."""

    party: str
    kind: str
    tiv_million: float


def by_kind(asked: Asked, side: str, language: str) -> Question[KindFlow]:
    """Volume by party of one side (`supplier` or `holder`) and kind of weapon, the most first."""
    party, suffix = ("supplier" if side == "supplier" else "holder"), column(language)
    return Question(
        f"""
        SELECT coalesce(parties.name_{suffix}, sums.party) AS name,
            coalesce(classes.name_{suffix}_plural, sums.designation) AS kind_name, sum(sums.volume) AS volume
        FROM (
            SELECT {party} AS party, class_id, designation, sum(tiv_million) AS volume
            FROM documented_volumes
            WHERE {DELIVERED}
            GROUP BY ALL
        ) AS sums
        LEFT JOIN parties ON parties.party_id = sums.party
        LEFT JOIN {WIDEST} AS widest ON widest.member = sums.class_id
        LEFT JOIN classes ON classes.class_id = coalesce(widest.family, sums.class_id)
        GROUP BY name, kind_name
        ORDER BY volume DESC, name, kind_name
        """,
        KindFlow,
        asked.parameters,
    )


@dataclass(frozen=True)
class Delivery:
    """A row of the register behind the flows."""

    supplier: str
    holder: str
    designation: str
    quantity: int | None
    unit: str | None
    estimated: bool
    year: int
    tiv_million: float
    release_id: str
    line: int


def deliveries(asked: Asked, language: str, most: int) -> Question[Delivery]:
    """The rows behind the flows, the largest first, at most `most`; only these are read whole."""
    suffix = column(language)
    return Question(
        f"""
        SELECT coalesce(suppliers.name_{suffix}, supplier), holders.name_{suffix}, designation, quantity,
            unit, estimated, delivery_year, tiv_million, release_id, line
        FROM (
            SELECT * FROM documented
            WHERE rowid IN (
                SELECT rowid FROM documented
                WHERE {ASKED_FOR} AND not_counted IS NULL AND tiv_million > 0
                ORDER BY tiv_million DESC, release_id, line
                LIMIT $most
            )
        ) AS largest
        JOIN parties AS holders ON holders.party_id = largest.holder
        LEFT JOIN parties AS suppliers ON suppliers.party_id = largest.supplier
        ORDER BY tiv_million DESC, release_id, line
        """,
        Delivery,
        (*asked.parameters, ("most", most)),
    )


@dataclass(frozen=True)
class Party:
    """A party that delivered or received anything. `loaded`: a loaded release covers it as a recipient."""

    party_id: str
    name: str
    iso_numeric: str | None
    kind: str
    receives: bool
    supplies: bool
    loaded: bool


def parties(language: str) -> Question[Party]:
    """Every party, by name, with the side on which today's register has it."""
    name = f"parties.name_{column(language)}"
    return Question(
        f"""
        SELECT parties.party_id, {name}, parties.iso_numeric, parties.kind, receivers.holder IS NOT NULL,
            senders.supplier IS NOT NULL, pairs.party_id IS NOT NULL
        FROM parties
        LEFT JOIN (SELECT DISTINCT holder FROM documented_volumes WHERE edition = {TODAY}) AS receivers
            ON receivers.holder = parties.party_id
        LEFT JOIN (SELECT DISTINCT supplier FROM documented_volumes WHERE edition = {TODAY}) AS senders
            ON senders.supplier = parties.party_id
        LEFT JOIN edition_pairs AS pairs ON pairs.party_id = parties.party_id AND pairs.edition = {TODAY}
        WHERE parties.kind <> 'aggregate'
        ORDER BY {name}
        """,
        Party,
    )


@dataclass(frozen=True)
class Kind:
    """A class with deliveries."""

    class_id: str
    name: str
    is_widest: bool


def kinds(language: str) -> Question[Kind]:
    """The classes that today's register has deliveries of, the widest first."""
    name = f"name_{column(language)}_plural"
    return Question(
        f"""
        SELECT DISTINCT classes.class_id, classes.{name}, classes.broader IS NULL AS is_widest
        FROM (
            SELECT DISTINCT class_id FROM documented_weapons WHERE edition = {TODAY}
        ) AS delivered
        JOIN class_families ON class_families.member = delivered.class_id
        JOIN classes ON classes.class_id = class_families.family
        ORDER BY is_widest DESC, classes.{name}
        """,
        Kind,
    )


@dataclass(frozen=True)
class Years:
    """The delivery years of today's register, and its editions: None where nothing is loaded."""

    first: int | None
    last: int | None


def years() -> Question[Years]:
    """First and last delivery year."""
    return Question(
        f"SELECT min(delivery_year), max(delivery_year) FROM documented_volumes WHERE edition = {TODAY}",
        Years,
    )
