"""What the transfer register documents: rows with release and line, deliveries by year, suppliers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column

TODAY = "(SELECT max(edition) FROM editions)"
YEARS = """CASE WHEN first_delivery_year < delivery_year
            THEN concat(first_delivery_year, '–', delivery_year)
            ELSE CAST(delivery_year AS VARCHAR) END"""
"""The delivery years of a row of `documented`, as printed: `2009`, or `2010–2012` where not split."""

OF_CLAIM = f"""edition = {TODAY} AND holder = (SELECT holder FROM claims WHERE claim_id = $claim)"""
"""Rows of today's register that can answer a claim: those of its holder, as the verdict rule has it."""


@dataclass(frozen=True)
class RegisterRow:
    """A row of the register as it stands in its release.

    `quantity` None: not known. `estimated`: SIPRI marks the number or the year as an estimate. `part`: what
    the row does for the claim, or why it is not counted.
    """

    supplier: str
    designation: str
    order_year: int | None
    delivery_years: str | None
    quantity: int | None
    estimated: bool
    unit: str | None
    part: str | None
    released: dt.date | None
    release_id: str
    line: int
    tiv_million: float | None = None


def rows_of_claim(claim_id: str, language: str) -> Question[RegisterRow]:
    """The rows that decide a verdict, by year, then those that speak of the same weapon without deciding."""
    return Question(
        f"""
        SELECT coalesce(parties.name_{column(language)}, found.supplier), found.designation, found.order_year,
            found.years, rows.quantity, found.estimated, found.unit, rows.part,
            CAST(releases.generated_at AS DATE), rows.release_id, rows.line, found.tiv_million
        FROM verdict_rows AS rows
        JOIN claims ON claims.claim_id = rows.claim_id
        JOIN releases ON releases.release_id = rows.release_id
        LEFT JOIN (
            SELECT 'delivery' AS kind, table_name, release_id, line, supplier, designation, order_year,
                estimated, unit, tiv_million, {YEARS} AS years
            FROM documented WHERE {OF_CLAIM}
            UNION ALL
            SELECT 'order', 'deals', release_id, line, supplier, designation, order_year, estimated, unit,
                NULL, NULL
            FROM documented_orders WHERE {OF_CLAIM}
            UNION ALL
            SELECT 'item', 'deal_items', items.release_id, items.line, items.supplier, deals.designation,
                items.order_year, items.estimated, items.unit, NULL, NULL
            FROM documented_items AS items
            JOIN deals ON deals.release_id = items.release_id AND deals.line = items.line
            WHERE {OF_CLAIM}
        ) AS found
            ON found.table_name = rows.table_name AND found.release_id = rows.release_id
            AND found.line = rows.line
            AND found.kind = CASE
                WHEN rows.table_name = 'deal_items' THEN 'item'
                WHEN claims.kind = 'order' THEN 'order'
                ELSE 'delivery' END
        LEFT JOIN parties ON parties.party_id = found.supplier
        WHERE rows.claim_id = $claim
        ORDER BY CASE WHEN rows.part IN ('firm', 'estimated') THEN 0 ELSE 1 END, rows.row_year, rows.line,
            rows.table_name, rows.quantity
        """,
        RegisterRow,
        (("claim", claim_id),),
    )


@dataclass(frozen=True)
class Step:
    """Units of a claim's weapon that the register documents for a year, in the claim's unit."""

    year: int
    firm: int
    estimated: int


def steps_of_claim(claim_id: str) -> Question[Step]:
    """What the register documents by year for the weapon of a claim: deliveries, for an order orders."""
    return Question(
        f"""
        SELECT rows.row_year,
            CAST(coalesce(sum(CASE WHEN NOT found.estimated THEN rows.quantity END), 0) AS BIGINT),
            CAST(coalesce(sum(CASE WHEN found.estimated THEN rows.quantity END), 0) AS BIGINT)
        FROM verdict_rows AS rows
        JOIN claims ON claims.claim_id = rows.claim_id
        JOIN (
            SELECT 'delivery' AS kind, table_name, release_id, line, estimated
            FROM documented WHERE {OF_CLAIM}
            UNION ALL
            SELECT 'order', 'deals', release_id, line, estimated
            FROM documented_orders WHERE {OF_CLAIM}
        ) AS found
            ON found.table_name = rows.table_name AND found.release_id = rows.release_id
            AND found.line = rows.line
            AND found.kind = CASE WHEN claims.kind = 'order' THEN 'order' ELSE 'delivery' END
        WHERE rows.claim_id = $claim AND rows.part IN ('firm', 'estimated', 'later')
            AND rows.row_year IS NOT NULL AND rows.quantity IS NOT NULL
        GROUP BY rows.row_year
        ORDER BY rows.row_year
        """,
        Step,
        (("claim", claim_id),),
    )


@dataclass(frozen=True)
class Item:
    """Items that a deal's comment counts beside the main item, in their own unit."""

    quantity_low: int
    quantity_high: int | None
    unit: str
    estimated: bool
    supplier: str
    order_year: int | None
    released: dt.date | None
    release_id: str
    line: int


def items_of(holder: str, system: str, language: str) -> Question[Item]:
    """What comments count for a holder and system: facts apart, never part of a sum."""
    return Question(
        f"""
        SELECT quantity_low, quantity_high, unit, estimated,
            coalesce(parties.name_{column(language)}, items.supplier), order_year,
            CAST(releases.generated_at AS DATE), items.release_id, line
        FROM documented_items AS items
        JOIN releases ON releases.release_id = items.release_id
        LEFT JOIN parties ON parties.party_id = items.supplier
        WHERE edition = {TODAY} AND holder = $holder AND system = $system
        ORDER BY order_year, line, item_number
        """,
        Item,
        (("holder", holder), ("system", system)),
    )


@dataclass(frozen=True)
class SystemSum:
    """What the register documents for a holder of one system (or of one designation that no lookup has)."""

    system_id: str
    name: str
    class_id: str | None
    class_name: str | None
    unroca_category: str | None
    unit: str | None
    firm: int
    estimated: int
    first_year: int | None
    last_year: int | None
    tiv_million: float | None
    suppliers: str
    entries: int
    unknown: int


def systems_of(holder: str, language: str) -> Question[SystemSum]:
    """All systems documented for a holder with their sums, the most by volume first."""
    suffix = column(language)
    return Question(
        f"""
        SELECT sums.item, min(coalesce(systems.short_name, sums.designation)) AS name, sums.class_id,
            min(classes.name_{suffix}_plural),
            min(coalesce(systems.unroca_category, classes.unroca_category)), sums.unit,
            CAST(coalesce(sum(sums.firm), 0) AS BIGINT), CAST(coalesce(sum(sums.estimated), 0) AS BIGINT),
            min(sums.first_year), max(sums.last_year), sum(sums.volume) AS volume,
            string_agg(DISTINCT coalesce(parties.name_{suffix}, sums.supplier), ', '
                ORDER BY coalesce(parties.name_{suffix}, sums.supplier)),
            CAST(sum(sums.entries) AS BIGINT), CAST(sum(sums.unknown) AS BIGINT)
        FROM (
            SELECT coalesce(system, designation) AS item, system, class_id, unit, supplier,
                min(designation) AS designation,
                sum(CASE WHEN NOT estimated THEN quantity END) AS firm,
                sum(CASE WHEN estimated THEN quantity END) AS estimated,
                min(first_delivery_year) AS first_year, max(delivery_year) AS last_year,
                sum(tiv_million) AS volume, count(*) AS entries, count(*) - count(quantity) AS unknown
            FROM documented
            WHERE edition = {TODAY} AND holder = $holder AND not_counted IS NULL
            GROUP BY ALL
        ) AS sums
        LEFT JOIN systems ON systems.system_id = sums.system
        LEFT JOIN classes ON classes.class_id = sums.class_id
        LEFT JOIN parties ON parties.party_id = sums.supplier
        GROUP BY sums.item, sums.class_id, sums.unit
        ORDER BY volume DESC NULLS LAST, name
        """,
        SystemSum,
        (("holder", holder),),
    )


@dataclass(frozen=True)
class Supply:
    """What one supplier delivered to a holder in a year, in million TIV."""

    supplier: str
    year: int
    tiv_million: float


def supply_of(holder: str, language: str, since: int) -> Question[Supply]:
    """Documented volume by supplier and year since a year, of what the register splits by year."""
    supplier = f"coalesce(parties.name_{column(language)}, documented.supplier)"
    return Question(
        f"""
        SELECT {supplier} AS name, delivery_year, sum(tiv_million)
        FROM documented
        LEFT JOIN parties ON parties.party_id = documented.supplier
        WHERE edition = {TODAY} AND holder = $holder AND not_counted IS NULL
            AND delivery_year >= $since AND first_delivery_year = delivery_year AND tiv_million > 0
        GROUP BY name, delivery_year
        ORDER BY name, delivery_year
        """,
        Supply,
        (("holder", holder), ("since", since)),
    )


@dataclass(frozen=True)
class Unsplit:
    """Volume of the deals that no single year can be given for. None: there is none."""

    tiv_million: float | None


def unsplit_of(holder: str, since: int) -> Question[Unsplit]:
    """What `supply_of` leaves out, as the register does not split it by year."""
    return Question(
        f"""
        SELECT sum(tiv_million)
        FROM documented
        WHERE edition = {TODAY} AND holder = $holder AND not_counted IS NULL
            AND delivery_year >= $since AND first_delivery_year < delivery_year
        """,
        Unsplit,
        (("holder", holder), ("since", since)),
    )


@dataclass(frozen=True)
class Volume:
    """Documented volume of one recipient in million TIV. `loaded`: whether a loaded release covers it; only
    then does a missing volume mean that nothing is documented."""

    party_id: str
    iso_numeric: str | None
    name: str
    kind: str
    tiv_million: float | None
    loaded: bool


def volumes(language: str, since: int) -> Question[Volume]:
    """Every party with what the register documents as delivered to it from the year `since` on."""
    name = f"parties.name_{column(language)}"
    return Question(
        f"""
        SELECT parties.party_id, parties.iso_numeric, {name}, parties.kind, sums.volume,
            pairs.party_id IS NOT NULL
        FROM parties
        LEFT JOIN edition_pairs AS pairs ON pairs.party_id = parties.party_id AND pairs.edition = {TODAY}
        LEFT JOIN (
            SELECT holder, sum(tiv_million) AS volume FROM documented_volumes
            WHERE edition = {TODAY} AND counted AND delivery_year >= $since
            GROUP BY holder
        ) AS sums ON sums.holder = parties.party_id
        ORDER BY sums.volume DESC NULLS LAST, {name}, parties.party_id
        """,
        Volume,
        (("since", since),),
    )


@dataclass(frozen=True)
class Supplier:
    """Who supplied what a verdict counts, the largest first."""

    party_id: str
    name: str


def suppliers_of_claim(claim_id: str, language: str) -> Question[Supplier]:
    """The suppliers of the rows that decide a verdict."""
    return Question(
        f"""
        SELECT found.supplier, coalesce(min(parties.name_{column(language)}), found.supplier)
        FROM verdict_rows AS rows
        JOIN claims ON claims.claim_id = rows.claim_id
        JOIN (
            SELECT 'delivery' AS kind, table_name, release_id, line, supplier
            FROM documented WHERE {OF_CLAIM}
            UNION ALL
            SELECT 'order', 'deals', release_id, line, supplier
            FROM documented_orders WHERE {OF_CLAIM}
        ) AS found
            ON found.table_name = rows.table_name AND found.release_id = rows.release_id
            AND found.line = rows.line
            AND found.kind = CASE WHEN claims.kind = 'order' THEN 'order' ELSE 'delivery' END
        LEFT JOIN parties ON parties.party_id = found.supplier
        WHERE rows.claim_id = $claim
        GROUP BY found.supplier
        ORDER BY sum(rows.quantity) DESC NULLS LAST, found.supplier
        """,
        Supplier,
        (("claim", claim_id),),
    )
