"""The judgement layer as rules: each statement of ``derive/*.sql`` makes one table out of earlier ones.

The statements are plain SQL that a second engine can run too; nothing else of it is written twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.paths import DERIVE
from pipelines.schema import tables

_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
_RULE = re.compile(r"\s*CREATE TABLE (\w+) AS\n(.+)", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """One table of the judgement layer and the query that makes it."""

    table: str
    query: str

    @property
    def is_kept(self) -> bool:
        """Whether the snapshot holds the table; the others only serve later rules."""
        return self.table in tables()


def rules() -> list[Rule]:
    """All rules, in order. Raises ValueError where a statement is not ``CREATE TABLE name AS query``."""
    found = []
    for path in sorted(DERIVE.glob("*.sql")):
        text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for statement in text.rstrip().removesuffix(";").split(";\n"):
            match = _RULE.fullmatch(statement)
            if match is None:
                raise ValueError(f"{path.name}: expected CREATE TABLE name AS query; got {statement[:80]!r}")
            found.append(Rule(match[1], match[2]))
    return found
