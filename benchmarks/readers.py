"""What readers wait for, as a table: `python -m benchmarks.readers [first|redraw|one|two|memory]...`

Without a name: all of it, with the bundled data. `$BENCHMARK_HOME` names another home with a snapshot, such
as one with the whole register. About 25 minutes; nothing else should run meanwhile.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks import first_answer, redraw, sessions
from benchmarks.lines import Line, as_table
from benchmarks.serving import ROOT

Measurement = Callable[[Path, Path, str], list[Line]]
MEASUREMENTS: dict[str, Measurement] = {
    "first": lambda home, folder, _: first_answer.measure(home, folder),
    "redraw": lambda home, folder, data: redraw.measure(home, folder, data),
    "one": lambda home, folder, _: sessions.one_process(home, folder, 100, 40.0),
    "two": lambda home, folder, _: sessions.two_processes(home, folder, 40.0),
    "memory": lambda home, folder, _: sessions.memory(home, folder),
}


def main(names: list[str]) -> int:
    """Print the table of the named measurements; 2 where a name is none of them."""
    if wrong := [name for name in names if name not in MEASUREMENTS]:
        print(f"{', '.join(wrong)}: expected of {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        given = os.environ.get("BENCHMARK_HOME")
        home = Path(given) if given else _bundled(Path(folder) / "home")
        lines = []
        for name in names or list(MEASUREMENTS):
            lines += MEASUREMENTS[name](home, Path(folder), "world" if given else "bundled")
    print(machine(), as_table(lines), sep="\n\n")
    return 0


def machine() -> str:
    """Date, machine and versions, in a line."""
    named = ("streamlit", "plotly", "duckdb", "pandas")
    versions = ", ".join(f"{name} {version(name)}" for name in named)
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{dt.date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors,"
        f" Python {platform.python_version()}, {versions}; load average at the end {load}"
    )


def _bundled(home: Path) -> Path:
    """A home with a snapshot of the bundled extract."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home), "build"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return home


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
