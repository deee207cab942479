"""What states say they hold, beside what the records show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import claim_story, evidence, parts, search, state, telling
from dashboard.charts import key
from dashboard.charts import map as world_map
from dashboard.frame import View
from dashboard.numbers import number
from dashboard.queries import claims, register, releases
from dashboard.queries.claims import Claim
from dashboard.queries.register import Volume
from dashboard.queries.releases import Release
from dashboard.text import plain

SINCE = 2000
"""First year of the map: from here on the register is loaded by delivery year."""

FIRST_CARDS = 6


def show(view: View) -> None:
    """Two sentences, the search, the featured claim, the cards, the map."""
    if view.embedded:
        _map(view)
        return
    left, right = st.columns([8, 3])
    with left:
        view.title(view.words.get("page.overview.title"))
        st.markdown(view.words.get("page.overview.lead"))
    with right:
        search.box(view, inline=True)
    found = view.ledger.answer(claims.claims(view.language))
    if not found:
        st.info(view.words.get("page.overview.no_claims"))
    else:
        _claims(found, view)
    _map(view)


def _claims(found: Sequence[Claim], view: View) -> None:
    words = view.words
    featured = _featured(found, view)
    if featured:
        _answer(featured, view)
    st.header(words.get("page.overview.claims"), anchor=False)
    whole = state.param("all") == "1"
    parts.cards(found if whole else found[:FIRST_CARDS], view)
    if len(found) > FIRST_CARDS:
        parts.show_all("overview", whole, len(found), view)


def _featured(found: Sequence[Claim], view: View) -> Claim | None:
    """The claim whose article is taken apart statement by statement; the newest one."""
    chosen = view.ledger.answer(claims.featured())
    return next((claim for claim in found if claim.claim_id in chosen[:1]), None)


def _answer(claim: Claim, view: View) -> None:
    """The whole story of one number: what was said beside what is documented, and what the UN was told."""
    words = view.words
    with st.container(border=True):
        st.header(plain(telling.title(claim, words)), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center"):
            parts.chip(claim, view)
            declared = f":orange[**{plain(telling.declared(claim, words))}**] {words.get('mark.declared')}"
            st.markdown(f"{declared} · {telling.sentence(claim, words)}", width="stretch")
        st.markdown(claim_story.record(claim, view))
        left, right = st.columns([4, 7], gap="large")
        with left:
            parts.quote_of(claim, view)
        with right:
            claim_story.over_time(claim, view)
        view.link(
            "claim", words.get("page.overview.open_claim"), icon=":material/arrow_forward:", id=claim.claim_id
        )


def _map(view: View) -> None:
    words = view.words
    volumes = view.ledger.answer(register.volumes(view.language, SINCE))
    used = _register_releases(view)
    last = max((one.last_year for one in used if one.last_year), default=None)
    if last is None:
        st.info(words.get("page.overview.map_empty"))
        return
    heading = words.get("page.overview.map", first=SINCE, last=last)
    st.header(heading, anchor=False)
    rows = [_row(one) for one in volumes if one.kind in ("state", "territory") or one.tiv_million]
    told = replace(
        words, texts={**words.texts, "chart.map.hover_no_report": words.get("page.overview.map_not_loaded")}
    )
    ids = [one.release_id for one in used]
    credit = evidence.credit(ids, view, heading, words.get("unit.tiv_million"))
    figure = world_map.build(rows, view.tokens, told, credit)
    parts.chart(figure, world_map.describe(rows, words), "map")
    parts.chart_key(_key(rows, view), view)
    beside = world_map.off_map([row for row in rows if row.kind != "no_report"])
    if beside:
        named = ", ".join(row.name for row in beside)
        st.caption(plain(words.get("chart.map.off_map", names=named)))
    loaded = sum(one.loaded for one in volumes)
    if any(one.recipients for one in used):
        st.caption(words.get("page.overview.map_extract", number=number(loaded, view.language)))
    _footnote(heading, volumes, used, view)


def _row(one: Volume) -> world_map.Row:
    kind = "no_report" if not one.loaded else "number" if one.tiv_million else "nothing"
    return world_map.Row(one.party_id, one.iso_numeric or "", one.name, one.tiv_million, kind)


def _key(rows: Sequence[world_map.Row], view: View) -> list[key.Item]:
    items = key.map_items(view.words)
    if any(row.kind == "no_report" for row in rows):
        items.append(key.Item("no_report_map", view.words.get("key.not_loaded")))
    return items


def _register_releases(view: View) -> list[Release]:
    """The releases of the register that today's figures come from: the newest of each format."""
    newest: dict[str, Release] = {}
    for one in view.ledger.answer(releases.releases()):
        if one.source == "sipri_register":
            newest[one.format] = one
    return list(newest.values())


def _footnote(heading: str, volumes: Sequence[Volume], used: Sequence[Release], view: View) -> None:
    words = view.words
    known = [one for one in volumes if one.loaded]
    listed = [
        (
            one.name,
            number(one.tiv_million, view.language, 0)
            if one.tiv_million
            else words.get("key.nothing_documented"),
        )
        for one in known
    ]
    headings = (words.get("page.overview.recipient"), words.get("page.overview.volume"))
    note = evidence.Note(
        name="map",
        title=heading,
        page="",
        params={},
        release_ids=[one.release_id for one in used],
        unit=f"{words.get('unit.tiv_million')}. {words.get('page.overview.map_unit_note')}",
        table=evidence.Table("map", headings, listed),
        rows=None,
        questions=[register.volumes(view.language, SINCE)],
        known_on=max((one.released for one in used if one.released), default=None),
    )
    evidence.footnote(note, view)
