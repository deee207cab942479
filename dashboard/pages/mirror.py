"""Do exporter, importer and SIPRI tell the same: three voices side by side, and why one has no number."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import evidence, parts, pickers
from dashboard.charts import key
from dashboard.charts import mirror as chart
from dashboard.frame import View
from dashboard.mirror_rows import ALL, OUTSIDE, Choice, cells, headings, plain_table, rows_behind
from dashboard.numbers import number
from dashboard.queries import mirror, releases
from dashboard.queries.mirror import Line, Pair, Silence
from dashboard.text import plain

FIRST_PAIR = ("RUS", "VEN")

CHART_KINDS = {
    "filed, no such line": "covered",
    "no row": "covered",
    "no report filed": "no_report",
    "nil": "zero",
    "zero": "zero",
    "classified": "classified",
    "not declared": "not_declared",
    "not in scope": "out_of_scope",
    "not loaded": "not_loaded",
    "other unit": "other_unit",
}
"""The mark of each way of having no number."""


def show(view: View) -> None:
    """The choices, the answer in a sentence, a chart for each unit, all rows, the rule of who reported."""
    words = view.words
    view.title(words.get("page.mirror.title"))
    if not view.embedded:
        st.markdown(words.get("page.mirror.lead"))
    pairs = view.ledger.answer(mirror.pairs(view.language))
    if not pairs:
        st.info(words.get("page.mirror.empty"))
        return
    choice = _choice(pairs, view)
    found = [
        line for line in view.ledger.answer(mirror.lines(choice.pair.exporter, choice.pair.importer))
        if choice.category in (None, line.category) and choice.first <= line.year <= choice.last
    ]  # fmt: skip
    _sentence(choice, found, view)
    if choice.category is not None:
        silences = view.ledger.answer(
            mirror.silences(choice.pair.exporter, choice.pair.importer, choice.first, choice.last)
        )
        for unit in sorted({line.unit or "" for line in found}, key=lambda unit: _order(unit, found)):
            _chart(unit, choice, found, silences, view)
    _table(choice, found, view)
    if not view.embedded:
        _rule(view)


def _choice(pairs: Sequence[Pair], view: View) -> Choice:
    words = view.words
    exporters = {pair.exporter: pair.exporter_name for pair in pairs}
    first, second, third = st.columns(3, gap="medium")
    with first:
        exporter = pickers.one(
            view, "exporter", words.get("page.mirror.exporter"), list(exporters), exporters, FIRST_PAIR[0]
        )
    partners = {pair.importer: pair for pair in pairs if pair.exporter == exporter}
    names = {pair.importer: pair.importer_name for pair in partners.values()}
    most = max(partners.values(), key=lambda pair: (pair.reported, pair.entries)).importer
    usual = FIRST_PAIR[1] if exporter == FIRST_PAIR[0] and FIRST_PAIR[1] in partners else most
    with second:
        importer = pickers.one(view, "importer", words.get("page.mirror.importer"), list(names), names, usual)
    with third:
        category = _category(exporter, importer, view)
    return Choice(
        partners[importer], None if category == ALL else category, *_years(exporter, importer, view)
    )


def _category(exporter: str, importer: str, view: View) -> str:
    words = view.words
    known = view.ledger.answer(mirror.categories(exporter, importer))
    labels = {ALL: words.get("page.mirror.all_categories")}
    for one in known:
        name = words.get(f"page.mirror.category.{_slug(one.category)}")
        labels[one.category] = words.get(
            "page.mirror.category_rows", name=name, number=number(one.entries, view.language)
        )
    best = max(known, key=lambda one: (one.category != OUTSIDE, one.reported, one.category))
    return pickers.one(
        view, "category", words.get("page.mirror.category_label"), list(labels), labels, best.category
    )


def _slug(category: str) -> str:
    """The category as a key of the words: `VII(b)` -> `vii_b`."""
    return category.lower().replace("(", "_").replace(")", "")


def _years(exporter: str, importer: str, view: View) -> tuple[int, int]:
    """The span: by default the years of the loaded reports, else all years with a row."""
    years = [line.year for line in view.ledger.answer(mirror.lines(exporter, importer))]
    covered = view.ledger.first(mirror.covered())
    usual = min(years), max(years)
    if covered is not None and covered.lines_first is not None and covered.lines_last is not None:
        years += [covered.lines_first, covered.lines_last]
        usual = covered.lines_first, covered.lines_last
    return pickers.span(view, view.words.get("page.mirror.years"), min(years), max(years), usual)


def _order(unit: str, found: Sequence[Line]) -> tuple[bool, str]:
    """Units that SIPRI counts as well come first."""
    return (not any((line.unit or "") == unit and line.firm is not None for line in found), unit)


def _sentence(choice: Choice, found: Sequence[Line], view: View) -> None:
    words, language = view.words, view.language
    both = [line for line in found if line.difference is not None]
    values = {
        "exporter": plain(choice.pair.exporter_name), "importer": plain(choice.pair.importer_name),
        "first": choice.first, "last": choice.last, "both": number(len(both), language),
        "equal": number(sum(line.difference == 0 for line in both), language),
    }  # fmt: skip
    if not found:
        st.info(words.get("page.mirror.nothing", **values))
    elif both:
        st.markdown(words.get("page.mirror.sentence", **values))
    else:
        st.markdown(words.get("page.mirror.never_both", **values))


def _chart(unit: str, choice: Choice, found: Sequence[Line], silences: Sequence[Silence], view: View) -> None:
    words = view.words
    counting = words.unit(unit) if unit else words.get("page.mirror.unit_not_known")
    category = words.get(f"page.mirror.category.{_slug(choice.category or '')}")
    title = words.get("page.mirror.heading", category=category, unit=counting)
    st.header(plain(title), anchor=False)
    by_year = {line.year: line for line in found if (line.unit or "") == unit}
    rows = tuple(_row(one, by_year.get(one.year), unit, choice) for one in silences)
    drawn = chart.Mirror(choice.pair.exporter_name, choice.pair.importer_name, counting, rows)
    ids = _release_ids(choice, view)
    parts.chart(
        chart.build(drawn, view.tokens, words, evidence.credit(ids, view, _between(choice), title)),
        chart.describe(drawn, words), f"mirror-{unit}",
    )  # fmt: skip
    parts.chart_key(key.items(chart.marks(drawn, words), words), view)
    _footnote(unit, title, counting, [by_year[year] for year in sorted(by_year)], choice, ids, view)


def _row(silence: Silence, line: Line | None, unit: str, choice: Choice) -> chart.Row:
    """One year of the chart: the mirror's row or, where it has none, why each voice has no number."""
    if line is None:
        outside = choice.category == OUTSIDE
        return chart.Row(
            silence.year,
            exporter_kind="out_of_scope" if outside else CHART_KINDS[silence.exporter_says],
            importer_kind="out_of_scope" if outside else CHART_KINDS[silence.importer_says],
            documented_kind=CHART_KINDS[_sipri_says(silence, unit, choice)],
        )
    return chart.Row(
        line.year,
        line.exporter_quantity if line.exporter_says == "number" else None,
        CHART_KINDS.get(line.exporter_says, "covered"),
        line.importer_quantity if line.importer_says == "number" else None,
        CHART_KINDS.get(line.importer_says, "covered"),
        line.firm,
        line.estimated,
        CHART_KINDS.get(line.sipri_says, "covered"),
    )


def _sipri_says(silence: Silence, unit: str, choice: Choice) -> str:
    """SIPRI counts missiles where a report counts launchers, and nothing in unnamed items."""
    counts_another = unit == "item" or (
        unit in ("launcher", "gripstock") and choice.category in ("VII(a)", "VII(b)")
    )
    return "other unit" if counts_another and silence.sipri_says == "no row" else silence.sipri_says


def _release_ids(choice: Choice, view: View) -> list[str]:
    """The releases that the pair's rows come from: the UN's lines, and SIPRI's as known today."""
    between = choice.between
    ids = {one.release_id for one in view.ledger.answer(mirror.deliveries(between))}
    return sorted(
        one.release_id for one in view.ledger.answer(releases.releases())
        if (one.source == "unroca" and one.format != "reports") or one.release_id in ids
    )  # fmt: skip


def _between(choice: Choice) -> str:
    """`Russia → Venezuela, 2010–2016`."""
    return f"{choice.pair.exporter_name} → {choice.pair.importer_name}, {choice.first}–{choice.last}"


def _footnote(
    unit: str | None,
    title: str,
    counting: str,
    lines: Sequence[Line],
    choice: Choice,
    ids: Sequence[str],
    view: View,
) -> None:
    words = view.words
    between = choice.between
    note = evidence.Note(
        name=f"mirror-{unit or ALL}",
        title=f"{_between(choice)}: {title}",
        page="mirror",
        params={
            "exporter": choice.pair.exporter, "importer": choice.pair.importer,
            "category": choice.category or ALL, "from": choice.first, "to": choice.last,
        },
        release_ids=ids,
        unit=words.get("page.mirror.unit_note", unit=counting),
        table=plain_table(lines, choice, view),
        rows=rows_behind(unit, choice, view),
        questions=[
            mirror.lines(choice.pair.exporter, choice.pair.importer), mirror.reports(between, view.language),
            mirror.deliveries(between),
        ],
        warnings=[words.get("page.mirror.spans")],
    )  # fmt: skip
    evidence.footnote(note, view)


def _table(choice: Choice, found: Sequence[Line], view: View) -> None:
    """All rows of the choice, with mark and word for having no number."""
    if not found:
        return
    words = view.words
    st.header(words.get("page.mirror.all_rows"), anchor=False)
    st.caption(words.get("page.mirror.difference_note"))
    ordered = sorted(
        found, key=lambda line: (line.year, line.category == OUTSIDE, line.category, line.unit or "")
    )
    listed = [cells(line, view) for line in ordered]
    if len(listed) > evidence.LONGEST_TABLE:
        evidence.show_table(plain_table(ordered, choice, view))
    else:
        columns = {
            plain(heading): [row[place].markdown for row in listed]
            for place, heading in enumerate(headings(choice, view))
        }
        evidence.static_table(columns)
    if choice.category is None:
        title, unit = words.get("page.mirror.all_categories"), words.get("page.mirror.several")
        _footnote(None, title, unit, ordered, choice, _release_ids(choice, view), view)


def _rule(view: View) -> None:
    """Who reported a line: the rule, and how many lines it leaves in doubt."""
    words = view.words
    st.header(words.get("page.mirror.rule"), anchor=False)
    covered = view.ledger.first(mirror.covered())
    values = {"lines": "0", "doubtful": "0"}
    if covered is not None:
        values = {
            "lines": number(covered.lines, view.language),
            "doubtful": number(covered.doubtful or 0, view.language),
        }
    st.markdown(words.get("page.mirror.rule_text", **values))
    st.markdown("\n".join(f"- {one}" for one in words.listed("page.mirror.rule_words")))
