"""Read a text and return its quantity claims: the main path of the extractor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.claims.bare import counted_elsewhere
from pipelines.claims.counted import Counted, counted_after, counted_before
from pipelines.claims.dates import as_of
from pipelines.claims.dismissed import is_no_count
from pipelines.claims.holders import sides_of
from pipelines.claims.kinds import is_negated, kind_of, trigger_of
from pipelines.claims.language import detect_language
from pipelines.claims.model import ExtractedClaim
from pipelines.claims.naming import describe, has_sort, may_be_of, same_sort
from pipelines.claims.numbers import Number
from pipelines.claims.parts import is_part, total_of
from pipelines.claims.qualifiers import Qualified, qualify
from pipelines.claims.reading import Reading, read_text
from pipelines.claims.sentences import pieces
from pipelines.claims.speakers import speaker_of
from pipelines.claims.systems import SystemMention
from pipelines.claims.unknown import unknown_model

_FARTHEST_NAMED = 3
_THIN = " \u00a0\u202f"
_PAIRS = (("(", ")"), ("“", "”"), ("«", "»"), ("„", "“"))


@dataclass
class _Memory:
    """What the text has named so far, for the statements that leave it out."""

    system: SystemMention | None = None
    class_key: str | None = None
    holder: str | None = None
    kind: str | None = None
    part: bool = False
    sentence: int = -1
    system_sentence: int = -9
    claims: list[ExtractedClaim] = field(default_factory=list)


def extract(text: str, language: str | None = None, published: str | None = None) -> list[ExtractedClaim]:
    """The quantity claims of a text, in order.

    ``language`` is an ISO 639-1 code, found out where it is not given. ``published``, an ISO date,
    stands as the as-of date of claims whose sentence gives none. A long text is read piece by piece, so
    that the time grows with its length and no faster.
    """
    language = language or detect_language(text)
    return [
        replace(claim, start=piece.start + claim.start, end=piece.start + claim.end)
        for piece in pieces(text)
        for claim in _extract(text[piece.start : piece.end], language, published)
    ]


def _extract(text: str, language: str | None, published: str | None) -> list[ExtractedClaim]:
    reading = read_text(text, language)
    numbers = [number for number in reading.numbers if not is_no_count(reading, number)]
    live = {number.first for number in numbers}
    counted = _counted(reading, numbers, live)
    nouns = {token for thing in counted.values() for token in range(thing.first, thing.last + 1)}
    memory = _Memory()
    for number in numbers:
        thing = counted.get(number.first)
        if thing is not None:
            thing = _with_unknown_model(reading, thing)
            _remember_context(reading, memory, number)
            _claim(reading, memory, number, thing, live & counted.keys(), nouns, published)
    return memory.claims


def _counted(reading: Reading, numbers: list[Number], live: set[int]) -> dict[int, Counted]:
    """What each number counts, by its first token; numbers that count no weapons are left out."""
    counted: dict[int, Counted] = {}
    for number in reversed(numbers):
        thing = (
            counted_after(reading, number, live)
            or counted_before(reading, number)
            or total_of(reading, number, numbers, counted)
        )
        if thing is not None and not (number.weak and thing.elided):
            counted[number.first] = thing
    for number in numbers:
        thing = counted.get(number.first) or counted_elsewhere(reading, number, live, counted.keys())
        if thing is not None:
            counted[number.first] = thing
    return counted


def _with_unknown_model(reading: Reading, thing: Counted) -> Counted:
    model = unknown_model(reading, thing)
    return thing if model is None else replace(thing, system=model, last=max(thing.last, model.last))


def _remember_context(reading: Reading, memory: _Memory, number: Number) -> None:
    """Take in the model, class and party named between the last claim and this one."""
    named = [
        mention for mention in reading.systems.values() if mention.last < number.first and not mention.weak
    ]
    classes = [meaning for meaning in reading.found.get("class", {}).values() if meaning.last < number.first]
    if named:
        latest = max(named, key=lambda mention: mention.first)
        if memory.system is None or latest.first > memory.system.first:
            memory.system, memory.system_sentence = latest, reading.sentence_of[latest.first]
    if classes:
        memory.class_key = max(classes, key=lambda meaning: meaning.first).key
    sentence = reading.sentence_of[number.first]
    if sentence != memory.sentence:
        memory.kind, memory.part, memory.sentence = None, False, sentence
        earlier = [party for party in reading.parties if reading.sentence_of[party.first] < sentence]
        parties = [party for party in earlier if party.role != "demonym"] or earlier
        if memory.holder is None and parties:
            memory.holder = parties[0].party_id


def _claim(
    reading: Reading,
    memory: _Memory,
    number: Number,
    thing: Counted,
    live: set[int],
    nouns: set[int],
    published: str | None,
) -> None:
    if thing.elided and not _is_about_weapons(reading, number, thing):
        return
    memory.part = is_part(reading, number, thing.elided, live) or (memory.part and thing.elided)
    qualified = qualify(reading, number)
    trigger = trigger_of(reading, qualified, thing, live, nouns)
    kind = kind_of(reading, trigger, memory.kind)
    sides = sides_of(reading, number, thing, trigger, kind, memory.holder, memory.part and thing.elided)
    resolved = _resolved(reading, memory, number, thing)
    name = describe(resolved)
    start, end = _closed(reading.text.original, *reading.text.span(*_tokens(qualified, number, thing)))
    memory.claims.append(
        ExtractedClaim(
            start=start,
            end=end,
            quantity_low=_whole(qualified.low),
            quantity_high=_whole(qualified.high),
            qualifier=qualified.qualifier,
            kind=kind,
            holder=sides.holder,
            system=name.system,
            system_id=name.system_id,
            class_id=name.class_id,
            unit=name.unit,
            supplier=sides.supplier,
            speaker=speaker_of(reading, number.first),
            as_of=as_of(reading, number.first, published),
            part_of_total=memory.part,
            vague=number.vague,
            negated=is_negated(reading, trigger, number.first),
            quote=reading.text.original[start:end],
        )
    )
    memory.kind = kind
    memory.holder = sides.holder or memory.holder
    memory.class_key = resolved.class_key
    if resolved.system is not None:
        memory.system, memory.system_sentence = resolved.system, reading.sentence_of[number.first]


def _is_about_weapons(reading: Reading, number: Number, thing: Counted) -> bool:
    """Whether a number without a noun has weapons to stand for, named near by, or a force."""
    sentence = reading.sentence_of[number.first]
    named = [first for first, mention in reading.systems.items() if not mention.weak]
    named += reading.found.get("class", {})
    if any(-1 <= sentence - reading.sentence_of[first] <= _FARTHEST_NAMED for first in named):
        return True
    return thing.unit_key is not None and bool(reading.found.get("force"))


def _resolved(reading: Reading, memory: _Memory, number: Number, thing: Counted) -> Counted:
    """The thing with the model named before, where it is left out or only pointed at."""
    if thing.system is not None:
        return thing
    if thing.elided:
        return replace(thing, system=memory.system, class_key=thing.class_key or _class_named(memory, thing))
    if thing.refers and thing.class_key is not None:
        return replace(thing, system=_latest_of_sort(reading, memory, thing))
    if thing.refers:
        return replace(thing, system=memory.system)
    near = reading.sentence_of[number.first] - memory.system_sentence <= 1
    if memory.system is not None and near and same_sort(thing.class_key, memory.system.system):
        return replace(thing, system=memory.system)
    return thing


def _class_named(memory: _Memory, thing: Counted) -> str | None:
    """The class named before, unless "units" leaves it open or the model named before is of another sort."""
    if memory.class_key is None or memory.system is None:
        return memory.class_key
    if thing.unit_key == "unit":
        return None
    return memory.class_key if may_be_of(memory.class_key, memory.system.system) else None


def _latest_of_sort(reading: Reading, memory: _Memory, thing: Counted) -> SystemMention | None:
    """The last model named that the noun may stand for: after drones and missiles, "of the drones"."""
    named = [m for m in reading.systems.values() if m.last < thing.first and not m.weak]
    fitting = [mention for mention in named if same_sort(thing.class_key, mention.system)]
    others = [mention for mention in named if has_sort(mention.system)]
    if fitting:
        return max(fitting, key=lambda mention: mention.first)
    return None if others else memory.system


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the bracket or quotation mark that it opened, or closed, right beside it."""
    for opening, closing in _PAIRS:
        opened, shut = text.count(opening, start, end), text.count(closing, start, end)
        behind = text[end : end + 2].lstrip(_THIN)
        ahead = text[max(0, start - 2) : start].rstrip(_THIN)
        if opened > shut and behind.startswith(closing):
            end = text.index(closing, end) + 1
        elif shut > opened and ahead.endswith(opening):
            start = text.rindex(opening, 0, start)
    return start, end


def _tokens(qualified: Qualified, number: Number, thing: Counted) -> tuple[int, int]:
    """First and last token of the words that make the claim: qualifier, number, noun."""
    first = min(qualified.first, number.first, thing.first)
    last = max(qualified.last, number.last, thing.last)
    return first, last


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value
