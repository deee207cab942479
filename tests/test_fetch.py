"""Asking over HTTP: within bounds, and told in words, whatever the server does."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator

import pytest
import trustme

from pipelines.answers import Answer, Ask, NoAnswerError, follow
from pipelines.fetch import Fetch, Patience, patience, user_agent
from pipelines.issues import LedgerError
from pipelines.source import source_named
from tests.misbehaving_server import MisbehavingServer, Reply, Serve, pages_site, server_tls, servers

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
def serve() -> Iterator[Serve]:
    """Starts servers and stops them after the test."""
    with servers() as start:
        yield start


def test_a_whole_answer_comes_as_sent_and_the_request_says_who_asks(serve: Serve) -> None:
    server = serve(SITE)
    answer = fetch_at(server).get("/table", "a table", {"year": "2012"})
    assert (answer.status, answer.content_type, answer.data) == (200, "application/json", TABLE.data)
    method, path, headers, body = server.asked[0]
    assert (method, path, body) == ("GET", "/table?year=2012", b"")
    assert headers["User-Agent"] == user_agent()
    assert user_agent().startswith("ArmsLedger/")


@pytest.mark.parametrize("fault", UNPASSING)
def test_every_failure_is_bounded_and_says_what_came_and_what_to_do(serve: Serve, fault: str) -> None:
    server = serve(SITE, fault, argument="0")
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
    server = serve(SITE, fault, argument="0")
    assert fetch_at(server).get("/table", "a table").data == TABLE.data
    assert len(server.asked) == (1 if fault == "slow" else 2)


@pytest.mark.parametrize(("fault", "tries"), [("500", 3), ("429", 3), ("404", 1), ("gzip bomb", 1)])
def test_tries_are_counted_and_what_cannot_pass_is_asked_once(serve: Serve, fault: str, tries: int) -> None:
    server = serve(SITE, fault, argument="0")
    with pytest.raises(LedgerError):
        fetch_at(server).get("/table", "a table")
    assert len(server.asked) == tries


@pytest.mark.parametrize("form", ["1", "date:2"])
def test_the_wait_that_a_server_asks_for_is_kept(serve: Serve, form: str) -> None:
    server = serve(SITE, "429 once", argument=form)
    began = time.monotonic()
    fetch_at(server, Patience(retries=1, backoff_seconds=0.01, pause_seconds=0)).get("/table", "a table")
    # A date has whole seconds, so that up to one of its two seconds is over when it arrives.
    assert 0.95 < time.monotonic() - began < 3


@pytest.mark.parametrize("form", ["3600", "date:3600"])
def test_a_wait_beyond_the_bound_stops_at_once_and_is_named(serve: Serve, form: str) -> None:
    server = serve(SITE, "429", argument=form)
    began = time.monotonic()
    with pytest.raises(LedgerError, match=r"status 429 .* 3,[56]\d\d s to wait") as error:
        fetch_at(server).get("/table", "a table")
    assert time.monotonic() - began < 1
    assert "Pull again after 60 minutes" in error.value.hint
    assert len(server.asked) == 1


def test_requests_follow_each_other_with_a_pause(serve: Serve) -> None:
    fetch = fetch_at(serve(SITE), Patience(pause_seconds=0.2))
    began = time.monotonic()
    for _ in range(3):
        fetch.get("/table", "a table")
    assert 0.4 <= time.monotonic() - began < 2


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/"])
def test_a_redirect_out_of_the_web_is_not_followed(serve: Serve, target: str) -> None:
    with pytest.raises(LedgerError, match="not http:// or https://"):
        fetch_at(serve(SITE, "redirect", argument=target)).get("/table", "a table")


def test_a_redirect_within_the_web_is_followed_and_the_final_address_is_known(serve: Serve) -> None:
    server = serve(pages_site({"/new": TABLE}), "redirect", argument="/new")
    answer = fetch_at(server).get("/table", "a table")
    assert (answer.url, answer.data) == (f"{server.url}/new", TABLE.data)


def test_a_post_that_moved_is_asked_for_with_get(serve: Serve) -> None:
    server = serve(pages_site({"/landing": Reply(b"<html>", "text/html")}), "redirect", argument="/landing")
    assert fetch_at(server).post_json("/table", {"a": 1}, "a table").data == b"<html>"
    assert [asked[:2] for asked in server.asked] == [("POST", "/table"), ("GET", "/landing")]
    assert server.asked[1][3] == b""


def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    def send(ask: Ask) -> Answer:
        return Answer(ask.url, 301, {"Location": "http://example.org/"}, b"")

    with pytest.raises(NoAnswerError, match=r"from https to http://example.org/"):
        follow(Ask("GET", "https://example.org/", {}), send, lambda url: None)


def test_a_certificate_of_nobody_is_refused(serve: Serve) -> None:
    server = serve(SITE, tls=server_tls(trustme.CA(), "127.0.0.1"))
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
    server = serve(SITE, "gzip bomb")
    tracemalloc.start()
    with pytest.raises(LedgerError, match="more than 5,000,000 bytes"):
        fetch_at(server, Patience(largest_bytes=5_000_000)).get("/table", "a table")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The server makes its bomb in this process: 200 kB and a chunk of 1 MB.
    assert peak < 15_000_000


@pytest.mark.parametrize("data", [b"{", b"<html>", b"[" * 100_000, b'{"a": "\xff"}', b""])
def test_what_is_no_json_is_said_to_be_none(serve: Serve, data: bytes) -> None:
    server = serve(pages_site({"/table": Reply(data)}))
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
