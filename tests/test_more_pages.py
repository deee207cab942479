"""Compare, Flows, Mirror, Changes, Register, Sources: their numbers, words, links and files.

Expected values are those of the publishers' files: SIPRI's releases of 18 March 2024, 3 January 2025 and
18 May 2026, and the UN Register's lines of 2010 to 2016.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import duckdb
import pytest

from dashboard import db, exports
from dashboard.db import Question
from dashboard.pages.sources import REASONS
from dashboard.queries import full_table
from dashboard.words import words
from tests.test_pages import (  # noqa: F401  (fixtures are found by their names)
    Open,
    alts,
    figures,
    home,
    hovers_of,
    links,
    open_page,
    read,
    tables,
    words_of,
)

# ruff: noqa: F811


def cells(table: list[list[str]], first: str) -> list[str]:
    """The row of a table whose first cell is `first`."""
    return next(row for row in table if row[0] == first)


# compare


def test_compare_keeps_units_apart(open_page: Open) -> None:
    app = open_page("compare", weapon="9k338-igla-s", states="VEN,CHN")
    assert [header.value for header in app.header] == [
        r"9K338 Igla\-S, counted in missiles",
        r"9K338 Igla\-S, counted in launchers",
    ]
    missiles, launchers = (
        chart.proto.alt for chart in app.get("plotly_chart") if "on one scale" in chart.proto.alt
    )
    assert "Venezuela: documented 3,800 firm and 200 estimated; declared at least 5,000." in missiles
    assert "China: documented not loaded; declared no claim." in missiles
    assert "Venezuela: documented other unit; declared at least 1,800." in launchers


def test_compare_names_rows_and_release_lines(open_page: Open) -> None:
    app = open_page("compare", weapon="9k338-igla-s", states="VEN,NIC")
    rows = {row[-1]: row for row in tables(app)[0]}
    assert {"20040", "20041", "20024"} <= set(rows)
    assert rows["20041"][1:4] == ["Russia", "Igla-S", "1,800"]
    assert rows["20040"][4] == "estimated"


def test_compare_says_what_a_bad_link_asked_for(open_page: Open) -> None:
    told = read(open_page("compare", weapon="9k338-igla", states="VEN,XYZ"))
    assert "there is no “9k338-igla” here" in told
    assert "9K338 Igla-S" in told
    assert "there is no “XYZ” here" in told


def test_compare_keeps_the_choice_in_the_address(open_page: Open) -> None:
    app = open_page("compare", weapon="tank")
    app.multiselect[0].set_value(["VEN", "SRB"]).run()
    assert app.query_params["states"] == "VEN,SRB"
    assert app.query_params["weapon"] == "tank"
    assert "Serbia: documented" in alts(app) and "Nicaragua" not in alts(app)


# flows


def test_flows_to_one_recipient_are_sipris_volumes(open_page: Open) -> None:
    app = open_page("flows", state="VEN")
    told = alts(app)
    assert "Russia 3,862, China 656, Spain 369" in told
    assert "The most in one year: Russia, 2013, 881." in told


def test_flows_never_draw_not_loaded_as_nothing(open_page: Open) -> None:
    app = open_page("flows")
    told = read(app)
    assert "The bundled extract covers 12 recipients." in told
    hovers = " ".join(hover.replace("<br>", " ") for hover in hovers_of(figures(app)[0]))
    assert "China: not loaded" in hovers
    assert "nothing documented" not in hovers
    assert any("<span>not loaded</span>" in each.proto.body for each in app.get("html"))


def test_a_recipient_that_is_not_loaded_is_said_to_be(open_page: Open) -> None:
    told = read(open_page("flows", state="CHN"))
    assert "China is not loaded as a recipient, which says nothing about its deliveries." in told
    assert "python -m pipelines pull sipri_register" in told


def test_the_years_of_flows_stand_in_the_address(open_page: Open) -> None:
    app = open_page("flows", state="VEN", **{"from": "2009", "to": "2012"})
    assert app.slider[0].value == (2009, 2012)
    app.slider[0].set_value((2010, 2012)).run()
    assert app.query_params["from"] == "2010"
    assert "Who supplied Venezuela, 2010–2012" in read(app)


def test_flows_say_what_is_beyond_the_register(open_page: Open) -> None:
    told = read(open_page("flows", **{"from": "1812", "to": "soon"}))
    assert "there is no “1812, soon” here" in told and "1950–2025" in told


# mirror


def test_the_mirror_of_igla_s(open_page: Open) -> None:
    app = open_page("mirror", exporter="RUS", importer="VEN", category="VII(b)")
    missiles, launchers = (
        chart.proto.alt for chart in app.get("plotly_chart") if "per year" in chart.proto.alt
    )
    assert "2012: 2,000; no report filed; 2,000 firm." in missiles
    assert "2011: no report filed; no report filed; no row." in missiles
    assert "2010: filed, no such line; no report filed; 200 estimated." in missiles
    assert "2012: 400; no report filed; counted in another unit." in launchers


@pytest.mark.parametrize(
    ("path", "named"),
    [("mirror", "Russia → Venezuela, 2010–2016"), ("flows", "million TIV"), ("compare", "SIPRI register")],
)
def test_a_downloaded_picture_says_what_it_shows(open_page: Open, path: str, named: str) -> None:
    """A picture leaves the page without its heading and footnote: they stand inside the figure."""
    figure = json.loads(open_page(path).get("plotly_chart")[0].proto.spec)
    written = " ".join(note["text"] for note in figure["layout"]["annotations"])
    assert named in written.replace("<br>", " ")


def test_the_mirror_of_tanks_agrees_where_both_speak(open_page: Open) -> None:
    app = open_page("mirror", exporter="RUS", importer="VEN", category="I")
    rows = {row[0]: row for row in tables(app)[-1]}
    assert rows["2012"][3:7] == ["42", ":material/remove: no report filed", "42", "0, the same"]
    assert rows["2013"][3:7] == ["15", ":material/remove: no report filed", "15", "0, the same"]
    assert rows["2011"][3] == ":material/remove: no report filed" and rows["2011"][5] == "35"
    assert rows["2011"][6] == "no difference: a number is missing"
    assert "Rows in which a report and SIPRI both give a number: 2. Equal: 2." in read(app)


def test_the_mirror_tells_each_silence_apart(open_page: Open) -> None:
    app = open_page(
        "mirror", exporter="RUS", importer="VEN", category="all", **{"from": "2006", "to": "2011"}
    )
    said = {cell for row in tables(app)[0] for cell in row}
    assert {
        ":material/hourglass_empty: not loaded", ":material/remove: no report filed",
        ":material/crop_free: out of scope", "filed, no such line",
    } <= said  # fmt: skip


def test_the_mirror_prints_the_rule_of_who_reported(open_page: Open) -> None:
    told = read(open_page("mirror"))
    assert "No line of the Register’s file says who filed it. Its lines stand in runs" in told


def test_the_mirror_in_spanish(open_page: Open) -> None:
    app = open_page("mirror", lang="es", category="VII(b)")
    assert "2012: 2.000; sin informe presentado; 2.000 firmes." in alts(app).replace(
        "sin informe;", "sin informe presentado;"
    )
    assert "¿Dicen lo mismo el exportador, el importador y SIPRI?" in read(app)


# changes


def test_changes_for_venezuela(open_page: Open) -> None:
    app = open_page("changes", old="2024-03-18", new="2026-05-18", state="VEN")
    assert (
        "Venezuela, from the release of 18 Mar 2024 to that of 18 May 2026: "
        "2 withdrawn, 0 added, 0 revised, 26 renamed." in read(app)
    )
    rows = tables(app)[0]
    withdrawn = [row for row in rows if row[0] == "Withdrawn"]
    mohajer = next(row for row in withdrawn if "Mohajer" in row[2])
    assert "Line 27667: Mohajer. Ordered: 12" in mohajer[2] and mohajer[3] == "not there"
    renamed = next(row for row in rows if "C-701/FL-8" in row[2])
    assert renamed[0] == "Renamed: designation" and renamed[1] == "Iran to Venezuela"
    assert renamed[2].startswith("Line 27666: C-701/FL-8") and renamed[3].startswith("Line 28973: CM-90 Nasr")


def test_a_verdict_that_a_release_changed_is_listed(open_page: Open) -> None:
    app = open_page("changes", state="VEN")
    assert any("8 Mohajer drones?" in label.replace("\\", "") for _, _, label in links(app))
    told = read(app)
    assert "Within estimates" in told and "12 est. drones" in told and "No record" in told


def test_changes_of_one_kind_alone(open_page: Open) -> None:
    app = open_page("changes", state="VEN", change="withdrawn")
    assert {row[0] for row in tables(app)[0]} == {"Withdrawn"}


def test_an_unknown_release_is_named_with_those_there_are(open_page: Open) -> None:
    told = read(open_page("changes", old="2023-03-13"))
    assert "there is no “2023-03-13” here" in told and "18 March 2024" in told


# register


def test_the_register_is_filtered_by_the_database(open_page: Open) -> None:
    app = open_page("register", release="deliveries-2025-01-03", q="igla", f_recipient="venezuela")
    assert "3 of 1,622 loaded rows." in read(app)
    shown = app.dataframe[0].value
    assert list(shown["Line"]) == ["20024", "20040", "20041"]
    assert list(shown["Number delivered"]) == ["2,000", "200", "1,800"]
    assert list(shown["Delivery year"]) == ["2012", "2010", "2009"]


def test_the_register_reads_ranges_and_names_what_it_cannot_read(open_page: Open) -> None:
    app = open_page("register", release="deliveries-2025-01-03", q="igla", f_recipient="VENEZUELA",
                    f_delivery_year="2010-2012", f_order_year="long ago")  # fmt: skip
    assert list(app.dataframe[0].value["Line"]) == ["20024", "20040"]
    assert "“long ago” is no number and no range; it is left out." in read(app)


def test_what_is_not_known_is_a_word_in_the_register(open_page: Open) -> None:
    app = open_page("register", f_status="New", f_recipient="Venezuela")
    shown = app.dataframe[0].value
    assert set(shown["Comments"]) == {"left out of the extract"}
    assert not any(cell in ("", "None", "nan") for column in shown for cell in shown[column])


def test_the_register_pages_and_sorts(open_page: Open) -> None:
    first = open_page("register", release="deals-2026-05-18", sort="delivered", order="down")
    second = open_page("register", release="deals-2026-05-18", sort="delivered", order="down", page="2")
    numbers = [
        int(cell.replace(",", ""))
        for app in (first, second)
        for cell in app.dataframe[0].value["Number delivered"]
    ]
    assert len(numbers) == 80 and numbers == sorted(numbers, reverse=True)
    assert "there is no “999” here" in read(open_page("register", page="999"))


def test_the_register_prints_its_sql(open_page: Open) -> None:
    app = open_page("register", q="o'higgins")
    assert any("lower('o''higgins')" in code.value for code in app.code)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2009", 2009, 2009), ("2005-2010", 2005, 2010), ("2005–2010", 2005, 2010), ("2005-", 2005, None),
     ("-2010", None, 2010), ("0.5-1", 0.5, 1)],
)  # fmt: skip
def test_a_range_is_read(text: str, low: float | None, high: float | None) -> None:
    assert full_table.span(text) == full_table.Span(low, high)


@pytest.mark.parametrize("text", ["", "-", "abc", "2009; DROP TABLE deals", "1-2-3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(full_table.FilterError):
        full_table.span(text)


def test_a_column_that_the_contract_lacks_never_reaches_the_database() -> None:
    with pytest.raises(ValueError, match="no such table, or a column that it has not"):
        full_table.rows(full_table.Asked("deals", "r", filters={"line) OR (1=1": "x"}), 10)


# files

FORMULAS = ("=1+1", "+1", "-1", "@sum", "Igla-S")


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[db.Ledger, Question[tuple[object, ...]]]:
    """A table whose text begins like formulas, with a negative number and something not known."""
    path = tmp_path / "hostile.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE found (name VARCHAR, number BIGINT)")
        connection.executemany("INSERT INTO found VALUES (?, ?)", [(text, -1) for text in FORMULAS])
        connection.execute("INSERT INTO found VALUES (NULL, NULL)")
    return db.Ledger(path), Question("SELECT name, number FROM found", lambda *row: row)


def test_csv_keeps_formulas_text_and_numbers_numbers(
    hostile: tuple[db.Ledger, Question[tuple[object, ...]]],
) -> None:
    rows = list(csv.reader(io.StringIO(exports.as_csv(*hostile).decode())))
    assert rows == [
        ["name", "number"], ["'=1+1", "-1"], ["'+1", "-1"], ["'-1", "-1"], ["'@sum", "-1"], ["Igla-S", "-1"],
        ["", ""],
    ]  # fmt: skip


def test_excel_holds_no_formula(hostile: tuple[db.Ledger, Question[tuple[object, ...]]]) -> None:
    with zipfile.ZipFile(io.BytesIO(exports.as_excel(*hostile, "deals"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert re.findall(r"<t[^>]*>([^<]*)</t>", sheet) == ["name", "number", *FORMULAS]
    assert re.findall(r"<v>([^<]*)</v>", sheet) == ["-1"] * 5


def test_parquet_keeps_types(hostile: tuple[db.Ledger, Question[tuple[object, ...]]]) -> None:
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(exports.as_parquet(*hostile)))
    assert table.to_pydict() == {"name": [*FORMULAS, None], "number": [-1] * 5 + [None]}


# sources and method


def test_the_reconciliation_is_a_figure_of_the_page(open_page: Open) -> None:
    told = read(open_page("sources"))
    assert "Imports: 312 of 312 cells are equal; without the blank cells 191 of 191." in told


def test_each_release_says_what_became_of_its_rows(open_page: Open) -> None:
    app = open_page("sources")
    rows = {row[1]: row for row in tables(app)[0]}
    assert rows["18 Mar 2024"][4:9] == ["2,407", "2,407", "0", "0", "8% of 29,056"]
    assert rows["18 May 2026"][4:9] == ["2,594", "2,594", "0", "0", "9% of 29,916"]
    assert rows["3 Jan 2025"][0] == "per delivery year"
    assert rows["3 Jan 2025"][10] == "51dfdcb6293b"


def test_the_method_is_written_out(open_page: Open) -> None:
    told = read(open_page("sources"))
    for rule in (
        "Documented: the declared number",
        "Within estimates: the declared number",
        "Partly documented: something",
        "No record: the kind of weapon",
        "Not comparable: the only rows",
        "Out of scope: what a state makes itself",
        "Cannot be judged: stock from before",
    ):
        assert rule in told
    assert "The values are SIPRI’s trend-indicator values times 1,000,000" in told
    assert "There is no correction yet." in told
    assert "python -m pipelines add FILE" in told


def test_every_reason_of_a_verdict_has_its_place_on_the_page() -> None:
    listed = [reason for reasons in REASONS.values() for reason in reasons]
    known = {
        key.split(".")[1] for key in words("en").texts if key.startswith("reason.") and key.endswith(".rule")
    }
    assert sorted(listed) == sorted(known)


@pytest.mark.parametrize("path", ["compare", "flows", "mirror", "changes", "register", "sources"])
def test_each_page_is_there_in_spanish(open_page: Open, path: str) -> None:
    told = read(open_page(path, lang="es"))
    assert words("es").get(f"page.{path}.title") in told
    english, spanish = words("en").texts, words("es").texts
    own = {key for key in english if key.startswith(f"page.{path}.") and ".format." not in key}
    sentences = {key for key in own if isinstance(english[key], str) and len(english[key]) > 20}
    assert [key for key in sentences if english[key] != spanish[key] and str(english[key]) in told] == []


@pytest.mark.parametrize("path", ["compare", "flows", "mirror", "changes", "register"])
def test_each_view_can_be_cited_by_its_address(open_page: Open, path: str) -> None:
    codes = [code.value for code in open_page(path).code]
    assert any(code.startswith("Arms Ledger: ") and f"/{path}?" in code for code in codes)


def test_a_download_of_many_rows_says_its_limit(
    open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "A file holds at most 100,000 rows, an Excel file 20,000." in read(open_page("register"))
    monkeypatch.setattr("dashboard.pages.register.MOST_IN_EXCEL", 1_000)
    told = read(open_page("register"))
    assert (
        "2,594 rows answer. A file holds the first 100,000 of them at most, an Excel file the first 1,000"
        in told
    )
