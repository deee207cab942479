"""The register's rows for one holder: the newest, the releases that have any, the name it has there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column
from dashboard.queries.register import TODAY, YEARS, RegisterRow

OF_HOLDER = f"""edition = {TODAY} AND holder = $holder
                AND ($system IS NULL OR coalesce(system, designation) = $system)
                AND ($since IS NULL OR (not_counted IS NULL AND delivery_year >= $since))"""
"""Today's rows of one holder; of one system, or those that count from a year on, where it is given."""


def rows_of_holder(
    holder: str, language: str, system: str | None = None, since: int | None = None, most: int | None = None
) -> Question[RegisterRow]:
    """The register's rows for one holder, newest delivery first, at most `most`; of one system, or those that
    count from the year `since` on, where it is given."""
    return Question(
        f"""
        SELECT coalesce(parties.name_{column(language)}, found.supplier), designation, order_year,
            {YEARS}, quantity, estimated, unit, not_counted, CAST(releases.generated_at AS DATE),
            found.release_id, line, tiv_million
        FROM (
            SELECT * FROM documented
            WHERE {OF_HOLDER}
            ORDER BY delivery_year DESC, designation, line, release_id
            LIMIT $most
        ) AS found
        JOIN releases ON releases.release_id = found.release_id
        LEFT JOIN parties ON parties.party_id = found.supplier
        ORDER BY delivery_year DESC, designation, line, found.release_id
        """,
        RegisterRow,
        (("holder", holder), ("system", system), ("since", since), ("most", most)),
    )


@dataclass(frozen=True)
class HolderRelease:
    """A release with rows for a holder. `released`: None where the file has no date."""

    release_id: str
    released: dt.date | None
    entries: int


def releases_of_holder(
    holder: str, system: str | None = None, since: int | None = None
) -> Question[HolderRelease]:
    """The releases that the rows of `rows_of_holder` stand in, with how many each has."""
    return Question(
        f"""
        SELECT sums.release_id, CAST(releases.generated_at AS DATE), sums.entries
        FROM (
            SELECT release_id, count(*) AS entries FROM documented
            WHERE {OF_HOLDER}
            GROUP BY release_id
        ) AS sums
        JOIN releases ON releases.release_id = sums.release_id
        ORDER BY sums.release_id
        """,
        HolderRelease,
        (("holder", holder), ("system", system), ("since", since)),
    )


def recipient_name(holder: str) -> Question[str]:
    """What the newest release of the per-deal format that names a holder calls it, or no row."""
    return Question(
        """
        SELECT deals.recipient
        FROM deals
        JOIN party_names AS names ON names.name = deals.recipient
            AND names.source = 'sipri_register' AND names.party_id = $holder
        JOIN releases ON releases.release_id = deals.release_id
        GROUP BY deals.recipient
        ORDER BY max(releases.generated_at) DESC NULLS LAST, count(*) DESC, deals.recipient
        LIMIT 1
        """,
        str,
        (("holder", holder),),
    )
