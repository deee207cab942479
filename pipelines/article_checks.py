"""What must hold of an article file before its rows count, each failure said in four parts.

The columns of ``tables.toml`` say which keys a file may have, of which type, and which may be absent.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.article_format import SECTIONS, Article, Entry, entries, keys_of
from pipelines.lookups import read_lookup
from pipelines.paths import LOOKUPS
from pipelines.schema import Column

IDS = ("quote_id", "claim_id", "statement_id")
DATES = ("published", "said_on", "as_of")

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2}")
SHA256 = re.compile(r"[0-9a-f]{64}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Problem:
    """Why a file or an entry was left out: where, what was expected, what stands there, what to do."""

    place: str
    expected: str
    got: str
    hint: str


@dataclass(frozen=True)
class Known:
    """The ids that claims may name: party ids, system ids with their class, class ids, unit ids."""

    parties: frozenset[str]
    systems: Mapping[str, str]
    classes: frozenset[str]
    units: frozenset[str]


def read_known(folder: Path = LOOKUPS) -> Known:
    """The ids of the reviewed lookups. Raises FileNotFoundError where a lookup is missing."""
    return Known(
        parties=frozenset(row["party_id"] for row in read_lookup("parties", folder)),
        systems={row["system_id"]: row["class_id"] for row in read_lookup("systems", folder)},
        classes=frozenset(row["class_id"] for row in read_lookup("classes", folder)),
        units=frozenset(row["unit"] for row in read_lookup("units", folder)),
    )


def article_problems(article: Article, article_id: str, known: Known) -> list[Problem]:
    """Everything that is wrong with one article file, taken alone; ``article`` is the parsed TOML."""
    place = f"{article_id}.toml"
    shape = [*_name_problems(article_id), *_shape_problems(article, place)]
    if shape:
        return shape
    return [
        *_text_problems(article["article"], f"{place}: article"),
        *(
            problem
            for spot, entry in _spans(article, place)
            for problem in _span_problems(spot, entry, article)
        ),
        *_claim_problems(article, place, known),
        *_status_problems(article, place),
        *_repeated_ids(article, place),
    ]


def quote_stands_in(text: str, quote: str, start: int, end: int, sha256: str) -> bool:
    """Whether ``text`` is the hashed text and holds ``quote`` at code points ``start`` to ``end``."""
    return (
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == sha256
        and text[start:end] == quote
    )


def quote_problems(article: Article, article_id: str, text: str) -> list[Problem]:
    """The quotes and statements of a valid article that do not stand in ``text`` where it says."""
    sha256 = article["article"].get("text_sha256", "")
    place = f"{article_id}.toml"
    return [
        _misplaced(spot, entry, text)
        for spot, entry in _spans(article, place)
        if not quote_stands_in(text, entry["text"], entry.get("start", 0), entry.get("end", 0), sha256)
    ]


def date_is_known_as_far_as_written(written: str) -> bool:
    """Whether ``written`` is 2025, 2025-10 or 2025-10-22 and stands in the calendar."""
    match = PARTIAL_DATE.fullmatch(written)
    if not match:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _name_problems(article_id: str) -> Iterator[Problem]:
    if not SLUG.fullmatch(article_id):
        hint = "Rename the file: its name is the article's id."
        yield Problem(f"{article_id}.toml", "a name of a-z, 0-9 and single hyphens", repr(article_id), hint)


def _shape_problems(article: Article, place: str) -> Iterator[Problem]:
    for name in article:
        if name not in SECTIONS:
            yield Problem(
                place, f"the parts {', '.join(SECTIONS)}", repr(name), "Remove or rename this part."
            )
    if not isinstance(article.get("article"), Mapping):
        yield Problem(
            place, "a part [article]", "none", "Start the file with [article] and its language and text_is."
        )
    else:
        yield from _entry_problems("article", article["article"], f"{place}: article")
    for section in SECTIONS[1:]:
        yield from _list_problems(section, article.get(section, []), f"{place}: {section}")


def _list_problems(section: str, given: Any, place: str) -> Iterator[Problem]:
    if not isinstance(given, list) or not all(isinstance(entry, Mapping) for entry in given):
        yield Problem(
            place, f"entries that start with [[{section}]]", _kind(given), "Write one such line per entry."
        )
        return
    for number, entry in enumerate(given, start=1):
        spot = f"{place} {number}"
        if section == "statements":
            yield from _list_problems("evidence", entry.get("evidence", []), f"{spot}: evidence")
            entry = {key: value for key, value in entry.items() if key != "evidence"}
        yield from _entry_problems(section, entry, spot)


def _entry_problems(section: str, entry: Entry, place: str) -> Iterator[Problem]:
    columns = keys_of(section)
    for key, value in entry.items():
        if key not in columns:
            yield Problem(
                f"{place}: {key}", f"one of {', '.join(columns)}", "a key of no meaning here", "Remove it."
            )
        else:
            yield from _value_problems(key, value, columns[key], f"{place}: {key}")
    for key, column in columns.items():
        if key not in entry and not column.null:
            yield Problem(
                f"{place}: {key}", column.meaning, "no such key", "Add the key: it may not be left out."
            )


def _value_problems(key: str, value: Any, column: Column, place: str) -> Iterator[Problem]:
    if column.type == "VARCHAR":
        yield from _word_problems(key, value, column, place)
    elif column.type == "BOOLEAN":
        if not isinstance(value, bool):
            yield Problem(place, "true or false", _kind(value), "Write true or leave the key out.")
    elif not isinstance(value, int) or isinstance(value, bool):
        yield Problem(
            place, "a whole number", _kind(value), "Write digits alone, without quotes and separators."
        )
    elif not 0 <= value <= LARGEST_NUMBER:
        yield Problem(place, "a number from 0 up that a table can hold", str(value), "Check the number.")


def _word_problems(key: str, value: Any, column: Column, place: str) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(place, "text in quotes", _kind(value), "Put the value in quotes.")
    elif not value.strip():
        yield Problem(place, "text", "nothing", "Leave the key out where nothing is known.")
    elif column.allowed and value not in column.allowed:
        yield Problem(place, f"one of {', '.join(column.allowed)}", repr(value), "Choose one of these words.")
    else:
        expected = _form_expected(key, value)
        if expected:
            yield Problem(
                place, expected, repr(value), "Correct it, or leave the key out where it may be absent."
            )


def _form_expected(key: str, value: str) -> str | None:
    if key in DATES and not date_is_known_as_far_as_written(value):
        return "a date such as 2025-10-22, 2025-10 or 2025"
    if key in IDS and not SLUG.fullmatch(value):
        return "an id of a-z, 0-9 and single hyphens"
    if key == "language" and not LANGUAGE.fullmatch(value):
        return "two letters of ISO 639-1, such as es"
    if key == "url" and not WEB_ADDRESS.fullmatch(value):
        return "an address that starts with https:// or http://"
    if key == "text_sha256" and not SHA256.fullmatch(value):
        return "64 hexadecimal digits in lower case"
    return None


def _text_problems(head: Entry, place: str) -> Iterator[Problem]:
    held = head["text_is"] != "not held"
    for key in ("text_sha256", "text_characters"):
        if held != (key in head):
            expected = f"the {key} of the text" if held else f"no {key}, because the text is not held"
            got = "no such key" if held else "one"
            yield Problem(f"{place}: {key}", expected, got, "Quotes are proven against this text.")


def _spans(article: Article, place: str) -> Iterator[tuple[str, Entry]]:
    for section in ("quotes", "statements"):
        for number, entry in enumerate(entries(article, section), start=1):
            yield f"{place}: {section} {number}", entry


def _span_problems(place: str, entry: Entry, article: Article) -> Iterator[Problem]:
    head = article["article"]
    given = [key for key in ("start", "end") if key in entry]
    if head["text_is"] == "not held":
        if given:
            hint = "Leave start and end out, or say which text they count in."
            yield Problem(
                f"{place}: start, end", "neither, because the text is not held", " and ".join(given), hint
            )
        return
    if len(given) < 2:
        yield Problem(
            f"{place}: start, end", "both, in code points", " and ".join(given) or "neither", "Add them."
        )
        return
    start, end, length = entry["start"], entry["end"], len(entry["text"])
    if end - start != length:
        hint = "Count code points from 0; end is one past the last."
        yield Problem(f"{place}: end", f"{start + length} ({length} code points after start)", str(end), hint)
    elif end > head["text_characters"]:
        expected = f"at most {head['text_characters']}, the length of the text"
        yield Problem(f"{place}: end", expected, str(end), "Check the span and text_characters.")


def _misplaced(place: str, entry: Entry, text: str) -> Problem:
    found = text.find(entry["text"])
    where = f"it stands at {found} to {found + len(entry['text'])}" if found >= 0 else "it is not in the text"
    got = f"{entry.get('start')} to {entry.get('end')}, but {where}"
    hint = "A quote is verbatim: correct the words, the span, or the hash of the text."
    return Problem(place, f"{entry['text'][:60]!r} in the hashed text at its span", got, hint)


def _claim_problems(article: Article, place: str, known: Known) -> Iterator[Problem]:
    quotes = {quote["quote_id"] for quote in entries(article, "quotes")}
    for number, claim in enumerate(entries(article, "claims"), start=1):
        spot = f"{place}: claims {number}"
        if claim["quote_id"] not in quotes:
            hint = "Add the quote, or correct the id."
            yield Problem(
                f"{spot}: quote_id", "the id of a quote in this file", repr(claim["quote_id"]), hint
            )
        yield from _unknown_ids(claim, spot, known)
        expected = _bounds_expected(claim)
        if expected:
            hint = "at_least has no upper bound, at_most no lower one."
            yield Problem(f"{spot}: qualifier {claim['qualifier']}", expected, _bounds(claim), hint)


def _unknown_ids(claim: Entry, place: str, known: Known) -> Iterator[Problem]:
    allowed = {
        "holder": (known.parties, "parties.csv"),
        "supplier": (known.parties, "parties.csv"),
        "system": (known.systems, "systems.csv"),
        "class_id": (known.classes, "classes.csv"),
        "declared_unit": (known.units, "units.csv"),
    }
    for key, (ids, lookup) in allowed.items():
        if key in claim and claim[key] not in ids:
            hint = f"Use an id of data/lookups/{lookup}, or add it there first."
            yield Problem(f"{place}: {key}", f"an id of {lookup}", repr(claim[key]), hint)
    of_system = known.systems.get(claim.get("system", ""))
    if of_system and claim.get("class_id", of_system) != of_system:
        hint = "Leave class_id out: it follows from the system."
        yield Problem(
            f"{place}: class_id", f"{of_system}, the class of {claim['system']}", claim["class_id"], hint
        )


def _bounds_expected(claim: Entry) -> str | None:
    """What the bounds should be, where they do not fit the qualifier; see Qualifiers in the method."""
    low, high, qualifier = claim.get("quantity_low"), claim.get("quantity_high"), claim["qualifier"]
    if qualifier == "at_least" and (low is None or high is not None):
        return "quantity_low alone"
    if qualifier == "at_most" and (high is None or low is not None):
        return "quantity_high alone"
    if qualifier == "exact" and (low is None or low != high):
        return "quantity_low equal to quantity_high"
    if qualifier == "range" and (low is None or high is None or low >= high):
        return "quantity_low less than quantity_high"
    if qualifier == "approx" and high is not None and (low is None or low > high):
        return (
            "quantity_low equal to quantity_high, or around it where the words are vague, or no number at all"
        )
    return None


def _bounds(claim: Entry) -> str:
    return f"low {claim.get('quantity_low', 'absent')}, high {claim.get('quantity_high', 'absent')}"


def _status_problems(article: Article, place: str) -> Iterator[Problem]:
    for number, statement in enumerate(entries(article, "statements"), start=1):
        if (statement["status"] == "claim") != ("claim_id" in statement):
            expected = "claim_id where the status is claim, and only there"
            got = f"status {statement['status']}, {'a' if 'claim_id' in statement else 'no'} claim_id"
            hint = "A quantity claim is judged by the rule, other statements by a person."
            yield Problem(f"{place}: statements {number}: claim_id", expected, got, hint)


def _repeated_ids(article: Article, place: str) -> Iterator[Problem]:
    for section, key in (("quotes", "quote_id"), ("claims", "claim_id"), ("statements", "statement_id")):
        seen: set[str] = set()
        for entry in entries(article, section):
            if entry[key] in seen:
                yield Problem(
                    f"{place}: {section}: {key}", "each id once", repr(entry[key]), "Give it another id."
                )
            seen.add(entry[key])
    carriers = [
        (entry["claim_id"], entry["outlet"], entry.get("url")) for entry in entries(article, "carriers")
    ]
    for claim_id, outlet, _ in (carrier for carrier, times in Counter(carriers).items() if times > 1):
        yield Problem(
            f"{place}: carriers",
            "each outlet and address once",
            f"{outlet} twice for {claim_id}",
            "Keep one.",
        )


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", int: "a whole number", float: "a decimal number", list: "a list", dict: "a table"}
    return names.get(type(value), type(value).__name__)
