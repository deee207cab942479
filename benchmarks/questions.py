"""What each page asks of a large snapshot, warm, beside SQL written by hand over the raw rows as Parquet.

The pages are run without a browser and say what they ask; the same questions are then asked again and timed,
without the cache of answers. Those that read much have a peer in ``by_hand``, named after the row they give:
the nearest that a person gets from the raw rows alone, so without estimates, releases and matched deals.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

import duckdb
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from benchmarks.building import spent
from benchmarks.lines import Line, p50
from benchmarks.register_like import SHARED, home_with
from dashboard import db
from dashboard.db import Ledger, Question
from dashboard.pages import PAGES
from pipelines import snapshot
from pipelines.paths import ROOT, Home

BY_HAND = Path(__file__).with_name("by_hand")
PAGE_LIMIT_MS = 200.0
PEER_LIMIT = 2.0
TURNS = 7
ASKED_FOR = {"state": {"id": "IND"}, "claim": {"id": "venezuela-igla-s-2025"}}
"""By page: the recipient with the most rows, so the most work, and the claim of the seed case."""


def measure(folder: Path, deals: int = 3_000_000, shared: Path = SHARED) -> list[Line]:
    """Lines for every page at a number of deals. Raises FileNotFoundError without the real files."""
    home = home_with(folder, deals, shared)
    if snapshot.current(home) is None:
        spent([sys.executable, "-m", "pipelines", "--home", str(home.path), "build"])
    path = snapshot.current_path(home)
    with snapshot.open_read_only(path) as connection:
        asked = {page.module: _asked_by(page.url_path, home) for page in PAGES}
        lines = [_page(name, questions, connection) for name, questions in asked.items()]
        different = {question for questions in asked.values() for question in questions}
        return lines + _beside_raw(different, connection, folder / "raw")


def _asked_by(url_path: str, home: Home) -> list[Question]:
    """The questions of a page, each once, in order."""
    found: dict[Question, None] = {}
    answer = Ledger.answer

    def listen(ledger: Ledger, question: Question) -> tuple:
        found[question] = None
        return answer(ledger, question)

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    for key, value in ASKED_FOR.get(url_path, {}).items():
        app.query_params[key] = value
    if url_path:
        app._page_hash = calc_hash(url_path)
    with patch.dict(os.environ, {"ARMS_HOME": str(home.path)}), patch.object(db.Ledger, "answer", listen):
        app.run()
    if app.exception:
        raise RuntimeError(f"page '{url_path}': {app.exception[0].message}")
    return list(found)


def _page(name: str, questions: list[Question], connection: duckdb.DuckDBPyConnection) -> Line:
    times = [(_milliseconds(partial(_ask, connection, question)), _name(question)) for question in questions]
    slowest, row = max(times, default=(0.0, "none"))
    note = f"{len(times)} questions; the slowest, of {row}, {slowest:.0f} ms"
    total = sum(spent for spent, _ in times)
    return Line(
        f"{name}: all questions, warm", total, "ms", limit=PAGE_LIMIT_MS, limit_is_ratio=False, note=note
    )


def _beside_raw(asked: set[Question], connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Line]:
    raw = duckdb.connect()
    releases = _raw_files(connection, raw, folder)
    lines = []
    for path in sorted(BY_HAND.glob("*.sql")):
        ours = [question for question in asked if _name(question) == path.stem.replace("_", "")]
        query = path.read_text(encoding="utf-8").format(folder=folder, **releases)
        peer = _milliseconds(partial(_ask_raw, raw, query))
        for question in ours:
            own = _milliseconds(partial(_ask, connection, question))
            lines.append(Line(f"question {path.stem}", own, "ms", peer, "by hand over Parquet", PEER_LIMIT))
    return lines


def _raw_files(
    connection: duckdb.DuckDBPyConnection, raw: duckdb.DuckDBPyConnection, folder: Path
) -> dict[str, str]:
    """The faithful rows as Parquet; for each format the release that is asked for, the one with most rows."""
    folder.mkdir(exist_ok=True)
    place = connection.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()[0][0]
    raw.execute(f"ATTACH '{place}' AS made (READ_ONLY)")
    releases = {}
    for table in ("deals", "deliveries"):
        raw.execute(f"COPY made.{table} TO '{folder}/{table}.parquet' (FORMAT parquet)")
        most = f"SELECT release_id FROM made.{table} GROUP BY release_id ORDER BY count(*) DESC LIMIT 1"
        releases[table] = raw.execute(most).fetchall()[0][0]
    raw.execute("DETACH made")
    return releases


def _ask(connection: duckdb.DuckDBPyConnection, question: Question) -> list[tuple]:
    with connection.cursor() as cursor:
        return cursor.execute(question.sql, dict(question.parameters) or None).fetchall()


def _ask_raw(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()


def _milliseconds(ask: Callable[[], object]) -> float:
    """The median of some turns, after one that warms up."""
    times = []
    for _ in range(TURNS + 1):
        start = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - start))
    return p50(times[1:])


def _name(question: Question) -> str:
    """The row that a question gives, in small letters."""
    return re.sub(r"\W", "", getattr(question.row, "__name__", "row")).lower()
