"""What does this article claim, and what do the tables document? A person decides; the machine proposes."""

from __future__ import annotations

import streamlit as st

from dashboard.checking import cards, given, outcome, text_view, work
from dashboard.checking.work import Desk, Work
from dashboard.frame import View
from dashboard.numbers import number
from pipelines.article_text import ArticleText
from pipelines.claims.checking import Checked

FIRST_CARDS = 20


def show(view: View) -> None:
    """The ways in and, once an article is in hand, its claims beside its text."""
    words = view.words
    st.title(words.get("check.title"), anchor=False)
    st.markdown(words.get("check.lead"))
    given.ask(view)
    held = work.current()
    if held is not None:
        _article(held, view)


def _article(held: Work, view: View) -> None:
    article = given.corrected(held, view)
    found = work.checked(held, article, view.ledger.path)
    _remarks(found, view)
    desks = work.desks(held, found, view.ledger.path)
    if not desks:
        _text([], article, view)
        return
    left, right = st.columns([7, 4], gap="large")
    with left:
        st.header(_counted(len(desks), view), anchor=False)
        _cards(desks, held, article, view)
        outcome.take_away(desks, article, view)
    with right:
        _text(desks, article, view)


def _cards(desks: list[Desk], held: Work, article: ArticleText, view: View) -> None:
    """The first cards; an article with a hundred claims shows the others when it is asked."""
    for desk in desks if held.shows_all else desks[:FIRST_CARDS]:
        cards.card(desk, held, article, view)
    if len(desks) > FIRST_CARDS and not held.shows_all:
        label = view.words.get("frame.show_all", number=number(len(desks), view.language))
        if st.button(label, icon=":material/unfold_more:"):
            held.shows_all = True
            st.rerun()


def _counted(count: int, view: View) -> str:
    return view.words.get(
        "check.claims_one" if count == 1 else "check.claims", number=number(count, view.language)
    )


def _remarks(found: Checked, view: View) -> None:
    for remark in found.remarks:
        st.info(view.words.get(f"check.remark.{remark}"), icon=":material/info:")


def _text(desks: list[Desk], article: ArticleText, view: View) -> None:
    words = view.words
    st.header(words.get("check.text"), anchor=False)
    marks = [
        text_view.Mark(*desk.span, desk.number, cards.spoken(desk, article, view))
        for desk in desks
        if desk.decision != work.DROPPED
    ]
    label = words.get("check.text_label")
    st.html(text_view.whole_text(article.text, marks, view.tokens, article.language, label))
    size = number(len(article.text), view.language)
    st.caption(words.get("check.text_facts", characters=size, sha256=article.sha256[:16]))
    if st.button(words.get("check.put_away"), icon=":material/delete:"):
        work.put_away()
        st.rerun()
