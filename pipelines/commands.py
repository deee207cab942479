"""What each command does; reading arguments is in ``__main__``."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines import files, snapshot, source
from pipelines.build import Derive
from pipelines.build import build as build_snapshot
from pipelines.bundle import write_bundle
from pipelines.issues import Issue, LedgerError, sentence
from pipelines.load import Built
from pipelines.paths import Home
from pipelines.releases import changes, find_release
from pipelines.rows import dict_rows
from pipelines.schema import data_dictionary

Arguments = argparse.Namespace


def say(text: str) -> None:
    """Progress for a person at a terminal; nothing in a pipe."""
    if sys.stderr.isatty():
        print(f"… {text}", file=sys.stderr)


def complain(error: LedgerError | Issue) -> None:
    """An error that does not stop the rest."""
    print(f"error: {error}", file=sys.stderr)


def build(given: Arguments) -> int:
    """Make a new snapshot and switch to it."""
    if given.engine == "duckdb" and (given.master or given.store):
        print("error: --master and --store belong to --engine spark", file=sys.stderr)
        return 2
    return _report(build_snapshot(given.home, say, _engine(given)))


def _engine(given: Arguments) -> Derive | None:
    """Another engine than DuckDB, where one is asked for. Raises LedgerError where it is not installed."""
    if given.engine == "duckdb":
        return None
    from pipelines import spark_engine

    spark_engine.check_installed()
    master, store = given.master or "local[*]", given.store or str(given.home.db / "store")
    return lambda connection: spark_engine.derive_on_spark(connection, master, store, say)


def _report(built: Built) -> int:
    rows = sum(built.releases.values())
    print(f"built: {len(built.releases)} releases, {rows:,} rows, {len(built.issues)} issues")
    for issue in built.errors:
        complain(issue)
    return 1 if built.errors else 0


def add(given: Arguments) -> int:
    """Store downloaded files by content, then build; a file already held is not stored twice."""
    outcomes = [_add_one(given.home, Path(name)) for name in given.files]
    if "stored" not in outcomes and snapshot.current(given.home):
        return 1 if "refused" in outcomes else 0
    return max(_report(build_snapshot(given.home, say)), 1 if "refused" in outcomes else 0)


def _add_one(home: Home, path: Path) -> str:
    """``stored``, ``held`` (already) or ``refused`` (and said why)."""
    try:
        say(f"reading {path}")
        data = files.read_given(path)
        found, found_format = source.recognise(data, str(path))
        _check_that_it_reads(data, path, found, found_format.format_id)
        new = _store(home, data, found.name, found_format.format_id, "added", path.name)
    except LedgerError as error:
        complain(error)
        return "refused"
    print(f"{path.name}: {found_format.title}{'' if new else ', already held'}")
    return "stored" if new else "held"


def _store(
    home: Home, data: bytes, name: str, format_id: str, origin: str, file_name: str, url: str | None = None
) -> bool:
    """Keep received bytes; False where they are held already. Raises LedgerError where there is no room."""
    try:
        return files.store(home, data, source=name, format=format_id, origin=origin, name=file_name, url=url)
    except OSError as error:
        hint = "Free some disk space, check permissions or choose another --home, then try again."
        raise LedgerError(str(home.raw), f"room to store {file_name}", str(error), hint) from error


def _check_that_it_reads(data: bytes, path: Path, found: source.Source, format_id: str) -> None:
    """A file whose columns changed is refused before it is stored; bad rows are dealt with by the build."""
    reading = found.parser.parse(source.decode(data, str(path)), format_id)
    first = next(iter(reading.blocks), None)
    if first is None or first.rows_read == 0:
        hint = "The file is empty below its header or was cut off: download it again."
        raise LedgerError(str(path), "at least one row", "none", hint)


def _rows_held(home: Home, name: str) -> dict[str, int]:
    """Rows of the largest release held in each format, so that half an answer is told from a whole one."""
    if snapshot.current(home) is None:
        return {}
    connection = snapshot.open_read_only(snapshot.current_path(home))
    query = (
        "SELECT format, max(rows_kept) AS held FROM releases "
        "WHERE source = ? AND origin <> 'bundled' GROUP BY format"
    )
    return {row["format"]: row["held"] for row in dict_rows(connection, query, [name])}


def pull(given: Arguments) -> int:
    """Fetch live sources one by one, store what came, then build; a failure leaves the last good data."""
    from pipelines.fetch import Fetch

    names = given.sources or [name for name, each in source.sources().items() if each.puller]
    failed = False
    for name in names:
        try:
            pulled = source.source_named(name)
            if pulled.puller is None:
                raise LedgerError(f"source '{name}'", "a live source", "files only", pulled.save_by_hand)
            held = _rows_held(given.home, name)
            for fetched in pulled.puller.pull(Fetch.for_source(pulled, rows_held=held)):
                say(f"{name}: {fetched.name}")
                _store(given.home, fetched.data, name, fetched.format_id, "pulled", fetched.name, fetched.url)
        except LedgerError as error:
            failed = True
            complain(error)
            print(f"{name}: the last good data stays", file=sys.stderr)
    return max(_report(build_snapshot(given.home, say)), int(failed))


def sql(given: Arguments) -> int:
    """Answer a read-only query from the current snapshot."""
    connection = snapshot.open_read_only(snapshot.current_path(given.home))
    try:
        answer = connection.execute(given.query)
        names = [column[0] for column in answer.description or []]
        rows = answer.fetchall()
    except duckdb.Error as error:
        text = str(error)
        hint = "Tables and columns are listed in docs/data-dictionary.md; writing is not possible."
        raise LedgerError("the query", "one read-only SELECT", text, hint) from error
    _print_rows(names, rows, given.json)
    return 0


def _print_rows(names: list[str], rows: list[tuple], as_json: bool) -> None:
    if as_json:
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        print(json.dumps(listed, ensure_ascii=False, default=str))
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def diff(given: Arguments) -> int:
    """The deals that were added, withdrawn, revised or renamed; their counts go to a person at a terminal."""
    source.source_named(given.source)
    connection = snapshot.open_read_only(snapshot.current_path(given.home))
    old = find_release(connection, given.source, given.old)
    new = find_release(connection, given.source, given.new)
    rows = changes(connection, old, new, given.state)
    kinds = [row["change"] for row in rows]
    say(", ".join(f"{kinds.count(kind):,} {kind}" for kind in ("added", "withdrawn", "revised", "renamed")))
    names = list(rows[0]) if rows else []
    _print_rows(names, [tuple(row.values()) for row in rows], given.json)
    return 0


def dictionary(_: Arguments) -> int:
    """The contract as a document."""
    print(data_dictionary(), end="")
    return 0


def status(given: Arguments) -> int:
    """What is loaded, how old it is, and what to know about it."""
    connection = snapshot.open_read_only(snapshot.current_path(given.home))
    found = {
        "snapshot": snapshot.current_path(given.home).name,
        "releases": dict_rows(connection, "SELECT * FROM releases ORDER BY source, format, generated_at"),
        "deals_found_by_year": dict_rows(connection, MATCHED),
        "issues": dict_rows(connection, "SELECT * FROM issues ORDER BY level, source, place"),
    }
    if given.json:
        print(json.dumps(found, ensure_ascii=False, default=str, indent=1))
    else:
        _print_status(found)
    return 0


MATCHED = """
SELECT deals_release_id, deliveries_release_id, found_deals AS matched, delivered_deals
FROM match_counts ORDER BY deals_release_id, deliveries_release_id
"""


def _print_status(found: dict[str, Any]) -> None:
    print(f"snapshot {found['snapshot']}")
    for release in found["releases"]:
        print(f"  {_release_line(release)}")
    for match in found["deals_found_by_year"]:
        counts = f"{match['matched']:,} of {match['delivered_deals']:,} deals"
        print(f"  {counts} of {match['deals_release_id']} found in {match['deliveries_release_id']}")
    levels = [issue["level"] for issue in found["issues"]]
    print(
        "  issues: " + ", ".join(f"{levels.count(level)} {level}" for level in ("error", "warning", "note"))
    )
    for issue in found["issues"]:
        if issue["level"] == "error":
            print("  error: " + sentence(issue["place"], issue["expected"], issue["got"], issue["hint"]))


def _release_line(release: dict[str, Any]) -> str:
    day = release["generated_at"].date() if release["generated_at"] else None
    age = f"{day}, {(date.today() - day).days} days old" if day else "undated"
    whole = release["dataset_rows"]
    extract = f" of {whole:,}" if whole != release["rows_read"] else ""
    counts = f"{release['rows_kept']:,}{extract} rows kept, {release['rows_rejected']:,} rejected"
    return f"{release['title']} ({release['origin']}; {age}): {counts}, {release['rows_repaired']:,} repaired"


def bundle(given: Arguments) -> int:
    """Make the extract that ships out of complete files."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        outcomes = [_add_one(home, Path(name)) for name in given.files]
        if "refused" in outcomes:
            return 1
        build_snapshot(home, say)
        connection = snapshot.open_read_only(snapshot.current_path(home))
        for entry in write_bundle(connection):
            print(f"{entry['release_id']}: {entry['rows_of_holders']:,} of {entry['dataset_rows']:,} rows")
    return 0
