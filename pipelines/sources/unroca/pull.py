"""Reports filed, and the reports of some states, from the UN Register's site.

The site answers programs with a check for browsers more often than not: then the message says how to save
a page by hand. The site's matrices of numbers are left alone: the reports hold the lines behind them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.fetch import Fetch, Fetched
from pipelines.issues import LedgerError
from pipelines.source import decode
from pipelines.sources.unroca.pages import report

BASE_URL = "https://www.unroca.org"
STATES = (
    "armenia", "azerbaijan", "bolivarian-republic-of-venezuela", "colombia",
    "democratic-peoples-republic-of-korea", "libya", "nicaragua", "nigeria", "qatar", "russian-federation",
    "serbia", "syrian-arab-republic", "ukraine",
)  # fmt: skip
"""Whose report pages are read: the holders of the bundled extract, and the exporter most of them name."""

_SLUG = re.compile(r"[a-z0-9-]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def pull(fetch: Fetch, states: Sequence[str] = STATES) -> Iterator[Fetched]:
    """Which state filed for which year (all states, one file), then some states' report pages as received.

    Pages of another layout are left out, and named in a LedgerError after the rest was given; any other
    failure raises at once.
    """
    filed = {slug: _years_filed(fetch, slug) for slug in _slugs(fetch)}
    absent = [slug for slug in states if slug not in filed]
    if absent:
        place = f"{fetch.base_url}/api/country-list/"
        raise fetch.failure(place, f"the state '{absent[0]}'", f"{len(filed)} others")
    yield Fetched(_reports_filed(filed), "reports-filed.json", f"{fetch.base_url}/api/", "reports")
    failures = []
    for slug, year in [(state, year) for state in states for year in filed[state]]:
        answer = fetch.get(f"/{slug}/report/{year}/", "a report page")
        try:
            report(decode(answer.data, answer.url), answer.url)
            yield Fetched(answer.data, f"{slug}-{year}.html", answer.url, "page")
        except LedgerError as error:
            failures.append(fetch.failure(answer.url, error.expected, error.got))
    if failures:
        others = f" (and {len(failures) - 1} other pages likewise)" if len(failures) > 1 else ""
        first = failures[0]
        raise LedgerError(first.place, first.expected, f"{first.got}{others}", first.hint)


def _slugs(fetch: Fetch) -> list[str]:
    """The states' names in the site's addresses."""
    expected = "a JSON list of states with 'countryname_slug'"
    answer = fetch.get("/api/country-list/", expected)
    slugs = _values(fetch.json(answer, expected), "countryname_slug")
    if not slugs or not all(_SLUG.fullmatch(slug) for slug in slugs):
        raise fetch.failure(answer.url, expected, str(answer))
    return sorted(slugs)


def _years_filed(fetch: Fetch, slug: str) -> list[int]:
    """The years for which a state filed a report, the latest first."""
    expected = f"JSON with 'available_reports' of {slug}"
    answer = fetch.get(f"/api/{slug}/", expected)
    found = fetch.json(answer, expected)
    years = _values(found.get("available_reports") if isinstance(found, dict) else None, "year")
    if years is None or not all(_YEAR.fullmatch(year) for year in years):
        raise fetch.failure(answer.url, expected, str(answer))
    return sorted({int(year) for year in years}, reverse=True)


def _values(found: Any, key: str) -> list[str] | None:
    """A key's value, as text, of each object in a list; None for anything that is no list of such objects."""
    if not isinstance(found, list) or not all(isinstance(entry, dict) and key in entry for entry in found):
        return None
    return [str(entry[key]) for entry in found]


def _reports_filed(filed: dict[str, list[int]]) -> bytes:
    """As the file that is added by hand, a state per line so that each has a line number of its own."""
    records = [
        {"country": slug, "years": [{"year": year} for year in years]} for slug, years in filed.items()
    ]
    return ("[\n" + ",\n".join(json.dumps(record) for record in records) + "\n]\n").encode()
