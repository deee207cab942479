"""What is said of a number of weapons: held, delivered, ordered, asked for, lost, or something else."""

from __future__ import annotations

from pipelines.claims.counted import Counted
from pipelines.claims.qualifiers import Qualified
from pipelines.claims.reading import Reading
from pipelines.claims.words import Meaning

VERB_LAST = frozenset({"de", "nl", "tr", "hi", "mr", "ja", "ko", "hu"})
FARTHEST = 30.0
_FUTURE_REACH = 5
_LISTED_REACH = 5
_AUXILIARIES = frozenset({"have"})


def trigger_of(
    reading: Reading, qualified: Qualified, counted: Counted, live: set[int], nouns: set[int]
) -> Meaning | None:
    """The verb (or verbal noun) that governs a claim: the nearest one, by a cost in tokens."""
    first, last = qualified.first, max(qualified.last, counted.last, counted.tail)
    part = reading.at("part", last + 1)
    if part is not None and reading.text.gaps[last + 1].strip() == "":
        last = part.last
    start, end = reading.sentence_bounds(first)
    best: tuple[float, int, Meaning] | None = None
    for meaning in reading.found.get("verb", {}).values():
        if not start <= meaning.first < end or meaning.key == "none" or _is_source(reading, meaning):
            continue
        if meaning.first in nouns and not first <= meaning.first <= last:
            continue
        cost = _cost(reading, meaning, first, last, live)
        if cost is None or cost > FARTHEST:
            continue
        ranked = (cost, meaning.first - meaning.last, meaning)
        if best is None or ranked[:2] < best[:2]:
            best = ranked
    return _governing(reading, best[2]) if best else None


def _is_source(reading: Reading, verb: Meaning) -> bool:
    """Whether a stock is only where they come from: "from its stocks", "aus Beständen"."""
    if verb.key != "holding":
        return False
    return any(
        (marker := reading.at("direction", token)) is not None and marker.key == "from"
        for token in range(max(0, verb.first - 3), verb.first)
    )


def _governing(reading: Reading, verb: Meaning) -> Meaning:
    """The verb above a verb: "a contract for the supply of", "asked to send", "promised to deliver"."""
    if verb.key not in ("delivery", "order"):
        return verb
    if reading.language in VERB_LAST:
        for token in range(verb.last + 1, min(verb.last + 4, len(reading.text))):
            if reading.sentence_of[token] != reading.sentence_of[verb.last]:
                break
            outer = reading.at("verb", token)
            if outer is not None and outer.key == "request":
                return outer
    start, _ = reading.sentence_bounds(verb.first)
    contracts = [meaning.last for meaning in reading.found.get("contract", {}).values()]
    if verb.key == "delivery" and any(start <= last < verb.first for last in contracts):
        return Meaning("verb", "order", verb.first, verb.last)
    for token in range(verb.first - 1, max(-1, verb.first - 5), -1):
        if reading.sentence_of[token] != reading.sentence_of[verb.first] or _marks(
            reading, token + 1, token + 1
        ):
            break
        if reading.at("weigh", token):
            return Meaning("verb", "other", verb.first, verb.last)
        outer = reading.at("verb", token)
        if outer is not None and outer.key in ("order", "request") and outer.last < verb.first:
            return outer if outer.key != verb.key else verb
    return verb


def _cost(reading: Reading, verb: Meaning, first: int, last: int, live: set[int]) -> float | None:
    verb_last = reading.language in VERB_LAST
    weak = 9.0 if verb.key in _AUXILIARIES and verb_last else 0.5 if verb.key in _AUXILIARIES else 0.0
    if verb.last < first:
        if _in_side_clause(reading, verb, first, live):
            return None
        crossed = _marks(reading, verb.last + 1, first)
        numbers = sum(token in live for token in range(verb.last + 1, first))
        apart = first - verb.last - 1
        if apart == 1 and reading.at("link", verb.last + 1) is not None:
            apart = 0
        if numbers and any(reading.at("part", token) for token in range(verb.last + 1, first)):
            apart += 2
        return apart + 1.5 * crossed - 0.5 * numbers + weak + (4 if verb_last else 0)
    if verb.first > last:
        distance = verb.first - last - 1
        numbers = sum(token in live for token in range(last + 1, verb.first))
        crossed = _marks(reading, last + 1, verb.first)
        between = any(_breaks(reading, token) for token in range(last + 1, verb.first))
        if verb.key in _AUXILIARIES and not verb_last:
            return None
        if numbers and not _coordinated(reading, last, verb.first, live):
            return None
        if numbers:
            after_list = verb.first - max(token for token in live if token < verb.first)
            return 2 + 0.5 * after_list + weak
        if verb_last:
            return distance + 4 * crossed + weak
        if (reading.at("passive", last + 1) or _ends_part(reading, last)) and distance <= 4:
            return (-0.2 if verb.key == "loss" else 0.3) + weak
        return 3 + distance * 1.2 + 3 * crossed + (4 if between else 0) + weak
    return 3.5 + weak if verb.first > first else None


def _ends_part(reading: Reading, last: int) -> bool:
    """Whether a token closes "of them": what follows is said of the part ("six of them donated by")."""
    return any(
        (part := reading.at("part", token)) is not None and part.key == "of_these" and part.last == last
        for token in range(max(0, last - 3), last + 1)
    )


def _coordinated(reading: Reading, start: int, end: int, live: set[int]) -> bool:
    """Whether the numbers between two tokens only go on a list: "16 tanks and 3 guns were destroyed"."""
    for token in range(start + 1, end):
        if token in live:
            opening = _before_qualifier(reading, token)
            listed = "," in reading.text.gaps[opening] or reading.at("listing", opening - 1) is not None
            if opening <= start or not listed:
                return False
    return True


def _before_qualifier(reading: Reading, token: int) -> int:
    """The first token of the qualifier before a number, else the number: "sowie rund 140"."""
    for first in range(max(0, token - 4), token):
        meaning = reading.at("before", first)
        if meaning is not None and meaning.last == token - 1:
            return first
    return token


def _in_side_clause(reading: Reading, verb: Meaning, first: int, live: set[int]) -> bool:
    """Whether a verb stands in a clause that commas closed before: "Su-30, bought from X, and 300 tanks".

    The clause begins with the verb or a relative word before it; "and" or a verb leads on behind its end.
    """
    opening = verb.first
    while opening > verb.first - 4 and opening > 0 and "," not in reading.text.gaps[opening]:
        opening -= 1
    if "," not in reading.text.gaps[opening]:
        return False
    if opening != verb.first and not _breaks(reading, opening):
        return False
    inside = any(token in live for token in range(opening, verb.first))
    for token in range(verb.last + 1, first):
        if token in live:
            return False
        if "," in reading.text.gaps[token] and reading.at("listing", token) and not inside:
            return first - token <= _LISTED_REACH
    return False


def _marks(reading: Reading, start: int, end: int) -> float:
    """How strongly punctuation parts the tokens from ``start`` to ``end``."""
    weight = 0.0
    for token in range(start, end + 1):
        gap = reading.text.gaps[token] if token < len(reading.text.gaps) else ""
        weight += 1.0 * ("," in gap) + 3.0 * (";" in gap) + 1.0 * (":" in gap) + 0.5 * ("(" in gap)
    return weight


def _breaks(reading: Reading, token: int) -> bool:
    meaning = reading.at("relative", token)
    return meaning is not None


def kind_of(reading: Reading, trigger: Meaning | None, previous: str | None) -> str:
    """The kind that a trigger stands for; without one, that of the claim before, else holding."""
    if trigger is None:
        return previous or "holding"
    if trigger.key == "inherit":
        return previous or _kind_before(reading, trigger) or "holding"
    kind = "holding" if trigger.key == "have" else trigger.key
    if kind == "holding" and _is_over(reading, trigger):
        return "other"
    start, _ = reading.sentence_bounds(trigger.first)
    future = any(
        reading.at("future", token) is not None
        for token in range(max(start, trigger.first - _FUTURE_REACH), trigger.last + 1)
    )
    if kind == "holding" and future:
        return "other"
    return "loss" if kind == "other" and _ends_in_loss(reading, trigger) else kind


def _ends_in_loss(reading: Reading, trigger: Meaning) -> bool:
    """Whether a list of verbs ends in a loss: "were used, destroyed or are out of commission"."""
    following = reading.at("verb", trigger.last + 1) or (
        reading.at("verb", trigger.last + 2) if reading.at("listing", trigger.last + 1) else None
    )
    return following is not None and following.key == "loss" and following.first < len(reading.text)


def _kind_before(reading: Reading, trigger: Meaning) -> str | None:
    """The kind of the last telling verb before: "completed the delivery … This includes"."""
    verbs = [verb for verb in reading.found["verb"].values() if verb.last < trigger.first]
    telling = [verb.key for verb in verbs if verb.key not in ("have", "inherit")]
    return telling[-1] if telling else None


def _is_over(reading: Reading, trigger: Meaning) -> bool:
    """Whether a past state is set against the present: "we had three … and today we have"."""
    if reading.at("had", trigger.first) is None:
        return False
    _, end = reading.sentence_bounds(trigger.first)
    return any(reading.at("now", token) is not None for token in range(trigger.last + 1, end))


def is_negated(reading: Reading, trigger: Meaning | None, number: int) -> bool:
    """Whether a statement is denied: a negation right before its verb, no semicolon before its number."""
    if trigger is None or any(";" in reading.text.gaps[token] for token in range(trigger.first, number + 1)):
        return False
    start, _ = reading.sentence_bounds(trigger.first)
    for token in range(max(start, trigger.first - 3), trigger.first):
        negation = reading.at("negation", token)
        if negation is not None and negation.last < trigger.first:
            return True
    return False
