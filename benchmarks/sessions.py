"""Many readers at once: 100 of them with 3 s between choices; two processes; memory over 1,000 sessions.

The load comes from this machine too and takes its share of the processor: the figures are on the safe side.
All of it goes to 127.0.0.1, and ends after the given seconds.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.first_answer import STOCK
from benchmarks.lines import Line, p50, p95
from benchmarks.serving import Served, app, deployment
from benchmarks.visitors import BrokenAnswerError, Visitor

THINK_SECONDS = 3.0
P95_LIMIT_MS = 250.0
TWO_LIMIT = 1.8
MOST_SESSIONS = 400
OPENING_SECONDS = 20.0
"""Readers come one by one over this long, before anything is measured."""

READ: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    ("claim", {"id": "venezuela-igla-s-2025"}),
    ("state", {"id": "VEN"}),
    ("compare", {}),
    ("flows", {}),
    ("mirror", {}),
    ("register", {}),
)
"""What readers read, each page by as many."""


@dataclass
class Load:
    """What many readers met: seconds of each answer, and what went wrong."""

    answers: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0


def measure(home: Path, folder: Path, _: str, sessions: int = 100, seconds: float = 40.0) -> list[Line]:
    """Lines for one process, for two behind nginx, for memory; `home` has a snapshot."""
    return [
        *one_process(home, folder, sessions, seconds),
        *two_processes(home, folder, seconds),
        *memory(home, folder),
    ]


def one_process(home: Path, folder: Path, sessions: int, seconds: float) -> list[Line]:
    """p50 and p95 of one process with so many readers, beside the stock app with two fifths of them."""
    with app(home, folder) as ours:
        mine = asyncio.run(load(ours.url, sessions, seconds, [ours]))
    few = max(1, sessions * 2 // 5)
    with app(home, folder, STOCK) as stock:
        peer = asyncio.run(load(stock.url, few, seconds, [stock], read=[("", {})]))
    name, what = f"stock, {few} sessions", f"{sessions} sessions, one process"
    noted = (
        f"{len(mine.failures)} failures, {len(mine.answers)} answers, {_each(mine):.0f} ms of processor each"
    )
    own, other = mine.answers, peer.answers
    return [
        Line(f"{what}, p50", p50(own) * 1000, "ms", p50(other) * 1000, name),
        Line(
            f"{what}, p95", p95(own) * 1000, "ms", p95(other) * 1000, name, P95_LIMIT_MS,
            limit_is_ratio=False, note=noted,
        ),
        Line(f"{what}, processor for each answer", _each(mine), "ms", _each(peer), name),
    ]  # fmt: skip


def two_processes(home: Path, folder: Path, seconds: float) -> list[Line]:
    """How many readers two processes behind nginx serve within the limit, beside one."""
    with app(home, folder) as ours:
        one = asyncio.run(capacity(ours.url, [ours], seconds))
    with deployment(home, folder) as both:
        two = asyncio.run(capacity(both.url, both.processes, seconds))
    what = "sessions within 250 ms, two processes behind nginx"
    return [Line(what, two, "sessions", one, "one process", TWO_LIMIT, at_least=True)]


async def capacity(url: str, processes: Sequence[Served], seconds: float) -> float:
    """The most readers, in steps of 40 from 60, that are answered within the limit at p95."""
    best, tried, step = 0, 60, 40
    while tried <= MOST_SESSIONS:
        found = await load(url, tried, seconds / 2, processes)
        if found.failures or p95(found.answers) * 1000 > P95_LIMIT_MS:
            break
        best, tried = tried, tried + step
    return float(best)


def memory(home: Path, folder: Path, sessions: int = 1_000, before: int = 400) -> list[Line]:
    """Memory after so many sessions were opened and closed, beside after the first ones: by then the process
    holds the 128 closed sessions that Streamlit keeps, and what it has answered."""
    with app(home, folder) as ours:
        asyncio.run(come_and_go(ours.url, before))
        early = resident_mb(ours)
        asyncio.run(come_and_go(ours.url, sessions))
        late = resident_mb(ours)
    what = f"memory after {sessions:,} more sessions opened and closed"
    return [Line(what, late, "MB", early, f"after {before}", 1.05)]


async def come_and_go(url: str, sessions: int, at_once: int = 8) -> None:
    """Open and close sessions, a few at a time."""
    turns = iter(range(sessions))

    async def come() -> None:
        for turn in turns:
            page, query = READ[turn % len(READ)]
            visitor = Visitor(url, page, dict(query))
            await visitor.open()
            await visitor.close()

    await asyncio.gather(*(come() for _ in range(at_once)))


async def load(
    url: str,
    sessions: int,
    seconds: float,
    processes: Sequence[Served],
    read: Sequence[tuple[str, dict[str, str]]] = READ,
) -> Load:
    """So many readers for so long; only what they ask after all have come is counted."""
    found, chance = Load(), random.Random(sessions)
    starts = time.monotonic() + OPENING_SECONDS
    ends = starts + seconds

    async def reader(number: int) -> None:
        page, query = read[number % len(read)]
        visitor = Visitor(url, page, dict(query), source=f"127.0.0.{2 + number % 200}")
        try:
            await asyncio.sleep(number * (OPENING_SECONDS - 3) / sessions)
            await visitor.open()
            chosen = visitor.choice() or visitor.language()
            while time.monotonic() < ends:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK_SECONDS)
                values = chosen[1] if chosen else []
                counted = starts < time.monotonic() < ends
                spent = await visitor.ask({chosen[0]: chance.choice(values)} if chosen else None)
                if counted:
                    found.answers.append(spent)
            await visitor.close()
        except (TimeoutError, OSError, BrokenAnswerError) as error:
            found.failures.append(repr(error))

    async def processor() -> None:
        await asyncio.sleep(max(0.0, starts - time.monotonic()))
        before = sum(cpu_seconds(one) for one in processes)
        await asyncio.sleep(max(0.0, ends - time.monotonic()))
        found.cpu_seconds = sum(cpu_seconds(one) for one in processes) - before

    await asyncio.gather(processor(), *(reader(number) for number in range(sessions)))
    return found


def _each(found: Load) -> float:
    """Milliseconds of processor for one answer."""
    return found.cpu_seconds / max(1, len(found.answers)) * 1000


def cpu_seconds(served: Served) -> float:
    """Processor time that a process has used, user and system."""
    fields = Path(f"/proc/{served.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def resident_mb(served: Served) -> float:
    """Memory that a process holds, in MB."""
    text = Path(f"/proc/{served.process.pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024
