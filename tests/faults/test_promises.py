"""What SECURITY.md promises of the server, each tried."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
import types
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, get_origin, get_type_hints

import duckdb
import pytest

from dashboard.db import Question
from pipelines import snapshot
from pipelines.paths import Home
from tests.conftest import ROOT
from tests.faults.budget import Tally
from tests.hostile import CASES, SQL

pytestmark = pytest.mark.fault

ESCAPES = (
    "CREATE TABLE x (a INTEGER)", "INSERT INTO claims SELECT * FROM claims",
    "UPDATE claims SET kind = 'loss'", "DELETE FROM claims", "DROP TABLE claims",
    "ALTER TABLE claims ADD COLUMN x INTEGER", "COPY claims TO '/tmp/arms-ledger-escape.csv'",
    "COPY claims FROM '/etc/passwd'", "EXPORT DATABASE '/tmp/arms'",
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')", "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM glob('/*')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x')", "ATTACH '/tmp/other.duckdb'",
    "ATTACH ':memory:' AS other", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access = true",
    "SET lock_configuration = false", "PRAGMA enable_profiling='json'", "SET temp_directory = '/tmp'",
    "SET threads = 1000", "RESET ALL", "SET home_directory='/tmp'", "CREATE MACRO f() AS 1",
    "CREATE TEMP TABLE t AS SELECT 1; COPY t TO '/tmp/x'", "CHECKPOINT", "VACUUM", "SELECT getenv('PATH')",
)  # fmt: skip


@pytest.fixture
def locked(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader's connection."""
    with closing(snapshot.open_read_only(snapshot.current_path(home))) as connection:
        yield connection


def test_a_reader_can_neither_write_nor_reach_out(
    locked: duckdb.DuckDBPyConnection, home: Home, tally: Tally
) -> None:
    before = snapshot.current_path(home).read_bytes()
    for query in ESCAPES:
        try:
            answer = locked.execute(query).fetchall()
            harmless = query in ("CHECKPOINT", "VACUUM")  # nothing to write in a file that is open to be read
        except duckdb.Error:
            harmless, answer = True, []
        tally.add(harmless, f"{query}: {str(answer)[:80]}")
    assert snapshot.current_path(home).read_bytes() == before
    assert not Path("/tmp/arms-ledger-escape.csv").exists()


def test_text_in_a_parameter_is_never_a_query(locked: duckdb.DuckDBPyConnection, tally: Tally) -> None:
    for case in (*SQL, *CASES):
        try:
            found = locked.execute("SELECT $given = $given, count(*) FROM claims WHERE claim_id = $given",
                                   {"given": case}).fetchall()  # fmt: skip
        except (duckdb.Error, UnicodeEncodeError) as error:
            found = [(str(error),)]
        utf8 = case.encode("utf-8", "replace").decode() == case
        tally.add(found == [(True, 0)] or not utf8, f"{case!r}: {found}")


def _given(annotation: Any, name: str) -> Any:
    """A value for a parameter of a question, hostile wherever it may come from a reader."""
    if name == "language":
        return "en"
    if annotation is int:
        return 5
    if annotation is dt.date:
        return dt.date(2026, 1, 1)
    if dataclasses.is_dataclass(annotation):
        wanted = get_type_hints(annotation)
        given = {
            field.name: _given(wanted[field.name], field.name) for field in dataclasses.fields(annotation)
        }
        return annotation(**given)  # type: ignore[operator]
    kind = get_origin(annotation)
    if kind is not None and kind is not types.UnionType:
        return {"supplier": HOSTILE} if issubclass(kind, Mapping) else (HOSTILE,)
    return {"table": "deals", "sort": "line", "side": "supplier", "descending": False}.get(name, HOSTILE)


HOSTILE = "zz' OR 1=1; DROP TABLE claims; --"


def test_what_a_reader_gives_stands_beside_the_query_and_never_in_it(tally: Tally) -> None:
    for path in sorted((ROOT / "dashboard" / "queries").glob("[!_]*.py")):
        module = importlib.import_module(f"dashboard.queries.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            hints = get_type_hints(function)
            if function.__module__ != module.__name__ or get_origin(hints.get("return")) is not Question:
                continue
            question = function(**{key: _given(hint, key) for key, hint in hints.items() if key != "return"})
            tally.add("DROP TABLE" not in question.sql, f"{path.name}: {name}: {question.sql[:200]}")
            assert "''" in question.printed() or HOSTILE not in str(question.parameters)
    assert tally.tried > 40


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("client", "showErrorDetails", "none"),
        ("browser", "gatherUsageStats", False),
        ("server", "maxUploadSize", 5),
    ],
)  # fmt: skip
def test_the_settings_that_are_promised_are_set(section: str, key: str, value: Any) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings[section][key] == value


def test_guards_against_foreign_pages_are_on() -> None:
    """Streamlit's defaults, unless the settings turn them off: as a started app has them."""
    code = (
        "from streamlit import config; config.get_config_options(force_reparse=True); "
        "print(*(config.get_option(name) for name in ('server.enableXsrfProtection', 'server.enableCORS', "
        "'global.developmentMode', 'server.maxUploadSize', 'client.showErrorDetails')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "False", "5", "none"]


def test_no_secret_stands_in_the_project() -> None:
    named = re.compile(
        r"(?i)(api[_-]?key|secret|passw(or)?d|token)\s*[=:]\s*[\"'][A-Za-z0-9+/_-]{12,}[\"']"
        r"|BEGIN [A-Z ]*PRIVATE KEY"
    )
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    paths = [ROOT / name for name in tracked.splitlines()] or list((ROOT / "dashboard").rglob("*.py"))
    found = [
        f"{path.relative_to(ROOT)}: {match[0][:40]}"
        for path in paths
        if path.is_file() and path.stat().st_size < 2_000_000 and path != Path(__file__)
        for match in named.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_commands_write_under_their_home_and_nowhere_else(tmp_path: Path, tally: Tally) -> None:
    """A whole build, watched: every file that Python opens to write, and what appears beside the home."""
    home, trace = tmp_path / "home", tmp_path / "trace.txt"
    code = (
        "import os, sys; from pipelines.__main__ import main\n"
        "def watch(event, details):\n"
        "    if event == 'open' and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR):\n"
        "        seen.append(str(details[0]))\n"
        "seen = []; sys.addaudithook(watch)\n"
        "code = main(['--home', sys.argv[1], 'build'])\n"
        "open(sys.argv[2], 'w').write('\\n'.join(seen)); sys.exit(code)"
    )
    command = [sys.executable, "-B", "-c", code, str(home), str(trace)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    written = [path for path in trace.read_text().splitlines() if path not in (str(trace), "/dev/null")]
    elsewhere = [path for path in written if not path.startswith(str(home))]
    tally.add(elsewhere == [], f"written elsewhere: {elsewhere}")
    assert written
    assert {path.name for path in tmp_path.iterdir()} == {"home", "trace.txt"}


def test_saving_from_the_page_is_off_unless_both_settings_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page itself is tried in test_check.py; here, that nothing else turns it on."""
    text = (ROOT / "dashboard" / "checking" / "outcome.py").read_text(encoding="utf-8")
    assert 'os.environ.get("ARMS_ALLOW_SAVING") != "1" or not passphrase' in text
    assert "hmac.compare_digest" in text
    saving = [
        path.name for path in (ROOT / "dashboard").rglob("*.py")
        if re.search(r"\b(save_article|write_durably|write_text|write_bytes)\(", path.read_text("utf-8"))
    ]  # fmt: skip
    assert [name for name in saving if name != "outcome.py" and not name.startswith("make_")] == []
