"""Which releases are loaded, and what is known to be wrong with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.db import Question


@dataclass(frozen=True)
class Release:
    """A loaded release of a source. `released` is the publisher's own date, None where the file has none."""

    release_id: str
    source: str
    format: str
    title: str
    released: dt.date | None
    retrieved: dt.date | None
    origin: str
    rows_kept: int
    rows_rejected: int
    dataset_rows: int
    recipients: int | None
    first_year: int | None
    last_year: int | None
    credit: str
    terms: str
    url: str
    sha256: str


def releases() -> Question[Release]:
    """All releases, by source and date. `recipients`: how many an extract is limited to, None where all."""
    return Question(
        """
        SELECT release_id, source, format, title, CAST(generated_at AS DATE),
            CAST(retrieved_at AS DATE), origin, rows_kept, rows_rejected, dataset_rows,
            CASE WHEN scope_parties IS NOT NULL THEN len(string_split(scope_parties, ';')) END,
            first_year, last_year, credit, terms, url, sha256
        FROM releases ORDER BY source, format, generated_at
        """,
        Release,
    )


@dataclass(frozen=True)
class Warned:
    """An issue that the build met: what a reader should know about a source or release."""

    level: str
    source: str
    release_id: str | None
    place: str
    expected: str
    got: str
    hint: str


def issues() -> Question[Warned]:
    """All issues, errors first."""
    return Question(
        """
        SELECT level, source, release_id, place, expected, got, hint FROM issues
        ORDER BY CASE level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, source, place
        """,
        Warned,
    )
