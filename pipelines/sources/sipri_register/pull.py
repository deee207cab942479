"""SIPRI's register from its own backend: the complete world, per deal with open deals, and per delivery year.

Paths, filters and shapes as other clients of the backend were seen to use them; none are documented.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from pipelines.answers import Answer, shown
from pipelines.fetch import Fetch, Fetched
from pipelines.issues import LedgerError
from pipelines.source import HEAD_CHARACTERS, decode
from pipelines.sources.sipri_register import parse
from pipelines.sources.sipri_register.layout import HEADER_STARTS, Sheet, sheet

BASE_URL = "https://atbackend.sipri.org/api/p"
REGISTER_PATH = "/trades/trade-register-csv/"
FIRST_YEAR = 1950
"""The register's first delivery year. A later start would cut delivered numbers: all years are asked for."""

SWITCHES = {"deals": "opendeals", "deliveries": "exportOption"}
"""The filter without values that decides what comes: deals with the open ones, or a row per delivery year."""

LEAST_SHARE = 0.9
"""Of the rows held before: an answer with fewer is taken for half an answer. Releases have grown so far."""


def pull(fetch: Fetch) -> Iterator[Fetched]:
    """Both formats of the register, checked to be whole. Raises LedgerError at the first that is not."""
    last_year = _last_year(fetch)
    for format_id in SWITCHES:
        expected = f"JSON with a register ('{format_id}') in 'bytes'"
        answer = fetch.post_json(REGISTER_PATH, request_body(format_id, last_year), expected)
        data = _register_bytes(fetch, answer, expected)
        _check_whole(fetch, answer.url, data, format_id)
        name = f"trade-register-{format_id}-{FIRST_YEAR}-{last_year}.csv"
        yield Fetched(data, name, answer.url, format_id)


def request_body(format_id: str, last_year: int) -> dict[str, object]:
    """The filters for the complete register up to a year in one of its formats."""
    filters = [
        _filter("Delivery year", "contains", FIRST_YEAR, last_year),
        _filter("Order year", "contains", 0, last_year),
        _filter(SWITCHES[format_id]),
    ]
    return {"filters": filters, "logic": "AND"}


def _filter(
    field: str, condition: str = "", first: int | str = "", last: int | str = ""
) -> dict[str, object]:
    return {
        "field": field,
        "oldField": "",
        "condition": condition,
        "value1": first,
        "value2": last,
        "listData": [],
    }


def _last_year(fetch: Fetch) -> int:
    """The last year that the register covers."""
    expected = "the last year of the register, such as 2025"
    answer = fetch.get("/trades/getMaxYear", expected)
    text = answer.data.decode("ascii", "replace").strip().strip('"')
    if not (text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100):
        raise fetch.failure(answer.url, expected, str(answer))
    return int(text)


def _register_bytes(fetch: Fetch, answer: Answer, expected: str) -> bytes:
    """The CSV out of the JSON object around it."""
    found = fetch.json(answer, expected)
    if not isinstance(found, dict) or not isinstance(found.get("bytes"), str):
        raise fetch.failure(answer.url, expected, f"{answer}, which has no text under 'bytes'")
    try:
        return base64.b64decode(found["bytes"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise fetch.failure(answer.url, expected, f"broken base64 in 'bytes' ({error})") from error


def _check_whole(fetch: Fetch, url: str, data: bytes, format_id: str) -> None:
    """Raises LedgerError unless the bytes are a register of that format with rows, the last one whole."""
    text, found = _read(fetch, url, data, format_id)
    rows = sum(block.rows_read for block in parse.parse(text, format_id).blocks)
    if not rows:
        raise fetch.failure(url, "a register with rows", "a table with a header and no rows")
    last = text.rstrip("\n").rpartition("\n")[2]
    if not text.endswith("\n") or last.count(",") < len(found.names) - 1:
        got = f"a table cut off in line {text.rstrip().count(chr(10)) + 1}, after {rows:,} rows"
        raise fetch.failure(url, "a whole register", got)
    least = int(fetch.rows_held.get(format_id, 0) * LEAST_SHARE)
    if rows < least:
        expected = f"at least {least:,} rows, as {fetch.rows_held[format_id]:,} are held"
        raise fetch.failure(url, expected, f"{rows:,} rows")


def _read(fetch: Fetch, url: str, data: bytes, format_id: str) -> tuple[str, Sheet]:
    """The text and its lines below a header of that format. Raises LedgerError where it is not one."""
    try:
        text = decode(data, "the table")
    except LedgerError as error:
        raise fetch.failure(f"{url}, {error.place}", error.expected, error.got) from error
    lack = parse.missing(text[:HEAD_CHARACTERS])[format_id]
    if lack:
        expected = f"a register with the header '{HEADER_STARTS[format_id]}…'"
        raise fetch.failure(url, expected, f"no {lack}, but text beginning '{shown(text)}'")
    try:
        return text, sheet(text, format_id)
    except LedgerError as error:
        advice = "The publisher changed the columns: report it, with this message"
        place = f"{url}, {error.place}"
        raise fetch.failure(place, error.expected, error.got, advice, by_hand=False) from error
