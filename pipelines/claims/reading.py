"""A text as read once: tokens, vocabulary found, sentences, systems, numbers, parties."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from pipelines.claims.numbers import Number, find_numbers
from pipelines.claims.places import Party, add_country_names, find_parties
from pipelines.claims.sentences import split_sentences
from pipelines.claims.systems import SystemMention, find_systems
from pipelines.claims.text import Text, read
from pipelines.claims.words import Meaning, Vocabulary, vocabulary

NOTHING: dict[int, Meaning] = {}


@dataclass(frozen=True)
class Reading:
    """Everything the rules look at. ``sentence_of[i]`` numbers the sentence of token i."""

    text: Text
    language: str | None
    found: dict[str, dict[int, Meaning]]
    sentence_of: list[int]
    systems: dict[int, SystemMention]
    numbers: list[Number]
    parties: list[Party]

    def at(self, section: str, token: int) -> Meaning | None:
        """What the phrase that starts at a token means in a section, if anything."""
        return self.found.get(section, NOTHING).get(token)

    def sentence_bounds(self, token: int) -> tuple[int, int]:
        """First token of the sentence of ``token``, and the token after its last."""
        number = self.sentence_of[token]
        first = token
        while first > 0 and self.sentence_of[first - 1] == number:
            first -= 1
        last = token
        while last < len(self.text) and self.sentence_of[last] == number:
            last += 1
        return first, last


def read_text(original: str, language: str | None) -> Reading:
    """Read a text in a language (None where it is unknown)."""
    text = read(original)
    found = _vocabulary(language).find(text)
    systems = find_systems(text, language)
    taken = {token for mention in systems.values() for token in range(mention.first, mention.last + 1)}
    return Reading(
        text=text,
        language=language,
        found=found,
        sentence_of=_sentence_of(text),
        systems=systems,
        numbers=find_numbers(text, found, taken, language),
        parties=[party for party in find_parties(found) if party.first not in taken],
    )


def _sentence_of(text: Text) -> list[int]:
    starts = [sentence.start for sentence in split_sentences(text.composed)]
    return [bisect_right(starts, start) for start in text.starts]


@lru_cache(maxsize=64)
def _vocabulary(language: str | None) -> Vocabulary:
    words = vocabulary(language)
    add_country_names(words, language)
    return words
