"""Hostile text stays text: in Markdown, in HTML, in addresses, in CSV and Excel files, in queries."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from typing import Any

import pytest

from dashboard import exports
from dashboard.db import Question
from dashboard.evidence import Table, as_csv
from dashboard.text import JOINER, clean, in_html, link, plain
from tests.hostile import CASES, FORMULAS

SIGNS = set("\\`*_{}[]()#+-.!|<>~$:&@^=\"'/")
FOUND_AGAIN = re.compile(
    r":[a-z0-9_+-]+[:\[]|:material/|https?://|www\.|\w@\w|->|<-|--|[<>~]=", re.IGNORECASE
)
"""What Streamlit's Markdown looks for after backslashes are taken away."""

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def test_there_are_more_than_a_hundred_different_cases() -> None:
    assert len(set(CASES)) == len(CASES) > 140


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_plain_escapes_every_sign_and_loses_none(case: str) -> None:
    safe = plain(case)
    assert re.sub(r"\\(.)", r"\1", safe).replace(JOINER, "") == clean(case)
    bare = re.sub(r"\\.", "", safe)
    assert not set(bare) & SIGNS
    assert not FOUND_AGAIN.search(safe.replace("\\", ""))
    assert "\n" not in safe and "  " not in safe


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_nothing_that_cannot_be_seen_is_shown(case: str) -> None:
    unseen = [sign for sign in clean(case) if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")]
    assert unseen == []
    kept = [sign for sign in case if sign.isprintable() and not sign.isspace()]
    assert [sign for sign in clean(case) if sign != " "] == kept


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_html_holds_the_text_and_no_tag(case: str) -> None:
    parser = _Tags()
    parser.feed(in_html(case))
    parser.close()
    assert (parser.tags, parser.text) == ([], clean(case))
    quoted = f'<p lang="{in_html(case)}">'
    assert re.fullmatch(r'<p lang="[^"<>]*">', quoted) and html.unescape(quoted[9:-2]) == clean(case)


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_an_address_is_of_the_web_or_no_link(case: str) -> None:
    made = link("label", case)
    assert made == "label" or re.fullmatch(r"\[label\]\(<https?://[^\s<>\\]*>\)", made)
    assert re.sub(r"\\.", "", link(case, "https://paper.example/a")).count("](") == 1


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_no_cell_of_a_download_is_a_formula(case: str) -> None:
    cells = [case, f" {case}", f"5 {case}"]
    (_, shown) = csv.reader(
        io.StringIO(as_csv(Table("t", ["a", "b", "c"], [cells])).decode("utf-8", "replace"))
    )
    for cell in (*shown, *(exports.harmless(cell) for cell in cells)):
        assert not cell.startswith(RUN_BY_SPREADSHEETS) or cell[1:2] == "", cell


@pytest.mark.parametrize("number", ["-5", "+12", "-1,234.5", "-80%", "−5"])
def test_a_number_stays_a_number(number: str) -> None:
    assert as_csv(Table("t", ["n"], [[number]])).decode().splitlines()[1].strip('"') == number


class _Rows:
    """A ledger whose answer is the hostile texts, as one column."""


def test_excel_holds_text_and_no_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow

    texts = [case for case in CASES if case.isprintable()]
    table = pyarrow.table({"text": texts, "number": list(range(len(texts)))})
    monkeypatch.setattr(exports, "read", lambda *_: table)
    question: Question[Any] = Question("SELECT 1", tuple)
    book = zipfile.ZipFile(io.BytesIO(exports.as_excel(_Rows(), question, "sheet")))  # type: ignore[arg-type]
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet
    assert not [name for name in book.namelist() if "externalLink" in name or "vba" in name.lower()]
    assert all(
        html.escape(case, quote=False) in sheet for case in FORMULAS if case.isprintable() and case[0] != " "
    )
