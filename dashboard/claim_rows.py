"""The rows of a claim's charts, put together from the answers of the snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.charts import voices
from dashboard.charts.strip import Cell, Strip
from dashboard.charts.timeline_rows import Delivery, Said, Timeline, UnReport
from dashboard.frame import View
from dashboard.numbers import date, number, quantity
from dashboard.queries import claims, register, reported
from dashboard.queries.claims import Claim
from dashboard.queries.register import Step
from dashboard.queries.reported import UnAmount

BEFORE = 4
"""Years that the timeline shows before the first delivery or claim."""

NO_REGISTER = ("none", "SALW", None)
"""Categories that the UN Register's seven do not hold, or that the loaded lines leave out."""


def alike(claim: Claim, view: View) -> list[Claim]:
    """Other claims about the same weapon of the same holder."""
    if claim.holder is None:
        return []
    weapon = (claim.system_id, claim.class_id)
    others = view.ledger.answer(claims.claims_of(claim.holder, view.language))
    return [
        one for one in others if (one.system_id, one.class_id) == weapon and one.claim_id != claim.claim_id
    ]


def same_number(claim: Claim, view: View) -> list[Claim]:
    """Other claims of the same number, in the same unit, oldest first."""
    bounds = {claim.quantity_low, claim.quantity_high} - {None}
    found = [
        one for one in alike(claim, view)
        if one.unit == claim.unit and bounds & ({one.quantity_low, one.quantity_high} - {None})
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.date or "")


def un_amounts(claim: Claim, view: View) -> list[UnAmount]:
    """What was reported to the UN Register of the claim's weapon; of a model only where it is the only one
    of its category that the register documents from that exporter in that year."""
    if claim.holder is None or claim.unroca_category in NO_REGISTER:
        return []
    found = view.ledger.answer(reported.un_amounts_to(claim.holder, view.language))
    return [one for one in found if _same_weapon(one, claim)]


def _same_weapon(amount: UnAmount, claim: Claim) -> bool:
    if claim.system_id is not None:
        return amount.system_id == claim.system_id
    return amount.category in (claim.unroca_category, f"{claim.unroca_category}(a)")


def reporter(amount: UnAmount, claim: Claim, view: View) -> str:
    """Who reported a line: the state that filed for the year; either, where both or neither is known."""
    holder = claim.holder_name or ""
    if amount.exporter_filed != amount.importer_filed:
        return amount.exporter_name if amount.exporter_filed else holder
    return view.words.get("page.claim.reporter_either", exporter=amount.exporter_name, importer=holder)


def timeline(claim: Claim, view: View) -> Timeline:
    """What was declared and documented over time, with the coverage strips of the sources."""
    steps = view.ledger.answer(register.steps_of_claim(claim.claim_id))
    reports = [one for one in un_amounts(claim, view) if one.unit == claim.unit and one.quantity]
    said = [_said(one, claim, view) for one in [*same_number(claim, view), claim] if one.date]
    years = [step.year for step in steps] + [one.year for one in reports]
    years += [int(str(one.date)[:4]) for one in said]
    first = min(years, default=2000) - BEFORE
    last = max([*years, claim.last_year or 0])
    return Timeline(
        unit=view.words.unit(claim.unit) if claim.unit else "",
        verdict=claim.verdict,
        deliveries=tuple(Delivery(step.year, step.firm, step.estimated) for step in steps),
        claims=tuple(said),
        un_reports=tuple(
            UnReport(one.year, one.quantity or 0, reporter(one, claim, view)) for one in reports
        ),
        strips=tuple(_strips(claim, steps, reports, range(first, last + 1), view)),
        last_covered_year=None if claim.verdict in ("out_of_scope", "not_comparable") else claim.last_year,
        documented=claim.with_estimates or 0,
        first_year=first,
    )


def _said(one: Claim, claim: Claim, view: View) -> Said:
    viewed = one.claim_id == claim.claim_id
    when = one.date or ""
    short = short_name(one.speaker or one.outlet or "") if viewed else ""
    speaker = one.speaker or one.outlet or view.words.get("telling.article_voice")
    return Said(
        one.claim_id, when, one.quantity_low, one.quantity_high, one.qualifier, speaker, short, viewed
    )


def short_name(speaker: str) -> str:
    """What a chart prints for a person: the last name; nothing for a longer description."""
    words = speaker.split()
    return words[-1] if 0 < len(words) <= 3 else ""


def _strips(
    claim: Claim, steps: Sequence[Step], reports: Sequence[UnAmount], years: range, view: View
) -> Iterable[Strip]:
    with_row = {step.year for step in steps}
    outside = claim.reason in ("class_outside", "kind_outside", "made_by_holder")
    covered = range(claim.first_year or 0, (claim.last_year or -1) + 1)
    cells = [
        Cell(
            year,
            "out_of_scope" if outside else "line" if year in with_row
            else "covered" if year in covered else "not_loaded",
        )
        for year in years
    ]  # fmt: skip
    yield Strip(view.words.get("page.claim.register"), tuple(cells))
    if claim.unroca_category in NO_REGISTER or outside:
        return
    for supplier in view.ledger.answer(register.suppliers_of_claim(claim.claim_id, view.language))[:1]:
        lines = {one.year: one for one in reports if one.exporter == supplier.party_id}
        yield _reports_strip(supplier.party_id, supplier.name, lines, years, view)


def _reports_strip(party_id: str, name: str, lines: dict[int, UnAmount], years: range, view: View) -> Strip:
    loaded = view.ledger.first(reported.un_years(party_id))
    filed = set(view.ledger.answer(reported.years_filed(party_id)))

    def kind(year: int) -> str:
        if year in lines:
            return "line"
        if loaded is None or loaded.reports_first is None or loaded.lines_first is None:
            return "not_loaded"
        if not loaded.lines_first <= year <= (loaded.lines_last or 0):
            return "not_loaded"
        return "covered" if year in filed else "no_report"

    return Strip(
        view.words.get("page.claim.reports_of", name=name), tuple(Cell(year, kind(year)) for year in years)
    )


def other_units(claim: Claim, view: View) -> dict[str, list[voices.Row]]:
    """For each other unit that the same weapon is counted in, what each voice says; never added up."""
    by_unit: dict[str, list[voices.Row]] = {}
    for one in sorted(alike(claim, view), key=lambda one: one.date or ""):
        if one.unit and one.unit != claim.unit and one.quantity_low is not None:
            by_unit.setdefault(one.unit, []).append(_declared_voice(one, view))
    for amount in un_amounts(claim, view):
        if amount.unit and amount.unit not in (claim.unit, "item") and amount.quantity:
            who = reporter(amount, claim, view)
            detail = view.words.get("page.claim.other_unit_un", reporter=who, year=amount.year)
            row = voices.Row("un", detail, quantity_low=amount.quantity)
            by_unit.setdefault(amount.unit, []).append(row)
    _documented_voices(claim, by_unit, view)
    return by_unit


def _declared_voice(one: Claim, view: View) -> voices.Row:
    who = one.speaker or one.outlet or view.words.get("telling.article_voice")
    when = date(one.date, view.language) if one.date else ""
    detail = view.words.get("page.claim.other_unit_declared", speaker=who, date=when)
    return voices.Row(
        "declared", detail, one.quantity_low, one.quantity_high, one.qualifier, claim_id=one.claim_id
    )


def _documented_voices(claim: Claim, by_unit: dict[str, list[voices.Row]], view: View) -> None:
    """The register's own numbers in another unit, of its rows or their comments; else the word for none."""
    if claim.holder is None or claim.system_id is None:
        return
    words = view.words
    for item in view.ledger.answer(register.items_of(claim.holder, claim.system_id, view.language)):
        if item.unit != claim.unit:
            detail = words.get("page.claim.other_unit_item", year=item.order_year or "")
            sure, unsure = (None, item.quantity_low) if item.estimated else (item.quantity_low, None)
            row = voices.Row("documented", detail, firm=sure, estimated=unsure)
            by_unit.setdefault(item.unit, []).append(row)
    for found in view.ledger.answer(register.systems_of(claim.holder, view.language)):
        if found.system_id == claim.system_id and found.unit and found.unit != claim.unit:
            detail = words.get("source.sipri_register")
            row = voices.Row("documented", detail, firm=found.firm or None, estimated=found.estimated or None)
            by_unit.setdefault(found.unit, []).append(row)
    counted = words.unit(claim.unit) if claim.unit else ""
    for rows in by_unit.values():
        if not any(row.voice == "documented" for row in rows):
            detail = words.get("page.claim.other_unit_register", unit=counted)
            rows.append(voices.Row("documented", detail, missing="other_unit"))


def timeline_table(rows: Timeline, view: View) -> list[tuple[str, str, str, str]]:
    """The timeline as a table: year, source, what it says, and the unit."""
    words, listed = view.words, []
    for step in rows.deliveries:
        for value, flag in ((step.firm, "firm"), (step.estimated, "estimated")):
            if value:
                said = f"{number(value, view.language)} ({words.get(f'mark.{flag}')})"
                listed.append((str(step.year), words.get("mark.documented"), said, rows.unit))
    for report in rows.un_reports:
        said = number(report.quantity, view.language)
        listed.append((str(report.year), f"{words.get('mark.un')}: {report.reporter}", said, rows.unit))
    for one in rows.claims:
        printed = quantity(one.quantity_low, one.quantity_high, one.qualifier, words)
        said = printed or words.get("cell.no_number")
        voice = f"{words.get('mark.declared')}: {one.speaker}"
        listed.append((date(one.date, view.language), voice, said, rows.unit))
    for strip in rows.strips:
        missing = [str(cell.year) for cell in strip.cells if cell.kind == "no_report"]
        if missing:
            listed.append((", ".join(missing), strip.source, words.get("key.no_report"), ""))
    return listed
