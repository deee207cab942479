"""The full table of one release: search, a filter for every column, pages, downloads, the SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import evidence, exports, pickers, state
from dashboard.frame import View
from dashboard.numbers import date, number
from dashboard.queries import full_table, releases
from dashboard.queries.full_table import Asked, FilterError, Span
from dashboard.queries.releases import Release
from dashboard.text import clean, plain
from dashboard.words import Words
from pipelines.schema import Column

A_PAGE = 40
MOST_DOWNLOADED = 100_000
"""Rows of one file; more is a matter for the command line."""

MOST_IN_EXCEL = 20_000
"""Rows of an Excel file: writing one takes five times as long as the same rows as CSV."""

ANY, YES, NO = "any", "yes", "no"
AS_PRINTED = ("line", "deal_id", "order_year", "delivery_year")
"""Numbers that name something and are not grouped: 27667 is a line, 2009 a year."""


@dataclass(frozen=True)
class Table:
    """A release in the form that can be read in full, with what stands for it in the address."""

    key: str
    release: Release

    @property
    def columns(self) -> list[Column]:
        """Its columns."""
        return full_table.columns(self.release.format)


def show(view: View) -> None:
    """The release, search and filters, one page of rows, the downloads."""
    words = view.words
    view.title(words.get("page.register.title"))
    if not view.embedded:
        st.markdown(words.get("page.register.lead"))
    found = _tables(view)
    if not found:
        st.info(words.get("page.register.empty"))
        return
    table, search, sort, descending = _head(found, view)
    filters = _filters(table, view)
    release = table.release
    asked = Asked(release.format, release.release_id, search, filters, sort, descending)
    total = (view.ledger.answer(full_table.count(asked)) or (0,))[0]
    _sentence(table, total, view)
    if not total:
        st.info(words.get("page.register.nothing"))
        _sql(full_table.rows(asked, A_PAGE), view)
        return
    _page(asked, table, total, view)
    _downloads(asked, table, total, view)


def _tables(view: View) -> list[Table]:
    """The releases of the register, the newest of the per-deal format first."""
    found = [
        one for one in view.ledger.answer(releases.releases())
        if one.source == "sipri_register" and one.format in full_table.FORMATS
    ]  # fmt: skip
    found.sort(
        key=lambda one: (
            full_table.FORMATS.index(one.format),
            -(one.released.toordinal() if one.released else 0),
        )
    )
    keys = [f"{one.format}-{one.released.isoformat()}" if one.released else one.release_id for one in found]
    return [
        Table(key if keys.count(key) == 1 else one.release_id, one)
        for key, one in zip(keys, found, strict=True)
    ]


def _head(found: Sequence[Table], view: View) -> tuple[Table, str, str, bool]:
    words = view.words
    labels = {table.key: _name(table.release, view) for table in found}
    by_key = {table.key: table for table in found}
    first, second, third, fourth = st.columns([4, 3, 2, 2], gap="small")
    with first:
        key = pickers.one(
            view, "release", words.get("page.register.release"), list(labels), labels, then=_first_page
        )
    table = by_key[key]
    with second:
        search = pickers.written(
            "q", words.get("page.register.search"), _first_page, icon=":material/search:",
            placeholder=words.get("page.register.search_example"),
        )  # fmt: skip
    names = {column.name: _heading(column.name, words) for column in table.columns}
    with third:
        sort = pickers.one(
            view, "sort", words.get("page.register.sort"), list(names), names, "line", then=_first_page
        )
    orders = {"up": words.get("page.register.ascending"), "down": words.get("page.register.descending")}
    with fourth:
        order = pickers.one(
            view, "order", words.get("page.register.order"), list(orders), orders, then=_first_page
        )
    return table, search, sort, order == "down"


def _first_page() -> None:
    state.set_param("page", None)


def _name(release: Release, view: View) -> str:
    kind = view.words.get(f"page.register.format.{release.format}")
    if release.released is None:
        return f"{kind}, {release.release_id}"
    return view.words.get("source.with_release", name=kind, dates=date(release.released, view.language))


def _heading(column: str, words: Words) -> str:
    return words.get(f"page.register.column.{column}")


def _filters(table: Table, view: View) -> dict[str, str | Span | bool]:
    """A field for each column; what cannot be read is named and left out."""
    words = view.words
    given = [column for column in table.columns if state.param(_key(column))]
    label = words.get("page.register.filters", number=number(len(given), view.language))
    filters: dict[str, str | Span | bool] = {}
    with st.expander(label, expanded=bool(given), icon=":material/filter_list:"):
        st.caption(words.get("page.register.filters_lead"))
        places = st.columns(3, gap="small")
        for place, column in enumerate(table.columns):
            with places[place % 3]:
                wanted = _filter(column, view)
            if wanted is not None:
                filters[column.name] = wanted
        if given:
            keys = [_key(column) for column in given]
            st.button(
                words.get("page.register.clear"),
                icon=":material/filter_list_off:",
                on_click=_clear,
                args=(keys,),
            )
    return filters


def _key(column: Column) -> str:
    """What the filter of a column is called in the address."""
    return f"f_{column.name}"


def _clear(keys: Sequence[str]) -> None:
    for key in [*keys, "page"]:
        state.set_param(key, None)


def _filter(column: Column, view: View) -> str | Span | bool | None:
    words = view.words
    label = _heading(column.name, words)
    if column.type == "BOOLEAN":
        names = {answer: words.get(f"page.register.{answer}") for answer in (ANY, YES, NO)}
        chosen = pickers.one(view, _key(column), label, list(names), names, then=_first_page)
        return None if chosen == ANY else chosen == YES
    if column.type == "VARCHAR":
        return pickers.written(_key(column), label, _first_page) or None
    example = words.get("page.register.span_example") if column.unit == "year" else None
    text = pickers.written(_key(column), label, _first_page, placeholder=example)
    if not text:
        return None
    try:
        return full_table.span(text)
    except FilterError:
        st.info(words.get("page.register.span_unknown", given=plain(text)), icon=":material/link_off:")
        return None


def _sentence(table: Table, total: int, view: View) -> None:
    words, language, release = view.words, view.language, table.release
    loaded = number(release.rows_kept, language)
    st.markdown(words.get("page.register.sentence", number=number(total, language), all=loaded))
    if release.dataset_rows > release.rows_kept + release.rows_rejected:
        whole = number(release.dataset_rows, language)
        count = number(release.recipients or 0, language)
        st.markdown(words.get("page.register.extract", kept=loaded, all=whole, number=count))


def _page(asked: Asked, table: Table, total: int, view: View) -> None:
    words = view.words
    pages = -(-total // A_PAGE)
    chosen = pickers.page(view, pages, words.get("page.register.page", pages=number(pages, view.language)))
    question = full_table.rows(asked, A_PAGE, A_PAGE * (chosen - 1))
    found = view.ledger.answer(question)
    listed = [
        [_cell(value, column, table.release, view) for value, column in zip(row, table.columns, strict=True)]
        for row in found
    ]
    headings = [_heading(column.name, words) for column in table.columns]
    config = {
        heading: st.column_config.TextColumn(heading, help=column.meaning if view.language == "en" else None)
        for heading, column in zip(headings, table.columns, strict=True)
    }
    cells = {heading: [clean(row[place]) for row in listed] for place, heading in enumerate(headings)}
    st.dataframe(cells, hide_index=True, column_config=config, height="content", key="register")
    _footnote(asked, table, headings, listed, question, chosen, view)


def _cell(value: Any, column: Column, release: Release, view: View) -> str:
    """A cell as text: empty ones say in a word what empty means there."""
    words = view.words
    if value is None:
        left_out = (
            column.name == "comments" and release.dataset_rows > release.rows_kept + release.rows_rejected
        )
        name = "left_out" if left_out else column.name
        key = f"page.register.null.{name}"
        return words.get(key) if words.has(key) else words.get("table.not_known")
    if isinstance(value, bool):
        return words.get(f"page.register.{YES if value else NO}")
    if column.name in AS_PRINTED or isinstance(value, str):
        return str(value)
    return number(value, view.language)


def _footnote(
    asked: Asked,
    table: Table,
    headings: Sequence[str],
    listed: Sequence[Sequence[str]],
    question: full_table.Question[tuple[Any, ...]],
    page: int,
    view: View,
) -> None:
    words = view.words
    note = evidence.Note(
        name="register",
        title=words.get("page.register.cite", name=_name(table.release, view)),
        page="register",
        params=_params(asked, table, page),
        release_ids=[asked.release_id],
        unit=words.get("page.register.unit"),
        table=evidence.Table("register-page", headings, listed),
        rows=None,
        questions=[question, full_table.count(asked)],
        known_on=table.release.released,
    )  # fmt: skip
    evidence.footnote(note, view)


def _params(asked: Asked, table: Table, page: int) -> Mapping[str, object]:
    """The address of what is shown."""
    filters = {_key(column): state.param(_key(column)) for column in table.columns}
    return {
        "release": table.key, "q": asked.search or None, "sort": None if asked.sort == "line" else asked.sort,
        "order": "down" if asked.descending else None, **filters, "page": None if page == 1 else page,
    }  # fmt: skip


def _sql(question: full_table.Question[tuple[Any, ...]], view: View) -> None:
    with st.popover(view.words.get("footnote.sql"), icon=":material/code:", type="tertiary"):
        st.code(question.printed(), language="sql")


def _downloads(asked: Asked, table: Table, total: int, view: View) -> None:
    """What is shown as three kinds of files, all pages of it, up to a limit that is said."""
    words, ledger = view.words, view.ledger
    st.header(words.get("page.register.download"), anchor=False)
    told = {
        "number": number(total, view.language),
        "most": number(MOST_DOWNLOADED, view.language),
        "excel": number(MOST_IN_EXCEL, view.language),
    }
    if total > MOST_IN_EXCEL:
        st.info(words.get("page.register.capped", **told))
    else:
        st.caption(words.get("page.register.download_lead", **told))
    question = full_table.rows(asked, MOST_DOWNLOADED)
    sheet = full_table.rows(asked, MOST_IN_EXCEL)
    name = f"arms-ledger-{table.key}"
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: exports.as_csv(ledger, question), f"{name}.csv", "text/csv", on_click="ignore",
            key="register-csv", icon=":material/csv:",
        )  # fmt: skip
        st.download_button(
            "Parquet", lambda: exports.as_parquet(ledger, question), f"{name}.parquet",
            "application/vnd.apache.parquet", on_click="ignore", key="register-parquet",
            icon=":material/database:",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: exports.as_excel(ledger, sheet, asked.table), f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore",
            key="register-excel", icon=":material/table_view:",
        )  # fmt: skip
    st.caption(words.get("page.register.formulas"))
