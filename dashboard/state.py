"""What a page shows, kept in its address alone: a link to it shows the same to everybody.

The language is bound to it by `bind="query-params"`, which carries it from page to page. Other widgets are
not: a bound widget writes the label of a choice into the address, which changes with the language
(`view=Suppliers`, `view=Proveedores`), and replaces the entry in the browser's history. Here the address
holds ids, wins over the widget, and each choice is a step that the back button takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.words import DEFAULT_LANGUAGE

LANGUAGE = "lang"
LONGEST = 200
"""Longer values are not looked at: no id has as many characters."""


def param(key: str) -> str | None:
    """A value of the address, None where it is missing or empty."""
    value = st.query_params.get(key, "")
    return value[:LONGEST] or None


def set_param(key: str, value: str | None) -> None:
    """Write a value into the address, or take it out."""
    if value is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value


def link_params(**values: object) -> dict[str, str]:
    """The part of an internal link after `?`: the given values that are there."""
    return {key: str(value) for key, value in values.items() if value is not None}


def permalink_params(language: str, **values: object) -> dict[str, str]:
    """The same for a link that leaves the page, with the language that the page is in."""
    return link_params(**values, **({} if language == DEFAULT_LANGUAGE else {LANGUAGE: language}))


def choice(
    widget: Callable[..., Any],
    label: str,
    key: str,
    options: Sequence[str],
    names: Mapping[str, str],
    **more: Any,
) -> str:
    """A widget for one of `options` (ids; `names` are their words), kept in the address under `key`.

    The first option is the default and does not stand in the address.
    """
    given = param(key)
    chosen = given if given is not None and given in options else options[0]
    widget_key = f"choice-{key}"
    st.session_state[widget_key] = chosen

    def keep() -> None:
        picked = st.session_state[widget_key]
        set_param(key, None if picked in (None, options[0]) else picked)

    widget(label, options, key=widget_key, format_func=lambda option: names[option], on_change=keep, **more)
    return chosen


def unknown_choice(key: str, options: Sequence[str]) -> str | None:
    """The value of the address that is none of the options, to be named to the reader."""
    given = param(key)
    return given if given is not None and given not in options else None
