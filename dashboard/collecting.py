"""Garbage collection kept out of the way of readers.

Streamlit collects all generations after each run of a page, walking through every object of every session:
69 % of a warm run's time in a stock app, 37 % of the process with 50 readers. What has been looked at is put
aside (`gc.freeze`) after each run: the next collection sees new objects alone; now and then everything
is looked at again, so that nothing is kept for good. Most objects go at once, without any collection.
"""

from __future__ import annotations

import atexit
import gc
import itertools
import threading

RUNS_BETWEEN = 800
"""Runs of a page between two looks at everything: what waits meanwhile is some 40 MB, and one reader in forty
meets the look itself, of half a second."""

_looking = threading.Lock()
_runs = itertools.count(1)
atexit.register(gc.unfreeze)  # else libraries take what was put aside for leaks, and say so on the way out


def put_aside() -> None:
    """Take all present objects out of the next collections; look at everything where it is time to."""
    if next(_runs) % RUNS_BETWEEN == 0 and _looking.acquire(blocking=False):
        try:
            gc.unfreeze()
            gc.collect()
        finally:
            _looking.release()
    gc.freeze()
