"""Whose weapons a claim is about, and who supplied them: by the kind of claim and the words around."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.claims.cases import case_of
from pipelines.claims.counted import Counted
from pipelines.claims.numbers import Number
from pipelines.claims.places import Party
from pipelines.claims.reading import Reading
from pipelines.claims.scene import Scene, attributed, clause_bounds, gives, made_by, marker, scene_of
from pipelines.claims.suppliers import giver_of, sells, subject_after, supplier_of, swap_maker
from pipelines.claims.words import Meaning

_NOT_RECIPIENT = frozenset({"by", "from", "at"})


@dataclass(frozen=True)
class Sides:
    """Party ids of the holder and the supplier; None where the text does not say."""

    holder: str | None
    supplier: str | None


def sides_of(
    reading: Reading,
    number: Number,
    counted: Counted,
    trigger: Meaning | None,
    kind: str,
    earlier: str | None,
    part: bool,
) -> Sides:
    """Holder and supplier of one claim.

    ``earlier`` is the holder that the text named before; a part of a total ("six of them") has its holder.
    """
    scene = scene_of(reading, number, counted, trigger, kind)
    if counted.elided and earlier is not None and not part:
        continued = _continued(scene, earlier)
        if continued is not None:
            return continued
    supplier = supplier_of(scene)
    find = {"loss": _loser, "delivery": _recipient, "order": _recipient, "request": _recipient}.get(
        kind, _owner
    )
    own = _first_person(scene)
    holder = own if own is not None else find(scene, supplier)
    if holder is None:
        holder = _inside_owner(scene)
    if holder is None:
        holder = earlier if earlier != supplier else None
    if holder is not None and supplier is None and scene.inside and kind != "loss":
        origin = scene.inside[0].party_id
        supplier = origin if origin != holder else None
    taker = _taker_of_part(scene) if part else None
    if taker is not None:
        return Sides(taker, supplier if supplier != taker else None)
    if part and earlier is not None and own is None:
        others = [party.party_id for party in scene.after if party.party_id != earlier]
        supplier = supplier if supplier != earlier else next(iter(others), None)
        return Sides(earlier, supplier if kind == "delivery" else None)
    if holder == supplier:
        supplier = None
    return Sides(*swap_maker(scene, counted, holder, supplier, earlier))


def _continued(scene: Scene, earlier: str) -> Sides | None:
    """The sides of a number without a noun: what its own clause says, the rest as in the claim before.

    "Germany gave Ukraine 18 tanks, Poland 14", "… but Congress cleared six", "…, twelve were destroyed".
    """
    first, last = _clause_with_subject(scene)
    near = [p for p in (*scene.before, *scene.after) if first <= p.first < last and p.role != "demonym"]
    saying = [party for party in near if attributed(scene.reading, party)]
    selling = [party for party in near if sells(scene, party)]
    acting = [party for party in near if party not in (*saying, *selling)]
    if scene.kind == "loss":
        return None if acting else Sides(earlier, None)
    if not gives(scene):
        seller = selling[0].party_id if selling and selling[0].party_id != earlier else None
        return None if acting or scene.kind == "delivery" else Sides(earlier, seller)
    takers = [p for p in acting if marker(scene.reading, p) in ("to", "a", "dative")]
    if takers:
        giver = next((p.party_id for p in acting if p not in takers), earlier)
        return Sides(takers[0].party_id, giver if giver != takers[0].party_id else None)
    if not acting:
        return Sides(earlier, None) if not saying or not near else None
    others = [party.party_id for party in acting if party.party_id != earlier]
    return Sides(earlier, others[0] if others else None) if others else None


def _taker_of_part(scene: Scene) -> str | None:
    """Who takes a part of what another holds: "… of which Kyiv has been given 30"."""
    trigger = scene.trigger
    if trigger is None or scene.kind != "delivery" or gives(scene) or trigger.last >= scene.first:
        return None
    first, _ = clause_bounds(scene.reading, scene.first)
    takers = [p for p in scene.before if first <= p.first and p.last < trigger.first and p.role != "demonym"]
    free = [party for party in takers if marker(scene.reading, party) is None]
    return free[-1].party_id if free else None


def _clause_with_subject(scene: Scene) -> tuple[int, int]:
    """The clause of the number, with a party that only a comma for the missing verb parts from it."""
    first, last = clause_bounds(scene.reading, scene.first)
    if "," in scene.reading.text.gaps[first]:
        subject = next((party for party in scene.before if party.last == first - 1), None)
        if subject is not None and clause_bounds(scene.reading, subject.first)[0] >= subject.first - 2:
            return subject.first, last
    return first, last


def _first_person(scene: Scene) -> str | None:
    """The state of the one who says "we have": a leader, or whoever the words are given to."""
    if scene.trigger is None or scene.before or scene.kind == "loss" or gives(scene):
        return None
    near = range(max(0, min(scene.trigger.first, scene.first) - 4), scene.first)
    if not any(scene.reading.at("we", token) for token in near):
        return None
    leaders = [party for party in scene.after if party.role == "leader"]
    tellers = leaders or [party for party in scene.after if attributed(scene.reading, party)]
    return tellers[0].party_id if tellers else None


def _agent_after(scene: Scene) -> str | None:
    """The party of a clause that says whose they are: "drones launched by Iran", "missiles held by"."""
    reading = scene.reading
    verbs = reading.found.get("verb", {})
    for party in scene.after[:1]:
        near = range(scene.last + 1, min(party.first, scene.last + 5))
        if marker(reading, party) == "by" and party.first - scene.last <= 6:
            kinds = {verbs[token].key for token in near if token in verbs}
            given = any(reading.at("give", token) for token in near)
            if not given and kinds & {"other", "holding", "order", "request", "delivery"}:
                return party.party_id
    return None


def _owner(scene: Scene, supplier: str | None) -> str | None:
    """The nearest party before the number that is neither a place of origin nor an adversary."""
    reading = scene.reading
    agent = _agent_after(scene)
    if agent is not None:
        return agent
    subject = subject_after(scene)
    if subject is not None:
        return subject.party_id
    owners = [
        party
        for party in reversed(scene.before)
        if marker(reading, party) not in ("from", "by", "against") and not made_by(reading, party)
    ]
    telling = [party for party in owners if not attributed(reading, party)] or owners
    if telling:
        return _actor(scene, telling).party_id
    for party in scene.after:
        side = marker(reading, party)
        if side in ("in", "of") and not made_by(reading, party):
            return party.party_id
        if side == "dative" and party.first - scene.last <= 2:
            return party.party_id
    return None


def _actor(scene: Scene, owners: list[Party]) -> Party:
    """The subject of what was done, not the place it was done to: "Russia fired at Ukraine 30 missiles"."""
    trigger, nearest = scene.trigger, owners[0]
    taken = marker(scene.reading, nearest) in ("to", "a", "dative")
    if trigger is not None and taken and nearest.last < trigger.first < scene.first:
        return next((party for party in owners if marker(scene.reading, party) is None), nearest)
    if scene.kind not in ("other", "holding") or trigger is None or not trigger.last < nearest.first:
        return nearest
    if marker(scene.reading, nearest) in (None, "of"):
        return nearest
    gaps = scene.reading.text.gaps[nearest.last + 1 : scene.first + 1]
    if scene.kind == "holding" and not any("," in gap for gap in gaps):
        return nearest
    subjects = [
        party
        for party in owners
        if party.last < trigger.first and marker(scene.reading, party) in (None, "at")
    ]
    return subjects[0] if subjects else nearest


def _inside_owner(scene: Scene) -> str | None:
    for party in scene.inside:
        if not made_by(scene.reading, party):
            return party.party_id
    return None


def _loser(scene: Scene, supplier: str | None) -> str | None:
    reading = scene.reading
    owner = _agent_after(scene) or _inside_owner(scene)
    if owner is not None:
        return owner
    for party in scene.after[:1]:
        if marker(reading, party) in ("of", "from", "dative") and party.first - scene.last <= 6:
            return party.party_id
    trigger = scene.trigger
    if trigger is None:
        return None
    loses = any(reading.at("lose", token) for token in range(trigger.first, trigger.last + 1))
    own = range(max(0, min(trigger.first - 1, scene.first)), min(scene.last + 4, len(reading.text)))
    loses = loses or any(reading.at("own", token) for token in own)
    if loses or trigger.first > scene.last:
        owns = any(reading.at("own", token) for token in own)
        subjects = [party for party in scene.before if owns or not attributed(reading, party)]
        if subjects:
            return subjects[-1].party_id
    if trigger.last < scene.first:
        between = [p for p in scene.before if p.first > trigger.last and marker(reading, p) != "by"]
        if between:
            return between[0].party_id
    if trigger.first > scene.last or loses:
        places = [party for party in scene.after if marker(reading, party) in ("in", "of")]
        return places[0].party_id if places else None
    return None


def _recipient(scene: Scene, supplier: str | None) -> str | None:
    reading, trigger = scene.reading, scene.trigger
    if scene.kind == "request" and trigger is not None and not gives(scene):
        askers = [party for party in scene.before if party.first < trigger.first]
        free = [party for party in askers if marker(reading, party) is None]
        if askers:
            return (free or askers)[-1].party_id
    agent = _agent_after(scene)
    if agent is not None:
        return agent
    for party in scene.after + list(reversed(scene.before)):
        to = marker(reading, party)
        behind = 0 < party.first - scene.last <= 2
        if scene.kind == "order" and sells(scene, party):
            continue
        if (to in ("to", "a") or (to == "dative" and not behind)) and party.party_id != supplier:
            return party.party_id
    if trigger is not None and trigger.last < scene.first and gives(scene):
        between = [p for p in scene.before if p.first > trigger.last and marker(reading, p) != "from"]
        if between:
            return between[-1].party_id
    for party in (*scene.before, *scene.after) if not gives(scene) else ():
        if marker(reading, party) == "by" and party.party_id != supplier:
            return party.party_id
    if gives(scene) and _own_force_follows(scene):
        giver = giver_of(scene)
        return giver.party_id if giver else None
    if gives(scene):
        _, clause_end = clause_bounds(reading, scene.last)
        others = [
            p
            for p in (*scene.after, *scene.before)
            if p.party_id != supplier
            and p.role != "demonym"
            and marker(reading, p) not in _NOT_RECIPIENT
            and not attributed(reading, p)
            and case_of(reading, p) != "nominative"
            and (p.first < scene.first or p.first < clause_end)
        ]
        return others[0].party_id if others else None
    return _owner_but(scene, supplier)


def _own_force_follows(scene: Scene) -> bool:
    """Whether the taker is a force without a state, the giver's own: "handed 200 drones to the army"."""
    reading = scene.reading
    if scene.after:
        return False
    following = range(scene.last + 1, min(scene.last + 9, len(reading.text)))
    to = [at for at in following if (way := reading.at("direction", at)) and way.key in ("to", "a", "dative")]
    forces = [at for at in following if reading.at("force", at)]
    return any(0 < force - way <= 3 for force in forces for way in to)


def _owner_but(scene: Scene, supplier: str | None) -> str | None:
    reading = scene.reading
    subject = subject_after(scene)
    if subject is not None and subject.party_id != supplier:
        return subject.party_id
    for party in reversed(scene.before):
        if marker(reading, party) in ("from", "against") or party.party_id == supplier:
            continue
        if not made_by(reading, party) and not sells(scene, party):
            return party.party_id
    for party in scene.after:
        if marker(reading, party) != "from" and party.party_id != supplier and not made_by(reading, party):
            return party.party_id
    return None
