"""One state: what is said to be held or ordered, beside what the records show; all systems; suppliers."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard import evidence, holder_rows, parts, state, state_rows, telling
from dashboard.charts import claim_line, key, supply
from dashboard.frame import View, say_unknown
from dashboard.numbers import number
from dashboard.queries import claims, names, register
from dashboard.queries.claims import Claim
from dashboard.queries.names import State
from dashboard.queries.register import RegisterRow
from dashboard.text import plain

VIEWS = ("claims", "systems", "suppliers")
SUPPLY_SINCE = 2000
SHOWN_ROWS = 40
"""Rows as a real HTML table; more are listed in a grid that draws only what is in sight."""


def show(view: View) -> None:
    """The state that the address names, or all states."""
    given = state.param("id")
    listed = view.ledger.answer(names.states(view.language))
    found = next((one for one in listed if given and one.party_id.lower() == given.lower()), None)
    if found is None:
        _list(given, listed, view)
    elif view.embedded:
        view.title(found.name)
        _claims(found, _claims_of(found, view), view, alone=True)
    else:
        _page(found, listed, view)


def _page(one: State, listed: Sequence[State], view: View) -> None:
    words, found = view.words, _claims_of(one, view)
    with view.crumbs():
        view.link("state_page", words.get("page.state.nav"))
        st.markdown("›")
        st.markdown(plain(one.name))
    view.title(one.name)
    st.markdown(_summary(one, found, view))
    options = VIEWS if found else VIEWS[1:]
    if wrong := state.unknown_choice("view", VIEWS):
        say_unknown(view, "page.state.unknown_view", wrong, ", ".join(options))
    labels = {option: words.get(f"page.state.view_{option}") for option in VIEWS}
    chosen = state.choice(
        st.segmented_control, words.get("page.state.view"), "view", options, labels,
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    if chosen == "claims":
        _claims(one, found, view)
    elif chosen == "systems":
        _systems(one, found, view)
    else:
        _suppliers(one, view)


def _claims_of(one: State, view: View) -> tuple[Claim, ...]:
    return view.ledger.answer(claims.claims_of(one.party_id, view.language))


def _list(given: str | None, listed: Sequence[State], view: View) -> None:
    words = view.words
    view.title(words.get("page.state.list_title"))
    st.markdown(words.get("page.state.list_lead", number=number(len(listed), view.language)))
    if given:
        say_unknown(view, "page.state.unknown", given)
        for one in _nearest(given, listed):
            view.link("state_page", plain(one.name), id=one.party_id)
    for start in range(0, len(listed), 3):
        for place, one in zip(st.columns(3), listed[start : start + 3], strict=False):
            with place, st.container(border=True, height="stretch"):
                view.link("state_page", f"**{plain(one.name)}**", id=one.party_id)
                st.caption(_counts(one, view))


def _counts(one: State, view: View) -> str:
    said = view.words.get("page.state.list_claims", number=number(one.claims, view.language))
    rows = view.words.get("footnote.rows", number=number(one.documented_rows, view.language))
    return f"{said} · {rows}"


def _nearest(given: str, listed: Sequence[State]) -> list[State]:
    by_text = {text.lower(): one for one in listed for text in (one.name, one.party_id)}
    near = difflib.get_close_matches(given.lower(), by_text, n=3, cutoff=0.4)
    return list(dict.fromkeys(by_text[text] for text in near))


def _summary(one: State, found: Sequence[Claim], view: View) -> str:
    """One sentence that counts the verdicts."""
    words = view.words
    if not found:
        sums = view.ledger.answer(register.systems_of(one.party_id, view.language))
        entries = number(one.documented_rows, view.language)
        systems = number(len(sums), view.language)
        return words.get("page.state.summary_none", name=plain(one.name), systems=systems, entries=entries)
    tally = Counter(claim.verdict if claim.verdict in claim_line.JUDGED else "not_judged" for claim in found)
    told = [
        words.get(f"page.state.part_{verdict}", number=number(tally[verdict], view.language))
        for verdict in (*claim_line.JUDGED, "not_judged") if tally[verdict]
    ]  # fmt: skip
    count = words.get(
        "page.state.summary_count_one" if len(found) == 1 else "page.state.summary_count",
        number=number(len(found), view.language),
    )
    since = min((claim.date or "9999")[:4] for claim in found)
    return words.get("page.state.summary", count=count, year=since, parts=", ".join(told))


def _claims(one: State, found: Sequence[Claim], view: View, alone: bool = False) -> None:
    words = view.words
    rows = claim_line.ordered(state_rows.line_rows(found, view))
    whole = state.param("all") == "1"
    limit = len(rows) if whole else claim_line.LIMIT
    shown = [row.claim_id for row in rows[:limit]]
    left, right = (st.container(), None) if alone else st.columns([7, 4], gap="large")
    with left:
        st.header(words.get("page.state.claims"), anchor=False)
        note = _claims_note(one, found, view)
        about = (note.title, words.get("page.state.claims"))
        credit = evidence.credit(note.release_ids, view, *about)
        figure = claim_line.build(rows, view.tokens, words, credit, limit)
        event = parts.chart(figure, claim_line.describe(rows, words, limit), "claim-line", select=not alone)
        parts.chart_key(key.items(key.CLAIM_LINE, words), view)
        if len(rows) > claim_line.LIMIT and not alone:
            parts.show_all("state_page", whole, len(rows), view, id=one.party_id, claim=state.param("claim"))
        evidence.footnote(note, view)
    if right is not None:
        with right:
            _quotes(one, found, shown, _selected(event), view)


def _selected(event: object) -> str | None:
    """The claim of the mark that was chosen in the chart."""
    points = event["selection"]["points"] if event else []  # type: ignore[index]
    chosen = points[0].get("customdata") if points else None
    return (chosen[0] if isinstance(chosen, list | tuple) else chosen) if chosen else None


def _quotes(one: State, found: Sequence[Claim], shown: Sequence[str], picked: str | None, view: View) -> None:
    """The quotes of the row that is selected, in the chart or, the same from the keyboard, in the list."""
    words = view.words
    by_id = {claim.claim_id: claim for claim in found}
    if wrong := state.unknown_choice("claim", list(by_id)):
        say_unknown(view, "page.state.unknown_claim", wrong)
    if picked in by_id and st.session_state.get("picked") != picked:
        state.set_param("claim", picked)
    st.session_state["picked"] = picked
    options = [*shown, *(claim_id for claim_id in by_id if claim_id not in shown)]
    labels = {claim.claim_id: _label(claim, view) for claim in found}
    chosen = by_id[state.choice(st.selectbox, words.get("page.state.pick"), "claim", options, labels)]
    st.caption(words.get("page.state.quotes_for", what=plain(_label(chosen, view))))
    for claim in [chosen, *_same_row(chosen, found)]:
        quote = view.ledger.first(claims.quote(claim.quote_id, view.language))
        carriers = view.ledger.answer(claims.carriers(claim.claim_id))
        if quote:
            parts.quote_card(claim, quote, len(carriers), view)


def _label(claim: Claim, view: View) -> str:
    unit = telling.unit(claim, view.words)
    return parts.joined_words(
        claim.weapon or "", unit, telling.declared(claim, view.words), (claim.date or "")[:4]
    )


def _same_row(chosen: Claim, found: Sequence[Claim]) -> list[Claim]:
    """Other claims about the same weapon in the same unit."""

    def same(claim: Claim) -> tuple[object, ...]:
        return claim.system_id, claim.class_id, claim.unit, claim.quantity_low or claim.quantity_high

    return [claim for claim in found if same(claim) == same(chosen) and claim is not chosen]


def _claims_note(one: State, found: Sequence[Claim], view: View) -> evidence.Note:
    words = view.words
    headings, table = state_rows.line_table(found, view)
    asked = [register.rows_of_claim(claim.claim_id, view.language) for claim in found]
    rows: list[RegisterRow] = []
    for question in asked:
        rows += [row for row in view.ledger.answer(question) if row.part in ("firm", "estimated")]
    unique = list({(row.release_id, row.line): row for row in rows}.values())
    used = {*(row.release_id for row in unique), *evidence.loaded_ids(view, ("unroca", "lines"))}
    return evidence.Note(
        name="claim-line", title=one.name, page="state", params={"id": one.party_id},
        release_ids=sorted(used), unit=words.get("page.state.unit_rows"),
        table=evidence.Table(f"{one.party_id}-claims", headings, table),
        rows=evidence.register_table(f"{one.party_id}-rows", unique, view),
        questions=[claims.claims_of(one.party_id, view.language)],
        warnings=[words.get("page.claim.warning.transfers")],
        known_on=max((claim.as_known_on for claim in found if claim.as_known_on), default=None),
    )  # fmt: skip


def _systems(one: State, found: Sequence[Claim], view: View) -> None:
    words = view.words
    system = state.param("system")
    sums = view.ledger.answer(register.systems_of(one.party_id, view.language))
    if system and system not in {*(row.system_id for row in sums), *(claim.system_id for claim in found)}:
        st.info(
            words.get("page.state.system_unknown", given=plain(system), holder=plain(one.name)),
            icon=":material/link_off:",
        )
        system = None
    st.header(words.get("page.state.systems"), anchor=False)
    chosen = [row for row in sums if system in (None, row.system_id)]
    said = [claim for claim in found if system in (None, claim.system_id)]
    if system:
        named = chosen[0].name if chosen else said[0].weapon or system
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(words.get("page.state.showing_system", name=f"**{plain(named)}**"))
            view.link("state_page", words.get("page.state.all_rows"), id=one.party_id, view="systems")
    else:
        st.markdown(words.get("page.state.systems_lead", number=number(len(sums), view.language)))
    headings, rows = state_rows.system_table(chosen, said, one.party_id, view)
    whole = state.param("all") == "1"
    shown = rows if whole else rows[:SHOWN_ROWS]
    evidence.static_table({plain(head): [row[place] for row in shown] for place, head in enumerate(headings)})
    if len(rows) > SHOWN_ROWS:
        parts.show_all("state_page", whole, len(rows), view, id=one.party_id, view="systems")
    _systems_note(one, headings, rows, system, view)


def _systems_note(
    one: State, headings: list[str], rows: list[list[str]], system: str | None, view: View
) -> None:
    behind = holder_rows.behind(one.party_id, view, system=system)
    used = [*behind.release_ids, *evidence.loaded_ids(view, ("unroca", "lines"), ("rdmc", "wide"))]
    note = evidence.Note(
        name="systems", title=one.name, page="state",
        params={"id": one.party_id, "view": "systems", "system": system}, release_ids=used,
        unit=view.words.get("page.state.unit_each"),
        table=evidence.Table(f"{one.party_id}-systems", headings, rows),
        rows=behind.rows, whole=behind.whole,
        questions=[register.systems_of(one.party_id, view.language), behind.asked],
        warnings=[view.words.get("page.claim.warning.transfers")], known_on=behind.known_on,
    )  # fmt: skip
    evidence.footnote(note, view)


def _unsplit(one: State, view: View) -> list[str]:
    """What the yearly bars leave out, where they leave something out."""
    left_out = view.ledger.first(register.unsplit_of(one.party_id, SUPPLY_SINCE))
    if left_out is None or not left_out.tiv_million:
        return []
    volume = number(left_out.tiv_million, view.language, 0)
    return [view.words.get("page.flows.unsplit", volume=volume)]


def _suppliers(one: State, view: View) -> None:
    words = view.words
    asked = register.supply_of(one.party_id, view.language, SUPPLY_SINCE)
    found = view.ledger.answer(asked)
    st.header(words.get("page.state.suppliers", name=plain(one.name)), anchor=False)
    if not found:
        st.info(words.get("page.state.suppliers_none", name=plain(one.name), year=SUPPLY_SINCE))
        return
    st.caption(words.get("page.state.suppliers_lead"))
    rows = [supply.Row(row.supplier, row.year, row.tiv_million) for row in found]
    behind = holder_rows.behind(one.party_id, view, since=SUPPLY_SINCE)
    ids = behind.release_ids
    title, unit = words.get("page.state.suppliers", name=one.name), words.get("unit.tiv_million")
    figure = supply.build(rows, view.tokens, words, evidence.credit(ids, view, title, unit))
    parts.chart(figure, supply.describe(rows, words), "supply")
    headings = [words.get(f"table.{name}") for name in ("supplier", "year", "tiv_million")]
    table = [(row.supplier, str(row.year), number(row.tiv_million, view.language)) for row in found]
    note = evidence.Note(
        name="supply", title=words.get("page.state.suppliers", name=one.name), page="state",
        params={"id": one.party_id, "view": "suppliers"}, release_ids=ids,
        unit=f"{words.get('unit.tiv_million')}. {words.get('page.overview.map_unit_note')}",
        table=evidence.Table(f"{one.party_id}-suppliers", headings, table),
        rows=behind.rows, whole=behind.whole, questions=[asked], warnings=_unsplit(one, view),
        known_on=behind.known_on,
    )  # fmt: skip
    evidence.footnote(note, view)
