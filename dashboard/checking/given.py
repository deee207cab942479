"""How an article comes in: pasted, as a file, by its address; and what a person knows better about it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.checking import work
from dashboard.frame import View
from dashboard.numbers import date
from dashboard.parts import language_name
from dashboard.text import plain
from pipelines.article_text import ArticleText, ArticleTextError, from_bytes, from_text, from_url
from pipelines.claims.article_file import date_is_known_as_far_as_written

READ_LANGUAGES = (
    "ar", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl",
    "pt", "ro", "ru", "sr", "sv", "tr", "uk", "zh",
)  # fmt: skip
"""Offered where the language that was found is wrong; each is read, some by names and digits alone."""


def ask(view: View) -> None:
    """Three ways to give an article; what is read becomes the article in hand."""
    words = view.words
    with st.expander(words.get("check.give"), expanded=work.current() is None, icon=":material/article:"):
        paste, file, address = st.tabs([words.get(f"check.{name}") for name in ("paste", "file", "address")])
        with paste, st.form("check-paste", border=False):
            text = st.text_area(words.get("check.paste_label"), height=220, key="check-paste-text")
            if st.form_submit_button(words.get("check.read"), type="primary"):
                _read(lambda: from_text(text, words.get("check.the_text")), view)
        with file, st.form("check-file", border=False):
            upload = st.file_uploader(words.get("check.file_label"), ["txt", "html", "htm", "md"])
            if st.form_submit_button(words.get("check.read"), type="primary"):
                name, data = (
                    (upload.name, upload.getvalue()) if upload else (words.get("check.the_file"), b"")
                )
                _read(lambda: from_bytes(name, data), view)
        with address, st.form("check-address", border=False):
            url = st.text_input(words.get("check.address_label"), placeholder="https://")
            st.caption(words.get("check.address_note"))
            if st.form_submit_button(words.get("check.read"), type="primary"):
                with st.spinner(words.get("check.fetching")):
                    _read(lambda: from_url(url.strip()), view)


def _read(reading: Callable[[], ArticleText], view: View) -> None:
    try:
        work.start(reading())
    except ArticleTextError as error:
        values = {"place": plain(error.place), "expected": plain(error.expected), "got": plain(error.got)}
        st.info(view.words.get(f"check.error.{error.code}", **values), icon=":material/info:")
    else:
        st.rerun()


def corrected(held: work.Work, view: View) -> ArticleText:
    """The article with title, outlet, date and language as the fields say; each can be changed by hand."""
    words, article = view.words, held.article
    with st.expander(_about(held, view), icon=":material/edit_note:"):
        title = st.text_input(words.get("check.title_label"), article.title or "", key=f"title-{held.name}")
        outlet_place, date_place, language_place = st.columns(3)
        outlet = outlet_place.text_input(
            words.get("check.outlet_label"), article.outlet or "", key=f"outlet-{held.name}"
        )
        published = date_place.text_input(
            words.get("check.date_label"), article.published or "", key=f"date-{held.name}",
            placeholder="2025-10-22",
        ).strip()  # fmt: skip
        language = _language(language_place, held, view)
        if published and not date_is_known_as_far_as_written(published):
            st.info(words.get("check.error.date", got=plain(published)), icon=":material/info:")
            published = ""
    return ArticleText(
        article.text, title.strip() or None, outlet.strip() or None, article.author, published or None,
        language, article.url, article.sha256,
    )  # fmt: skip


def _about(held: work.Work, view: View) -> str:
    """What is known of the article in one line, as it was read: the fields below it may say otherwise."""
    article = held.article
    language = (
        language_name(article.language, view)
        if article.language
        else view.words.get("check.language_unknown")
    )
    published = date(article.published, view.language) if article.published else ""
    facts = " · ".join(part for part in (article.title, article.outlet, published, language) if part)
    return view.words.get("check.about", facts=plain(facts))


def _language(place: st.delta_generator.DeltaGenerator, held: work.Work, view: View) -> str | None:
    found = held.article.language
    options = [found, *(code for code in READ_LANGUAGES if code != found)]

    def name(code: str | None) -> str:
        return language_name(code, view) if code else view.words.get("check.language_unknown")

    chosen: str | None = place.selectbox(
        view.words.get("check.language_label"), options, format_func=name, key=f"language-{held.name}"
    )
    return chosen
