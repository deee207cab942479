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

PREFIX_SECTION = "prefix-"
_ORDINARY = (
    "name",
    "demonym",
    "capital",
    "leader",
    "verb",
    "class",
    "unit",
    "month",
    "force",
    "stop",
    "blocker",
)
_WITHOUT_ARTICLE = frozenset({"cuba", "angola", "malta", "lisboa", "varsovia", "viena", "ancara", "praga"})
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
    sentence_of = _sentence_of(text)
    _find_separable(text, found, sentence_of)
    systems = _but_ordinary_words(find_systems(text, language), found)
    _drop_verbs_in_nouns(found)
    _drop_labels(text, found)
    _drop_may(text, found)
    if language == "fr":
        _tell_a_apart(text, found)
    if language in ("pt", "it"):
        _tell_e_apart(text, found)
    if language == "pt":
        _drop_articles(text, found)
    taken = {token for mention in systems.values() for token in range(mention.first, mention.last + 1)}
    return Reading(
        text=text,
        language=language,
        found=found,
        sentence_of=sentence_of,
        systems=systems,
        numbers=find_numbers(text, found, taken, language),
        parties=[party for party in find_parties(text, found) if party.first not in taken],
    )


def _but_ordinary_words(
    systems: dict[int, SystemMention], found: dict[str, dict[int, Meaning]]
) -> dict[int, SystemMention]:
    """The systems without weak names that are a country or a word of the language here ("India", "Lions")."""
    return {
        first: mention
        for first, mention in systems.items()
        if not (mention.weak and any(first in found.get(section, NOTHING) for section in _ORDINARY))
    }


def _tell_a_apart(text: Text, found: dict[str, dict[int, Meaning]]) -> None:
    """French: "a" is the verb, "à" the preposition, though folding makes them one."""
    for token, word in enumerate(text.words):
        if word == "a":
            verbal = text.composed[text.starts[token]] in "aA"
            for section in ("direction",) if verbal else ("verb", "passive"):
                found.get(section, {}).pop(token, None)


def _tell_e_apart(text: Text, found: dict[str, dict[int, Meaning]]) -> None:
    """Portuguese and Italian: "e" is "and", "é" and "è" are "is", though folding makes them one."""
    for token, word in enumerate(text.words):
        if word == "e":
            joins = text.composed[text.starts[token]] in "eE"
            for section in ("passive", "elided") if joins else ("listing", "joiner", "relative"):
                meaning = found.get(section, NOTHING).get(token)
                if meaning is not None and meaning.last == token:
                    del found[section][token]


def _drop_articles(text: Text, found: dict[str, dict[int, Meaning]]) -> None:
    """Portuguese: "a Espanha" has an article, "à Espanha" a preposition, so has "a Cuba"."""
    directions = found.get("direction", NOTHING)
    for token in [at for at in directions if text.words[at] == "a" and at + 1 < len(text)]:
        following = text.words[token + 1]
        bare = text.composed[text.starts[token]] in "aA"
        if bare and following.endswith("a") and following not in _WITHOUT_ARTICLE:
            del directions[token]


def _drop_verbs_in_nouns(found: dict[str, dict[int, Meaning]]) -> None:
    """Take out the verbs that are part of a weapon's name: "lanzadores" is no "lanzar"."""
    nouns = {
        token
        for meaning in found.get("class", {}).values()
        for token in range(meaning.first, meaning.last + 1)
    }
    verbs = found.get("verb", {})
    found["verb"] = {first: verb for first, verb in verbs.items() if verb.first not in nouns}


def _drop_labels(text: Text, found: dict[str, dict[int, Meaning]]) -> None:
    """Words like "type" stand for nothing counted where a number belongs to them: "2 Type 209 submarines"."""
    for token in found.get("numbered", NOTHING):
        if token + 1 < len(text) and text.words[token + 1].isdigit() and text.is_capital(token):
            found.get("blocker", {}).pop(token, None)


def _drop_may(text: Text, found: dict[str, dict[int, Meaning]]) -> None:
    """A month beside digits is no verb: "In May 2009 India received"."""
    for token in found.get("month", NOTHING):
        beside = (text.words[at] for at in (token - 1, token + 1) if 0 <= at < len(text))
        if text.is_capital(token) and any(word.isdigit() for word in beside):
            found.get("weigh", {}).pop(token, None)


def _sentence_of(text: Text) -> list[int]:
    starts = [sentence.start for sentence in split_sentences(text.composed)]
    return [bisect_right(starts, start) for start in text.starts]


def _find_separable(text: Text, found: dict[str, dict[int, Meaning]], sentence_of: list[int]) -> None:
    """Add the verbs whose prefix closes their clause: German "sagte … zu"; a section per prefix."""
    for section in [name for name in found if name.startswith(PREFIX_SECTION)]:
        prefix = section.removeprefix(PREFIX_SECTION)
        for token, meaning in found[section].items():
            if _closes_clause(text, prefix, token, sentence_of):
                found.setdefault("verb", {})[token] = Meaning("verb", meaning.key, token, token)


def _closes_clause(text: Text, prefix: str, verb: int, sentence_of: list[int]) -> bool:
    last = len(text)
    return any(
        text.words[token] == prefix and (token + 1 == last or text.gaps[token + 1].strip() != "")
        for token in range(verb + 1, last)
        if sentence_of[token] == sentence_of[verb]
    )


@lru_cache(maxsize=64)
def _vocabulary(language: str | None) -> Vocabulary:
    words = vocabulary(language)
    add_country_names(words, language)
    return words
