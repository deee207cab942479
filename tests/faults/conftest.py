"""What the fault tests share: a tally for the table, and homes to break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.paths import Home
from tests.faults.budget import Tally


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Counts for the table of ``python -m tests.faults``; a failed try fails the test at its end."""
    counted = Tally()
    yield counted
    request.node.user_properties.append(("tally", asdict(counted)))
    assert counted.failed == [], f"{len(counted.failed)} of {counted.tried} failed; repeat: {counted.failed}"
    assert counted.lost == 0


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one good snapshot of what ships; only to be copied."""
    home = Home(tmp_path_factory.mktemp("built"))
    assert build(home).errors == []
    return home


@pytest.fixture
def home(built: Home, tmp_path: Path) -> Home:
    """A copy of it to break."""
    return Home(Path(shutil.copytree(built.path, tmp_path / "home")))
