"""Find a state, a system or a claim: words are compared without accents, case and punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from dashboard import db, telling
from dashboard.frame import View
from dashboard.numbers import number
from dashboard.queries import claims, names
from dashboard.text import plain
from dashboard.words import words

SHOWN = 8


@dataclass(frozen=True)
class Found:
    """A place that the search leads to: page and address, its name, and the text that is looked through."""

    page: str
    params: tuple[tuple[str, str], ...]
    label: str
    icon: str
    text: str


@lru_cache(maxsize=8)
def places(ledger: db.Ledger, language: str) -> tuple[Found, ...]:
    """Everything that can be found, states first, then claims, then systems by holder."""
    text = words(language)
    found = []
    for state in ledger.answer(names.states(language)):
        looked = folded(f"{state.name} {state.party_id}")
        found.append(Found("state_page", (("id", state.party_id),), state.name, ":material/flag:", looked))
    for claim in ledger.answer(claims.claims(language)):
        digits = f"{claim.quantity_low or ''} {claim.quantity_high or ''}"
        told = (telling.title(claim, text), digits, claim.speaker, claim.outlet, claim.class_name)
        looked = folded(" ".join(part for part in told if part))
        label = f"{telling.title(claim, text)} {claim.date[:4] if claim.date else ''}"
        found.append(Found("claim", (("id", claim.claim_id),), label, ":material/format_quote:", looked))
    for one in ledger.answer(names.held_systems(language)):
        params = (("id", one.holder), ("view", "systems"), ("system", one.system_id))
        looked = folded(f"{one.short_name} {one.name} {one.aliases} {one.holder_name}")
        label = f"{one.short_name}, {one.holder_name}"
        found.append(Found("state_page", params, label, ":material/table_rows:", looked))
    return tuple(found)


def folded(text: str) -> str:
    """Lower case, without accents and punctuation; digits of a number stay together: `5.000` -> `5000`."""
    signs = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    together = re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d{3})", "", bare)
    return re.sub(r"[^\w]+", " ", together).strip()


def find(asked: str, ledger: db.Ledger, language: str) -> list[Found]:
    """The places whose text has the beginning of every word asked for; whole words first."""
    wanted = folded(asked).split()
    if not wanted:
        return []
    hits = [
        place for place in places(ledger, language) if all(f" {word}" in f" {place.text}" for word in wanted)
    ]
    return sorted(hits, key=lambda place: sum(f" {word} " not in f" {place.text} " for word in wanted))


@st.fragment
def box(view: View, inline: bool) -> None:
    """The search box with its results as links; typing draws only this part of the page again."""
    text = view.words
    asked = st.text_input(
        text.get("frame.search"), key="search", placeholder=text.get("frame.search_example"), type="search",
        icon=":material/search:", live=True, label_visibility="visible" if inline else "collapsed",
    )  # fmt: skip
    if not asked:
        return
    hits = find(asked, view.ledger, view.language)
    if not hits:
        states = len(view.ledger.answer(names.states(view.language)))
        st.caption(text.get("frame.search_nothing", given=plain(asked), number=number(states, view.language)))
    for place in hits[:SHOWN]:
        view.link(place.page, plain(place.label), icon=place.icon, **dict(place.params))
    if len(hits) > SHOWN:
        st.caption(text.get("frame.search_more", number=number(len(hits) - SHOWN, view.language)))
