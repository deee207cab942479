"""Sockets that end when they must: opened by a rule of our own, cut at a deadline whatever the peer does."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Dial = Callable[[str, int, float], socket.socket]
"""Opens a connection: host, port, seconds to wait at most."""


class Deadline:
    """A moment after which every socket that it watches is shut.

    A read timeout alone does not bound a peer that sends a byte now and then; this does, in headers,
    bodies and TLS handshakes alike. Use as a context manager.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds
        self._watched: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    @property
    def left(self) -> float:
        """Seconds that remain, never below 0."""
        return max(0.0, self._ends - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether the moment is over."""
        return self.left == 0.0

    def watch(self, connection: socket.socket) -> None:
        """Have a connection shut at the deadline.

        A duplicate is kept, because TLS takes the socket object over but shutting any duplicate shuts all.
        """
        with self._lock:
            self._watched.append(connection.dup())
        if self.passed:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            for connection in self._watched:
                with contextlib.suppress(OSError):  # the peer may have closed it already
                    connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for connection in self._watched:
                connection.close()
            self._watched.clear()


def pool_classes(deadline: Deadline, dial: Dial | None) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme; ``dial`` opens sockets (for None urllib3 does); the deadline ends them.

    TLS still checks the certificate against the host's name, whichever address ``dial`` chose.
    """

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self, super()._new_conn)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self, super()._new_conn)

    def opened(connection: HTTPConnection, usual: Callable[[], socket.socket]) -> socket.socket:
        made = dial(connection.host, connection.port, deadline.left) if dial else usual()
        deadline.watch(made)
        return made

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
