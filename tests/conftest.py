"""What tests share: the project's root and, where present, the real files of the sources."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ARMS_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The real source files, which stay outside the repository; tests that want them skip without."""
    if not SHARED.is_dir():
        pytest.skip("the real source files (a directory 'shared' beside the project) are not here")
    return SHARED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything that a test could want is present, a skip would hide a fault: it fails instead."""
    report = yield
    if report.skipped and os.environ.get("CI") and SHARED.is_dir():
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI although the real source files are here"
    return report
