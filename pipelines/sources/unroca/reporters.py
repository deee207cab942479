"""Which state filed a line of the UN Register's file, although no line says so.

The rule, from the order of ``lines-2010-2016.json``: its lines stand in runs, one run for each reporting
state, by year within a run; each line of a run names that state as exporter or importer, and no state has two
runs. So the state that all lines of a run share filed them. Where a line at the edge of a run names both
neighbours, a fall of the year says where the new run begins; where nothing says so, the line is doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EITHER = "stands between two runs and names both of their states"
OTHER_HAS_A_RUN = "the run names two states throughout; the other one has a run of its own"
TWO_STATES = "the run names two states throughout, and neither has another run"

Edge = tuple[int, str, str]


@dataclass(frozen=True)
class Reporter:
    """The state that filed a line, as printed; None and a reason where it cannot be told."""

    state: str | None
    doubt: str | None = None


@dataclass
class Run:
    """Lines from start up to end that all name the states."""

    start: int
    end: int
    states: set[str]


def reporters(lines: Sequence[Edge]) -> list[Reporter]:
    """The reporter of each line. lines: year, exporter and importer, in the order of the file."""
    runs = _runs(lines)
    certain = {state for run in runs if len(run.states) == 1 for state in run.states}
    named = [_state_of(run, certain) for run in runs]
    answers = [named[at] for at, run in enumerate(runs) for _ in range(run.start, run.end)]
    for at in range(len(runs) - 1):
        _settle_edge(lines, runs[at], named[at], named[at + 1], answers)
    return answers


def _runs(lines: Sequence[Edge]) -> list[Run]:
    """The longest runs of lines that share a state, from the top."""
    runs: list[Run] = []
    for at, (_, exporter, importer) in enumerate(lines):
        pair = {exporter, importer}
        if runs and runs[-1].states & pair:
            runs[-1].states &= pair
            runs[-1].end = at + 1
        else:
            runs.append(Run(at, at + 1, pair))
    return runs


def _state_of(run: Run, certain: set[str]) -> Reporter:
    if len(run.states) == 1:
        return Reporter(next(iter(run.states)))
    left = run.states - certain
    return Reporter(next(iter(left)), OTHER_HAS_A_RUN) if len(left) == 1 else Reporter(None, TWO_STATES)


def _settle_edge(
    lines: Sequence[Edge], run: Run, here: Reporter, following: Reporter, answers: list[Reporter]
) -> None:
    """Give the last lines of a run that also name the next run's state to the run that the years say."""
    start = run.end
    while start > run.start and following.state in lines[start - 1][1:]:
        start -= 1
    if start == run.end or following.state is None:
        return
    first_of_next = next(
        (at for at in range(max(start, run.start + 1), run.end + 1) if _year_falls(lines, at)), None
    )
    for at in range(start, run.end):
        if first_of_next is None:
            answers[at] = Reporter(here.state, EITHER)
        elif at >= first_of_next:
            answers[at] = following


def _year_falls(lines: Sequence[Edge], at: int) -> bool:
    return at < len(lines) and lines[at][0] < lines[at - 1][0]
