"""Garbage collection stays out of readers' way and still lets nothing pile up."""

from __future__ import annotations

import gc
import itertools
import weakref
from collections.abc import Iterator

import pytest

from dashboard import collecting


class Ring:
    """An object that only a collection can free: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(collecting, "_runs", itertools.count(1))
    gc.unfreeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_what_is_there_is_not_looked_at_again_after_a_run() -> None:
    kept = [Ring() for _ in range(1_000)]
    collecting.put_aside()
    assert gc.get_freeze_count() > len(kept)
    assert len(gc.get_objects()) < 1_000


def test_garbage_that_was_put_aside_is_freed_when_everything_is_looked_at_again() -> None:
    collecting.put_aside()
    ring = Ring()
    gone = weakref.ref(ring)
    collecting.put_aside()
    del ring
    gc.collect()
    assert gone() is not None, "put aside: this collection did not look at it"
    for _ in range(collecting.RUNS_BETWEEN):
        collecting.put_aside()
    assert gone() is None
