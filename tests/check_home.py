"""A home with a snapshot of the bundled extract, built once for all tests that check articles."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from pipelines import snapshot
from pipelines.build import build
from pipelines.paths import Home


@cache
def built_home() -> Home:
    """The home; tests only read it."""
    folder = Path(tempfile.mkdtemp(prefix="arms-check-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = Home(folder)
    build(home)
    return home


def snapshot_path() -> Path:
    """The snapshot's file."""
    return snapshot.current_path(built_home())
