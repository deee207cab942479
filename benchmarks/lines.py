"""A line of the table of ratios: what was measured, what the peer needs for the same, and the limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Line:
    """`ours` and `peer` in `unit`; `limit` in the same unit where it is absolute, else a ratio to the peer.

    `at_least` where more is better (sessions), so that the ratio must not stay below the limit.
    """

    what: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    limit: float | None = None
    limit_is_ratio: bool = True
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by the peer's; None where there is no peer."""
        return self.ours / self.peer if self.peer else None

    @property
    def met(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        found = self.ratio if self.limit_is_ratio else self.ours
        if found is None:
            return None
        return found >= self.limit if self.at_least else found <= self.limit


def as_table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    head = "| what | ours | peer | ratio | limit | met |\n|---|---|---|---|---|---|"
    return "\n".join([head, *(_row(line) for line in lines)])


def p50(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _row(line: Line) -> str:
    sign = "≥" if line.at_least else "≤"
    peer = f"{_number(line.peer)} {line.unit} ({line.peer_name})" if line.peer is not None else ""
    ratio = f"{line.ratio:.2f}" if line.ratio is not None else ""
    limit = ""
    if line.limit is not None:
        limit = f"{sign} {line.limit:g}" + (" of the peer" if line.limit_is_ratio else f" {line.unit}")
    met = {None: "", True: "yes", False: "**no**"}[line.met]
    noted = f"{line.what} ({line.note})" if line.note else line.what
    return f"| {noted} | {_number(line.ours)} {line.unit} | {peer} | {ratio} | {limit} | {met} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 20 else f"{value:.2f}"
