"""The files that a user pulled or added: stored as received, by hash, with a note of where each came from."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.issues import LedgerError
from pipelines.paths import Home

MAX_FILE_BYTES = 1 << 30
"""One GiB: the complete register is 4 MB; a file of this size is something else, or a mistake."""


@dataclass(frozen=True)
class StoredFile:
    """One received file and what is known of it; ``path`` holds its bytes."""

    source: str
    format: str
    origin: str
    name: str
    url: str | None
    retrieved_at: str
    sha256: str
    path: Path

    def read(self) -> bytes:
        """The bytes, proven against the hash. Raises LedgerError where the file is gone or was changed."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            hint = "Restore it, or delete the .json beside it; then add or pull the file again."
            raise LedgerError(str(self.path), "the stored file", str(error), hint) from error
        found = hash_of(data)
        if found != self.sha256:
            raise LedgerError(
                str(self.path),
                f"content with SHA-256 {self.sha256[:12]}…",
                f"{found[:12]}…",
                "The stored file was changed or damaged: delete it and its .json, then add or pull it again.",
            )
        return data


def hash_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def read_given(path: Path) -> bytes:
    """The bytes of a file that a user named.

    Raises LedgerError where it is missing, a directory, not readable, empty or over MAX_FILE_BYTES.
    """
    hint = "Give the path of a file that was downloaded from one of the sources (see README)."
    if not path.exists():
        raise LedgerError(str(path), "a file", "nothing at that path", hint)
    if not path.is_file():
        raise LedgerError(str(path), "a file", "a directory" if path.is_dir() else "something else", hint)
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        limit = f"at most {MAX_FILE_BYTES:,} bytes"
        raise LedgerError(str(path), limit, f"{size:,} bytes", "No known source publishes a file this large.")
    if size == 0:
        raise LedgerError(str(path), "a table", "an empty file (0 bytes)", "Download it again.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise LedgerError(str(path), "a readable file", str(error), "Check its permissions.") from error


def store(
    home: Home, data: bytes, *, source: str, format: str, origin: str, name: str, url: str | None = None
) -> bool:
    """Keep received bytes with their note; False where the same bytes of the same format are already held.

    Raises LedgerError where there is no room or no permission to write them; nothing is then held of them.
    """
    sha256 = hash_of(data)
    folder = home.raw / source
    note = folder / f"{format}-{sha256}.json"
    retrieved_at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    facts = StoredFile(source, format, origin, Path(name).name, url, retrieved_at, sha256, Path())
    text = {key: value for key, value in asdict(facts).items() if key != "path"}
    try:
        if note.exists() and note.with_suffix(".data").exists():
            return False
        make_durably(folder)
        with _storing(folder):
            write_durably(note.with_suffix(".data"), data)
            write_durably(note, json.dumps(text, indent=1, ensure_ascii=False).encode())
    except OSError as error:
        hint = "Free disk space, check permissions, or choose another --home. What is held stays as it is."
        raise LedgerError(str(folder), f"room to store {facts.name}", str(error), hint) from error
    return True


@contextmanager
def _storing(folder: Path) -> Iterator[None]:
    """Alone in a source's folder, and rid of what a killed process left there: unfinished files, and data
    that no note names, which was never said to be held."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for path in folder.iterdir():
            unfinished = path.name.startswith(".") and path.name != ".lock"
            if unfinished or (path.suffix == ".data" and not path.with_suffix(".json").exists()):
                path.unlink()
        yield


def stored_files(home: Home) -> list[StoredFile]:
    """All held files, in an order that does not depend on when they came: source, format, hash.

    Raises LedgerError where a note cannot be read.
    """
    found = []
    for note in sorted(home.raw.glob("*/*.json")):
        try:
            facts = json.loads(note.read_text(encoding="utf-8"))
            found.append(StoredFile(**facts, path=note.with_suffix(".data")))
        except OSError as error:
            hint = "Check its permissions."
            raise LedgerError(str(note), "a readable note", error.strerror or str(error), hint) from error
        except (ValueError, TypeError) as error:
            hint = "Delete this note and the .data file beside it, then add or pull the file again."
            raise LedgerError(str(note), "a note of a stored file", str(error), hint) from error
    return sorted(found, key=lambda file: (file.source, file.format, file.sha256))


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file or nothing, and have it on the disk before returning, power cut or not.

    Readable as the user's umask says, so that the dashboard may run as another user than the one who pulls.
    """
    make_durably(path.parent)
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync_directory(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def make_durably(folder: Path) -> None:
    """Make a directory and those above it, each on the disk before anything is put into it."""
    if not folder.is_dir():
        make_durably(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_directory(folder.parent)


def sync_directory(folder: Path) -> None:
    """Have the names in a directory on the disk, so that a rename survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
