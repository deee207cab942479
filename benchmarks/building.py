"""Building a snapshot beside reading the same files with pandas, from the real register to 3 million deals.

Both are whole commands in processes of their own, turn by turn; the processor's time stands beside the
clock's, because it changes little when others use the machine too.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import Line, p50
from benchmarks.register_like import REAL, SHARED, Pair, home_with, keep
from pipelines.files import stored_files
from pipelines.paths import ROOT, Home

LIMIT = 8.0
MOST_MEMORY_MB = 2_000.0
LINEAR = 1.2
"""Time per deal at ten times the deals, by that at the smaller number; 1 is linear."""

SIZES = (30_000, 300_000, 3_000_000)
READ = """
import sys, time
import pandas
start = time.perf_counter(), time.process_time()
for path in sys.argv[1:]:
    pandas.read_csv(path, skiprows=11, encoding="latin-1")
print(time.perf_counter() - start[0], time.process_time() - start[1])
"""
"""What a person types who wants the two tables and nothing else; the header is the twelfth line."""


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds by the clock and of the processor, and its peak memory."""

    seconds: float
    processor_seconds: float
    peak_mb: float
    printed: str


@dataclass(frozen=True)
class Measured:
    """Medians of some turns: the build, the same files read by a pandas command, and the reading alone."""

    deals: int
    build: Spent
    reading: Spent
    reading_alone: float


def measure(
    folder: Path, sizes: tuple[int, ...] = SIZES, shared: Path = SHARED, turns: int = 3
) -> list[Line]:
    """Lines for the real register and for each size. Raises FileNotFoundError without the real files."""
    world = Home(folder / "home-real")
    keep(world, Pair(*(shared / "data" / "sipri" / name for name in REAL.values())))
    found = [_turns(world, 30_000, turns)]
    lines = _lines("the real world register", found[0])
    for deals in sizes:
        home = home_with(folder, deals, shared)
        found.append(_turns(home, deals, turns if deals < 1_000_000 else 1))
        lines += _lines(f"{deals:,} deals", found[-1])
    for smaller, larger in itertools.pairwise(found[1:]):
        lines.append(_linear(smaller, larger))
    return lines


def _turns(home: Home, deals: int, turns: int) -> Measured:
    files = [str(file.path) for file in stored_files(home)]
    build = [sys.executable, "-m", "pipelines", "--home", str(home.path), "build"]
    builds, readings = [], []
    for _ in range(turns):
        readings.append(spent([sys.executable, "-c", READ, *files]))
        builds.append(spent(build))
    alone = p50([float(each.printed.split()[0]) for each in readings])
    return Measured(deals, _median(builds), _median(readings), alone)


def spent(command: list[str]) -> Spent:
    """Run a command. Raises CalledProcessError where it fails."""
    start, peak = time.perf_counter(), 0.0
    with tempfile.TemporaryFile("w+") as printed:
        with subprocess.Popen(command, cwd=ROOT, stdout=printed) as process:
            # What the system counts as a child's peak begins with the memory of its parent.
            while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
                peak = max(peak, _highest_mb(process.pid))
                time.sleep(0.02)
            process.returncode = os.waitstatus_to_exitcode(ended[1])
        seconds = time.perf_counter() - start
        printed.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return Spent(seconds, ended[2].ru_utime + ended[2].ru_stime, peak, printed.read())


def _highest_mb(process_id: int) -> float:
    """The most memory that a running process has held; 0 at its very end."""
    told = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    return int(told.split("VmHWM:")[1].split()[0]) / 1024 if "VmHWM:" in told else 0.0


def _median(each: list[Spent]) -> Spent:
    return Spent(
        p50([one.seconds for one in each]), p50([one.processor_seconds for one in each]),
        max(one.peak_mb for one in each), each[0].printed,
    )  # fmt: skip


def _lines(what: str, found: Measured) -> list[Line]:
    build, reading = found.build, found.reading
    return [
        Line(f"build, {what}", build.seconds, "s", reading.seconds, "a pandas command", LIMIT),
        Line(
            f"build, {what}, processor time", build.processor_seconds, "s", reading.processor_seconds,
            "a pandas command", LIMIT,
        ),
        Line(f"build, {what}", build.seconds, "s", found.reading_alone, "read_csv alone", LIMIT),
        Line(f"build, {what}, peak memory", build.peak_mb, "MB", limit=MOST_MEMORY_MB, limit_is_ratio=False),
    ]  # fmt: skip


def _linear(smaller: Measured, larger: Measured) -> Line:
    what = f"build, processor time per deal at {larger.deals:,}"
    per_deal = [1e6 * each.build.processor_seconds / each.deals for each in (larger, smaller)]
    return Line(what, per_deal[0], "µs", per_deal[1], f"at {smaller.deals:,}", LINEAR)
