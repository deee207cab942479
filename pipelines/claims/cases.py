"""The case of a party's name where no preposition stands before it: Russian and Ukrainian.

"Ирану будет поставлено" names the taker, "выпущенных Ираном" the one who acts, "обещал Минск" the subject.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from pipelines.claims.places import Party, party_by_iso2
from pipelines.claims.reading import Reading
from pipelines.claims.text import fold_text

LANGUAGES = frozenset({"ru", "uk"})
_SHARED_LETTERS = 3
_FEMININE_CAPITALS = ("москв", "варшав", "анкар", "праг", "софи", "гаван", "риг")
_INSTRUMENTAL_PREPOSITIONS = frozenset(
    ["с", "со", "з", "із", "зі", "за", "перед", "над", "под", "під", "между", "між"]
)
_MASCULINE_INSTRUMENTAL = ("ом", "ем", "єм")
_FEMININE_INSTRUMENTAL = ("ои", "еи", "ою", "ею", "єю")


def case_of(reading: Reading, party: Party) -> str | None:
    """Nominative, dative or by (instrumental) where the ending tells it without doubt, else None."""
    if reading.language not in LANGUAGES or party.role not in ("name", "capital"):
        return None
    word = reading.text.words[party.last]
    written = reading.text.composed[reading.text.starts[party.last] : reading.text.ends[party.last]]
    gender = _gender(reading.language or "", party, word)
    if gender is None or (written.isupper() and len(written) > 1):
        return None
    previous = reading.text.words[party.first - 1] if party.first else ""
    return (
        _feminine(reading, party, word, previous)
        if gender == "f"
        else _masculine(reading, party, word, previous)
    )


def _masculine(reading: Reading, party: Party, word: str, previous: str) -> str | None:
    if word[-1] in ("у", "ю") or word.endswith(("ові", "еві")):
        sure = reading.language == "ru" or word.endswith(("ові", "еві"))
        return "dative" if sure or _stands_free(reading, party) else None
    if word.endswith(_MASCULINE_INSTRUMENTAL) and len(word) > 5:
        return "by" if previous not in _INSTRUMENTAL_PREPOSITIONS else None
    return "nominative" if word[-1] not in "аяеиіы" else None


def _feminine(reading: Reading, party: Party, word: str, previous: str) -> str | None:
    if word.endswith(_FEMININE_INSTRUMENTAL):
        return "by" if previous not in _INSTRUMENTAL_PREPOSITIONS else None
    if word[-1] in ("а", "я"):
        return "nominative"
    if word[-1] == "е" and reading.language == "ru":
        return "dative"
    return "dative" if word[-1] in ("и", "і", "е") and _stands_free(reading, party) else None


def _stands_free(reading: Reading, party: Party) -> bool:
    """Whether no noun stands right before, whose genitive the name could be: a clause or a verb opens it."""
    token = party.first
    if token == 0 or reading.sentence_of[token - 1] != reading.sentence_of[token]:
        return True
    if reading.text.gaps[token].strip():
        return True
    return reading.at("give", token - 1) is not None or reading.at("listing", token - 1) is not None


def _gender(language: str, party: Party, word: str) -> str | None:
    if party.role == "capital":
        return "f" if word.startswith(_FEMININE_CAPITALS) else "m"
    name = _names(language).get(party.party_id, "").split(" ")[-1]
    if not name or name[:_SHARED_LETTERS] != word[:_SHARED_LETTERS]:
        return None
    if name[-1] in ("а", "я"):
        return "f"
    return "m" if name[-1] not in "аяоеиіыу" or name.endswith("аи") else None


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    territories = Locale(language).territories
    return {party_id: fold_text(territories.get(iso2, "")) for iso2, party_id in party_by_iso2().items()}
