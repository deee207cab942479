"""Many readers while snapshots change under them: no error, and every answer wholly that of one snapshot.

Two releases that differ take turns. Each page is first read once from each of them at rest; under load every
answer must be one of the two, in every word, number and figure: a mixture of both would be neither.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.serving import Served, app
from benchmarks.sessions import resident_mb
from benchmarks.visitors import BrokenAnswerError, Visitor
from pipelines.paths import Home
from tests.conftest import ROOT
from tests.faults.budget import Tally, is_long, seed, times
from tests.misbehaving_server import DELIVERIES

pytestmark = pytest.mark.fault

SESSIONS = times(suite=12, long=100)
SECONDS = times(suite=30, long=1_800)
SWITCH_SECONDS = times(suite=8, long=60)
THINK_SECONDS = times(suite=1, long=3)
MOST_GROWTH = 1.1
"""Memory at the end by memory after a third of the time, in the long run: by then every page was drawn from
both snapshots, and as many closed sessions are kept as Streamlit keeps."""

LATER = DELIVERIES.replace("18 May 2026", "1 Jun 2026").replace("Yes,2000,No,2012", "Yes,1500,No,2012")
"""A register of a later day with 1,500 instead of 2,000 missiles in 2012: 3,300 firm instead of 3,800."""

READ: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}), ("claim", {"id": "venezuela-igla-s-2025"}), ("state", {"id": "VEN"}), ("compare", {}),
    ("flows", {"from": "2009", "to": "2012"}), ("mirror", {}), ("changes", {}), ("register", {}),
)  # fmt: skip
"""The years of the flows are given, because those that a reader was first shown stay as they are."""

Expected = dict[tuple[str, str], dict[str, str]]
"""By page and language: the digest of an answer, and which snapshot it is of."""


def _nine_digits(printed: str) -> str:
    """A sum in whatever order its parts were added up."""
    return f"{float(printed):.9g}"


class Reader(Visitor):
    """A visitor who keeps all that a page says: its words, tables and figures."""

    said: list[str]
    whole: dict[str, ForwardMsg]

    def _read(self, message: ForwardMsg) -> bool:
        kept = self.__dict__.setdefault("whole", {})
        if message.WhichOneof("type") == "ref_hash":
            message = kept[message.ref_hash]
        elif message.metadata.cacheable:
            kept[message.hash] = message
        if message.WhichOneof("type") == "new_session":
            self.said = []
        return super()._read(message)

    def _keep_element(self, element: Any) -> None:
        super()._keep_element(element)
        kind = element.WhichOneof("type")
        if kind in ("markdown", "heading", "html", "text", "alert"):
            self.said.append(getattr(element, kind).body)
        elif kind == "plotly_chart":
            figure = json.loads(element.plotly_chart.spec, parse_float=_nine_digits)
            self.said.append(json.dumps(figure, sort_keys=True))
        elif kind == "arrow_data_frame":
            self.said.append(hashlib.sha256(element.arrow_data_frame.data).hexdigest())

    @property
    def digest(self) -> str:
        """All that the page says, in whatever order it came."""
        return hashlib.sha256("\n".join(sorted(self.said)).encode()).hexdigest()


@dataclass
class Met:
    """What the readers met."""

    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    of: Counter[str] = field(default_factory=Counter)
    switches: int = 0
    memory_mb: list[float] = field(default_factory=list)


def pipelines(home: Home, *arguments: str) -> None:
    """Run a command of the pipelines to its good end."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home.path), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def switch(home: Home, to_later: bool, given: Path) -> None:
    """Bring the later release in, or take it away again; both by a build under the running dashboard."""
    if to_later:
        pipelines(home, "add", str(given))
        return
    for path in home.raw.glob("*/*"):
        path.unlink()
    pipelines(home, "build")


def test_every_answer_is_that_of_one_snapshot(home: Home, tmp_path: Path, tally: Tally) -> None:
    given = tmp_path / "later.csv"
    given.write_text(LATER, encoding="utf-8")
    with app(home.path, tmp_path) as served:
        expected, said = asyncio.run(at_rest(served.url, "bundled"))
        assert "3,800" in said
        switch(home, True, given)
        later, said = asyncio.run(at_rest(served.url, "later"))
        assert "3,300" in said
        for page, digests in later.items():
            same = digests.keys() & expected[page].keys()
            assert page[0] in ("register", "changes") or not same, f"{page}: both releases say the same"
            expected[page] |= dict.fromkeys(digests, "both" if same else "later")
        met = asyncio.run(under_load(served, expected, home, given))
    for number in range(met.answers - len(met.wrong)):
        tally.add(True, str(number))
    for each in met.wrong:
        tally.add(False, f"seed {seed()}: {each}")
    print(f"{met.answers} answers, {dict(met.of)}, {met.switches} switches, MB: {met.memory_mb}")
    assert met.of["bundled"] and met.of["later"] and met.switches >= 2
    if is_long():
        early, late = met.memory_mb[len(met.memory_mb) // 3], max(met.memory_mb[-5:])
        tally.add(late <= MOST_GROWTH * early, f"memory grew from {early:.0f} to {late:.0f} MB")


async def at_rest(url: str, name: str) -> tuple[Expected, str]:
    """What each page says in both languages, and the words of the claim's page."""
    expected: Expected = {}
    words = ""
    for page, query in READ:
        reader = Reader(url, page, dict(query))
        await reader.open()
        for language in ("en", "es", "en"):
            await reader.ask(_choice(reader, language))
            expected.setdefault((page, language), {})[reader.digest] = name
        words += "\n".join(reader.said) if page == "claim" else ""
        await reader.close()
    return expected, words


def _choice(reader: Reader, language: str) -> dict[str, tuple[str, Any]]:
    found = reader.language()
    assert found is not None
    return {found[0]: ("string_array_value", [language])}


async def under_load(served: Served, expected: Expected, home: Home, given: Path) -> Met:
    """All readers at once, switching meanwhile."""
    met, chance = Met(), random.Random(seed())
    ends = time.monotonic() + SECONDS

    async def read(number: int) -> None:
        page, query = READ[number % len(READ)]
        await asyncio.sleep(number * THINK_SECONDS / SESSIONS)
        while time.monotonic() < ends:
            try:
                async with opened(Reader(served.url, page, dict(query))) as reader:
                    for turn in range(chance.randint(3, 30)):
                        if time.monotonic() > ends:
                            return
                        language = ("es", "en")[turn % 2]
                        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK_SECONDS)
                        await asyncio.wait_for(reader.ask(_choice(reader, language)), 60)
                        check(reader, page, language)
            except (TimeoutError, OSError, BrokenAnswerError) as error:
                met.answers += 1
                met.wrong.append(f"/{page}: {error!r}")

    def check(reader: Reader, page: str, language: str) -> None:
        met.answers += 1
        found = expected[page, language].get(reader.digest)
        met.of[found or "neither"] += 1
        if found is None:
            met.wrong.append(
                f"/{page} in {language}: an answer of neither snapshot: {' '.join(reader.said)[:300]}"
            )

    async def switching() -> None:
        to_later = False
        while time.monotonic() + SWITCH_SECONDS < ends:
            await asyncio.sleep(SWITCH_SECONDS)
            await asyncio.to_thread(switch, home, to_later, given)
            to_later = not to_later
            met.switches += 1

    async def watching() -> None:
        while time.monotonic() < ends:
            await asyncio.sleep(max(1.0, SECONDS / 60))
            met.memory_mb.append(round(resident_mb(served), 1))

    await asyncio.gather(switching(), watching(), *(read(number) for number in range(SESSIONS)))
    return met


@asynccontextmanager
async def opened(reader: Reader) -> AsyncIterator[Reader]:
    """The reader with the page open, closed at the end."""
    await asyncio.wait_for(reader.open(), 60)
    try:
        yield reader
    finally:
        await reader.close()
