"""Killed at any moment: no snapshot lost, no reader disturbed, nothing left behind, the next run finishes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import snapshot
from pipelines.files import hash_of, stored_files
from pipelines.issues import LedgerError
from pipelines.paths import Home
from tests.faults.budget import Tally, seed, times
from tests.faults.reader import ANSWER, QUESTION, Reader
from tests.faults.runner import Order, Runner
from tests.misbehaving_server import DEALS, MisbehavingServer, register_site

pytestmark = pytest.mark.fault
COMMANDS = ("build", "pull", "add")
ROUNDS_PER_HOME = 10
"""Each pull and add brings a new release; a home that kept them all would slow the builds down."""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """Where the commands are forked from."""
    running = Runner()
    yield running
    running.close()


class Trouble:
    """A home, a server that answers well, and commands that bring something new each time."""

    def __init__(self, runner: Runner, home: Home, server: MisbehavingServer, folder: Path) -> None:
        self.runner, self.home, self.server, self.folder = runner, home, server, folder
        self.round = 0

    def order(self, command: str) -> Order:
        """The next order of a command, with a release that nobody holds yet."""
        self.round += 1
        deals = DEALS.replace("0.08,160,160\n", f"0.08,160,{1000 + self.round}\n")
        self.server.site = register_site(deals=deals)
        given = self.folder / "given.csv"
        given.write_text(deals.replace("Igla-S", "Tor-M1"), encoding="utf-8")
        arguments = {"build": ["build"], "pull": ["pull", "sipri_register"], "add": ["add", str(given)]}
        environment = {"ARMS_SIPRI_REGISTER_URL": self.server.url, "ARMS_TIMEOUT_SECONDS": "2"}
        output = str(self.folder / "output.txt")
        return Order(str(self.home.path), arguments[command], output, environment)

    def said(self) -> str:
        """What the last command printed."""
        return (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace")

    def wrong(self) -> str:
        """What a reader would now find wrong; nothing where all is well."""
        try:
            with snapshot.open_read_only(snapshot.current_path(self.home)) as connection:
                answer = connection.execute(QUESTION).fetchall()
            for file in stored_files(self.home):
                assert hash_of(file.read()) == file.sha256
        except LedgerError as error:
            return str(error)
        return "" if answer == ANSWER else f"the seed claim: {answer}"

    def finished(self, command: str) -> str:
        """Run a command to its end; what is wrong or left behind then."""
        code = self.runner.run(self.order(command))
        return self.wrong() or left_behind(self.home) or (f"exit {code}: {self.said()}" if code else "")


def left_behind(home: Home) -> str:
    """Files of the home that no finished run leaves."""
    kept = {path.name for path in home.db.iterdir()} - {"build.lock", "current.json"}
    snapshots = {name for name in kept if name.startswith("snapshot-") and name.endswith(".duckdb")}
    notes = {path.with_suffix("") for path in home.raw.rglob("*.json")}
    stored = {path for path in home.raw.rglob("*") if path.is_file() and path.name != ".lock"}
    extra = [path for path in stored if path.with_suffix("") not in notes or path.name.startswith(".")]
    found = [*(kept - snapshots), *(path.name for path in extra)]
    too_many = len(snapshots) > snapshot.KEPT_SNAPSHOTS
    return f"left behind: {found or sorted(snapshots)}" if found or too_many else ""


@pytest.fixture
def trouble(runner: Runner, home: Home, tmp_path: Path) -> Iterator[Trouble]:
    """A home to break, with a source to pull from."""
    with MisbehavingServer(register_site()) as server:
        yield Trouble(runner, home, server, tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_random_moments(trouble: Trouble, built: Home, tally: Tally, command: str) -> None:
    began = time.monotonic()
    assert trouble.finished(command) == ""
    took = time.monotonic() - began
    reader = Reader(trouble.home)
    rounds = times(suite=7, long=70)
    for number in range(rounds):
        chance = random.Random(f"{seed()} {command} {number}")
        process = trouble.runner.start(trouble.order(command))
        time.sleep(chance.uniform(0, took))
        os.kill(process, signal.SIGKILL)
        trouble.runner.end()
        lost = trouble.wrong()
        last = number == rounds - 1 or number % ROUNDS_PER_HOME == ROUNDS_PER_HOME - 1
        unfinished = trouble.finished(command) if last and not lost else ""
        repeat = f"seed {seed()}, {command} {number}: {lost or unfinished}"
        tally.add(not (lost or unfinished), repeat, bool(lost))
        if last:
            shutil.rmtree(trouble.home.raw, ignore_errors=True)
    asked, wrong = reader.stop()
    assert asked > rounds
    assert wrong == []


@pytest.mark.parametrize("command", ["pull", "add"])
def test_killed_at_each_step_of_writing(trouble: Trouble, tally: Tally, command: str) -> None:
    """Between every two operations by which a file comes, goes, or reaches the disk."""
    assert trouble.runner.run(replace(trouble.order(command), count=True)) == 0
    steps = int(trouble.said().rsplit("steps ", 1)[1])
    assert steps > 10
    chosen = range(1, steps + 1) if times(0, 1) else random.Random(seed()).sample(range(1, steps + 1), 3)
    for step in chosen:
        code = trouble.runner.run(replace(trouble.order(command), step=step))
        assert code in (-signal.SIGKILL, 0)  # removing old snapshots takes a step more or less
        lost = trouble.wrong()
        tally.add(not lost, f"{command}, killed at file operation {step}: {lost}", bool(lost))
    assert trouble.finished(command) == ""
