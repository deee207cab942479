"""The golden set: figures of the bundled extract with the rows that make them, in ``figures.csv``.

A figure may only move together with a line that says why. After looking at what moved::

    python -m tests.golden                     lists what moved, was and is
    python -m tests.golden "why it moved"      writes the lines that moved, each with this reason
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import duckdb

FIGURES = Path(__file__).with_name("figures.csv")
SHORTEST_REASON = 15
"""Characters; 'changed' and 'update' say nothing."""

QUERIES = {
    "verdict": """
        SELECT claim_id, concat_ws(' ', verdict, declared_low, 'to', declared_high, 'firm', documented_firm,
                'with estimates', documented_with_estimates, unit, 'because', reason),
            (SELECT string_agg(concat_ws(' ', r.table_name, r.release_id, 'line', r.line, r.part, r.quantity,
                    r.row_year), '; ' ORDER BY r.table_name, r.release_id, r.line, r.part)
                FROM verdict_rows r WHERE r.claim_id = v.claim_id)
        FROM verdicts v ORDER BY claim_id
    """,
    "verdict of its day": """
        SELECT concat(claim_id, ' as known on ', as_known_on),
            concat_ws(' ', verdict, 'firm', documented_firm, 'with estimates', documented_with_estimates),
            concat_ws('; ', deals_release_id, deliveries_release_id)
        FROM verdicts_by_edition ORDER BY claim_id, as_known_on
    """,
    "mirror": """
        WITH lines AS (
            SELECT e.party_id AS exporter, i.party_id AS importer, year,
                string_agg(line, ' ' ORDER BY line) AS lines
            FROM un_lines
            JOIN party_names e ON e.name = un_lines.exporter AND e.source = 'unroca'
            JOIN party_names i ON i.name = un_lines.importer AND i.source = 'unroca'
            GROUP BY ALL
        )
        SELECT concat_ws(' ', exporter, 'to', importer, year, category, unit),
            concat_ws(' ', 'exporter', exporter_says, exporter_quantity, 'importer', importer_says,
                importer_quantity, 'register', sipri_says, documented_firm, documented_with_estimates),
            'un_lines ' || lines
        FROM mirror JOIN lines USING (exporter, importer, year)
        WHERE exporter_says IN ('number', 'zero') OR importer_says IN ('number', 'zero')
        ORDER BY ALL
    """,
    "total": """
        SELECT concat_ws(' ', direction, 'of', party, year), concat(round(tiv_million, 2), ' million TIV'),
            concat(release_id, ' ', (SELECT count(*) FROM deliveries d WHERE d.release_id = t.release_id
                AND t.party = CASE direction WHEN 'import' THEN d.recipient ELSE d.supplier END
                AND t.year = d.delivery_year), ' rows')
        FROM tiv_by_year t ORDER BY ALL
    """,
    "release": """
        SELECT release_id, concat_ws(' ', rows_read, 'read', rows_kept, 'kept', rows_rejected, 'rejected of',
            dataset_rows), sha256 FROM releases ORDER BY ALL
    """,
    "change": """
        SELECT concat_ws(' ', old_release_id, 'to', new_release_id, recipient, change), count(*), NULL
        FROM release_changes GROUP BY ALL ORDER BY ALL
    """,
}


@dataclass(frozen=True)
class Figure:
    """One figure: what it is of, the figure, the rows that make it, and why it is what it is."""

    kind: str
    key: str
    figure: str
    rows: str
    reason: str = ""


def found(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Figure]:
    """The figures of a snapshot."""
    listed = [
        Figure(kind, *map(_printed, row)) for kind, query in QUERIES.items()
        for row in connection.execute(query).fetchall()
    ]  # fmt: skip
    assert len({(each.kind, each.key) for each in listed}) == len(listed)
    return {(each.kind, each.key): each for each in listed}


def recorded() -> dict[tuple[str, str], Figure]:
    """The figures of the file."""
    if not FIGURES.is_file():
        return {}
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        return {(row["kind"], row["key"]): Figure(**row) for row in csv.DictReader(lines)}


def moved(
    old: dict[tuple[str, str], Figure], new: dict[tuple[str, str], Figure]
) -> list[tuple[Figure | None, Figure | None]]:
    """The figures that differ, came or went: was and is."""
    pairs = [(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
    return [
        (was, now) for was, now in pairs
        if was is None or now is None or (was.figure, was.rows) != (now.figure, now.rows)
    ]  # fmt: skip


def write(figures: list[Figure]) -> None:
    """Write the file."""
    with FIGURES.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([field.name for field in fields(Figure)])
        writer.writerows(astuple(figure) for figure in figures)


def _printed(value: Any) -> str:
    return "" if value is None else str(value)
