"""Disks that are full, read-only, damaged or cut off; clocks that go back; several processes at once."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dashboard import db
from pipelines import files, snapshot
from pipelines.build import build
from pipelines.issues import LedgerError
from pipelines.paths import Home
from tests.conftest import ROOT
from tests.faults.budget import Tally, seed, times
from tests.faults.reader import ANSWER, QUESTION
from tests.faults.runner import Order, Runner
from tests.faults.test_crash import left_behind
from tests.misbehaving_server import DEALS

pytestmark = pytest.mark.fault
NOBODY = 65_534


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """Where the commands are forked from."""
    running = Runner()
    yield running
    running.close()


def asked(home: Home) -> list[tuple]:
    """The seed claim, as any reader gets it."""
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        return connection.execute(QUESTION).fetchall()


def check_refused(code: int, output: Path, home: Home, before: snapshot.Pointer | None) -> str:
    """What is wrong after a command met a full disk: it finishes, or says so and leaves all as it was."""
    said = output.read_text(encoding="utf-8", errors="replace")
    if "Traceback" in said:
        return said
    if code and ("expected room to" not in said or snapshot.current(home) != before):
        return f"exit {code}, {snapshot.current(home)}: {said}"
    return "" if asked(home) == ANSWER else f"exit {code}: the seed claim is {asked(home)}"


def test_no_file_may_grow_beyond_a_limit(runner: Runner, home: Home, tmp_path: Path, tally: Tally) -> None:
    """Every write that DuckDB or Python makes fails at some limit between nothing and a whole snapshot."""
    before = snapshot.current(home)
    whole = snapshot.current_path(home).stat().st_size
    chance = random.Random(seed())
    limits = [4_096, whole - 4_096, *(chance.randrange(1, whole) for _ in range(times(2, 30)))]
    for limit in limits:
        output = tmp_path / "output.txt"
        code = runner.run(Order(str(home.path), ["build"], str(output), most_bytes=limit))
        wrong = check_refused(code, output, home, before)
        assert code == 1
        tally.add(not wrong, f"build, no file beyond {limit} bytes: {wrong}")
    assert left_behind(home) == ""


def test_no_room_from_some_step_on(runner: Runner, home: Home, tmp_path: Path, tally: Tally) -> None:
    given, output = tmp_path / "given.csv", tmp_path / "output.txt"
    given.write_text(DEALS, encoding="utf-8")
    steps = range(1, 30) if times(0, 1) else random.Random(seed()).sample(range(1, 16), 4)
    for step in steps:
        shutil.rmtree(home.raw, ignore_errors=True)
        order = Order(str(home.path), ["add", str(given)], str(output), step=step, fault="full")
        code = runner.run(order)
        said = output.read_text(encoding="utf-8")
        told = code == 0 or (code == 1 and "expected room to" in said and "Traceback" not in said)
        tally.add(told and asked(home) == ANSWER, f"add, no room from file operation {step} on: {said}")
    assert runner.run(Order(str(home.path), ["build"], str(output))) == 0
    assert left_behind(home) == ""


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A file system of so many megabytes; raises PermissionError where this user may not mount one."""
    folder.mkdir(exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
    mounted = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        raise PermissionError(mounted.stderr.decode())
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_small_disk_that_fills(runner: Runner, built: Home, tmp_path: Path, tally: Tally) -> None:
    """A real full file system, for every size from one snapshot to two; only the super-user may mount one."""
    size = sum(path.stat().st_size for path in built.path.rglob("*") if path.is_file()) // 2**20 + 1
    sizes = range(size, 2 * size + 1) if times(0, 1) else (size, size + size // 2)
    for megabytes in sizes:
        disk, output = tmp_path / "disk", tmp_path / "output.txt"
        try:
            with small_disk(disk, megabytes):
                home = Home(Path(shutil.copytree(built.path, disk / "home")))
                before = snapshot.current(home)
                code = runner.run(Order(str(home.path), ["build"], str(output)))
                wrong = check_refused(code, output, home, before) or left_behind(home)
                if code and len(list(home.db.glob("snapshot-*"))) > 1:
                    wrong = "a snapshot without a pointer takes the room of the next try"
                tally.add(not wrong, f"build on a disk of {megabytes} MB: {wrong}")
        except PermissionError:
            return  # the limit on file sizes above fills every write as any user


def test_a_directory_that_cannot_be_written(runner: Runner, built: Home, tally: Tally) -> None:
    """Owned by another user: it is read as before, and nothing is written or half done."""
    folder = Path(tempfile.mkdtemp(prefix="arms-ledger-"))
    try:
        home = Home(Path(shutil.copytree(built.path, folder / "home")))
        given, output = folder / "given.csv", folder / "output.txt"
        given.write_text(DEALS, encoding="utf-8")
        user = NOBODY if os.getuid() == 0 else 0
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        output.touch()
        for command in (["build"], ["add", str(given)], ["pull", "rdmc"]):
            output.chmod(0o666)
            code = runner.run(Order(str(home.path), command, str(output), user=user))
            said = output.read_text(encoding="utf-8")
            refused = code == 1 and "Traceback" not in said and "expected" in said
            tally.add(refused, f"{command} in a read-only home: exit {code}: {said}")
        code = runner.run(Order(str(home.path), ["sql", QUESTION], str(output), user=user))
        assert "partly_documented,5000,3800,4000,missile" in output.read_text(encoding="utf-8")
        assert code == 0
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(folder)


def test_what_is_written_can_be_read_by_the_user_who_runs_the_dashboard(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        files.write_durably(tmp_path / "made" / "current.json", b"{}")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "made" / "current.json").stat().st_mode) == 0o644


def test_a_clock_that_goes_back_moves_no_pointer_back(
    home: Home, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """The newest snapshot is the one that was built last, whatever any clock says."""
    first = snapshot.current(home)
    tomorrow = time.time() + 86_400
    for path in home.db.iterdir():
        os.utime(path, (tomorrow, tomorrow))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    given = home.path / "given.csv"
    given.write_text(DEALS, encoding="utf-8")
    data = given.read_bytes()
    files.store(home, data, source="sipri_register", format="deals", origin="added", name="given.csv")
    assert build(home).errors == []
    second = snapshot.current(home)
    assert first is not None and second is not None and second.file > first.file
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        held = connection.execute("SELECT count(*) FROM releases WHERE origin = 'added'").fetchone()
    tally.add(held == (1,) and asked(home) == ANSWER, "a build with every file from tomorrow")


def test_processes_at_once_each_finish(home: Home, tmp_path: Path, tally: Tally) -> None:
    """Two builds and two adds of different files, all on one home."""
    given = []
    for number in range(2):
        given.append(tmp_path / f"given-{number}.csv")
        given[-1].write_text(DEALS.replace("0.08,160,160", f"0.08,160,{170 + number}"), encoding="utf-8")
    calls = [["build"], ["build"], *(["add", str(path)] for path in given)]
    command = [sys.executable, "-m", "pipelines", "--home", str(home.path)]
    running = [
        subprocess.Popen(
            [*command, *call], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for call in calls
    ]
    for call, process in zip(calls, running, strict=True):
        said = process.communicate(timeout=120)
        tally.add(process.returncode == 0, f"{call} beside three others: {said}")
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        held = connection.execute("SELECT count(*) FROM releases WHERE origin = 'added'").fetchone()
    assert (held, asked(home), left_behind(home)) == ((2,), ANSWER, "")


@pytest.mark.parametrize(
    "pointer",
    ["", "{", "[]", "null", '{"file": "snapshot-000009-0000000000000000.duckdb"}', '{"file": 5}', "file gone",
     '{"file": 7, "schema_id": "SCHEMA", "inputs": ""}', "\x00" * 200],
)  # fmt: skip
def test_a_pointer_that_leads_nowhere_is_one_message_and_a_build_mends_it(
    home: Home, pointer: str, tally: Tally
) -> None:
    file = home.db / "current.json"
    if pointer == "file gone":
        snapshot.current_path(home).unlink()
    else:
        file.write_text(pointer.replace("SCHEMA", snapshot.schema_id()), encoding="utf-8")
    assert snapshot.current(home) is None
    with pytest.raises(LedgerError, match="Run: python -m pipelines build"):
        snapshot.current_path(home)
    with snapshot.new_snapshot(home) as new:
        new.path.write_bytes(b"whole")
    mended = snapshot.current(home)
    tally.add(mended is not None and (home.db / mended.file).read_bytes() == b"whole", f"pointer {pointer!r}")


def test_a_snapshot_with_a_flipped_bit_is_not_opened(home: Home, tally: Tally) -> None:
    path = snapshot.current_path(home)
    good = path.read_bytes()
    chance = random.Random(seed())
    for number in range(times(suite=20, long=1_000)):
        at, bit = chance.randrange(len(good)), chance.randrange(8)
        with path.open("r+b") as stream:
            stream.seek(at)
            stream.write(bytes([good[at] ^ 1 << bit]))
        try:
            snapshot.open_read_only(path).close()
            noticed = False
        except LedgerError as error:
            noticed = "damaged or changed" in error.got and "pipelines build" in error.hint
        tally.add(noticed, f"seed {seed()}, flip {number}: bit {bit} of byte {at}")
        with path.open("r+b") as stream:
            stream.seek(at)
            stream.write(good[at : at + 1])
    assert asked(home) == ANSWER


@pytest.mark.parametrize("left", [0, 1, 4_096, -1])
def test_a_snapshot_that_was_cut_is_not_opened(home: Home, left: int) -> None:
    path = snapshot.current_path(home)
    os.truncate(path, left if left >= 0 else path.stat().st_size + left)
    with pytest.raises(LedgerError, match="damaged or changed"):
        snapshot.open_read_only(path)


def test_the_dashboard_replaces_a_damaged_snapshot_by_itself(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARMS_HOME", str(home.path))
    damaged = snapshot.current_path(home)
    with damaged.open("r+b") as stream:
        stream.seek(damaged.stat().st_size // 2)
        stream.write(b"\xff" * 64)
    ledger = db.current()
    assert ledger.path != damaged
    assert ledger.answer(db.Question(QUESTION, lambda *values: values)) == tuple(ANSWER)


def test_opening_again_does_not_read_the_whole_file_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = snapshot.current_path(home)
    snapshot.open_read_only(path).close()

    def read(*_: object) -> None:
        raise AssertionError("hashed twice")

    monkeypatch.setattr("pipelines.snapshot.hashlib.file_digest", read)
    snapshot.open_read_only(path).close()


def test_content_name_and_pointer_reach_the_disk_in_this_order(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between any two of these leaves the old pointer, or the new one with all that it names."""
    done: list[str] = []
    syncing, replacing = os.fsync, Path.replace

    def fsync(handle: Any) -> None:
        done.append(f"sync {named(str(Path(f'/proc/self/fd/{handle}').readlink()), home)}")
        syncing(handle)

    def replace(self: Path, target: Path) -> Path:
        done.append(f"{named(str(self), home)} becomes {named(str(target), home)}")
        return replacing(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    build(home)
    assert done == [
        "sync building", "building becomes snapshot", "sync db/",
        "sync .current.json", ".current.json becomes current.json", "sync db/",
    ]  # fmt: skip


def named(path: str, home: Home) -> str:
    """A file of the home by what it is."""
    name = path.removeprefix(str(home.db)).strip("/") or "db/"
    return re.sub(r"^(building|snapshot)-.*|^(\.current\.json)-.*", r"\1\2", name)


def test_a_pulled_file_and_its_note_reach_the_disk_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New directories too: a power cut must not take a folder with what it holds."""
    done: list[str] = []
    syncing = os.fsync

    def fsync(handle: Any) -> None:
        done.append(Path(f"/proc/self/fd/{handle}").readlink().name.split("-")[0])
        syncing(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    home = Home(tmp_path / "home")
    files.store(home, b"x", source="rdmc", format="wide", origin="added", name="x.csv")
    assert done == [tmp_path.name.split("-")[0], "home", "raw", ".wide", "rdmc", ".wide", "rdmc"]


def test_the_kernel_sees_the_same_order(home: Home, tmp_path: Path) -> None:
    """The calls of a whole build process, DuckDB's included, where strace is there to show them."""
    if not shutil.which("strace"):
        return  # the order of our own calls is proven above
    trace = tmp_path / "trace"
    calls = "trace=rename,renameat,renameat2,fsync,fdatasync,pwrite64,write"
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-m", "pipelines"]
    done = subprocess.run([*command, "--home", str(home.path), "build"], cwd=ROOT, timeout=300, check=False)
    if "ptrace" in trace.read_text(encoding="utf-8", errors="replace")[:500] and done.returncode:
        return  # not permitted here
    assert done.returncode == 0
    lines = [line for line in trace.read_text(errors="replace").splitlines() if str(home.db) in line]
    last_write = max(at for at, line in enumerate(lines) if re.search(r"write.*building-\d+\.duckdb>", line))
    synced = max(at for at, line in enumerate(lines) if re.search(r"fsync\(.*building-\d+\.duckdb>", line))
    moved = next(at for at, line in enumerate(lines) if re.search(r"rename.*building-.*snapshot-", line))
    pointed = next(at for at, line in enumerate(lines) if re.search(r"rename.*current\.json", line))
    directory = [
        at for at, line in enumerate(lines) if re.search(rf"fsync\(\d+<{re.escape(str(home.db))}>", line)
    ]
    assert last_write < synced < moved < directory[0] < pointed < directory[-1]


def test_a_stored_file_that_is_gone_or_damaged_leaves_the_extract_of_its_release(
    home: Home, shared_dir: Path
) -> None:
    """The bundled extract stands in for a whole file that can no longer be read."""
    name = "ms-mil-mprt-kd.csv"
    data = (shared_dir / "data" / "worldbank" / name).read_bytes()
    files.store(home, data, source="world_bank", format="csv", origin="added", name=name)
    (stored,) = home.raw.rglob("*.data")
    for damage in (lambda: stored.write_bytes(b"damaged"), stored.unlink):
        damage()
        found = build(home)
        assert [issue.source for issue in found.errors] == ["world_bank"]
        assert len([release for release in found.releases if release.startswith("world_bank")]) == 2


def test_a_note_of_an_unknown_format_is_named_and_left_out(home: Home) -> None:
    files.store(home, b"x", source="rdmc", format="tall", origin="added", name="x.csv")
    files.store(home, b"x", source="elsewhere", format="wide", origin="added", name="x.csv")
    errors = build(home).errors
    assert sorted(issue.got for issue in errors) == ["'tall'", "an unknown name"]
    assert asked(home) == ANSWER
    assert json.loads((home.db / "current.json").read_text())["file"] == snapshot.current_path(home).name
