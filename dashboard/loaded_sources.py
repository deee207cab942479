"""Each loaded source as the method page shows it: its releases, how old and how whole they are, its terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from dashboard import evidence
from dashboard.frame import View
from dashboard.numbers import date, number, percent
from dashboard.queries import method
from dashboard.queries.method import Ingest
from dashboard.text import link, plain
from dashboard.words import Words


def show(view: View) -> None:
    """Each source with its releases, terms, credit line and link, and how to load the whole of it."""
    words = view.words
    found = view.ledger.answer(method.ingested())
    if not found:
        st.info(words.get("page.sources.sources.empty"))
        return
    today = dt.date.today()
    for source in dict.fromkeys(one.source for one in found):
        own = [one for one in found if one.source == source]
        with st.container(border=True):
            st.markdown(f"**{plain(_source_name(source, own[0].title, words))}**")
            evidence.show_table(_release_table(source, own, today, view))
            st.markdown(_terms(own[0], words))
            if words.has(f"page.sources.load.{source}"):
                st.markdown(words.get(f"page.sources.load.{source}"))


def _source_name(source: str, title: str, words: Words) -> str:
    key = f"page.sources.name.{source}"
    return words.get(key) if words.has(key) else title


def _release_table(source: str, own: Sequence[Ingest], today: dt.date, view: View) -> evidence.Table:
    words, language = view.words, view.language
    columns = (
        "format",
        "release",
        "age",
        "origin",
        "read",
        "kept",
        "rejected",
        "repaired",
        "share",
        "years",
        "hash",
    )
    listed = [
        (
            _format(one, words), _released(one, view), _age(one, today, view),
            words.get(f"page.sources.origin.{one.origin}"), number(one.rows_read, language),
            number(one.rows_kept, language), number(one.rows_rejected, language),
            number(one.rows_repaired, language), _share(one, view), _years(one, words), one.sha256[:12],
        )
        for one in own
    ]  # fmt: skip
    return evidence.Table(source, [words.get(f"page.sources.column.{column}") for column in columns], listed)


def _format(one: Ingest, words: Words) -> str:
    key = f"page.sources.format.{one.source}_{one.format}"
    return words.get(key) if words.has(key) else one.title


def _released(one: Ingest, view: View) -> str:
    return date(one.released, view.language) if one.released else view.words.get("page.sources.undated")


def _age(one: Ingest, today: dt.date, view: View) -> str:
    """How old the release is; where the file has no date, when it came here."""
    if one.released:
        return view.words.get("page.sources.days", number=number((today - one.released).days, view.language))
    if one.retrieved:
        return view.words.get("page.sources.here_since", date=date(one.retrieved, view.language))
    return view.words.get("table.not_known")


def _share(one: Ingest, view: View) -> str:
    words, language = view.words, view.language
    if not one.dataset_rows:
        return words.get("table.not_known")
    return words.get(
        "page.sources.share",
        percent=percent(one.rows_kept, one.dataset_rows, language),
        all=number(one.dataset_rows, language),
    )


def _years(one: Ingest, words: Words) -> str:
    if one.first_year is None or one.last_year is None:
        return words.get("table.not_known")
    return f"{one.first_year}–{one.last_year}"


def _terms(one: Ingest, words: Words) -> str:
    key = f"page.sources.terms.{one.source}"
    terms = words.get(key) if words.has(key) else plain(one.terms)
    credit = words.get("page.sources.credit", credit=plain(one.credit))
    return "  \n".join((terms, credit, words.get("page.sources.link", link=link(one.url, one.url))))
