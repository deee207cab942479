"""What a careful editor would add to a claim, computed from the record: a code and its parameters.

The words for each code stand in `check_words.toml` (English, for the command line) and in the dashboard's
word files; none of them is written for one text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipelines.claims.judge import OPEN_UNITS, Judged, judged, judging, query
from pipelines.rows import dict_rows

CODES = (
    "published_before",
    "unit_open",
    "unit_other",
    "order_year",
    "class_outside",
    "part_of_total",
    "year_not_split",
    "un_exceeded",
    "un_equal",
    "vague",
    "negated",
    "system_unknown",
)


@dataclass(frozen=True)
class Note:
    """One remark: its code, one of CODES, and the values that its sentence names."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The note as a JSON-ready object."""
        return asdict(self)


@dataclass(frozen=True)
class Said:
    """What the text itself says of a claim, beyond the columns of the table.

    published: date of the article as far as known. text_sha256: hash of its text, so that a text that is in
    the ledger is not its own predecessor. system_name: the model as the extractor names it.
    """

    published: str | None = None
    text_sha256: str | None = None
    part_of_total: bool = False
    vague: bool = False
    negated: bool = False
    system_name: str | None = None
    system_is_unknown: bool = False


def notes(
    snapshot_path: Path, claims: Sequence[Mapping[str, Any]], said: Sequence[Said]
) -> list[tuple[Note, ...]]:
    """The notes on each claim, in their order. Raises LedgerError as `judge` does."""
    with judging(snapshot_path, claims) as connection:
        return notes_on(connection, claims, said, judged(connection, claims))


def notes_on(
    connection: duckdb.DuckDBPyConnection,
    claims: Sequence[Mapping[str, Any]],
    said: Sequence[Said],
    verdicts: Sequence[Judged],
) -> list[tuple[Note, ...]]:
    """The same from a connection in which the rule has been run."""
    before = _by_claim(dict_rows(connection, query("published_before")))
    reported = _by_claim(dict_rows(connection, query("un_reported")))
    return [
        (
            *_published_before(claim, spoken, before.get(claim["claim_id"], [])),
            *_units(claim, verdict),
            *_order_year(claim, spoken, verdict),
            *_year_not_split(claim, verdict),
            *_un_reported(claim, reported.get(claim["claim_id"], [])),
            *_outside(verdict),
            *_of_the_text(claim, spoken),
        )
        for claim, spoken, verdict in zip(claims, said, verdicts, strict=True)
    ]


def printable(
    note: Note,
    number: Callable[[int], str],
    unit: Callable[[str, int | None], str],
    date: Callable[[str], str],
) -> dict[str, str]:
    """The values of a note as text for its sentence; the three functions print in the reader's language.

    A unit is printed with the quantity that it counts, where the sentence names one: `1 ship`, `2 ships`.
    """
    counted = note.values.get("quantity", note.values.get("reported"))
    printers: dict[str, Callable[[Any], str]] = {
        **dict.fromkeys(("number", "quantity", "reported", "times"), number),
        **dict.fromkeys(("declared_unit", "register_unit"), lambda value: unit(value, None)),
        "unit": lambda value: unit(value, counted),
        **dict.fromkeys(("years", "delivery_years"), _years),
        "said_on": date,
    }
    printed = {
        name: "" if value is None else printers.get(name, str)(value) for name, value in note.values.items()
    }
    speaker, outlet = printed.get("speaker", ""), printed.get("outlet", "")
    who = [speaker, outlet] if outlet not in speaker else [speaker]
    return printed | {"who": ", ".join(one for one in who if one)}


def _years(years: Sequence[int]) -> str:
    """`2009`, `2009, 2012`, `2006–2008` where none is missing between."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(str(year) for year in years)


def _by_claim(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("claim_id"), []).append(row)
    return found


def _published_before(claim: Mapping[str, Any], said: Said, earlier: list[dict[str, Any]]) -> Iterator[Note]:
    """The first time that the number was published; where the article has no date, any time counts."""
    rows = [
        row
        for row in earlier
        if row["said_on"]
        and not (said.text_sha256 and row["text_sha256"] == said.text_sha256)
        and (said.published is None or row["said_on"] < said.published)
    ]
    if rows:
        first = rows[0]
        yield Note(
            "published_before",
            {
                "number": _declared(claim),
                "claim_id": first["earlier_claim_id"],
                "speaker": first["speaker"],
                "outlet": first["outlet"],
                "said_on": first["said_on"],
                "url": first["url"],
                "times": len(rows),
            },
        )


def _units(claim: Mapping[str, Any], verdict: Judged) -> Iterator[Note]:
    declared, register = claim.get("declared_unit"), verdict.register_unit
    if declared is None or register is None or declared == register:
        return
    code = "unit_open" if declared in OPEN_UNITS else "unit_other"
    yield Note(code, {"declared_unit": declared, "register_unit": register})


def _order_year(claim: Mapping[str, Any], said: Said, verdict: Judged) -> Iterator[Note]:
    """Deliveries that the text puts in the year in which they were ordered.

    Only where the text itself gives the year: the day of publication is no year of delivery.
    """
    year = _year(claim)
    if claim["kind"] != "delivery" or year is None or claim.get("as_of") == said.published:
        return
    rows = [row for row in verdict.rows if row.unit == verdict.unit and row.row_year is not None]
    ordered = [row for row in rows if row.order_year == year]
    delivered = [row.row_year for row in ordered if row.row_year is not None]
    if delivered and min(delivered) > year and not any(row.row_year == year for row in rows):
        yield Note(
            "order_year",
            {
                "year": year,
                "delivery_years": sorted(set(delivered)),
                "quantity": sum(row.quantity or 0 for row in ordered),
                "unit": verdict.unit,
            },
        )


def _year_not_split(claim: Mapping[str, Any], verdict: Judged) -> Iterator[Note]:
    """Deliveries of the claim's own year: no table says whether they came before or after its day."""
    year, as_of = _year(claim), claim.get("as_of") or ""
    same = [row for row in verdict.rows if row.decides and row.row_year == year]
    if claim["kind"] != "order" and same and len(as_of) > len("2009"):
        quantity = sum(row.quantity or 0 for row in same)
        yield Note("year_not_split", {"year": year, "quantity": quantity, "unit": verdict.unit})


def _un_reported(claim: Mapping[str, Any], rows: list[dict[str, Any]]) -> Iterator[Note]:
    """The claim beside the reports to the UN Register, whose category holds all models of a kind."""
    number = _declared(claim)
    if not rows or number is None:
        return
    total = sum(row["quantity"] for row in rows)
    equal = [row for row in rows if row["quantity"] == number] or (rows if total == number else [])
    if not equal and (claim.get("quantity_low") is None or number < total):
        return
    shown = equal or rows
    yield Note(
        "un_equal" if equal else "un_exceeded",
        {
            "number": number,
            "reported": sum(row["quantity"] for row in shown),
            "unit": shown[0]["unit"],
            "category": shown[0]["category"],
            "years": [row["year"] for row in shown],
        },
    )


def _outside(verdict: Judged) -> Iterator[Note]:
    if verdict.reason == "class_outside":
        yield Note(
            "class_outside", {"class_name_en": verdict.class_name_en, "class_name_es": verdict.class_name_es}
        )


def _of_the_text(claim: Mapping[str, Any], said: Said) -> Iterator[Note]:
    if said.part_of_total:
        yield Note("part_of_total")
    if said.vague:
        yield Note("vague", {"number": _declared(claim)})
    if said.negated:
        yield Note("negated")
    if said.system_is_unknown:
        yield Note("system_unknown", {"system": said.system_name})


def _declared(claim: Mapping[str, Any]) -> int | None:
    low: int | None = claim.get("quantity_low")
    return low if low is not None else claim.get("quantity_high")


def _year(claim: Mapping[str, Any]) -> int | None:
    as_of = claim.get("as_of")
    return int(as_of[:4]) if as_of else None
