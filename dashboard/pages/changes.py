"""What changed between two releases: deals added, withdrawn, revised and renamed, and verdicts with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import evidence, pickers, state, telling
from dashboard.charts.canvas import documented_text
from dashboard.frame import View
from dashboard.numbers import date, number
from dashboard.queries import changes, claims, compare
from dashboard.queries.changes import CHANGES, Change, Count, Deal, Rejudged, ReleaseDay
from dashboard.style import VERDICT_CHIPS
from dashboard.text import plain
from dashboard.words import Words

ALL = "all"
A_PAGE = 40
DOWNLOADED = 10_000
"""Changes that a download holds at most; two releases of the whole world differ in some seven thousand."""


@dataclass(frozen=True)
class Choice:
    """Two releases with what stands for them in the address, and the recipient and kind of change where one
    is chosen."""

    old: ReleaseDay
    new: ReleaseDay
    keys: tuple[str, str]
    state: str | None
    state_name: str
    change: str | None


def show(view: View) -> None:
    """The choices, the counts, the deals page by page, the verdicts that changed."""
    words = view.words
    view.title(words.get("page.changes.title"))
    if not view.embedded:
        st.markdown(words.get("page.changes.lead"))
    days = view.ledger.answer(changes.comparable())
    if len(days) < 2:
        st.info(words.get("page.changes.empty", number=number(len(days), view.language)))
        return
    choice, counts = _choice(days, view)
    found = [one for one in counts if choice.state in (None, one.recipient)]
    _sentence(choice, found, view)
    _deals(choice, found, view)
    _verdicts(choice, view)


def _choice(days: Sequence[ReleaseDay], view: View) -> tuple[Choice, Sequence[Count]]:
    words = view.words
    by_id = _by_day(days)
    names = {key: date(day.released, view.language, long=True) for key, day in by_id.items()}
    first, second, third, fourth = st.columns(4, gap="medium")
    with first:
        ids = list(by_id)[:-1]
        old_key = pickers.one(
            view, "old", words.get("page.changes.old"), ids, names, ids[-1], then=_first_page
        )
        old = by_id[old_key]
    with second:
        ids = [key for key, day in by_id.items() if day.released > old.released] or ids[-1:]
        new_key = pickers.one(
            view, "new", words.get("page.changes.new"), ids, names, ids[-1], then=_first_page
        )
        new = by_id[new_key]
    counts = view.ledger.answer(changes.counts(old.release_id, new.release_id, view.language))
    loaded = {one.party_id for one in view.ledger.answer(compare.loaded())}
    parties = view.ledger.answer(compare.parties(view.language))
    states = {ALL: words.get("page.changes.all_states")} | {
        one.party_id: one.name for one in parties if one.party_id in loaded
    }
    with third:
        label = words.get("page.changes.state")
        chosen_state = pickers.one(view, "state", label, list(states), states, ALL, then=_first_page)
    kinds = {ALL: words.get("page.changes.all_changes")} | {
        change: words.get(f"page.changes.kind.{change}") for change in CHANGES
    }
    with fourth:
        label = words.get("page.changes.change")
        change = pickers.one(view, "change", label, list(kinds), kinds, ALL, then=_first_page)
    chosen = None if chosen_state == ALL else chosen_state
    keys = (old_key, new_key)
    return Choice(old, new, keys, chosen, states[chosen_state], None if change == ALL else change), counts


def _first_page() -> None:
    state.set_param("page", None)


def _by_day(days: Sequence[ReleaseDay]) -> dict[str, ReleaseDay]:
    """Releases by what stands for them in the address: their day or, where two share one, their id."""
    keys = [day.released.isoformat() for day in days]
    return {key if keys.count(key) == 1 else day.release_id: day for key, day in zip(keys, days, strict=True)}


def _sentence(choice: Choice, found: Sequence[Count], view: View) -> None:
    words, language = view.words, view.language
    sums = _sums(found)
    st.markdown(
        words.get(
            "page.changes.sentence",
            where=plain(choice.state_name),
            old=date(choice.old.released, language),
            new=date(choice.new.released, language),
            **{change: number(sums[change], language) for change in CHANGES},
        )
    )
    if choice.new.recipients is not None:
        count = number(choice.new.recipients, language)
        st.caption(plain(words.get("page.changes.extract", number=count)))


def _sums(found: Sequence[Count]) -> dict[str, int]:
    return {change: sum(one.deals for one in found if one.change == change) for change in CHANGES}


def _deals(choice: Choice, found: Sequence[Count], view: View) -> None:
    words = view.words
    sums = _sums(found)
    total = sums[choice.change] if choice.change else sum(sums.values())
    st.header(words.get("page.changes.deals"), anchor=False)
    if not total:
        st.info(words.get("page.changes.none"))
        return
    pages = -(-total // A_PAGE)
    chosen = pickers.page(view, pages, words.get("page.changes.page", pages=number(pages, view.language)))
    rows = view.ledger.answer(_question(choice, view, A_PAGE, A_PAGE * (chosen - 1)))
    st.caption(words.get("page.changes.marks"))
    evidence.show_table(evidence.Table("changes", _headings(choice, view), [_row(one, view) for one in rows]))
    _footnote(choice, found, view)


def _question(choice: Choice, view: View, most: int, after: int) -> changes.Question[Change]:
    return changes.changes(
        choice.old.release_id, choice.new.release_id, choice.state, choice.change, view.language, most, after
    )


def _headings(choice: Choice, view: View) -> list[str]:
    words = view.words
    days = [date(one.released, view.language) for one in (choice.old, choice.new)]
    return [
        words.get("page.changes.change"), words.get("page.changes.parties"),
        *(words.get("page.changes.in_release", date=day) for day in days),
    ]  # fmt: skip


def _row(one: Change, view: View) -> tuple[str, ...]:
    words = view.words
    fields = ", ".join(_field(field, words) for field in one.fields.split("; ") if field)
    kind = words.get(f"page.changes.kind.{one.change}")
    parties = words.get("page.changes.to", supplier=one.supplier, recipient=one.recipient)
    return f"{kind}: {fields}" if fields else kind, parties, _deal(one.old, view), _deal(one.new, view)


def _field(field: str, words: Words) -> str:
    key = "page.changes.field." + field.replace(" ", "_").replace("'", "")
    return words.get(key) if words.has(key) else field


def _deal(deal: Deal | None, view: View) -> str:
    """`Line 27667: Mohajer. Ordered: 12?, 2007?. Delivered: …`, with SIPRI's question marks."""
    words = view.words
    if deal is None:
        return words.get("page.changes.not_there")
    unknown = words.get("table.not_known")

    def counted(value: int | None, estimated: bool) -> str:
        return unknown if value is None else number(value, view.language) + ("?" if estimated else "")

    year = (
        unknown if deal.order_year is None else f"{deal.order_year}{'?' if deal.order_year_estimated else ''}"
    )
    return words.get(
        "page.changes.deal",
        line=deal.line,
        designation=deal.designation,
        ordered=counted(deal.ordered, deal.ordered_estimated),
        order_year=year,
        delivered=counted(deal.delivered, deal.delivered_estimated),
        years=deal.delivery_years or words.get("page.changes.open"),
        status=deal.status,
    )


def _footnote(choice: Choice, found: Sequence[Count], view: View) -> None:
    words = view.words
    question = _question(choice, view, DOWNLOADED, 0)
    everything = view.ledger.answer(question)
    by_state: dict[str, dict[str, int]] = {}
    for one in found:
        by_state.setdefault(one.name, {})[one.change] = one.deals
    names = [words.get(f"page.changes.kind.{change}") for change in CHANGES]
    table = evidence.Table(
        "changes-counts",
        [words.get("table.recipient"), *names],
        [
            (name, *(number(sums.get(change, 0), view.language) for change in CHANGES))
            for name, sums in by_state.items()
        ],
    )
    note = evidence.Note(
        name="changes",
        title=words.get(
            "page.changes.cite", old=date(choice.old.released, view.language),
            new=date(choice.new.released, view.language), where=choice.state_name,
        ),
        page="changes",
        params={
            "old": choice.keys[0], "new": choice.keys[1], "state": choice.state, "change": choice.change,
        },
        release_ids=[choice.old.release_id, choice.new.release_id],
        unit=words.get("page.changes.unit"),
        table=table,
        rows=_download(everything, choice, view),
        questions=[question],
        warnings=[words.get("page.changes.rule")],
        known_on=choice.new.released,
    )  # fmt: skip
    evidence.footnote(note, view)


def _download(rows: Sequence[Change], choice: Choice, view: View) -> evidence.Table:
    """Every change with old and new value of each column in columns of their own."""
    words = view.words
    days = [date(one.released, view.language) for one in (choice.old, choice.new)]
    columns = ("line", "designation", "order_year", "ordered", "delivered", "delivery_years", "status")
    headings = [
        words.get("page.changes.change"), words.get("table.recipient"), words.get("table.supplier"),
        *(f"{words.get(f'page.changes.column.{column}')}, {day}" for column in columns for day in days),
    ]  # fmt: skip
    listed = [
        (
            words.get(f"page.changes.kind.{one.change}"), one.recipient, one.supplier,
            *(_value(side, column, words) for column in columns for side in (one.old, one.new)),
        )
        for one in rows
    ]  # fmt: skip
    return evidence.Table("changes", headings, listed)


def _value(deal: Deal | None, column: str, words: Words) -> str:
    if deal is None:
        return words.get("page.changes.not_there")
    value = getattr(deal, column)
    if value is None:
        return words.get("table.not_known")
    return f"{value}{'?' if getattr(deal, f'{column}_estimated', False) else ''}"


def _verdicts(choice: Choice, view: View) -> None:
    """Claims that the days of the two releases judge differently."""
    words = view.words
    st.header(words.get("page.changes.verdicts"), anchor=False)
    question = changes.rejudged(choice.old.released, choice.new.released, choice.state)
    found = view.ledger.answer(question)
    if not found:
        st.markdown(words.get("page.changes.verdicts_none"))
        return
    st.markdown(words.get("page.changes.verdicts_lead"))
    by_id = {claim.claim_id: claim for claim in view.ledger.answer(claims.claims(view.language))}
    days = [date(one.released, view.language) for one in (choice.old, choice.new)]
    for one in found:
        claim = by_id[one.claim_id]
        with st.container(border=True):
            view.link(
                "claim", plain(telling.title(claim, words)), icon=":material/format_quote:", id=one.claim_id
            )
            left, right = st.columns(2)
            with left:
                _verdict(
                    days[0], one.old_verdict, one.old_reason, one.old_firm, one.old_with_estimates, one, view
                )
            with right:
                _verdict(
                    days[1], one.new_verdict, one.new_reason, one.new_firm, one.new_with_estimates, one, view
                )


def _verdict(
    day: str, verdict: str, reason: str, firm: int | None, total: int | None, one: Rejudged, view: View
) -> None:
    words = view.words
    st.caption(words.get("footnote.as_known_on", date=day))
    chip = VERDICT_CHIPS[verdict]
    share = 0 if verdict == "partly_documented" else None
    text = telling.verdict_word(verdict, share, total, one.declared_low, words)
    st.badge(text, icon=chip.icon, color=chip.colour)  # type: ignore[arg-type]
    estimated = None if total is None else total - (firm or 0)
    printed = documented_text(firm, estimated, words, bold=False)
    unit = words.unit(one.unit) if one.unit else ""
    st.markdown(plain(f"{printed} {unit}" if printed else words.get("page.changes.nothing_counted")))
    st.caption(words.get(f"reason.{reason}.rule"))
