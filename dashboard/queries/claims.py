"""What was declared, by whom, and the verdict on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dashboard.db import Question
from dashboard.queries.names import column


@dataclass(frozen=True)
class Claim:
    """One declared number with its verdict as known today.

    Quantities count `unit`. `weapon` is the system's short name or, where no model is named (`system_id` is
    None), the class in the plural; names in the reader's language. `said_on`, `as_of`: as far as known
    (`2025-10-22`, `2025-10`, `2025`).
    """

    claim_id: str
    holder: str | None
    holder_name: str | None
    system_id: str | None
    weapon: str | None
    class_id: str | None
    class_name: str | None
    unroca_category: str | None
    supplier: str | None
    quantity_low: int | None
    quantity_high: int | None
    qualifier: str
    kind: str
    declared_unit: str | None
    unit: str | None
    as_of: str | None
    said_on: str | None
    speaker: str | None
    outlet: str | None
    note: str | None
    quote_id: str
    article_id: str
    verdict: str
    reason: str
    percent: int | None
    firm: int | None
    with_estimates: int | None
    as_known_on: dt.date | None
    deals_release_id: str | None
    deliveries_release_id: str | None
    first_year: int | None
    last_year: int | None

    @property
    def estimated(self) -> int | None:
        """The estimated part of what is documented."""
        if self.with_estimates is None:
            return None
        return self.with_estimates - (self.firm or 0)

    @property
    def date(self) -> str | None:
        """When it was said; where that is not known, the date that the number is for."""
        return self.said_on or self.as_of


def claims(language: str) -> Question[Claim]:
    """All claims, newest first."""
    return Question(_claims(language) + " ORDER BY said_on DESC, claims.claim_id", Claim)


def claim(claim_id: str, language: str) -> Question[Claim]:
    """One claim; no row where there is no such claim."""
    return Question(_claims(language) + " WHERE claims.claim_id = $claim", Claim, (("claim", claim_id),))


def claims_of(holder: str, language: str) -> Question[Claim]:
    """The claims about one holder, newest first."""
    where = " WHERE claims.holder = $holder ORDER BY said_on DESC, claims.claim_id"
    return Question(_claims(language) + where, Claim, (("holder", holder),))


def _claims(language: str) -> str:
    suffix = column(language)
    return f"""
        SELECT claims.claim_id, claims.holder, parties.name_{suffix}, claims.system,
            coalesce(systems.short_name, classes.name_{suffix}_plural), classes.class_id,
            classes.name_{suffix}_plural, coalesce(systems.unroca_category, classes.unroca_category),
            claims.supplier, claims.quantity_low, claims.quantity_high, claims.qualifier, claims.kind,
            claims.declared_unit, coalesce(verdicts.unit, claims.declared_unit), claims.as_of,
            coalesce(quotes.said_on, articles.published, claims.as_of) AS said_on,
            claims.speaker, articles.outlet, claims.note, quotes.quote_id, articles.article_id,
            verdicts.verdict, verdicts.reason, verdicts.documented_percent, verdicts.documented_firm,
            verdicts.documented_with_estimates, verdicts.as_known_on, verdicts.deals_release_id,
            verdicts.deliveries_release_id, verdicts.first_year, verdicts.last_year
        FROM claims
        JOIN verdicts ON verdicts.claim_id = claims.claim_id
        JOIN quotes ON quotes.quote_id = claims.quote_id
        JOIN articles ON articles.article_id = quotes.article_id
        LEFT JOIN parties ON parties.party_id = claims.holder
        LEFT JOIN systems ON systems.system_id = claims.system
        LEFT JOIN classes ON classes.class_id = coalesce(claims.class_id, systems.class_id)
    """


def featured() -> Question[str]:
    """Claims whose article is taken apart statement by statement, newest first: the first page shows one."""
    return Question(
        """
        SELECT statements.claim_id
        FROM statements
        JOIN claims ON claims.claim_id = statements.claim_id
        GROUP BY statements.claim_id
        ORDER BY max(claims.as_of) DESC, statements.claim_id
        """,
        str,
    )


@dataclass(frozen=True)
class Quote:
    """A quote in its article. `translation` is in the reader's language; None where the original is."""

    quote_id: str
    text: str
    language: str
    translation: str | None
    speaker: str | None
    said_on: str | None
    article_title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    text_is: str


def quote(quote_id: str, language: str) -> Question[Quote]:
    """One quote."""
    return Question(
        f"""
        SELECT quote_id, text, quotes.language, translation_{column(language)}, quotes.speaker, said_on,
            articles.title, articles.outlet, articles.published, articles.url, articles.text_is
        FROM quotes JOIN articles ON articles.article_id = quotes.article_id
        WHERE quote_id = $quote
        """,
        Quote,
        (("quote", quote_id),),
    )


@dataclass(frozen=True)
class Carrier:
    """A further outlet that carried a claim; `wording` only where it changed on the way."""

    outlet: str
    published: str | None
    language: str
    url: str | None
    wording: str | None


def carriers(claim_id: str) -> Question[Carrier]:
    """Who else carried a claim, in the order of publication."""
    return Question(
        """
        SELECT outlet, published, language, url, wording FROM carriers
        WHERE claim_id = $claim ORDER BY published, outlet
        """,
        Carrier,
        (("claim", claim_id),),
    )


@dataclass(frozen=True)
class Statement:
    """Another statement of an article, judged by a person. `sources`: title, publisher, date, address."""

    number: int
    text: str
    language: str
    speaker: str | None
    kind: str
    status: str
    claim_id: str | None
    evidence: str
    sources: tuple[tuple[Any, ...], ...]


def _statement(*values: Any) -> Statement:
    keys = ("title", "publisher", "published", "url")
    sources = tuple(tuple(one[key] for key in keys) for one in values[-1] or ())
    return Statement(*[*values[:-1], sources])


def statements(claim_id: str, language: str) -> Question[Statement]:
    """The statements of the articles in which this claim is one statement among others."""
    evidence = "evidence_es" if column(language) == "es" else "evidence"
    return Question(
        f"""
        SELECT statements.number, statements.text, articles.language, statements.speaker, statements.kind,
            statements.status, statements.claim_id, statements.{evidence}, found.sources
        FROM statements
        JOIN articles ON articles.article_id = statements.article_id
        LEFT JOIN (
            SELECT statement_id, list(
                {{'title': title, 'publisher': publisher, 'published': published, 'url': url}}
                ORDER BY evidence_number
            ) AS sources
            FROM statement_evidence GROUP BY statement_id
        ) AS found ON found.statement_id = statements.statement_id
        WHERE statements.article_id IN (SELECT article_id FROM statements WHERE claim_id = $claim)
        ORDER BY statements.article_id, statements.number
        """,
        _statement,
        (("claim", claim_id),),
    )


@dataclass(frozen=True)
class Judged:
    """The verdict on a claim as known on the day of one edition of the register."""

    as_known_on: dt.date
    verdict: str
    percent: int | None
    firm: int | None
    with_estimates: int | None
    unit: str | None


def judged_over_time(claim_id: str) -> Question[Judged]:
    """The verdicts on one claim by edition, oldest first."""
    return Question(
        """
        SELECT as_known_on, verdict, documented_percent, documented_firm, documented_with_estimates, unit
        FROM verdicts_by_edition
        WHERE claim_id = $claim AND as_known_on IS NOT NULL
        ORDER BY as_known_on
        """,
        Judged,
        (("claim", claim_id),),
    )
