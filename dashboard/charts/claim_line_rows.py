"""The rows of the claim line, and what each says in words: beside its bar, on pointing, to who hears it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.charts.canvas import documented_text, documented_told
from dashboard.charts.lettering import NARROW, escape, text_width
from dashboard.numbers import Date, date, number, quantity
from dashboard.words import Words

CLAIM_AT = 0.54
"""Share of the width at which the declared numbers stand."""

JUDGED = ("documented", "within_estimates", "partly_documented", "no_record")

ORDER = (
    "partly_documented",
    "no_record",
    "within_estimates",
    "documented",
    "not_comparable",
    "out_of_scope",
    "cannot_be_judged",
)

_UNJUDGED_WORDS = {
    "not_comparable": "cell.other_unit",
    "out_of_scope": "cell.not_covered",
    "cannot_be_judged": "cell.not_judged",
}


@dataclass(frozen=True)
class Row:
    """One claim. Quantities count `unit`, a word of the reader's language in the plural (`missiles`).

    None is "no such number", never 0. `un_note` says in the reader's language why there is no UN number, or
    what its year hides (`no report for 2011`); `third_party_years` is printed as given (`2010–2013`).
    """

    claim_id: str
    system: str
    unit: str
    kind: str
    quantity_low: float | None
    quantity_high: float | None
    qualifier: str
    verdict: str
    firm: float | None = None
    estimated: float | None = None
    un_quantity: float | None = None
    un_year: str = ""
    un_note: str = ""
    third_party_quantity: float | None = None
    third_party_years: str = ""
    third_party: str = "IISS"
    speaker: str = ""
    date: Date = ""


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Rows by verdict (what falls short first, what cannot be judged last), then by declared number."""
    return sorted(rows, key=lambda row: (ORDER.index(row.verdict), -(declared_number(row) or 0)))


def sentence(row: Row, words: Words) -> str:
    return words.get(
        "chart.claim_line.alt_row",
        system=row.system,
        unit=unit_text(row, words),
        declared=declared_text(row, words),
        documented=documented_word(row, words) or documented_told(row.firm, row.estimated, words),
        verdict=words.get(f"verdict.short.{row.verdict}"),
    )


def declared_number(row: Row) -> float | None:
    low_first = row.quantity_low if row.quantity_low is not None else row.quantity_high
    return row.quantity_high if row.qualifier == "at_most" and row.quantity_high is not None else low_first


def declared_text(row: Row, words: Words) -> str:
    text = quantity(row.quantity_low, row.quantity_high, row.qualifier, words)
    return text if text is not None else words.get("cell.no_number")


def unit_text(row: Row, words: Words) -> str:
    return row.unit if row.kind == "holding" else f"{row.unit}, {words.get(f'kind.{row.kind}')}"


def documented_word(row: Row, words: Words) -> str:
    """The word that stands where there is no documented number; empty where there is one."""
    if row.verdict in ("not_comparable", "out_of_scope"):
        return words.get(_UNJUDGED_WORDS[row.verdict])
    if row.firm or row.estimated:
        return ""
    return words.get(_UNJUDGED_WORDS.get(row.verdict, "cell.no_row"))


def declared_hover(row: Row, words: Words) -> str:
    known = declared_number(row) is not None
    return words.get(
        "chart.claim_line.hover_declared" if known else "chart.claim_line.hover_no_number",
        system=escape(row.system),
        quantity=declared_text(row, words),
        unit=unit_text(row, words),
        speaker=escape(row.speaker),
        date=date(row.date, words.language) if row.date else "",
    ).rstrip(", ")


def crowded(row: Row, words: Words) -> bool:
    """Whether firm and estimated do not both fit beside the declared number on a phone."""
    if not (row.firm and row.estimated):
        return False
    free = NARROW * (1 - CLAIM_AT) - text_width(declared_text(row, words), bold=True) / 2 - 5
    firm = number(row.firm, words.language)
    rest = documented_text(row.firm, row.estimated, words, bold=False).replace(firm, "", 1)
    return text_width(firm, bold=True) + text_width(rest) > free


def un_said(row: Row, words: Words) -> str:
    if row.un_quantity is None:
        return words.get("chart.claim_line.un_note", note=row.un_note) if row.un_note else ""
    key = "un_with_note" if row.un_note else "un" if row.un_year else "un_no_year"
    printed = number(row.un_quantity, words.language)
    return words.get(f"chart.claim_line.{key}", number=printed, note=row.un_note, year=row.un_year)


def third_party_said(row: Row, words: Words) -> str:
    if row.third_party_quantity is None:
        return ""
    printed = number(row.third_party_quantity, words.language)
    return words.get("chart.claim_line.third_party", source=row.third_party, number=printed)
