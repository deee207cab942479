"""Article files and texts to start from, and what must hold of any article file at all."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.articles import Known, parse_article, read_articles, read_known, write_article
from pipelines.load import insert
from pipelines.paths import ARTICLES
from pipelines.schema import tables, tables_of

ARTICLE = """[article]
outlet = "A paper"
published = "2025-10-22"
language = "en"
text_is = "not held"

[[quotes]]
quote_id = "a-quote"
text = "more than 5,000 Igla-S"
speaker = "A minister"
language = "en"

[[claims]]
claim_id = "a-claim"
quote_id = "a-quote"
holder = "VEN"
system = "9k338-igla-s"
quantity_low = 5000
qualifier = "at_least"
kind = "holding"
declared_unit = "missile"
as_of = 2025-10-22
"""
TEXTS = [
    "Venezuela has more than 5,000 Igla-S missiles, President Maduro said on 22 October 2025.",
    "Maduro dijo que Venezuela tiene 5.000 misiles Igla-S y «no menos de» 200 lanzadores.",
    "Россия поставила от 300 до 400 танков Т-72; дюжина вертолётов Ми-35 ожидается в 2012 году.",
    "12 Su-30, two dozen T-72s, up to 1,5 million rifles (5-6 batteries); 9K338 Igla-S in 2009 and 2010.",
]


def seeds() -> list[bytes]:
    """Small article files, and the shorter ones that ship."""
    shipped = sorted(ARTICLES.glob("*.toml"), key=lambda path: path.stat().st_size)[:6]
    return [ARTICLE.encode(), *(path.read_bytes() for path in shipped)]


def texts() -> list[bytes]:
    """Texts with claims in several languages."""
    return [text.encode() for text in TEXTS]


@cache
def _known() -> Known:
    return read_known()


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="arms-ledger-articles-"))


@cache
def _database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": "1"})
    for table in tables_of("article"):
        connection.execute(table.ddl)
    return connection


def check(data: bytes) -> None:
    """A file gives problems and no rows, or rows that the tables take and that are written again the same."""
    path = _folder() / "an-article.toml"
    path.write_bytes(data)
    found = read_articles([_folder()], _known())
    if not found.articles:
        assert found.problems
        return
    connection = _database()
    connection.execute("BEGIN")
    for name, rows in found.by_table().items():
        insert(connection, name, pd.DataFrame(rows, columns=tables()[name].column_names))
    connection.execute("ROLLBACK")
    article = parse_article(data.decode("utf-8-sig"))
    assert parse_article(write_article(article)) == {key: part for key, part in article.items() if part != []}
