"""The two World Bank series of arms transfers, all countries and years, as the indicators API gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pipelines.answers import Answer
from pipelines.fetch import Fetch, Fetched

BASE_URL = "https://api.worldbank.org/v2"
INDICATORS = ("MS.MIL.MPRT.KD", "MS.MIL.XPRT.KD")
FIRST_YEAR = 1960
"""First year of the World Development Indicators."""

PER_PAGE = 20_000
"""About 270 states and groups times 66 years: the whole series in one page while it is below this."""

MAX_PAGES = 50


def pull(fetch: Fetch) -> Iterator[Fetched]:
    """Each series as ``[meta, rows]``, checked to be whole. Raises LedgerError at the first that is not.

    An answer of one page is passed on byte for byte; the rows of several pages become one list.
    """
    for indicator in INDICATORS:
        answer, meta, rows = _page(fetch, indicator, 1)
        data, pages = answer.data, int(meta["pages"])
        if pages > MAX_PAGES:
            raise fetch.failure(answer.url, f"at most {MAX_PAGES} pages", f"{pages:,} pages")
        if pages > 1:
            for page in range(2, pages + 1):
                rows += _page(fetch, indicator, page)[2]
            data = json.dumps([meta | {"page": 1, "pages": 1}, rows], ensure_ascii=False).encode()
        if len(rows) != int(meta["total"]):
            expected = f"the whole series, {int(meta['total']):,} rows"
            raise fetch.failure(answer.url, expected, f"{len(rows):,} rows")
        yield Fetched(data, f"{indicator.lower()}.json", answer.url, "api")


def _page(fetch: Fetch, indicator: str, page: int) -> tuple[Answer, dict[str, Any], list[dict[str, Any]]]:
    """One page of a series: the answer as received, what it says of itself, and its rows."""
    expected = f"JSON [meta, rows] of {indicator}"
    years = f"{FIRST_YEAR}:{datetime.now(UTC).year}"
    parameters = {"format": "json", "date": years, "per_page": str(PER_PAGE), "page": str(page)}
    answer = fetch.get(f"/country/all/indicator/{indicator}", expected, parameters)
    found = fetch.json(answer, expected)
    if not (isinstance(found, list) and len(found) == 2 and _is_meta(found[0]) and found[1]):
        raise fetch.failure(answer.url, expected, f"{answer}, which is not that (one element means an error)")
    meta, rows = found
    strange = [row for row in rows if not _is_row(row, indicator)] if isinstance(rows, list) else [rows]
    if strange:
        wanted = f"{expected}: each row with indicator, country, date and value"
        raise fetch.failure(answer.url, wanted, f"{len(strange):,} others, such as {str(strange[0])[:80]}")
    return answer, meta, rows


def _is_meta(found: Any) -> bool:
    """Whether it says how many pages and rows there are."""
    return isinstance(found, dict) and all(str(found.get(key, "")).isdecimal() for key in ("pages", "total"))


def _is_row(row: Any, indicator: str) -> bool:
    return (
        isinstance(row, dict)
        and {"indicator", "country", "countryiso3code", "date", "value"} <= row.keys()
        and isinstance(row["indicator"], dict)
        and row["indicator"].get("id") == indicator
    )
