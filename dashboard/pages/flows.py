"""Who supplies whom: a map, the flows and the years, of one recipient, supplier or class or of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import evidence, parts, pickers
from dashboard.charts import key, sankey, supply
from dashboard.charts import map as world_map
from dashboard.flow_rows import (
    ROWS,
    Choice,
    footnote,
    map_footnote,
    map_row,
    party_heading,
    releases_used,
    title_of,
    volumes_by,
)
from dashboard.frame import View
from dashboard.numbers import number
from dashboard.queries import flows
from dashboard.queries.flows import Asked, Flow
from dashboard.queries.releases import Release
from dashboard.text import plain

SINCE = 2000
"""The period begins here unless another is asked for: from here on the register is loaded by year."""

ALL = "all"

LIMITS = ((1.0, 10.0, 100.0), (10.0, 100.0, 1_000.0), world_map.LIMITS)
"""Limits of the map's steps; the widest that still tells states apart is taken."""


def show(view: View) -> None:
    """The choices, one sentence, the map, the flows beside the years."""
    words = view.words
    view.title(words.get("page.flows.title"))
    if not view.embedded:
        st.markdown(words.get("page.flows.lead"))
    choice = _choice(view)
    if choice is None:
        st.info(words.get("page.overview.map_empty"))
        return
    found = view.ledger.answer(flows.flows(choice.asked, view.language))
    used = releases_used(view)
    _sentence(choice, found, used, view)
    if not found:
        return
    _map(choice, found, used, view)
    left, right = st.columns(2, gap="large")
    with left:
        _flows(choice, found, used, view)
    with right:
        _years(choice, used, view)


def _choice(view: View) -> Choice | None:
    words = view.words
    covered = view.ledger.first(flows.years())
    if covered is None or covered.first is None or covered.last is None:
        return None
    parties = view.ledger.answer(flows.parties(view.language))
    kinds = view.ledger.answer(flows.kinds(view.language))
    first, second, third = st.columns([3, 4, 4], gap="medium")
    sides = {
        "recipient": words.get("page.flows.by_recipient"),
        "supplier": words.get("page.flows.by_supplier"),
    }
    with first:
        by = pickers.one(
            view, "by", words.get("page.flows.by"), list(sides), sides, widget=st.segmented_control
        )
    everybody = {ALL: words.get("page.flows.all_parties")} | {one.party_id: one.name for one in parties}
    with second:
        label = words.get(f"page.flows.{by}")
        state = pickers.one(view, "state", label, list(everybody), everybody, ALL)
    every_kind = {ALL: words.get("page.flows.all_kinds")} | {
        one.class_id: one.name if one.is_widest else f"– {one.name}" for one in kinds
    }
    with third:
        kind = pickers.one(view, "class", words.get("page.flows.class"), list(every_kind), every_kind, ALL)
    years = pickers.span(
        view, words.get("page.flows.period"), covered.first, covered.last, (SINCE, covered.last)
    )
    side = "holder" if by == "recipient" else "supplier"
    party = next((one for one in parties if one.party_id == state), None)
    asked = Asked(*years, kind=None if kind == ALL else kind)
    if party is not None:
        chosen = party.party_id
        asked = replace(asked, holder=chosen) if side == "holder" else replace(asked, supplier=chosen)
    return Choice(side, party, every_kind[kind].removeprefix("– "), asked, parties)


def _sentence(choice: Choice, found: Sequence[Flow], used: Sequence[Release], view: View) -> None:
    """How much it is, and what is not loaded."""
    words, language = view.words, view.language
    if found:
        st.markdown(
            words.get(
                "page.flows.sentence",
                volume=number(sum(one.tiv_million for one in found), language, 0),
                suppliers=number(len({one.supplier for one in found}), language),
                holders=number(len({one.holder for one in found}), language),
                rows=number(sum(one.entries for one in found), language),
            )
        )
    elif choice.party and choice.side == "holder" and not choice.party.loaded:
        st.info(
            words.get("page.flows.not_loaded", name=plain(choice.party.name)),
            icon=":material/hourglass_empty:",
        )
    else:
        st.info(words.get("page.flows.nothing"))
    if any(one.recipients for one in used):
        count = number(sum(one.loaded for one in choice.parties), language)
        st.markdown(words.get("page.flows.extract", number=count))


def _map(choice: Choice, found: Sequence[Flow], used: Sequence[Release], view: View) -> None:
    words = view.words
    title = title_of(choice, view)
    st.header(plain(title), anchor=False)
    volumes = volumes_by(found, choice.drawn)
    rows = [map_row(one, volumes.get(one.party_id), choice, used) for one in choice.parties]
    told = replace(
        words, texts={**words.texts, "chart.map.hover_no_report": words.get("page.overview.map_not_loaded")}
    )
    ids = [one.release_id for one in used]
    limits = next((each for each in LIMITS if max(volumes.values()) < 10 * each[2]), LIMITS[-1])
    credit = evidence.credit(ids, view, title, words.get("unit.tiv_million"))
    figure = world_map.build(rows, view.tokens, told, credit, limits=limits)
    parts.chart(figure, world_map.describe(rows, words), "flows-map")
    items = key.map_items(words, limits=limits)
    if any(row.kind == "no_report" for row in rows):
        items.append(key.Item("no_report_map", words.get("key.not_loaded")))
    parts.chart_key(items, view)
    beside = world_map.off_map([row for row in rows if row.kind == "number"])
    if beside:
        st.caption(plain(words.get("chart.map.off_map", names=", ".join(row.name for row in beside))))
    map_footnote(title, volumes, choice, found, used, view)


def _flows(choice: Choice, found: Sequence[Flow], used: Sequence[Release], view: View) -> None:
    """Supplier to recipient; of one party, the other end and the kinds of weapons."""
    words = view.words
    if choice.party is None:
        question = flows.flows(choice.asked, view.language)
        rows = [sankey.Row(one.supplier_name, one.holder_name, one.tiv_million) for one in found]
        heads = ("supplier", "recipient")
    else:
        by_kind = flows.by_kind(choice.asked, choice.drawn, view.language)
        kinds = view.ledger.answer(by_kind)
        supplied = choice.side == "holder"
        rows = [
            sankey.Row(*((one.party, one.kind) if supplied else (one.kind, one.party)), one.tiv_million)
            for one in kinds
        ]
        heads = ("supplier", "kind") if supplied else ("kind", "recipient")
        question = by_kind  # type: ignore[assignment]  # either question is printed alike
    title = words.get(f"page.flows.flows_{heads[0]}_{heads[1]}")
    ends = {
        f"chart.sankey.others_{end}": words.get(f"page.flows.others_{head}")
        for end, head in zip(("source", "target"), heads, strict=True)
    }
    alt = {"chart.sankey.alt": f"{title}, {{unit}}. "}
    told = replace(words, texts={**words.texts, **ends, **alt})
    st.header(title, anchor=False)
    ids = [one.release_id for one in used]
    credit = evidence.credit(ids, view, title_of(choice, view), title, words.get("unit.tiv_million"))
    figure = sankey.build(rows, view.tokens, told, credit)
    parts.chart(figure, sankey.describe(rows, told), "flows-sankey")
    headings = [
        words.get("page.flows.kind") if head == "kind" else words.get(f"table.{head}") for head in heads
    ]
    listed = [(row.source, row.target, number(row.value, view.language, 1)) for row in rows[:ROWS]]
    table = evidence.Table("flows", [*headings, words.get("table.tiv_million")], listed)
    warnings = []
    if len(rows) > ROWS:
        most, all_of = (number(count, view.language) for count in (ROWS, len(rows)))
        warnings.append(words.get("page.flows.largest_flows", number=most, all=all_of))
    footnote(
        "flows-sankey",
        f"{title_of(choice, view)}. {title}",
        table,
        None,
        warnings,
        choice,
        used,
        view,
        question,
    )


def _years(choice: Choice, used: Sequence[Release], view: View) -> None:
    words = view.words
    question = flows.by_year(choice.asked, choice.drawn, view.language)
    found = view.ledger.answer(question)
    title = words.get(f"page.flows.years_{choice.drawn}")
    st.header(title, anchor=False)
    rows = [supply.Row(one.party, one.year, one.tiv_million) for one in found]
    ids = [one.release_id for one in used]
    credit = evidence.credit(ids, view, title_of(choice, view), title, words.get("unit.tiv_million"))
    figure = supply.build(rows, view.tokens, words, credit, "", choice.asked.first, choice.asked.last)
    alt = {"chart.supply.alt": f"{title}, {{first}}–{{last}}, {{unit}}. "}
    told = replace(words, texts={**words.texts, **alt})
    parts.chart(figure, supply.describe(rows, told), "flows-years")
    unsplit = view.ledger.first(flows.unsplit(choice.asked))
    if unsplit is not None and unsplit.tiv_million:
        volume = number(unsplit.tiv_million, view.language, 0)
        st.caption(plain(words.get("page.flows.unsplit", volume=volume)))
    totals: Counter[str] = Counter()
    for one in found:
        totals[one.party] += one.tiv_million  # type: ignore[assignment]  # a Counter adds any number
    shown = {name for name, _ in totals.most_common(supply.SHOWN + 1)}
    listed = [
        (one.party, str(one.year), number(one.tiv_million, view.language, 1))
        for one in found
        if one.party in shown
    ]
    headings = (party_heading(choice.drawn, words), words.get("table.year"), words.get("table.tiv_million"))
    table = evidence.Table("flows-years", headings, listed)
    warnings = [words.get("page.flows.by_year_only")]
    footnote(
        "flows-years",
        f"{title_of(choice, view)}. {title}",
        table,
        None,
        warnings,
        choice,
        used,
        view,
        question,
    )
