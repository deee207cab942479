"""Garbage collection kept out of the way of readers.

Streamlit collects all generations after each run of a page, walking through every object of every session:
69 % of a warm run's time in a stock app, 37 % of the process with 50 readers. What has been looked at is put
aside (`gc.freeze`) after each run: the next collection sees new objects alone; now and then everything
is looked at again, so that nothing is kept for good. Most objects go at once, without any collection.
"""

from __future__ import annotations

import atexit
import gc
import threading
import time

SECONDS_BETWEEN = 20.0
"""Between two looks at everything, at the least."""

SHARE_OF_TIME = 0.01
"""What looking at everything may take of a process's time; a longer look is repeated more seldom."""

_looking = threading.Lock()
_next_look = 0.0
atexit.register(gc.unfreeze)  # else libraries take what was put aside for leaks, and say so on the way out


def put_aside() -> None:
    """Take all present objects out of the next collections; look at everything where it is time to."""
    global _next_look
    if time.monotonic() >= _next_look and _looking.acquire(blocking=False):
        try:
            before = time.monotonic()
            gc.unfreeze()
            gc.collect()
            spent = time.monotonic() - before
            _next_look = time.monotonic() + max(SECONDS_BETWEEN, spent / SHARE_OF_TIME)
        finally:
            _looking.release()
    gc.freeze()
