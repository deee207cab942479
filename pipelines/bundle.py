"""The extract that ships in ``data/bundled``: facts of a few recipients, under 10 per cent of any data set.

``python -m pipelines bundle FILE…`` makes it out of complete files; the publisher's sentences stay out.
Each release is a folder of one CSV per faithful table; ``manifest.json`` says how much of what it is.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.issues import Issue, LedgerError
from pipelines.paths import BUNDLED
from pipelines.rows import count, dict_rows, one_row
from pipelines.schema import Table, tables_of
from pipelines.source import sources

HOLDERS = ("VEN", "LBY", "NIC", "SYR", "SRB", "UKR", "ARM", "AZE", "NGA", "COL", "PRK", "QAT")
"""Recipients whose rows ship: holders in the cases that the articles are about."""

MORE_HOLDERS = {"un_reports": ("RUS", "CHN", "USA", "FRA", "DEU", "GBR")}
"""Exporters to the holders: whether they filed a report tells 'no line' from 'no report'."""

MOST_OF_A_DATA_SET = 0.10
"""SIPRI's terms call less than 10 per cent of a data set fair use (sipri.org, terms and conditions)."""

PARTY_COLUMNS = {
    "deals": "recipient", "deliveries": "recipient", "un_lines": "importer", "un_reports": "state",
    "holdings": "party", "indicators": "party", "tiv_tables": "party",
}  # fmt: skip
"""Column by which a row belongs to a holder."""

FOLLOWERS = {"deal_years": "deals", "deal_items": "deals", "un_amounts": "un_lines"}
"""Tables whose rows go with the row that they describe."""

LEFT_OUT = {"deals": ("comments",)}
"""Sentences are the publisher's; facts read from them (deal_items) ship instead."""


@dataclass(frozen=True)
class BundledRelease:
    """One release of the extract: its row of the table ``releases`` and its CSV files by table."""

    release_id: str
    sha256: str
    row: dict
    tables: dict[str, Path]
    issues: list[Issue]


def bundled_releases(folder: Path = BUNDLED) -> list[BundledRelease]:
    """The releases that ship. Raises LedgerError where a file that the manifest names is missing."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return []
    described = json.loads(manifest.read_text(encoding="utf-8"))
    return [_release(folder, entry) for entry in described["releases"]]


def _release(folder: Path, entry: dict) -> BundledRelease:
    paths = {name: folder / entry["release_id"] / f"{name}.csv" for name in entry["tables"]}
    for path in paths.values():
        if not path.is_file():
            hint = "Restore it from the repository: git checkout data/bundled"
            raise LedgerError(str(path), "a table of the bundled extract", "no such file", hint)
    source = sources()[entry["source"]]
    own = {"tables", "rows_of_holders", "share", "issues"}
    row = {key: value for key, value in entry.items() if key not in own}
    row |= {
        "origin": "bundled", "rows_read": entry["rows_of_holders"], "rows_kept": entry["rows_of_holders"],
        "rows_rejected": 0, "rows_repaired": 0, "title": source.formats[entry["format"]].title,
        "credit": source.credit, "terms": source.terms, "url": source.url,
    }  # fmt: skip
    issues = [Issue(**issue) for issue in entry.get("issues", [])]
    return BundledRelease(entry["release_id"], entry["sha256"], row, paths, issues)


def write_bundle(connection: duckdb.DuckDBPyConnection, folder: Path = BUNDLED) -> list[dict]:
    """Write the extract of all releases in a snapshot of complete files; the manifest's entries.

    Raises LedgerError where a release would ship with 10 per cent or more of its rows.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    releases = dict_rows(connection, "SELECT * FROM releases ORDER BY source, format, generated_at, sha256")
    entries = [_write_release(connection, folder, release) for release in releases]
    text = json.dumps({"made_by": "python -m pipelines bundle FILE...", "releases": entries}, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return entries


def _write_release(connection: duckdb.DuckDBPyConnection, folder: Path, release: dict) -> dict:
    target = folder / release["release_id"]
    target.mkdir()
    format_facts = sources()[release["source"]].formats[release["format"]]
    written = [
        table.name
        for table in _filled_tables(connection, release)
        if _write_table(connection, table, release, target)
    ]
    rows = _rows_of_holders(connection, format_facts.table, release["release_id"])
    share = rows / release["rows_kept"]
    if share >= MOST_OF_A_DATA_SET:
        limit = f"less than {MOST_OF_A_DATA_SET:.0%} of {release['rows_kept']:,} rows"
        hint = "Take recipients out of HOLDERS in pipelines/bundle.py."
        raise LedgerError(release["release_id"], limit, f"{rows:,} rows ({share:.1%})", hint)
    kept = ("release_id", "source", "format", "generated_at", "retrieved_at", "sha256", "scope_first_year",
            "scope_last_year", "first_year", "last_year", "file_name")  # fmt: skip
    facts = {key: release[key] for key in kept if release[key] is not None}
    facts = {
        key: value.isoformat(" ") if isinstance(value, datetime) else value for key, value in facts.items()
    }
    return facts | {
        "scope_parties": ";".join((*HOLDERS, *MORE_HOLDERS.get(format_facts.table, ()))),
        "dataset_rows": release["rows_kept"],
        "rows_of_holders": rows, "share": round(share, 4), "tables": written,
        "issues": _issues_of_holders(connection, format_facts.table, release["release_id"]),
    }  # fmt: skip


def _filled_tables(connection: duckdb.DuckDBPyConnection, release: dict) -> Iterable[Table]:
    for table in tables_of("faithful"):
        query = f'SELECT 1 FROM "{table.name}" WHERE release_id = ? LIMIT 1'
        if one_row(connection, query, [release["release_id"]]):
            yield table


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, release: dict, target: Path) -> bool:
    left_out = LEFT_OUT.get(table.name, ())
    columns = ", ".join(
        f'CAST(NULL AS {column.type}) AS "{column.name}"' if column.name in left_out else f'"{column.name}"'
        for column in table.columns
    )
    where = _belongs_to_holders(table.name)
    query = f'SELECT {columns} FROM "{table.name}" WHERE release_id = $release_id AND {where} ORDER BY ALL'
    frame = connection.execute(query, {"release_id": release["release_id"]}).df()
    frame = frame.sort_values([name for name in table.key if name in frame], kind="stable")
    frame.to_csv(target / f"{table.name}.csv", index=False, lineterminator="\n")
    return len(frame) > 0


def _rows_of_holders(connection: duckdb.DuckDBPyConnection, table: str, release_id: str) -> int:
    counted = "count(*)" if table in {"deals", "deliveries", "un_lines"} else "count(DISTINCT line)"
    query = f'SELECT {counted} FROM "{table}" WHERE release_id = $release_id AND {_belongs_to_holders(table)}'
    return count(connection, query, {"release_id": release_id})


def _issues_of_holders(connection: duckdb.DuckDBPyConnection, table: str, release_id: str) -> list[dict]:
    """The issues of a release that speak of a line in the extract, or of the release as a whole."""
    query = "SELECT * FROM issues WHERE release_id = $release_id ORDER BY ALL"
    issues = dict_rows(connection, query, {"release_id": release_id})
    lines = (
        f'SELECT DISTINCT line FROM "{table}" WHERE release_id = $release_id AND {_belongs_to_holders(table)}'
    )
    shipped = {row["line"] for row in dict_rows(connection, lines, {"release_id": release_id})}
    named = [(issue, re.search(r"\bline (\d+)", issue["place"])) for issue in issues]
    return [issue for issue, line in named if line is None or int(line[1]) in shipped]


def _belongs_to_holders(table: str) -> str:
    """A condition on the rows of a table; followers belong with the rows that they describe."""
    leading = FOLLOWERS.get(table, table)
    holders = ", ".join(f"'{holder}'" for holder in (*HOLDERS, *MORE_HOLDERS.get(leading, ())))
    named = f'"{PARTY_COLUMNS[leading]}" IN (SELECT name FROM party_names WHERE party_id IN ({holders}))'
    if leading == table:
        return named
    return f'line IN (SELECT line FROM "{leading}" WHERE release_id = $release_id AND ({named}))'
