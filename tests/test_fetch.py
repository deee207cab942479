"""Asking over HTTP: within bounds whatever the server does, and for a stranger only the public web."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from pipelines.answers import NoAnswerError, follow
from pipelines.fetch import Fetch, Patience, patience, user_agent
from pipelines.issues import LedgerError
from pipelines.public_page import check_address, fetch_public_page, is_public
from pipelines.source import source_named
from tests.misbehaving_server import MisbehavingServer, Reply, Site, pages_site

BY_HAND = "Open the site and save the table."
SHORT = Patience(
    connect_seconds=0.4, read_seconds=0.4, deadline_seconds=1.6, retries=2, backoff_seconds=0.01,
    retry_after_seconds=2, pause_seconds=0, largest_bytes=1_000_000,
)  # fmt: skip
TABLE = Reply(b'{"rows": [1, 2, 3], "more": "' + b"x" * 500 + b'"}')
SITE = pages_site({"/table": TABLE})

# Each with what the message must say came.
UNPASSING = {
    "silent": "silence for 0.4 s, 3 times",
    "dropped": "a connection that broke",
    "429": "status 429 (Too Many Requests), text/html, beginning '<!DOCTYPE html>",
    "500": "status 500 (Internal Server Error), text/html, beginning '<!DOCTYPE html>",
    "404": "status 404 (Not Found), text/html",
    "browser check": "a browser check instead of data (status 202 (Accepted), text/html",
    "half": "half an answer",
    "gzip bomb": "more than 1,000,000 bytes",
    "broken gzip": "a connection that broke",
    "endless": "more than 1,000,000 bytes",
    "slow-loris body": "no whole answer within 1.6 s",
    "slow-loris headers": "no whole answer within 1.6 s",
    "redirect loop": "more than 5 redirects",
}


def fetch_at(server: MisbehavingServer, patience: Patience = SHORT) -> Fetch:
    return Fetch("The source", server.url, BY_HAND, patience)


@pytest.fixture
def serve() -> Iterator[Callable[..., MisbehavingServer]]:
    """Starts servers and stops them after the test."""
    started: list[MisbehavingServer] = []

    def start(fault: str = "ok", site: Site = SITE, **settings: object) -> MisbehavingServer:
        started.append(MisbehavingServer(site, fault, **settings).__enter__())  # type: ignore[arg-type]
        return started[-1]

    yield start
    for server in started:
        server.__exit__(None, None, None)


Serve = Callable[..., MisbehavingServer]


def test_a_whole_answer_comes_as_sent_and_the_request_says_who_asks(serve: Serve) -> None:
    server = serve()
    answer = fetch_at(server).get("/table", "a table", {"year": "2012"})
    assert (answer.status, answer.content_type, answer.data) == (200, "application/json", TABLE.data)
    method, path, headers, body = server.asked[0]
    assert (method, path, body) == ("GET", "/table?year=2012", b"")
    assert headers["User-Agent"] == user_agent()
    assert user_agent().startswith("ArmsLedger/")


@pytest.mark.parametrize("fault", UNPASSING)
def test_every_failure_is_bounded_and_says_what_came_and_what_to_do(serve: Serve, fault: str) -> None:
    server = serve(fault, argument="0")
    began = time.monotonic()
    with pytest.raises(LedgerError) as error:
        fetch_at(server).get("/table", "a table")
    assert time.monotonic() - began < 4
    message = str(error.value)
    assert f"{server.url}/table" in message
    assert "expected a table; got " in message
    assert UNPASSING[fault] in error.value.got
    assert BY_HAND in error.value.hint and "What is held stays as it is" in error.value.hint


@pytest.mark.parametrize("fault", ["429 once", "500 once", "503 once", "half once", "slow"])
def test_a_failure_that_passes_is_tried_again(serve: Serve, fault: str) -> None:
    server = serve(fault, argument="0")
    assert fetch_at(server).get("/table", "a table").data == TABLE.data
    assert len(server.asked) == (1 if fault == "slow" else 2)


@pytest.mark.parametrize(("fault", "tries"), [("500", 3), ("429", 3), ("404", 1), ("gzip bomb", 1)])
def test_tries_are_counted_and_what_cannot_pass_is_asked_once(serve: Serve, fault: str, tries: int) -> None:
    server = serve(fault, argument="0")
    with pytest.raises(LedgerError):
        fetch_at(server).get("/table", "a table")
    assert len(server.asked) == tries


@pytest.mark.parametrize("form", ["1", "date:2"])
def test_the_wait_that_a_server_asks_for_is_kept(serve: Serve, form: str) -> None:
    server = serve("429 once", argument=form)
    began = time.monotonic()
    fetch_at(server, Patience(retries=1, backoff_seconds=0.01, pause_seconds=0)).get("/table", "a table")
    # A date has whole seconds, so that up to one of its two seconds is over when it arrives.
    assert 0.95 < time.monotonic() - began < 3


@pytest.mark.parametrize("form", ["3600", "date:3600"])
def test_a_wait_beyond_the_bound_stops_at_once_and_is_named(serve: Serve, form: str) -> None:
    server = serve("429", argument=form)
    began = time.monotonic()
    with pytest.raises(LedgerError, match=r"status 429 .* 3,[56]\d\d s to wait") as error:
        fetch_at(server).get("/table", "a table")
    assert time.monotonic() - began < 1
    assert "Pull again after 60 minutes" in error.value.hint
    assert len(server.asked) == 1


def test_requests_follow_each_other_with_a_pause(serve: Serve) -> None:
    fetch = fetch_at(serve(), Patience(pause_seconds=0.2))
    began = time.monotonic()
    for _ in range(3):
        fetch.get("/table", "a table")
    assert 0.4 <= time.monotonic() - began < 2


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/"])
def test_a_redirect_out_of_the_web_is_not_followed(serve: Serve, target: str) -> None:
    with pytest.raises(LedgerError, match="not http:// or https://"):
        fetch_at(serve("redirect", argument=target)).get("/table", "a table")


def test_a_redirect_within_the_web_is_followed_and_the_final_address_is_known(serve: Serve) -> None:
    server = serve("redirect", site=pages_site({"/new": TABLE}), argument="/new")
    answer = fetch_at(server).get("/table", "a table")
    assert (answer.url, answer.data) == (f"{server.url}/new", TABLE.data)


def test_a_post_that_moved_is_asked_for_with_get(serve: Serve) -> None:
    server = serve(
        "redirect", site=pages_site({"/landing": Reply(b"<html>", "text/html")}), argument="/landing"
    )
    assert fetch_at(server).post_json("/table", {"a": 1}, "a table").data == b"<html>"
    assert [asked[:2] for asked in server.asked] == [("POST", "/table"), ("GET", "/landing")]
    assert server.asked[1][3] == b""


def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    from pipelines.answers import Answer, Ask

    def send(ask: Ask) -> Answer:
        return Answer(ask.url, 301, {"Location": "http://example.org/"}, b"")

    with pytest.raises(NoAnswerError, match=r"from https to http://example.org/"):
        follow(Ask("GET", "https://example.org/", {}), send, lambda url: None)


def test_a_certificate_of_nobody_is_refused(serve: Serve) -> None:
    server = serve(tls=server_tls(trustme.CA(), "127.0.0.1"))
    with pytest.raises(LedgerError, match="a certificate that cannot be trusted") as error:
        fetch_at(server, Patience()).get("/table", "a table")
    assert "clock" in error.value.hint
    assert server.asked == []


def test_a_handshake_that_never_ends_is_cut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        stop = threading.Event()
        threading.Thread(target=trickle, args=(listening, stop), daemon=True).start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        fetch = Fetch("The source", url, BY_HAND, Patience(10, 10, deadline_seconds=0.8))
        began = time.monotonic()
        with pytest.raises(LedgerError, match=r"no whole answer within 0.8 s"):
            fetch.get("/table", "a table")
        stop.set()
    assert time.monotonic() - began < 3


def trickle(listening: socket.socket, stop: threading.Event) -> None:
    """Begin a TLS record of 16 kB and send a byte of it now and then."""
    connection, _ = listening.accept()
    with connection:
        connection.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
        while not stop.wait(0.02):
            try:
                connection.sendall(b"\x00")
            except OSError:
                return


def server_tls(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A server's side of TLS with a certificate for some names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_nobody_listening_and_no_such_name_are_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LedgerError, match=r"no connection \(.*refused"):
        Fetch("The source", f"http://127.0.0.1:{port}", BY_HAND, SHORT).get("/", "a table")
    with pytest.raises(LedgerError, match="no address for that name") as error:
        Fetch("The source", "http://no-such-host.invalid", BY_HAND, SHORT).get("/", "a table")
    assert "online" in error.value.hint


@pytest.mark.fault
def test_a_gzip_bomb_takes_little_memory(serve: Serve) -> None:
    server = serve("gzip bomb")
    tracemalloc.start()
    with pytest.raises(LedgerError, match="more than 5,000,000 bytes"):
        fetch_at(server, Patience(largest_bytes=5_000_000)).get("/table", "a table")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The server makes its bomb in this process: 200 kB and a chunk of 1 MB.
    assert peak < 15_000_000


@pytest.mark.parametrize("data", [b"{", b"<html>", b"[" * 100_000, b'{"a": "\xff"}', b""])
def test_what_is_no_json_is_said_to_be_none(serve: Serve, data: bytes) -> None:
    server = serve(site=pages_site({"/table": Reply(data)}))
    fetch = fetch_at(server)
    with pytest.raises(LedgerError, match=r"not whole JSON"):
        fetch.json(fetch.get("/table", "JSON"), "JSON")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_named("sipri_register")
    for name in ("ARMS_SIPRI_REGISTER_URL", "ARMS_TIMEOUT_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    usual = Fetch.for_source(source)
    assert usual.base_url == "https://atbackend.sipri.org/api/p"
    assert (usual.patience.connect_seconds, usual.patience.read_seconds) == (15, 300)
    monkeypatch.setenv("ARMS_SIPRI_REGISTER_URL", "http://127.0.0.1:9/api/")
    monkeypatch.setenv("ARMS_TIMEOUT_SECONDS", "0.3")
    changed = Fetch.for_source(source)
    assert (changed.base_url, changed.patience.read_seconds) == ("http://127.0.0.1:9/api", 0.3)
    assert Fetch.for_source(source, "http://127.0.0.1:8").base_url == "http://127.0.0.1:8"


@pytest.mark.parametrize("given", ["soon", "0", "-1", "nan", "inf", "1e9"])
def test_a_timeout_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("ARMS_TIMEOUT_SECONDS", given)
    with pytest.raises(LedgerError, match="ARMS_TIMEOUT_SECONDS"):
        patience()


@pytest.mark.parametrize(
    "given", ["file:///etc", "atbackend.sipri.org", "http://", "http://[::1", "http://x:y"]
)
def test_an_address_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(LedgerError, match="the address of 'sipri_register'"):
        Fetch.for_source(source_named("sipri_register"), given)


NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1",
    "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1",
    "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "", "localhost", "127.1", "2130706433", "0x7f.1", "010.0.0.1", "8.8.8.8/32", "8.8.8.8 ",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "192.167.0.1", "100.63.0.1", "100.128.0.1",
     "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)  # fmt: skip
def test_an_address_that_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/",
     "http://127.0.1/", "http://0/", "http://1.2.3.4.5/", "http://example.123/", "http://010.8.8.8/",
     "http://user@example.org/", "http://user:pass@example.org/", "http://example.org@127.0.0.1/",
     "http://example.org:8080/", "https://example.org:22/", "http://example.org:0/", "http://example.org:99999/",
     "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x", "//example.org/",
     "example.org", "", "http://", "http:///path", "http://exam ple.org/", "http://example.org\\@127.0.0.1/",
     "http://example.org/\r\nHost: x", "http://example.org/\u202egpj", "http://[::1", "http://[zz]/",
     "unix:/run/x", "http+unix://x/"],
)  # fmt: skip
def test_an_address_that_is_refused_before_anything_is_resolved(url: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was resolved")

    with pytest.raises(LedgerError, match="expected a public web page"):
        fetch_public_page(url, resolve=resolve)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://example.org:443/a?b=c", "http://8.8.8.8/", "https://[2606:4700::1]/x"],
)
def test_a_plain_address_passes(url: str) -> None:
    check_address(url)


class Net:
    """A small internet for a test: names with addresses, all of which lead to one local server."""

    def __init__(self, server: MisbehavingServer, names: dict[str, list[str]]) -> None:
        self.server, self.names = server, names
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.names.get(host.strip("[]"), [])

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=seconds)

    def page(self, url: str) -> object:
        return fetch_public_page(url, resolve=self.resolve, connect=self.connect)


ARTICLE = Reply(b"<html><p>5,000 Igla-S</p></html>", "text/html; charset=Windows-1252")
PAPER = {"paper.example": ["8.8.8.8", "2606:4700::1111"]}


def test_a_public_page_comes_with_what_its_reader_needs(serve: Serve) -> None:
    net = Net(serve(site=pages_site({"/story": ARTICLE})), PAPER)
    page = fetch_public_page("http://paper.example/story", resolve=net.resolve, connect=net.connect)
    assert (page.final_url, page.content_type, page.charset, page.data) == (
        "http://paper.example/story",
        "text/html",
        "windows-1252",
        ARTICLE.data,
    )
    assert net.connected == [("8.8.8.8", 80)]
    headers = net.server.asked[0][2]
    assert headers["Host"] == "paper.example"
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["::1"],
        ["2606:4700::1111", "fe80::1"],
        ["169.254.169.254"],
        [],
    ],
)
def test_a_name_with_any_address_that_is_not_public_is_not_asked(serve: Serve, addresses: list[str]) -> None:
    net = Net(serve(site=pages_site({"/": ARTICLE})), {"inside.example": addresses})
    with pytest.raises(LedgerError, match=r"not of the public internet|no address"):
        net.page("http://inside.example/")
    assert net.connected == [] and net.server.asked == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"]
)
def test_this_machine_is_not_asked_under_any_of_its_names(url: str) -> None:
    with pytest.raises(LedgerError, match="not of the public internet"):
        fetch_public_page(url)


def test_a_name_that_changes_its_address_is_resolved_once_and_the_checked_one_is_used(serve: Serve) -> None:
    """DNS rebinding: public when checked, this machine when used."""
    net = Net(serve(site=pages_site({"/": ARTICLE})), {})
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]])

    def resolve(host: str, port: int) -> list[str]:
        net.resolved.append(host)
        return next(answers)

    fetch_public_page("http://rebind.example/", resolve=resolve, connect=net.connect)
    assert net.resolved == ["rebind.example"]
    assert net.connected == [("8.8.8.8", 80)]
    with pytest.raises(LedgerError, match=r"the address 127\.0\.0\.1"):
        fetch_public_page("http://rebind.example/", resolve=resolve, connect=net.connect)
    assert net.connected == [("8.8.8.8", 80)]


@pytest.mark.parametrize(
    ("target", "refused"),
    [("http://127.0.0.1/admin", r"the address 127\.0\.0\.1"),
     ("http://inside.example/", r"the address 10\.0\.0\.5"), ("http://[::1]/", "the address ::1"),
     ("http://169.254.169.254/latest/meta-data/", "the address 169"),
     ("http://2130706433/", "odd spelling"), ("http://paper.example:8501/", "port 8501"),
     ("file:///etc/passwd", "not http"), ("http://a:b@paper.example/x", "user name or password")],
)  # fmt: skip
def test_a_redirect_is_checked_like_the_first_address(serve: Serve, target: str, refused: str) -> None:
    server = serve("redirect", site=pages_site({}), argument=target)
    names = PAPER | {"inside.example": ["10.0.0.5"], "127.0.0.1": ["127.0.0.1"], "::1": ["::1"]}
    net = Net(server, names | {"169.254.169.254": ["169.254.169.254"]})
    with pytest.raises(LedgerError, match=refused):
        net.page("http://paper.example/story")
    assert len(server.asked) == 1


def test_tls_is_checked_against_the_name_though_the_connection_goes_to_an_address(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(bundle))
    net = Net(
        serve(site=pages_site({"/": ARTICLE}), tls=server_tls(authority, "paper.example")),
        PAPER | {"other.example": ["8.8.4.4"]},
    )
    page = fetch_public_page("https://paper.example/", resolve=net.resolve, connect=net.connect)
    assert page.data == ARTICLE.data
    assert net.connected == [("8.8.8.8", 443)]
    with pytest.raises(LedgerError, match="a certificate that cannot be trusted"):
        net.page("https://other.example/")


def test_a_proxy_of_the_environment_is_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(site=pages_site({"/": Reply(b"proxied", "text/html")}))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.setitem(os.environ, "no_proxy", "")
    net = Net(serve(site=pages_site({"/": ARTICLE})), PAPER)
    net.page("http://paper.example/")
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [("500", "status 500"), ("404", "status 404"), ("browser check", "status 202"),
     ("half", "half an answer"), ("gzip bomb", "more than 5,000,000 bytes"),
     ("endless", "more than 5,000,000 bytes"),
     ("redirect loop", "more than 5 redirects"), ("dropped", "a connection that broke")],
)  # fmt: skip
def test_a_page_that_does_not_come_whole_is_refused(serve: Serve, fault: str, says: str) -> None:
    net = Net(serve(fault, site=pages_site({"/": ARTICLE})), PAPER)
    with pytest.raises(LedgerError, match="Save the page in a browser") as error:
        net.page("http://paper.example/")
    assert says in error.value.got


@pytest.mark.parametrize("fault", ["slow-loris body", "slow-loris headers", "silent"])
def test_a_page_that_drips_is_given_up(serve: Serve, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.public_page.LIMITS", Patience(10, 10, deadline_seconds=0.5))
    net = Net(serve(fault, site=pages_site({"/": ARTICLE})), PAPER)
    began = time.monotonic()
    with pytest.raises(LedgerError, match=r"no whole answer within 0.5 s"):
        net.page("http://paper.example/")
    assert time.monotonic() - began < 2


def test_a_name_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.public_page.LIMITS", Patience(10, 10, deadline_seconds=0.3))
    began = time.monotonic()
    release = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        release.wait(5)
        return []

    with pytest.raises(LedgerError, match="no address for that name within"):
        fetch_public_page("http://slow.example/", resolve=resolve)
    release.set()
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("kind", ["application/pdf", "image/svg+xml", "application/json", "text/html2", ""])
def test_only_text_is_taken(serve: Serve, kind: str) -> None:
    net = Net(serve(site=pages_site({"/": Reply(b"%PDF-1.7", kind)})), PAPER)
    with pytest.raises(LedgerError, match="no text to read"):
        net.page("http://paper.example/")


@pytest.mark.fault
def test_ten_seconds_and_no_more(serve: Serve) -> None:
    net = Net(serve("slow-loris body", site=pages_site({"/": ARTICLE})), PAPER)
    began = time.monotonic()
    with pytest.raises(LedgerError, match=r"no whole answer within 10 s"):
        net.page("http://paper.example/")
    assert 9.5 < time.monotonic() - began < 11.5
