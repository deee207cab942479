"""Load what a snapshot is made from: names, articles, the bundled extract and the stored files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.articles import read_articles
from pipelines.bundle import BundledRelease
from pipelines.files import StoredFile
from pipelines.issues import Issue, LedgerError
from pipelines.lookups import read_lookup
from pipelines.rows import one_row
from pipelines.schema import tables, tables_of
from pipelines.source import Block, Format, Source, Stamp, decode, source_named


@dataclass
class Built:
    """What a build did: releases by id with their kept rows, and the issues that it met."""

    releases: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def errors(self) -> list[Issue]:
        """The issues because of which a figure is missing."""
        return [issue for issue in self.issues if issue.level == "error"]


def load_lookups(connection: duckdb.DuckDBPyConnection) -> None:
    """The reviewed names, as they stand in data/lookups."""
    for table in tables_of("lookup"):
        frame = pd.DataFrame(read_lookup(table.name), dtype="str")
        frame = frame.reindex(columns=table.column_names)
        insert(connection, table.name, frame.mask(frame == ""))


def load_articles(connection: duckdb.DuckDBPyConnection, folders: list[Path], built: Built) -> None:
    """Articles with their quotes, claims and statements; a broken one is named and left out."""
    articles = read_articles(folders)
    for name, rows in articles.by_table().items():
        insert(connection, name, pd.DataFrame(rows, columns=tables()[name].column_names))
    built.issues += [
        Issue("error", "articles", problem.place, problem.expected, problem.got, problem.hint)
        for problem in articles.problems
    ]


def load_bundled(connection: duckdb.DuckDBPyConnection, release: BundledRelease, built: Built) -> None:
    """One release of the extract that ships: rows of the faithful tables, already read."""
    for name, path in release.tables.items():
        columns = {column.name: column.type for column in tables()[name].columns}
        connection.execute(
            f'INSERT INTO "{name}" SELECT * FROM read_csv(?, header=true, columns=?, '
            "delim=',', quote='\"', allow_quoted_nulls=false, auto_detect=false)",
            [str(path), columns],
        )
    insert(connection, "releases", pd.DataFrame([release.row]))
    built.releases[release.release_id] = int(release.row["rows_kept"])
    built.issues += release.issues


def load_file(connection: duckdb.DuckDBPyConnection, file: StoredFile, built: Built) -> None:
    """One stored file: all of its rows or, where it cannot be read, none and an issue that says why."""
    connection.execute("BEGIN")
    try:
        source, source_format = _known_format(file)
        reading = source.parser.parse(decode(file.read(), file.name), file.format)
        release_id = release_id_of(file, reading.stamp)
        counts = load_blocks(connection, reading.blocks, release_id, file, built)
        row = release_row(connection, file, source, source_format, reading.stamp, counts)
        insert(connection, "releases", pd.DataFrame([row]))
        connection.execute("COMMIT")
        built.releases[release_id] = counts["rows_kept"]
    except (LedgerError, duckdb.DataError, duckdb.IntegrityError) as error:
        connection.execute("ROLLBACK")
        built.issues.append(_refused(error).as_issue(file.source).in_file(file.name))


def _known_format(file: StoredFile) -> tuple[Source, Format]:
    """The source and format that a note names, which may be of another version of the project."""
    source = source_named(file.source)
    if file.format not in source.formats:
        known = ", ".join(source.formats)
        hint = f"Delete {file.path} and the .json beside it, then add or pull the file again."
        raise LedgerError(f"source '{file.source}'", f"one of the formats {known}", f"'{file.format}'", hint)
    return source, source.formats[file.format]


def _refused(error: Exception) -> LedgerError:
    """Rows that the parser let through and the tables did not take."""
    if isinstance(error, LedgerError):
        return error
    hint = "Nothing was loaded from it. Report it, with this message."
    return LedgerError("its rows", "cells that the tables hold", str(error).splitlines()[0], hint)


def release_id_of(file: StoredFile, stamp: Stamp) -> str:
    """The same id for the same file everywhere: source, format, date and the start of its hash."""
    day = stamp.generated_at.strftime("%Y-%m-%d") if stamp.generated_at else "undated"
    return f"{file.source}-{file.format}-{day}-{file.sha256[:8]}"


def load_blocks(
    connection: duckdb.DuckDBPyConnection,
    blocks: Iterable[Block],
    release_id: str,
    file: StoredFile,
    built: Built,
) -> dict[str, int]:
    """All blocks of a file; the counts of its records."""
    counts = {"rows_read": 0, "rows_rejected": 0, "rows_repaired": 0}
    for block in read_ahead(blocks):
        for name, frame in block.tables.items():
            insert(connection, name, frame.assign(release_id=release_id))
        rejects = [(release_id, reject.line, reject.reason, reject.raw) for reject in block.rejects]
        insert(connection, "rejects", pd.DataFrame(rejects, columns=tables()["rejects"].column_names))
        counts["rows_read"] += block.rows_read
        counts["rows_rejected"] += len(rejects)
        counts["rows_repaired"] += block.rows_repaired
        built.issues += [issue.in_file(file.name, release_id) for issue in block.issues]
    counts["rows_kept"] = counts["rows_read"] - counts["rows_rejected"]
    if counts["rows_read"] == 0:
        hint = "The file is empty or was cut off: download it again."
        raise LedgerError("below the header", "at least one row", "none", hint)
    return counts


def read_ahead(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each block while the next one is read: at 3 million rows, reading took twice as long as storing."""
    following = iter(blocks)
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, following, None)
        while (block := coming.result()) is not None:
            coming = reader.submit(next, following, None)
            yield block


def release_row(
    connection: duckdb.DuckDBPyConnection, file: StoredFile, source: Source, source_format: Format,
    stamp: Stamp, counts: dict[str, int],
) -> dict:  # fmt: skip
    """The row of the table ``releases`` for a file whose records are loaded."""
    release_id = release_id_of(file, stamp)
    first_year = last_year = None
    if source_format.years:
        table, column = source_format.years.split(".")
        query = f'SELECT min("{column}"), max("{column}") FROM "{table}" WHERE release_id = ?'
        first_year, last_year = one_row(connection, query, [release_id]) or (None, None)
    return {
        "release_id": release_id, "source": file.source, "format": file.format,
        "title": source_format.title, "generated_at": stamp.generated_at,
        "retrieved_at": file.retrieved_at, "sha256": file.sha256, "origin": file.origin, **counts,
        "dataset_rows": counts["rows_read"], "scope": stamp.scope,
        "scope_first_year": stamp.scope_first_year, "scope_last_year": stamp.scope_last_year,
        "scope_parties": stamp.scope_parties, "first_year": first_year, "last_year": last_year,
        "credit": source.credit, "terms": source.terms, "url": source.url, "file_name": file.name,
    }  # fmt: skip


def insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append rows by column name; columns that the frame lacks stay empty."""
    if len(frame):
        names = ", ".join(f'"{name}"' for name in frame.columns)
        # Named by its variable: a registered frame would be held until the transaction ends.
        connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM frame')
