"""What tests share: the project's root and, where present, the real files of the sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The real source files, which stay outside the repository; tests that want them skip where they are absent.

    In CI with the files present a skip would hide a fault, so their absence is only accepted where
    the directory itself is missing.
    """
    folder = Path(os.environ.get("ARMS_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the real source files (a directory 'shared' beside the project) are not here")
    return folder
