"""Answers are sent at once: Streamlit's own listening socket, as it binds it, and all connections to it."""

from __future__ import annotations

import socket

from streamlit.web.server.starlette.starlette_server import _bind_socket

from dashboard.sending import send_at_once


def without_delay(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_connections_made_before_and_after_do_not_wait_with_small_messages() -> None:
    listening = _bind_socket("127.0.0.1", 0, 5)
    listening.listen()
    listening.setblocking(True)
    with listening, socket.create_connection(listening.getsockname()):
        before, _ = listening.accept()
        send_at_once.cache_clear()
        send_at_once()
        with before, socket.create_connection(listening.getsockname()):
            after, _ = listening.accept()
            with after:
                assert without_delay(before)
                assert without_delay(after)
