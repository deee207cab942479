"""The snapshot as the dashboard reads it: found, or built where there is none; opened read-only; asked.

A connection sees one snapshot file and nothing else (no other file, no network, no setting). Answers are
kept by file, query and parameters; files never change once built, so that a kept answer never goes stale.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import duckdb

from pipelines import paths, snapshot
from pipelines.issues import LedgerError

Row = TypeVar("Row")

BUILD_SECONDS = 900
"""A build of the bundled extract takes seconds; of everything that SIPRI publishes, under a minute."""

KEPT_CONNECTIONS = 2
"""The current snapshot, and the one before it for pages that are still being drawn."""

KEPT_ANSWERS = 4_000


@dataclass(frozen=True)
class Question(Generic[Row]):
    """One question to a snapshot: SQL with named parameters (`$claim`), and what each row is read into."""

    sql: str
    row: Callable[..., Row]
    parameters: tuple[tuple[str, Any], ...] = ()

    def printed(self) -> str:
        """The very query with its values in place, to be copied into `python -m pipelines sql`."""
        values = {name: _literal(value) for name, value in self.parameters}
        text = re.sub(r"\$(\w+)", lambda found: values.get(found[1], found[0]), self.sql)
        return "\n".join(line.rstrip() for line in text.strip().splitlines())


@dataclass(frozen=True)
class Ledger:
    """One snapshot file. Safe to share between sessions: every question gets a cursor of its own."""

    path: Path

    def answer(self, question: Question[Row]) -> tuple[Row, ...]:
        """All rows of an answer. Raises LedgerError where the snapshot cannot be read."""
        return _answer(self.path, question.sql, question.parameters, question.row)

    def first(self, question: Question[Row]) -> Row | None:
        """The first row of an answer, or None where there is none."""
        rows = self.answer(question)
        return rows[0] if rows else None


_opening = threading.Lock()
_building = threading.Lock()
_connections: dict[Path, duckdb.DuckDBPyConnection] = {}


def current() -> Ledger:
    """The current snapshot, read from its pointer each time, so that a new one is noticed by itself.

    Where there is none that this code can read it is built from what is there, once, while other sessions
    wait; where another version of the project has moved the pointer meanwhile, or the new file is damaged,
    the last good one stays. Raises LedgerError where there is nothing to show.
    """
    home = paths.home()
    found, _ = _pointed(home)
    found = found or _last_open(home)
    if found:
        return found
    with _building:
        found, fault = _pointed(home)
        if found is None:
            _build(home)
            found, fault = _pointed(home)
    if found is None:
        raise fault or LedgerError(
            str(home.db),
            "a snapshot of this version of the project",
            "one of another version, although it was just built",
            "The project's files changed while the dashboard was running: stop it and start it again.",
        )
    return found


def is_ready() -> bool:
    """Whether there is a snapshot to read at once, or one would have to be built first."""
    home = paths.home()
    return _pointed(home)[0] is not None or _last_open(home) is not None


def _pointed(home: paths.Home) -> tuple[Ledger | None, LedgerError | None]:
    """The snapshot that the pointer names, opened; or what is wrong with it."""
    pointer = snapshot.current(home)
    if pointer is None:
        return None, None
    ledger = Ledger(home.db / pointer.file)
    try:
        _connection(ledger.path)
    except LedgerError as error:
        return None, error
    return ledger, None


def _last_open(home: paths.Home) -> Ledger | None:
    """The newest snapshot of this home that is open; it stays readable even where its file is gone."""
    with _opening:
        for path in reversed(_connections):
            if path.parent == home.db:
                return Ledger(path)
    return None


def _build(home: paths.Home) -> None:
    """Build offline in a process of its own. Raises LedgerError with what that process said went wrong."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home.path), "build"]
    try:
        done = subprocess.run(
            command, cwd=paths.ROOT, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
        )
        said = done.stderr.strip().splitlines() or ["no message"]
        got = next((line for line in said if line.startswith("error:")), said[-1])
        failed = done.returncode != 0 and snapshot.current(home) is None
    except (OSError, subprocess.TimeoutExpired) as error:
        got, failed = str(error), True
    if failed:
        hint = "Check that it can be written and the disk has room, then run: python -m pipelines build"
        raise LedgerError(str(home.db), "a snapshot built from the bundled extract", got, hint)


def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    with _opening:
        if path not in _connections:
            _connections[path] = snapshot.open_read_only(path)
            for old in list(_connections)[:-KEPT_CONNECTIONS]:
                del _connections[old]
                _answer.cache_clear()  # with its answers, which nobody asks for again
        return _connections[path]


@lru_cache(maxsize=KEPT_ANSWERS)
def _answer(
    path: Path, sql: str, parameters: tuple[tuple[str, Any], ...], row: Callable[..., Any]
) -> tuple[Any, ...]:
    try:
        with _connection(path).cursor() as cursor:
            found = cursor.execute(sql, dict(parameters) or None).fetchall()
    except duckdb.Error as error:
        hint = "Run: python -m pipelines build. If it stays: report it with this message."
        raise LedgerError(
            str(path), "an answer from the snapshot", str(error).splitlines()[0], hint
        ) from error
    return tuple(row(*values) for values in found)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
