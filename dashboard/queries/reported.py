"""What states reported to the UN Register, and what third parties estimate, for one holder."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column

CATEGORY = r"""concat(
            regexp_extract(category, '^\s*(VII|VI|IV|V|III|II|I)\b', 1),
            regexp_extract(category, '^\s*[IV]+\.?\s*(\([ab]\))', 1))"""
"""The number of a UN category out of any of its printed forms: `VII. (b) Man-Portable…` -> `VII(b)`."""


@dataclass(frozen=True)
class UnAmount:
    """A number in one unit of a line to a holder. `quantity` None: the line has none, `number_note` says why.

    `system_id`: the one system of that category that the register documents from that exporter to that
    holder in that year; None where there is none or more than one, as lines name no model. `exporter_filed`
    and `importer_filed` say who filed a report for the year, as no line says who reported it.
    """

    year: int
    exporter: str
    exporter_name: str
    category: str
    quantity: int | None
    unit: str | None
    number_note: str
    description: str | None
    system_id: str | None
    exporter_filed: bool
    importer_filed: bool
    release_id: str
    line: int


def un_amounts_to(holder: str, language: str) -> Question[UnAmount]:
    """Everything that was reported to the UN Register as transferred to a holder, by year."""
    return Question(
        f"""
        WITH lines AS (
            SELECT un_lines.*, exporters.party_id AS exporter_id, {CATEGORY} AS code
            FROM un_lines
            JOIN party_names AS importers
                ON importers.name = un_lines.importer AND importers.source = 'unroca'
            LEFT JOIN party_names AS exporters
                ON exporters.name = un_lines.exporter AND exporters.source = 'unroca'
            WHERE importers.party_id = $holder
        ),
        filed AS (
            SELECT DISTINCT names.party_id, un_reports.year
            FROM un_reports
            JOIN party_names AS names ON names.name = un_reports.state AND names.source = 'unroca_slug'
        ),
        documented_systems AS (
            SELECT lines.release_id, lines.line, min(systems.system_id) AS system_id
            FROM lines
            JOIN documented
                ON documented.holder = $holder AND documented.supplier = lines.exporter_id
                AND lines.year BETWEEN documented.first_delivery_year AND documented.delivery_year
                AND documented.edition = (SELECT max(edition) FROM editions)
                AND documented.not_counted IS NULL
            JOIN systems ON systems.system_id = documented.system
                AND lines.code IN (systems.unroca_category, concat(systems.unroca_category, '(a)'))
            GROUP BY lines.release_id, lines.line
            HAVING count(DISTINCT systems.system_id) = 1
        )
        SELECT lines.year, lines.exporter_id, coalesce(parties.name_{column(language)}, lines.exporter),
            lines.code, coalesce(amounts.quantity, lines.number), amounts.unit, lines.number_note,
            lines.description, documented_systems.system_id,
            lines.year IN (SELECT year FROM filed WHERE party_id = lines.exporter_id),
            lines.year IN (SELECT year FROM filed WHERE party_id = $holder),
            lines.release_id, lines.line
        FROM lines
        LEFT JOIN un_amounts AS amounts
            ON amounts.release_id = lines.release_id AND amounts.line = lines.line
        LEFT JOIN documented_systems
            ON documented_systems.release_id = lines.release_id AND documented_systems.line = lines.line
        LEFT JOIN parties ON parties.party_id = lines.exporter_id
        ORDER BY lines.year, lines.line, amounts.amount_number
        """,
        UnAmount,
        (("holder", holder),),
    )


@dataclass(frozen=True)
class UnYears:
    """The years that the loaded UN tables cover; None where none is loaded. `reports_*` are None as well
    where the loaded list of reports leaves the state out."""

    lines_first: int | None
    lines_last: int | None
    reports_first: int | None
    reports_last: int | None


def un_years(party_id: str) -> Question[UnYears]:
    """Which years of lines, and of the list of reports filed by a state, are loaded."""
    return Question(
        """
        WITH listed AS (
            SELECT un_reports.year
            FROM un_reports
            JOIN releases ON releases.release_id = un_reports.release_id
            WHERE releases.scope_parties IS NULL
                OR list_contains(string_split(releases.scope_parties, ';'), $party)
        )
        SELECT (SELECT min(year) FROM un_lines), (SELECT max(year) FROM un_lines),
            (SELECT min(year) FROM listed), (SELECT max(year) FROM listed)
        """,
        UnYears,
        (("party", party_id),),
    )


def years_filed(party_id: str) -> Question[int]:
    """The years for which a state filed a report to the UN Register."""
    return Question(
        """
        SELECT DISTINCT year
        FROM un_reports
        JOIN party_names AS names ON names.name = un_reports.state AND names.source = 'unroca_slug'
        WHERE names.party_id = $party
        ORDER BY year
        """,
        int,
        (("party", party_id),),
    )


@dataclass(frozen=True)
class Holding:
    """A third party's estimate of what a holder has of a class, in one year; `quantity` None: listed without
    a number."""

    class_id: str
    year: int
    item: str
    quantity: float | None
    unit: str | None
    release_id: str
    line: int


def holdings_of(holder: str) -> Question[Holding]:
    """The estimates for one holder, newest first; only kinds that are one of our classes."""
    return Question(
        """
        SELECT holdings.class_id, holdings.year, holdings.item, holdings.quantity, holdings.unit,
            holdings.release_id, holdings.line
        FROM holdings
        JOIN party_names AS names ON names.name = holdings.party AND names.source = 'rdmc'
        WHERE names.party_id = $holder AND holdings.class_id IS NOT NULL
        ORDER BY holdings.class_id, holdings.year DESC
        """,
        Holding,
        (("holder", holder),),
    )
