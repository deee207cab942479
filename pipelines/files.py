"""The files that a user pulled or added: stored as received, by hash, with a note of where each came from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
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
        """The bytes, proven against the hash. Raises LedgerError where the file was changed since."""
        data = self.path.read_bytes()
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
    """Keep received bytes with their note; False where the same bytes of the same format are already held."""
    sha256 = hash_of(data)
    folder = home.raw / source
    note = folder / f"{format}-{sha256}.json"
    if note.exists() and (folder / f"{format}-{sha256}.data").exists():
        return False
    retrieved_at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    facts = StoredFile(source, format, origin, Path(name).name, url, retrieved_at, sha256, Path())
    text = {key: value for key, value in asdict(facts).items() if key != "path"}
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(note.with_suffix(".data"), data)
    write_durably(note, json.dumps(text, indent=1, ensure_ascii=False).encode())
    return True


def stored_files(home: Home) -> list[StoredFile]:
    """All held files, in an order that does not depend on when they came: source, format, hash.

    Raises LedgerError where a note cannot be read.
    """
    found = []
    for note in sorted(home.raw.glob("*/*.json")):
        try:
            facts = json.loads(note.read_text(encoding="utf-8"))
            found.append(StoredFile(**facts, path=note.with_suffix(".data")))
        except (ValueError, TypeError) as error:
            hint = "Delete this note and the .data file beside it, then add or pull the file again."
            raise LedgerError(str(note), "a note of a stored file", str(error), hint) from error
    return sorted(found, key=lambda file: (file.source, file.format, file.sha256))


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file or nothing, and have it on the disk before returning, power cut or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
        sync_directory(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sync_directory(folder: Path) -> None:
    """Have the names in a directory on the disk, so that a rename survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
