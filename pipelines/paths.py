"""Where things are: the files that ship with the project, and the home that a user's data goes to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOKUPS = ROOT / "data" / "lookups"
ARTICLES = ROOT / "data" / "articles"
BUNDLED = ROOT / "data" / "bundled"
DERIVE = ROOT / "pipelines" / "derive"


@dataclass(frozen=True)
class Home:
    """The directory that all a user pulled, added, saved or built is written under, and nothing else."""

    path: Path

    @property
    def raw(self) -> Path:
        """Files as they were pulled or added, with a note beside each of where they came from."""
        return self.path / "raw"

    @property
    def db(self) -> Path:
        """Built snapshots and the pointer to the current one."""
        return self.path / "db"

    @property
    def articles(self) -> Path:
        """Article files that a user saved; those that ship are in ``ARTICLES``."""
        return self.path / "articles"


def home(given: str | os.PathLike[str] | None = None) -> Home:
    """The home that was asked for: ``given``, else ``$ARMS_HOME``, else the project's own ``data``."""
    return Home(Path(given or os.environ.get("ARMS_HOME") or ROOT / "data").expanduser().resolve())
