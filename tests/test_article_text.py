"""Text from anywhere, within its limits; each thing that is no article is named in one sentence."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from pipelines import article_text, public_page
from pipelines.article_text import ArticleTextError, from_bytes, from_text, from_url, read_article_text
from pipelines.issues import LedgerError
from pipelines.public_page import Page

SENTENCE = "Venezuela holds 5,000 Igla-S missiles, the minister said on Monday."
ARTICLE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Missiles counted</title>
<meta property="og:site_name" content="The Daily Example"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2017-05-22T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport 24</a></nav>
<article><h1>Missiles counted</h1><p>{SENTENCE}</p>
<p>The number had been shown to officers in a presentation, and it was repeated by the ministry in the
days that followed, without a word about where the missiles had come from or when they were delivered.</p>
<p>Public registers confirm the bulk of it, and the rest is in no record that anyone has published.</p>
</article><script>var tanks = "900 tanks";</script><footer>Copyright 2017</footer></body></html>"""


def test_a_pasted_text_is_taken_as_it_is() -> None:
    text = f"  {SENTENCE}\r\n"
    article = from_text(text)
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (article.language, article.title, article.url) == ("en", None, None)


def test_the_seed_article_keeps_the_hash_that_its_quotes_are_proven_against(shared_dir: Path) -> None:
    article = read_article_text(str(shared_dir / "seed-article.txt"))
    assert len(article.text) == 3600
    assert article.sha256 == "84be61c516e6c0bffcf2123af1b7ef92a928cc94f7ec13025672b4edf168e5ab"


def test_html_gives_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(ARTICLE, encoding="utf-8")
    article = read_article_text(str(path))
    assert SENTENCE in article.text
    assert "900 tanks" not in article.text
    assert "Sport 24" not in article.text
    assert (article.title, article.outlet, article.author, article.published) == (
        "Missiles counted", "The Daily Example", "Jane Roe", "2017-05-22",
    )  # fmt: skip


def test_html_is_known_by_its_content_and_a_snippet_is_enough() -> None:
    assert SENTENCE in from_bytes("download", ARTICLE.encode()).text
    assert from_bytes("snippet.html", f"<p>{SENTENCE}</p>".encode()).text == SENTENCE


def test_markdown_keeps_its_text_and_gives_its_heading_as_title() -> None:
    text = f"# Missiles counted\n\n**Caracas** {SENTENCE}\n"
    article = from_bytes("story.md", text.encode())
    assert (article.text, article.title) == (text, "Missiles counted")


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff{SENTENCE}".encode(),
        SENTENCE.encode("utf-16"),
        SENTENCE.encode(),
    ],
)
def test_a_mark_at_the_start_is_no_part_of_the_text(data: bytes) -> None:
    assert from_bytes("story.txt", data).text == SENTENCE


def test_an_older_encoding_is_read_too() -> None:
    text = "Венесуэла имеет 5000 ракет «Игла-С», заявил министр обороны страны в понедельник вечером."
    assert from_bytes("story.txt", text.encode("cp1251")).text == text
    page = '<html><head><meta charset="windows-1251"></head><body><p>' + text + "</p></body></html>"
    assert text in from_bytes("story.html", page.encode("cp1251")).text


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SENTENCE.encode())))
    assert read_article_text("-").text == SENTENCE


def test_a_public_page_is_fetched_and_keeps_its_final_address(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page("https://example.org/story", "text/html", "utf-8", ARTICLE.encode())
    monkeypatch.setattr(public_page, "fetch_public_page", lambda url: page)
    article = read_article_text("https://example.org/short")
    assert (article.url, article.outlet) == ("https://example.org/story", "The Daily Example")
    assert SENTENCE in article.text


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/"])
def test_an_address_that_is_not_public_is_refused(url: str) -> None:
    with pytest.raises(ArticleTextError, match="expected a public web page with text") as refused:
        from_url(url)
    assert refused.value.code == "not_fetched"


def refused(name: str, data: bytes) -> ArticleTextError:
    with pytest.raises(ArticleTextError) as error:
        from_bytes(name, data)
    assert isinstance(error.value, LedgerError)
    assert all((error.value.place, error.value.expected, error.value.got, error.value.hint))
    return error.value


@pytest.mark.parametrize("data", [b"", b"  \n\t", "\u200b \n".encode(), b"<html><body></body></html>"])
def test_no_words_are_no_article(data: bytes) -> None:
    error = refused("story.txt", data)
    assert (error.code, error.got) == ("empty", "no words")


@pytest.mark.parametrize(
    ("name", "data", "got"),
    [
        ("paper.txt", b"%PDF-1.7 \n1 0 obj", "a PDF"),
        ("paper.pdf", b"Venezuela", "a file that ends in .pdf"),
        ("paper.docx", b"PK\x03\x04....", "a ZIP or office document"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("program.txt", b"\x7fELF\x00\x00\x01", "a file that is no text"),
    ],
)
def test_what_is_no_text_is_named(name: str, data: bytes, got: str) -> None:
    error = refused(name, data)
    assert (error.code, error.got) == ("wrong_type", got)


def test_the_limits_of_text_are_one_million_bytes_and_twenty_thousand_words() -> None:
    assert from_text("tank " * 20_000).text
    assert refused("long.txt", b"tank " * 20_001).got == "20,001 words"
    assert from_text("ж" * 500_000).text
    error = refused("long.txt", ("ж" * 500_001).encode())
    assert (error.code, error.got) == ("too_long", "1,000,002 bytes")
    assert refused("long.html", b"<html>" + b" " * 5_000_000).code == "too_large"


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ArticleTextError, match=r"nowhere\.txt: expected a file, a web address or -"):
        read_article_text("nowhere.txt")
    with pytest.raises(ArticleTextError):
        read_article_text("a\x00b")


def test_a_page_of_thousands_of_nested_elements_is_read_or_refused() -> None:
    page = b"<html><body>" + b"<div>" * 20_000 + SENTENCE.encode() + b"</div>" * 20_000 + b"</body></html>"
    try:
        article = from_bytes("deep.html", page)
    except ArticleTextError as error:
        assert error.code == "empty"
    else:
        assert "<div>" not in article.text


def test_what_a_person_knows_better_replaces_what_was_read() -> None:
    article = from_bytes("page.html", ARTICLE.encode())
    corrected = article.corrected(title="Another title", published="2017-05", outlet=None)
    assert (corrected.title, corrected.published, corrected.outlet) == (
        "Another title", "2017-05", "The Daily Example",
    )  # fmt: skip
    assert corrected.sha256 == article.sha256
    assert article_text.MAX_WORDS == 20_000
