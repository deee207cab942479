"""Every word of the screen, one TOML file per language in `words/`; a further language is one further file.

Keys are dotted paths (`chart.claim_line.declared`); values may hold `{placeholders}`. Units of weapons come
from the reviewed lookup `data/lookups/units.csv`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).with_name("words")
UNITS = Path(__file__).resolve().parent.parent / "data" / "lookups" / "units.csv"
DEFAULT_LANGUAGE = "en"


class MissingWordError(KeyError):
    """A word that a page asks for is not in the language's file."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Words:
    """The words of one language.

    `texts` maps dotted keys to text or to a tuple of texts (month names); `units` maps a unit to its
    singular and plural; `source` is the file named in errors.
    """

    language: str
    source: str
    texts: Mapping[str, str | tuple[str, ...]]
    units: Mapping[str, tuple[str, str]]

    def get(self, key: str, **values: object) -> str:
        """The text of `key` with its placeholders filled.

        Raises MissingWordError where the file has no such text or a placeholder got no value.
        """
        text = self._find(key)
        if not isinstance(text, str):
            raise MissingWordError(f"{self.source}: {key} is a list; expected one text. Use Words.listed.")
        if not values:
            return text
        try:
            return text.format(**values)
        except (KeyError, IndexError) as error:
            raise MissingWordError(
                f"{self.source}: {key} needs the placeholder {error}, got {sorted(values)}"
            ) from error

    def listed(self, key: str) -> tuple[str, ...]:
        """The texts of a key that holds a list, such as the names of the months."""
        text = self._find(key)
        if isinstance(text, str):
            raise MissingWordError(f"{self.source}: {key} is one text; expected a list. Use Words.get.")
        return text

    def has(self, key: str) -> bool:
        """Whether the file has this key."""
        return key in self.texts

    def unit(self, unit: str, quantity: float | None = None) -> str:
        """The word for a unit of the lookup: plural, except after exactly one.

        Raises MissingWordError for a unit that `units.csv` does not list.
        """
        if unit not in self.units:
            raise MissingWordError(
                f"{UNITS.name}: no unit {unit!r}; add a row with its words in each language"
            )
        singular, plural = self.units[unit]
        return singular if quantity == 1 else plural

    def _find(self, key: str) -> str | tuple[str, ...]:
        try:
            return self.texts[key]
        except KeyError:
            raise MissingWordError(f"{self.source}: no text for {key}; add it to every language") from None


@lru_cache(maxsize=8)
def words(language: str) -> Words:
    """The words of a language (`en`, `es`), read once per process.

    Raises MissingWordError where there is no file for it.
    """
    path = FOLDER / f"{language}.toml"
    if not path.is_file():
        raise MissingWordError(f"{path.name}: no such language; there are {', '.join(languages())}")
    texts = flatten(tomllib.loads(path.read_text(encoding="utf-8")))
    return Words(language, path.name, MappingProxyType(texts), MappingProxyType(_units(language)))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages there are files for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def flatten(tree: Mapping[str, object], prefix: str = "") -> dict[str, str | tuple[str, ...]]:
    """Nested TOML tables as dotted keys; every leaf must be a text or a list of texts."""
    texts: dict[str, str | tuple[str, ...]] = {}
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            texts |= flatten(value, f"{key}.")
        elif isinstance(value, str):
            texts[key] = value
        elif isinstance(value, list) and all(isinstance(text, str) for text in value):
            texts[key] = tuple(value)
        else:
            raise TypeError(f"{key}: expected a text or a list of texts, got {value!r}")
    return texts


def _units(language: str) -> dict[str, tuple[str, str]]:
    with UNITS.open(encoding="utf-8", newline="") as file:
        return {
            row["unit"]: (row[f"singular_{language}"], row[f"plural_{language}"])
            for row in csv.DictReader(file)
        }
