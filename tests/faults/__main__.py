"""All faults with the long budget, and one table at the end: what was tried, what failed, what was lost.

python -m tests.faults                  everything, from a seed that is printed; hours become minutes with -k
python -m tests.faults --seed 7         the same again, seed by seed
python -m tests.faults --suite -k disk  the suite's budget, some of the tests
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.budget import BUDGET, SEED

AREAS = {
    "killed, with readers open": ["tests/faults/test_crash.py"],
    "disk full, read-only, damaged, cut off": ["tests/faults/test_disk.py"],
    "upstream": ["tests/faults/test_upstream.py", "tests/test_fetch.py", "tests/test_pull.py"],
    "bad files": ["tests/faults/test_bad_files.py"],
    "coverage-guided fuzzer": ["tests/faults/test_fuzz.py"],
    "hostile text": [
        "tests/test_hostile_text.py",
        "tests/test_text.py",
        "tests/browser/test_hostile_browser.py",
    ],
    "links of strangers": ["tests/test_public_page.py"],
    "promises of the server": ["tests/faults/test_promises.py", "tests/test_lock.py"],
    "load, with snapshots switched": ["tests/faults/test_load.py"],
    "figures that may not move": ["tests/test_golden.py"],
}


@dataclass
class Row:
    """One line of the table."""

    tried: int = 0
    failed: int = 0
    lost: int = 0
    repeat: list[str] = field(default_factory=list)


class Counter:
    """Adds up what tests report of themselves; a test without a tally counts as one try."""

    def __init__(self) -> None:
        self.rows = {area: Row() for area in AREAS}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count each test once: at its end, or where it could not begin."""
        row = next((self.rows[area] for area, files in AREAS.items() if _file(report) in files), None)
        if row is None or report.skipped:
            return
        tally: Any = dict(report.user_properties).get("tally")
        if report.when == "teardown" and tally:
            row.tried += tally["tried"]
            row.failed += len(tally["failed"])
            row.lost += tally["lost"]
            row.repeat += [f"{report.nodeid}: {each}" for each in tally["failed"]]
        elif report.when == "call" and not report.failed and not _tallied(report):
            row.tried += 1
        elif report.failed and not (report.when == "teardown" and tally):
            row.tried += 1
            row.failed += 1
            row.repeat.append(report.nodeid)


def _file(report: pytest.TestReport) -> str:
    return report.nodeid.partition("::")[0]


def _tallied(report: pytest.TestReport) -> bool:
    """Whether its own count follows at its teardown."""
    return "tally" in report.keywords


class _Marks:
    """Lets a report know whether its test keeps a tally."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if "tally" in getattr(item, "fixturenames", ()):
                item.extra_keyword_matches.add("tally")


def table(rows: dict[str, Row], seed: int, code: int) -> Iterator[str]:
    """The table, line by line."""
    yield f"{'':40}{'tried':>10}{'failed':>8}{'lost':>6}"
    for area, row in rows.items():
        yield f"{area:40}{row.tried:>10,}{row.failed:>8,}{row.lost:>6,}"
    total = Row(*(sum(getattr(row, name) for row in rows.values()) for name in ("tried", "failed", "lost")))
    yield f"{'all':40}{total.tried:>10,}{total.failed:>8,}{total.lost:>6,}"
    yield f"seed {seed}; repeat: python -m tests.faults --seed {seed}" + (
        f" (pytest: exit {code})" if code else ""
    )
    for row in rows.values():
        for each in row.repeat:
            yield f"  failed: {each}"


def main(arguments: list[str]) -> int:
    """Run the areas and print their table; the exit code is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10_000))
    parser.add_argument("--suite", action="store_true", help="the suite's budget instead of the long one")
    parser.add_argument("-k", default="", help="only tests whose names match, as in pytest")
    given = parser.parse_args(arguments)
    os.environ[SEED] = str(given.seed)
    os.environ[BUDGET] = "suite" if given.suite else "long"
    os.chdir(ROOT)
    files = [file for listed in AREAS.values() for file in listed]
    counter = Counter()
    options = ["-q", "-p", "no:cacheprovider", "--tb=short", *(["-k", given.k] if given.k else []), *files]
    code = int(pytest.main(options, plugins=[counter, _Marks()]))
    print("\n".join(table(counter.rows, given.seed, code)))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
