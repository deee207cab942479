"""The contract: every table and column of a snapshot, read from ``tables.toml``.

One description serves as DDL, check, data dictionary and tooltip, so that they cannot drift apart.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.paths import ARTICLES, BUNDLED, LOOKUPS

TABLES_FILE = Path(__file__).with_name("tables.toml")


@dataclass(frozen=True)
class Column:
    """One column. ``null`` says what an empty cell means; a column without it is never empty."""

    name: str
    type: str
    meaning: str
    unit: str | None = None
    null: str | None = None
    allowed: tuple[str, ...] = ()

    @property
    def ddl(self) -> str:
        """The column as it stands in CREATE TABLE."""
        return f'"{self.name}" {self.type}' + ("" if self.null else " NOT NULL")


@dataclass(frozen=True)
class Table:
    """One table: its layer (ledger, faithful, lookup, article, judgement), meaning, key and columns."""

    name: str
    layer: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def ddl(self) -> str:
        """The CREATE TABLE statement."""
        return f'CREATE TABLE "{self.name}" ({", ".join(column.ddl for column in self.columns)})'

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.columns]


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in the order of the file."""
    described = tomllib.loads(TABLES_FILE.read_text(encoding="utf-8"))
    for entry in described.values():
        if "same_as" in entry:
            entry["columns"] = described[entry["same_as"]]["columns"]
    return {name: _table(name, entry) for name, entry in described.items()}


def tables_of(*layers: str) -> list[Table]:
    """The tables of some layers, in order."""
    return [table for table in tables().values() if table.layer in layers]


@cache
def schema_id() -> str:
    """Twelve hex digits that change with the contract, the code, the lookups, the articles or the extract.

    A snapshot with another id was built by another version of the project and is rebuilt before it is read.
    """
    own = [
        path for path in Path(__file__).parent.rglob("*") if path.suffix in {".py", ".sql", ".toml", ".csv"}
    ]
    shipped = [*LOOKUPS.glob("*.csv"), *ARTICLES.glob("*.toml"), *BUNDLED.glob("*.json")]
    digest = hashlib.sha256()
    for path in sorted([*own, *shipped]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def data_dictionary(shown: Iterable[Table] | None = None) -> str:
    """The tables as a Markdown document."""
    parts = ["# Data dictionary", "", "Made from `pipelines/tables.toml`; a test keeps the two equal.", ""]
    for table in shown or tables().values():
        parts += [f"## {table.name}", "", f"{table.meaning} Layer: {table.layer}.", ""]
        parts += ["| column | type | unit | empty means | meaning |", "|---|---|---|---|---|"]
        parts += [_dictionary_line(column) for column in table.columns] + [""]
    return "\n".join(parts)


def _dictionary_line(column: Column) -> str:
    allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
    unit, null = column.unit or "", column.null or "never empty"
    return f"| {column.name} | {column.type} | {unit} | {null} | {column.meaning}.{allowed} |"


def _table(name: str, entry: dict) -> Table:
    columns = tuple(
        Column(name=column, **{**facts, "allowed": tuple(facts.get("allowed", ()))})
        for column, facts in entry["columns"].items()
    )
    return Table(name, entry["layer"], entry["meaning"], tuple(entry["key"]), columns)
