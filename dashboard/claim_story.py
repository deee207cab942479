"""The story of one claim over time: the chart, what it rests on, and what the record says in a sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard import claim_rows, evidence, parts, telling
from dashboard.charts import claim_timeline, key
from dashboard.charts.timeline_rows import Timeline
from dashboard.db import Question
from dashboard.frame import View
from dashboard.numbers import date, number
from dashboard.queries import claims, register
from dashboard.queries.claims import Claim, Judged
from dashboard.queries.register import RegisterRow
from dashboard.text import plain


def record(claim: Claim, view: View) -> str:
    """Who supplied what is documented, in which years, and what the UN Register was told; safe Markdown.

    Empty where no row decides the verdict.
    """
    rows = view.ledger.answer(register.rows_of_claim(claim.claim_id, view.language))
    deciding = [row for row in rows if row.part in ("firm", "estimated")]
    if not deciding:
        return ""
    suppliers = list(dict.fromkeys(row.supplier for row in deciding))
    one = "all_from" if len(suppliers) == 1 else "from"
    values = {"suppliers": plain(", ".join(suppliers)), "years": _years(deciding)}
    moved = "ordered" if claim.kind == "order" else "delivered"
    told = view.words.get(f"telling.{one}_{moved}", **values)
    return " ".join([told, *_reported(claim, view)])


def _years(rows: Iterable[RegisterRow]) -> str:
    years = sorted({int(year) for row in rows for year in re.findall(r"\d{4}", row.delivery_years or "")})
    if not years:
        years = sorted({row.order_year for row in rows if row.order_year})
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))


def _reported(claim: Claim, view: View) -> list[str]:
    """`Russia told the UN Register 2,000 missiles and 400 launchers for 2012.`, one for each report."""
    words = view.words
    told: dict[tuple[int, str], list[str]] = {}
    for one in claim_rows.un_amounts(claim, view):
        if one.quantity and one.unit:
            amount = f"{number(one.quantity, view.language)} {words.unit(one.unit, one.quantity)}"
            told.setdefault((one.year, claim_rows.reporter(one, claim, view)), []).append(amount)
    joined = f" {words.get('telling.and')} "
    return [
        words.get("telling.told_un", state=plain(state), amounts=plain(joined.join(amounts)), year=year)
        for (year, state), amounts in sorted(told.items())
    ]


def over_time(claim: Claim, view: View) -> None:
    """The timeline of a claim with its key and its footnote."""
    words, rows = view.words, claim_rows.timeline(claim, view)
    ids = release_ids(claim, view)
    credit = evidence.credit(ids, view, telling.title(claim, words), rows.unit)
    figure = claim_timeline.build(rows, view.tokens, words, credit)
    parts.chart(figure, claim_timeline.describe(rows, words), "timeline")
    parts.chart_key(key.items(_strip_marks(rows), words), view)
    evidence.footnote(_note(claim, rows, ids, view), view)


def _strip_marks(rows: Timeline) -> list[str]:
    shown = {cell.kind for strip in rows.strips for cell in strip.cells}
    marks = [
        mark
        for mark in ("line", "covered", "zero", "no_report", "not_loaded", "classified", "out_of_scope")
        if mark in shown
    ]
    voice = [mark for mark, there in (("firm", any(one.firm for one in rows.deliveries)),
             ("estimated", any(one.estimated for one in rows.deliveries)),
             ("declared", bool(rows.claims)), ("un", bool(rows.un_reports))) if there]  # fmt: skip
    return voice + marks


def release_ids(claim: Claim, view: View) -> list[str]:
    """The releases that the figure shows: those of the rows, of the verdict, of the UN lines."""
    rows = view.ledger.answer(register.rows_of_claim(claim.claim_id, view.language))
    deciding = [row.release_id for row in rows if row.part in ("firm", "estimated")]
    judged = [one for one in (claim.deals_release_id, claim.deliveries_release_id) if one]
    reported = [one.release_id for one in claim_rows.un_amounts(claim, view)]
    return list(dict.fromkeys([*deciding, *judged, *reported]))


def _note(claim: Claim, rows: Timeline, ids: Sequence[str], view: View) -> evidence.Note:
    words = view.words
    asked = register.rows_of_claim(claim.claim_id, view.language)
    found = view.ledger.answer(asked)
    headings = [words.get(f"table.{name}") for name in ("date", "source", "says", "unit")]
    return evidence.Note(
        name="timeline",
        title=telling.title(claim, words),
        page="claim",
        params={"id": claim.claim_id},
        release_ids=ids,
        unit=rows.unit or words.get("table.not_known"),
        table=evidence.Table(claim.claim_id, headings, claim_rows.timeline_table(rows, view)),
        rows=evidence.register_table(claim.claim_id, found, view),
        questions=[asked],
        warnings=_warnings(claim, view),
        known_on=claim.as_known_on,
        json=lambda: _as_json(claim, view),
    )


def _warnings(claim: Claim, view: View) -> list[str]:
    words, unit = view.words, telling.unit(claim, view.words)
    found = [words.get("page.claim.warning.transfers")] if claim.kind == "holding" else []
    if claim.estimated:
        printed = number(claim.estimated, view.language)
        found.append(words.get("page.claim.warning.estimated", number=printed, unit=unit))
    if claim.declared_unit is None and unit:
        found.append(words.get("page.claim.warning.unit_not_named", unit=unit))
    elif claim.declared_unit and claim.declared_unit != claim.unit and unit:
        said = words.unit(claim.declared_unit)
        found.append(words.get("page.claim.warning.system_word", declared=said, unit=unit))
    editions = view.ledger.answer(claims.judged_over_time(claim.claim_id))
    if len({one.firm for one in editions}) > 1:
        told = ", ".join(_grain(one, view) for one in editions)
        found.append(words.get("page.claim.warning.grain", parts=told))
    return found


def _grain(one: Judged, view: View) -> str:
    """`3,800 firm in that of 3 Jan 2025`: the firm part depends on how finely a release splits a deal."""
    firm, day = number(one.firm or 0, view.language), date(one.as_known_on, view.language)
    return view.words.get("page.claim.warning.grain_part", firm=firm, date=day)


def _as_json(claim: Claim, view: View) -> dict[str, Any]:
    """The claim, its quote, its verdict by edition and its rows, as plain types."""
    asked: dict[str, Question[Any]] = {
        "quote": claims.quote(claim.quote_id, view.language),
        "carriers": claims.carriers(claim.claim_id),
        "verdicts": claims.judged_over_time(claim.claim_id),
        "rows": register.rows_of_claim(claim.claim_id, view.language),
    }
    found = {
        name: [dataclasses.asdict(one) for one in view.ledger.answer(question)]
        for name, question in asked.items()
    }
    return {"claim": dataclasses.asdict(claim)} | found
