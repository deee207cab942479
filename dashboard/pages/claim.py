"""One declared number: who said it, what the records show, by which rule, and what would change it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import claim_rows, claim_story, evidence, parts, state, telling
from dashboard.charts import voices
from dashboard.frame import View, say_unknown
from dashboard.numbers import date, number
from dashboard.queries import claims
from dashboard.queries.claims import Claim, Judged, Statement
from dashboard.text import link, plain

FIRST_CARDS = 12


def show(view: View) -> None:
    """The claim that the address names, or all claims."""
    claim_id = state.param("id")
    claim = view.ledger.first(claims.claim(claim_id, view.language)) if claim_id else None
    if claim is None:
        _list(claim_id, view)
    elif view.embedded:
        _head(claim, view)
        claim_story.over_time(claim, view)
    else:
        _page(claim, view)


def _page(claim: Claim, view: View) -> None:
    _crumbs(claim, view)
    _head(claim, view)
    left, right = st.columns([4, 7], gap="large")
    with left:
        _quote(claim, view)
    with right:
        st.header(view.words.get("page.claim.over_time"), anchor=False)
        claim_story.over_time(claim, view)
    left, right = st.columns([4, 7], gap="large")
    with left:
        _same_number(claim, view)
    with right:
        _other_units(claim, view)
    _statements(claim, view)
    _rule(claim, view)


def _list(given: str | None, view: View) -> None:
    words, found = view.words, view.ledger.answer(claims.claims(view.language))
    view.title(words.get("page.claim.list_title"))
    holders = len({claim.holder for claim in found})
    counts = {"number": number(len(found), view.language), "holders": number(holders, view.language)}
    st.markdown(words.get("page.claim.list_lead", **counts))
    if given:
        say_unknown(view, "page.claim.unknown", given)
        near = difflib.get_close_matches(given, [claim.claim_id for claim in found], n=3, cutoff=0.3)
        for claim in found:
            if claim.claim_id in near:
                view.link("claim", plain(telling.title(claim, words)), id=claim.claim_id)
    whole = state.param("all") == "1"
    parts.cards(found if whole else found[:FIRST_CARDS], view)
    if len(found) > FIRST_CARDS:
        parts.show_all("claim", whole, len(found), view)


def _crumbs(claim: Claim, view: View) -> None:
    with view.crumbs():
        view.link("claim", view.words.get("page.claim.nav"))
        if claim.holder:
            st.markdown("›")
            view.link("state_page", plain(claim.holder_name or claim.holder), id=claim.holder)
        if claim.holder and claim.system_id:
            st.markdown("›")
            view.link(
                "state_page",
                plain(claim.weapon or ""),
                id=claim.holder,
                view="systems",
                system=claim.system_id,
            )


def _head(claim: Claim, view: View) -> None:
    view.title(telling.title(claim, view.words))
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.chip(claim, view)
        st.markdown(telling.sentence(claim, view.words), width="stretch")


def _quote(claim: Claim, view: View) -> None:
    quote = view.ledger.first(claims.quote(claim.quote_id, view.language))
    carriers = view.ledger.answer(claims.carriers(claim.claim_id))
    if quote:
        parts.quote_card(claim, quote, len(carriers), view, on_claim_page=True)
    if carriers:
        with st.expander(view.words.get("page.claim.carriers"), icon=":material/campaign:"):
            st.markdown("\n".join(f"- {_carrier(one, view)}" for one in carriers))
    if claim.note:
        st.caption(view.words.get("page.claim.note", text=plain(claim.note)))


def _carrier(one: claims.Carrier, view: View) -> str:
    when = f", {date(one.published, view.language)}" if one.published else ""
    said = f"“{plain(one.wording)}”" if one.wording else view.words.get("page.claim.carrier_same")
    return f"{link(one.outlet, one.url)}{when}: {said}"


def _same_number(claim: Claim, view: View) -> None:
    words, others = view.words, claim_rows.same_number(claim, view)
    earlier = [one for one in others if (one.date or "") <= (claim.date or "")]
    later = [one for one in others if one not in earlier]
    for heading, found in (("same_earlier", earlier), ("same_later", later)):
        if found or (heading == "same_earlier" and not others):
            st.header(words.get(f"page.claim.{heading}"), anchor=False)
        for one in found:
            quote = view.ledger.first(claims.quote(one.quote_id, view.language))
            carriers = view.ledger.answer(claims.carriers(one.claim_id))
            if quote:
                parts.quote_card(one, quote, len(carriers), view)
    if not others:
        st.markdown(words.get("page.claim.same_none"))


def _other_units(claim: Claim, view: View) -> None:
    words = view.words
    for unit, rows in claim_rows.other_units(claim, view).items():
        named = words.unit(unit)
        heading = words.get("page.claim.other_units", units=named, unit=telling.unit(claim, words))
        st.header(heading, anchor=False)
        ids = claim_story.release_ids(claim, view)
        credit = evidence.credit(ids, view, telling.title(claim, words), heading)
        figure = voices.build(rows, view.tokens, words, credit, named)
        parts.chart(figure, voices.describe(rows, words, named), f"voices-{unit}")


def _statements(claim: Claim, view: View) -> None:
    words, found = view.words, view.ledger.answer(claims.statements(claim.claim_id, view.language))
    if not found:
        return
    st.header(words.get("page.claim.statements"), anchor=False)
    st.markdown(words.get("page.claim.statements_lead", number=number(len(found), view.language)))
    for one in found:
        st.markdown(_statement(one, view))


def _statement(one: Statement, view: View) -> str:
    speaker = f" — {plain(one.speaker)}" if one.speaker else ""
    sources = "; ".join(_source(source, view) for source in one.sources)
    return (
        f"**{one.number}** {parts.statement_chip(one.status, view)} “{plain(one.text)}”{speaker}  \n"
        f"{plain(one.evidence)}  \n:small[{sources}]"
    )


def _source(source: tuple[Any, ...], view: View) -> str:
    title, publisher, published, url = source
    when = f", {date(published, view.language)}" if published else ""
    return f"{link(title, url)}, {plain(publisher)}{when}"


def _rule(claim: Claim, view: View) -> None:
    words = view.words
    st.header(words.get("page.claim.rule"), anchor=False)
    st.markdown(words.get(f"reason.{claim.reason}.rule"))
    st.markdown(words.get("page.claim.change", text=words.get(f"reason.{claim.reason}.change")))
    editions = view.ledger.answer(claims.judged_over_time(claim.claim_id))
    if not editions:
        return
    st.markdown(_then_and_now(claim, editions, view))
    headings = [
        words.get(f"page.claim.editions_{name}") for name in ("known", "verdict", "firm", "estimated")
    ]
    rows = [_edition(one, claim, view) for one in editions]
    evidence.show_table(evidence.Table("editions", headings, rows))


def _edition(one: Judged, claim: Claim, view: View) -> tuple[str, str, str, str]:
    known, verdict = date(one.as_known_on, view.language), _judged(one, claim, view)
    return known, verdict, _count(one.firm, view), _count(_estimated(one), view)


def _then_and_now(claim: Claim, editions: Sequence[Judged], view: View) -> str:
    """The verdict of the claim's own day beside today's."""
    words, day = view.words, claim.date or ""
    before = [one for one in editions if one.as_known_on.isoformat() <= day]
    if not before:
        return words.get("page.claim.editions_before")
    then, now = before[-1], editions[-1]
    known = date(then.as_known_on, view.language)
    if then.verdict == now.verdict and then.percent == now.percent:
        return words.get("page.claim.editions_same", date=known)
    told = {"then": _judged(then, claim, view), "now": _judged(now, claim, view)}
    return words.get("page.claim.editions_differ", date=known, **told)


def _judged(one: Judged, claim: Claim, view: View) -> str:
    return telling.verdict_word(one.verdict, one.percent, one.with_estimates, claim.quantity_low, view.words)


def _estimated(one: Judged) -> int | None:
    return None if one.with_estimates is None else one.with_estimates - (one.firm or 0)


def _count(value: int | None, view: View) -> str:
    return view.words.get("cell.no_row") if value is None else number(value, view.language)
