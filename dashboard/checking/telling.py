"""A proposed claim in the words that the ledger's own claims are told in."""

from __future__ import annotations

from dashboard import telling
from dashboard.checking.work import Desk
from dashboard.evidence import Table
from dashboard.frame import View
from dashboard.numbers import date, number
from dashboard.queries import releases
from dashboard.queries.claims import Claim
from dashboard.queries.names import column
from dashboard.text import plain
from pipelines.article_text import ArticleText
from pipelines.claims.judge import DecidingRow
from pipelines.claims.notes import Note, printable

NOT_COMPARED = ("not_comparable", "out_of_scope")

NUMBER_REASONS = ("no_number", "upper_bound_only")
"""Their sentence names what is documented, which only makes sense where something is."""


def as_claim(desk: Desk, article: ArticleText, view: View) -> Claim:
    """The claim as it stands on the desk, in the shape that all pages tell claims in."""
    row, judged, suffix = desk.row, desk.judged, column(view.language)
    class_name = judged.class_name_es if suffix == "es" else judged.class_name_en
    named = judged.system_name or class_name or as_read(desk.proposal.extracted.system, view)
    return Claim(
        claim_id=str(row["claim_id"]),
        holder=row["holder"],
        holder_name=judged.holder_name_es if suffix == "es" else judged.holder_name_en,
        system_id=row["system"],
        weapon=named,
        class_id=row["class_id"],
        class_name=class_name,
        unroca_category=judged.unroca_category,
        supplier=row["supplier"],
        quantity_low=row["quantity_low"],
        quantity_high=row["quantity_high"],
        qualifier=row["qualifier"],
        kind=row["kind"],
        declared_unit=row["declared_unit"],
        unit=judged.unit or row["declared_unit"],
        as_of=row["as_of"],
        said_on=article.published,
        speaker=row["speaker"],
        outlet=article.outlet,
        note=None,
        quote_id=str(row["claim_id"]),
        article_id="",
        verdict=judged.verdict,
        reason=judged.reason,
        percent=judged.percent,
        firm=judged.documented_firm,
        with_estimates=judged.documented_with_estimates,
        as_known_on=judged.as_known_on,
        deals_release_id=judged.deals_release_id,
        deliveries_release_id=judged.deliveries_release_id,
        first_year=judged.first_year,
        last_year=judged.last_year,
    )


def sentence(desk: Desk, claim: Claim, view: View) -> str:
    """What the record supports, as safe Markdown."""
    later = [row for row in desk.judged.rows if row.part == "later"]
    if claim.reason == "no_row" and later and claim.as_of:
        count = number(len(later), view.language)
        return view.words.get("check.later_rows", rows=count, date=date(claim.as_of, view.language))
    if claim.reason in NUMBER_REASONS and not claim.with_estimates:
        return view.words.get(f"reason.{claim.reason}.rule")
    return telling.sentence(claim, view.words)


def declared(claim: Claim, view: View) -> str:
    """`at least 5,000 systems`: with the unit as the text names it, which may not be the register's."""
    counted = telling.declared(claim, view.words)
    unit = claim.declared_unit or claim.unit
    only = claim.quantity_low if claim.quantity_high in (None, claim.quantity_low) else None
    return (
        f"{counted} {view.words.unit(unit, only)}"
        if unit and (claim.quantity_low or claim.quantity_high)
        else counted
    )


def documented(claim: Claim, view: View) -> str:
    """`4,000 missiles, 3,800 firm and 200 estimated`, or the word for not having a number."""
    words, large = view.words, telling.documented(claim, view.words)[0]
    if not claim.with_estimates or not claim.unit or claim.verdict in NOT_COMPARED:
        return large
    counted = f"{large} {words.unit(claim.unit, claim.with_estimates)}"
    return f"{counted}, {telling.parts(claim.firm, claim.estimated, words)}"


def as_read(system: str | None, view: View) -> str | None:
    """The weapon as the extractor names it: a word without a class in the reader's language, else a model."""
    key = f"check.weapon.{(system or '').replace(' ', '-')}"
    return view.words.get(key) if view.words.has(key) else system


def above_the_bar(claim: Claim, view: View) -> str:
    """`3,800 + 200 est.`: firm and estimated are never printed as one number beside a picture."""
    words, firm, estimated = view.words, claim.firm or 0, claim.estimated or 0
    if not claim.with_estimates or claim.verdict in NOT_COMPARED:
        return telling.documented(claim, words)[0]
    printed = {"firm": number(firm, words.language), "estimated": number(estimated, words.language)}
    if firm and estimated:
        return words.get("mark.firm_and_est", **printed)
    return printed["firm"] if firm else words.get("mark.est", number=printed["estimated"])


def facts(claim: Claim, view: View) -> str:
    """Who claims it, for whom, of which kind, for which date: one line of safe Markdown."""
    words = view.words
    speaker = plain(claim.speaker) if claim.speaker else words.get("telling.article_voice")
    parts = [
        words.get("check.said_by", speaker=speaker),
        words.get("check.for_holder", holder=plain(claim.holder_name)) if claim.holder_name else "",
        words.get(f"kind.{claim.kind}"),
        words.get("check.as_of", date=date(claim.as_of, view.language)) if claim.as_of else "",
    ]
    return " · ".join(part for part in parts if part)


def note(one: Note, view: View) -> str:
    """A note as a sentence, not escaped yet."""
    words = view.words
    values = printable(
        one,
        lambda value: number(value, view.language),
        words.unit,
        lambda day: date(day, view.language),
    )
    if one.code == "class_outside":
        values = {"class_name": values["class_name_es" if column(view.language) == "es" else "class_name_en"]}
    return words.get(f"check.note.{one.code}", **values)


def row_table(desk: Desk, view: View) -> Table:
    """The rows that decide, then those beside them, each with release and line."""
    words, released = view.words, _released(view)
    columns = ("supplier", "designation", "quantity", "unit", "part", "order_year", "delivery_year",
               "release", "line")  # fmt: skip
    headings = [words.get(f"table.{name}") for name in columns]
    rows = [
        (
            row.supplier or "",
            row.designation or "",
            quantity(row, view),
            words.unit(row.unit) if row.unit else "",
            part(row, view),
            str(row.order_year or ""),
            str(row.row_year or "") if row.table_name == "deliveries" else "",
            released.get(row.release_id, row.release_id),
            str(row.line),
        )
        for row in desk.judged.rows
    ]
    return Table(f"rows-{desk.number}", headings, rows)


def _released(view: View) -> dict[str, str]:
    """The publisher's date of each release, as printed; a release without one is named by its id."""
    loaded = view.ledger.answer(releases.releases())
    return {one.release_id: date(one.released, view.language) for one in loaded if one.released}


def row_line(row: DecidingRow, view: View) -> str:
    """`1,800 missiles, 2009 (counts, firm): Igla-S, Russia; sipri_register-…, line 20041`."""
    words = view.words
    return words.get(
        "check.row",
        number=quantity(row, view),
        unit=words.unit(row.unit, row.quantity) if row.unit else "",
        year=row.row_year or "",
        part=part(row, view),
        designation=row.designation or "",
        supplier=row.supplier or "",
        release=row.release_id,
        line=row.line,
    )


def part(row: DecidingRow, view: View) -> str:
    """What the row does for the claim."""
    return view.words.get("part." + row.part.replace(" ", "_"))


def quantity(row: DecidingRow, view: View) -> str:
    """The number of a row, or the word for not having one."""
    return view.words.get("table.not_known") if row.quantity is None else number(row.quantity, view.language)
