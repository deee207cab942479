"""Every page as a reader meets it: the numbers of the seed case and of others, in both languages.

Expected values are those of the register's files and of the reports, as the reference cases give them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import db, evidence, holder_rows
from dashboard.words import words
from tests.conftest import ROOT
from tests.dashboard_home import HOSTILE, add_hostile_article, build

SEED = "venezuela-igla-s-2025"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture
def open_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page by its address: `open_page("claim", id=...)`; fails where it raises."""
    monkeypatch.setenv("ARMS_HOME", str(home))
    return _open


def _open(path: str = "", **params: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    if path:
        app._page_hash = calc_hash(path)
    app.run()
    assert [error.message for error in app.exception] == []
    return app


def read(app: AppTest) -> str:
    """All words of a page as a reader sees them, without the signs of Markdown."""
    said = [
        str(getattr(element, "value", ""))
        for kind in ("title", "header", "markdown", "caption", "info", "error")
        for element in app.get(kind)
    ]
    said += [html.unescape(re.sub(r"<[^>]+>", "", element.proto.body)) for element in app.get("html")]
    bare = re.sub(r"\\(?=[^\w\s])|\u2060|\*\*", "", "\n".join(str(text) for text in said))
    return re.sub(r":(?:orange|blue|gray|small)\[([^\]]*)\]", r"\1", bare)


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def quote_of(app: AppTest) -> str:
    """The first quote of the page, with its markup."""
    return next(each.proto.body for each in app.get("html") if "<blockquote" in each.proto.body)


def words_of(figure: dict[str, Any]) -> str:
    """The text that stands on a figure, without its markup."""
    texts = [note["text"] for note in figure["layout"].get("annotations", [])]
    return re.sub(r"<[^>]+>", "", " | ".join(texts))


def hovers_of(figure: dict[str, Any]) -> list[str]:
    """What a figure says where one points at it."""
    return [hover for trace in figure["data"] for hover in trace.get("hovertext") or []]


def alts(app: AppTest) -> str:
    return " ".join(chart.proto.alt for chart in app.get("plotly_chart"))


def tables(app: AppTest) -> list[list[list[str]]]:
    """Each table as rows of cells without the signs of Markdown."""
    found = []
    for table in app.table:
        rows = table.value.astype(str).values.tolist()
        found.append([[re.sub(r"\\(?=[^\w\s])", "", cell) for cell in row] for row in rows])
    return found


def links(app: AppTest) -> list[tuple[str, str, str]]:
    """Internal links: page, address behind it, label."""
    return [(one.proto.page, one.proto.query_string, one.proto.label) for one in app.get("page_link")]


# the first page


def test_the_first_page_answers_the_seed_claim(open_page: Open) -> None:
    app = open_page()
    told = read(app)
    assert "What states say they hold, beside what the records show" in told
    assert "Venezuela: 5,000 Igla-S missiles?" in told
    assert "at least 5,000 declared · The records document 4,000 delivered by 2025, " in told
    assert "3,800 firm and 200 estimated." in told
    assert "Partly documented, 80%" in told
    assert "documented: 3,800 firm, 200 estimated" in told


def test_the_first_page_in_spanish(open_page: Open) -> None:
    told = read(open_page(lang="es"))
    assert "Venezuela: ¿5.000 misiles Igla-S?" in told
    assert "al menos 5.000 declarado · Los registros documentan 4.000 entregados hasta 2025: " in told
    assert "3.800 firmes y 200 estimados." in told
    assert "Documentado en parte, 80\u00a0%" in told
    assert "Officials" not in told


def test_cards_are_newest_first_and_real_links(open_page: Open) -> None:
    app = open_page()
    opened = [query for page, query, label in links(app) if label == "Open the claim"]
    assert opened[0] == f"id={SEED}", "the claim whose article is taken apart comes first"
    assert opened[1:4] == ["id=venezuela-igla-s-fired-2026", "id=venezuela-s-300-2025", f"id={SEED}"]
    whole = [query for _, query, _ in links(open_page(all="1")) if query.startswith("id=")]
    assert len(set(whole)) == len(db.current().answer(db.Question("SELECT claim_id FROM claims", str)))


def test_the_first_page_answers_the_seed_article(open_page: Open) -> None:
    told = read(open_page())
    for part in (
        "Venezuela: 5,000 Igla-S missiles?",
        "4,000",
        "3,800 firm and 200 estimated",
        "All from Russia, delivered 2009–2012.",
        "Russia told the UN Register 2,000 missiles and 400 launchers for 2012.",
        "Nicolás Maduro",
    ):
        assert part in told


def test_the_map_tells_not_loaded_from_nothing_documented(open_page: Open) -> None:
    app = open_page()
    assert "The bundled extract covers 12 recipients." in read(app)
    assert "python -m pipelines pull sipri_register" in read(app)
    (map_figure,) = [
        one for one in figures(app) if any(trace["type"] == "choropleth" for trace in one["data"])
    ]
    hovers = [hover.replace("<br>", " ") for hover in hovers_of(map_figure)]
    assert "Brazil: not loaded" in hovers
    assert not any("nothing documented" in hover for hover in hovers if "Brazil" in hover)
    assert any(re.fullmatch(r"Venezuela: [\d,]+ million TIV", hover) for hover in hovers)
    assert len(map_figure["data"]) < 30, "a trace per state is slow to draw"


def test_the_footnote_names_release_and_unit_and_gives_the_query(open_page: Open) -> None:
    app = open_page()
    assert "Sources: SIPRI register, release of 3 Jan 2025, 18 May 2026" in read(app)
    assert "TIV measures the volume of arms. It is not money." in read(app)
    assert any("FROM parties" in code.value and "2000" in code.value for code in app.code)
    assert any("Information from the SIPRI Arms Transfers Database" in code.value for code in app.code)


@pytest.mark.parametrize(
    ("asked", "page", "query"),
    [
        ("venezuela", "state", "id=VEN"),
        ("5.000 igla", "claim", f"id={SEED}"),
        ("SA-24", "state", "id=VEN&view=systems&system=9k338-igla-s"),
        ("catar", "state", "id=QAT"),
    ],
)
def test_search_finds_states_claims_and_systems(open_page: Open, asked: str, page: str, query: str) -> None:
    app = open_page(lang="es")
    app.text_input(key="search").set_value(asked).run()
    assert (page, query) in [(page, query) for page, query, _ in links(app)]


def test_search_is_on_every_page(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    app.text_input(key="search").set_value("qatar").run()
    assert ("state", "id=QAT", "Qatar") in links(app)


def test_search_says_when_nothing_is_found(open_page: Open) -> None:
    app = open_page()
    app.text_input(key="search").set_value("zzzz").run()
    assert "Nothing found for “zzzz”" in read(app)


# one claim


def test_a_claim_is_answered_in_its_first_lines(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    assert [title.value.replace("\\", "") for title in app.title] == ["Venezuela: 5,000 Igla-S missiles?"]
    told = read(app)
    assert "The records document 4,000 delivered by 2025, 3,800 firm and 200 estimated." in told
    assert "«Venezuela tiene nada más y nada menos que 5.000 Igla-S en los puestos claves" in told
    assert "our translation; original: Spanish" in told
    assert "Nicolás Maduro · 22 Oct 2025" in told
    assert "EFE / Swissinfo · carried by 10 more outlets" in told


def test_the_quote_marks_its_number_and_its_language(open_page: Open) -> None:
    quote = quote_of(open_page("claim", id=SEED))
    assert 'lang="es"' in quote
    assert re.findall(r"<strong[^>]*>([^<]*)</strong>", quote) == ["5.000", "5.000"]


def test_the_timeline_shows_steps_claims_and_the_missing_report(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    shown = words_of(figures(app)[0])
    for text in ("declared: at least 5,000", "3,800 firm", "+ 200 estimated", "at least 1,000 in no record",
                 "UN: Russia, for 2012: 2,000", "Maduro, Oct 2025", "2017"):  # fmt: skip
        assert text in shown
    hovers = hovers_of(figures(app)[0])
    assert "2011: no report filed" in hovers
    assert "2024: not loaded" in hovers, "the UN lines end in 2016"
    assert "In no record: at least 1,000." in alts(app)
    assert "no report for 2011" in alts(app)


def test_the_rows_that_decide_have_release_and_line(open_page: Open) -> None:
    rows = tables(open_page("claim", id=SEED))[0]
    assert [(row[2], row[4], row[7], row[8], row[9]) for row in rows] == [
        ("1,800", "firm", "2009", "3 Jan 2025", "20041"),
        ("200", "estimated", "2010", "3 Jan 2025", "20040"),
        ("2,000", "firm", "2012", "3 Jan 2025", "20024"),
        ("200", "firm", "", "18 May 2026", "29074"),
    ]
    assert {row[0] for row in rows} == {"Russia"}
    assert (rows[3][3], rows[3][5]) == ("launchers", "other unit, not counted")


def test_launchers_are_another_unit_and_never_added(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    assert "Another unit: launchers, never added to missiles" in read(app)
    shown = words_of(figures(app)[1])
    assert "at least 1,800" in shown and "400" in shown and "200" in shown
    assert "by Russia, for 2012" in shown


def test_the_same_number_was_said_before(open_page: Open) -> None:
    told = read(open_page("claim", id=SEED))
    assert "The same number, earlier" in told
    assert "Venezuela possesses a stockpile of 5,000 Russian-made MANPADS" in told
    assert "22 May 2017" in told
    assert "The same number, later" in read(open_page("claim", id="venezuela-igla-s-2017"))


def test_all_statements_of_the_article_have_status_and_evidence(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    listed = [one.value for one in app.markdown if re.match(r"\*\*\d+\*\* ", one.value)]
    assert [int(re.match(r"\*\*(\d+)", one)[1]) for one in listed] == list(range(1, 17))  # type: ignore[index]
    assert ":gray-badge[:material/compare_arrows: Contradicted]" in listed[7]
    assert "downing of a Russian airliner in 2014" in listed[7].replace("\\", "")
    assert all("](<https://" in one or ", " in one.split(":small[")[1] for one in listed)


def test_the_rule_and_the_verdict_of_each_day_are_told(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    told = read(app)
    assert "Partly documented: something is documented, and it is less than the declared number" in told
    assert "What would change it: A further delivery" in told
    assert "The verdict was the same with the release of 3 Jan 2025" in told
    assert tables(app)[-1] == [
        ["18 Mar 2024", "Partly documented, 80%", "2,000", "2,000"],
        ["3 Jan 2025", "Partly documented, 80%", "3,800", "200"],
        ["18 May 2026", "Partly documented, 80%", "3,800", "200"],
    ]


def test_the_claim_can_be_taken_away(open_page: Open) -> None:
    app = open_page("claim", id=SEED)
    cited = [code.value for code in app.code if code.value.startswith("Arms Ledger")]
    assert "Venezuela: 5,000 Igla-S missiles?" in cited[0]
    assert "Information from the SIPRI Arms Transfers Database (release of 3 Jan 2025)" in cited[0]
    assert cited[0].endswith(f"/claim?id={SEED}")
    assert {button.proto.label for button in app.get("download_button")} >= {
        "Rows as CSV",
        "Claim and rows as JSON",
    }


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("venezuela-t-72-order-2009", "The records document 92 ordered by 2009, all firm"),
        ("venezuela-s-300-2025", "The records document 3 delivered by 2025, all estimated."),
        ("venezuela-tor-m1-2010", "The loaded tables cover Tor-M1 for Venezuela, and have no row for it."),
        ("venezuela-kalashnikov-2010", "No loaded table covers rifles."),
        ("venezuela-igla-s-launchers-2011", "The records count Igla-S in another unit than launchers"),
        ("armenia-tank-losses-2020", "Tables of transfers do not cover this kind of claim (loss)"),
        ("libya-manpads-upper-2011", "The claim gives an upper bound only"),
        ("venezuela-air-defence-order-2009", "No number is claimed"),
    ],
)
def test_each_verdict_has_its_sentence(open_page: Open, claim: str, sentence: str) -> None:
    assert sentence in read(open_page("claim", id=claim))


def test_every_claim_opens_in_every_language(open_page: Open) -> None:
    open_page()
    for claim in db.current().answer(db.Question("SELECT claim_id FROM claims", str)):
        assert _open("claim", id=claim, lang="es").title


def test_a_claim_in_spanish(open_page: Open) -> None:
    app = open_page("claim", id=SEED, lang="es")
    told = read(app)
    assert "Venezuela: ¿5.000 misiles Igla-S?" in told
    assert "El mismo número, antes" in told
    assert "our translation" not in told
    shown = words_of(figures(app)[0])
    assert "declarado: al menos 5.000" in shown and "3.800 firmes" in shown


# one state


def test_a_state_counts_its_verdicts(open_page: Open) -> None:
    told = read(open_page("state", id="VEN"))
    assert "17 claims since 2009: 6 documented, 2 within estimates, 3 partly documented, " in told
    assert "2 with no record, 4 that the loaded tables cannot judge." in told


def test_the_claim_line_of_a_state(open_page: Open) -> None:
    app = open_page("state", id="VEN", all="1")
    shown = words_of(figures(app)[0])
    for text in ("Igla-S missiles", "at least 5,000", "3,800 + 200 est.", "S-300VM systems", "44"):
        assert text in shown
    for text in (
        "3 est.",
        "UN 2,000 (2012)",
        "UN: outside the Register",
        "other unit",
        "not covered",
        "no row",
    ):
        assert text in shown
    assert "UN 57, no report for 2011" in shown, "42 in 2012 and 15 in 2013; Russia filed nothing for 2011"
    assert "UN: not loaded before 2010" in shown, "Su-30 were delivered from 2006 to 2008"
    assert "Igla-S, missiles: declared at least 5,000; documented 3,800 firm and 200 estimated" in alts(app)


def test_a_row_can_be_chosen_by_address_and_list(open_page: Open) -> None:
    app = open_page("state", id="VEN", claim="venezuela-s-300-2025")
    assert "44" in quote_of(app)
    app.selectbox(key="choice-claim").set_value("venezuela-su-30-2015").run()
    assert app.query_params["claim"] == "venezuela-su-30-2015"
    assert "23" in quote_of(app)


def test_all_systems_have_a_word_for_each_missing_number(open_page: Open) -> None:
    app = open_page("state", id="VEN", view="systems")
    missiles, launchers = (row for row in tables(app)[0] if row[0] == "Igla-S")
    assert missiles[2:4] == ["missiles", "at least 5,000 (2025); 5,000 (2017)"]
    assert missiles[4:7] == ["3,800 + 200 est.", "2009–2012", "2,000 (2012)"]
    assert launchers[2:5] == ["launchers", "at least 1,800 (2011, order)", "other unit"]
    assert launchers[6] == "400 (2012)"
    rows = {row[0]: row for row in tables(app)[0]}
    assert rows["S-300VM"][3:5] == ["44 (2025)", "3 est."]
    assert rows["S-300VM"][6] == ":material/crop_free: out of scope"
    assert rows["Lupo"][3] == "no claim"
    assert "not loaded before 2010" in rows["Su-30MK"][6]
    assert not any(cell in ("", "0", "nan", "None") for row in rows.values() for cell in row[:5])


def test_one_system_of_a_state(open_page: Open) -> None:
    rows = tables(open_page("state", id="VEN", view="systems", system="9k338-igla-s"))[0]
    assert [(row[0], row[2], row[4], row[6]) for row in rows] == [
        ("Igla-S", "missiles", "3,800 + 200 est.", "2,000 (2012)"),
        ("Igla-S", "launchers", "other unit", "400 (2012)"),
    ]
    assert "There is no system “nothing”" in read(
        open_page("state", id="VEN", view="systems", system="nothing")
    )


def test_suppliers_of_a_state(open_page: Open) -> None:
    app = open_page("state", id="VEN", view="suppliers")
    assert "Who supplied Venezuela, and when" in read(app)
    shown = words_of(figures(app)[0])
    assert "Russia" in shown and "3,862" in shown and "China" in shown and "656" in shown
    assert "million TIV of deals that were delivered over several years" in read(app)


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("en", "Shown: the newest 30 of 385 rows.", "This recipient on the Register page"),
        ("es", "Se muestran las 30 más recientes de 385 filas.", "Este receptor en la página del Registro"),
    ],
)
def test_a_long_list_of_rows_is_cut_and_says_so(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, language: str, said: str, label: str
) -> None:
    before = tables(open_page("state", id="VEN", view="systems", lang=language))[0]
    monkeypatch.setattr(evidence, "MOST_ROWS", 30)
    app = open_page("state", id="VEN", view="systems", lang=language)
    assert said in read(app)
    assert tables(app)[0] == before, "the sums are over all rows"
    listed = next(rows for rows in tables(app) if len(rows) == 30)
    assert listed[0][7] == "2023"
    register = [(page, query) for page, query, text in links(app) if text == label]
    assert register == [("register", "f_recipient=Venezuela")]


def test_the_file_of_a_long_list_has_all_rows(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_ROWS", 30)
    monkeypatch.setenv("ARMS_HOME", str(home))
    view = SimpleNamespace(ledger=db.current(), language="en", words=words("en"))
    found = holder_rows.behind("VEN", view)
    assert len(found.rows.rows) == 30
    assert found.whole is not None
    assert found.whole.count == len(found.whole.table().rows) == 385, "177 by delivery year, 208 by deal"
    assert list(found.whole.table().rows[:30]) == list(found.rows.rows)


def test_a_state_without_claims_shows_its_systems(open_page: Open) -> None:
    told = read(open_page("state", id="QAT"))
    assert "No declared number is loaded for Qatar." in told
    assert "All systems documented or declared" in told


def test_a_view_is_kept_in_the_address(open_page: Open) -> None:
    app = open_page("state", id="VEN")
    app.button_group(key="choice-view").set_value("suppliers").run()
    assert app.query_params["view"] == "suppliers"
    assert app.query_params["id"] == "VEN"


# bad links


@pytest.mark.parametrize(
    ("path", "params", "said"),
    [
        ("claim", {"id": "venezuela-igla-s"}, "There is no claim “venezuela-igla-s”."),
        ("claim", {"id": "<b>x</b>"}, "There is no claim “<b>x</b>”."),
        ("state", {"id": "Venezuala"}, "There is no state “Venezuala” in the loaded data."),
        ("state", {"id": "VEN", "view": "x"}, "There is no view “x” of this page; there are: claims,"),
        ("state", {"id": "VEN", "claim": "x"}, "There is no claim “x” about this state"),
        ("", {"lang": "fr"}, "There is no language “fr”. The page is shown in English; there are: en, es."),
    ],
)  # fmt: skip
def test_a_bad_link_says_what_was_wrong(
    open_page: Open, path: str, params: dict[str, str], said: str
) -> None:
    assert said in read(open_page(path, **params))


def test_a_bad_link_shows_the_nearest_page(open_page: Open) -> None:
    assert ("claim", f"id={SEED}") in [
        (page, query) for page, query, _ in links(open_page("claim", id="venezuela-igla-2025"))[:3]
    ]
    assert ("state", "id=VEN", "Venezuela") in links(open_page("state", id="Venezuala"))[:3]
    assert open_page("state", id="ven").title[0].value == "Venezuela", "case does not matter"


# text that is more than text


def test_hostile_text_stays_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_hostile_article(tmp_path)
    build(tmp_path)
    monkeypatch.setenv("ARMS_HOME", str(tmp_path))
    for path, params in (
        ("", {}),
        ("claim", {"id": "hostile-claim"}),
        ("state", {"id": "VEN", "claim": "hostile-claim"}),
    ):
        app = _open(path, **params)
        raw = "\n".join(
            str(getattr(one, "value", "")) for kind in ("markdown", "caption") for one in app.get(kind)
        )
        assert HOSTILE["link"] not in raw and HOSTILE["picture"] not in raw
        assert not re.search(r"(?<!\\)\$x|(?<!\\)<b>|(?<!\\)<img", raw)
        unescaped = raw.replace("\\", "")
        assert ":material/home:" not in unescaped and ":orange[x]" not in unescaped
        for element in app.get("html"):
            assert not re.search(r"<b>|<img(?! alt=\"\" width=\"26\")", element.proto.body)


# no data


def test_where_nothing_can_be_shown_one_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ARMS_HOME", str(tmp_path / "file"))
    app = _open()
    assert len(app.error) == 1
    said = app.error[0].value.replace("\\", "")
    assert "The data cannot be shown." in said
    for part in ("Where:", "Expected:", "Got:", "What to do next:", "python -m pipelines build"):
        assert part in said
    assert "Traceback" not in said


def test_the_first_start_builds_the_extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARMS_HOME", str(tmp_path))
    assert "4,000" in read(_open())
    assert (tmp_path / "db" / "current.json").is_file()
