"""All measurements as a table of ratios: ``python -m benchmarks.run [SECTION…]``; see the README beside.

Nothing else should run meanwhile: every figure is of this machine, now.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from benchmarks.lines import Line, as_table
from benchmarks.register_like import REAL, SHARED
from pipelines.paths import ROOT

LIBRARIES = ("streamlit", "plotly", "duckdb", "pandas", "pyarrow")
Measurement = Callable[[Path], list[Line]]


def _served(module: str, data: str, folder: Path) -> list[Line]:
    """Of the dashboard as it is served, with a snapshot of what ships or of the whole register."""
    home = world(folder) if data == "world" else bundled(folder)
    found: list[Line] = importlib.import_module(f"benchmarks.{module}").measure(home, folder, data)
    return found


def _alone(module: str, folder: Path) -> list[Line]:
    found: list[Line] = importlib.import_module(f"benchmarks.{module}").measure(folder)
    return found


SECTIONS: dict[str, Measurement] = {
    "first": partial(_served, "first_answer", "bundled"),
    "first-world": partial(_served, "first_answer", "world"),
    "redraw": partial(_served, "redraw", "bundled"),
    "redraw-world": partial(_served, "redraw", "world"),
    "sessions": partial(_served, "sessions", "bundled"),
    "build": partial(_alone, "building"),
    "queries": partial(_alone, "questions"),
    "engines": partial(_alone, "engines"),
}
"""What can be asked for by name, in the order of the table."""


def bundled(folder: Path) -> Path:
    """A home with a snapshot of what ships."""
    return _built(folder / "bundled")


def world(folder: Path) -> Path:
    """A home with the complete register. Raises FileNotFoundError without the real files."""
    return _built(folder / "world-served", *(SHARED / "data" / "sipri" / name for name in REAL.values()))


def _built(home: Path, *files: Path) -> Path:
    if not home.exists():
        arguments = ["add", *map(str, files)] if files else ["build"]
        command = [sys.executable, "-m", "pipelines", "--home", str(home), *arguments]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return home


def heading() -> str:
    """Date, machine and versions, without which no figure means anything."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores ({processor()}), "
        f"{memory:.0f} GiB, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, {libraries}. "
        f"Load by others at the start: {os.getloadavg()[0]:.1f} processes."
    )


def processor() -> str:
    """The processor's name, where the system says it."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main() -> None:
    """Measure the sections that are asked for, all by default, and print a table of each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; default: all"
    )
    parser.add_argument(
        "--folder", type=Path, help="where to write; default: a temporary one (3 GB at 3 million deals)"
    )
    given = parser.parse_args()
    if unknown := set(given.sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(heading(), flush=True)
        for name in given.sections or SECTIONS:
            print(f"\n### {name}\n\n{as_table(SECTIONS[name](folder))}", flush=True)


if __name__ == "__main__":
    main()
