"""The dashboard's snapshot: built where there is none, noticed when new, kept when the new one is no good."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import db
from dashboard.db import Ledger, Question
from pipelines.issues import LedgerError
from tests.dashboard_home import add_hostile_article, build

COUNT = Question("SELECT count(*) FROM claims", int)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own with a built snapshot."""
    shutil.copytree(built, tmp_path / "home")
    monkeypatch.setenv("ARMS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(db, "_connections", {})
    yield tmp_path / "home"


def test_a_missing_snapshot_is_built_once_for_all_who_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARMS_HOME", str(tmp_path))
    monkeypatch.setattr(db, "_connections", {})
    assert not db.is_ready()
    found: list[Ledger] = []
    waiting = [threading.Thread(target=lambda: found.append(db.current())) for _ in range(3)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert len(found) == 3 and len(set(found)) == 1
    assert len(list((tmp_path / "db").glob("snapshot-*.duckdb"))) == 1
    assert found[0].answer(COUNT)[0] >= 36
    assert db.is_ready()


def test_answers_of_a_snapshot_that_nobody_reads_any_more_are_let_go(home: Path) -> None:
    db._answer.cache_clear()
    for number in range(100):
        db.current().answer(Question("SELECT $number::INTEGER", int, (("number", number),)))
    assert db._answer.cache_info().currsize == 100
    for _ in range(db.KEPT_CONNECTIONS):
        add_hostile_article(home)
        with (home / "articles" / "hostile.toml").open("a", encoding="utf-8") as article:
            article.write("\n# changed\n" * len(list((home / "db").glob("snapshot-*"))))
        build(home)
        assert db.current().answer(COUNT)[0] >= 36
    assert db._answer.cache_info().currsize < 5


def test_where_it_cannot_be_built_the_message_has_all_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no directory")
    monkeypatch.setenv("ARMS_HOME", str(tmp_path / "file"))
    with pytest.raises(LedgerError) as raised:
        db.current()
    error = raised.value
    assert str(tmp_path / "file") in error.place
    assert error.expected and error.got and "python -m pipelines build" in error.hint
    assert "Traceback" not in str(error)


def test_a_new_snapshot_is_noticed(home: Path) -> None:
    before = db.current()
    add_hostile_article(home)
    build(home)
    after = db.current()
    assert after != before
    assert after.answer(COUNT)[0] == before.answer(COUNT)[0] + 1, "the old one stays readable"


@pytest.mark.parametrize("fault", ["gone", "another version", "not JSON", "damaged"])
def test_the_last_good_snapshot_stays(home: Path, fault: str) -> None:
    good, pointer = db.current(), home / "db" / "current.json"
    told = json.loads(pointer.read_text())
    if fault == "gone":
        pointer.unlink()
    elif fault == "another version":
        pointer.write_text(json.dumps(told | {"schema_id": "000000000000"}))
    elif fault == "not JSON":
        pointer.write_text("{")
    else:
        (home / "db" / "snapshot-000099-0123456789ab.duckdb").write_bytes(b"no database")
        pointer.write_text(json.dumps(told | {"file": "snapshot-000099-0123456789ab.duckdb"}))
    assert db.current() == good


def test_a_snapshot_of_an_older_version_is_rebuilt(home: Path) -> None:
    pointer = home / "db" / "current.json"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"schema_id": "000000000000"}))
    assert not db.is_ready()
    assert db.current().answer(COUNT)[0] >= 36


def test_a_query_can_only_read_the_snapshot(home: Path) -> None:
    ledger = db.current()
    for sql in ("SELECT * FROM '/etc/passwd'", "DELETE FROM claims", "SET enable_external_access = true"):
        with pytest.raises(LedgerError):
            ledger.answer(Question(sql, tuple))


def test_the_printed_query_has_its_values() -> None:
    question = Question(
        "SELECT $name, $year, $none, $price", tuple, (("name", "O'Neill"), ("year", 2012), ("none", None))
    )
    assert question.printed() == "SELECT 'O''Neill', 2012, NULL, $price"


def test_many_threads_ask_at_once(home: Path) -> None:
    ledger, answers = db.current(), []
    ask = Question("SELECT claim_id FROM claims WHERE holder = $holder OR length($holder) > $size", str)

    def work(size: int) -> None:
        asked = Question(ask.sql, str, (("holder", "VEN"), ("size", 1000 + size)))
        answers.append(len(ledger.answer(asked)))

    threads = [threading.Thread(target=work, args=(size,)) for size in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 40 and len(set(answers)) == 1
