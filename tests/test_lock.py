"""What is installed is what was tried: exact versions, each file named by its hash, and no address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

LOCKS = {"requirements.lock": ["requirements.txt"],
         "tests/requirements.lock": ["requirements.txt", "tests/requirements.txt"]}  # fmt: skip
NAME = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def named(text: str) -> str:
    """A package's name in the one spelling that indexes use."""
    return re.sub(r"[-_.]+", "-", text).lower()


def pins(path: Path) -> set[tuple[str, str]]:
    """The packages of a lock with their versions; where versions of Python differ, each."""
    return {(named(name), version) for name, version in PINNED.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_every_pin_has_hashes(lock: str) -> None:
    pinned = {name for name, _ in pins(ROOT / lock)}
    for source in LOCKS[lock]:
        wanted = {named(name) for name in NAME.findall((ROOT / source).read_text(encoding="utf-8"))}
        assert wanted - pinned == set(), "run: .ci/lock"
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|--trusted|/\w+/", text) == []


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    assert pins(ROOT / "requirements.lock") - pins(ROOT / "tests/requirements.lock") == set(), "run: .ci/lock"


def test_the_start_script_installs_from_the_lock() -> None:
    for script, lock in (("start.sh", "requirements.lock"), ("tests/run.sh", "tests/requirements.lock")):
        assert f"--require-hashes -r {lock}" in (ROOT / script).read_text(encoding="utf-8")
