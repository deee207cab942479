"""The vocabulary of a language, from ``words/<language>.toml``, as a tree of phrases.

Phrases are separated by commas. A word of a phrase may end in ``*``: any ending fits. A space also
stands for a hyphen in the text. Phrases are grouped in sections; a section's key is the meaning.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.claims.text import Text, fold_text, read

FOLDER = Path(__file__).parent / "words"
SHORTEST_STEM = 2
LONGEST_WORD = 60
"""Letters of a word that are looked at: a run without an end would be cut at each of its letters in turn."""

LONGEST_SIMPLE_WORD = 8

_PHRASE_GAPS = frozenset(
    {"", " ", "-", "'", "/", ". ", ".", " '", "' ", "- ", " -", '"', ' "', '" ', "\n", "  "}
)


@dataclass
class _Node:
    whole: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Meaning:
    """A phrase found in a text: its section, its key there, and the tokens from ``first`` to ``last``."""

    section: str
    key: str
    first: int
    last: int


class Vocabulary:
    """Phrases of one language (with the shared ones), looked up in a text token by token."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        self._root = _Node()
        self._compounds: dict[str, str] = {}

    def add(self, section: str, key: str, phrase: str) -> None:
        """Let ``phrase`` mean ``key`` in ``section``; the first meaning given to a phrase stays."""
        node = self._root
        for word in _phrase_words(phrase):
            branch = node.stems if word.endswith("*") else node.whole
            node = branch.setdefault(word.rstrip("*"), _Node())
        node.meanings.setdefault(section, key)

    def add_compound(self, key: str, ending: str) -> None:
        """Let a word that ends in ``ending`` mean ``key`` in section "class": German "Abwehrrakete"."""
        self._compounds.setdefault(fold_text(ending), key)

    def find(self, text: Text) -> dict[str, dict[int, Meaning]]:
        """The longest phrase of each section at each token: section -> first token -> meaning."""
        found: dict[str, dict[int, Meaning]] = {}
        for first in range(len(text)):
            self._walk(text, first, first, self._root, found)
        if self._compounds:
            self._find_compounds(text, found.setdefault("class", {}))
        return found

    def _find_compounds(self, text: Text, classes: dict[int, Meaning]) -> None:
        for token, word in enumerate(text.words):
            if token in classes or len(word) < LONGEST_SIMPLE_WORD:
                continue
            for length in range(min(len(word), LONGEST_WORD) - SHORTEST_STEM, SHORTEST_STEM, -1):
                key = self._compounds.get(word[-length:])
                if key is not None:
                    classes[token] = Meaning("class", key, token, token)
                    break

    def _walk(
        self, text: Text, first: int, at: int, node: _Node, found: dict[str, dict[int, Meaning]]
    ) -> None:
        word = text.words[at]
        for following in _branches(node, word):
            for section, key in following.meanings.items():
                here = found.setdefault(section, {})
                if first not in here or here[first].last < at:
                    here[first] = Meaning(section, key, first, at)
            if (
                (following.whole or following.stems)
                and at + 1 < len(text)
                and text.gaps[at + 1] in _PHRASE_GAPS
            ):
                self._walk(text, first, at + 1, following, found)


def _branches(node: _Node, word: str) -> list[_Node]:
    """The nodes that a word leads to: the whole word first, then its stems from long to short."""
    branches = []
    exact = node.whole.get(word)
    if exact is not None:
        branches.append(exact)
    if node.stems:
        for length in range(min(len(word), LONGEST_WORD), SHORTEST_STEM - 1, -1):
            stem = node.stems.get(word[:length])
            if stem is not None:
                branches.append(stem)
    return branches


def _phrase_words(phrase: str) -> list[str]:
    words = []
    for part in fold_text(phrase).split():
        stem = part.endswith("*")
        pieces = read(part.rstrip("*")).words
        words.extend(pieces[:-1])
        if pieces:
            words.append(pieces[-1] + ("*" if stem else ""))
    return words


@lru_cache(maxsize=64)
def vocabulary(language: str | None) -> Vocabulary:
    """The vocabulary of a language; of an unknown one, or None, the shared words only."""
    words = Vocabulary(language)
    for name in (language, "shared"):
        path = FOLDER / f"{name}.toml"
        if name and path.is_file():
            _fill(words, tomllib.loads(path.read_text(encoding="utf-8")))
    return words


def languages() -> list[str]:
    """The languages that have a word file."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "shared")


def _fill(words: Vocabulary, content: dict[str, Any]) -> None:
    for section, entries in content.items():
        if isinstance(entries, dict):
            for key, phrases in entries.items():
                for phrase in phrases.split(","):
                    if phrase.strip() and section == "suffix":
                        words.add_compound(key, phrase.strip())
                    elif phrase.strip():
                        words.add(section, key, phrase)
