"""Read article files into the rows of the article tables; the format is in ``article_format``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.article_checks import IDS, Known, Problem, article_problems, quote_stands_in, read_known
from pipelines.article_format import Article, entries, parse_article, write_article
from pipelines.schema import tables

__all__ = [
    "ArticleRows",
    "Known",
    "Problem",
    "parse_article",
    "quote_stands_in",
    "read_article",
    "read_articles",
    "read_known",
    "write_article",
]

Row = dict[str, Any]

MAX_FILE_BYTES = 64_000
"""Three times the longest that ships: a larger one is something else, and TOML has keys that take a reader
the square of their length."""


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
    lost = [
        ("carrier", row["outlet"], row["claim_id"]) for row in rows.carriers if row["claim_id"] not in claims
    ]
    lost += [
        ("statement", r["statement_id"], r["claim_id"])
        for r in rows.statements
        if r["claim_id"] not in claims
    ]
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
