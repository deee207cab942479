"""The rows of a state's charts and tables, put together from the answers of the snapshot."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import claim_rows, telling
from dashboard.charts import claim_line
from dashboard.charts.canvas import documented_text
from dashboard.charts.strip import years_text
from dashboard.claim_rows import NO_REGISTER
from dashboard.frame import View
from dashboard.numbers import number
from dashboard.queries import register, reported
from dashboard.queries.claims import Claim
from dashboard.queries.register import SystemSum
from dashboard.queries.reported import Holding, UnAmount, UnYears
from dashboard.style import NO_NUMBER_ICONS
from dashboard.text import plain

SYSTEM_COLUMNS = (
    "system", "kind", "unit", "declared", "documented", "years", "un", "third_party", "suppliers_column",
)  # fmt: skip


def line_rows(found: Sequence[Claim], view: View) -> list[claim_line.Row]:
    """One row per claim, with the UN's and a third party's number where they count the same unit."""
    return [_line_row(claim, view) for claim in found]


def _line_row(claim: Claim, view: View) -> claim_line.Row:
    words = view.words
    un_quantity, un_year, un_note = _un_mark(claim, view)
    third, third_years = _third_party(claim, view)
    return claim_line.Row(
        claim_id=claim.claim_id,
        system=claim.weapon or "",
        unit=words.unit(claim.unit) if claim.unit else "",
        kind=claim.kind,
        quantity_low=claim.quantity_low,
        quantity_high=claim.quantity_high,
        qualifier=claim.qualifier,
        verdict=claim.verdict,
        firm=claim.firm,
        estimated=claim.estimated,
        un_quantity=un_quantity,
        un_year=un_year,
        un_note=un_note,
        third_party_quantity=third,
        third_party_years=third_years,
        speaker=claim.speaker or claim.outlet or words.get("telling.article_voice"),
        date=claim.date or "",
    )


def _un_mark(claim: Claim, view: View) -> tuple[float | None, str, str]:
    """The UN's number with its years, and what those years hide or why there is no number."""
    words = view.words
    if claim.holder is None or claim.unroca_category == "none":
        return None, "", words.get("page.state.un_outside")
    loaded = view.ledger.first(reported.un_years(claim.holder))
    if claim.unroca_category in NO_REGISTER or loaded is None or loaded.lines_first is None:
        return None, "", words.get("cell.not_loaded")
    delivered = _delivery_years(claim, view)
    if delivered and max(delivered) < loaded.lines_first:
        return None, "", words.get("page.state.un_before", year=loaded.lines_first)
    found = [one for one in claim_rows.un_amounts(claim, view) if _counts(one, claim)]
    missing = [year for year in _not_filed(claim, view) if year in delivered]
    note = words.get("page.state.un_no_report", years=years_text(missing)) if missing else ""
    if found:
        return sum(one.quantity or 0 for one in found), years_text(one.year for one in found), note
    return None, "", note or words.get("cell.no_row")


def _counts(amount: UnAmount, claim: Claim) -> bool:
    """Whether a UN number is of the claim's unit and time; what was ordered is delivered later."""
    until = 9999 if claim.kind == "order" else int((claim.as_of or "9999")[:4])
    return amount.unit == claim.unit and amount.quantity is not None and amount.year <= until


def _delivery_years(claim: Claim, view: View) -> set[int]:
    """Years of documented deliveries of the claim's weapon, up to its date; of an order, all."""
    if claim.kind == "order" and claim.holder and claim.system_id:
        sums = view.ledger.answer(register.systems_of(claim.holder, view.language))
        spans = [(one.first_year, one.last_year) for one in sums if one.system_id == claim.system_id]
        return {year for first, last in spans if first and last for year in range(first, last + 1)}
    until = int((claim.as_of or "9999")[:4])
    steps = view.ledger.answer(register.steps_of_claim(claim.claim_id))
    return {step.year for step in steps if step.year <= until}


def _not_filed(claim: Claim, view: View) -> list[int]:
    """Covered years for which the largest supplier filed no report to the UN."""
    suppliers = view.ledger.answer(register.suppliers_of_claim(claim.claim_id, view.language))[:1]
    years: list[int] = []
    for supplier in suppliers:
        loaded = view.ledger.first(reported.un_years(supplier.party_id))
        if loaded and loaded.lines_first and loaded.lines_last and loaded.reports_first:
            filed = view.ledger.answer(reported.years_filed(supplier.party_id))
            years += [year for year in range(loaded.lines_first, loaded.lines_last + 1) if year not in filed]
    return years


def _third_party(claim: Claim, view: View) -> tuple[float | None, str]:
    """A third party's estimate for the claim's whole class; none for a single model, as none is given."""
    if claim.holder is None or claim.system_id is not None or claim.kind != "holding":
        return None, ""
    until = int((claim.as_of or "9999")[:4])
    for one in view.ledger.answer(reported.holdings_of(claim.holder)):
        if one.class_id == claim.class_id and one.unit == claim.unit and one.year <= until and one.quantity:
            return one.quantity, str(one.year)
    return None, ""


def line_table(found: Sequence[Claim], view: View) -> tuple[list[str], list[list[str]]]:
    """The claim line as a table: headings and rows."""
    words = view.words
    names = ("claim", "declared", "documented", "unit", "verdict", "date")
    headings = [words.get(f"table.{name}") for name in names]
    rows = [
        [
            claim.weapon or "", telling.declared(claim, words, table=True), documented_cell(claim, view),
            telling.unit(claim, words), telling.verdict(claim, words), claim.date or "",
        ]
        for claim in found
    ]  # fmt: skip
    return headings, rows


def documented_cell(claim: Claim, view: View) -> str:
    """`3,800 + 200 est.`, or the word for not having a number."""
    printed = documented_text(claim.firm, claim.estimated, view.words, bold=False)
    return printed or telling.documented(claim, view.words)[0]


def system_table(
    sums: Sequence[SystemSum], found: Sequence[Claim], holder: str, view: View
) -> tuple[list[str], list[list[str]]]:
    """All systems, declared ones first, with what each voice says; cells are safe Markdown."""
    words = view.words
    amounts = view.ledger.answer(reported.un_amounts_to(holder, view.language))
    loaded = view.ledger.first(reported.un_years(holder))
    un_loaded = loaded is not None and loaded.lines_first is not None
    holdings = view.ledger.answer(reported.holdings_of(holder))
    headings = [words.get(f"page.state.{name}") for name in SYSTEM_COLUMNS]
    rows = []
    for one in sums:
        rows.append([
            plain(one.name), plain(one.class_name or ""), words.unit(one.unit) if one.unit else "",
            _declared_cell(one.system_id, one.unit, found, view), _sum_cell(one, view), _span(one),
            _un_cell(one, amounts, loaded, view), _holding_cell(one, holdings, view), plain(one.suppliers),
        ])  # fmt: skip
    known = {(one.system_id, one.unit) for one in sums}
    for claim in found:
        if claim.system_id and (claim.system_id, claim.unit) not in known:
            known.add((claim.system_id, claim.unit))
            rows.append([
                plain(claim.weapon or ""), plain(claim.class_name or ""), telling.unit(claim, words),
                _declared_cell(claim.system_id, claim.unit, found, view), plain(documented_cell(claim, view)),
                "", _un_of_claim(claim, un_loaded, view), "", "",
            ])  # fmt: skip
    none = words.get("cell.no_claim")
    return headings, sorted(rows, key=lambda row: row[SYSTEM_COLUMNS.index("declared")] == none)


def _declared_cell(system_id: str, unit: str | None, found: Sequence[Claim], view: View) -> str:
    about = [claim for claim in found if (claim.system_id, claim.unit) == (system_id, unit)]
    said = [claim for claim in about if claim.kind in ("holding", "delivery", "order")]
    if not said:
        return view.words.get("cell.no_claim")
    return "; ".join(_declared_once(claim, view) for claim in said)


def _declared_once(claim: Claim, view: View) -> str:
    """`at least 5,000 (2025)`, `92 (2009, order)`."""
    kind = "" if claim.kind == "holding" else view.words.get(f"kind.{claim.kind}")
    aside = ", ".join(part for part in ((claim.date or "")[:4], kind) if part)
    return plain(f"{telling.declared(claim, view.words, table=True)} ({aside})")


def _sum_cell(one: SystemSum, view: View) -> str:
    printed = documented_text(one.firm, one.estimated, view.words, bold=False)
    return plain(printed) if printed else view.words.get("cell.listed_no_number")


def _span(one: SystemSum) -> str:
    if one.first_year is None:
        return ""
    return str(one.last_year) if one.first_year == one.last_year else f"{one.first_year}–{one.last_year}"


def _un_cell(one: SystemSum, amounts: Sequence[UnAmount], loaded: UnYears | None, view: View) -> str:
    words = view.words
    first = loaded.lines_first if loaded else None
    mine = [amount for amount in amounts if amount.system_id == one.system_id]
    counted = [amount for amount in mine if amount.unit == one.unit and amount.quantity is not None]
    if counted:
        span = years_text(amount.year for amount in counted)
        return f"{number(sum(amount.quantity or 0 for amount in counted), view.language)} ({span})"
    if any(amount.number_note == "classified" for amount in mine):
        return f"{NO_NUMBER_ICONS['classified']} {words.get('cell.classified')}"
    if mine and mine[0].quantity is not None and mine[0].unit:
        told = f"{number(mine[0].quantity, view.language)} {words.unit(mine[0].unit, mine[0].quantity)}"
        return plain(words.get("cell.other_unit_number", quantity=told))
    category = one.unroca_category
    if category not in NO_REGISTER and first and one.last_year and one.last_year < first:
        return f"{NO_NUMBER_ICONS['not_loaded']} {words.get('page.state.un_before', year=first)}"
    if first and any(amount.category in (category, f"{category}(a)") for amount in amounts):
        return words.get("page.state.un_not_split")
    return _no_line(category, first is not None, view)


def _un_of_claim(claim: Claim, loaded: bool, view: View) -> str:
    """The UN's number for a weapon that the register documents in another unit, or not at all."""
    counted = [one for one in claim_rows.un_amounts(claim, view) if one.unit == claim.unit and one.quantity]
    if not counted:
        return _no_line(claim.unroca_category, loaded, view)
    total = number(sum(one.quantity or 0 for one in counted), view.language)
    return f"{total} ({years_text(one.year for one in counted)})"


def _no_line(category: str | None, loaded: bool, view: View) -> str:
    words = view.words
    if category == "none":
        return f"{NO_NUMBER_ICONS['out_of_scope']} {words.get('cell.out_of_scope')}"
    if not loaded or category in NO_REGISTER:
        return _not_loaded(view)
    return words.get("cell.no_row")


def _not_loaded(view: View) -> str:
    return f"{NO_NUMBER_ICONS['not_loaded']} {view.words.get('cell.not_loaded')}"


def _holding_cell(one: SystemSum, holdings: Sequence[Holding], view: View) -> str:
    """A third party counts classes, not models: the number is of the whole class and says so."""
    words = view.words
    newest = next((holding for holding in holdings if holding.class_id == one.class_id), None)
    if newest is None:
        return words.get("cell.no_row") if holdings else _not_loaded(view)
    if newest.quantity is None:
        return words.get("cell.listed_no_number")
    told = {"number": number(newest.quantity, view.language), "class_name": one.class_name or ""}
    return plain(words.get("page.state.third_party_class", year=newest.year, **told))
