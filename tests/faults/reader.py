"""A reader that never stops asking: ``python -m tests.faults.reader HOME`` until its input is closed.

It keeps the connections that it opened, as a dashboard does for pages that are still being drawn, follows the
pointer, and asks each for the seed claim. At its end it prints how often it asked and every wrong answer.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
from pathlib import Path

import duckdb

from pipelines import snapshot
from pipelines.issues import LedgerError
from pipelines.paths import Home
from tests.conftest import ROOT

QUESTION = """
    SELECT verdict, declared_low, documented_firm, documented_with_estimates, unit FROM verdicts
    WHERE claim_id = 'venezuela-igla-s-2025'
"""
ANSWER = [("partly_documented", 5000, 3800, 4000, "missile")]
KEPT = 4


class Reader:
    """The reading process, used from a test."""

    def __init__(self, home: Home) -> None:
        command = [sys.executable, "-m", "tests.faults.reader", str(home.path)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def stop(self) -> tuple[int, list[str]]:
        """How often it asked, and what went wrong."""
        said, _ = self.process.communicate(timeout=60)
        found = json.loads(said.splitlines()[-1])
        return found["asked"], found["wrong"]


def read(home: Home) -> None:
    """Ask until the input is closed."""
    held: dict[Path, duckdb.DuckDBPyConnection] = {}
    asked, wrong = 0, []
    print("reading", flush=True)
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        try:
            path = snapshot.current_path(home)
            if path not in held:
                held[path] = snapshot.open_read_only(path)
                for old in list(held)[1:-KEPT]:  # the first stays too, long after its file is removed
                    held.pop(old).close()
            for path, connection in held.items():
                answer = connection.execute(QUESTION).fetchall()
                asked += 1
                if answer != ANSWER:
                    wrong.append(f"{path.name}: {answer}")
        except (LedgerError, duckdb.Error) as error:
            wrong.append(str(error))
    print(json.dumps({"asked": asked, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    read(Home(Path(sys.argv[1])))
