"""Ask a source politely and within bounds: whole answers or none, never endless, never a crowd of requests.

Nothing else in the project imports ``requests``.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from pipelines.answers import Answer, Ask, NoAnswerError, explained, follow, in_seconds, shown, web_address
from pipelines.issues import LedgerError
from pipelines.paths import ROOT
from pipelines.sockets import Deadline, Dial, pool_classes
from pipelines.source import Source

CHUNK_BYTES = 1 << 16
RETRIED = {429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Patience:
    """How long and how often to try, and how much to take.

    ``deadline_seconds`` covers all tries, waits and redirects of one request; a server that asks to wait
    longer than ``retry_after_seconds`` is left alone; ``largest_bytes`` counts after decompression.
    """

    connect_seconds: float = 15
    read_seconds: float = 300
    deadline_seconds: float = 900
    retries: int = 4
    backoff_seconds: float = 2
    retry_after_seconds: float = 300
    pause_seconds: float = 1
    largest_bytes: int = 100_000_000

    @classmethod
    def scaled(cls, read_seconds: float) -> Patience:
        """The same proportions around another read timeout, so that a test waits parts of a second."""
        share = read_seconds / cls.read_seconds
        return cls(
            connect_seconds=min(cls.connect_seconds, read_seconds),
            read_seconds=read_seconds,
            deadline_seconds=cls.deadline_seconds * share,
            backoff_seconds=cls.backoff_seconds * share,
            retry_after_seconds=cls.retry_after_seconds * share,
            pause_seconds=cls.pause_seconds * min(1, share),
        )


@dataclass(frozen=True)
class Fetched:
    """One file as it came from a source: bytes, a name for it, address, and format as in ``source.toml``."""

    data: bytes
    name: str
    url: str
    format_id: str


@dataclass
class Fetch:
    """One source's live address (``base_url``, no slash at the end) and the manners to use on it.

    rows_held: by format, the rows of the release that is held, where known; a far smaller answer is refused.
    """

    title: str
    base_url: str
    save_by_hand: str
    patience: Patience = field(default_factory=Patience)
    rows_held: Mapping[str, int] = field(default_factory=dict)
    _rested_until: float = field(default=0.0, init=False, repr=False)

    @classmethod
    def for_source(
        cls, source: Source, base_url: str | None = None, rows_held: Mapping[str, int] | None = None
    ) -> Fetch:
        """For a source with ``pull.py``: at ``base_url``, else ``$ARMS_<SOURCE>_URL``, else its ``BASE_URL``.

        ``$ARMS_TIMEOUT_SECONDS`` replaces the read timeout, and all waits in proportion.
        Raises LedgerError where the source has no live address or a setting cannot be read.
        """
        if source.puller is None:
            place = f"source '{source.name}'"
            raise LedgerError(place, "a source that can be pulled", "one that cannot", source.save_by_hand)
        variable = f"ARMS_{source.name.upper()}_URL"
        address = base_url or os.environ.get(variable) or source.puller.BASE_URL
        try:
            web_address(address)
        except NoAnswerError as broken:
            hint = f"Correct ${variable}, or leave it out."
            raise LedgerError(
                f"the address of '{source.name}'", "a web address", broken.got, hint
            ) from broken
        return cls(source.title, address.rstrip("/"), source.save_by_hand, patience(), rows_held or {})

    def get(self, path: str, expected: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """The whole answer, of status 200. expected: what it should hold, for messages.

        Raises LedgerError for everything else.
        """
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self._asked(Ask("GET", self.base_url + path + query, request_headers()), expected)

    def post_json(self, path: str, body: object, expected: str) -> Answer:
        """As ``get``, after sending a JSON body."""
        headers = request_headers() | {"Content-Type": "application/json"}
        return self._asked(Ask("POST", self.base_url + path, headers, json.dumps(body).encode()), expected)

    def json(self, answer: Answer, expected: str) -> Any:
        """The body as JSON in UTF-8, as it is read again later. Raises LedgerError where it is none."""
        try:
            return json.loads(answer.data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            got = f"{answer}, which is not whole JSON ({shown(str(error))})"
            raise self.failure(answer.url, expected, got) from error

    def failure(
        self, place: str, expected: str, got: str, advice: str = "", by_hand: bool = True
    ) -> LedgerError:
        """The message for anything that went wrong with this source, with what a person can do about it.

        by_hand: whether a download by hand can help; it cannot where the publisher changed the file.
        """
        hand = f", or by hand: {self.save_by_hand}" if by_hand else "."
        hint = f"What is held stays as it is. {advice or 'Pull again later'}{hand}"
        return LedgerError(f"{self.title} ({place})", expected, got, hint)

    def _asked(self, ask: Ask, expected: str) -> Answer:
        time.sleep(max(0.0, self._rested_until - time.monotonic()))
        try:
            with Deadline(self.patience.deadline_seconds) as deadline:
                return self._tried(ask, deadline)
        except NoAnswerError as broken:
            raise self.failure(ask.url, expected, broken.got, broken.advice) from broken
        finally:
            self._rested_until = time.monotonic() + self.patience.pause_seconds

    def _tried(self, ask: Ask, deadline: Deadline) -> Answer:
        turn = 0
        while True:
            try:
                return self._once(ask, deadline)
            except NoAnswerError as broken:
                if not broken.again:
                    raise
                if turn == self.patience.retries:
                    got = f"{broken.got}, {turn + 1} times"
                    raise NoAnswerError(got, advice=broken.advice) from broken
                self._wait(broken, self.patience.backoff_seconds * 2**turn, deadline)
            turn += 1

    def _once(self, ask: Ask, deadline: Deadline) -> Answer:
        limits = self.patience
        send = partial(exchange, limits=limits, deadline=deadline)
        answer = follow(ask, send, web_address)
        if is_browser_check(answer):
            advice = "The source checks for a browser, which a program is not: open the page in one"
            raise NoAnswerError(f"a browser check instead of data ({answer})", advice=advice)
        if answer.status != 200:
            raise NoAnswerError(str(answer), answer.status in RETRIED, _asked_to_wait(answer))
        return answer

    def _wait(self, broken: NoAnswerError, backoff_seconds: float, deadline: Deadline) -> None:
        seconds = max(broken.wait_seconds, backoff_seconds)
        if broken.wait_seconds > self.patience.retry_after_seconds or seconds > deadline.left:
            got = f"{broken.got}, and {in_seconds(seconds)} to wait before the next try"
            raise NoAnswerError(got, advice=f"Pull again after {seconds / 60:,.0f} minutes") from broken
        time.sleep(seconds)


def exchange(
    ask: Ask, limits: Patience, deadline: Deadline, dial: Dial | None = None, use_environment: bool = True
) -> Answer:
    """One request and its whole answer, redirects not followed, certificates always checked.

    dial opens the connections, where it matters to whom; use_environment: through the proxy and with the
    certificate bundle that the environment names. Raises NoAnswerError.
    """
    try:
        return _exchanged(ask, limits, deadline, dial, use_environment)
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        if deadline.passed:
            raise _too_slow(deadline) from error
        raise explained(error, limits.connect_seconds, limits.read_seconds) from error


def is_browser_check(answer: Answer) -> bool:
    """Whether AWS WAF answered with its challenge for browsers (recorded: status 202 and challenge.js)."""
    head = answer.data[:20_000]
    return "x-amzn-waf-action" in answer.headers or b"gokuProps" in head or (
        answer.status == 202 and b"challenge.js" in head
    )  # fmt: skip


def patience() -> Patience:
    """As long as ``$ARMS_TIMEOUT_SECONDS`` says. Raises LedgerError where that is no number of seconds."""
    given = os.environ.get("ARMS_TIMEOUT_SECONDS")
    if not given:
        return Patience()
    with contextlib.suppress(ValueError):
        if 0 < float(given) <= 86_400:
            return Patience.scaled(float(given))
    expected = "seconds, more than 0 and at most 86,400"
    raise LedgerError("ARMS_TIMEOUT_SECONDS", expected, f"'{shown(given)}'", "Correct it, or leave it out.")


@cache
def user_agent() -> str:
    """How we introduce ourselves to every server."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"ArmsLedger/{project['version']} (public-data dashboard)"


def request_headers(accept: str = "*/*") -> dict[str, str]:
    """What every request carries: who asks, which media types, and the only compressions that are undone."""
    return {"User-Agent": user_agent(), "Accept": accept, "Accept-Encoding": "gzip, deflate"}


def _asked_to_wait(answer: Answer) -> float:
    """Seconds that a Retry-After header asks for, given as a number or a date; 0 without one."""
    try:
        return Retry().parse_retry_after(answer.headers.get("Retry-After", "0"))
    except (InvalidHeader, ValueError, OverflowError):
        return 0


class _Adapter(HTTPAdapter):
    """requests' own, with the sockets of ``pool_classes``, and no retries of its own."""

    def __init__(self, deadline: Deadline, dial: Dial | None) -> None:
        self._classes = pool_classes(deadline, dial)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **settings: Any) -> None:
        super().init_poolmanager(*arguments, **settings)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **settings: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **settings)
        manager.pool_classes_by_scheme = self._classes
        return manager


def _exchanged(
    ask: Ask, limits: Patience, deadline: Deadline, dial: Dial | None, use_environment: bool
) -> Answer:
    prepared = requests.Request(ask.method, ask.url, headers=dict(ask.headers), data=ask.body).prepare()
    session = requests.Session()
    session.trust_env = use_environment
    settings: Any = session.merge_environment_settings(str(prepared.url), {}, True, None, None)
    left = max(deadline.left, 0.001)
    timeout = (min(limits.connect_seconds, left), min(limits.read_seconds, left))
    with contextlib.closing(_Adapter(deadline, dial)) as adapter:
        # The adapter alone: a session would add cookies and passwords and read a redirect's body unbounded.
        response = adapter.send(prepared, timeout=timeout, **settings)
        with contextlib.closing(response):
            data = _body(response, limits.largest_bytes, deadline)
            return Answer(str(prepared.url), response.status_code, response.headers, data)


def _body(response: requests.Response, largest_bytes: int, deadline: Deadline) -> bytes:
    parts, size = [], 0
    for part in response.raw.stream(CHUNK_BYTES, decode_content=True):
        size += len(part)
        if size > largest_bytes:
            raise NoAnswerError(f"more than {largest_bytes:,} bytes, of which no more was read")
        if deadline.passed:
            break
        parts.append(part)
    if deadline.passed:
        # A connection that was cut may look like one that ended.
        raise _too_slow(deadline)
    return b"".join(parts)


def _too_slow(deadline: Deadline) -> NoAnswerError:
    return NoAnswerError(f"no whole answer within {in_seconds(deadline.seconds)}")
