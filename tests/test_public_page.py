"""A page that a stranger names: from the public web only, whatever names, redirects, spellings say."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from pipelines.fetch import Patience
from pipelines.issues import LedgerError
from pipelines.public_page import check_address, fetch_public_page, is_public
from tests.misbehaving_server import MisbehavingServer, Reply, Serve, pages_site, server_tls, servers


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers and stops them after the test."""
    with servers() as start:
        yield start


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
    net = Net(serve(pages_site({"/story": ARTICLE})), PAPER)
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
    net = Net(serve(pages_site({"/": ARTICLE})), {"inside.example": addresses})
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
    net = Net(serve(pages_site({"/": ARTICLE})), {})
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
    server = serve(pages_site({}), "redirect", argument=target)
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
        serve(pages_site({"/": ARTICLE}), tls=server_tls(authority, "paper.example")),
        PAPER | {"other.example": ["8.8.4.4"]},
    )
    page = fetch_public_page("https://paper.example/", resolve=net.resolve, connect=net.connect)
    assert page.data == ARTICLE.data
    assert net.connected == [("8.8.8.8", 443)]
    with pytest.raises(LedgerError, match="a certificate that cannot be trusted"):
        net.page("https://other.example/")


def test_a_proxy_of_the_environment_is_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(pages_site({"/": Reply(b"proxied", "text/html")}))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.setitem(os.environ, "no_proxy", "")
    net = Net(serve(pages_site({"/": ARTICLE})), PAPER)
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
    net = Net(serve(pages_site({"/": ARTICLE}), fault), PAPER)
    with pytest.raises(LedgerError, match="Save the page in a browser") as error:
        net.page("http://paper.example/")
    assert says in error.value.got


@pytest.mark.parametrize("fault", ["slow-loris body", "slow-loris headers", "silent"])
def test_a_page_that_drips_is_given_up(serve: Serve, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.public_page.LIMITS", Patience(10, 10, deadline_seconds=0.5))
    net = Net(serve(pages_site({"/": ARTICLE}), fault), PAPER)
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
    net = Net(serve(pages_site({"/": Reply(b"%PDF-1.7", kind)})), PAPER)
    with pytest.raises(LedgerError, match="no text to read"):
        net.page("http://paper.example/")


@pytest.mark.fault
def test_ten_seconds_and_no_more(serve: Serve) -> None:
    net = Net(serve(pages_site({"/": ARTICLE}), "slow-loris body"), PAPER)
    began = time.monotonic()
    with pytest.raises(LedgerError, match=r"no whole answer within 10 s"):
        net.page("http://paper.example/")
    assert 9.5 < time.monotonic() - began < 11.5
