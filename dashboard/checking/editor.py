"""Correct a proposed claim by hand; the verdict follows from the corrected claim by the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard.checking.work import CONFIRMED, OPEN, Desk, Work
from dashboard.frame import View
from dashboard.queries.names import column
from dashboard.text import plain
from pipelines.claims.article_file import date_is_known_as_far_as_written
from pipelines.lookups import read_lookup

QUALIFIERS = ("exact", "at_least", "at_most", "approx", "range")
KINDS = ("holding", "delivery", "order", "request", "loss", "other")
LARGEST = 2**53 - 1
"""The largest whole number that a browser's number field holds exactly."""


def edit(desk: Desk, held: Work, view: View) -> None:
    """The fields of a claim; applied at once, and kept until the article is put away."""
    words, row, name = view.words, desk.row, f"{held.name}-{desk.number}"
    with st.form(f"edit-{name}", border=False):
        left, right = st.columns(2)
        with left:
            given: dict[str, Any] = {
                "holder": _choose("holder", _parties(view.language), row["holder"], name, view),
                "supplier": _choose("supplier", _parties(view.language), row["supplier"], name, view),
                "system": _choose("system", _systems(), row["system"], name, view),
                "class_id": _choose("class_id", _classes(view.language), row["class_id"], name, view),
                "kind": _choose("kind", _named("kind", KINDS, view), row["kind"], name, view, required=True),
            }
        with right:
            given["qualifier"] = _choose(
                "qualifier",
                _named("check.qualifier", QUALIFIERS, view),
                row["qualifier"],
                name,
                view,
                required=True,
            )
            given["quantity_low"] = _number("quantity_low", row["quantity_low"], name, view)
            given["quantity_high"] = _number("quantity_high", row["quantity_high"], name, view)
            given["declared_unit"] = _choose("unit", _units(view.language), row["declared_unit"], name, view)
            given["as_of"] = _text("as_of", row["as_of"], name, view)
        given["speaker"] = _text("speaker", row["speaker"], name, view)
        translation = st.text_area(words.get("check.field.translation"), desk.translation, key=f"tr-{name}")
        if st.form_submit_button(words.get("check.apply"), type="primary"):
            _apply(given, translation, desk, held, view)


def _apply(given: dict[str, Any], translation: str, desk: Desk, held: Work, view: View) -> None:
    problem = fitted(given)
    if problem:
        st.info(
            view.words.get(f"check.error.{problem}", got=plain(given["as_of"] or "")), icon=":material/info:"
        )
        return
    proposed = desk.proposal.row
    held.corrections[desk.span] = {key: value for key, value in given.items() if value != proposed[key]}
    held.translations[desk.span] = translation.strip()
    held.decisions[desk.span] = CONFIRMED
    st.session_state[OPEN] = None
    st.rerun()


def fitted(given: dict[str, Any]) -> str | None:
    """Make the bounds fit the qualifier (at least has no upper one, at most no lower); else what is wrong.

    The answer is None, `bounds` or `as_of`. A system says its class itself.
    """
    low, high, qualifier = given["quantity_low"], given["quantity_high"], given["qualifier"]
    only = low if low is not None else high
    if given["as_of"] and not date_is_known_as_far_as_written(given["as_of"]):
        return "as_of"
    if qualifier == "at_least":
        low, high = only, None
    elif qualifier == "at_most":
        low, high = None, high if high is not None else low
    elif qualifier == "exact":
        low = high = only
    elif qualifier == "approx" and only is not None:
        low, high = only, high if high is not None else only
    if qualifier != "approx" and (low is None and high is None):
        return "bounds"
    if qualifier == "range" and (low is None or high is None or low >= high):
        return "bounds"
    if low is not None and high is not None and low > high:
        return "bounds"
    given |= {"quantity_low": low, "quantity_high": high}
    if given["system"]:
        given["class_id"] = None
    return None


def _choose(
    field: str, options: dict[str, str], value: str | None, name: str, view: View, required: bool = False
) -> str | None:
    listed: Sequence[str | None] = list(options) if required else [None, *options]
    chosen: str | None = st.selectbox(
        view.words.get(f"check.field.{field}"),
        listed,
        index=listed.index(value) if value in listed else 0,
        format_func=lambda one: options[one] if one else view.words.get("check.not_said"),
        key=f"{field}-{name}",
    )
    return chosen


def _number(field: str, value: int | None, name: str, view: View) -> int | None:
    label = view.words.get(f"check.field.{field}")
    shown = value if value is None or value <= LARGEST else None
    found = st.number_input(label, 0, LARGEST, shown, 1, key=f"{field}-{name}")
    return int(found) if found is not None else None


def _text(field: str, value: str | None, name: str, view: View) -> str | None:
    return (
        st.text_input(view.words.get(f"check.field.{field}"), value or "", key=f"{field}-{name}").strip()
        or None
    )


def _named(prefix: str, codes: Sequence[str], view: View) -> dict[str, str]:
    return {code: view.words.get(f"{prefix}.{code}") for code in codes}


@lru_cache(maxsize=4)
def _parties(language: str) -> dict[str, str]:
    return _sorted("parties", "party_id", f"name_{column(language)}")


@lru_cache(maxsize=4)
def _classes(language: str) -> dict[str, str]:
    return _sorted("classes", "class_id", f"name_{column(language)}")


@lru_cache(maxsize=4)
def _units(language: str) -> dict[str, str]:
    return _sorted("units", "unit", f"plural_{column(language)}")


@lru_cache(maxsize=1)
def _systems() -> dict[str, str]:
    return _sorted("systems", "system_id", "name")


def _sorted(lookup: str, key: str, name: str) -> dict[str, str]:
    rows = sorted(read_lookup(lookup), key=lambda row: row[name].casefold())
    return {row[key]: row[name] for row in rows}
