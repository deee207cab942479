"""What the flows page shows and where it comes from: the choice, the map’s rows, the footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import evidence
from dashboard.charts import map as world_map
from dashboard.frame import View
from dashboard.numbers import number
from dashboard.queries import flows, releases
from dashboard.queries.flows import Asked, Flow, Party
from dashboard.queries.releases import Release
from dashboard.words import Words

ROWS = 200
"""Rows of the register and flows that a footnote lists; the Register page has all."""


@dataclass(frozen=True)
class Choice:
    """What the page shows. `side`: the end of the flows that one party was chosen of, `holder` or `supplier`;
    `party` None: all. `other`: the end that is drawn on the map."""

    side: str
    party: Party | None
    kind_name: str
    asked: Asked
    parties: Sequence[Party]

    @property
    def drawn(self) -> str:
        """The end that the map draws: the chosen one, or the other end of one party's flows."""
        if self.party is None:
            return self.side
        return "supplier" if self.side == "holder" else "holder"

    @property
    def params(self) -> dict[str, object]:
        """The address of this choice."""
        asked = self.asked
        return {
            "by": None if self.side == "holder" else "supplier", "state": self.party and self.party.party_id,
            "class": asked.kind, "from": asked.first, "to": asked.last,
        }  # fmt: skip


def releases_used(view: View) -> list[Release]:
    """The releases of the register that today's figures come from: the newest of each format."""
    newest: dict[str, Release] = {}
    for one in view.ledger.answer(releases.releases()):
        if one.source == "sipri_register":
            newest[one.format] = one
    return list(newest.values())


def title_of(choice: Choice, view: View) -> str:
    name = "all" if choice.party is None else "one"
    title = view.words.get(
        f"page.flows.map_{name}_{choice.side}",
        name=choice.party.name if choice.party else "",
        first=choice.asked.first,
        last=choice.asked.last,
    )
    return title if choice.asked.kind is None else f"{title}: {choice.kind_name}"


def volumes_by(found: Sequence[Flow], side: str) -> dict[str, float]:
    volumes: Counter[str] = Counter()
    for one in found:
        volumes[getattr(one, side)] += one.tiv_million  # type: ignore[assignment]  # a Counter adds any number
    return dict(volumes)


def map_row(one: Party, volume: float | None, choice: Choice, used: Sequence[Release]) -> world_map.Row:
    """A party without a volume has nothing documented only where its deliveries would be loaded."""
    if volume:
        kind = "number"
    elif choice.drawn == "holder":
        kind = "nothing" if one.loaded else "no_report"
    else:
        known = choice.party is not None or not any(release.recipients for release in used)
        kind = "nothing" if known else "no_report"
    return world_map.Row(one.party_id, one.iso_numeric or "", one.name, volume, kind)


def map_footnote(
    title: str,
    volumes: dict[str, float],
    choice: Choice,
    found: Sequence[Flow],
    used: Sequence[Release],
    view: View,
) -> None:
    words = view.words
    name = f"{choice.drawn}_name"
    names = {getattr(one, choice.drawn): getattr(one, name) for one in found}
    ranked = sorted(volumes.items(), key=lambda at: -at[1])
    listed = [(names[party], number(volume, view.language, 1)) for party, volume in ranked]
    table = evidence.Table(
        "flows-map", (party_heading(choice.drawn, words), words.get("table.tiv_million")), listed
    )
    total = sum(one.entries for one in found)
    warnings = [words.get("page.flows.spans")]
    if total > ROWS:
        most, all_of = (number(count, view.language) for count in (ROWS, total))
        warnings.append(words.get("page.flows.largest", number=most, all=all_of))
    questions = (
        flows.flows(choice.asked, view.language), flows.deliveries(choice.asked, view.language, ROWS),
    )  # fmt: skip
    footnote(
        "flows-map", title, table, _deliveries(choice.asked, view), warnings, choice, used, view, *questions
    )


def footnote(
    name: str,
    title: str,
    table: evidence.Table,
    rows: evidence.Table | None,
    warnings: Sequence[str],
    choice: Choice,
    used: Sequence[Release],
    view: View,
    *questions: flows.Question,
) -> None:
    words = view.words
    note = evidence.Note(
        name=name, title=title, page="flows", params=choice.params,
        release_ids=[one.release_id for one in used],
        unit=f"{words.get('unit.tiv_million')}. {words.get('page.overview.map_unit_note')}",
        table=table, rows=rows, questions=questions, warnings=warnings,
        known_on=max((one.released for one in used if one.released), default=None),
    )  # fmt: skip
    evidence.footnote(note, view)


def party_heading(side: str, words: Words) -> str:
    return words.get("table.recipient" if side == "holder" else "table.supplier")


def _deliveries(asked: Asked, view: View) -> evidence.Table:
    words = view.words
    columns = ("supplier", "recipient", "designation", "quantity", "unit", "flag", "delivery_year",
               "tiv_million", "release", "line")  # fmt: skip
    rows = [
        (
            one.supplier, one.holder, one.designation,
            words.get("table.not_known") if one.quantity is None else number(one.quantity, view.language),
            words.unit(one.unit) if one.unit else words.get("cell.not_covered"),
            words.get("table.flag_estimated" if one.estimated else "table.flag_firm"), str(one.year),
            number(one.tiv_million, view.language), one.release_id, str(one.line),
        )
        for one in view.ledger.answer(flows.deliveries(asked, view.language, ROWS))
    ]  # fmt: skip
    return evidence.Table("flows-rows", [words.get(f"table.{column}") for column in columns], rows)
