"""Read and write article files: one TOML per article, with its quotes, claims, carriers and statements.

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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.article_checks import (
    DATES,
    IDS,
    SECTIONS,
    Article,
    Known,
    Problem,
    article_problems,
    entries,
    keys_of,
    read_known,
)
from pipelines.schema import tables

Row = dict[str, Any]

MAX_FILE_BYTES = 1 << 20
"""One MiB: an article file holds short quotes; a larger one is something else."""

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SPLIT_SECTIONS = ("quotes", "claims", "carriers", "statements", "evidence")


@dataclass(frozen=True)
class ArticleRows:
    """The rows of the article tables, in the columns of ``tables.toml``, and what had to be left out."""

    articles: list[Row] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    carriers: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    statement_evidence: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def by_table(self) -> dict[str, list[Row]]:
        """The rows by name of their table."""
        return {name: rows for name, rows in vars(self).items() if name != "problems"}


def read_articles(folders: Iterable[Path], known: Known | None = None) -> ArticleRows:
    """The rows of all article files in some folders; a folder that does not exist holds none.

    A file with a problem gives no rows, is named in ``problems`` and stops no other file. A carrier or a
    statement whose claim is in no file is left out alone. Raises FileNotFoundError where a lookup is missing.
    """
    known = known or read_known()
    rows = ArticleRows()
    taken: dict[str, str] = {}
    for path in _article_files(folders):
        article, problems = read_article(path, known)
        problems = problems or _taken_ids(article, path, taken)
        rows.problems.extend(problems)
        if not problems:
            taken.update(dict.fromkeys(_ids(article, path.stem), path.name))
            _add(rows, article, path.stem)
    return _with_known_claims(rows)


def read_article(path: Path, known: Known) -> tuple[Article, list[Problem]]:
    """One article file and all that is wrong with it; with problems, the article may be incomplete."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            got = f"{path.stat().st_size:,} bytes"
            return {}, [Problem(path.name, f"at most {MAX_FILE_BYTES:,} bytes", got, "Quote less.")]
        article = parse_article(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return {}, [Problem(path.name, "a readable file", error.strerror or "none", "Check its permissions.")]
    except UnicodeDecodeError as error:
        hint = "Save the file again as UTF-8."
        return {}, [Problem(path.name, "text in UTF-8", f"byte {error.start} is not UTF-8", hint)]
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return {}, [Problem(path.name, "a TOML file", str(error), "Correct the line that is named.")]
    return article, article_problems(article, path.stem, known)


def parse_article(text: str) -> dict[str, Any]:
    """The parts of an article file as plain dicts, lists, texts and numbers; a bare TOML date becomes text.

    Raises tomllib.TOMLDecodeError.
    """
    return _plain(tomllib.loads(text))


def write_article(article: Mapping[str, Any]) -> str:
    """An article as the text of its file; ``parse_article`` gives the same article back.

    Keys stand in the order of the tables' columns; keys with the value None are left out. Raises TypeError
    for a value that is neither text, whole number nor truth value, ValueError for text that UTF-8 cannot hold.
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


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def _article_files(folders: Iterable[Path]) -> list[Path]:
    """Each file once, although the same folder may be given twice under two names."""
    found = {path.resolve(): path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return list(found.values())


def _ids(article: Article, article_id: str) -> list[str]:
    """All ids of a file, each with its kind, for no two files may share one."""
    ids = [f"article_id {article_id}"]
    for section, key in zip(("quotes", "claims", "statements"), IDS, strict=True):
        ids += [f"{key} {entry[key]}" for entry in entries(article, section)]
    return ids


def _taken_ids(article: Article, path: Path, taken: Mapping[str, str]) -> list[Problem]:
    hint = "Give it another id, or remove one of the two files."
    return [
        Problem(path.name, "an id that no other file has", f"{taken_id}, which {taken[taken_id]} has", hint)
        for taken_id in _ids(article, path.stem)
        if taken_id in taken
    ]


def _add(rows: ArticleRows, article: Article, article_id: str) -> None:
    rows.articles.append(_row("articles", article["article"], article_id=article_id))
    rows.quotes.extend(_row("quotes", quote, article_id=article_id) for quote in entries(article, "quotes"))
    rows.claims.extend(_row("claims", claim) for claim in entries(article, "claims"))
    rows.carriers.extend(_row("carriers", carrier) for carrier in entries(article, "carriers"))
    for number, statement in enumerate(entries(article, "statements"), start=1):
        found = {"article_id": article_id, "number": number, "evidence": statement["evidence_en"]}
        rows.statements.append(_row("statements", {**statement, **found}))
        rows.statement_evidence.extend(
            _row("statement_evidence", source, statement_id=statement["statement_id"], evidence_number=order)
            for order, source in enumerate(entries(statement, "evidence"), start=1)
        )


def _row(table: str, entry: Mapping[str, Any], **derived: Any) -> Row:
    known = {**entry, **derived}
    return {name: known.get(name) for name in tables()[table].column_names}


def _with_known_claims(rows: ArticleRows) -> ArticleRows:
    """The rows without the carriers and statements whose claim no file holds, and these named."""
    claims = {claim["claim_id"] for claim in rows.claims} | {None}
    hint = "Correct the claim_id, or repair the file that holds the claim."
    lost = [("carrier", row["outlet"], row["claim_id"]) for row in rows.carriers if row["claim_id"] not in claims]
    lost += [("statement", r["statement_id"], r["claim_id"]) for r in rows.statements if r["claim_id"] not in claims]
    statements = [row for row in rows.statements if row["claim_id"] in claims]
    kept = {row["statement_id"] for row in statements}
    return ArticleRows(
        articles=rows.articles,
        quotes=rows.quotes,
        claims=rows.claims,
        carriers=[row for row in rows.carriers if row["claim_id"] in claims],
        statements=statements,
        statement_evidence=[row for row in rows.statement_evidence if row["statement_id"] in kept],
        problems=rows.problems
        + [
            Problem(f"{kind} {name}", "the id of a claim in one of the files", repr(claim_id), hint)
            for kind, name, claim_id in lost
        ],
    )


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
    order = list(keys_of(section)) if section in (*SPLIT_SECTIONS, "article") else []
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
