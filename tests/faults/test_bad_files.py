"""Files with something wrong in them: refused in words, or kept as their lines say; never a hang."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.articles import read_article, read_known
from tests.conftest import ROOT
from tests.faults.budget import Tally, is_long, seed, times
from tests.faults.mutations import mutated
from tests.faults.targets import all_targets

pytestmark = pytest.mark.fault
TARGETS = all_targets()
MOST_SECONDS = 2
MEMORY_BEYOND_THE_FILE = 4
MEMORY_FOR_ANY_FILE = 96_000_000
"""What pandas and Arrow take for a block, however small the file."""


@pytest.mark.parametrize("name", TARGETS)
def test_whole_files_pass(name: str) -> None:
    for start in TARGETS[name].seeds:
        TARGETS[name].check(start)


@pytest.mark.parametrize("name", TARGETS)
def test_edited_files_are_refused_or_read_right(name: str, tally: Tally) -> None:
    target = TARGETS[name]
    for number in range(times(suite=25, long=4_000)):
        chance = random.Random(f"{seed()} {name} {number}")
        data = mutated(chance.choice(target.seeds), chance)
        began = time.process_time()
        wrong = ""
        try:
            target.check(data)
        except Exception as error:
            wrong = f"{type(error).__name__}: {str(error)[:200]}"
        took = time.process_time() - began
        if took > MOST_SECONDS:
            wrong = f"{took:.1f} s"
        tally.add(not wrong, f"seed {seed()}, {name} {number}: {wrong}")


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=times(suite=15, long=2_000), deadline=None, derandomize=not is_long(),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(
    data=st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_refused_or_read_right(name: str, data: bytes) -> None:
    TARGETS[name].check(data)
    start = TARGETS[name].seeds[0]
    TARGETS[name].check(start[: len(start) // 2] + data + start[len(start) // 2 :])


MEASURE = """
import resource, sys
from pathlib import Path
from pipelines.source import decode, recognise
path = Path(sys.argv[1])
source, found = recognise(path.read_bytes()[:80_000], path.name)
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
warm = decode(Path(sys.argv[2]).read_bytes(), "warm")
list(source.parser.parse(warm, found.format_id).blocks)
del warm
before = peak()
for block in source.parser.parse(decode(path.read_bytes(), path.name), found.format_id).blocks:
    del block
print(peak() - before)
"""


def _grown(path: Path, folder: Path, copies: int) -> Path:
    """The real file with its rows several times over."""
    data = path.read_bytes()
    if path.suffix == ".json":
        inner = data.strip()[1:-1]
        data = b"[" + b",\n".join([inner] * copies) + b"]"
    else:
        lines = data.split(b"\n")
        head = 40 if len(lines) > 60 else 0
        data = b"\n".join(lines[:head] + lines[head:] * copies)
    grown = folder / path.name
    grown.write_bytes(data)
    return grown


@pytest.mark.parametrize(
    "name",
    ["sipri/register-deals-2026-05-18.csv", "sipri/register-deliveries-2025-01-03.csv",
     "rdmc/wide-1970-2014.csv", "worldbank/ms-mil-mprt-kd.csv", "unroca/lines-2010-2016.json"],
)  # fmt: skip
def test_memory_stays_within_four_times_the_file(
    shared_dir: Path, tmp_path: Path, name: str, tally: Tally
) -> None:
    path = shared_dir / "data" / name
    copies = max(1, 4_000_000 // path.stat().st_size)
    grown = _grown(path, tmp_path, copies)
    command = [sys.executable, "-c", MEASURE, str(grown), str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    limit = MEMORY_BEYOND_THE_FILE * grown.stat().st_size + MEMORY_FOR_ANY_FILE
    tally.add(
        int(done.stdout) <= limit, f"{name}, {copies} times: {int(done.stdout):,} bytes beyond {limit:,}"
    )


def test_an_article_of_thousands_of_carriers_takes_no_longer(tmp_path: Path) -> None:
    """As many entries as the largest article file can hold."""
    head = '[article]\noutlet = "A"\nlanguage = "en"\ntext_is = "not held"\n'
    entries = [f'[[carriers]]\nclaim_id = "a"\noutlet = "{number}"\n' for number in range(1_300)]
    path = tmp_path / "long.toml"
    path.write_text(head + "".join(entries), encoding="utf-8")
    known = read_known()
    began = time.process_time()
    read_article(path, known)
    assert time.process_time() - began < MOST_SECONDS


@pytest.mark.parametrize("start", ["a = {b = ", "a = [", '"a".' * 2_000, "a.b.c.d.", "[[a]]\n[a.b]\n"])
def test_an_article_nested_without_end_is_refused(tmp_path: Path, start: str) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(start * min(20_000, 63_000 // len(start)), encoding="utf-8")
    known = read_known()
    began = time.process_time()
    _, problems = read_article(path, known)
    assert problems
    assert time.process_time() - began < MOST_SECONDS
