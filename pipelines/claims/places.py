"""States and armed groups in a text: names, adjectives, capitals that stand for them, leaders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from pipelines.claims.text import Text
from pipelines.claims.words import Meaning, Vocabulary
from pipelines.lookups import read_lookup

Found = dict[str, dict[int, Meaning]]

ROLES = ("name", "proper", "demonym", "capital", "organ", "leader")
_INFLECTING = frozenset({"ru", "uk", "pl", "cs", "sk", "sr", "hr", "sl", "bg", "hu", "fi", "tr", "el"})
_SHORTEST_NAME = 4
_ONE_CASE = ("о", "у", "э", "е", "оа")


@dataclass(frozen=True)
class Party:
    """A party named by the tokens from ``first`` to ``last``; ``role`` says by which sort of word."""

    first: int
    last: int
    party_id: str
    role: str


def find_parties(text: Text, found: Found) -> list[Party]:
    """The parties of a text in order; of overlapping ones the longest stays, a name before an adjective.

    Those of section "proper" ("the North") count only where their last word has a capital.
    """
    parties = [
        Party(meaning.first, meaning.last, meaning.key, role)
        for role in ROLES
        for meaning in found.get(role, {}).values()
        if role not in ("proper", "organ") or text.is_capital(meaning.last)
    ]
    parties.sort(key=lambda party: (party.first, -party.last, ROLES.index(party.role)))
    kept: list[Party] = []
    for party in parties:
        if not kept or party.first > kept[-1].last:
            kept.append(party)
    return kept


def add_country_names(vocabulary: Vocabulary, language: str | None) -> None:
    """Add the country names of a language, by CLDR, behind those that its word file gives."""
    if language == "sr":
        add_country_names(vocabulary, "sr_Latn")
    try:
        territories = Locale.parse(language or "en").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    inflects = (language or "")[:2] in _INFLECTING
    for iso2, party_id in party_by_iso2().items():
        name = territories.get(iso2, "")
        if len(name) < _SHORTEST_NAME and not any(ord(letter) > 0x2FFF for letter in name):
            continue
        vocabulary.add("name", party_id, _with_endings(name) if inflects else name)


def _with_endings(name: str) -> str:
    """A name in all its cases; Конго and Самоа have but one, and their stems open other words."""
    return " ".join(
        word[: -1 if len(word) < 7 else -2] + "*"
        if len(word) > _SHORTEST_NAME and not word.endswith(_ONE_CASE)
        else word
        for word in name.split()
    )


@lru_cache(maxsize=1)
def party_by_iso2() -> dict[str, str]:
    """Party id by ISO 3166-1 alpha-2 code, from ``data/lookups/parties.csv``."""
    return {row["iso2"]: row["party_id"] for row in read_lookup("parties") if row["iso2"]}


def place_tokens(text: Text, parties: list[Party]) -> set[int]:
    """The tokens that name a party."""
    return {token for party in parties for token in range(party.first, min(party.last, len(text) - 1) + 1)}
