"""What the rows of the mirror say: the cells of its table, the lines behind them, who filed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import evidence
from dashboard.charts.canvas import documented_text
from dashboard.frame import View
from dashboard.numbers import number
from dashboard.queries import mirror
from dashboard.queries.mirror import Between, Line, Pair
from dashboard.style import NO_NUMBER_ICONS
from dashboard.text import plain
from dashboard.words import Words

ALL = "all"

OUTSIDE = "none"
"""The category of weapons that the Register does not cover."""

ICONS = {
    "no report filed": NO_NUMBER_ICONS["no_report"],
    "not in scope": NO_NUMBER_ICONS["out_of_scope"],
    "classified": NO_NUMBER_ICONS["classified"],
    "not loaded": NO_NUMBER_ICONS["not_loaded"],
    "nil": ":material/exposure_zero:",
    "not declared": ":material/question_mark:",
    "other unit": ":material/straighten:",
}

DOUBTS = {"between two runs": "edge", "other one has a run": "other_run", "neither has": "two_states"}
"""What the rule's reasons for a doubt say, and the key of their words."""


@dataclass(frozen=True)
class Choice:
    """The pair, the category (None: all) and the years, with the names in the reader's language."""

    pair: Pair
    category: str | None
    first: int
    last: int

    @property
    def between(self) -> Between:
        """The same, for the questions."""
        return Between(self.pair.exporter, self.pair.importer, self.category, self.first, self.last)


def rows_behind(unit: str | None, choice: Choice, view: View) -> evidence.Table:
    """The lines of the Register and of SIPRI behind one chart, with who filed them."""
    words = view.words
    columns = ("source", "year", "quantity", "unit", "says", "designation", "release", "line")
    listed = [
        (
            words.get("source.unroca"), str(one.year),
            number(one.quantity, view.language) if one.quantity is not None else says(one.number_note, words),
            words.unit(one.unit), _filed_by(one, words),
            one.description or words.get("page.mirror.no_description"), one.release_id, str(one.line),
        )
        for one in view.ledger.answer(mirror.reports(choice.between, view.language))
        if unit in (None, one.unit) or (choice.category == "III" and unit == "artillery piece")
    ]  # fmt: skip
    listed += [
        (
            words.get("source.sipri_register"), one.delivery_years or "",
            number(one.quantity, view.language) if one.quantity is not None else words.get("table.not_known"),
            words.unit(one.unit) if one.unit else "",
            words.get("table.flag_estimated" if one.estimated else "table.flag_firm"), one.designation,
            one.release_id, str(one.line),
        )
        for one in view.ledger.answer(mirror.deliveries(choice.between))
        if unit in (None, one.unit or "") or (choice.category == "III" and unit == "artillery piece")
    ]  # fmt: skip
    return evidence.Table("mirror-rows", [words.get(f"table.{column}") for column in columns], listed)


def _filed_by(one: mirror.Report, words: Words) -> str:
    if one.reporter is None:
        return words.get("page.mirror.reporter_not_known", reason=one.doubt or "")
    told = words.get("page.mirror.filed_by", name=one.reporter)
    return (
        told
        if one.doubt is None
        else words.get("page.mirror.filed_doubtful", filed=told, reason=_doubt(one.doubt, words))
    )


def _doubt(reason: str, words: Words) -> str:
    """The reason in the reader's language where it is one of the rule's own."""
    key = next((key for part, key in DOUBTS.items() if part in reason), None)
    return words.get(f"page.mirror.doubt.{key}") if key else reason


def says(kind: str, words: Words) -> str:
    """The words for a kind of answer without a number."""
    return words.get(f"page.mirror.says.{kind.replace(',', '').replace(' ', '_')}")


@dataclass(frozen=True)
class Cell:
    """What a cell of the table says, and the icon before it where it has no number."""

    text: str
    icon: str = ""

    @property
    def markdown(self) -> str:
        """The cell with its mark, as safe Markdown."""
        return f"{self.icon} {plain(self.text)}".strip()


def _silent(kind: str, words: Words) -> Cell:
    return Cell(says(kind, words), ICONS.get(kind, ""))


def _side(quantity: int | None, kind: str, view: View) -> Cell:
    if kind != "number" or quantity is None:
        return _silent(kind, view.words)
    return Cell(number(quantity, view.language))


def cells(line: Line, view: View) -> list[Cell]:
    """One row of the table: year, category, unit, the three voices, their difference, who reported."""
    words = view.words
    documented = documented_text(line.firm, line.estimated, words, bold=False)
    counted = line.sipri_says == "number" and documented
    return [
        Cell(str(line.year)),
        Cell(words.get("page.mirror.outside") if line.category == OUTSIDE else line.category),
        Cell(words.unit(line.unit) if line.unit else words.get("page.mirror.unit_not_known")),
        _side(line.exporter_quantity, line.exporter_says, view),
        _side(line.importer_quantity, line.importer_says, view),
        Cell(documented) if counted else _silent(line.sipri_says, words),
        Cell(_difference(line, view)),
        _reporter(line, words),
    ]


def _reporter(line: Line, words: Words) -> Cell:
    if line.doubtful:
        return Cell(words.get("page.mirror.doubtful"), ":material/help:")
    told = {"number", "zero", "classified", "not declared"} & {line.exporter_says, line.importer_says}
    return Cell(words.get("page.mirror.certain" if told else "page.mirror.no_report"))


def _difference(line: Line, view: View) -> str:
    if line.difference is None:
        return view.words.get("page.mirror.no_difference")
    if line.difference == 0:
        return view.words.get("page.mirror.same")
    sign = "+" if line.difference > 0 else "−"
    return f"{sign}{number(abs(line.difference), view.language)}"


def headings(choice: Choice, view: View) -> list[str]:
    words = view.words
    return [
        words.get("table.year"), words.get("page.mirror.category_short"), words.get("table.unit"),
        words.get("page.mirror.exporter_says", name=choice.pair.exporter_name),
        words.get("page.mirror.importer_says", name=choice.pair.importer_name),
        words.get("page.mirror.sipri_says"), words.get("page.mirror.difference"),
        words.get("page.mirror.reporter"),
    ]  # fmt: skip


def plain_table(lines: Sequence[Line], choice: Choice, view: View) -> evidence.Table:
    """The same rows without marks, for the footnote and the download."""
    listed = [[cell.text for cell in cells(line, view)] for line in lines]
    return evidence.Table("mirror", headings(choice, view), listed)
