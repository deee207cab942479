"""Both sides of the mirror: what exporter and importer told the UN Register, and what SIPRI documents."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.db import Question
from dashboard.queries.names import column
from dashboard.queries.register import TODAY, YEARS


@dataclass(frozen=True)
class Pair:
    """Two states that a row of the mirror names, and how many rows a report stands in."""

    exporter: str
    exporter_name: str
    importer: str
    importer_name: str
    entries: int
    reported: int


def pairs(language: str) -> Question[Pair]:
    """Every pair of exporter and importer, by name."""
    suffix = column(language)
    return Question(
        f"""
        SELECT exporter, coalesce(exporters.name_{suffix}, exporter) AS exporter_name,
            importer, coalesce(importers.name_{suffix}, importer) AS importer_name, count(*),
            CAST(sum(CASE WHEN 'number' IN (exporter_says, importer_says) THEN 1 ELSE 0 END) AS BIGINT)
        FROM mirror
        LEFT JOIN parties AS exporters ON exporters.party_id = mirror.exporter
        LEFT JOIN parties AS importers ON importers.party_id = mirror.importer
        GROUP BY ALL
        ORDER BY exporter_name, importer_name
        """,
        Pair,
    )


@dataclass(frozen=True)
class Category:
    """A category of the UN Register with rows for a pair; `reported` of them with a number from a report."""

    category: str
    entries: int
    reported: int


def categories(exporter: str, importer: str) -> Question[Category]:
    """The categories of a pair, those with reported numbers first."""
    return Question(
        """
        SELECT category, count(*) AS entries,
            CAST(sum(CASE WHEN 'number' IN (exporter_says, importer_says) THEN 1 ELSE 0 END) AS BIGINT)
        FROM mirror WHERE exporter = $exporter AND importer = $importer
        GROUP BY category
        ORDER BY CASE category WHEN 'none' THEN 1 ELSE 0 END, category
        """,
        Category,
        (("exporter", exporter), ("importer", importer)),
    )


@dataclass(frozen=True)
class Line:
    """One year, category and unit of a pair. Where a quantity is None, the word beside it says why.

    `difference`: reported (by the exporter, else by the importer) minus SIPRI's firm and estimated together.
    """

    year: int
    category: str
    unit: str | None
    exporter_quantity: int | None
    exporter_says: str
    importer_quantity: int | None
    importer_says: str
    firm: int | None
    with_estimates: int | None
    sipri_says: str
    difference: int | None
    doubtful: bool

    @property
    def estimated(self) -> int | None:
        """The estimated part of what SIPRI documents."""
        return None if self.with_estimates is None else self.with_estimates - (self.firm or 0)


def lines(exporter: str, importer: str) -> Question[Line]:
    """All rows of a pair, by category, unit and year."""
    return Question(
        """
        SELECT year, category, unit, exporter_quantity, exporter_says, importer_quantity, importer_says,
            documented_firm, documented_with_estimates, sipri_says, difference, reporter_is_doubtful
        FROM mirror WHERE exporter = $exporter AND importer = $importer
        ORDER BY category, unit, year
        """,
        Line,
        (("exporter", exporter), ("importer", importer)),
    )


@dataclass(frozen=True)
class Silence:
    """What a year without any row says: a word for the exporter, one for the importer, one for SIPRI."""

    year: int
    exporter_says: str
    importer_says: str
    sipri_says: str


def silences(exporter: str, importer: str, first: int, last: int) -> Question[Silence]:
    """For each year of a span, why a state or SIPRI would have no number: the same rule as in the mirror.

    `nil` is told from `filed, no such line` only where the whole file of lines is loaded, not an extract.
    """
    return Question(
        f"""
        WITH spans AS (SELECT CAST(unnest(range($first, $last + 1)) AS INTEGER) AS year),
        loaded_years AS (
            SELECT un_documented.year, max(CASE WHEN releases.scope_parties IS NULL
                AND releases.format = 'lines' THEN 1 ELSE 0 END) AS whole
            FROM un_documented JOIN releases ON releases.release_id = un_documented.release_id
            GROUP BY un_documented.year
        ),
        sides AS (
            SELECT spans.year, ends.party_id, ends.side,
                CASE
                    WHEN loaded_years.year IS NULL
                        OR ends.party_id NOT IN (SELECT party_id FROM un_filed) THEN 'not loaded'
                    WHEN filed.party_id IS NULL THEN 'no report filed'
                    WHEN loaded_years.whole = 1 AND reported.reporter IS NULL THEN 'nil'
                    ELSE 'filed, no such line'
                END AS says
            FROM spans
            CROSS JOIN (SELECT $exporter AS party_id, 'exporter' AS side UNION ALL
                SELECT $importer, 'importer') AS ends
            LEFT JOIN loaded_years ON loaded_years.year = spans.year
            LEFT JOIN un_filed AS filed ON filed.party_id = ends.party_id AND filed.year = spans.year
            LEFT JOIN (SELECT DISTINCT reporter, year FROM un_documented) AS reported
                ON reported.reporter = ends.party_id AND reported.year = spans.year
        ),
        loaded AS (
            SELECT last_year FROM edition_pairs WHERE edition = {TODAY} AND party_id = $importer
        )
        SELECT spans.year,
            (SELECT says FROM sides WHERE side = 'exporter' AND sides.year = spans.year),
            (SELECT says FROM sides WHERE side = 'importer' AND sides.year = spans.year),
            CASE WHEN spans.year <= (SELECT last_year FROM loaded) THEN 'no row' ELSE 'not loaded' END
        FROM spans
        ORDER BY spans.year
        """,
        Silence,
        (("exporter", exporter), ("importer", importer), ("first", first), ("last", last)),
    )


@dataclass(frozen=True)
class Between:
    """Two states and a span of years; the category of the Register, None for all."""

    exporter: str
    importer: str
    category: str | None
    first: int
    last: int

    @property
    def parameters(self) -> tuple[tuple[str, str | int | None], ...]:
        """As parameters of a question."""
        return (
            ("exporter", self.exporter), ("importer", self.importer), ("category", self.category),
            ("first", self.first), ("last", self.last),
        )  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A line of the UN Register as filed. `quantity` None: `number_note` says why. `reporter`: who filed it,
    None where it cannot be told; `doubt` why that is doubtful."""

    year: int
    category: str
    quantity: int | None
    unit: str
    number_note: str
    description: str | None
    reporter: str | None
    side: str
    doubt: str | None
    release_id: str
    line: int


def reports(asked: Between, language: str) -> Question[Report]:
    """The lines between two states."""
    return Question(
        f"""
        SELECT year, category, quantity, unit, number_note, description,
            coalesce(parties.name_{column(language)}, reporter), side, reporter_doubt, release_id, line
        FROM un_documented
        LEFT JOIN parties ON parties.party_id = un_documented.reporter
        WHERE exporter = $exporter AND importer = $importer AND year BETWEEN $first AND $last
            AND ($category IS NULL OR category = $category)
        ORDER BY year, line, unit
        """,
        Report,
        asked.parameters,
    )


@dataclass(frozen=True)
class Delivery:
    """A row of SIPRI's register between the same two states."""

    year: int | None
    delivery_years: str | None
    designation: str
    quantity: int | None
    unit: str | None
    estimated: bool
    release_id: str
    line: int


def deliveries(asked: Between) -> Question[Delivery]:
    """SIPRI's rows for the same two states."""
    return Question(
        f"""
        SELECT delivery_year, {YEARS}, designation, quantity, unit, estimated, release_id, line
        FROM documented
        WHERE edition = {TODAY} AND not_counted IS NULL AND supplier = $exporter AND holder = $importer
            AND delivery_year BETWEEN $first AND $last
            AND ($category IS NULL OR unroca_category = $category)
        ORDER BY delivery_year, designation, line
        """,
        Delivery,
        asked.parameters,
    )


@dataclass(frozen=True)
class Covered:
    """Years that the loaded lines and the list of filed reports cover; None where none is loaded."""

    lines_first: int | None
    lines_last: int | None
    doubtful: int
    lines: int


def covered() -> Question[Covered]:
    """What of the UN Register is loaded: years, lines, and lines whose reporter is doubtful."""
    return Question(
        """
        SELECT min(year), max(year),
            CAST(sum(CASE WHEN reporter IS NULL OR reporter_doubt IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
            count(*)
        FROM un_lines
        """,
        Covered,
    )
