"""What changed between two releases of the register in the per-deal format."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column

CHANGES = ("added", "withdrawn", "revised", "renamed")


@dataclass(frozen=True)
class ReleaseDay:
    """A release in the per-deal format that can be compared."""

    release_id: str
    released: dt.date
    rows_kept: int
    recipients: int | None


def comparable() -> Question[ReleaseDay]:
    """The dated releases in the per-deal format, oldest first; `recipients`: None where all are loaded."""
    return Question(
        """
        SELECT release_id, CAST(generated_at AS DATE), rows_kept,
            CASE WHEN scope_parties IS NOT NULL THEN len(string_split(scope_parties, ';')) END
        FROM releases
        WHERE source = 'sipri_register' AND format = 'deals' AND generated_at IS NOT NULL
        ORDER BY generated_at, release_id
        """,
        ReleaseDay,
    )


@dataclass(frozen=True)
class Count:
    """How many deals of one recipient changed in one way."""

    recipient: str
    name: str
    change: str
    deals: int


def counts(old: str, new: str, language: str) -> Question[Count]:
    """Changes between two releases by recipient."""
    return Question(
        f"""
        SELECT recipient, coalesce(parties.name_{column(language)}, recipient) AS name, change, count(*)
        FROM release_changes
        LEFT JOIN parties ON parties.party_id = release_changes.recipient
        WHERE old_release_id = $old AND new_release_id = $new
        GROUP BY ALL
        ORDER BY name, change
        """,
        Count,
        (("old", old), ("new", new)),
    )


@dataclass(frozen=True)
class Deal:
    """A deal as it stands in one release, in the source's words."""

    line: int
    designation: str
    description: str
    order_year: int | None
    order_year_estimated: bool
    ordered: int | None
    ordered_estimated: bool
    delivered: int | None
    delivered_estimated: bool
    delivery_years: str | None
    status: str


@dataclass(frozen=True)
class Change:
    """One deal that changed: `old` is None where it was added, `new` where it was withdrawn. `fields`: what
    differs, in the words of the contract, separated by `; `."""

    change: str
    recipient: str
    supplier: str
    fields: str
    old: Deal | None
    new: Deal | None


DEAL_COLUMNS = (
    "line", "designation", "description", "order_year", "order_year_estimated", "ordered",
    "ordered_estimated", "delivered", "delivered_estimated", "delivery_years", "status",
)  # fmt: skip


def _change(change: str, recipient: str, supplier: str, fields: str, *values: object) -> Change:
    sides = values[: len(DEAL_COLUMNS)], values[len(DEAL_COLUMNS) :]
    old, new = (Deal(*side) if side[0] is not None else None for side in sides)  # type: ignore[arg-type]
    return Change(change, recipient, supplier, fields, old, new)


def changes(
    old: str, new: str, state: str | None, change: str | None, language: str, most: int, after: int
) -> Question[Change]:
    """The deals that changed, of one recipient and in one way where they are given, `most` of them from the
    row `after` on: withdrawn and added ones first, with the values of both releases."""
    suffix = column(language)
    values = ", ".join(f"{side}.{name}" for side in ("older", "newer") for name in DEAL_COLUMNS)
    return Question(
        f"""
        SELECT change, coalesce(recipients.name_{suffix}, found.recipient) AS recipient_name,
            coalesce(suppliers.name_{suffix}, found.supplier) AS supplier_name, fields, {values}
        FROM release_changes AS found
        LEFT JOIN deals AS older ON older.release_id = found.old_release_id AND older.line = found.old_line
        LEFT JOIN deals AS newer ON newer.release_id = found.new_release_id AND newer.line = found.new_line
        LEFT JOIN parties AS recipients ON recipients.party_id = found.recipient
        LEFT JOIN parties AS suppliers ON suppliers.party_id = found.supplier
        WHERE old_release_id = $old AND new_release_id = $new
            AND ($state IS NULL OR found.recipient = $state) AND ($change IS NULL OR change = $change)
        ORDER BY CASE change WHEN 'withdrawn' THEN 0 WHEN 'added' THEN 1 WHEN 'revised' THEN 2 ELSE 3 END,
            recipient_name, supplier_name, coalesce(old_line, new_line)
        LIMIT $most OFFSET $after
        """,
        _change,
        (("old", old), ("new", new), ("state", state), ("change", change), ("most", most), ("after", after)),
    )


@dataclass(frozen=True)
class Rejudged:
    """A claim whose verdict or documented number differs between the days of two releases."""

    claim_id: str
    holder: str
    old_verdict: str
    new_verdict: str
    old_reason: str
    new_reason: str
    old_firm: int | None
    new_firm: int | None
    old_with_estimates: int | None
    new_with_estimates: int | None
    declared_low: int | None
    unit: str | None


def rejudged(old_day: dt.date, new_day: dt.date, state: str | None) -> Question[Rejudged]:
    """Claims that the two days judge differently, changed verdicts first."""
    return Question(
        """
        SELECT older.claim_id, claims.holder, older.verdict, newer.verdict, older.reason, newer.reason,
            older.documented_firm, newer.documented_firm, older.documented_with_estimates,
            newer.documented_with_estimates, newer.declared_low, newer.unit
        FROM verdicts_by_edition AS older
        JOIN verdicts_by_edition AS newer ON newer.claim_id = older.claim_id
        JOIN claims ON claims.claim_id = older.claim_id
        WHERE older.as_known_on = CAST($old AS DATE) AND newer.as_known_on = CAST($new AS DATE)
            AND ($state IS NULL OR claims.holder = $state)
            AND (older.verdict <> newer.verdict
                OR older.documented_firm IS DISTINCT FROM newer.documented_firm
                OR older.documented_with_estimates IS DISTINCT FROM newer.documented_with_estimates)
        ORDER BY older.verdict = newer.verdict, older.claim_id
        """,
        Rejudged,
        (("old", old_day.isoformat()), ("new", new_day.isoformat()), ("state", state)),
    )
