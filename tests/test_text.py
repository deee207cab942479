"""Text from data stays text: neither Markdown, Streamlit's directives, LaTeX nor HTML find anything in it."""

from __future__ import annotations

import pytest

from dashboard.text import clean, in_html, link, plain


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("[x](javascript:1)", r"\[x\]\(javascript\:" + "1" + r"\)"),
        ("$x$", r"\$x\$"),
        ("<b>", r"\<b\>"),
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("5 | 6 ~7~", r"5 \| 6 \~7\~"),
        ("Igla-S, 5,000", r"Igla\-S, 5,000"),
        ("# 1. - +", r"\# 1\. \- \+"),
    ],
)
def test_signs_of_markdown_are_escaped(text: str, safe: str) -> None:
    assert plain(text) == safe


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (":material/x:", ":material/"),
        (":orange[x]", ":orange["),
        (":red-badge[x]", ":red-badge["),
        (":smile:", ":smile:"),
        ("http://x.org", "http://"),
        ("HTTPS://x.org", "HTTPS://"),
        ("www.x.org", "www.x"),
        ("a@b.org", "a@b"),
    ],
)
def test_what_is_found_again_after_unescaping_is_parted(text: str, found: str) -> None:
    unescaped = plain(text).replace("\\", "")
    assert found not in unescaped
    assert unescaped.replace("\u2060", "") == text


def test_a_picture_is_no_picture() -> None:
    assert plain("![](http://x)").startswith(r"\!\[\]\(")


def test_signs_that_cannot_be_seen_are_taken_out() -> None:
    assert clean("abc\u202edef\u200bghi\x00\ufeff") == "abcdefghi"
    assert clean(" two\nlines\t ") == "two lines"


def test_letters_of_every_script_stay() -> None:
    assert clean("Игла-С أهلا España’s “5.000” 5\u00a0000") == "Игла-С أهلا España’s “5.000” 5 000"


def test_html_is_escaped() -> None:
    assert in_html('<img src="x" onerror=1>') == "&lt;img src=&quot;x&quot; onerror=1&gt;"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x.org/a", "https://", None],
)
def test_an_address_that_is_not_of_the_web_is_no_link(address: str | None) -> None:
    assert link("title", address) == "title"


def test_an_address_cannot_end_its_link() -> None:
    made = link("a](b)", "https://x.org/a b>)[y](javascript:1)")
    assert made == r"[a\]\(b\)](<https://x.org/a%20b%3E)[y](javascript:1)>)"
