"""The command line as other programs use it: output, exit codes, and one message for each bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.__main__ import main
from tests.test_register import HEAD_A, IGLA_2008


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A built home that the tests only read."""
    folder = str(tmp_path_factory.mktemp("home"))
    assert main(["--home", folder, "build"]) == 0
    return folder


def test_sql_answers_in_csv(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    query = (
        "SELECT verdict, declared_low, documented_firm, documented_with_estimates, unit FROM verdicts "
        "JOIN claims USING (claim_id) WHERE holder = 'VEN' AND claim_id = 'venezuela-igla-s-2025'"
    )
    assert main(["--home", home, "sql", query]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "partly_documented,5000,3800,4000,missile"


def test_sql_answers_in_json(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", home, "sql", "SELECT name_en FROM parties WHERE party_id = 'VEN'", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"name_en": "Venezuela"}]


def test_sql_that_writes_is_refused(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", home, "sql", "DROP TABLE claims"]) == 1
    assert "expected one read-only SELECT" in capsys.readouterr().err


def test_status_names_each_release(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", home, "status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"sipri_register"} <= {release["source"] for release in found["releases"]}
    assert all(r["rows_read"] == r["rows_kept"] + r["rows_rejected"] for r in found["releases"])


def test_a_wrong_call_exits_with_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["unknown"])
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "expected a file; got nothing at that path"),
        (b"", "expected a table; got an empty file (0 bytes)"),
        (b"PK\x03\x04\x00\x00", "expected a text table (CSV or JSON); got binary data"),
        (b"a,b,c\n1,2,3\n", "expected a file of a known source; got text that begins 'a,b,c'"),
        (HEAD_A.encode(), "expected at least one row; got none"),
        ((HEAD_A + ",Extra\n").encode(), "unknown column 'Extra'"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, message: str
) -> None:
    path = tmp_path / "given.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["--home", str(tmp_path / "home"), "add", str(path)]) == 1
    errors = capsys.readouterr().err
    assert message in errors
    assert "Traceback" not in errors


def test_a_directory_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "home"), "add", str(tmp_path)]) == 1
    assert "expected a file; got a directory" in capsys.readouterr().err


def test_a_huge_file_is_refused_without_being_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    assert main(["--home", str(tmp_path / "home"), "add", str(path)]) == 1
    assert "got 2,147,483,648 bytes" in capsys.readouterr().err


def test_a_file_already_held_is_not_stored_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEAD_A}\n{IGLA_2008}\n")
    folder = str(tmp_path / "home")
    assert main(["--home", folder, "add", str(path)]) == 0
    assert main(["--home", folder, "add", str(path)]) == 0
    assert "already held" in capsys.readouterr().out
    assert len(list((tmp_path / "home" / "raw").rglob("*.data"))) == 1


def test_a_damaged_stored_file_is_named_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEAD_A}\n{IGLA_2008}\n")
    folder = str(tmp_path / "home")
    assert main(["--home", folder, "add", str(path)]) == 0
    (stored,) = (tmp_path / "home" / "raw").rglob("*.data")
    stored.write_bytes(stored.read_bytes()[:-20])
    assert main(["--home", folder, "build"]) == 1
    assert "was changed or damaged" in capsys.readouterr().err
    assert main(["--home", folder, "sql", "SELECT count(*) FROM verdicts"]) == 0


def test_diff_between_two_releases_of_the_register(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Iran to Venezuela: Mohajer (12) is gone in May 2026, C-701 became CM-90 Nasr."""
    call = ["diff", "sipri_register", "2024-03-18", "2026-05-18", "--state", "VEN", "--json"]
    assert main(["--home", home, *call]) == 0
    rows = json.loads(capsys.readouterr().out)
    withdrawn = {row["old_designation"]: row["old_ordered"] for row in rows if row["change"] == "withdrawn"}
    assert withdrawn["Mohajer"] == 12
    renamed = {row["old_designation"]: row["new_designation"] for row in rows if row["change"] == "renamed"}
    assert renamed["C-701/FL-8"] == "CM-90 Nasr"
    assert renamed["S-300VM/SA-23"] == "S-300VM"
    assert not {"C-701/FL-8", "S-300VM/SA-23"} & set(withdrawn)


def test_diff_of_an_unknown_release_names_those_that_are_loaded(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", home, "diff", "sipri_register", "1999-01-01", "2026-05-18"]) == 1
    assert "Loaded: sipri_register-deals-2024-03-18" in capsys.readouterr().err
