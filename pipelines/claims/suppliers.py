"""Who supplied the weapons of a claim: the giver, the seller, the maker."""

from __future__ import annotations

from functools import lru_cache

from pipelines.claims.cases import case_of
from pipelines.claims.counted import Counted
from pipelines.claims.kinds import VERB_LAST
from pipelines.claims.places import Party
from pipelines.claims.scene import Scene, attributed, gives, is_given, made_by, marker
from pipelines.claims.systems import family_rows
from pipelines.lookups import read_lookup

_NO_SUBJECT = frozenset({"to", "a", "dative", "in", "against", "from"})


def supplier_of(scene: Scene) -> str | None:
    """The party that gives, sells or made the weapons of a claim; None where the text does not say."""
    reading = scene.reading
    for party in scene.inside + scene.before + scene.after:
        if made_by(reading, party):
            return party.party_id
    if scene.kind not in ("delivery", "order", "request"):
        return None
    sources = ("from", "at", "by") if gives(scene) or is_given(scene) else ("from", "at")
    for party in scene.after + scene.before + scene.inside:
        if marker(reading, party) in sources and party.role != "leader":
            return party.party_id
    if scene.kind == "delivery" and not gives(scene) and scene.trigger is not None:
        for party in scene.before:
            if marker(reading, party) == "of" and (party.first > scene.trigger.last or _opens(scene, party)):
                return party.party_id
    if scene.kind == "order" and not gives(scene):
        return next((p.party_id for p in (*scene.after, *scene.before) if sells(scene, p)), None)
    giver = giver_of(scene)
    return giver.party_id if giver else None


def sells(scene: Scene, party: Party) -> bool:
    """Whether what leads up to a party names a buyer's seller, close by.

    "compró a Suecia 17 cazas", "… 17 cazas a Suecia", "замовила у США шість".
    """
    trigger, side = scene.trigger, marker(scene.reading, party)
    if trigger is None or gives(scene):
        return False
    if side == "a":
        near = party.first - scene.last <= 4 if party.first > scene.last else party.first > trigger.last
        return near
    bought = scene.kind == "order" and trigger.last < party.first < scene.first
    subject = any(other.last < trigger.first for other in scene.before)
    return bought and subject and side in ("in", "to", "at") and scene.reading.language in ("ru", "uk")


def giver_of(scene: Scene) -> Party | None:
    """The subject of a verb of giving."""
    trigger = scene.trigger
    if trigger is None or not gives(scene):
        return None
    subjects = [
        party
        for party in scene.before
        if party.last < trigger.first and marker(scene.reading, party) not in _NO_SUBJECT
    ]
    telling = [party for party in subjects if not attributed(scene.reading, party)] or subjects
    return telling[-1] if telling else subject_after(scene)


def subject_after(scene: Scene) -> Party | None:
    """The subject behind its verb: "20 Raketen habe Iran abgefeuert", "ещё четыре обещал поставить Минск"."""
    reading = scene.reading
    verbs = reading.found.get("verb", {})
    for party in scene.after[:2]:
        if reading.language in VERB_LAST:
            at = party.first - 1
            while at > scene.last and reading.at("article", at):
                at -= 1
            auxiliary = verbs.get(at)
            dative = marker(reading, party) == "dative" and reading.at("article", party.first - 1)
            if auxiliary is not None and auxiliary.key == "have" and not dative:
                return party
        elif case_of(reading, party) == "nominative" and marker(reading, party) is None:
            between = range(scene.last + 1, party.first)
            if any(at in verbs or reading.at("give", at) for at in between) and _one_clause(scene, party):
                return party
    return None


def _one_clause(scene: Scene, party: Party) -> bool:
    gaps = scene.reading.text.gaps
    return not any(mark in gaps[at] for at in range(scene.last + 1, party.first + 1) for mark in ",;:(")


def _opens(scene: Scene, party: Party) -> bool:
    """Whether a party with its preposition opens the sentence: "De Moscou chegou uma dúzia"."""
    start, _ = scene.reading.sentence_bounds(party.first)
    return party.first - start <= 2


def swap_maker(
    scene: Scene, counted: Counted, holder: str | None, supplier: str | None, earlier: str | None
) -> tuple[str | None, str | None]:
    """Of two states that trade, the one that makes the system supplies it."""
    if scene.kind not in ("delivery", "order", "request") or counted.system is None or holder is None:
        return holder, supplier
    made_in = makers().get(counted.system.system.system_id, frozenset())
    named = [party for party in (*scene.before, *scene.after) if party.party_id == holder]
    if holder not in made_in or any(marker(scene.reading, party) in ("to", "a") for party in named):
        return holder, supplier
    states = [
        p for p in (*scene.before, *scene.after) if p.party_id != holder and p.role in ("name", "capital")
    ]
    other = next((party.party_id for party in states if party.party_id not in made_in), None)
    if other is None and earlier not in (None, holder) and _is_place(scene, named):
        return earlier, holder
    return (other, holder) if other else (holder, supplier)


def _is_place(scene: Scene, named: list[Party]) -> bool:
    """Whether a party is only where they come from: "In Frankreich sind zwölf Rafale bestellt"."""
    return bool(named) and all(marker(scene.reading, party) in ("in", "at", "from") for party in named)


@lru_cache(maxsize=1)
def makers() -> dict[str, frozenset[str]]:
    """The states that make a system themselves, by system id, from the lookups and the families."""
    rows = [*family_rows(), *read_lookup("systems")]
    return {row["system_id"]: frozenset(row["makers"].split(";")) - {""} for row in rows}
