"""Who received how many: two to six holders, one system or class, one chart for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import evidence, parts, pickers
from dashboard.charts import compare as chart
from dashboard.charts import key
from dashboard.frame import View, joined
from dashboard.numbers import date, number, quantity
from dashboard.queries import claims, compare
from dashboard.queries.claims import Claim
from dashboard.queries.compare import Loaded, Sum, Weapon
from dashboard.text import plain

FIRST_WEAPON = "manpads"
MOST = chart.MOST
SHOWN_FIRST = 4
COMPARED_KINDS = ("holding", "delivery", "order")
"""Kinds of claims that a number of deliveries can stand beside; losses and requests count something else."""


@dataclass(frozen=True)
class Asked:
    """What is compared: the weapon, the holders in the order of the chart, and their names."""

    weapon: Weapon
    states: Sequence[str]
    names: dict[str, str]
    members: Sequence[str]


def show(view: View) -> None:
    """The choices, then for each unit a chart, its key and its footnote."""
    words = view.words
    view.title(words.get("page.compare.title"))
    if not view.embedded:
        st.markdown(words.get("page.compare.lead"))
    asked = _asked(view)
    if asked is None:
        st.info(words.get("page.compare.empty"))
        return
    sums = view.ledger.answer(compare.sums(asked.weapon.weapon_id, asked.states))
    said = _said(asked, view)
    for unit in _units(sums, said):
        _unit(unit, asked, sums, said, view)
    _without_unit(sums, asked, view)
    if len(asked.states) < 2:
        st.info(words.get("page.compare.one_state"))


def _asked(view: View) -> Asked | None:
    words = view.words
    offered = view.ledger.answer(compare.weapons(view.language))
    if not offered:
        return None
    by_id = {weapon.weapon_id: weapon for weapon in offered}
    labels = {
        one.weapon_id: words.get(
            f"page.compare.{one.kind}", name=one.name, number=number(one.holders, view.language)
        )
        for one in offered
    }
    states = {one.party_id: one.name for one in view.ledger.answer(compare.parties(view.language))}
    left, right = st.columns([4, 7], gap="large")
    with left:
        weapon = pickers.one(
            view, "weapon", words.get("page.compare.weapon"), list(by_id), labels, FIRST_WEAPON
        )
    ranked = [one.party_id for one in view.ledger.answer(compare.holders(weapon)) if one.party_id in states]
    with right:
        label = words.get("page.compare.states")
        help = words.get("page.compare.states_help", most=MOST)
        chosen = pickers.several(
            view, "states", label, list(states), states, ranked[:SHOWN_FIRST], MOST, help
        )
    return Asked(by_id[weapon], chosen, states, view.ledger.answer(compare.members(weapon)))


def _said(asked: Asked, view: View) -> list[Claim]:
    """The declared numbers of the compared holders for this weapon, newest first."""
    found = view.ledger.answer(claims.claims(view.language))
    column = "system_id" if asked.weapon.kind == "system" else "class_id"
    return [
        one for one in found
        if one.holder in asked.states and getattr(one, column) in asked.members and one.kind in COMPARED_KINDS
        and (one.quantity_low is not None or one.quantity_high is not None)
    ]  # fmt: skip


def _units(sums: Sequence[Sum], said: Sequence[Claim]) -> list[str]:
    """The units that anything is counted in: those that the register counts first, then by holders."""
    counted: dict[str, set[str]] = {}
    for one in sums:
        if one.unit:
            counted.setdefault(one.unit, set()).add(one.holder)
    for claim in said:
        if claim.unit and claim.holder:
            counted.setdefault(claim.unit, set()).add(claim.holder)
    documented = {one.unit for one in sums}
    return sorted(counted, key=lambda unit: (unit not in documented, -len(counted[unit]), unit))


def _unit(unit: str, asked: Asked, sums: Sequence[Sum], said: Sequence[Claim], view: View) -> None:
    words = view.words
    counting = words.unit(unit)
    title = words.get("page.compare.heading", weapon=_capital(asked.weapon.name), unit=counting)
    loaded = {one.party_id: one for one in view.ledger.answer(compare.loaded())}
    rows = [_row(state, unit, asked, sums, said, loaded, view) for state in asked.states]
    st.header(plain(title), anchor=False)
    releases = _release_ids(asked, loaded)
    figure = chart.build(rows, view.tokens, words, evidence.credit(releases, view, title), counting)
    parts.chart(figure, chart.describe(rows, words, counting), f"compare-{unit}")
    parts.chart_key(key.items(_marks(rows), words), view)
    _footnote(unit, title, rows, asked, sums, said, releases, view)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _marks(rows: Sequence[chart.Row]) -> list[str]:
    """The marks that occur, for the key."""
    said = [row.qualifier for row in rows if row.quantity_low is not None or row.quantity_high is not None]
    framed = any(not (row.firm or row.estimated) and row.missing != "no_row" for row in rows)
    found = {
        "firm": any(row.firm for row in rows),
        "estimated": any(row.estimated for row in rows),
        "declared": any(qualifier != "approx" for qualifier in said),
        "approx": "approx" in said,
        "at_least": "at_least" in said,
        "at_most": "at_most" in said,
        "not_covered": framed,
    }
    return [mark for mark, occurs in found.items() if occurs]


def _row(
    state: str,
    unit: str,
    asked: Asked,
    sums: Sequence[Sum],
    said: Sequence[Claim],
    loaded: dict[str, Loaded],
    view: View,
) -> chart.Row:
    found = next((one for one in sums if one.holder == state and one.unit == unit), None)
    claim = _claim(state, unit, asked, said)
    row = chart.Row(
        state, asked.names[state], found.firm if found else None, found.estimated if found else None,
        missing=_missing(state, unit, asked, sums, loaded, claim),
    )  # fmt: skip
    if claim is None:
        return row
    return replace(
        row,
        quantity_low=claim.quantity_low,
        quantity_high=claim.quantity_high,
        qualifier=claim.qualifier,
        speaker=_speaker(claim, asked, view),
        claim_id=claim.claim_id,
    )


def _speaker(claim: Claim, asked: Asked, view: View) -> str:
    """`Igla-S · order · Milizona · Oct 2011`: the weapon where the claim names a narrower one, the kind where
    it is no holding."""
    narrower = claim.weapon if _is_narrower(claim, asked) else None
    kind = None if claim.kind == "holding" else view.words.get(f"kind.{claim.kind}")
    when = date(claim.date, view.language) if claim.date else None
    return joined([narrower, kind, claim.speaker or claim.outlet, when])


def _is_narrower(claim: Claim, asked: Asked) -> bool:
    return asked.weapon.weapon_id not in ((claim.system_id,) if claim.system_id else (claim.class_id,))


def _claim(state: str, unit: str, asked: Asked, said: Sequence[Claim]) -> Claim | None:
    """What stands in the chart: a holding before a delivery or order, a number for the weapon itself before
    one for a narrower weapon, then the newest."""
    found = [claim for claim in said if claim.holder == state and claim.unit == unit]
    return min(
        found, key=lambda claim: (COMPARED_KINDS.index(claim.kind), _is_narrower(claim, asked)), default=None
    )


def _missing(
    state: str, unit: str, asked: Asked, sums: Sequence[Sum], loaded: dict[str, Loaded], claim: Claim | None
) -> str:
    """The key of the word for having no documented number."""
    if state not in loaded:
        return "not_loaded"
    if asked.weapon.scope == "outside" or (claim is not None and claim.verdict == "out_of_scope"):
        return "not_covered"
    counted = {one.unit for one in sums}
    elsewhere = any(one.holder == state and one.unit != unit for one in sums)
    return "other_unit" if elsewhere or (counted and unit not in counted) else "no_row"


def _without_unit(sums: Sequence[Sum], asked: Asked, view: View) -> None:
    """Rows whose kind is mapped to no unit are named, and stand in no chart."""
    for one in sums:
        if one.unit is None:
            count = number(one.entries, view.language)
            st.caption(
                plain(view.words.get("page.compare.no_unit", name=asked.names[one.holder], number=count))
            )


def _release_ids(asked: Asked, loaded: dict[str, Loaded]) -> list[str]:
    covers = [loaded[state] for state in asked.states if state in loaded]
    found = {one.deals_release_id for one in covers} | {one.deliveries_release_id for one in covers}
    return sorted(one for one in found if one)


def _footnote(
    unit: str,
    title: str,
    rows: Sequence[chart.Row],
    asked: Asked,
    sums: Sequence[Sum],
    said: Sequence[Claim],
    releases: Sequence[str],
    view: View,
) -> None:
    words = view.words
    others = [one for one in said if one.unit == unit]
    note = evidence.Note(
        name=f"compare-{unit}",
        title=title,
        page="compare",
        params={"weapon": asked.weapon.weapon_id, "states": ",".join(asked.states)},
        release_ids=releases,
        unit=words.get("page.compare.unit_note", unit=words.unit(unit)),
        table=_table(rows, others, unit, view),
        rows=_entries(unit, asked, view),
        questions=[
            compare.sums(asked.weapon.weapon_id, asked.states),
            compare.entries(asked.weapon.weapon_id, asked.states, view.language),
        ],
        warnings=[words.get("page.claim.warning.transfers"), *_unknown(unit, asked, sums, view)],
    )
    evidence.footnote(note, view)
    listed = [claim for claim in others if claim.claim_id not in {row.claim_id for row in rows}]
    if listed:
        st.caption(words.get("page.compare.further"))
        for claim in listed:
            number_said, rest = _declared(claim, view)
            label = f"{asked.names[claim.holder or '']}: {number_said}"
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                view.link("claim", plain(label), icon=":material/format_quote:", id=claim.claim_id)
                st.caption(plain(rest))


def _declared(claim: Claim, view: View) -> tuple[str, str]:
    """`about 20,000, order` and `Strela-2 · Mohammed Adia · 1 Oct 2011`."""
    words = view.words
    printed = quantity(claim.quantity_low, claim.quantity_high, claim.qualifier, words, table=True) or ""
    kind = "" if claim.kind == "holding" else f", {words.get(f'kind.{claim.kind}')}"
    when = date(claim.date, view.language) if claim.date else None
    return f"{printed}{kind}", joined([claim.weapon, claim.speaker or claim.outlet, when])


def _unknown(unit: str, asked: Asked, sums: Sequence[Sum], view: View) -> list[str]:
    return [
        view.words.get(
            "page.compare.unknown", name=asked.names[one.holder], number=number(one.unknown, view.language)
        )
        for one in sums
        if one.unit == unit and one.unknown
    ]


def _table(rows: Sequence[chart.Row], said: Sequence[Claim], unit: str, view: View) -> evidence.Table:
    words = view.words
    columns = ("firm", "estimated", "declared", "says")
    headings = [words.get("page.compare.holder"), *(words.get(f"table.{column}") for column in columns)]
    listed = []
    for row in rows:
        word = words.get(f"cell.{row.missing}")
        documented = bool(row.firm or row.estimated)
        cells = [
            number(part or 0, view.language) if documented else word for part in (row.firm, row.estimated)
        ]
        claim = next((one for one in said if one.claim_id == row.claim_id), None)
        declared = quantity(row.quantity_low, row.quantity_high, row.qualifier, words, table=True)
        none = words.get("cell.no_claim")
        listed.append((row.name, *cells, declared or none, row.speaker if claim else none))
    return evidence.Table(f"compare-{unit}", headings, listed)


def _entries(unit: str, asked: Asked, view: View) -> evidence.Table:
    words = view.words
    found = view.ledger.answer(compare.entries(asked.weapon.weapon_id, asked.states, view.language))
    columns = ("supplier", "designation", "quantity", "flag", "order_year", "delivery_year", "release",
               "line")  # fmt: skip
    headings = [words.get("page.compare.holder"), *(words.get(f"table.{column}") for column in columns)]
    rows = [
        (
            one.holder, one.supplier, one.designation,
            words.get("table.not_known") if one.quantity is None else number(one.quantity, view.language),
            words.get("table.flag_estimated" if one.estimated else "table.flag_firm"),
            str(one.order_year or words.get("table.not_known")),
            one.delivery_years or words.get("table.not_known"), one.release_id, str(one.line),
        )
        for one in found if one.unit == unit
    ]  # fmt: skip
    return evidence.Table(f"compare-{unit}-rows", headings, rows)
