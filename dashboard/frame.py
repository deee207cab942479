"""What every page stands in: the snapshot, the language, the navigation, the line above the title."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NoReturn

import streamlit as st

from dashboard import db, state, style
from dashboard.collecting import put_aside
from dashboard.pages import PAGES, Entry
from dashboard.sending import send_at_once
from dashboard.text import clean, plain
from dashboard.words import DEFAULT_LANGUAGE, Words, languages, words
from pipelines.issues import LedgerError
from pipelines.paths import ROOT

FAVICON = str(ROOT / "static" / "favicon.png")
"""A picture of our own: an icon by name, here or on a page, is fetched from another host by the browser."""

FOCUS = ROOT / "dashboard" / "focus.css"
PRINT = ROOT / "dashboard" / "print.css"
PRINT_DARK = ROOT / "dashboard" / "print_dark.css"
"""What shows the keyboard's place; what differs on paper, and what more where the screen is dark."""


@dataclass(frozen=True)
class View:
    """All that a page needs: the snapshot, the words, the colours, and the other pages to link to."""

    ledger: db.Ledger
    words: Words
    tokens: style.Tokens
    above: Any
    pages: dict[str, Any] = field(default_factory=dict)
    corner: Any = None

    @property
    def language(self) -> str:
        """`en`, `es`."""
        return self.words.language

    @property
    def embedded(self) -> bool:
        """Whether another site shows the page in a frame (`?embed=true`): it then shows its chart alone."""
        return bool(st.context.is_embedded)

    def link(self, page: str, label: str, icon: str | None = None, **params: object) -> None:
        """A real link to another page; Streamlit carries the language along. `label` is safe Markdown."""
        query = state.link_params(**params)
        st.page_link(self.pages[page], label=label, icon=icon, query_params=query, width="content")

    def title(self, text: str) -> None:
        """The one title of the page, on the page and on the browser's tab."""
        st.set_page_config(page_title=f"{clean(text)} · Arms Ledger")
        st.title(plain(text), anchor=False)

    @contextmanager
    def crumbs(self) -> Iterator[None]:
        """Inside, links and text stand in one line above the title."""
        with self.above, st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
            yield


def run() -> None:
    """Draw the page that the address names."""
    send_at_once()
    st.set_page_config(page_title="Arms Ledger", page_icon=FAVICON, layout="wide")
    st.html(FOCUS)
    st.html(PRINT)
    if style.tokens() is style.DARK:
        st.html(PRINT_DARK)
    asked = state.param(state.LANGUAGE)
    line = st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center")
    above = line.container(horizontal=True, width="stretch")
    corner = line.container(width="content")
    with line:
        text = words(_language())
    pages: dict[str, Any] = {}
    ledger = _ledger(text)
    view = View(ledger, text, style.tokens(), above, pages, corner)
    for entry in PAGES:
        pages[entry.module] = st.Page(
            _shown(entry, view), title=text.get(entry.title), icon="", url_path=entry.url_path,
            default=not entry.url_path,
        )  # fmt: skip
    position: Literal["hidden", "top"] = "hidden" if view.embedded else "top"
    page = st.navigation(list(pages.values()), position=position)
    if asked is not None and asked not in languages():
        say_unknown(view, "frame.unknown_language", asked, ", ".join(languages()))
    page.run()
    _settle()
    put_aside()


def _shown(entry: Entry, view: View) -> Callable[[], None]:
    def show() -> None:
        module = importlib.import_module(f"dashboard.pages.{entry.module}")
        if entry.url_path and not view.embedded:
            _search(view)
        try:
            module.show(view)
        except LedgerError as error:
            stop_with(error, view.words)

    return show


def _search(view: View) -> None:
    """The search on every page but the first, which has it beside its title."""
    from dashboard import search  # it stands on this module

    label = view.words.get("frame.search_open")
    with view.corner, st.popover(label, icon=":material/search:", type="tertiary"):
        search.box(view, inline=False)


def _language() -> str:
    """The switch between languages, bound to the address: Streamlit then keeps it there from page to page.
    The labels are the ids, as a bound widget writes its label into the address. A page inside another site
    has no switch: its address decides."""
    if st.context.is_embedded:
        asked = state.param(state.LANGUAGE)
        return asked if asked in languages() else DEFAULT_LANGUAGE
    chosen = st.segmented_control(
        "Language · Idioma", languages(), key=state.LANGUAGE, default=DEFAULT_LANGUAGE, required=True,
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    return chosen or DEFAULT_LANGUAGE


def _ledger(text: Words) -> db.Ledger:
    """The current snapshot; where there is none, a first one is built while the reader is told so."""
    try:
        if db.is_ready():
            return db.current()
        with st.spinner(text.get("frame.building")):
            return db.current()
    except LedgerError as error:
        stop_with(error, text)


def stop_with(error: LedgerError, text: Words) -> NoReturn:
    """One clear message in place of the page: what, where, expected, got, what next."""
    parts = (
        ("where", error.place),
        ("expected", error.expected),
        ("got", error.got),
        ("next", error.hint),
    )
    lines = "\n".join(f"- {text.get(f'frame.error_{name}')}: {plain(value)}" for name, value in parts)
    st.error(f"**{text.get('frame.error')}**\n\n{lines}", icon=":material/error:")
    st.stop()


def say_unknown(view: View, key: str, given: str, known: str = "") -> None:
    """A sentence that says what was wrong with a link, above the nearest page."""
    st.info(view.words.get(key, given=plain(given), known=plain(known)), icon=":material/link_off:")


@lru_cache(maxsize=1)
def _settle() -> None:
    """Once per process, after the first page: load what other pages and their charts need, before a reader
    waits for it."""
    import plotly.graph_objs
    import plotly.io  # noqa: F401

    for entry in PAGES:
        importlib.import_module(f"dashboard.pages.{entry.module}")


def joined(parts: Sequence[str | None]) -> str:
    """The parts that are there, as they stand in a line under a quote."""
    return " · ".join(part for part in parts if part)
