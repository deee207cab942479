"""A figure that readers may have quoted moves only together with a line that says why."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines import snapshot
from pipelines.build import build
from pipelines.paths import Home
from tests.golden import SHORTEST_REASON, Figure, found, moved, recorded


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of what ships."""
    home = Home(tmp_path_factory.mktemp("home"))
    build(home)
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        yield connection


def test_no_figure_moved_without_a_line_that_says_why(bundled: duckdb.DuckDBPyConnection) -> None:
    changes = [
        f"{(was or now).kind} {(was or now).key}: was {was and was.figure} | {was and was.rows}; "  # type: ignore[union-attr]
        f"is {now and now.figure} | {now and now.rows}"
        for was, now in moved(recorded(), found(bundled))
    ]
    assert changes == [], 'Look at each, then run: python -m tests.golden "why they moved"'


def test_every_figure_has_a_reason() -> None:
    assert [figure.key for figure in recorded().values() if len(figure.reason) < SHORTEST_REASON] == []


def test_the_golden_set_holds_the_figures_that_are_quoted() -> None:
    """As the register prints them: 1,800 in 2009, 200? in 2010, 2,000 in 2012."""
    seed = recorded()["verdict", "venezuela-igla-s-2025"]
    assert seed.figure.startswith("partly_documented 5000 to firm 3800 with estimates 4000 missile because")
    for row in ("firm 1800 2009", "estimated 200 2010", "firm 2000 2012"):
        assert row in seed.rows
    mirror = recorded()["mirror", "RUS to VEN 2012 VII(b) missile"]
    assert mirror.figure.startswith("exporter number 2000 importer no report filed register number 2000 2000")
    kinds = {kind for kind, _ in recorded()}
    assert {"verdict", "verdict of its day", "mirror", "total", "release", "change"} == kinds


@pytest.mark.parametrize(
    "now",
    [None, Figure("total", "a", "2", "rows 1"), Figure("total", "a", "1", "rows 1 2")],
)
def test_a_figure_that_is_gone_changed_or_made_of_other_rows_has_moved(now: Figure | None) -> None:
    key = ("total", "a")
    was = Figure("total", "a", "1", "rows 1", "as the source prints it")
    assert moved({key: was}, {key: now} if now else {}) == [(was, now)]
    assert moved({key: was}, {key: Figure("total", "a", "1", "rows 1")}) == []
