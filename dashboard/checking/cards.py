"""One card per claim: the quote in its context, the verdict with rows and notes, and a person's decision."""

from __future__ import annotations

import streamlit as st

from dashboard import evidence, parts
from dashboard import telling as told
from dashboard.checking import editor, outcome, telling
from dashboard.checking.text_view import Mark, lang, marked_text
from dashboard.checking.work import CONFIRMED, DROPPED, OPEN, PROPOSED, Desk, Work
from dashboard.frame import View
from dashboard.queries.claims import Claim
from dashboard.text import plain
from pipelines.article_text import ArticleText

STATE_ICONS = {
    PROPOSED: ":material/pending:",
    CONFIRMED: ":material/how_to_reg:",
    DROPPED: ":material/do_not_disturb_on:",
}


def card(desk: Desk, held: Work, article: ArticleText, view: View) -> None:
    """The whole card; a dropped claim shows its quote alone."""
    claim = telling.as_claim(desk, article, view)
    with st.container(border=True, key=f"check-card-{desk.number}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            parts.chip(claim, view)
            state = view.words.get(f"check.state.{desk.decision}")
            st.badge(state, icon=STATE_ICONS[desk.decision], color="gray")
        st.markdown(f"**{desk.number}. {plain(told.title(claim, view.words))}**")
        _quote(desk, article, view)
        if desk.decision != DROPPED:
            _body(desk, claim, view)
        _actions(desk, held, article, claim, view)
        if st.session_state.get(OPEN) == (held.name, desk.number):
            editor.edit(desk, held, view)


def _quote(desk: Desk, article: ArticleText, view: View) -> None:
    """The sentence around the claim, the claim's words marked, in the language it was written in."""
    start, end = desk.span
    mark = Mark(start, end, desk.number, spoken(desk, article, view))
    text = marked_text(article.text, [mark], view.tokens, desk.proposal.start, desk.proposal.end)
    st.html(f'<blockquote{lang(article.language)} style="margin:0;line-height:1.6">{text}</blockquote>')
    if desk.translation:
        st.caption(f"{view.words.get('check.translation')}: {plain(desk.translation)}")


def spoken(desk: Desk, article: ArticleText, view: View) -> str:
    """What a screen reader says before a marked claim: `Claim 1, partly documented`."""
    verdict = view.words.get(f"verdict.short.{desk.judged.verdict}")
    return view.words.get("check.mark", number=desk.number, verdict=verdict)


def _body(desk: Desk, claim: Claim, view: View) -> None:
    words = view.words
    left, right = st.columns(2, wrap=False)
    left.markdown(f":orange[**{plain(telling.declared(claim, view))}**]  \n{words.get('mark.declared')}")
    colour = "blue" if claim.with_estimates and claim.verdict not in telling.NOT_COMPARED else "gray"
    large, small = told.documented(claim, words)
    right.markdown(f":{colour}[**{plain(large)}**]  \n{plain(small)}")
    st.markdown(telling.sentence(desk, claim, view))
    st.caption(telling.facts(claim, view))
    for one in desk.notes:
        st.markdown(f":material/sticky_note_2: {plain(telling.note(one, view))}")
    with st.container(horizontal=True):
        _rows(desk, view)
        _rule(desk, claim, view)


def _rows(desk: Desk, view: View) -> None:
    count = len(desk.judged.rows)
    name = "footnote.rows_one" if count == 1 else "footnote.rows"
    label = view.words.get(name, number=count) if count else view.words.get("check.no_rows")
    with st.popover(label, icon=":material/table_rows:", type="tertiary", disabled=not count):
        evidence.show_table(telling.row_table(desk, view))


def _rule(desk: Desk, claim: Claim, view: View) -> None:
    words = view.words
    with st.popover(words.get("check.rule"), icon=":material/rule:", type="tertiary"):
        st.markdown(words.get(f"reason.{claim.reason}.rule"))
        st.caption(words.get("page.claim.rule_code", rule=plain(desk.judged.rule)))
        st.markdown(words.get("page.claim.change", text=words.get(f"reason.{claim.reason}.change")))


def _actions(desk: Desk, held: Work, article: ArticleText, claim: Claim, view: View) -> None:
    words = view.words
    with st.container(horizontal=True):
        for decision, name, icon in (
            (CONFIRMED, "confirm", ":material/how_to_reg:"),
            (DROPPED, "drop", ":material/do_not_disturb_on:"),
            (PROPOSED, "reopen", ":material/undo:"),
        ):
            if decision != desk.decision and (decision != PROPOSED or desk.decision != PROPOSED):
                label, key = words.get(f"check.{name}"), f"{name}-{held.name}-{desk.span}"
                if st.button(label, icon=icon, key=key):
                    held.decisions[desk.span] = decision
                    st.rerun()
        if st.button(
            words.get("check.correct"), icon=":material/edit:", key=f"correct-{held.name}-{desk.span}"
        ):
            here = (held.name, desk.number)
            st.session_state[OPEN] = None if st.session_state.get(OPEN) == here else here
            st.rerun()
        if desk.decision != DROPPED:
            outcome.brief_button(desk, article, claim, view)
