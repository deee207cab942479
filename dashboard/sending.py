"""Answers sent at once.

Streamlit 1.67 binds its own socket without naming the protocol, and so asyncio does not switch Nagle's
algorithm off for it: each answer waited for the browser's delayed acknowledgement. Measured on loopback, one
line of text: 48 ms from asking to the last message with it, 6 ms without.
"""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path

OPEN_FILES = Path("/dev/fd")
"""Linux and macOS list a process's open files here; elsewhere nothing is changed."""


@lru_cache(maxsize=1)
def send_at_once() -> None:
    """Once per process: no TCP connection of it waits with small messages, those to come included, which take
    the setting from the listening socket."""
    if not OPEN_FILES.is_dir():
        return
    for entry in list(OPEN_FILES.iterdir()):
        _without_delay(int(entry.name))


def _without_delay(number: int) -> None:
    try:
        copy = os.dup(number)
    except OSError:
        return
    try:
        opened = socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return
    with opened:
        if opened.family in (socket.AF_INET, socket.AF_INET6) and opened.type == socket.SOCK_STREAM:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
