"""The format of article files: which keys they have, how they are read as TOML and written again.

The format, in short::

    [article]                    # the article or broadcast; its id is the name of the file
    outlet = "EFE / Swissinfo"
    published = "2025-10-22"     # or "2025-10" or "2025", as far as it is known
    language = "es"
    text_is = "excerpt"          # article, excerpt or not held: the text that offsets count in
    text_sha256 = "…"            # of that text in UTF-8; left out, with the offsets, where it is not held
    text_characters = 362

    [[quotes]]                   # verbatim, with its place in the text in code points
    [[claims]]                   # a quantity of weapons that one of the quotes declares
    [[carriers]]                 # further outlets that carried a claim of this or another file
    [[statements]]               # other statements, in order, each with evidence_en and evidence_es
    [[statements.evidence]]      # where that evidence stands

A key that is left out means what ``tables.toml`` says an empty cell of its column means. Ids are of a-z, 0-9
and hyphens, and no two files share one. Holder, supplier, system and class are ids of ``data/lookups``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pipelines.schema import Column, tables

Article = Mapping[str, Any]
Entry = Mapping[str, Any]

SECTIONS = ("article", "quotes", "claims", "carriers", "statements")
"""The parts of a file, in the order in which they are written."""

DERIVED = {
    "article": ("article_id",),
    "quotes": ("article_id",),
    "statements": ("article_id", "number"),
    "evidence": ("statement_id", "evidence_number"),
}
"""Columns that a file does not hold: they follow from its name and from the order of its entries."""

TABLE_OF = {"article": "articles", "evidence": "statement_evidence"}
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def parse_article(text: str) -> dict[str, Any]:
    """The parts of an article file as plain dicts, lists, texts and numbers; a bare TOML date becomes text.

    Raises tomllib.TOMLDecodeError.
    """
    return _plain(tomllib.loads(text))


def write_article(article: Mapping[str, Any]) -> str:
    """An article as the text of its file; ``parse_article`` gives the same article back.

    Keys stand in the order of the columns; the value None and empty lists are left out. Raises TypeError for
    what is neither text, whole number nor truth value, and ValueError for text that UTF-8 cannot hold.
    """
    parts: list[str] = []
    for section in sorted(article, key=_section_order):
        content = article[section]
        if isinstance(content, Mapping):
            parts.append(_table_text(f"[{_key(section)}]", section, content))
        elif isinstance(content, list):
            parts += [_entry_text(section, entry) for entry in content]
        else:
            raise TypeError(f"{section}: expected a table or a list of tables; got {type(content).__name__}")
    text = "\n".join(parts)
    text.encode("utf-8")
    return text


def keys_of(section: str) -> dict[str, Column]:
    """The keys that an entry of a section may have, with the column that each fills.

    The text of a statement's evidence is ``evidence_en`` in a file, for ``evidence`` is the list of sources.
    """
    columns = {column.name: column for column in tables()[TABLE_OF.get(section, section)].columns}
    if section == "statements":
        columns = {"evidence_en" if name == "evidence" else name: column for name, column in columns.items()}
    return {key: column for key, column in columns.items() if key not in DERIVED.get(section, ())}


def entries(article: Article, section: str) -> list[Entry]:
    """The entries of one section, none where it is absent."""
    return list(article.get(section, ()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def _section_order(section: str) -> int:
    return SECTIONS.index(section) if section in SECTIONS else len(SECTIONS)


def _entry_text(section: str, entry: Mapping[str, Any]) -> str:
    nested = entry.get("evidence") if section == "statements" else None
    if not isinstance(nested, list):
        return _table_text(f"[[{_key(section)}]]", section, entry)
    own = {key: value for key, value in entry.items() if key != "evidence"}
    sources = [_table_text("[[statements.evidence]]", "evidence", source) for source in nested]
    return "\n".join([_table_text("[[statements]]", section, own), *sources])


def _table_text(heading: str, section: str, entry: Mapping[str, Any]) -> str:
    order = list(keys_of(section)) if section in (*SECTIONS, "evidence") else []
    keys = sorted(entry, key=lambda key: order.index(key) if key in order else len(order))
    lines = [f"{_key(key)} = {_value(entry[key])}" for key in keys if entry[key] is not None]
    return "\n".join([heading, *lines, ""])


def _key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    """A TOML value: a JSON string is a TOML basic string but for DEL, which TOML wants escaped."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"expected text, a whole number or a truth value; got {type(value).__name__}")
