"""How far the data can be relied on: rejected rows, names, reconciliation, matches, corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.db import Question


@dataclass(frozen=True)
class Ingest:
    """One release and what became of its rows. `released`: the publisher's own date, None where the file has
    none; `retrieved`: when it came here."""

    release_id: str
    source: str
    format: str
    title: str
    released: dt.date | None
    retrieved: dt.date | None
    origin: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    rows_repaired: int
    dataset_rows: int
    first_year: int | None
    last_year: int | None
    credit: str
    terms: str
    url: str
    sha256: str
    file_name: str


def ingested() -> Question[Ingest]:
    """Every loaded release, by source, format and date."""
    return Question(
        """
        SELECT release_id, source, format, title, CAST(generated_at AS DATE), CAST(retrieved_at AS DATE),
            origin, rows_read, rows_kept, rows_rejected, rows_repaired, dataset_rows, first_year, last_year,
            credit, terms, url, sha256, file_name
        FROM releases
        ORDER BY CASE source WHEN 'sipri_register' THEN 0 WHEN 'unroca' THEN 1 WHEN 'rdmc' THEN 2
            WHEN 'sipri_tiv' THEN 3 WHEN 'world_bank' THEN 4 ELSE 5 END,
            source, format, generated_at, release_id
        """,
        Ingest,
    )


@dataclass(frozen=True)
class Reject:
    """A row that was refused, as it stands in the file."""

    release_id: str
    line: int
    reason: str
    raw: str


def rejects(most: int) -> Question[Reject]:
    """Refused rows with their reasons, at most `most`."""
    return Question(
        "SELECT release_id, line, reason, raw FROM rejects ORDER BY release_id, line LIMIT $most",
        Reject,
        (("most", most),),
    )


@dataclass(frozen=True)
class Named:
    """How many rows of a source name a party, system or class that is mapped."""

    source: str
    kind: str
    name_rows: int
    mapped_rows: int


def coverage() -> Question[Named]:
    """Name coverage by source and kind of name."""
    return Question("SELECT source, kind, name_rows, mapped_rows FROM coverage ORDER BY source, kind", Named)


@dataclass(frozen=True)
class Unmapped:
    """A name that no lookup has."""

    source: str
    kind: str
    name: str
    name_rows: int


def unmapped() -> Question[Unmapped]:
    """Names that are not mapped, the most used first."""
    return Question(
        """
        SELECT source, kind, name, name_rows FROM unmapped_names
        ORDER BY name_rows DESC, source, kind, name
        """,
        Unmapped,
    )


@dataclass(frozen=True)
class Reconciled:
    """Cells of a published TIV table that equal the sum of a release's deliveries; `printed` cells hold a
    number or a 0, the others are blank on both sides or missing in the table."""

    deliveries_release_id: str
    table_release_id: str
    direction: str
    cells: int
    equal: int
    printed: int
    printed_equal: int


def reconciliation() -> Question[Reconciled]:
    """The reconciliation by pair of releases and direction."""
    return Question(
        """
        SELECT deliveries_release_id, table_release_id, direction, count(*),
            CAST(sum(CASE WHEN equal THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN published_cell <> 'blank' THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN published_cell <> 'blank' AND equal THEN 1 ELSE 0 END) AS BIGINT)
        FROM tiv_reconciliation
        GROUP BY deliveries_release_id, table_release_id, direction
        ORDER BY direction DESC, deliveries_release_id, table_release_id
        """,
        Reconciled,
    )


@dataclass(frozen=True)
class Unequal:
    """A cell in which sum and published table differ, in million TIV; None: no delivery, or see `cell`."""

    direction: str
    party: str
    year: int
    computed: float | None
    published: float | None
    cell: str


def unequal() -> Question[Unequal]:
    """The cells that differ."""
    return Question(
        """
        SELECT direction, party, year, computed_tiv_million, published_tiv_million, published_cell
        FROM tiv_reconciliation WHERE NOT equal
        ORDER BY direction DESC, party, year
        """,
        Unequal,
    )


@dataclass(frozen=True)
class Matched:
    """Delivered deals of one release, all of whose deliveries fall into the years of a per-year release, and
    how many of them were found there, by what decided."""

    deals_release_id: str
    deliveries_release_id: str
    delivered: int
    found: int
    by_designation: int
    by_unit_value: int
    by_key_alone: int


def matched() -> Question[Matched]:
    """Deals found by year, by pair of releases."""
    return Question(
        """
        SELECT deals_release_id, deliveries_release_id, comparable_deals, found_deals, by_designation,
            by_unit_value, by_key_alone
        FROM match_counts
        ORDER BY deals_release_id, deliveries_release_id
        """,
        Matched,
    )


@dataclass(frozen=True)
class Correction:
    """A correction of what was published here, or a known outlier of a source, with its reason."""

    corrected_on: str
    subject: str
    was: str | None
    now: str | None
    reason: str
    status: str


def corrections() -> Question[Correction]:
    """The corrections log, newest first."""
    return Question(
        """
        SELECT corrected_on, subject, was, now, reason, status FROM corrections
        ORDER BY corrected_on DESC, subject
        """,
        Correction,
    )
