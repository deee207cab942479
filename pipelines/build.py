"""Build a snapshot: the one order of steps from received files to verdicts.

    lookups -> articles -> bundled extract -> stored files -> derive/*.sql -> checks -> switch

The same inputs give the same content. A file that cannot be read is named in the issues and left out;
a check that fails stops the build, and the snapshot that was current stays current.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable

import duckdb
import pandas as pd

from pipelines.bundle import bundled_releases
from pipelines.checks import failed_checks
from pipelines.files import StoredFile, stored_files
from pipelines.issues import LedgerError
from pipelines.load import Built, insert, load_articles, load_bundled, load_file, load_lookups
from pipelines.paths import ARTICLES, Home
from pipelines.rules import rules
from pipelines.schema import schema_id, tables_of
from pipelines.snapshot import new_snapshot

Say = Callable[[str], None]
Derive = Callable[[duckdb.DuckDBPyConnection], None]
"""What fills the judgement layer of a database whose other tables are loaded."""

LIMITS = {"memory_limit": "700MB"}
"""What does not fit goes to a file beside the snapshot: 3 million deals in both formats are built in 2 GB."""

MOST_MEMORY = "80%"
"""Of the machine's, for a rule that cannot be worked out in less: DuckDB's own default."""


def build(home: Home, say: Say = lambda _: None, engine: Derive | None = None) -> Built:
    """Build a snapshot of everything that ships and everything that was pulled or added, and switch to it.

    engine: another one than DuckDB for the judgement layer.
    Raises LedgerError where a check fails or the disk is full; the current snapshot then stays.
    """
    try:
        with new_snapshot(home) as new, duckdb.connect(str(new.path), config=dict(LIMITS)) as connection:
            files = stored_files(home)
            new.inputs = inputs_hash(home, files)
            built = fill(connection, home, files, say, engine or derive)
            # Closing would write the rest too, but says nothing where the disk is full.
            connection.execute("CHECKPOINT")
            return built
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        got = str(error).splitlines()[0]
        hint = "Free some disk space or memory, check permissions, then run: python -m pipelines build"
        raise LedgerError(str(home.db), "room to write a snapshot", got, hint) from error


def fill(
    connection: duckdb.DuckDBPyConnection, home: Home, files: list[StoredFile], say: Say, engine: Derive
) -> Built:
    """Fill an empty database. Raises LedgerError where a check fails."""
    built = Built()
    for table in tables_of("ledger", "faithful", "lookup", "article"):
        connection.execute(table.ddl)
    say("names and articles")
    load_lookups(connection)
    load_articles(connection, [ARTICLES, home.articles], built)
    for file in files:
        say(f"{file.source}: {file.name}")
        load_file(connection, file, built)
    for release in bundled_releases():
        # The extract of a release that is held whole is left out; of one that was damaged since, it stays.
        if release.release_id not in built.releases:
            load_bundled(connection, release, built)
    say("deals meet deliveries, verdicts")
    engine(connection)
    say("checks")
    built.issues += failed_checks(connection)
    insert(connection, "issues", pd.DataFrame([issue.as_row() for issue in built.issues]))
    stopping = [issue for issue in built.issues if issue.level == "error" and issue.source == "check"]
    if stopping:
        raise LedgerError(stopping[0].place, stopping[0].expected, stopping[0].got, stopping[0].hint)
    return built


def inputs_hash(home: Home, files: Iterable[StoredFile]) -> str:
    """Hash of all that a snapshot is made from: the project's own files, stored files, saved articles."""
    digest = hashlib.sha256(schema_id().encode())
    for file in files:
        digest.update(f"{file.source} {file.format} {file.sha256} {file.retrieved_at}".encode())
    for article in sorted(home.articles.glob("*.toml")):
        digest.update(article.read_bytes() if article.is_file() else article.name.encode())
    return digest.hexdigest()


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """The judgement layer, rule after rule. Tables that only serve a rule never touch the snapshot's file:
    writing and compressing them was a fifth of the work. They go as soon as no later rule names them."""
    serving: set[str] = set()
    coming = list(rules())
    while coming:
        rule = coming.pop(0)
        kind = "TABLE" if rule.is_kept else "TEMP TABLE"
        _run(connection, f'CREATE {kind} "{rule.table}" AS {rule.query}')
        serving |= set() if rule.is_kept else {rule.table}
        words = {word for later in coming for word in re.findall(r"\w+", later.query)}
        for name in sorted(serving - words):
            connection.execute(f'DROP TABLE "{name}"')
        serving &= words


def _run(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """In little memory where that is enough, else in as much as DuckDB takes by itself."""
    try:
        connection.execute(statement)
    except duckdb.OutOfMemoryException:
        connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
        connection.execute(statement)
