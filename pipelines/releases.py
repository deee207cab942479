"""What changed between two releases of a source, for the command line; derive/ compares them."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.issues import LedgerError
from pipelines.rows import dict_rows

COLUMNS = ("ordered", "delivered", "delivery_years", "order_year", "designation", "status")


def find_release(connection: duckdb.DuckDBPyConnection, source: str, wanted: str) -> str:
    """The id of a release given as id or date (2024-03-18); of several formats the one that is compared.

    Raises LedgerError where there is none, or several.
    """
    query = (
        "SELECT release_id FROM releases WHERE source = ? "
        "AND (release_id = ? OR strftime(generated_at, '%Y-%m-%d') = ?) ORDER BY release_id"
    )
    found = [row["release_id"] for row in dict_rows(connection, query, [source, wanted, wanted])]
    compared = {
        release
        for row in dict_rows(
            connection, "SELECT DISTINCT old_release_id, new_release_id FROM release_changes"
        )
        for release in row.values()
    }
    chosen = [release for release in found if release in compared] or found
    if len(chosen) == 1:
        return chosen[0]
    listed = dict_rows(connection, "SELECT release_id FROM releases WHERE source = ? ORDER BY 1", [source])
    known = ", ".join(row["release_id"] for row in listed) or "no release of this source"
    got = f"{len(chosen)} releases for '{wanted}'"
    raise LedgerError(f"source '{source}'", "the id or date of one release", got, f"Loaded: {known}.")


def changes(
    connection: duckdb.DuckDBPyConnection,
    old_release_id: str,
    new_release_id: str,
    party_id: str | None = None,
) -> list[dict[str, Any]]:
    """The changed deals, old and new values side by side, withdrawn first; all recipients or one.

    Raises LedgerError where the two were not compared: only dated releases of deals are, older to newer.
    """
    values = ", ".join(
        f"{side}.{column} AS {name}_{column}"
        for column in COLUMNS
        for side, name in (("older", "old"), ("newer", "new"))
    )
    query = f"""
        SELECT changes.change, changes.recipient, changes.supplier, changes.fields,
            changes.old_line, changes.new_line, {values}
        FROM release_changes AS changes
        LEFT JOIN deals AS older
            ON older.release_id = changes.old_release_id AND older.line = changes.old_line
        LEFT JOIN deals AS newer
            ON newer.release_id = changes.new_release_id AND newer.line = changes.new_line
        WHERE changes.old_release_id = $old AND changes.new_release_id = $new
            AND ($party IS NULL OR changes.recipient = $party)
        ORDER BY changes.change DESC, changes.recipient, changes.supplier, old_line, new_line
    """
    rows = dict_rows(connection, query, {"old": old_release_id, "new": new_release_id, "party": party_id})
    pair = "SELECT 1 FROM release_changes WHERE old_release_id = $old AND new_release_id = $new LIMIT 1"
    if not rows and not dict_rows(connection, pair, {"old": old_release_id, "new": new_release_id}):
        hint = "Give the older release first; releases per delivery year and undated ones are not compared."
        place = f"{old_release_id} and {new_release_id}"
        raise LedgerError(
            place, "two dated releases of deals, older first", "a pair that was not compared", hint
        )
    return rows
