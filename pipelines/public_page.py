"""Fetch a web page that a stranger named, and never anything that is not public.

A host's name is resolved once; every address found must be public; and the connection goes to the very
address that was checked. So neither a name server that answers differently the second time, nor a redirect,
nor a spelling of an address leads to this machine, its network or a cloud's metadata service.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from pipelines.answers import Answer, Ask, NoAnswerError, follow, in_seconds, shown, web_address
from pipelines.fetch import Patience, exchange, is_browser_check, request_headers
from pipelines.issues import LedgerError
from pipelines.sockets import Deadline

LIMITS = Patience(
    connect_seconds=10, read_seconds=10, deadline_seconds=10, retries=0, largest_bytes=5_000_000
)
PORTS = {80, 443}
TEXT_TYPES = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown"}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""Addresses of a host's name, as text."""
Connect = Callable[[str, int, float], socket.socket]
"""Opens a connection to an address that was checked: address, port, seconds to wait at most."""

_REFUSED_NETWORKS = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "168.63.129.16/32",  # Azure's own services answer here, inside its machines only
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
"""Blocks of IANA's special-purpose registries (RFC 6890 and later), of which releases of Python differ.

Teredo (in 2001::/23) and 6to4 (2002::/16) are refused whole: they only carry IPv4 addresses.
"""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page: the address after redirects, its media type, the charset that its header names, its bytes."""

    final_url: str
    content_type: str
    charset: str | None
    data: bytes


def fetch_public_page(url: str, resolve: Resolve | None = None, connect: Connect | None = None) -> Page:
    """A public web page of text: within 10 s, 5 MB after decompression and five redirects, or not at all.

    resolve and connect take the place of the machine's own in tests.
    Raises LedgerError for everything that is no such page.
    """
    dial = partial(_dial, resolve=resolve or _resolved, connect=connect or _connected)
    try:
        with Deadline(LIMITS.deadline_seconds) as deadline:
            send = partial(exchange, limits=LIMITS, deadline=deadline, dial=dial, use_environment=False)
            headers = request_headers(", ".join(sorted(TEXT_TYPES)))
            return _page(follow(Ask("GET", url, headers), send, check_address))
    except NoAnswerError as error:
        hint = "Save the page in a browser, or copy its text into a file, and check that file instead."
        raise LedgerError(shown(url), "a public web page with text", error.got, hint) from error


def check_address(url: str) -> None:
    """Raises NoAnswerError for an address that is no plain one of the web; nothing is resolved for it."""
    web_address(url)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if "@" in parts.netloc:
        raise NoAnswerError("an address with a user name or password in it")
    if parts.port is not None and parts.port not in PORTS:
        raise NoAnswerError(f"port {parts.port}, where only 80 and 443 are asked")
    if ":" not in host and _ends_in_number(host) and not _is_plain_ipv4(host):
        raise NoAnswerError(f"an address in an odd spelling: {shown(host)}")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and so is any IPv4 address that it carries."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public(found)


def _is_public(address: Address) -> bool:
    if not isinstance(address, ipaddress.IPv6Address):
        return _is_global(address)
    if address.ipv4_mapped is not None:
        return _is_public(address.ipv4_mapped)
    if address in _NAT64:
        return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address.scope_id is None and address in _GLOBAL_UNICAST and _is_global(address)


def _is_global(address: Address) -> bool:
    named = any(address in network for network in _REFUSED_NETWORKS if network.version == address.version)
    return address.is_global and not address.is_multicast and not named


def _dial(host: str, port: int, seconds: float, resolve: Resolve, connect: Connect) -> socket.socket:
    """A connection to one of a host's addresses, all of them checked; nothing is resolved after that."""
    if port not in PORTS:
        raise NoAnswerError(f"port {port}, where only 80 and 443 are asked")
    addresses = _within(seconds, lambda: resolve(host, port))
    if not addresses:
        raise NoAnswerError("no address for that name")
    refused = [address for address in addresses if not is_public(address)]
    if refused:
        raise NoAnswerError(f"the address {refused[0]}, which is not of the public internet")
    failed: OSError | None = None
    for address in addresses[:4]:
        try:
            return connect(address, port, seconds)
        except OSError as error:
            failed = error
    raise NoAnswerError(f"no connection ({shown(str(failed))})")


def _within(seconds: float, work: Callable[[], list[str]]) -> list[str]:
    """What a call gives that cannot be interrupted itself; NoAnswerError after the time is up."""
    results: list[list[str]] = []

    def run() -> None:
        try:
            results.append(work())
        except (OSError, UnicodeError):
            results.append([])

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(seconds)
    if not results:
        raise NoAnswerError(f"no address for that name within {in_seconds(seconds)}")
    return results[0]


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=max(seconds, 0.001))


def _page(answer: Answer) -> Page:
    if is_browser_check(answer) or answer.status != 200:
        raise NoAnswerError(str(answer))
    if answer.content_type not in TEXT_TYPES:
        raise NoAnswerError(f"{shown(answer.content_type) or 'no content type'}, which is no text to read")
    named = _CHARSET.search(answer.headers.get("Content-Type", ""))
    return Page(answer.url, answer.content_type, named[1].lower() if named else None, answer.data)


def _ends_in_number(host: str) -> bool:
    """Whether a host's last label is a number: then all of it is an IPv4 address (WHATWG URL standard)."""
    last = host.rstrip(".").rpartition(".")[2]
    return bool(re.fullmatch(r"\d+|0x[0-9a-f]*", last, re.IGNORECASE))


def _is_plain_ipv4(host: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False
