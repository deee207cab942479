"""A source as its folder under ``pipelines/sources`` describes it: found by looking, never registered.

A folder holds ``source.toml`` (what it is, its terms, its formats), ``parse.py`` (bytes to rows) and,
where the source can be fetched, ``pull.py``. ``parse.py`` has two functions::

    missing(head: str) -> dict[str, str]            format -> what a file lacks to be it ("" = it is it)
    parse(text: str, format_id: str) -> Reading     the rows, in the tables of the contract

and ``pull.py`` has one::

    pull(fetch: Fetch) -> Iterator[Fetched]         one request at a time, the oldest need first
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType

import pandas as pd

from pipelines.issues import Issue, LedgerError

SOURCES = Path(__file__).with_name("sources")
HEAD_CHARACTERS = 20_000
"""Enough to hold any source's preamble and header; recognising a file reads no more."""


@dataclass(frozen=True)
class Reject:
    """A record that was refused. line: where it starts in the file, counted from 1."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True)
class Stamp:
    """What a file says of itself: when it was generated and what it covers."""

    generated_at: datetime | None = None
    scope: str | None = None
    scope_first_year: int | None = None
    scope_last_year: int | None = None
    scope_parties: str | None = None


@dataclass
class Block:
    """A run of records: rows by table (without release_id), and what happened to the rest."""

    rows_read: int
    tables: dict[str, pd.DataFrame]
    rejects: list[Reject] = field(default_factory=list)
    rows_repaired: int = 0
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """A parsed file: its stamp, and its blocks one after another so that a large file never stands whole."""

    stamp: Stamp
    blocks: Iterable[Block]


@dataclass(frozen=True)
class Format:
    """One wire format of a source, as ``[formats.<id>]`` in its source.toml describes it.

    table: where the kept records go; record_rows: ``one`` row per record there, or ``many``.
    years: ``table.column`` with the years that the rows are about. rows: least and most records expected.
    """

    format_id: str
    title: str
    table: str
    rows: tuple[int, int]
    years: str | None = None
    record_rows: str = "one"


@dataclass(frozen=True)
class Source:
    """A source: names, terms and formats from ``source.toml``."""

    name: str
    title: str
    publisher: str
    url: str
    terms: str
    terms_url: str
    credit: str
    save_by_hand: str
    formats: dict[str, Format]

    @property
    def parser(self) -> ModuleType:
        """The module ``parse`` of the source's folder."""
        return importlib.import_module(f"pipelines.sources.{self.name}.parse")

    @property
    def puller(self) -> ModuleType | None:
        """The module ``pull`` of the source's folder, where it has one."""
        if not (SOURCES / self.name / "pull.py").exists():
            return None
        return importlib.import_module(f"pipelines.sources.{self.name}.pull")


@cache
def sources() -> dict[str, Source]:
    """All sources by name."""
    return {path.parent.name: _described(path) for path in sorted(SOURCES.glob("*/source.toml"))}


def source_named(name: str) -> Source:
    """The source with that name. Raises LedgerError where there is none."""
    if name not in sources():
        known = ", ".join(sources())
        raise LedgerError(f"source '{name}'", f"one of {known}", "an unknown name", "Check the spelling.")
    return sources()[name]


def recognise(data: bytes, name: str) -> tuple[Source, Format]:
    """The source and format of received bytes, by content alone.

    Raises LedgerError naming each format that was tried and what was missing in it.
    """
    head = decode(data[: 4 * HEAD_CHARACTERS], name, cut=True)[:HEAD_CHARACTERS]
    tried = []
    for source in sources().values():
        for format_id, lack in source.parser.missing(head).items():
            if not lack:
                return source, source.formats[format_id]
            tried.append(f"{source.name} {format_id}: no {lack}")
    begins = head.strip().splitlines()[0][:80] if head.strip() else "only white space"
    raise LedgerError(
        name,
        "a file of a known source",
        f"text that begins '{begins}'",
        f"Tried: {'; '.join(tried)}. Download the file again from the source, unchanged.",
    )


def decode(data: bytes, name: str, cut: bool = False) -> str:
    """Text of received bytes: without BOM, as UTF-8 where that fits, else as Latin-1; lines end in LF.

    cut: the bytes may end inside a character. Raises LedgerError for bytes that are no text.
    """
    if b"\x00" in data:
        hint = "Spreadsheets, archives and pictures cannot be read: save the table as CSV or JSON."
        raise LedgerError(name, "a text table (CSV or JSON)", "binary data", hint)
    return _as_text(data, cut).replace("\r\n", "\n").replace("\r", "\n")


def _as_text(data: bytes, cut: bool) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if cut and error.start > len(data) - 4:
            return data[: error.start].decode("utf-8-sig")
        return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _described(path: Path) -> Source:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    formats = {
        name: Format(name, **{**entry, "rows": tuple(entry["rows"])})
        for name, entry in facts.pop("formats").items()
    }
    return Source(name=path.parent.name, formats=formats, **facts)
