"""What is asked over HTTP and what comes back, in words to act on. No connection is opened here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from urllib3.exceptions import (
    ConnectTimeoutError,
    IncompleteRead,
    NameResolutionError,
    NewConnectionError,
    TimeoutError,
)

MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """A whole answer: the address it came from, status, headers (names in any case) and decompressed body."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def content_type(self) -> str:
        """Media type without parameters, in lower case; "" where the server names none."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    def __str__(self) -> str:
        """What came, as every message shows it."""
        phrase = HTTPStatus(self.status).phrase if self.status in list(HTTPStatus) else "unknown"
        begins = f"beginning '{shown(self.data)}'" if self.data.strip() else "with an empty body"
        return f"status {self.status} ({phrase}), {shown(self.content_type) or 'no content type'}, {begins}"


class NoAnswerError(Exception):
    """A request that brought nothing usable.

    got: what came instead; again: whether another try may help; wait_seconds: how long the server asks to
    wait before it; advice: what a person can do, where there is something particular to do.
    """

    def __init__(self, got: str, again: bool = False, wait_seconds: float = 0, advice: str = "") -> None:
        self.got, self.again, self.wait_seconds, self.advice = got, again, wait_seconds, advice
        super().__init__(got)


def follow(ask: Ask, send: Callable[[Ask], Answer], check: Callable[[str], None]) -> Answer:
    """The answer at the end of at most five redirects; each address passes ``check`` before it is asked.

    A redirect from https to http is refused: what comes after it could be anybody's.
    Raises NoAnswerError, and whatever ``send`` and ``check`` raise.
    """
    for _ in range(MAX_REDIRECTS + 1):
        check(ask.url)
        answer = send(ask)
        if answer.status not in REDIRECTS or not answer.headers.get("Location"):
            return answer
        moved = _moved(ask, answer)
        if urlsplit(ask.url).scheme == "https" and urlsplit(moved.url).scheme == "http":
            raise NoAnswerError(f"a redirect from https to {shown(moved.url)}")
        ask = moved
    raise NoAnswerError(f"more than {MAX_REDIRECTS} redirects, the last to {shown(ask.url)}")


def web_address(url: str) -> None:
    """Raises NoAnswerError for an address that is not plainly of the web (scheme, host, odd signs)."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what finds a port that is no number
    except ValueError as error:
        raise NoAnswerError(f"an address that cannot be read: {shown(url)}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoAnswerError(f"an address that is not http:// or https://: {shown(url)}")
    if "\\" in url or any(character.isspace() or not character.isprintable() for character in url):
        raise NoAnswerError(f"an address with characters that none has: {shown(url)}")


def shown(text: str | bytes) -> str:
    """The first characters of what a stranger sent, on one line and without control or direction signs."""
    words = text[: 8 * SHOWN_CHARACTERS]
    readable = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    spaced = " ".join(readable.split())
    return "".join(c for c in spaced if unicodedata.category(c)[0] != "C")[:SHOWN_CHARACTERS]


def explained(error: Exception, connect_seconds: float, read_seconds: float) -> NoAnswerError:
    """An error of the HTTP libraries in words, with the seconds that were allowed; whether to try again."""
    causes = _causes(error)
    text = shown(str(causes[-1]))
    if any("CERTIFICATE_VERIFY_FAILED" in str(cause) for cause in causes):
        advice = "Check this machine's clock, and whether something stands between it and the source"
        return NoAnswerError(f"a certificate that cannot be trusted ({text})", advice=advice)
    for cause in causes:
        if isinstance(cause, NameResolutionError):
            return NoAnswerError("no address for that name", advice="Check that this machine is online")
        if isinstance(cause, IncompleteRead):
            sizes = str(cause).removeprefix("IncompleteRead(").removesuffix(")")
            return NoAnswerError(f"half an answer ({shown(sizes)})", again=True)
        if isinstance(cause, NewConnectionError):
            return NoAnswerError(f"no connection ({text})", again=True)
        if isinstance(cause, ConnectTimeoutError):
            return NoAnswerError(f"no connection within {in_seconds(connect_seconds)}", again=True)
        if isinstance(cause, TimeoutError):
            return NoAnswerError(f"silence for {in_seconds(read_seconds)}", again=True)
    if isinstance(error, ValueError):
        return NoAnswerError(f"an address that cannot be read ({text})")
    return NoAnswerError(f"a connection that broke ({text})", again=True)


def in_seconds(seconds: float) -> str:
    """A time for a message: "0.4 s", "3,600 s"."""
    return f"{seconds:,.0f} s" if seconds >= 10 else f"{seconds:.3g} s"


def _causes(error: BaseException) -> list[BaseException]:
    """An error and all that it was made from; the libraries keep some of it as arguments or as a reason."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__]
    return found


def _moved(ask: Ask, answer: Answer) -> Ask:
    location = answer.headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        url = urljoin(ask.url, location)
    except ValueError as error:
        raise NoAnswerError(f"a redirect to an address that cannot be read: {shown(location)}") from error
    if answer.status in (307, 308) or ask.method == "GET":
        return replace(ask, url=url)
    return replace(ask, url=url, method="GET", body=None)
