"""Where the numbers come from and how they are judged: sources, faults, names, checks, rules, corrections."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import evidence, loaded_sources
from dashboard.frame import View, joined
from dashboard.numbers import date, number, percent
from dashboard.queries import method, mirror, releases
from dashboard.style import VERDICT_CHIPS
from dashboard.text import clean
from dashboard.words import Words

SECTIONS = (
    "sources",
    "faults",
    "names",
    "tiv",
    "deals",
    "rule",
    "reporter",
    "corrections",
    "cite",
    "world_bank",
)
"""In the order of the page; each is an anchor of the address: `#rule`."""

REASONS = {
    "documented": ("firm_reaches",),
    "within_estimates": ("estimates_reach",),
    "partly_documented": ("falls_short",),
    "no_record": ("no_row",),
    "not_comparable": ("other_unit",),
    "out_of_scope": ("class_outside", "kind_outside", "made_by_holder"),
    "cannot_be_judged": (
        "no_number", "no_holder", "no_weapon", "holder_not_loaded", "split_not_known", "upper_bound_only",
        "before_window",
    ),
}  # fmt: skip
"""Every verdict with the reasons that lead to it."""

MOST_LISTED = 1_000


def show(view: View) -> None:
    """A list of the sections, then each under its heading."""
    words = view.words
    view.title(words.get("page.sources.title"))
    st.markdown(words.get("page.sources.lead"))
    st.markdown(
        " · ".join(f"[{words.get(f'page.sources.{name}.title')}](#{_anchor(name)})" for name in SECTIONS)
    )
    parts = {
        "sources": loaded_sources.show, "faults": _faults, "names": _names, "tiv": _tiv, "deals": _deals,
        "rule": _rule, "reporter": _reporter, "corrections": _corrections, "cite": _cite,
        "world_bank": _world_bank,
    }  # fmt: skip
    for name in SECTIONS:
        st.header(words.get(f"page.sources.{name}.title"), anchor=_anchor(name))
        parts[name](view)


def _anchor(name: str) -> str:
    return name.replace("_", "-")


def _faults(view: View) -> None:
    """Rows that were refused, and what the build found to be said about the data."""
    words = view.words
    refused = view.ledger.answer(method.rejects(MOST_LISTED))
    if refused:
        rows = [(one.release_id, str(one.line), one.reason, one.raw) for one in refused]
        st.markdown(words.get("page.sources.faults.rejects", number=number(len(rows), view.language)))
        evidence.show_table(_named_table("rejects", ("release", "line", "reason", "raw"), rows, words))
    else:
        st.markdown(words.get("page.sources.faults.no_rejects"))
    issues = view.ledger.answer(releases.issues())
    if not issues:
        st.markdown(words.get("page.sources.faults.no_issues"))
        return
    st.markdown(words.get("page.sources.faults.issues", number=number(len(issues), view.language)))
    columns = ("level", "source", "place", "expected", "got", "hint")
    listed = [
        (
            words.get(f"page.sources.level.{one.level}"), _short_name(one.source, words), one.place,
            one.expected, one.got, one.hint,
        )
        for one in issues
    ]  # fmt: skip
    evidence.show_table(_named_table("issues", columns, listed, words))


def _short_name(source: str, words: Words) -> str:
    return words.get(f"source.{source}") if words.has(f"source.{source}") else source


def _named_table(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: Words
) -> evidence.Table:
    return evidence.Table(name, [words.get(f"page.sources.column.{column}") for column in columns], rows)


def _names(view: View) -> None:
    """How many rows name something that is mapped, and the names that are not."""
    words, language = view.words, view.language
    st.markdown(words.get("page.sources.names.lead"))
    listed = [
        (
            _short_name(one.source, words), words.get(f"page.sources.kind.{one.kind}"),
            number(one.mapped_rows, language), number(one.name_rows, language),
            percent(one.mapped_rows, one.name_rows, language),
        )
        for one in view.ledger.answer(method.coverage())
    ]  # fmt: skip
    evidence.show_table(
        _named_table("coverage", ("source", "kind", "mapped", "rows", "share_mapped"), listed, words)
    )
    unmapped = view.ledger.answer(method.unmapped())
    if not unmapped:
        st.markdown(words.get("page.sources.names.none"))
        return
    rows = [
        (
            _short_name(one.source, words),
            words.get(f"page.sources.kind.{one.kind}"),
            one.name,
            str(one.name_rows),
        )
        for one in unmapped
    ]
    st.markdown(words.get("page.sources.names.unmapped", number=number(len(rows), language)))
    table = _named_table("unmapped-names", ("source", "kind", "name", "rows"), rows, words)
    shown = evidence.Table(table.name, table.headings, table.rows[:MOST_LISTED])
    with st.expander(words.get("page.sources.names.list"), icon=":material/list:"):
        if len(rows) > MOST_LISTED:
            st.caption(words.get("page.sources.names.first", number=number(MOST_LISTED, language)))
        evidence.show_table(shown)
        st.download_button(
            words.get("evidence.download_csv"), lambda: evidence.as_csv(table),
            "arms-ledger-unmapped-names.csv", "text/csv", on_click="ignore", key="unmapped-csv",
            icon=":material/csv:",
        )  # fmt: skip


def _tiv(view: View) -> None:
    """The sum of a release's deliveries against SIPRI's own tables: cells equal of cells compared."""
    words, language = view.words, view.language
    found = view.ledger.answer(method.reconciliation())
    st.markdown(words.get("page.sources.tiv.lead"))
    if not found:
        st.info(words.get("page.sources.tiv.none"))
        return
    for one in found:
        st.markdown(
            words.get(
                f"page.sources.tiv.{one.direction}",
                equal=number(one.equal, language),
                cells=number(one.cells, language),
                printed_equal=number(one.printed_equal, language),
                printed=number(one.printed, language),
                release=_release_day(one.deliveries_release_id, view),
                table=_release_day(one.table_release_id, view),
            )
        )
    unequal = view.ledger.answer(method.unequal())
    if not unequal:
        return
    st.markdown(words.get("page.sources.tiv.unequal"))
    listed = [
        (
            words.get(f"page.sources.tiv.direction_{one.direction}"), one.party, str(one.year),
            number(one.computed, language) if one.computed is not None
            else words.get("page.sources.tiv.no_delivery"),
            number(one.published, language) if one.published is not None
            else words.get(f"page.sources.tiv.cell_{one.cell.replace(' ', '_')}"),
        )
        for one in unequal
    ]  # fmt: skip
    columns = ("direction", "party", "year", "computed", "published")
    evidence.show_table(_named_table("tiv", columns, listed, words))


def _release_day(release_id: str, view: View) -> str:
    found = next((one for one in view.ledger.answer(method.ingested()) if one.release_id == release_id), None)
    return date(found.released, view.language) if found and found.released else release_id


def _deals(view: View) -> None:
    """How many delivered deals of the per-deal format were found in the per-year format."""
    words, language = view.words, view.language
    st.markdown(words.get("page.sources.deals.lead"))
    found = view.ledger.answer(method.matched())
    if not found:
        st.info(words.get("page.sources.deals.none"))
        return
    listed = [
        (
            _release_day(one.deals_release_id, view), _release_day(one.deliveries_release_id, view),
            number(one.found, language), number(one.delivered, language),
            percent(one.found, one.delivered, language), number(one.by_designation, language),
            number(one.by_unit_value, language), number(one.by_key_alone, language),
        )
        for one in found
    ]  # fmt: skip
    columns = ("deals_release", "deliveries_release", "found", "delivered", "share_found", "by_designation",
               "by_unit_value", "by_key")  # fmt: skip
    evidence.show_table(_named_table("deals", columns, listed, words))


def _rule(view: View) -> None:
    """The verdict rule: the definitions, then every verdict with each reason for it."""
    words = view.words
    st.markdown(words.get("page.sources.rule.lead"))
    for verdict, reasons in REASONS.items():
        chip = VERDICT_CHIPS[verdict]
        st.badge(words.get(f"verdict.{verdict}"), icon=chip.icon, color=chip.colour)  # type: ignore[arg-type]
        st.markdown("\n".join(f"- {words.get(f'reason.{reason}.rule')}" for reason in reasons))
    st.markdown(words.get("page.sources.rule.statements"))
    st.markdown(words.get("page.sources.rule.words"))


def _reporter(view: View) -> None:
    words, language = view.words, view.language
    covered = view.ledger.first(mirror.covered())
    lines, doubtful = (covered.lines, covered.doubtful or 0) if covered else (0, 0)
    told = {"lines": number(lines, language), "doubtful": number(doubtful, language)}
    st.markdown(words.get("page.mirror.rule_text", **told))
    view.link("mirror", words.get("page.mirror.title"), icon=":material/arrow_forward:")


def _corrections(view: View) -> None:
    words = view.words
    found = view.ledger.answer(method.corrections())
    if not found:
        st.markdown(words.get("page.sources.corrections.none"))
        return
    nothing = words.get("page.sources.corrections.nothing")
    listed = [
        (
            date(one.corrected_on, view.language), one.subject, one.was or nothing, one.now or nothing,
            one.reason, words.get(f"page.sources.status.{one.status.replace(' ', '_')}"),
        )
        for one in found
    ]  # fmt: skip
    columns = ("corrected_on", "subject", "was", "now", "reason", "status")
    evidence.show_table(_named_table("corrections", columns, listed, words))


def _cite(view: View) -> None:
    """One line for the ledger as a whole; every chart has its own under Cite."""
    words = view.words
    st.markdown(words.get("page.sources.cite.lead"))
    found = view.ledger.answer(method.ingested())
    days: dict[str, list[str]] = {one.credit: [] for one in found}
    for one in found:
        if one.released:
            days[one.credit].append(date(one.released, view.language))
    credits = "; ".join(joined([clean(credit), ", ".join(listed) or None]) for credit, listed in days.items())
    st.code(words.get("page.sources.cite.text", credits=credits), language=None, wrap_lines=True)


def _world_bank(view: View) -> None:
    st.markdown(view.words.get("page.sources.world_bank.text"))
