"""The footnote under each chart: sources with their release, unit, and on a click the rows with line numbers,
the warnings, the very query, the downloads and the text to cite."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import state
from dashboard.db import Question
from dashboard.exports import harmless
from dashboard.frame import View
from dashboard.numbers import date, number
from dashboard.queries import releases
from dashboard.queries.register import RegisterRow
from dashboard.queries.releases import Release
from dashboard.text import clean, plain

UNDATED = ("unroca", "rdmc", "world_bank")
"""Sources whose files carry no date of their own; the footnote names their years instead."""

LONGEST_TABLE = 40

MOST_ROWS = 1_000
"""Rows that a footnote lists; the file and the Register page have all of them."""


@dataclass(frozen=True)
class Table:
    """Rows to be shown and downloaded: a name for the file, headings in words, cells as plain values."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Whole:
    """What a footnote lists the newest rows of: how many there are, all of them for the file, and the values
    of the Register page's address."""

    count: int
    table: Callable[[], Table]
    register: Mapping[str, str | None]


@dataclass(frozen=True)
class Note:
    """What stands under one chart. `table` is the chart's own rows; `rows` the sources' rows behind them;
    `params` the values of the page's address; `json` what the second download holds; `whole` is given where
    there are more rows than `rows` has."""

    name: str
    title: str
    page: str
    params: Mapping[str, object]
    release_ids: Sequence[str]
    unit: str
    table: Table
    rows: Table | None
    questions: Sequence[Question[Any]]
    warnings: Sequence[str] = ()
    known_on: dt.date | None = None
    json: Callable[[], Any] | None = None
    whole: Whole | None = None


def footnote(note: Note, view: View) -> None:
    """Sources and unit as a caption, then the popovers."""
    words = view.words
    loaded = [one for one in view.ledger.answer(releases.releases()) if one.release_id in note.release_ids]
    sources = words.get("footnote.sources", sources=source_line(loaded, view))
    st.caption(f"{plain(sources)}  \n{plain(words.get('footnote.unit', unit=note.unit))}")
    with st.container(horizontal=True, gap="small"):
        _rows(note, view)
        _table(note, view)
        _warnings([*note.warnings, *_extracts(loaded, view), *_issues(note, view)], view)
        _sql(note, view)
        _downloads(note, view)
        _cite(note, loaded, view)


def source_line(loaded: Iterable[Release], view: View) -> str:
    """`SIPRI register, release of 3 Jan 2025, 18 May 2026 · UN Register, 2010–2016`."""
    words, parts = view.words, []
    by_source: dict[str, list[Release]] = {}
    for release in loaded:
        by_source.setdefault(release.source, []).append(release)
    for source, found in by_source.items():
        name = words.get(f"source.{source}") if words.has(f"source.{source}") else found[0].title
        days = sorted({one.released for one in found if one.released})
        if days:
            dates = ", ".join(date(day, view.language) for day in days)
            parts.append(words.get("source.with_release", name=name, dates=dates))
        else:
            first = min((one.first_year for one in found if one.first_year), default="")
            last = max((one.last_year for one in found if one.last_year), default="")
            parts.append(words.get("source.with_years", name=name, first=first, last=last))
    return " · ".join(parts)


def loaded_ids(view: View, *formats: tuple[str, str]) -> list[str]:
    """The ids of the loaded releases of some sources and formats, such as `("unroca", "lines")`."""
    loaded = view.ledger.answer(releases.releases())
    return [one.release_id for one in loaded if (one.source, one.format) in formats]


def credit(release_ids: Sequence[str], view: View, *about: str) -> str:
    """The lines at the foot of a figure, so that a downloaded picture says what it shows (`about`: its title,
    its unit) and names its sources."""
    loaded = [one for one in view.ledger.answer(releases.releases()) if one.release_id in release_ids]
    return " · ".join([*(part for part in about if part), source_line(loaded, view)])


def register_table(name: str, rows: Sequence[RegisterRow], view: View) -> Table:
    """Rows of the register with their release and line."""
    words = view.words
    columns = ("supplier", "designation", "quantity", "unit", "flag", "part", "order_year", "delivery_year",
               "release", "line")  # fmt: skip
    headings = [words.get(f"table.{column}") for column in columns]
    listed = [
        (
            row.supplier, row.designation, _number(row.quantity, view),
            words.unit(row.unit) if row.unit else "",
            words.get("table.flag_estimated" if row.estimated else "table.flag_firm"), _part(row.part, view),
            str(row.order_year or ""), row.delivery_years or "",
            date(row.released, view.language) if row.released else row.release_id, str(row.line),
        )
        for row in rows
    ]  # fmt: skip
    return Table(name, headings, listed)


def _part(part: str | None, view: View) -> str:
    key = "part." + (part or "").replace("’", "").replace(" ", "_")
    return view.words.get(key) if view.words.has(key) else part or ""


def _number(value: float | None, view: View) -> str:
    return view.words.get("table.not_known") if value is None else number(value, view.language)


def show_table(table: Table) -> None:
    """A real HTML table, which prints and which screen readers walk through; a long one as a grid that draws
    only what is in sight."""
    cells = dict(zip(table.headings, zip(*table.rows, strict=True), strict=False))
    if len(table.rows) > LONGEST_TABLE:
        whole = {head: [clean(cell) for cell in column] for head, column in cells.items()}
        st.dataframe(whole, hide_index=True)
        return
    safe = {plain(head): [plain(cell) for cell in column] for head, column in cells.items()}
    static_table(safe)


def static_table(columns: Mapping[str, Sequence[str]]) -> None:
    """A table of text by heading, each cell Markdown. As Arrow, which is what is sent: by way of pandas three
    tables were a third of the mirror's run."""
    from pyarrow import array, string, table

    texts = [array(column, string()) for column in columns.values()]
    st.table(table(texts, names=list(columns)), hide_index=True, border="horizontal")


def as_csv(table: Table) -> bytes:
    """The rows as CSV: UTF-8, a heading line. A cell that a spreadsheet would run as a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.headings)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


_NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0\u202f]*%?")
"""A number as it is printed; "-2+3" is none, but a formula."""


def _harmless(cell: Any) -> Any:
    text = clean(cell)
    return text if _NUMBER.fullmatch(text) else harmless(text)


def _rows(note: Note, view: View) -> None:
    if note.rows is None:
        return
    count = note.whole.count if note.whole else len(note.rows.rows)
    name = "footnote.rows_one" if count == 1 else "footnote.rows"
    label = view.words.get(name, number=number(count, view.language))
    with st.popover(label, icon=":material/table_rows:", type="tertiary"):
        if not count:
            st.caption(view.words.get("evidence.rows_none"))
            return
        st.caption(view.words.get("evidence.rows_lead"))
        shown = note.rows.rows[:MOST_ROWS]
        if note.whole:
            _newest(len(shown), note.whole, view)
        show_table(Table(note.rows.name, note.rows.headings, shown))
        st.caption(view.words.get("evidence.flags"))


def _newest(shown: int, whole: Whole, view: View) -> None:
    """How many of the rows are listed, and where all of them are."""
    most, count = (number(value, view.language) for value in (shown, whole.count))
    st.caption(view.words.get("evidence.rows_newest", most=most, number=count))
    view.link("register", view.words.get("evidence.rows_register"), **whole.register)


def _table(note: Note, view: View) -> None:
    with st.popover(view.words.get("evidence.table"), icon=":material/table:", type="tertiary"):
        st.caption(view.words.get("evidence.table_lead"))
        show_table(note.table)


def _warnings(warnings: Sequence[str], view: View) -> None:
    words, count = view.words, len(warnings)
    if not count:
        label = words.get("footnote.warnings_none")
    elif count == 1:
        label = words.get("footnote.warnings_one")
    else:
        label = words.get("footnote.warnings", number=number(count, view.language))
    with st.popover(label, icon=":material/info:", type="tertiary", disabled=not count):
        st.markdown("\n".join(f"- {plain(warning)}" for warning in warnings))


def _extracts(loaded: Iterable[Release], view: View) -> list[str]:
    return [
        view.words.get(
            "evidence.extract",
            title=one.title,
            date=date(one.released, view.language),
            kept=number(one.rows_kept, view.language),
            all=number(one.dataset_rows, view.language),
            recipients=number(one.recipients, view.language),
        )
        for one in loaded
        if one.recipients and one.released and one.dataset_rows > one.rows_kept
    ]


def _issues(note: Note, view: View) -> list[str]:
    return [
        f"{one.place}: {one.got}. {one.hint}"
        for one in view.ledger.answer(releases.issues())
        if one.release_id in note.release_ids and one.level != "note"
    ]


def _sql(note: Note, view: View) -> None:
    with st.popover(view.words.get("footnote.sql"), icon=":material/code:", type="tertiary"):
        st.caption(view.words.get("evidence.sql_lead"))
        for question in note.questions:
            st.code(question.printed(), language="sql")


def _downloads(note: Note, view: View) -> None:
    words = view.words
    with st.popover(words.get("footnote.download"), icon=":material/download:", type="tertiary"):
        table = note.rows if note.rows is not None and note.rows.rows else note.table
        whole = note.whole.table if note.whole else lambda: table
        st.download_button(
            words.get("evidence.download_csv"), lambda: as_csv(whole()), f"arms-ledger-{table.name}.csv",
            "text/csv", on_click="ignore", key=f"csv-{note.name}", icon=":material/csv:",
        )  # fmt: skip
        if note.json is not None:
            found = note.json
            st.download_button(
                words.get("evidence.download_json"), lambda: as_json(found()),
                f"arms-ledger-{table.name}.json", "application/json", on_click="ignore",
                key=f"json-{note.name}", icon=":material/data_object:",
            )  # fmt: skip
        st.caption(words.get("evidence.download_picture"))


def as_json(value: Any) -> bytes:
    """A value of plain types as JSON; dates as `2025-01-03`."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _cite(note: Note, loaded: Sequence[Release], view: View) -> None:
    with st.popover(view.words.get("footnote.cite"), icon=":material/format_quote:", type="tertiary"):
        st.caption(view.words.get("evidence.cite_lead"))
        st.code(citation(note, loaded, view), language=None, wrap_lines=True)


def citation(note: Note, loaded: Sequence[Release], view: View) -> str:
    """Title, credit lines with the day of each release, as known on which day, permalink."""
    words = view.words
    credits = []
    for one in loaded:
        known = words.get("footnote.release", date=date(one.released, view.language)) if one.released else ""
        credits.append(f"{one.credit} ({known})" if known else one.credit)
    known = ""
    if note.known_on:
        known = words.get("evidence.cite_known", date=date(note.known_on, view.language))
    return words.get(
        "evidence.cite", title=note.title, credits="; ".join(dict.fromkeys(credits)), known=known,
        link=permalink(note, view),
    ).replace(". . ", ". ")  # fmt: skip


def permalink(note: Note, view: View) -> str:
    """The page's address with all that the page shows."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    query = urlencode(state.permalink_params(view.language, **note.params))
    return f"{base}/{note.page}" + (f"?{query}" if query else "")
