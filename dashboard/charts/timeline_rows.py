"""The rows of the claim timeline and what its scale makes of them: levels, years, pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from dashboard.charts.strip import Strip
from dashboard.numbers import Date, quantity, year_position
from dashboard.words import Words

PLOT = 300
"""Pixels from the figure's top to the axis of years."""

HEADROOM = 50
"""Pixels above the highest mark: two lines of labels, and the toolbar."""


@dataclass(frozen=True)
class Delivery:
    """Units documented as delivered in a calendar year; several rows of one year are added by voice."""

    year: int
    firm: float = 0
    estimated: float = 0


@dataclass(frozen=True)
class Said:
    """One time the number was said. `in_view`: the page is about it; `short` is the name the chart prints."""

    claim_id: str
    date: Date
    quantity_low: float | None
    quantity_high: float | None
    qualifier: str
    speaker: str
    short: str = ""
    in_view: bool = False


@dataclass(frozen=True)
class UnReport:
    """A number in a report to the UN Register for a calendar year; `reporter` in the reader's language."""

    year: int
    quantity: float
    reporter: str


@dataclass(frozen=True)
class Timeline:
    """All rows of one claim's figure. `unit` is a plural word of the reader's language; all numbers count it.

    `last_covered_year` is the last year of the transfer table (None: no table covers it); `documented` is
    what the verdict counted, with estimates, where that differs from the level the steps reach by the claim.
    """

    unit: str
    verdict: str
    deliveries: tuple[Delivery, ...] = ()
    claims: tuple[Said, ...] = ()
    un_reports: tuple[UnReport, ...] = ()
    strips: tuple[Strip, ...] = ()
    last_covered_year: int | None = None
    documented: float | None = None
    first_year: int | None = None


def in_view(rows: Timeline) -> Said | None:
    """The claim the page is about: the one marked so, else the last."""
    marked = [said for said in rows.claims if said.in_view]
    return marked[0] if marked else rows.claims[-1] if rows.claims else None


def gap_text(rows: Timeline, words: Words) -> str:
    """`at least 1,000`: by how much the claim in view exceeds the record; empty where nothing is compared."""
    said = in_view(rows)
    if said is None or rows.verdict not in ("partly_documented", "no_record"):
        return ""
    reached = documented_by(rows, said)
    low, high = (
        None if bound is None else bound - reached for bound in (said.quantity_low, said.quantity_high)
    )
    text = quantity(low, high, said.qualifier, words)
    smallest = min(bound for bound in (low, high) if bound is not None) if text else 0
    return text if text and smallest > 0 else ""


def documented_by(rows: Timeline, said: Said) -> float:
    if rows.documented is not None:
        return rows.documented
    by = year_position(said.date)
    return sum(one.firm + one.estimated for one in rows.deliveries if one.year + 1 <= by)


def bounds(said: Said) -> list[float]:
    """The heights at which a claim is drawn: one, or both ends of a range."""
    if said.qualifier == "at_most" and said.quantity_high is not None:
        return [said.quantity_high]
    known = [bound for bound in (said.quantity_low, said.quantity_high) if bound is not None]
    return sorted(set(known)) if said.qualifier in ("range", "approx") else known[:1]


@dataclass(frozen=True)
class Level:
    """What is documented in all by the start of year `at`: deliveries to the end of the year before."""

    at: int
    firm: float
    estimated: float

    @property
    def total(self) -> float:
        """Firm and estimated, the height of the hatched step; never printed as one number."""
        return self.firm + self.estimated


def levels(rows: Timeline) -> list[Level]:
    """The steps of the documented level; none where nothing is documented or no table covers it."""
    if rows.last_covered_year is None:
        return []
    years = sorted({one.year for one in rows.deliveries if one.firm or one.estimated})

    def summed(name: str) -> list[float]:
        return list(
            accumulate(
                sum(getattr(one, name) for one in rows.deliveries if one.year == year) for year in years
            )
        )

    return [
        Level(year + 1, *both) for year, *both in zip(years, summed("firm"), summed("estimated"), strict=True)
    ]


@dataclass(frozen=True)
class Scale:
    """Years across (as shares of the width) and units upwards (as pixels from the figure's top)."""

    first: float
    last: float
    highest: float

    @property
    def axis_top(self) -> float:
        """The value at the figure's upper edge."""
        return self.highest * PLOT / (PLOT - HEADROOM)

    @property
    def ticks(self) -> list[int]:
        """Round years, at most six, none whose label would be cut at an edge."""
        span = self.last - self.first
        apart = next((years for years in (1, 2, 5, 10, 20) if span / years <= 6), 50)
        start = int(self.first) // apart * apart
        return [year for year in range(start, int(self.last) + 1, apart) if 0.045 < self.share(year) < 0.955]

    def share(self, year: float) -> float:
        """A year as a share of the width."""
        return (year - self.first) / (self.last - self.first)

    def pixel(self, value: float) -> float:
        """A number of units as pixels from the figure's top."""
        return PLOT * (1 - value / self.axis_top)


def scale_of(rows: Timeline) -> Scale:
    """The scale that holds every mark of the figure."""
    cells = [cell.year for strip in rows.strips for cell in strip.cells]
    claimed = [year_position(said.date) for said in rows.claims]
    years = [*cells, *(one.year for one in rows.deliveries), *(one.year for one in rows.un_reports)]
    starts: Sequence[float] = [*years, *(int(at) for at in claimed)] or [2000]
    ends: Sequence[float] = [*(year + 1 for year in years), *claimed, (rows.last_covered_year or 0) + 1]
    highest = [bound for said in rows.claims for bound in bounds(said)]
    highest += [level.total for level in levels(rows)] + [report.quantity for report in rows.un_reports]
    first = min(starts) if cells else min(starts) - max(2, round(0.12 * (max(ends) - min(starts))))
    first = first if rows.first_year is None else rows.first_year
    last = max(max(ends), first + 1)
    return Scale(first, last + 0.019 * (last - first), max(highest, default=0) or 1)
