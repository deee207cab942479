"""Who said it: the name or office beside a verb of speech, in the sentence of the claim."""

from __future__ import annotations

from pipelines.claims.reading import Reading
from pipelines.claims.sentences import ABBREVIATIONS
from pipelines.claims.words import Meaning

_SENTENCES_BACK = 2
_LONGEST = 9
_LONGEST_OFFICE = 3
_LONGEST_SMALL_WORD = 6
_NO_NAMES = ("class", "month", "verb", "unit", "blocker", "number", "we", "before", "speech")
_NO_OFFICE = ("verb", "month", "speech", "passive", "relative")
_NAME_LINKS = frozenset(
    ["de", "del", "la", "of", "the", "for", "von", "van", "di", "du", "des", "al", "el", "bin"]
)


def speaker_of(reading: Reading, token: int, back: int = _SENTENCES_BACK) -> str | None:
    """The speaker named in the sentence of a token, as printed; None where there is none.

    "He added" is said by the speaker of the sentence before, or of one ``back`` sentences further back.
    """
    start, end = reading.sentence_bounds(token)
    spoken = [word for word in reading.found.get("speech", {}).values() if start <= word.first < end]
    spoken.sort(key=lambda word: (word.key != "according", word.first))
    for word in spoken:
        if _is_pronoun(reading, word):
            return speaker_of(reading, start - 1, back - 1) if start and back else None
        name = _beside(reading, word, start, end)
        if name:
            return name
    stating = [word.first for word in reading.found.get("stating", {}).values() if start <= word.first < end]
    return _subject(reading, start, min(stating)) if stating else None


def _is_pronoun(reading: Reading, word: Meaning) -> bool:
    """Whether a pronoun says it: "he said", "sagte er"; "it said" of a thing is told by what stands there."""
    if word.key == "according":
        return False
    before, after = word.first - 1, word.last + 1
    inverted = _is_inverted(reading, word)
    return (before >= 0 and not inverted and reading.at("pronoun", before) is not None) or (
        reading.at("pronoun", after) is not None and inverted
    )


def _is_inverted(reading: Reading, word: Meaning) -> bool:
    """Whether what is said ends right before the verb: "…, said", "…, a annoncé"."""
    helped = word.first > 0 and reading.at("passive", word.first - 1) is not None
    return any(mark in reading.text.gaps[word.first - helped] for mark in ',"')


def _beside(reading: Reading, word: Meaning, start: int, end: int) -> str | None:
    """The name right beside a verb of speech; behind it first where a quote or a comma ends before it."""
    name = _name_after(reading, word.last + 1, end)
    if word.key == "according":
        return name
    before = _name_before(reading, word.first - 1, start)
    if _is_inverted(reading, word):
        return name or _before_apposition(reading, word, start) or before
    return before or (None if _is_clause(reading, word.last + 1, end) else name)


def _is_clause(reading: Reading, first: int, end: int) -> bool:
    """Whether a state and its verb follow: what is said, not who says it ("experts say Caracas has")."""
    party = next((party for party in reading.parties if party.first == first), None)
    if party is None or party.last + 1 >= end:
        return False
    following = party.last + 1
    return any(reading.at(section, following) for section in ("verb", "passive", "negation", "future"))


def _before_apposition(reading: Reading, word: Meaning, start: int) -> str | None:
    """The name that commas part from its verb: "General Adia, in charge of armaments, said"."""
    if reading.text.gaps[word.first].strip() != ",":
        return None
    opened = [token for token in range(start + 1, word.first) if reading.text.gaps[token].strip() == ","]
    if not opened or not reading.text.is_capital(opened[-1] - 1) or reading.text.is_capital(opened[-1]):
        return None
    return None if _opens_with_a_place(reading, start) else _name_before(reading, opened[-1] - 1, start)


def _opens_with_a_place(reading: Reading, start: int) -> bool:
    """Whether a sentence opens with where or when, which its first comma then parts: "In Lima, the army"."""
    return reading.at("direction", start) is not None


def _subject(reading: Reading, start: int, stating: int) -> str | None:
    """The name that opens a sentence which ends in a participle: "Maduro answered, saying that"."""
    first = start
    while first < stating and _is_light(reading, first):
        first += 1
    office = first
    while first < min(stating, office + _LONGEST_OFFICE) and _is_office_word(reading, first):
        first += 1
    if first == stating or not reading.text.is_capital(first) or _opens_with_a_place(reading, first):
        return None
    last = first
    while last + 1 < stating and _in_name(reading, last + 1, first):
        last += 1
    if first == last == start and not _is_known(reading, first):
        return None
    return _printed(reading, first, last)


def _name_after(reading: Reading, first: int, end: int) -> str | None:
    """The name behind a verb of speech, past articles and an office: "dijo la ministra Robles"."""
    while first < end and _is_light(reading, first):
        first += 1
    named = _named_behind_office(reading, first, end)
    if named is not None:
        return named
    office = first
    while office < min(end, first + _LONGEST_OFFICE) and _is_office_word(reading, office):
        office += 1
    if office < end and reading.text.is_capital(office) and not reading.text.gaps[office].strip(" '’-"):
        first = office
    last = first
    while last < min(end, first + _LONGEST) and _in_name(reading, last, first):
        last += 1
    return _printed(reading, first, last - 1)


def _named_behind_office(reading: Reading, first: int, end: int) -> str | None:
    """The name that follows an office and a comma: "said the minister of defence, Nikos Dendias."."""
    text = reading.text
    noun = reading.language == "de" and reading.at("article", first - 1) is not None
    if first >= end or (text.is_capital(first) and not noun):
        return None
    for token in range(first, min(end, first + _LONGEST)):
        mark = text.gaps[token].strip()
        if token > first and mark == "," and text.is_capital(token):
            last = token
            while last + 1 < end and _in_name(reading, last + 1, token):
                last += 1
            closed = last + 1 >= end or text.gaps[last + 1].strip() != ""
            return _printed(reading, token, last) if closed else None
        if (token > first and mark) or any(reading.at(section, token) for section in _NO_OFFICE):
            return None
        way = reading.at("direction", token)
        if way is not None and way.key == "in":
            return None
    return None


def _is_light(reading: Reading, token: int) -> bool:
    way = reading.at("direction", token)
    from_there = way is not None and way.key in ("from", "of") and way.last == token
    return from_there or any(reading.at(section, token) is not None for section in ("article", "link"))


def _is_office_word(reading: Reading, token: int) -> bool:
    """Whether a small word may stand between a verb of speech and a name: an office, no verb, no link."""
    if reading.text.is_capital(token) or reading.text.gaps[token].strip(" '-"):
        return False
    return not any(reading.at(section, token) for section in ("verb", "stop", "link", "month", "speech"))


def _name_before(reading: Reading, last: int, start: int) -> str | None:
    far = last
    while last >= start and not reading.text.is_capital(last):
        if len(reading.text.words[last]) > _LONGEST_SMALL_WORD or reading.text.gaps[last + 1].strip(' "'):
            return None
        last -= 1
    if last < start or (last == start and last != far and not _is_known(reading, last)):
        return None
    first = last
    while first > max(start, last - _LONGEST) and _in_name(reading, first - 1, last):
        if "," in reading.text.gaps[first] or '"' in reading.text.gaps[first]:
            break
        first -= 1
    while first < last and not reading.text.is_capital(first):
        first += 1
    return _printed(reading, first, last)


def _is_known(reading: Reading, token: int) -> bool:
    """Whether a token is a party or leader; any word has a capital where a sentence opens."""
    return any(party.first <= token <= party.last for party in reading.parties)


def _in_name(reading: Reading, token: int, anchor: int) -> bool:
    gap = reading.text.gaps[max(token, anchor)] if token != anchor else " "
    if token > anchor and any(mark in reading.text.gaps[token] for mark in ',;:.!?()"'):
        return reading.text.gaps[token] == ". " and reading.text.words[token - 1] in ABBREVIATIONS
    if _is_possessive(reading, token):
        return True
    return bool(gap) and (reading.text.is_capital(token) or reading.text.words[token] in _NAME_LINKS)


def _is_possessive(reading: Reading, token: int) -> bool:
    """Whether a token is the ending of an owner: "Venezuela's President"."""
    text = reading.text
    return token > 0 and text.words[token] == "s" and text.gaps[token] == "'" and text.is_capital(token - 1)


def _printed(reading: Reading, first: int, last: int) -> str | None:
    while last >= first and reading.text.words[last] in _NAME_LINKS:
        last -= 1
    if last < first or not any(reading.text.is_capital(token) for token in range(first, last + 1)):
        return None
    if reading.text.words[first].isdigit() or _names_no_one(reading, first, last):
        return None
    start, end = reading.text.span(first, last)
    return reading.text.original[start:end]


def _names_no_one(reading: Reading, first: int, last: int) -> bool:
    """Whether words with a capital are no speaker: a weapon, a number, a word of the language, one letter."""
    if first in reading.systems or any(
        number.first <= token <= number.last for number in reading.numbers for token in range(first, last + 1)
    ):
        return True
    single = first == last and not _is_known(reading, first)
    plain = any(reading.at(section, first) is not None for section in _NO_NAMES)
    return single and (plain or len(reading.text.words[first]) == 1)
