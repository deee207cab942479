"""Article files: what ships is verbatim and complete, what is broken is named, what is written reads back."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipelines.article_checks import (
    Known,
    article_problems,
    date_is_known_as_far_as_written,
    quote_problems,
    quote_stands_in,
    read_known,
)
from pipelines.articles import ArticleRows, parse_article, read_articles, write_article
from pipelines.paths import ARTICLES
from pipelines.schema import tables

WITHOUT_A_NUMBER = {"venezuela-air-defence-order-2009"}
SEED = "venezuela-igla-s-seed"
SEED_SHA256 = "84be61c516e6c0bffcf2123af1b7ef92a928cc94f7ec13025672b4edf168e5ab"
EXCERPT = "Dijo que tiene más de 5.000 Igla-S."

KNOWN = Known(
    parties=frozenset({"VEN", "RUS"}),
    systems={"9k338-igla-s": "manpads"},
    classes=frozenset({"manpads", "tank"}),
    units=frozenset({"missile", "launcher"}),
)


def small_article() -> dict[str, Any]:
    """A valid article in the smallest form that has every part."""
    return {
        "article": {"language": "es", "text_is": "excerpt", "text_sha256": "0" * 64, "text_characters": 35},
        "quotes": [
            {"quote_id": "q", "text": "más de 5.000 Igla-S", "language": "es", "start": 15, "end": 34}
        ],
        "claims": [
            {
                "claim_id": "c",
                "quote_id": "q",
                "holder": "VEN",
                "system": "9k338-igla-s",
                "quantity_low": 5000,
                "qualifier": "at_least",
                "kind": "holding",
            }
        ],
        "carriers": [{"claim_id": "c", "outlet": "EFE", "language": "es"}],
        "statements": [
            {
                "statement_id": "s",
                "text": "Dijo",
                "start": 0,
                "end": 4,
                "kind": "event",
                "status": "supported",
                "evidence_en": "He said it.",
                "evidence_es": "Lo dijo.",
                "evidence": [{"title": "Report", "publisher": "EFE"}],
            }
        ],
    }


@pytest.fixture(scope="module")
def shipped() -> ArticleRows:
    """All article files of the project."""
    return read_articles([ARTICLES])


def row_of(rows: list[dict[str, Any]], key: str, value: str) -> dict[str, Any]:
    """The one row with that id."""
    (row,) = [row for row in rows if row[key] == value]
    return row


def texts_by_hash(shared_dir: Path) -> dict[str, str]:
    """Every published text that quotes were cut from, by hash."""
    lines = (shared_dir / "claims" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    texts.append((shared_dir / "seed-article.txt").read_bytes().decode("utf-8"))
    return {_sha256(text): text for text in texts}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_shipped_file_is_without_a_problem(shipped: ArticleRows) -> None:
    assert shipped.problems == []


def test_rows_have_the_columns_of_the_contract(shipped: ArticleRows) -> None:
    for name, rows in shipped.by_table().items():
        assert rows, name
        assert all(list(row) == tables()[name].column_names for row in rows), name


def test_the_seed_article_has_its_16_statements_in_order(shipped: ArticleRows) -> None:
    found = [row for row in shipped.statements if row["article_id"] == SEED]
    assert [(row["number"], row["start"], row["end"], row["kind"], row["status"]) for row in found] == [
        (1, 229, 365, "holding", "claim"),
        (2, 368, 433, "event", "supported"),
        (3, 555, 653, "technical", "supported"),
        (4, 755, 854, "quote", "supported"),
        (5, 956, 1005, "technical", "contradicted"),
        (6, 1259, 1297, "general", "no_evidence"),
        (7, 1300, 1395, "comparison", "supported"),
        (8, 1074, 1115, "event", "contradicted"),
        (9, 1120, 1149, "event", "contradicted"),
        (10, 1480, 1554, "acquisition", "contradicted"),
        (11, 1556, 1644, "acquisition", "supported"),
        (12, 1831, 1950, "event", "sources_disagree"),
        (13, 2146, 2247, "quote", "no_evidence"),
        (14, 2717, 2875, "event", "supported"),
        (15, 2889, 3027, "framing", "supported"),
        (16, 3168, 3217, "holding", "claim"),
    ]
    assert {row["claim_id"] for row in found if row["status"] == "claim"} == {"venezuela-igla-s-2025"}


def test_the_statements_that_fail_say_what_happened_instead(shipped: ArticleRows) -> None:
    words = {row["number"]: row["text"] for row in shipped.statements if row["article_id"] == SEED}
    evidence = {row["number"]: row["evidence"] for row in shipped.statements if row["article_id"] == SEED}
    assert words[5] == "The Igla-S MANPADS, first introduced in the 1980s"
    assert "2002" in evidence[5]
    assert words[8] == "the downing of a Russian airliner in 2014"
    assert "Il-76" in evidence[8] and "Buk" in evidence[8]
    assert words[9] == "a U.S. military drone in 2002"
    assert "Iraqi fighter" in evidence[9] and "Khankala" in evidence[9]


def test_each_judged_statement_has_evidence_in_two_languages_and_a_source(shipped: ArticleRows) -> None:
    sources = {row["statement_id"] for row in shipped.statement_evidence}
    for row in shipped.statements:
        assert row["evidence"] != row["evidence_es"], row["statement_id"]
        assert row["statement_id"] in sources, row["statement_id"]


def test_the_seed_article_is_dated_and_hashed_but_not_kept(shipped: ArticleRows) -> None:
    seed = row_of(shipped.articles, "article_id", SEED)
    assert (seed["outlet"], seed["author"], seed["published"]) == (None, None, "2025-10")
    assert (seed["text_sha256"], seed["text_characters"]) == (SEED_SHA256, 3600)
    assert (ARTICLES / f"{SEED}.toml").stat().st_size < 25_000


def test_the_seed_claim_is_his_spanish_words_as_a_lower_bound(shipped: ArticleRows) -> None:
    claim = row_of(shipped.claims, "claim_id", "venezuela-igla-s-2025")
    assert (claim["holder"], claim["system"], claim["kind"]) == ("VEN", "9k338-igla-s", "holding")
    assert (claim["quantity_low"], claim["quantity_high"], claim["qualifier"]) == (5000, None, "at_least")
    assert (claim["declared_unit"], claim["as_of"], claim["speaker"]) == (
        None,
        "2025-10-22",
        "Nicolás Maduro",
    )
    quote = row_of(shipped.quotes, "quote_id", claim["quote_id"])
    assert quote["text"].startswith(
        "Venezuela tiene nada más y nada menos que 5.000 Igla-S en los puestos claves"
    )
    assert quote["text"].endswith("Más de 5.000, (…) el que entendió, entendió")
    assert quote["language"] == "es" and quote["translation_en"]


def test_the_carriers_show_how_the_qualifier_drifted(shipped: ArticleRows) -> None:
    wording = {
        row["outlet"]: row["wording"]
        for row in shipped.carriers
        if row["claim_id"] == "venezuela-igla-s-2025"
    }
    assert wording["AFP / Business Recorder"].startswith("no fewer than 5,000")
    assert wording["Al-Ahed (agencies)"] == "ni plus ni moins de 5000 Igla-S"
    assert wording["Satu Berita (citing AFP)"].startswith("sekitar 5.000")
    assert any("systems" in words for words in wording.values())
    assert len(wording) == 10


def test_every_quote_that_is_not_english_has_an_english_translation_and_the_reverse(
    shipped: ArticleRows,
) -> None:
    for quote in shipped.quotes:
        assert bool(quote["translation_en"]) == (quote["language"] != "en"), quote["quote_id"]
        assert bool(quote["translation_es"]) == (quote["language"] != "es"), quote["quote_id"]


def test_every_shipped_quote_stands_in_the_text_it_was_cut_from(
    shipped: ArticleRows, shared_dir: Path
) -> None:
    texts = texts_by_hash(shared_dir)
    articles = {row["article_id"]: row for row in shipped.articles}
    for entry in shipped.quotes + shipped.statements:
        sha256 = articles[entry["article_id"]]["text_sha256"]
        if sha256 is None:
            continue
        assert sha256 in texts, entry["article_id"]
        assert len(texts[sha256]) == articles[entry["article_id"]]["text_characters"]
        assert quote_stands_in(texts[sha256], entry["text"], entry["start"], entry["end"], sha256), entry[
            "text"
        ]


def test_claims_are_what_a_careful_reader_found_in_the_same_text(
    shipped: ArticleRows, shared_dir: Path
) -> None:
    lines = (shared_dir / "claims" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    annotated = {_sha256(item["text"]): item["expected"] for item in items}
    quotes = {row["quote_id"]: row["article_id"] for row in shipped.quotes}
    hashes = {row["article_id"]: row["text_sha256"] for row in shipped.articles}
    compared = 0
    for claim in shipped.claims:
        expected = annotated.get(hashes[quotes[claim["quote_id"]]])
        if expected is None or claim["claim_id"] in WITHOUT_A_NUMBER:
            continue
        numbers = (claim["quantity_low"], claim["quantity_high"], claim["qualifier"], claim["kind"])
        found = [(e["quantity_low"], e["quantity_high"], e["qualifier"], e["claim_kind"]) for e in expected]
        assert numbers in found, claim["claim_id"]
        compared += 1
    assert compared >= 30


def test_quotes_hold_the_number_of_their_claim(shipped: ArticleRows) -> None:
    texts = {row["quote_id"]: re.sub(r"(?<=\d)[.,](?=\d{3})", "", row["text"]) for row in shipped.quotes}
    words = {"azerbaijan-smerch-losses-2020": "empat", "venezuela-igla-s-fired-2026": "two"}
    words["syria-s-300-launchers-2018"] = "four"
    for claim in shipped.claims:
        number = claim["quantity_low"] or claim["quantity_high"]
        if number is not None:
            wanted = words.get(claim["claim_id"], str(number))
            assert wanted in texts[claim["quote_id"]], claim["claim_id"]


def test_the_claims_cover_many_holders_kinds_and_qualifiers(shipped: ArticleRows) -> None:
    holders = {claim["holder"] for claim in shipped.claims}
    assert holders == {"VEN", "LBY", "NIC", "PRK", "UKR", "ARM", "AZE", "SYR", "SRB", "NGA"}
    kinds = {claim["kind"] for claim in shipped.claims}
    assert kinds == {"holding", "delivery", "order", "request", "loss", "other"}
    assert {claim["qualifier"] for claim in shipped.claims} == {"exact", "at_least", "at_most", "approx"}
    igla = [
        row["claim_id"]
        for row in shipped.claims
        if row["system"] == "9k338-igla-s" and row["holder"] == "VEN"
    ]
    assert sorted(igla) == [
        "venezuela-igla-s-2017",
        "venezuela-igla-s-2025",
        "venezuela-igla-s-fired-2026",
        "venezuela-igla-s-launchers-2011",
    ]


@pytest.mark.parametrize(
    ("claim_id", "system", "class_id", "low", "high", "unit", "as_of"),
    [
        ("venezuela-igla-s-2017", "9k338-igla-s", None, 5000, 5000, "missile", "2017-05-22"),
        ("venezuela-igla-s-launchers-2011", "9k338-igla-s", None, 1800, None, "launcher", "2011-10"),
        ("venezuela-manpads-2009", None, "manpads", 1800, 1800, "missile", "2009"),
        ("venezuela-bmp-3-delivery-2011", "bmp-3m", None, 16, 16, "vehicle", "2011"),
        ("venezuela-s-300-2025", "s-300vm", None, 44, 44, "system", "2025-12-02"),
        ("venezuela-tor-m1-2010", "9k331-tor-m1", None, 12, 12, None, "2010-10-15"),
        (
            "venezuela-air-defence-order-2009",
            None,
            "surface-to-air-missile-system",
            None,
            None,
            "system",
            "2009-12-07",
        ),
        ("libya-manpads-upper-2011", None, "manpads", None, 20000, "missile", "2011"),
        ("libya-sa-24-2011", "9k338-igla-s", None, 482, 482, "missile", "2011-09-08"),
        ("nicaragua-sam-7-2006", "9k32-strela-2", None, 1051, 1051, "missile", "2006-01-18"),
        ("serbia-t-72-2021", "t-72", None, 30, 30, "tank", "2021-09-15"),
    ],
)
def test_claims_that_stand_for_a_kind_of_verdict(
    shipped: ArticleRows,
    claim_id: str,
    system: str | None,
    class_id: str | None,
    low: int | None,
    high: int | None,
    unit: str | None,
    as_of: str,
) -> None:
    claim = row_of(shipped.claims, "claim_id", claim_id)
    assert (claim["system"], claim["class_id"], claim["declared_unit"]) == (system, class_id, unit)
    assert (claim["quantity_low"], claim["quantity_high"], claim["as_of"]) == (low, high, as_of)


def test_shipped_files_are_written_as_the_writer_writes_them() -> None:
    for path in ARTICLES.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert write_article(parse_article(text)) == text, path.name


def test_a_quote_must_stand_at_its_place_in_the_hashed_text() -> None:
    sha256 = _sha256(EXCERPT)
    assert quote_stands_in(EXCERPT, "más de 5.000 Igla-S", 15, 34, sha256)
    assert not quote_stands_in(EXCERPT, "más de 5.000 Igla-S", 14, 33, sha256)
    assert not quote_stands_in(EXCERPT, "mas de 5.000 Igla-S", 15, 34, sha256)
    assert not quote_stands_in(EXCERPT + " ", "más de 5.000 Igla-S", 15, 34, sha256)


def test_a_misplaced_quote_is_named_with_the_place_where_it_stands() -> None:
    article = small_article()
    article["article"]["text_sha256"] = _sha256(EXCERPT)
    assert quote_problems(article, "a", EXCERPT) == []
    article["quotes"][0].update(start=14, end=33)
    (problem,) = quote_problems(article, "a", EXCERPT)
    assert problem.place == "a.toml: quotes 1"
    assert "it stands at 15 to 34" in problem.got


def test_the_small_article_is_valid() -> None:
    assert article_problems(small_article(), "a", KNOWN) == []


@pytest.mark.parametrize(
    ("section", "changes", "place", "expected"),
    [
        ("article", {"publishd": "2025"}, "a.toml: article: publishd", "published"),
        ("article", {"language": None}, "a.toml: article: language", "ISO 639-1"),
        ("article", {"language": "Spanish"}, "a.toml: article: language", "two letters"),
        ("article", {"published": "22.10.2025"}, "a.toml: article: published", "2025-10-22"),
        ("article", {"published": "2025-02-30"}, "a.toml: article: published", "2025-10-22"),
        ("article", {"text_sha256": "abc"}, "a.toml: article: text_sha256", "64 hexadecimal digits"),
        ("article", {"text_sha256": None}, "a.toml: article: text_sha256", "of the text"),
        ("article", {"text_is": "not held"}, "a.toml: article: text_sha256", "not held"),
        ("article", {"text_is": "copy"}, "a.toml: article: text_is", "one of article, excerpt, not held"),
        ("article", {"url": "javascript:alert(1)"}, "a.toml: article: url", "https://"),
        ("article", {"outlet": "  "}, "a.toml: article: outlet", "text"),
        ("quotes", {"quote_id": "Q 1"}, "a.toml: quotes 1: quote_id", "a-z, 0-9"),
        ("quotes", {"text": 5}, "a.toml: quotes 1: text", "text in quotes"),
        ("quotes", {"end": 35}, "a.toml: quotes 1: end", "34 (19 code points after start)"),
        ("quotes", {"start": "15"}, "a.toml: quotes 1: start", "a whole number"),
        ("quotes", {"start": True}, "a.toml: quotes 1: start", "a whole number"),
        ("quotes", {"start": -1}, "a.toml: quotes 1: start", "from 0 up"),
        ("quotes", {"start": 30, "end": 49}, "a.toml: quotes 1: end", "at most 35"),
        ("quotes", {"start": None}, "a.toml: quotes 1: start, end", "both"),
        ("claims", {"quote_id": "other"}, "a.toml: claims 1: quote_id", "a quote in this file"),
        ("claims", {"holder": "Venezuela"}, "a.toml: claims 1: holder", "parties.csv"),
        ("claims", {"supplier": "XXX"}, "a.toml: claims 1: supplier", "parties.csv"),
        ("claims", {"system": "igla"}, "a.toml: claims 1: system", "systems.csv"),
        ("claims", {"class_id": "rocket"}, "a.toml: claims 1: class_id", "classes.csv"),
        ("claims", {"class_id": "tank"}, "a.toml: claims 1: class_id", "manpads, the class of"),
        ("claims", {"declared_unit": "pieces"}, "a.toml: claims 1: declared_unit", "units.csv"),
        ("claims", {"as_of": "yesterday"}, "a.toml: claims 1: as_of", "2025-10-22"),
        ("claims", {"kind": "rumour"}, "a.toml: claims 1: kind", "one of holding, delivery"),
        ("claims", {"quantity_high": 5000}, "a.toml: claims 1: qualifier at_least", "quantity_low alone"),
        ("claims", {"qualifier": "at_most"}, "a.toml: claims 1: qualifier at_most", "quantity_high alone"),
        ("claims", {"qualifier": "exact"}, "a.toml: claims 1: qualifier exact", "equal"),
        ("claims", {"qualifier": "range"}, "a.toml: claims 1: qualifier range", "less than"),
        (
            "claims",
            {"qualifier": "range", "quantity_high": 5000},
            "a.toml: claims 1: qualifier range",
            "less than",
        ),
        (
            "claims",
            {"qualifier": "approx", "quantity_high": 4000},
            "a.toml: claims 1: qualifier approx",
            "equal",
        ),
        ("claims", {"quantity_low": 2**63}, "a.toml: claims 1: quantity_low", "a table can hold"),
        ("carriers", {"outlet": None}, "a.toml: carriers 1: outlet", "Who carried it"),
        ("statements", {"status": "false"}, "a.toml: statements 1: status", "one of supported, contradicted"),
        ("statements", {"status": "claim"}, "a.toml: statements 1: claim_id", "where the status is claim"),
        ("statements", {"claim_id": "c"}, "a.toml: statements 1: claim_id", "where the status is claim"),
        ("statements", {"evidence_es": None}, "a.toml: statements 1: evidence_es", "Spanish"),
        ("statements", {"evidence": "a book"}, "a.toml: statements 1: evidence", "[[evidence]]"),
        (
            "statements",
            {"evidence": [{"title": "x"}]},
            "a.toml: statements 1: evidence 1: publisher",
            "Publisher",
        ),
    ],
)
def test_each_kind_of_problem_is_named(
    section: str, changes: dict[str, Any], place: str, expected: str
) -> None:
    article = small_article()
    entry = article[section] if section == "article" else article[section][0]
    entry.update(changes)
    for key in [key for key, value in changes.items() if value is None]:
        del entry[key]
    problems = article_problems(article, "a", KNOWN)
    assert place in [problem.place for problem in problems]
    problem = next(problem for problem in problems if problem.place == place)
    assert expected in problem.expected
    assert problem.got and problem.hint


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("at_most", None, 9), ("exact", 9, 9), ("approx", 9, 9), ("approx", None, None), ("range", 8, 9)],
)
def test_bounds_that_fit_their_qualifier_pass(qualifier: str, low: int | None, high: int | None) -> None:
    article = small_article()
    claim = {**article["claims"][0], "qualifier": qualifier, "quantity_low": low, "quantity_high": high}
    article["claims"] = [{key: value for key, value in claim.items() if value is not None}]
    assert article_problems(article, "a", KNOWN) == []


@pytest.mark.parametrize("section", ["quotes", "claims", "carriers", "statements"])
def test_an_entry_that_stands_twice_is_named(section: str) -> None:
    article = small_article()
    article[section] *= 2
    assert [problem.place.split(":")[1].strip() for problem in article_problems(article, "a", KNOWN)] == [
        section
    ]


def test_a_part_of_no_meaning_a_missing_head_and_a_bad_file_name_are_named() -> None:
    article = {**small_article(), "quote": []}
    assert article_problems(article, "a", KNOWN)[0].got == "'quote'"
    del article["article"]
    assert "a part [article]" in [problem.expected for problem in article_problems(article, "a", KNOWN)]
    assert article_problems(small_article(), "My Article", KNOWN)[0].place == "My Article.toml"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[article", "a TOML file"),
        (b"x = " + b"[" * 5000, "a TOML file"),
        (b'[article]\ntitle = "\xff"', "text in UTF-8"),
        (b"#" * 64_001, "at most 64,000 bytes"),
        (b"", "a part [article]"),
        (b"article = 1\nquotes = 1", "a part [article]"),
    ],
)
def test_a_broken_file_is_named_and_stops_no_other(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "a-broken.toml").write_bytes(content)
    (tmp_path / "b-good.toml").write_text(write_article(small_article()), encoding="utf-8")
    rows = read_articles([tmp_path], KNOWN)
    assert {problem.place.split(":")[0] for problem in rows.problems} == {"a-broken.toml"}
    assert expected in [problem.expected for problem in rows.problems]
    assert [row["article_id"] for row in rows.articles] == ["b-good"]
    assert rows.claims[0]["quantity_low"] == 5000 and rows.claims[0]["quantity_high"] is None


def test_ids_are_unique_across_files_and_folders(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
        (folder / "one.toml").write_text(write_article(small_article()), encoding="utf-8")
    rows = read_articles([ours, theirs], KNOWN)
    assert len(rows.articles) == len(rows.claims) == 1
    assert [problem.got for problem in rows.problems] == [
        "article_id one, which one.toml has",
        "quote_id q, which one.toml has",
        "claim_id c, which one.toml has",
        "statement_id s, which one.toml has",
    ]


def test_a_folder_given_twice_is_read_once_and_a_missing_one_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(write_article(small_article()), encoding="utf-8")
    rows = read_articles([tmp_path, tmp_path / "." / "", tmp_path / "absent"], KNOWN)
    assert len(rows.articles) == 1 and rows.problems == []


def test_a_carrier_or_statement_of_a_claim_that_no_file_holds_is_left_out_alone(tmp_path: Path) -> None:
    article = small_article()
    article["carriers"].append({"claim_id": "lost", "outlet": "AFP", "language": "en"})
    article["statements"][0].update(status="claim", claim_id="gone")
    (tmp_path / "one.toml").write_text(write_article(article), encoding="utf-8")
    rows = read_articles([tmp_path], KNOWN)
    assert [row["outlet"] for row in rows.carriers] == ["EFE"]
    assert rows.statements == [] and rows.statement_evidence == []
    assert len(rows.claims) == 1
    assert [(problem.place, problem.got) for problem in rows.problems] == [
        ("carrier AFP", "'lost'"),
        ("statement s", "'gone'"),
    ]


def test_a_claim_may_be_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(write_article(small_article()), encoding="utf-8")
    other = {
        "article": {"language": "en", "text_is": "not held"},
        "carriers": [{"claim_id": "c", "outlet": "AFP", "language": "en"}],
    }
    (tmp_path / "a-second.toml").write_text(write_article(other), encoding="utf-8")
    rows = read_articles([tmp_path], KNOWN)
    assert rows.problems == [] and len(rows.carriers) == 2


def test_a_date_may_be_written_bare(tmp_path: Path) -> None:
    text = write_article(small_article()).replace("[article]\n", "[article]\npublished = 2025-10-22\n")
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    rows = read_articles([tmp_path], KNOWN)
    assert rows.problems == []
    assert rows.articles[0]["published"] == "2025-10-22"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("2025", True),
        ("2025-10", True),
        ("2025-10-22", True),
        ("2024-02-29", True),
        ("2025-13", False),
        ("2025-2-3", False),
        ("0000", False),
        ("2023-02-29", False),
        ("22 Oct 2025", False),
    ],
)
def test_a_date_says_as_much_as_is_known(written: str, known: bool) -> None:
    assert date_is_known_as_far_as_written(written) is known


HOSTILE = [
    '"""\n[[claims]]\nclaim_id = "x"',
    "'''; DROP TABLE claims; --",
    "<b>x</b> [x](javascript:1) :material/x: $x$",
    "back\\slash \\u0041 tab\t nul\x00 del\x7f bell\x07 line\r\n\u2028 \u202eright to left",
    "# no comment",
    "९० Igla·S 5 000 ‘’ 🛰",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, words: str) -> None:
    article = small_article()
    article["article"]["note"] = article["claims"][0]["speaker"] = words
    article["statements"][0]["evidence"][0]["title"] = words
    (tmp_path / "one.toml").write_bytes(write_article(article).encode("utf-8"))
    rows = read_articles([tmp_path], KNOWN)
    assert rows.problems == []
    assert (
        rows.articles[0]["note"] == rows.claims[0]["speaker"] == rows.statement_evidence[0]["title"] == words
    )
    assert len(rows.claims) == 1


@given(some.text(), some.text(), some.integers(0, 2**63 - 1), some.booleans())
def test_what_is_written_reads_back(key: str, words: str, number: int, flag: bool) -> None:
    article = small_article()
    article["article"] |= {key or "k": words, "text_characters": number}
    article["statements"][0]["evidence"].append({"title": words, "publisher": "P", key + "x": flag})
    article["claims"].append({"claim_id": words})
    before = copy.deepcopy(article)
    assert parse_article(write_article(article)) == before
    assert article == before


def test_what_toml_cannot_hold_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="float"):
        write_article({"article": {"text_characters": 1.5}})
    with pytest.raises(TypeError, match="expected a table"):
        write_article({"article": "text"})
    with pytest.raises(ValueError, match="surrogates not allowed"):
        write_article({"article": {"note": "\ud800"}})


def test_the_lookups_that_claims_name_can_be_read() -> None:
    known = read_known()
    assert {"VEN", "LBY", "NIC", "PRK"} <= known.parties
    assert known.systems["9k338-igla-s"] == "manpads"
