"""The parsers under a coverage-guided fuzzer: fifteen seconds for all, or a minute each by command."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.budget import Tally, is_long, seed, times
from tests.faults.targets import all_targets

pytestmark = pytest.mark.fault
PUBLISHED = platform.machine() == "x86_64"
"""The fuzzer is published for this machine; elsewhere the edited files of test_bad_files.py stand alone."""

NAMES = [] if not PUBLISHED else list(all_targets()) if is_long() else ["every parser"]


@pytest.mark.parametrize("name", NAMES or ["every parser"])
@pytest.mark.skipif(not NAMES, reason="the fuzzer is not published for this machine")
def test_no_input_that_reaches_new_code_breaks_a_parser(name: str, tmp_path: Path, tally: Tally) -> None:
    budget = times(suite=15, long=60)
    command = [sys.executable, "-m", "tests.faults.fuzz", name, str(budget), str(seed()), str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=budget + 120, check=False
    )
    runs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    found = [path.read_bytes()[:400] for path in tmp_path.iterdir()]
    tally.add(done.returncode == 0, f"seed {seed()}, {name}, {found}: {done.stdout[-800:]}")
    tally.tried = int(runs[1]) if runs else tally.tried
    assert tally.tried > 100, done.stderr[-500:]
