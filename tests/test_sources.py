"""The sources beside the register: figures of the published files, and what a user is told of faults."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from pipelines.issues import LedgerError
from pipelines.source import Block, decode, recognise, source_named

LINE = {
    "year": "2012", "exporter": "Russian Federation", "importer": "Venezuela (Bolivarian Republic of)",
    "category": "VII. (b) Man-Portable Air-Defence Systems (MANPADS).", "num_items": "2400",
    "state_of_origin": "", "intermediate_locations": "",
    "comments": "2000 man-portable air-defence missiles and 400 launchers",
}  # fmt: skip
TIV_HEAD = (
    "Volume of transfers of major arms\n"
    "Figures are in millions of SIPRI trend-indicator values (TIVs).\n\n"
    "Data generated: 13 Apr 2024 3:53:58 PM\n\n"
    "Recipient,2021,2022,2023,2021-2023,Percentage,Sum total years,Percentage of total\n"
)


@cache
def read(path: Path) -> tuple[str, Block]:
    """A file as a build reads it, once for all tests: its ``source format`` and its one block."""
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str) -> tuple[str, Block]:
    """The same for bytes."""
    source, found = recognise(data, name)
    blocks = list(source.parser.parse(decode(data, name), found.format_id).blocks)
    assert len(blocks) == 1
    return f"{source.name} {found.format_id}", blocks[0]


def parsed(source: str, format_id: str, text: str) -> Block:
    """The block of a small text of a known format."""
    return next(iter(source_named(source).parser.parse(text, format_id).blocks))


def un_lines(*changes: dict[str, str]) -> str:
    """A file of UN lines, each the Venezuelan line of 2012 with something changed."""
    return "[\n" + ",\n".join(json.dumps(LINE | change) for change in changes) + "\n]\n"


def amounts(number: int, category: str, description: str) -> list[tuple[int, str]]:
    """Quantity and unit of each amount of one line."""
    changed = {"num_items": str(number), "category": category, "comments": description}
    frame = parsed("unroca", "lines", un_lines(changed)).tables["un_amounts"]
    return list(zip(frame["quantity"], frame["unit"], strict=True))


@pytest.mark.parametrize(
    ("name", "found", "read_rows", "rows"),
    [
        ("unroca/lines-2010-2016.json", "unroca lines", 2088, {"un_lines": 2088, "un_amounts": 2089}),
        ("unroca/reports-filed-1992-2022.json", "unroca reports", 193, {"un_reports": 2489}),
        ("tiv/tiv-imports-1990-2023.csv", "sipri_tiv imports", 223, {"tiv_tables": 223 * 34}),
        ("tiv/tiv-exports-1990-2023.csv", "sipri_tiv exports", 119, {"tiv_tables": 119 * 34}),
        ("rdmc/wide-1970-2014.csv", "rdmc wide", 6534, {"holdings": 85_751 + 31_292}),
        ("worldbank/ms-mil-mprt-kd.csv", "world_bank csv", 6631, {"indicators": 6631}),
        ("worldbank/ms-mil-xprt-kd.csv", "world_bank csv", 2272, {"indicators": 2272}),
    ],
)
def test_every_row_of_the_real_files_is_kept(
    shared_dir: Path, name: str, found: str, read_rows: int, rows: dict[str, int]
) -> None:
    known_as, block = read(shared_dir / "data" / name)
    assert known_as == found
    assert (block.rows_read, block.rejects) == (read_rows, [])
    assert {table: len(frame) for table, frame in block.tables.items()} == rows


def test_un_answers_are_four_things(shared_dir: Path) -> None:
    lines = read(shared_dir / "data/unroca/lines-2010-2016.json")[1].tables["un_lines"]
    kinds = lines["number_note"].value_counts().to_dict()
    assert kinds == {"number": 2069, "zero": 12, "classified": 6, "not declared": 1}
    assert lines.loc[lines["number_note"].isin(["classified", "not declared"]), "number"].isna().all()
    assert (lines.loc[lines["number_note"] == "zero", "number"] == 0).all()


def test_russia_to_venezuela_in_the_un_register(shared_dir: Path) -> None:
    tables = read(shared_dir / "data/unroca/lines-2010-2016.json")[1].tables
    lines = tables["un_lines"].merge(tables["un_amounts"], on="line")
    pair = lines[(lines["exporter"] == "Russian Federation") & lines["importer"].str.startswith("Venezuela")]
    found = list(pair[["year", "category", "quantity", "unit", "split"]].itertuples(index=False, name=None))
    manpads = "VII. (b) Man-Portable Air-Defence Systems (MANPADS)."
    assert (2012, manpads, 2000, "missile", True) in found
    assert (2012, manpads, 400, "launcher", True) in found
    assert (2012, "I. Battle tanks", 42, "tank", False) in found
    assert (2013, "I. Battle tanks", 15, "tank", False) in found
    assert len(found) == 9


def test_amounts_sum_to_the_number_of_their_line(shared_dir: Path) -> None:
    tables = read(shared_dir / "data/unroca/lines-2010-2016.json")[1].tables
    sums = tables["un_amounts"].groupby("line")["quantity"].sum()
    numbers = tables["un_lines"].set_index("line")["number"].dropna()
    assert sums.to_dict() == numbers.to_dict()
    split = tables["un_amounts"].loc[tables["un_amounts"]["split"], "line"]
    assert split.nunique() == 8


def test_a_user_sees_descriptions_that_contradict_their_number(shared_dir: Path) -> None:
    path = shared_dir / "data/unroca/lines-2010-2016.json"
    issues = read(path)[1].issues
    warnings = [issue for issue in issues if issue.level == "warning"]
    assert [issue.place.split(" ")[1] for issue in warnings] == [
        "770",
        "771",
        "775",
        "778",
        "793",
        "1001",
        "1674",
    ]
    thailand = warnings[4]
    assert thailand.place == "line 793 (Russian Federation to Thailand, 2014, category VII(b))"
    assert thailand.expected.endswith("the reported 13")
    assert thailand.got == "'13 gripstock assemblies and 24 missiles'"
    printed = path.read_text(encoding="utf-8").splitlines()[793 - 1]
    assert '"num_items": "13"' in printed and "gripstock" in printed


def test_a_user_sees_what_was_filed_under_another_category_and_lines_that_repeat(shared_dir: Path) -> None:
    notes = [
        issue
        for issue in read(shared_dir / "data/unroca/lines-2010-2016.json")[1].issues
        if issue.level == "note"
    ]
    misfiled = [issue.got for issue in notes if "portable" in issue.expected]
    assert len(misfiled) == 8
    for words in ("RBS 15", "High mobility artillery rocket system", "R-73", "Harpoon"):
        assert any(words in got for got in misfiled)
    repeats = [issue.got for issue in notes if issue.place == "lines"]
    assert len(repeats) == 1 and repeats[0].startswith("15 that repeat")


@pytest.mark.parametrize(
    ("number", "category", "description", "expected"),
    [
        (2400, "VII. (b)", LINE["comments"], [(2000, "missile"), (400, "launcher")]),
        (110, "VII. (b)", "48 launching mechanisms and 62 missiles", [(48, "launcher"), (62, "missile")]),
        (20, "VII. (a)", "14 x NSM missiles + 6 Launchers of NSM", [(14, "missile"), (6, "launcher")]),
        (110, "VII. (a)", "30 anti-shipping \nmissiles \n80 air-to-air missiles", [(110, "missile")]),
        (25, "III.", "152mm howitzer – 22 pcs\nBM-21 – 3 pcs", [(22, "gun"), (3, "launcher")]),
        (13, "VII. (b)", "13 gripstock assemblies and 24 missiles", [(13, "gripstock")]),
        (60, "VII. (b)", "60 missiles, 15 missile launchers", [(60, "missile")]),
        (10, "II.", "Dingo-2", [(10, "vehicle")]),
        (1, "II.", "TKS Tanette 1936 model", [(1, "vehicle")]),
        (1, "I.", "1943 Grizzly Sherman", [(1, "tank")]),
        (91, "I.", "77 Leopard 2 A5\n14 Leopard 2 A4", [(91, "tank")]),
        (2, "III.", "155 HOWITZER", [(2, "gun")]),
        (52, "III.", "Mortars 120 mm", [(52, "mortar")]),
        (24, "III.", "Including 6 MLRS", [(24, "item")]),
        (8, "VII. (b)", "Missile Launcher for LFK RBS 15", [(8, "launcher")]),
        (24, "VII. (a)", "Missiles RBS 15 Mk3 including Missile Launcher RBS 15", [(24, "item")]),
        (62, "VII. (b)", "IGLA-S missile", [(62, "missile")]),
        (48, "VII. (b)", "IGLA-S launcher", [(48, "launcher")]),
        (440, "VII. (b)", "", [(440, "item")]),
        (6, "IV. (a) Combat aircraft", "", [(6, "aircraft")]),
        (6, "IV. (b) Unmanned combat aerial vehicles", "", [(6, "drone")]),
        (4, "V. Attack helicopters", "Lynx 300", [(4, "helicopter")]),
        (2, "VI. Warships", "Type 42 Destroyer", [(2, "ship")]),
        (0, "VI. Warships", "", [(0, "ship")]),
    ],
)
def test_units_of_a_un_line(
    number: int, category: str, description: str, expected: list[tuple[int, str]]
) -> None:
    assert amounts(number, category, description) == expected


@pytest.mark.parametrize("printed", ["classified", "not declared"])
def test_no_number_has_no_amount(printed: str) -> None:
    tables = parsed("unroca", "lines", un_lines({"num_items": printed})).tables
    assert list(tables["un_lines"]["number_note"]) == [printed]
    assert len(tables["un_amounts"]) == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"num_items": ""},
            "number of items: expected a whole number, 'classified' or 'not declared', got nothing",
        ),
        ({"num_items": "about 5"}, "number of items: expected a whole number"),
        ({"year": "20l2"}, "year: expected a year, got '20l2'"),
        ({"exporter": ""}, "exporter: expected a name, got nothing"),
    ],
)
def test_a_un_line_that_cannot_be_read_is_refused_with_its_reason(
    change: dict[str, str], reason: str
) -> None:
    block = parsed("unroca", "lines", un_lines({}, change, {"year": "2013"}))
    assert (block.rows_read, len(block.tables["un_lines"])) == (3, 2)
    assert [reject.line for reject in block.rejects] == [3]
    assert block.rejects[0].reason.startswith(reason)


def test_un_lines_have_the_line_they_start_on_however_the_file_is_laid_out() -> None:
    records = [LINE, LINE | {"year": "2013"}]
    pretty = json.dumps(records, indent=2)
    starts = [number for number, text in enumerate(pretty.splitlines(), 1) if text == "  {"]
    assert list(parsed("unroca", "lines", pretty).tables["un_lines"]["line"]) == starts == [2, 12]
    one_line = parsed("unroca", "lines", json.dumps(records)).tables["un_lines"]
    assert list(one_line["line"]) == [1, 2]


def test_a_new_field_of_the_un_file_is_not_lost_in_silence() -> None:
    issues = parsed("unroca", "lines", un_lines({"reporter": "exporter"})).issues
    assert [issue.got for issue in issues] == ["'reporter' (1 records)"]


def test_a_cut_json_file_says_where_it_ends() -> None:
    text = un_lines({}, {"year": "2013"})[:-40]
    with pytest.raises(LedgerError, match=r"line 3: expected a JSON value; .* download it again"):
        parsed("unroca", "lines", text)


def test_a_state_without_a_report_is_read_and_has_no_row() -> None:
    fiji = '{"country": "fiji", "years": [{"year": 2015}, {"year": 2007}]}'
    text = f'[\n{{"country": "guinea-bissau", "years": []}},\n{fiji}\n]'
    block = parsed("unroca", "reports", text)
    assert block.rows_read == 2
    rows = block.tables["un_reports"].itertuples(index=False, name=None)
    assert list(rows) == [(3, "fiji", 2007), (3, "fiji", 2015)]


PAGE = """<html><body><h4 class="unroca">UNROCA original report</h4><p>Norway 2012</p>
<div class="panel-body">About</div>
<div class="panel-body"><table><tr><th>II. Armoured combat vehicles</th><td>Poland</td><td>1</td>
<td>Poland</td><td></td><td>TKS Tanette 1936 model</td><td>Museum</td></tr></table></div>
<div class="panel-body"><table></table></div></body></html>"""


def test_a_saved_report_page_gives_its_lines_and_that_it_was_filed() -> None:
    found, block = read_bytes(PAGE.encode(), "report.html")
    assert found == "unroca page"
    line = block.tables["un_lines"].iloc[0]
    assert (line["exporter"], line["importer"], line["year"], line["number"]) == ("Norway", "Poland", 2012, 1)
    assert block.tables["un_reports"].iloc[0].tolist() == [1, "Norway", 2012]
    assert block.rows_read == 2


def test_a_nil_report_is_a_report() -> None:
    nil = PAGE.replace(PAGE[PAGE.index("<tr>") : PAGE.index("</table>")], "")
    block = parsed("unroca", "page", nil)
    assert (block.rows_read, len(block.tables["un_lines"])) == (1, 0)
    assert block.tables["un_reports"].iloc[0].tolist() == [1, "Norway", 2012]


def test_tiv_cells_and_the_date_of_the_table(shared_dir: Path) -> None:
    data = (shared_dir / "data/tiv/tiv-imports-1990-2023.csv").read_bytes()
    reading = source_named("sipri_tiv").parser.parse(decode(data, "tiv"), "imports")
    assert str(reading.stamp.generated_at) == "2024-04-13 15:53:58"
    assert (reading.stamp.scope_first_year, reading.stamp.scope_last_year) == (1990, 2023)
    (block,) = reading.blocks
    cells = block.tables["tiv_tables"]
    assert cells["cell"].value_counts().to_dict() == {"number": 3759, "blank": 3701, "zero": 122}
    assert cells.loc[cells["cell"] == "blank", "tiv_million"].isna().all()
    assert not cells["party"].str.startswith("Total").any()
    india = cells[(cells["party"] == "India") & (cells["year"] == 2013)].iloc[0]
    assert (india["tiv_million"], india["direction"], india["line"]) == (5242, "import", 11)
    assert block.issues == []


def test_tiv_blank_zero_and_number_are_three_things() -> None:
    text = TIV_HEAD + "India,2,,0 ,2,100%,2,100%\nTotal world import,2,,0 ,2,100%,2,\n"
    cells = parsed("sipri_tiv", "imports", text).tables["tiv_tables"]
    assert list(cells["cell"]) == ["number", "blank", "zero"]
    assert cells["tiv_million"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("India,2000,2000,2000,6000,100%,6000,100%\nTotal world import,2001,2000,2000,6000,,6000,\n", []),
        (
            "India,2000,2000,2000,6000,100%,6000,100%\nTotal world import,2900,2000,2000,6900,,6900,\n",
            ["2,900"],
        ),
        ("India,2000,2000,2000,6000,100%,6000,100%\n", ["none"]),
    ],
)
def test_tiv_rows_are_checked_against_their_total(rows: str, expected: list[str]) -> None:
    assert [issue.got for issue in parsed("sipri_tiv", "imports", TIV_HEAD + rows).issues] == expected


def test_a_tiv_cell_that_is_no_number_refuses_its_row() -> None:
    text = TIV_HEAD + "India,2,n.a.,0,2,100%,2,100%\nChina,1,1,1,3,,3,\nTotal world import,3,1,1,5,,5,\n"
    block = parsed("sipri_tiv", "imports", text)
    assert block.rows_read == 2
    assert [reject.reason for reject in block.rejects] == [
        "2022: expected a whole number or nothing, got 'n.a.'"
    ]


def test_a_new_tiv_column_stops_the_file() -> None:
    with pytest.raises(LedgerError, match="'Region'"):
        parsed(
            "sipri_tiv", "imports", TIV_HEAD.replace("Percentage,", "Region,") + "India,1,1,1,3,Asia,3,1\n"
        )


def test_rdmc_has_launchers_only_in_a_sum(shared_dir: Path) -> None:
    block = read(shared_dir / "data/rdmc/wide-1970-2014.csv")[1]
    holdings = block.tables["holdings"]
    surface_to_air = holdings[
        (holdings["party"] == "venezuela") & (holdings["item"] == "air defence_surface to air missiles")
    ].set_index("year")
    assert surface_to_air.loc[2009:2013, "quantity"].tolist() == [22, 222, 222, 222, 240]
    assert set(surface_to_air["unit"]) == {"launcher"} and surface_to_air["class_id"].isna().all()
    assert any("portable launchers" in issue.expected for issue in block.issues)


def test_rdmc_zero_is_not_loaded_and_na_never_becomes_zero(shared_dir: Path) -> None:
    holdings = read(shared_dir / "data/rdmc/wide-1970-2014.csv")[1].tables["holdings"]
    kinds = holdings["quantity_note"].value_counts().to_dict()
    assert kinds == {"number": 85_751, "listed without number": 31_292}
    assert not (holdings["quantity"] == 0).any()
    yard_craft = holdings[holdings["item"] == "logistics and support_yard craft"]
    assert set(yard_craft["year"]) == {2013, 2014}, "in other years no country has a number for the kind"


def test_an_unknown_rdmc_column_stops_the_file(shared_dir: Path) -> None:
    lines = (shared_dir / "data/rdmc/wide-1970-2014.csv").read_text(encoding="utf-8").splitlines()[:3]
    lines[0] = lines[0].replace('"ccode"', '"ccode","lasers"')
    with pytest.raises(LedgerError, match="unknown column 'lasers'"):
        parsed("rdmc", "wide", "\n".join(lines))


def test_a_broken_rdmc_row_is_refused_with_its_reason(shared_dir: Path) -> None:
    lines = (shared_dir / "data/rdmc/wide-1970-2014.csv").read_text(encoding="utf-8").splitlines()[:4]
    lines[2] = lines[2].replace(",0,", ",many,", 1)
    block = parsed("rdmc", "wide", "\n".join([*lines, '"4",1970,"x"']))
    assert block.rows_read == 4
    assert [reject.line for reject in block.rejects] == [3, 5]
    assert "expected a number or NA, got 'many'" in block.rejects[0].reason


def test_world_bank_values_are_tiv_and_never_dollars(shared_dir: Path) -> None:
    block = read(shared_dir / "data/worldbank/ms-mil-mprt-kd.csv")[1]
    values = block.tables["indicators"]
    venezuela = values[(values["party"] == "ven") & (values["year"] == 2012)].iloc[0]
    assert (venezuela["value"], venezuela["tiv_million"]) == (687_000_000, 687)
    assert (venezuela["indicator"], venezuela["direction"]) == ("MS.MIL.MPRT.KD", "import")
    assert [issue.got for issue in block.issues] == ["'(USD)'"]
    source = source_named("world_bank")
    assert "not dollars" in source.terms and source.terms.startswith("SIPRI's terms")


def answer(rows: list[dict] | None, pages: int = 1) -> str:
    """An answer of the World Bank's API, in one line as it comes."""
    return json.dumps([{"page": 1, "pages": pages, "per_page": 20000, "total": 2}, rows])


def value(code: str, name: str, year: str, amount: float | None) -> dict:
    """One row of such an answer."""
    indicator = {"id": "MS.MIL.MPRT.KD", "value": "Arms imports (SIPRI trend indicator values)"}
    return {
        "indicator": indicator, "country": {"id": code[:2], "value": name}, "countryiso3code": code,
        "date": year, "value": amount, "unit": "", "obs_status": "", "decimal": 0,
    }  # fmt: skip


def test_a_world_bank_answer_keeps_no_value_apart_from_zero() -> None:
    rows = [
        value("VEN", "Venezuela, RB", "2012", 687e6),
        value("VEN", "Venezuela, RB", "2021", None),
        value("", "High income", "2012", 0),
    ]
    found, block = read_bytes(answer(rows).encode(), "imports.json")
    assert found == "world_bank api"
    frame = block.tables["indicators"]
    assert list(frame["party"]) == ["VEN", "VEN", "High income"]
    assert (
        frame["tiv_million"].tolist()[0] == 687
        and pd.isna(frame["tiv_million"][1])
        and frame["value"][2] == 0
    )
    assert list(frame["line"]) == [1, 2, 3]


def test_a_world_bank_error_is_not_an_empty_table() -> None:
    error = '[{"message":[{"id":"120","key":"Invalid value","value":"The parameter is not valid"}]}]'
    with pytest.raises(LedgerError, match="Invalid value"):
        parsed("world_bank", "api", error)
    with pytest.raises(LedgerError, match="starts with page, pages and total"):
        recognise(error.encode(), "error.json")


def test_a_part_of_a_world_bank_series_says_so() -> None:
    issues = parsed("world_bank", "api", answer([value("VEN", "Venezuela, RB", "2012", 1e6)], pages=3)).issues
    assert "page 1 of 3" in [issue.got for issue in issues if issue.level == "warning"]


def test_a_world_bank_row_of_another_series_is_refused() -> None:
    text = (
        "geo,time,Value,Measure\nven,2012,687000000,Arms Imports (USD)\n"
        "ven,2012,5,Military spending\nven,2013,,Arms Imports (USD)\n"
    )
    block = parsed("world_bank", "csv", text)
    assert [(reject.line, reject.reason.split(":")[0]) for reject in block.rejects] == [(3, "Measure")]
    assert block.tables["indicators"]["value"].isna().tolist() == [False, True]
