"""Snapshots: DuckDB files that never change once built, and the pointer that says which one is current.

A build writes a new file beside the old ones, and moves the pointer in one step at the end, so that a
reader always has a whole snapshot and an interrupted build leaves the old one in place. Each file has a
name of its own: reconnecting to a replaced file would give the old content within one process. The name
holds the start of the file's SHA-256, so that one rename brings both the content and its proof.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from pipelines.files import make_durably, sync_directory, write_durably
from pipelines.issues import LedgerError
from pipelines.paths import Home
from pipelines.schema import schema_id

KEPT_SNAPSHOTS = 3
"""The current snapshot and the two before it, for readers that still have them open."""

LOCK_SECONDS = 600
"""A second build waits this long for the first one to end."""

PROVEN_HEX = 16
"""Hex digits of the SHA-256 in a snapshot's name: against damage, of which 64 bits miss none in practice."""

_NAME = re.compile(rf"snapshot-(\d+)-([0-9a-f]{{{PROVEN_HEX}}})\.duckdb")

READ_ONLY = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
"""A reader's connection can read the snapshot and nothing else: no files, no network, no settings."""


@dataclass(frozen=True)
class Pointer:
    """The current snapshot: its file name, the contract it was built by, and the hash of what went in."""

    file: str
    schema_id: str
    inputs: str


def current(home: Home) -> Pointer | None:
    """The current snapshot, or None where there is none that this code can read."""
    try:
        pointer = Pointer(**json.loads((home.db / "current.json").read_text(encoding="utf-8")))
        usable = pointer.schema_id == schema_id() and (home.db / pointer.file).is_file()
    except (OSError, ValueError, TypeError):
        return None
    return pointer if usable else None


def current_path(home: Home) -> Path:
    """The file of the current snapshot. Raises LedgerError where there is none."""
    pointer = current(home)
    if pointer is None:
        raise LedgerError(
            str(home.db),
            "a snapshot built by this version",
            "none, or one of another version",
            "Run: python -m pipelines build",
        )
    return home.db / pointer.file


def open_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """A locked-down connection to a snapshot.

    Raises LedgerError where the file cannot be opened, or is not the one that was built.
    """
    _prove(path)
    try:
        return duckdb.connect(str(path), read_only=True, config=dict(READ_ONLY))
    except duckdb.Error as error:
        hint = "Run: python -m pipelines build"
        raise LedgerError(str(path), "a readable snapshot", str(error).splitlines()[0], hint) from error


def _prove(path: Path) -> None:
    """Read a snapshot once per process and hold it to the hash in its name.

    DuckDB's own checksums find a damaged block when it is read, which may be in the middle of a page.
    Raises LedgerError where a byte differs; a file of another name promises nothing and is let through.
    """
    named = _NAME.fullmatch(path.name)
    if named is None:
        return
    try:
        facts = path.stat()
        found = _file_hash(path, facts.st_ino, facts.st_size, facts.st_mtime_ns)
    except OSError as error:
        hint = "Run: python -m pipelines build"
        raise LedgerError(str(path), "a readable snapshot", str(error), hint) from error
    if not found.startswith(named[2]):
        got = f"{found[:PROVEN_HEX]}…: the file was damaged or changed"
        hint = "Run: python -m pipelines build. If it comes back: check the disk."
        raise LedgerError(str(path), f"content with SHA-256 {named[2]}…", got, hint)


@lru_cache(maxsize=64)
def _file_hash(path: Path, inode: int, size: int, changed_ns: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass
class NewSnapshot:
    """A snapshot under way: the path to build it at, and the hash of all that went in, set before its end."""

    path: Path
    inputs: str = ""


@contextmanager
def new_snapshot(home: Home) -> Iterator[NewSnapshot]:
    """A snapshot to build; it becomes the current one when the block ends without an error.

    Waits while another build is under way, so what goes in is to be looked up inside the block: a list made
    before would lack what was stored meanwhile, and the later build would take it out again.
    """
    make_durably(home.db)
    with _build_lock(home):
        _remove_leftovers(home)
        building = NewSnapshot(home.db / f"building-{os.getpid()}.duckdb")
        try:
            yield building
            _switch_to(home, building.path, building.inputs)
        finally:
            for leftover in home.db.glob(f"{building.path.name}*"):
                leftover.unlink(missing_ok=True)


def _switch_to(home: Home, building: Path, inputs: str) -> None:
    """Content first, then its name, then the pointer, each on the disk before the next."""
    with building.open("rb") as stream:
        os.fsync(stream.fileno())
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    number = 1 + max((_number(path) for path in home.db.glob("snapshot-*.duckdb")), default=0)
    final = home.db / f"snapshot-{number:06d}-{content[:PROVEN_HEX]}.duckdb"
    building.replace(final)
    sync_directory(home.db)
    pointer = Pointer(final.name, schema_id(), inputs)
    try:
        write_durably(home.db / "current.json", json.dumps(asdict(pointer)).encode())
    except OSError:
        if current(home) != pointer:
            final.unlink()  # on a full disk, each further try would leave one more
        raise
    old = sorted(home.db.glob("snapshot-*.duckdb"), key=_number)[:-KEPT_SNAPSHOTS]
    for path in old:
        path.unlink(missing_ok=True)


def _number(path: Path) -> int:
    digits = path.name.split("-")[1]
    return int(digits) if digits.isdecimal() else 0


def _remove_leftovers(home: Home) -> None:
    """What killed builds left behind; only under the lock, so that no running build loses its file."""
    for leftover in [*home.db.glob("building-*"), *home.db.glob(".current.json-*")]:
        leftover.unlink(missing_ok=True)


@contextmanager
def _build_lock(home: Home) -> Iterator[None]:
    with (home.db / "build.lock").open("w") as lock:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    waited = f"another build still running after {LOCK_SECONDS} s"
                    hint = "Wait for it, or stop it, then try again."
                    raise LedgerError(str(home.db), "to build alone", waited, hint) from None
                time.sleep(0.1)
        yield
