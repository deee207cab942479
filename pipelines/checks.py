"""What must hold in a snapshot before it becomes current; types and gaps are checked by DuckDB."""

from __future__ import annotations

import duckdb

from pipelines.issues import Issue
from pipelines.rows import count
from pipelines.schema import Table, tables
from pipelines.source import sources


def failed_checks(connection: duckdb.DuckDBPyConnection) -> list[Issue]:
    """Every check that fails, as an issue; errors stop the switch to the snapshot."""
    failed = counts_that_do_not_add_up(connection)
    for table in tables().values():
        failed += missing_or_other_columns(connection, table)
    if not failed:
        for table in tables().values():
            failed += repeated_keys(connection, table) + values_not_allowed(connection, table)
    return failed


def counts_that_do_not_add_up(connection: duckdb.DuckDBPyConnection) -> list[Issue]:
    """rows_read = rows_kept + rows_rejected, and as many rows in the tables as are said to be kept."""
    failed = []
    releases = connection.execute(
        "SELECT release_id, source, format, rows_read, rows_kept, rows_rejected FROM releases"
    ).fetchall()
    for release_id, source, format_id, read, kept, rejected in releases:
        listed = rows_of(connection, "rejects", release_id)
        facts = sources()[source].formats[format_id]
        loaded = rows_of(connection, facts.table, release_id) if facts.record_rows == "one" else kept
        if (read, listed, loaded) != (kept + rejected, rejected, kept):
            got = (
                f"{read} read, {kept} kept ({loaded} in {facts.table}), {rejected} rejected ({listed} listed)"
            )
            failed.append(
                _error(release_id, "rows read = rows kept + rows rejected, each of them stored", got)
            )
        least, most = facts.rows
        if not least <= read <= most:
            failed.append(_warning(source, release_id, f"{least:,} to {most:,} rows", f"{read:,}"))
    return failed


def rows_of(connection: duckdb.DuckDBPyConnection, table: str, release_id: str) -> int:
    """Rows of one release in a table."""
    return count(connection, f'SELECT count(*) FROM "{table}" WHERE release_id = ?', [release_id])


def missing_or_other_columns(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Issue]:
    """The tables that derive/*.sql makes must be the ones that the contract describes."""
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table.name],
    ).fetchall()
    wanted = [(column.name, column.type) for column in table.columns]
    if found == wanted:
        return []
    differing = [pair for pair in found if pair not in wanted] + [
        pair for pair in wanted if pair not in found
    ]
    return [_error(table.name, "the columns of the contract, in order", f"differing: {differing}")]


def repeated_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Issue]:
    """A key stands once."""
    if not table.key:
        return []
    key = ", ".join(f'"{name}"' for name in table.key)
    query = (
        f'SELECT {key}, count(*) FROM "{table.name}" GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 3'
    )
    repeated = connection.execute(query).fetchall()
    return [_error(table.name, f"each {key} once", f"repeated: {repeated}")] if repeated else []


def values_not_allowed(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Issue]:
    """Words that the contract lists, and gaps only where it says what they mean."""
    failed = []
    for column in table.columns:
        name = f'"{column.name}"'
        if column.allowed:
            query = f'SELECT DISTINCT {name} FROM "{table.name}" WHERE NOT list_contains(?, {name}) LIMIT 3'
            others = connection.execute(query, [list(column.allowed)]).fetchall()
            if others:
                failed.append(_error(f"{table.name}.{column.name}", f"one of {column.allowed}", str(others)))
        if not column.null and table.layer == "judgement":
            query = f'SELECT count(*) FROM "{table.name}" WHERE {name} IS NULL'
            gaps = count(connection, query)
            if gaps:
                failed.append(_error(f"{table.name}.{column.name}", "no empty cell", f"{gaps} empty"))
    return failed


def _error(place: str, expected: str, got: str) -> Issue:
    hint = "The new snapshot was not switched to; the last good one stays. Report this message."
    return Issue("error", "check", place, expected, got, hint)


def _warning(source: str, release_id: str, expected: str, got: str) -> Issue:
    hint = "Compare with the publisher's site: the file may be cut or the source may have changed."
    return Issue("warning", source, release_id, expected, got, hint, release_id)
