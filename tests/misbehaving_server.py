"""A local server that answers as the sources were recorded to answer, and misbehaves on request.

What it would say (``Site``) and how it fails to say it (``Fault``) are apart: any site can have any fault.
"""

from __future__ import annotations

import base64
import contextlib
import json
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import trustme

DEALS_HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
DELIVERIES_HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
)
GENERATED = "Data generated: 18 May 2026 2:29:20 PM"
DEALS = "\n".join(
    [
        GENERATED,
        DEALS_HEADER,
        "Venezuela,Russia,2008,,2000,?,Igla-S,portable SAM,2000,?,2009; 2010,New,,0.08,160,160",
        "Venezuela,Russia,2011,?,2000,?,Igla-S,portable SAM,2000,,2012,New,,0.08,160,160",
        "",
    ]
)
DELIVERIES = "\n".join(
    [
        GENERATED,
        DELIVERIES_HEADER,
        "57159,Russia,Venezuela,Igla-S,portable SAM,Missiles,2011,Yes,2000,No,2012,No,New,0.08,0.08,160,No",
        "50622,Russia,Venezuela,Igla-S,portable SAM,Missiles,2008,No,200,Yes,2010,Yes,New,0.08,0.08,16,No",
        "50622,Russia,Venezuela,Igla-S,portable SAM,Missiles,2008,No,1800,No,2009,No,New,0.08,0.08,144,No",
        "",
    ]
)
HTML = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body><p>Nothing here.</p></body></html>"
BROWSER_CHECK = (
    b"<!DOCTYPE html><html><head><script>window.gokuProps = {};</script>"
    b'<script src="/challenge.js"></script></head><body></body></html>'
)
ENDLESS_CHUNK = b"0" * 65_536


@dataclass(frozen=True)
class Reply:
    """What a well-behaved server sends."""

    data: bytes
    content_type: str = "application/json"
    status: int = 200


Site = Callable[[str, str, bytes], Reply]
"""The reply to a method, a path with its query, and a body."""


def register_site(deals: bytes | str = DEALS, deliveries: bytes | str = DELIVERIES) -> Site:
    """SIPRI's backend: the last year, and the register as base64 in JSON."""

    def answer(method: str, path: str, body: bytes) -> Reply:
        if (method, path) == ("GET", "/trades/getMaxYear"):
            return Reply(b"2025")
        if (method, path) == ("POST", "/trades/trade-register-csv/"):
            fields = {each["field"] for each in json.loads(body)["filters"]}
            table = deliveries if "exportOption" in fields else deals
            data = table.encode() if isinstance(table, str) else table
            return Reply(json.dumps({"bytes": base64.b64encode(data).decode()}).encode())
        return Reply(HTML, "text/html", 404)

    return answer


def pages_site(pages: dict[str, Reply]) -> Site:
    """Fixed pages by path; the query is part of the path where a page is given with one."""

    def answer(method: str, path: str, body: bytes) -> Reply:
        found = pages.get(path) or pages.get(path.partition("?")[0])
        return found or Reply(HTML, "text/html", 404)

    return answer


@dataclass
class MisbehavingServer:
    """Serves a site at ``url`` on a free port of this machine, with one fault of ``FAULTS`` (or none).

    asked: what was asked so far, as (method, path, headers, body). times: how often each request has failed
    before it succeeds, for the faults that pass. argument: what a fault needs to know.
    """

    site: Site
    fault: str = "ok"
    argument: str = "0"
    times: int = 1
    tls: ssl.SSLContext | None = None
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def __enter__(self) -> MisbehavingServer:
        if self.fault == "gzip bomb":
            bomb()  # made before a client waits for it
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        if self.tls:
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"


Serve = Callable[..., MisbehavingServer]
"""Starts a server: its site, its fault, and the other fields of MisbehavingServer by name."""


@contextlib.contextmanager
def servers() -> Iterator[Serve]:
    """Servers that a test starts as it needs them, all stopped at its end."""
    with contextlib.ExitStack() as stack:
        yield lambda *arguments, **settings: stack.enter_context(MisbehavingServer(*arguments, **settings))


def server_tls(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A server's side of TLS with a certificate for some names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: MisbehavingServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what this server is for; nothing is printed about them."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        owner = self.server.owner
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        owner.asked.append((self.command, self.path, dict(self.headers), body))
        self.close_connection = True
        FAULTS[owner.fault](self, owner.site(self.command, self.path, body))

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""

    def start(self, status: int, headers: dict[str, str]) -> None:
        """Status line and headers."""
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def send(self, reply: Reply, headers: dict[str, str] | None = None, length: int | None = None) -> None:
        """A whole reply, or one that claims another length."""
        size = str(len(reply.data) if length is None else length)
        self.start(
            reply.status, {"Content-Type": reply.content_type, "Content-Length": size} | (headers or {})
        )
        self.wfile.write(reply.data)

    def until_stopped(self, seconds: float) -> Iterator[None]:
        """One turn per so many seconds, until the test is over."""
        while not self.server.owner.stopping.wait(seconds):
            yield

    @property
    def failures_left(self) -> bool:
        """Whether this request is still to fail."""
        owner = self.server.owner
        return sum(asked[:2] == (self.command, self.path) for asked in owner.asked) <= owner.times


Fault = Callable[[_Handler, Reply], None]


def _ok(handler: _Handler, reply: Reply) -> None:
    handler.send(reply)


def _silent(handler: _Handler, reply: Reply) -> None:
    handler.server.owner.stopping.wait(60)


def _slow(handler: _Handler, reply: Reply) -> None:
    """Late, but in time."""
    time.sleep(0.15)
    handler.send(reply)


def _dropped(handler: _Handler, reply: Reply) -> None:
    handler.connection.close()


def _status(status: int, headers: Callable[[_Handler], dict[str, str]] = lambda _: {}) -> Fault:
    return lambda handler, reply: handler.send(Reply(HTML, "text/html", status), headers(handler))


def _at_first(fault: Fault) -> Fault:
    """A fault that passes after ``times`` failures."""
    return lambda handler, reply: (fault if handler.failures_left else _ok)(handler, reply)


def _retry_after(handler: _Handler) -> dict[str, str]:
    """In ``argument`` seconds; ``date:`` before it asks for them as a date."""
    form, _, seconds = handler.server.owner.argument.rpartition(":")
    date = formatdate(time.time() + float(seconds), usegmt=True)
    return {"Retry-After": date if form else seconds}


def _changed(change: Callable[[Reply], Reply]) -> Fault:
    """Another reply than the site's to anything that is long enough to be the data."""
    return lambda handler, reply: handler.send(change(reply) if len(reply.data) > 4 else reply)


def _table(change: Callable[[str], str | bytes]) -> Fault:
    """Another table inside a register's JSON."""

    def changed(reply: Reply) -> Reply:
        text = base64.b64decode(json.loads(reply.data)["bytes"]).decode()
        new = change(text)
        data = new.encode() if isinstance(new, str) else new
        return Reply(json.dumps({"bytes": base64.b64encode(data).decode()}).encode())

    return _changed(changed)


def _new_column(text: str) -> str:
    return "\n".join(
        line
        if line in ("", GENERATED)
        else f"{line},{'End user' if line.startswith(('Recip', 'SIPRI')) else 'x'}"
        for line in text.split("\n")
    )


def _missing_column(text: str) -> str:
    return "\n".join(
        line if line in ("", GENERATED) else line.rpartition(",")[0] for line in text.split("\n")
    )


def _half(handler: _Handler, reply: Reply) -> None:
    """The length of all, then half of it, then the end of the connection."""
    handler.send(Reply(reply.data[: len(reply.data) // 2], reply.content_type), length=len(reply.data))


@cache
def bomb() -> bytes:
    """200 MB of zeros in 200 KB of gzip."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()


def _gzip_bomb(handler: _Handler, reply: Reply) -> None:
    handler.send(Reply(bomb(), reply.content_type), {"Content-Encoding": "gzip"})


def _broken_gzip(handler: _Handler, reply: Reply) -> None:
    handler.send(reply, {"Content-Encoding": "gzip"})


def _endless(handler: _Handler, reply: Reply) -> None:
    handler.start(200, {"Content-Type": reply.content_type})
    while not handler.server.owner.stopping.is_set():
        handler.wfile.write(ENDLESS_CHUNK)


def _loris_body(handler: _Handler, reply: Reply) -> None:
    handler.start(200, {"Content-Type": reply.content_type, "Content-Length": "100000"})
    for _ in handler.until_stopped(0.02):
        handler.wfile.write(b" ")


def _loris_headers(handler: _Handler, reply: Reply) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in handler.until_stopped(0.02):
        handler.wfile.write(b"a")


def _redirect_loop(handler: _Handler, reply: Reply) -> None:
    handler.send(Reply(HTML, "text/html", 302), {"Location": handler.path})


def _redirect_once(handler: _Handler, reply: Reply) -> None:
    """To ``argument``, but only from where that is not."""
    target = handler.server.owner.argument
    if target.endswith(handler.path):
        handler.send(reply)
    else:
        handler.send(Reply(HTML, "text/html", 301), {"Location": target})


FAULTS: dict[str, Fault] = {
    "ok": _ok,
    "slow": _slow,
    "silent": _silent,
    "dropped": _dropped,
    "429 once": _at_first(_status(429, _retry_after)),
    "429": _status(429, _retry_after),
    "500 once": _at_first(_status(500)),
    "500": _status(500),
    "503 once": _at_first(_status(503)),
    "404": _status(404),
    "HTML for JSON": _changed(lambda reply: Reply(HTML, "text/html")),
    "browser check": _changed(lambda reply: Reply(BROWSER_CHECK, "text/html", 202)),
    "empty body": _changed(lambda reply: Reply(b"")),
    "broken base64": _changed(lambda reply: Reply(b'{"bytes": "UmVjaXBpZW50LFN1cHBsaWVy*LFll"}')),
    "no bytes": _changed(lambda reply: Reply(b'{"result": "Recipient,Supplier"}')),
    "JSON list": _changed(lambda reply: Reply(b"[1, 2]")),
    "deep JSON": _changed(lambda reply: Reply(b"[" * 100_000)),
    "truncated JSON": _changed(lambda reply: Reply(reply.data[:-40])),
    "half": _half,
    "half once": _at_first(_half),
    "cut table": _table(lambda text: text[:-40]),
    "cut after a line": _table(lambda text: text.rstrip("\n")),
    "empty table": _table(lambda text: "\n".join(text.split("\n")[:2]) + "\n"),
    "no header": _table(lambda text: "\n".join(text.split("\n")[2:])),
    "new column": _table(_new_column),
    "missing column": _table(_missing_column),
    "wrong charset": _table(lambda text: text.encode("utf-16")),
    "gzip bomb": _gzip_bomb,
    "broken gzip": _broken_gzip,
    "endless": _endless,
    "slow-loris body": _loris_body,
    "slow-loris headers": _loris_headers,
    "redirect loop": _redirect_loop,
    "redirect": _redirect_once,
}
