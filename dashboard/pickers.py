"""Further choices kept in the address: one of many, several, a span of years, text, a page number.

As in `state`: the address holds ids and wins over the widget, a default does not stand in it, and what the
address asks for and the data does not have is named to the reader beside the nearest that there is. A page in
another site's frame shows what its address says, without these widgets.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.frame import View
from dashboard.text import plain

SEPARATOR = ","

TAGS_STYLE = (
    "<style>[data-testid=stMultiSelectTagsContainer] [data-tag],"
    "[data-testid=stMultiSelectTagsContainer] [data-tag] * {{color: {text}}}</style>"
)
"""Text on blue is in the colour of the page: white is hard to read on the light blue of the dark theme."""


def one(
    view: View,
    key: str,
    label: str,
    options: Sequence[str],
    names: Mapping[str, str],
    default: str | None = None,
    widget: Callable[..., Any] = st.selectbox,
    then: Callable[[], None] | None = None,
    **more: Any,
) -> str:
    """One of `options` (ids; `names` are their words); `default`, or the first, where none is asked for.

    `then` runs when another one is chosen.
    """
    usual = default if default is not None and default in options else options[0]
    asked = state.param(key)
    found = _known(asked, options, names) if asked else usual
    if asked and found is None:
        _say(view, label, [asked], options, names, [usual])
    chosen = found or usual
    if view.embedded:
        return chosen
    widget_key = f"pick-{key}"
    st.session_state[widget_key] = chosen

    def keep() -> None:
        picked = st.session_state[widget_key]
        state.set_param(key, None if picked in (None, usual) else picked)
        if then:
            then()

    widget(label, options, key=widget_key, format_func=lambda option: names[option], on_change=keep, **more)
    return chosen


def several(
    view: View,
    key: str,
    label: str,
    options: Sequence[str],
    names: Mapping[str, str],
    default: Sequence[str],
    most: int,
    help: str | None = None,
) -> list[str]:
    """Up to `most` of `options`, in the order they were chosen; `default` where none is asked for."""
    asked = [part for part in (state.param(key) or "").split(SEPARATOR) if part]
    found = list(dict.fromkeys(known for part in asked if (known := _known(part, options, names))))[:most]
    unknown = [part for part in asked if _known(part, options, names) is None]
    chosen = found or list(default)
    if unknown:
        _say(view, label, unknown, options, names, chosen)
    if view.embedded:
        return chosen
    widget_key = f"pick-{key}"
    st.session_state[widget_key] = chosen

    def keep() -> None:
        picked = st.session_state[widget_key]
        state.set_param(key, None if picked == list(default) else SEPARATOR.join(picked) or None)

    st.html(TAGS_STYLE.format(text=view.tokens.background))
    st.multiselect(
        label, options, key=widget_key, format_func=lambda option: names[option], on_change=keep,
        max_selections=most, help=help,
    )  # fmt: skip
    return chosen


def span(
    view: View,
    label: str,
    first: int,
    last: int,
    default: tuple[int, int],
    keys: tuple[str, str] = ("from", "to"),
) -> tuple[int, int]:
    """A span of years between `first` and `last`, as a slider; its ends stand in the address under `keys`."""
    if first >= last:
        return first, last
    usual = (max(first, default[0]), min(last, default[1]))
    asked = state.param(keys[0]), state.param(keys[1])
    ends = tuple(_year(given, first, last, end) for given, end in zip(asked, usual, strict=True))
    wrong = [given for given, end in zip(asked, ends, strict=True) if given and given != str(end)]
    chosen = (min(ends), max(ends))
    if wrong or chosen != ends:
        _say(
            view,
            label,
            [part for part in asked if part],
            [f"{first}–{last}"],
            {},
            [f"{chosen[0]}–{chosen[1]}"],
        )
    if view.embedded:
        return chosen
    widget_key = f"pick-{keys[0]}"
    st.session_state[widget_key] = chosen

    def keep() -> None:
        for key, picked, end in zip(keys, st.session_state[widget_key], usual, strict=True):
            state.set_param(key, None if picked == end else str(picked))

    st.slider(label, first, last, key=widget_key, on_change=keep)
    return chosen


def written(key: str, label: str, then: Callable[[], None] | None = None, **more: Any) -> str:
    """A text field; `then` runs when it changes."""
    widget_key = f"pick-{key}"
    st.session_state[widget_key] = state.param(key) or ""

    def keep() -> None:
        state.set_param(key, (st.session_state[widget_key] or "").strip()[: state.LONGEST] or None)
        if then:
            then()

    st.text_input(label, key=widget_key, on_change=keep, **more)
    return (state.param(key) or "").strip()


def page(view: View, pages: int, label: str, key: str = "page") -> int:
    """A page number from 1 to `pages`, chosen by number or by the next and previous buttons beside it."""
    asked = state.param(key)
    number = int(asked) if asked and asked.isdecimal() else 1
    chosen = min(max(1, number), max(1, pages))
    if asked and asked != str(chosen):
        _say(view, label, [asked], [f"1–{pages}"], {}, [str(chosen)])
    if pages < 2:
        return chosen
    widget_key = f"pick-{key}"
    st.session_state[widget_key] = chosen

    def go(target: int | None = None) -> None:
        picked = target if target is not None else st.session_state[widget_key]
        state.set_param(key, None if picked == 1 else str(picked))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.number_input(label, 1, pages, key=widget_key, on_change=go, width=140)
        words = view.words
        st.button(
            words.get("picker.previous"), icon=":material/chevron_left:", on_click=go, args=(chosen - 1,),
            disabled=chosen <= 1, key=f"{key}-previous",
        )  # fmt: skip
        st.button(
            words.get("picker.next"), icon=":material/chevron_right:", on_click=go, args=(chosen + 1,),
            disabled=chosen >= pages, key=f"{key}-next",
        )  # fmt: skip
    return chosen


def nearest(asked: str, options: Sequence[str], names: Mapping[str, str], most: int = 3) -> list[str]:
    """The options whose id or name is most like what was asked for."""
    wanted = asked.lower()
    looks = {option: (option.lower(), names.get(option, option).lower()) for option in options}
    rated = {
        option: max(difflib.SequenceMatcher(None, wanted, look).ratio() for look in both)
        for option, both in looks.items()
    }
    return [option for option in sorted(rated, key=lambda at: -rated[at])[:most] if rated[option] >= 0.45]


def _known(asked: str, options: Sequence[str], names: Mapping[str, str]) -> str | None:
    """The option that is meant: its id in any case, or its name."""
    if asked in options:
        return asked
    wanted = asked.lower()
    return next(
        (option for option in options if wanted in (option.lower(), names.get(option, "").lower())), None
    )


def _year(given: str | None, first: int, last: int, end: int) -> int:
    if given is None or not given.isdecimal():
        return end
    return min(max(int(given[:6]), first), last)


def _say(
    view: View,
    label: str,
    asked: Sequence[str],
    options: Sequence[str],
    names: Mapping[str, str],
    shown: Sequence[str],
) -> None:
    """What was wrong with the address, what is shown instead, and what is most like it."""
    near = [option for one in asked for option in nearest(one, options, names)] if names else list(options)
    told = {
        "what": plain(label),
        "given": plain(", ".join(asked)),
        "shown": plain(", ".join(names.get(option, option) for option in shown)),
        "near": plain(
            ", ".join(f"{names[option]} ({option})" if option in names else option for option in near)
        ),
    }
    st.info(
        view.words.get("picker.unknown" if near else "picker.unknown_far", **told), icon=":material/link_off:"
    )
