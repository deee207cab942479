"""Check an article by command and by page: the same claims, verdicts and limits, whatever the text holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.checking import outcome, work
from dashboard.checking.editor import fitted
from dashboard.checking.text_view import Mark, marked_text, whole_text
from dashboard.style import LIGHT
from dashboard.words import words
from pipelines.__main__ import main
from pipelines.article_text import from_text
from pipelines.articles import quote_stands_in, read_article, read_known
from pipelines.claims import answer_lines
from pipelines.claims.article_file import Confirmed, article_file, save_article
from pipelines.claims.checking import check
from pipelines.claims.notes import CODES
from pipelines.issues import LedgerError
from pipelines.paths import Home
from tests.check_home import built_home, snapshot_path
from tests.conftest import ROOT

TEXT = (
    "Maduro said that Venezuela has no fewer than 5,000 Igla-S missiles. "
    "It received 92 T-72 tanks from Russia."
)
HOSTILE = (
    "<script>alert('x')</script> [a](javascript:alert(1)) :material/home: $x^2$ **b** `c` \u202e\x07 "
    "'; DROP TABLE claims; -- Venezuela has 5,000 Igla-S missiles <img src=x onerror=alert(1)>."
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["--home", str(built_home().path), *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_seed_article_gives_its_claims_partly_documented_and_no_other(
    shared_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", str(shared_dir / "seed-article.txt"), "--json")
    claims = json.loads(out)["claims"]
    assert code == 0
    assert {claim["verdict"] for claim in claims} == {"partly_documented"}
    assert {(claim["holder"], claim["quantity_low"], claim["kind"]) for claim in claims} == {
        ("VEN", 5000, "holding")
    }
    assert all(
        (claim["documented_firm"], claim["documented_with_estimates"]) == (3800, 4000) for claim in claims
    )
    assert {229 <= claim["start"] < 365 for claim in claims} == {True, False}
    assert len(claims) in (3, 4)


def test_the_json_answer_holds_what_extract_gives_then_quote_verdict_and_rows(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "check", str(article), "--json")
    answer = json.loads(out)
    (extracted,) = [
        json.loads(line)["claims"] for line in answer_lines([json.dumps({"id": 1, "text": TEXT})])
    ]
    assert (code, err) == (0, "")
    assert [{key: claim[key] for key in extracted[0]} for claim in answer["claims"]] == extracted
    igla, tanks = answer["claims"]
    assert (igla["verdict"], tanks["verdict"]) == ("partly_documented", "documented")
    assert igla["quote"] == TEXT[igla["start"] : igla["end"]]
    assert {"table_name", "release_id", "line", "part", "quantity", "row_year"} <= set(igla["rows"][0])
    assert answer["article"]["sha256"] == from_text(TEXT).sha256


def test_the_printed_answer_names_verdict_rows_and_what_would_change_it(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", str(article), "--date", "2025-10-23")
    assert code == 0
    for part in (
        "2 claims, language en", "at least 5,000 missiles",
        "Partly documented, 80%: 4,000 missiles documented",
        "(3,800 firm, 200 estimated)", "line 20041 of sipri_register-deliveries-2025-01-03-51dfdcb6",
        "would change it: a further delivery", "The same number was published on 2017-05-22",
    ):  # fmt: skip
        assert part in out


def test_title_outlet_and_date_are_corrected_by_hand(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--title", "Headline", "--outlet", "Daily", "--date", "2025-10", "--json"]
    _, out, _ = run(capsys, "check", str(article), *given)
    answer = json.loads(out)
    facts = {name: answer["article"][name] for name in ("title", "outlet", "published")}
    assert facts == {"title": "Headline", "outlet": "Daily", "published": "2025-10"}
    assert answer["claims"][0]["as_of"] == "2025-10"


def test_claim_reviews_come_one_per_claim(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", str(article), "--claimreview", "--outlet", "Daily")
    reviews = json.loads(out)
    assert code == 0
    assert [review["reviewRating"]["alternateName"] for review in reviews] == [
        "Partly documented",
        "Documented",
    ]
    assert {review["itemReviewed"]["appearance"]["publisher"]["name"] for review in reviews} == {"Daily"}


def test_a_text_without_claims_says_so_and_is_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "peace.txt"
    path.write_text(
        "In 2024 the ministers met for two days and spoke about the price of bread.", encoding="utf-8"
    )
    code, out, err = run(capsys, "check", str(path), "--json")
    assert (code, json.loads(out)["claims"]) == (0, [])
    assert "expected a quantity of weapons that is claimed; got none found" in err
    assert "got none found" in run(capsys, "check", str(path))[1]


def test_an_unknown_language_is_named_and_the_digits_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "short.txt"
    path.write_text("xq 12 T-72", encoding="utf-8")
    code, _, err = run(capsys, "check", str(path), "--json")
    assert code == 0
    assert "Name it with --language" in err


def test_bad_articles_end_with_one_message_and_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n", encoding="utf-8")
    for given in (str(empty), str(tmp_path / "nowhere.txt"), "http://127.0.0.1/"):
        code, out, err = run(capsys, "check", given)
        assert (code, out, err.count("error:"), err.count("\n")) == (1, "", 1, 1)


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "a", "--json", "--claimreview"], ["check", "a", "--date", "22.10.2025"],
     ["check", "a", "--language", "spanish"], ["extract", "file"]],
)  # fmt: skip
def test_a_wrong_call_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_extract_answers_every_line_that_it_can_and_names_the_others() -> None:
    lines = [json.dumps({"id": "a", "text": TEXT}), "no json", "", json.dumps({"id": "ж", "text": "Peace."})]
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "extract"], input="\n".join(lines).encode(), capture_output=True,
        cwd=ROOT, check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 1
    assert [(answer["id"], len(answer["claims"])) for answer in answers] == [("a", 2), ("ж", 0)]
    assert b"error: line 2: not JSON" in done.stderr


def test_extract_starts_without_the_database_and_the_tables() -> None:
    code = (
        "import sys, io\nfrom pipelines.__main__ import main\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b''))\nmain(['extract'])\n"
        "print(sorted({'duckdb', 'pandas', 'streamlit', 'trafilatura', 'requests'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode().strip().endswith("[]")


def test_a_hostile_text_is_checked_like_any_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    code, out, _ = run(capsys, "check", str(path))
    assert code == 0
    assert "Partly documented, 80%" in out
    assert "\x07" not in out and "\u202e" not in out
    with_surrogate = check(snapshot_path(), TEXT + "\ud800")
    assert [claim.judged.verdict for claim in with_surrogate.claims] == ["partly_documented", "documented"]


def test_marks_stand_at_code_points_and_everything_is_escaped() -> None:
    text = "𝒳𝒴 <b>Igla</b>\nhas 5,000 & more"
    start = text.index("5,000")
    marked = marked_text(text, [Mark(start, start + 5, 1, 'Claim "1"')], LIGHT)
    assert "&lt;b&gt;Igla&lt;/b&gt;<br>has <mark" in marked
    assert "</span>5,000</mark><sup" in marked
    assert "&quot;1&quot;: " in marked and marked.endswith("</sup> &amp; more")
    assert "<script" not in whole_text(HOSTILE, [], LIGHT, 'en" onclick="x', "Text")
    assert 'lang="en&quot; onclick=&quot;x"' in whole_text("a", [], LIGHT, 'en" onclick="x', "Text")


def test_of_overlapping_marks_the_first_is_drawn_and_no_text_is_lost() -> None:
    marked = marked_text("0123456789", [Mark(2, 6, 1, "one"), Mark(4, 8, 2, "two")], LIGHT)
    assert marked.count("<mark") == 1
    assert marked.startswith("01<mark") and marked.endswith("6789")


@pytest.mark.parametrize(
    ("given", "problem", "bounds"),
    [
        (("at_least", 5000, 5000, None), None, (5000, None)),
        (("at_most", 200, None, None), None, (None, 200)),
        (("exact", 5000, None, None), None, (5000, 5000)), (("range", 400, 300, None), "bounds", (400, 300)),
        (("range", 300, 400, None), None, (300, 400)), (("exact", None, None, None), "bounds", (None, None)),
        (("exact", 1, 1, "last year"), "as_of", (1, 1)), (("approx", 20, None, "2025"), None, (20, 20)),
    ],
)  # fmt: skip
def test_a_corrected_number_fits_its_qualifier(
    given: tuple[str, int | None, int | None, str | None], problem: str | None, bounds: tuple[Any, Any]
) -> None:
    qualifier, low, high, as_of = given
    fields = {
        "qualifier": qualifier, "quantity_low": low, "quantity_high": high, "as_of": as_of, "system": "t-72",
        "class_id": "tank",
    }  # fmt: skip
    assert fitted(fields) == problem
    assert (fields["quantity_low"], fields["quantity_high"]) == bounds


def confirmed(text: str) -> list[Confirmed]:
    return [Confirmed(claim.row, claim.start, claim.end) for claim in check(snapshot_path(), text).claims]


FACTS = {"title": "T", "outlet": "The Daily", "published": "2025-10-22", "language": "en", "url": "https://e.org/a",
         "author": None}  # fmt: skip


def test_confirmed_claims_become_an_article_file_that_a_build_reads(tmp_path: Path) -> None:
    given = from_text(TEXT)
    file = article_file(TEXT, given.sha256, FACTS, confirmed(TEXT))
    assert file.problems == ()
    assert file.article_id == f"the-daily-2025-10-22-{given.sha256[:8]}"
    path = save_article(Home(tmp_path), file)
    article, problems = read_article(path, read_known())
    assert problems == []
    assert [claim["quantity_low"] for claim in article["claims"]] == [5000, 92]
    for quote in article["quotes"]:
        assert quote_stands_in(TEXT, quote["text"], quote["start"], quote["end"], given.sha256)
    with pytest.raises(LedgerError, match="one that was saved before"):
        save_article(Home(tmp_path), file)


def test_a_hostile_article_is_still_a_file_that_reads_back(tmp_path: Path) -> None:
    facts = FACTS | {"title": HOSTILE, "outlet": "../../etc/passwd", "url": "javascript:alert(1)"}
    file = article_file(HOSTILE, from_text(HOSTILE).sha256, facts, confirmed(HOSTILE))
    path = save_article(Home(tmp_path), file)
    assert path.parent == tmp_path / "articles"
    article, problems = read_article(path, read_known())
    assert problems == []
    assert article["article"]["title"] == HOSTILE
    assert "url" not in article["article"]


def script() -> None:
    import streamlit as st

    from dashboard import db, style
    from dashboard.frame import View
    from dashboard.pages import check
    from dashboard.words import words

    language = st.session_state.get("language", "en")
    check.show(View(db.current(), words(language), style.LIGHT, st.container()))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ARMS_HOME", str(built_home().path))
    monkeypatch.delenv("ARMS_ALLOW_SAVING", raising=False)
    monkeypatch.delenv("ARMS_PASSPHRASE", raising=False)
    return AppTest.from_function(script, default_timeout=30).run()


def read(page: AppTest, text: str) -> AppTest:
    page.text_area(key="check-paste-text").set_value(text)
    next(one for one in page.button if one.label in ("Read", "Leer")).click()
    page.run()
    assert not page.exception
    return page


def press(page: AppTest, label: str, number: int = 0) -> AppTest:
    [one for one in page.button if one.label == label][number].click()
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    markdown = [one.value for one in [*page.markdown, *page.caption, *page.info, *page.warning, *page.header]]
    return "\n".join([*markdown, *(one.proto.body for one in page.get("html"))])


def test_the_page_gives_the_answer_of_check_and_extract(
    page: AppTest, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads(run(capsys, "check", str(article), "--json")[1])["claims"]
    extracted = json.loads(next(answer_lines([json.dumps({"id": 1, "text": TEXT})])))["claims"]
    read(page, TEXT)
    held = page.session_state[work.SESSION]
    desks = work.desks(held, work.checked(held, held.article, snapshot_path()), snapshot_path())
    on_page = [(*desk.span, desk.proposal.extracted.quote, desk.judged.verdict) for desk in desks]
    assert on_page == [(one["start"], one["end"], one["quote"], one["verdict"]) for one in answer]
    assert [one[:2] for one in on_page] == [(one["start"], one["end"]) for one in extracted]
    shown = said(page)
    assert "2 claims found" in shown and "**4,000**" in shown
    assert shown.count("</mark>") == 4


def test_the_page_speaks_spanish(page: AppTest) -> None:
    page.session_state["language"] = "es"
    shown = said(read(page.run(), TEXT))
    assert "2 declaraciones encontradas" in shown and "**4.000**" in shown
    assert "Una repetición no es una segunda confirmación" in shown
    assert "A repetition" not in shown


def test_nothing_of_a_text_is_rendered(page: AppTest) -> None:
    shown = said(read(page, HOSTILE))
    assert "1 claim found" in shown
    assert "<script" not in shown and "<img" not in shown
    assert not [one.value for one in [*page.markdown, *page.caption] if "](javascript" in one.value]
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" ", "got no words"), ("tank " * 20_001, "20,001 words"), ("ж" * 500_001, "1,000,002 bytes")],
)
def test_the_page_says_each_limit(page: AppTest, text: str, expected: str) -> None:
    shown = said(read(page, text)).replace("\\", "")
    assert expected in shown
    assert work.SESSION not in page.session_state


def test_the_page_says_that_no_claim_was_found(page: AppTest) -> None:
    assert "No claim about a number of weapons" in said(
        read(page, "The ministers met and spoke about bread.")
    )


def test_a_person_confirms_and_takes_the_article_away(page: AppTest) -> None:
    read(page, TEXT)
    assert "Confirm at least one claim" in said(page)
    press(page, "Confirm")
    shown = said(page)
    assert list(page.session_state[work.SESSION].decisions.values()) == [work.CONFIRMED]
    assert "Saving from this page is switched off" in shown
    assert not [one for one in page.text_input if one.label == "Passphrase"]


def test_a_dropped_claim_is_not_marked_in_the_text(page: AppTest) -> None:
    read(page, TEXT)
    press(page, "Drop")
    assert said(page).count("</mark>") == 3


def test_a_corrected_number_is_judged_again(page: AppTest) -> None:
    read(page, TEXT)
    press(page, "Correct")
    low = next(one for one in page.number_input if one.label == "Number, or lower bound")
    low.set_value(3000)
    press(page, "Apply and confirm")
    held = page.session_state[work.SESSION]
    (correction,) = held.corrections.values()
    assert correction["quantity_low"] == 3000
    desks = work.desks(held, work.checked(held, held.article, snapshot_path()), snapshot_path())
    assert [(desk.judged.verdict, desk.decision) for desk in desks] == [
        ("documented", "confirmed"), ("documented", "proposed"),
    ]  # fmt: skip


def test_saving_needs_the_owners_leave_and_the_passphrase(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ARMS_ALLOW_SAVING", "1")
    monkeypatch.setenv("ARMS_PASSPHRASE", "çorrect horse")
    monkeypatch.setattr(outcome, "WRONG_PASSPHRASE_SECONDS", 0)
    monkeypatch.setattr(outcome, "save_article", lambda _, file: save_article(Home(tmp_path), file))
    press(read(page, TEXT), "Confirm")
    passphrase = next(one for one in page.text_input if one.label == "Passphrase")
    passphrase.set_value("wrong")
    assert "not the passphrase" in said(press(page, "Save into the ledger"))
    assert not list(tmp_path.rglob("*.toml"))
    next(one for one in page.text_input if one.label == "Passphrase").set_value("çorrect horse")
    press(page, "Save into the ledger")
    (saved,) = (tmp_path / "articles").glob("*.toml")
    assert read_article(saved, read_known())[1] == []


def test_notes_and_errors_have_words_in_both_languages() -> None:
    errors = ("too_large", "too_long", "too_many_words", "wrong_type", "empty", "no_file", "not_fetched")
    for language in ("en", "es"):
        text = words(language)
        assert all(text.has(f"check.note.{code}") for code in CODES)
        assert all(text.has(f"check.error.{code}") for code in errors)
