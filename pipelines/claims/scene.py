"""The parties around a claim, in their places, and the small words that say which side they are on."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.claims.cases import case_of
from pipelines.claims.counted import Counted
from pipelines.claims.numbers import Number
from pipelines.claims.places import Party
from pipelines.claims.reading import Reading
from pipelines.claims.words import Meaning

_MADE_REACH = 2
_SPEECH_REACH = 6
_CLAUSE_MARKS = ",;:()"


@dataclass(frozen=True)
class Scene:
    """The parties around one claim, in their places."""

    reading: Reading
    kind: str
    trigger: Meaning | None
    first: int
    last: int
    inside: list[Party]
    before: list[Party]
    after: list[Party]


def scene_of(reading: Reading, number: Number, counted: Counted, trigger: Meaning | None, kind: str) -> Scene:
    start, end = reading.sentence_bounds(number.first)
    first, last = number.first, max(number.last, counted.last)
    parties = _of_the_statement(reading, first, [p for p in reading.parties if start <= p.first < end])
    return Scene(
        reading,
        kind,
        trigger,
        first,
        last,
        inside=[party for party in parties if _is_inside(reading, party, first, last)],
        before=[party for party in parties if party.last < first and not _is_origin(reading, party)],
        after=[party for party in parties if party.first > last],
    )


def _of_the_statement(reading: Reading, first: int, parties: list[Party]) -> list[Party]:
    """The parties between the semicolons around a number, where there is one; else all of the sentence."""
    near = [
        party
        for party in parties
        if not any(
            ";" in reading.text.gaps[token]
            for token in range(min(party.first, first) + 1, max(party.first, first) + 1)
        )
    ]
    return near or parties


def _is_inside(reading: Reading, party: Party, first: int, last: int) -> bool:
    """Whether a party stands in the counted phrase, or as an adjective behind it ("tanques armenios")."""
    if first <= party.first <= last:
        return not _is_object(reading, party)
    between = range(last + 1, party.first + 1)
    return (
        party.role == "demonym"
        and 0 < party.first - last <= 2
        and not any(reading.at("stop", token) or reading.text.gaps[token].strip() for token in between)
    )


def _is_object(reading: Reading, party: Party) -> bool:
    return marker(reading, party) in ("from", "by", "to", "a")


def _is_origin(reading: Reading, party: Party) -> bool:
    """Whether an adjective names the make of a weapon ("Chinese K-8 aircraft", not "Chinese navy")."""
    if party.role != "demonym" or reading.at("force", party.last + 1):
        return False
    before = {mention.last for mention in reading.systems.values()}
    before |= {meaning.last for meaning in reading.found.get("class", {}).values()}
    follows = any(
        token in reading.systems or reading.at("class", token) is not None
        for token in (party.last + 1, party.last + 2)
    )
    return follows or party.first - 1 in before


def marker(reading: Reading, party: Party) -> str | None:
    """What leads up to a party, by preposition or case: to, from, in, of, against, by, dative; or None."""
    return _preposition(reading, party) or _bare_case(reading, party)


def _bare_case(reading: Reading, party: Party) -> str | None:
    case = case_of(reading, party)
    return case if case in ("dative", "by") else None


def _preposition(reading: Reading, party: Party) -> str | None:
    coordinated = _coordinated_with(reading, party)
    if coordinated is not None:
        return marker(reading, coordinated)
    for token in range(party.first - 1, max(-1, party.first - 5), -1):
        if reading.sentence_of[token] != reading.sentence_of[party.first]:
            return None
        if any(mark in reading.text.gaps[token + 1] for mark in ",;:()"):
            return None
        for back in (token - 2, token - 1, token):
            meaning = reading.at("direction", back) if back >= 0 else None
            if meaning is not None and meaning.last == token:
                return None if _is_subject_article(reading, meaning, party) else meaning.key
        if not _is_light(reading, token):
            return None
    return None


def _coordinated_with(reading: Reading, party: Party) -> Party | None:
    """The party that another one only goes on a list with: "by Germany, the Netherlands and Denmark"."""
    for other in reading.parties:
        between = range(other.last + 1, party.first)
        if other.last < party.first and len(between) <= 2:
            listed = any(reading.at("listing", token) for token in between)
            light = all(reading.at("listing", at) or reading.at("article", at) for at in between)
            if light and (listed or reading.text.gaps[other.last + 1].strip() == ","):
                return other
    return None


def _is_subject_article(reading: Reading, meaning: Meaning, party: Party) -> bool:
    """Whether an article that looks like a dative is a masculine subject: German "der Iran"."""
    return meaning.key == "dative" and reading.at("masculine", party.first) is not None


def _is_light(reading: Reading, token: int) -> bool:
    """Whether a word may stand between a preposition and its party: article, army, government."""
    return any(reading.at(section, token) for section in ("article", "force"))


def made_by(reading: Reading, party: Party) -> bool:
    following = range(party.last + 1, min(party.last + 1 + _MADE_REACH, len(reading.text)))
    preceding = range(max(0, party.first - _MADE_REACH), party.first)
    made = reading.found.get("made", {})
    return any(token in made for token in (*following, *preceding))


def is_given(scene: Scene) -> bool:
    """Whether the subject of a verb of giving is who takes: "Kyiv was promised 31 tanks"."""
    trigger = scene.trigger
    if trigger is None or trigger.first > scene.first:
        return False
    return any(
        (taking := scene.reading.at("given_to", token)) is not None and taking.last >= trigger.first
        for token in range(max(0, trigger.first - 4), trigger.first + 1)
    )


def gives(scene: Scene) -> bool:
    trigger = scene.trigger
    return (
        trigger is not None
        and not is_given(scene)
        and any(scene.reading.at("give", token) for token in range(trigger.first, trigger.last + 1))
    )


def speaks(reading: Reading, party: Party) -> bool:
    """Whether a verb of speech follows a party in its clause: its words, not its weapons."""
    for token in range(party.last + 1, min(party.last + _SPEECH_REACH, len(reading.text))):
        if any(mark in reading.text.gaps[token] for mark in _CLAUSE_MARKS) or token in reading.systems:
            return False
        said = reading.at("speech", token)
        if said is not None and said.key == "says":
            return True
        if token - party.last > 2 and reading.at("verb", token) is not None:
            return False
    return False


def attributed(reading: Reading, party: Party) -> bool:
    """Whether a party only says it: "according to Moscow", "Kyiv said", "…, said the Iranian minister"."""
    if speaks(reading, party):
        return True
    for token in range(party.first - 1, max(-1, party.first - 5), -1):
        parted = any(mark in reading.text.gaps[token + 1] for mark in _CLAUSE_MARKS)
        if parted or reading.sentence_of[token] != reading.sentence_of[party.first]:
            return False
        said = reading.at("speech", token)
        if said is not None and said.key == "according" and said.last < party.first:
            return True
        if said is not None and any(
            mark in reading.text.gaps[at] for at in (token, token - 1) for mark in ',"\u2014'
        ):
            return True
    return False


def clause_bounds(reading: Reading, token: int) -> tuple[int, int]:
    """First token of the clause of ``token``, by its punctuation, and the token after its last."""
    start, end = reading.sentence_bounds(token)
    first, last = token, token + 1
    while first > start and not _parts_clauses(reading, first):
        first -= 1
    while last < end and not _parts_clauses(reading, last):
        last += 1
    return first, last


def _parts_clauses(reading: Reading, token: int) -> bool:
    return any(mark in reading.text.gaps[token] for mark in _CLAUSE_MARKS)
