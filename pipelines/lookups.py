"""Read the reviewed tables of names in ``data/lookups``, and fold names so that spellings meet."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

from pipelines.paths import LOOKUPS


def read_lookup(name: str, folder: Path = LOOKUPS) -> list[dict[str, str]]:
    """The rows of one lookup, e.g. ``parties``; an empty cell is an empty string.

    Raises FileNotFoundError where there is no such lookup.
    """
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def fold(name: str) -> str:
    """A name without case, accents, spaces and punctuation: ``Igla·S`` and ``IGLA-S`` both give ``iglas``."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())
