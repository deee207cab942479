"""The register's rows behind a state's tables: the newest of them on the page, all of them in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import evidence, exports
from dashboard.db import Question
from dashboard.frame import View
from dashboard.queries import holder_rows
from dashboard.queries.register import RegisterRow


@dataclass(frozen=True)
class Behind:
    """Rows for a footnote, as `evidence.Note` takes them. `known_on`: the day of the newest release
    that has any."""

    rows: evidence.Table
    whole: evidence.Whole | None
    release_ids: Sequence[str]
    known_on: dt.date | None
    asked: Question[RegisterRow]


def behind(holder: str, view: View, system: str | None = None, since: int | None = None) -> Behind:
    """The rows of one holder; of one system, or those that count from a year on, where it is given."""
    asked = holder_rows.rows_of_holder(holder, view.language, system, since, evidence.MOST_ROWS)
    found = view.ledger.answer(asked)
    releases = view.ledger.answer(holder_rows.releases_of_holder(holder, system, since))
    count = sum(release.entries for release in releases)
    name = f"{holder}-register"

    def table() -> evidence.Table:
        every = holder_rows.rows_of_holder(holder, view.language, system, since)
        return evidence.register_table(name, exports.all_rows(view.ledger, every), view)

    whole = None
    if count > len(found):
        called = view.ledger.first(holder_rows.recipient_name(holder))
        whole = evidence.Whole(count, table, {"f_recipient": called})
    return Behind(
        rows=evidence.register_table(name, found, view),
        whole=whole,
        release_ids=[release.release_id for release in releases],
        known_on=max((release.released for release in releases if release.released), default=None),
        asked=asked,
    )
