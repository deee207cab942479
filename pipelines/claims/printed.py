"""A checked article as text for a terminal, in English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.claims.checking import Checked, CheckedClaim
from pipelines.claims.judge import DecidingRow, Judged
from pipelines.claims.notes import Note, printable
from pipelines.issues import sentence
from pipelines.lookups import read_lookup

WORDS_FILE = Path(__file__).with_name("check_words.toml")


def printed(checked: Checked, heading: str) -> str:
    """All claims of a text, one paragraph each, below a heading and above the remarks."""
    count = len(checked.claims)
    told = f"{count} claim{'' if count == 1 else 's'}"
    parts = [f"{one_line(heading)}: {told}, language {checked.language or 'not known'}"]
    parts += ["\n".join(_claim(number, claim)) for number, claim in enumerate(checked.claims, start=1)]
    parts += [remark_sentence(remark, heading) for remark in checked.remarks]
    return "\n\n".join(parts)


def remark_sentence(remark: str, place: str) -> str:
    """A remark about the whole text, in the four parts of every message."""
    parts = words()["remark"][remark]
    return sentence(one_line(place), parts["expected"], parts["got"], parts["hint"])


def note_sentence(note: Note) -> str:
    """A note as a sentence."""
    return words()["note"][note.code].format(**printable(note, "{:,}".format, unit_word, str))


def verdict_told(verdict: Judged) -> str:
    """`Partly documented, 80%: 4,000 of 5,000 missiles documented (3,800 firm, 200 estimated)`."""
    word = words()["verdict"][verdict.verdict]
    if verdict.verdict == "partly_documented":
        word += f", {verdict.percent}%"
    total = verdict.documented_with_estimates
    if not total or not verdict.unit:
        return word
    parts = [("firm", verdict.documented_firm), ("estimated", verdict.documented_estimated)]
    split = ", ".join(f"{value:,} {name}" for name, value in parts if value)
    return f"{word}: {total:,} {unit_word(verdict.unit, total)} documented ({split})"


def quantity_told(low: int | float | None, high: int | float | None, qualifier: str) -> str:
    """`at least 5,000`, `300 to 400`, `no number`."""
    forms = words()["qualifier"]
    number = high if qualifier == "at_most" or low is None else low
    if number is None:
        return str(forms["none"])
    if low is not None and high is not None and low != high:
        both = forms["range"].format(low=f"{low:,}", high=f"{high:,}")
        return str(both if qualifier == "range" else forms[qualifier].format(number=both))
    return str(forms["exact" if qualifier == "range" else qualifier].format(number=f"{number:,}"))


def unit_word(unit: str, quantity: float | None = None) -> str:
    """The word for a unit: plural, except after exactly one."""
    singular, plural = _units().get(unit, (unit, unit))
    return singular if quantity == 1 else plural


def one_line(text: str) -> str:
    """Text of an article for a terminal: one line, without control characters that a terminal would obey."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


@cache
def words() -> Mapping[str, Any]:
    """The words of `check`."""
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


def _claim(number: int, claim: CheckedClaim) -> Iterator[str]:
    found, verdict = claim.extracted, claim.judged
    yield f"{number}. “{one_line(found.quote)}” (characters {found.start}-{found.end})"
    yield f"   Claimed: {_claimed(claim)}"
    yield f"   {verdict_told(verdict)}"
    yield f"   Rule: {verdict.rule}"
    if verdict.as_known_on:
        yield f"   As known on {verdict.as_known_on}; would change it: {words()['change'][verdict.reason]}"
    else:
        yield f"   Would change it: {words()['change'][verdict.reason]}"
    for row in verdict.rows:
        yield f"   Row: {row_told(row)}"
    for note in claim.notes:
        yield f"   Note: {note_sentence(note)}"


def _claimed(claim: CheckedClaim) -> str:
    found, verdict = claim.extracted, claim.judged
    counted = quantity_told(found.quantity_low, found.quantity_high, found.qualifier)
    weapon = verdict.system_name or found.system or "no weapon named"
    holder = verdict.holder_name_en or "no holder named"
    only = found.quantity_low if found.quantity_high in (None, found.quantity_low) else None
    parts = [
        f"{counted} {unit_word(found.unit, only) if found.unit else ''}".strip(), weapon, found.kind, holder,
        f"supplied by {_parties().get(found.supplier, found.supplier)}" if found.supplier else "",
        f"as of {found.as_of}" if found.as_of else "",
        f"said by {found.speaker}" if found.speaker else "in the article's own voice",
    ]  # fmt: skip
    return one_line("; ".join(part for part in parts if part))


def row_told(row: DecidingRow) -> str:
    """`1,800 missiles, 2009, firm: Igla-S from Russia (deliveries, line 20041 of sipri_register-…)`."""
    counted = f"{row.quantity:,}" if row.quantity is not None else "number not known"
    unit = unit_word(row.unit, row.quantity) if row.unit else "unit not mapped"
    year = str(row.row_year) if row.row_year is not None else "year not known"
    where = f"{row.table_name}, line {row.line} of {row.release_id}"
    return f"{counted} {unit}, {year}, {row.part}: {row.designation} from {row.supplier} ({where})"


@cache
def _parties() -> dict[str, str]:
    return {row["party_id"]: row["name_en"] for row in read_lookup("parties")}


@cache
def _units() -> dict[str, tuple[str, str]]:
    return {row["unit"]: (row["singular_en"], row["plural_en"]) for row in read_lookup("units")}
