"""Numbers whose noun stands earlier: "500 of them", "Slovakia thirteen", "another 30 by 2028", "lost one"."""

from __future__ import annotations

from collections.abc import Collection

from pipelines.claims.counted import Counted
from pipelines.claims.kinds import VERB_LAST
from pipelines.claims.numbers import Number
from pipelines.claims.reading import Reading

_MOST_WITHOUT_NOUN = 1_000_000
_VERB_BEFORE = 5
_VERB_AFTER = 4
_VERB_AT_END = 10
_MARKS = ',;:"\u2014'
_PRONOUN_ONE = frozenset({"loss", "delivery", "order"})


def counted_elsewhere(
    reading: Reading, number: Number, live: set[int], known: Collection[int]
) -> Counted | None:
    """A number without a noun ("2,635 were destroyed", "has no less than 5,000") that may count weapons.

    It must stand beside a verb of a kind, or in one of the constructions that leave a noun out, and be
    followed by nothing that it could count instead. ``known`` are the first tokens of the numbers that count
    weapons: what goes on from a number of other things goes on about those.
    """
    if number.weak and not _is_pronoun(reading, number):
        return None
    if number.year_like or number.high >= _MOST_WITHOUT_NOUN or not _closed_after(reading, number):
        return None
    if _counts_something_else(reading, number):
        return None
    goes_on = _goes_on_about_weapons(reading, number, live, known)
    if not goes_on and _ends_at(reading, "more", _first_with_qualifier(reading, number), ("before",)):
        return None
    stands = (
        _verb_before(reading, number, live)
        or _verb_after(reading, number)
        or reading.at("part", number.last + 1) is not None
        or _stands_for_named(reading, number)
        or (goes_on and _continues(reading, number, live))
    )
    if not stands:
        return None
    more = reading.at("more", number.last + 1)
    joined = more is not None and more.key == "after" and not reading.text.gaps[number.last + 1].strip()
    last = more.last if more is not None and joined else number.last
    return Counted(number.last + 1, last, elided=True)


def _is_pronoun(reading: Reading, number: Number) -> bool:
    """Whether a word for one stands alone behind what was done: "admits the loss of one."."""
    following = number.last + 1
    ends = following == len(reading.text) or reading.text.gaps[following].strip()[:1] in tuple(",;.:!")
    verbs = reading.found.get("verb", {})
    return ends and any(
        (verb := verbs.get(token)) is not None and verb.last == token and verb.key in _PRONOUN_ONE
        for token in range(max(0, number.first - 2), number.first)
        if token == number.first - 1 or reading.at("link", number.first - 1) is not None
    )


def _verb_before(reading: Reading, number: Number, live: set[int]) -> bool:
    return any(
        meaning.key != "none"
        and meaning.last < number.first
        and number.first - meaning.last <= _VERB_BEFORE
        and _clear(reading, meaning.last, number, live)
        for meaning in reading.found.get("verb", {}).values()
    )


def _verb_after(reading: Reading, number: Number) -> bool:
    """Whether the number is the subject of a verb that follows; in German to the end of its clause."""
    verbs = reading.found.get("verb", {})
    following = number.last + 1
    reach = _VERB_AT_END if reading.language in VERB_LAST else _VERB_AFTER
    for token in range(following, min(following + reach, len(reading.text))):
        parted = token >= following + _VERB_AFTER and any(mark in reading.text.gaps[token] for mark in _MARKS)
        if parted or reading.sentence_of[token] != reading.sentence_of[number.last]:
            return False
        if token in verbs and verbs[token].key not in ("have", "none"):
            return True
    return False


def _counts_something_else(reading: Reading, number: Number) -> bool:
    """Whether people or things that are no weapons were counted just before ("killed 5 people, 40 more")."""
    sentence = reading.sentence_of[number.first]
    for token in range(number.last + 1, min(number.last + 4, len(reading.text))):
        blocker = reading.at("blocker", token)
        if reading.text.gaps[token].strip()[:1] in tuple(",;.:") or reading.sentence_of[token] != sentence:
            break
        if blocker is not None and blocker.key == "people":
            return True
    earlier = [
        n for n in reading.numbers if n.last < number.first and reading.sentence_of[n.last] == sentence
    ]
    if not earlier or earlier[-1].year_like:
        return False
    blocker = reading.at("blocker", earlier[-1].last + 1)
    return blocker is not None and blocker.key == "people"


def _goes_on_about_weapons(reading: Reading, number: Number, live: set[int], known: Collection[int]) -> bool:
    """Whether the last number before, in this sentence or the last, counted weapons, or there is none."""
    sentence = reading.sentence_of[number.first]
    earlier = [n for n in reading.numbers if n.last < number.first and not n.year_like]
    near = [n for n in earlier if sentence - reading.sentence_of[n.last] <= 1]
    if not near:
        return True
    if near[-1].first in live:
        return near[-1].first in known
    blocker = reading.at("blocker", near[-1].last + 1)
    return blocker is None or blocker.key not in ("people", "event")


def _continues(reading: Reading, number: Number, live: set[int]) -> bool:
    """Whether the number goes on about weapons named shortly before, in words that leave the noun out."""
    if not _named_shortly_before(reading, number):
        return False
    first = _first_with_qualifier(reading, number)
    after = reading.at("more", number.last + 1)
    if (after is not None and after.key == "after") or _ends_at(reading, "more", first, ("before",)):
        return True
    if _ends_at(reading, "part", first, ("of_these",)) or _ends_at(reading, "compared", first, ("compared",)):
        return True
    return _is_parallel(reading, first, live) or _is_new_figure(reading, first, live)


def _named_shortly_before(reading: Reading, number: Number) -> bool:
    sentence = reading.sentence_of[number.first]
    named = [first for first, mention in reading.systems.items() if not mention.weak]
    named += reading.found.get("class", {})
    return any(first < number.first and sentence - reading.sentence_of[first] <= 1 for first in named)


def _first_with_qualifier(reading: Reading, number: Number) -> int:
    """First token of the number with the small words before it: qualifiers, articles."""
    first = number.first
    while first > 0 and not reading.text.gaps[first].strip():
        opening = [
            token
            for token in range(max(0, first - 4), first)
            if (meaning := reading.at("before", token)) is not None and meaning.last == first - 1
        ]
        between = reading.at("joiner", first - 1)
        if opening:
            first = opening[0]
        elif reading.at("article", first - 1) or (between is not None and between.key in ("between", "from")):
            first -= 1
        else:
            break
    return first


def _ends_at(reading: Reading, section: str, end: int, keys: tuple[str, ...]) -> bool:
    """Whether a phrase of a section ends right before a token."""
    return any(
        (meaning := reading.at(section, token)) is not None
        and meaning.last == end - 1
        and meaning.key in keys
        for token in range(max(0, end - 5), end)
    )


def _is_parallel(reading: Reading, first: int, live: set[int]) -> bool:
    """Whether a party opens a clause that repeats the one before: "…, Slovakia — thirteen"."""
    party = next((party for party in reading.parties if party.last == first - 1), None)
    if party is None or party.role == "demonym" or party.first == 0:
        return False
    gap = reading.text.gaps[first].strip()
    start = party.first
    while start > 1 and reading.at("article", start - 1) and not reading.text.gaps[start].strip():
        start -= 1
    opener = reading.at("listing", start - 1) or reading.at("relative", start - 1)
    opens = opener is not None or any(mark in reading.text.gaps[start] for mark in ",;.")
    sentence = reading.sentence_of[first]
    counted_before = any(
        other < party.first and sentence - reading.sentence_of[other] <= 1 for other in live if other != first
    )
    return gap in ("", "-", "\u2014", ":") and opens and counted_before


def _is_new_figure(reading: Reading, first: int, live: set[int]) -> bool:
    """Whether a figure said before is corrected: "put the figure at 600", "rebajan la cifra a unos 600"."""
    return any(
        reading.at("figure", token) is not None and not any(token < other < first for other in live)
        for token in range(max(0, first - 6), first)
        if reading.sentence_of[token] == reading.sentence_of[first]
    )


def _stands_for_named(reading: Reading, number: Number) -> bool:
    """A qualified number that stands for what was just named: "the Igla-S – no fewer than 5,000"."""
    qualified = any(
        (meaning := reading.at("before", token)) is not None and meaning.last == number.first - 1
        for token in range(max(0, number.first - 5), number.first)
    )
    start, _ = reading.sentence_bounds(number.first)
    named = any(
        start <= meaning.first < number.first and number.first - meaning.last <= 10
        for section in (reading.found.get("class", {}), reading.systems)
        for meaning in section.values()
    )
    opens = qualified and start >= number.first - 4
    grown = any(
        token in reading.found.get("growth", {}) for token in range(max(0, number.first - 5), number.first)
    )
    previous = number.first - 1
    owned = previous > 0 and reading.text.words[previous] == "s" and reading.text.gaps[previous] == "'"
    opening = [meaning for meaning in reading.found.get("part", {}).values() if meaning.key == "of"]
    total = any(
        meaning.first - 1 == other.last and 0 < number.first - meaning.last <= 3
        for meaning in opening
        for other in reading.numbers
    )
    return opens or (named and (qualified or grown or owned or total))


def _clear(reading: Reading, token: int, number: Number, live: set[int]) -> bool:
    """Whether neither another number nor a sentence end stands between a verb and the number."""
    return reading.sentence_of[token] == reading.sentence_of[number.first] and not any(
        other in live for other in range(token + 1, number.first)
    )


def _another_party_follows(reading: Reading, token: int) -> bool:
    """Whether "and" leads on to the next party of a list: "Greece 153 and Morocco 48"."""
    listing = reading.at("listing", token)
    if listing is None:
        return False
    following = listing.last + 1
    while reading.at("article", following):
        following += 1
    return any(
        party.first == following and any(number.first == party.last + 1 for number in reading.numbers)
        for party in reading.parties
    )


def _closed_after(reading: Reading, number: Number) -> bool:
    """Whether nothing follows that the number could count: a mark, the end, a verb, a small word."""
    following = number.last + 1
    more = reading.at("more", following)
    if more is not None and more.key == "after" and not reading.text.gaps[following].strip():
        following = more.last + 1
    if following >= len(reading.text) or reading.sentence_of[following] != reading.sentence_of[number.last]:
        return True
    gap = reading.text.gaps[following]
    if any(mark in gap for mark in _MARKS) or " - " in gap:
        return not (gap.startswith(",") and reading.at("blocker", following))
    return (
        reading.at("elided", following) is not None
        or _another_party_follows(reading, following)
        or reading.at("part", following) is not None
        or (reading.at("verb", following) is not None and reading.at("blocker", following) is None)
        or reading.at("after", following) is not None
    )
