"""The figures: the marks, words and numbers a reader relies on, from rows of the Venezuelan case."""

from __future__ import annotations

import json
import math
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from dashboard.charts import (
    claim_line,
    claim_timeline,
    compare,
    key,
    map,
    mirror,
    sankey,
    strip,
    supply,
    voices,
    world,
)
from dashboard.charts.claim_timeline import Cell, Delivery, Said, Strip, Timeline, UnReport
from dashboard.charts.lettering import NARROW, fit, text_width
from dashboard.style import CONFIG, DARK, LIGHT, VERDICT_CHIPS, Tokens
from dashboard.words import Words, words

ROOT = Path(__file__).resolve().parent.parent
EN, ES = words("en"), words("es")
CREDIT = "SIPRI register, release of 3 Jan 2025 · UN Register, report years 2010–2016"

IGLA = claim_line.Row(
    claim_id="igla",
    system="Igla-S",
    unit="missiles",
    kind="holding",
    quantity_low=5000,
    quantity_high=None,
    qualifier="at_least",
    verdict="partly_documented",
    firm=3800,
    estimated=200,
    un_quantity=2000,
    un_year="2012",
    speaker="Nicolás Maduro",
    date="2025-10-22",
)
S300 = claim_line.Row(
    "s300",
    "S-300VM",
    "systems",
    "holding",
    44,
    44,
    "exact",
    "partly_documented",
    0,
    3,
    un_note="outside the Register",
)
TOR = claim_line.Row(
    "tor", "Tor-M1", "systems", "order", 12, 12, "exact", "no_record", 0, 0, third_party_quantity=12
)
SU30 = claim_line.Row("su30", "Su-30MK2", "aircraft", "holding", 23, 23, "exact", "documented", 24, 0)
LAUNCHERS = claim_line.Row(
    "launchers", "Igla-S", "launchers", "holding", 1800, None, "at_least", "not_comparable", un_quantity=400
)
RIFLES = claim_line.Row("ak", "AK-103", "rifles", "holding", 100000, 100000, "exact", "out_of_scope")

SEEN = tuple(
    Cell(year, "line" if year in (2009, 2010, 2012) else "covered" if year < 2024 else "not_loaded")
    for year in range(2005, 2026)
)
REPORTS = (Cell(2010, "covered"), Cell(2011, "no_report"), Cell(2012, "line"))
TIMELINE = Timeline(
    unit="missiles",
    verdict="partly_documented",
    deliveries=(Delivery(2009, 1800), Delivery(2010, 0, 200), Delivery(2012, 2000)),
    claims=(
        Said("reuters", "2017-05-22", 5000, 5000, "exact", "military documents seen by Reuters"),
        Said("igla", "2025-10-22", 5000, None, "at_least", "Nicolás Maduro", "Maduro", in_view=True),
    ),
    un_reports=(UnReport(2012, 2000, "Russia"),),
    strips=(Strip("SIPRI register", SEEN), Strip("Russia’s reports to the UN", REPORTS)),
    last_covered_year=2023,
)
LABELLED = [
    TIMELINE,
    Timeline(
        "tanks",
        "documented",
        (Delivery(2011, 35), Delivery(2012, 42), Delivery(2013, 15)),
        (Said("a", "2010-09", 92, 92, "exact", "RIA Novosti"), Said("b", "2015", 92, 92, "exact", "Other")),
        (UnReport(2012, 42, "Russia"), UnReport(2013, 15, "Russia")),
        last_covered_year=2023,
    ),
    Timeline(
        "tanks",
        "within_estimates",
        (Delivery(1989, 0, 84),),
        (Said("a", "2025-09-05", 78, 78, "exact", "AFP"),),
        last_covered_year=2025,
    ),
    Timeline(
        "systems",
        "partly_documented",
        (Delivery(2013, 0, 3),),
        (Said("a", "2025-12-02", 44, 44, "exact", "laSexta"),),
        last_covered_year=2023,
    ),
    Timeline(
        "missiles",
        "partly_documented",
        tuple(Delivery(y, 100, 20) for y in range(2001, 2020)),
        (Said("a", "2012-02-03", 3000, 4000, "range", "Minister", in_view=True),),
        last_covered_year=2023,
    ),
]
MIRROR = mirror.Mirror(
    "Russia",
    "Venezuela",
    "missiles",
    (
        mirror.Row(2009, exporter_kind="not_loaded", importer_kind="not_loaded", firm=1800),
        mirror.Row(2010, importer_kind="no_report", estimated=200),
        mirror.Row(2011, exporter_kind="no_report", importer_kind="no_report"),
        mirror.Row(2012, exporter_quantity=2000, importer_kind="no_report", firm=2000),
        mirror.Row(2013, exporter_quantity=0, importer_kind="no_report"),
    ),
)
LAUNCHER_VOICES = [
    voices.Row("declared", "Milizona blog, Oct 2011", 1800, None, "at_least"),
    voices.Row("un", "by Russia, for 2012", 400, 400),
    voices.Row("third_party", "IISS, 2010–2013", 200, 200),
    voices.Row("documented", "SIPRI counts missiles", missing="other_unit"),
]
SUPPLY = [
    supply.Row("Russia", 2013, 881.0),
    supply.Row("Russia", 2012, 569.0),
    supply.Row("Spain", 2011, 170.0),
]
FLOWS = [sankey.Row("Russia", "Aircraft", 1794.0), sankey.Row("China", "Aircraft", 278.0)]
STATES = [
    map.Row("VEN", "862", "Venezuela", 5619.0),
    map.Row("SGP", "702", "Singapore", 9000.0),
    map.Row("BRA", "076", "Brazil", None, "zero"),
    map.Row("GUY", "328", "Guyana", None, "nothing"),
    map.Row("AUS", "036", "Australia", None, "no_report"),
    map.Row("CAN", "124", "Canada", None, "classified"),
    map.Row("MNG", "496", "Mongolia", None, "out_of_scope"),
]
COMPARED = [
    compare.Row("VEN", "Venezuela", 3800, 200, 5000, None, "at_least", "Nicolás Maduro"),
    compare.Row("PAK", "Pakistan", 5247, 0),
    compare.Row("RUS", "Russia", missing="not_covered"),
]

Figure = dict[str, Any]


def every_figure() -> Iterator[tuple[str, Figure]]:
    for theme in (LIGHT, DARK):
        for text in (EN, ES):
            name = f"{theme.theme} {text.language}"
            rows = [IGLA, S300, TOR, SU30, LAUNCHERS, RIFLES]
            yield f"claim line {name}", claim_line.build(rows, theme, text, CREDIT)
            yield f"no claim line {name}", claim_line.build([], theme, text, CREDIT)
            yield f"timeline {name}", claim_timeline.build(TIMELINE, theme, text, CREDIT)
            yield f"voices {name}", voices.build(LAUNCHER_VOICES, theme, text, CREDIT, "launchers")
            yield f"supply {name}", supply.build(SUPPLY, theme, text, CREDIT)
            yield f"no supply {name}", supply.build([], theme, text, CREDIT)
            yield f"sankey {name}", sankey.build(FLOWS, theme, text, CREDIT)
            yield f"no sankey {name}", sankey.build([], theme, text, CREDIT)
            yield f"map {name}", map.build(STATES, theme, text, CREDIT)
            yield f"mirror {name}", mirror.build(MIRROR, theme, text, CREDIT)
            yield f"compare {name}", compare.build(COMPARED, theme, text, CREDIT, "missiles")


FIGURES = dict(every_figure())


def told(figure: Figure) -> list[str]:
    """The words of a figure without their markup."""
    return [re.sub(r"<[^>]+>", "", note["text"]) for note in figure["layout"]["annotations"] if note["text"]]


def arrows(figure: Figure) -> list[dict[str, Any]]:
    return [note for note in figure["layout"]["annotations"] if note.get("showarrow")]


def hatched(figure: Figure) -> list[dict[str, Any]]:
    patterns = [
        (trace, trace.get("fillpattern") or trace.get("marker", {}).get("pattern"))
        for trace in figure["data"]
    ]
    return [trace for trace, pattern in patterns if pattern and pattern["shape"] == "/"]


def diamonds(figure: Figure) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol") == "diamond"]


def values(tree: object) -> Iterator[object]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from values(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from values(value)
    else:
        yield tree


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_holds_what_is_no_number(name: str) -> None:
    assert all(math.isfinite(value) for value in values(FIGURES[name]) if isinstance(value, float))


@pytest.mark.parametrize("name", [name for name in FIGURES if name.endswith("light en")])
def test_plotly_accepts_every_figure(name: str) -> None:
    from plotly.graph_objects import Figure as Checked

    Checked(FIGURES[name])


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_names_source_and_release_and_has_a_ground(name: str) -> None:
    figure = FIGURES[name]
    assert "SIPRI register, release of 3 Jan 2025" in " ".join(told(figure))
    assert figure["layout"]["paper_bgcolor"] in (LIGHT.background, DARK.background)
    assert figure["layout"]["dragmode"] is False


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_on_a_figure_is_smaller_than_its_second_line(name: str) -> None:
    sizes = [note["font"]["size"] for note in FIGURES[name]["layout"]["annotations"] if "font" in note]
    assert min(sizes, default=12.5) >= 12.5


def test_every_chart_answers_a_question_in_both_languages() -> None:
    for chart in (claim_line, claim_timeline, compare, map, mirror, sankey, supply, voices):
        assert EN.get(chart.QUESTION).endswith("?")
        assert ES.get(chart.QUESTION).startswith("¿")


def test_colours_stand_in_one_file_alone() -> None:
    files = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("app.py")]
    found = [
        f"{path.relative_to(ROOT)}: {colour}"
        for path in files
        if path.name != "style.py"
        for colour in re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_two_themes_are_those_of_the_settings() -> None:
    import tomllib

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for tokens in (LIGHT, DARK):
        theme = settings[tokens.theme]
        assert (theme["backgroundColor"], theme["textColor"]) == (tokens.background, tokens.ink)
        assert (theme["blueColor"], theme["orangeColor"]) == (tokens.firm, tokens.declared)


def test_chips_judge_nothing_by_colour_or_sign() -> None:
    assert {chip.colour for chip in VERDICT_CHIPS.values()} == {"blue", "gray"}
    assert not re.search(
        "check_circle|cancel|close|thumb|done", " ".join(chip.icon for chip in VERDICT_CHIPS.values())
    )


def test_a_picture_is_saved_as_svg_and_nothing_else_is_offered() -> None:
    assert CONFIG["modeBarButtons"] == [["toImage"]]
    assert CONFIG["toImageButtonOptions"]["format"] == "svg"


class TestClaimLine:
    def test_numbers_are_printed_with_their_words(self) -> None:
        figure = claim_line.build([IGLA], LIGHT, EN)
        assert told(figure) == [
            "declared",
            "documented",
            "Igla-S missiles",
            "at least 5,000",
            "3,800 + 200 est.",
            "UN 2,000 (2012)",
            "partly documented",
        ]

    def test_the_same_in_spanish(self) -> None:
        text = told(claim_line.build([IGLA], LIGHT, ES))
        assert {"al menos 5.000", "3.800 + 200 est.", "ONU 2.000 (2012)", "documentado en parte"} <= set(text)

    def test_firm_is_solid_estimated_hatched_and_neither_holds_the_sum(self) -> None:
        bars = [trace for trace in claim_line.build([IGLA], LIGHT, EN)["data"] if trace["type"] == "bar"]
        assert [(bar["x"], bar["base"]) for bar in bars] == [([3800], [0.0]), ([200], [3800])]
        assert "pattern" not in bars[0]["marker"]
        assert bars[1]["marker"]["pattern"]["shape"] == "/"
        assert bars[1]["marker"]["line"]["width"] == 1.2

    def test_nothing_firm_prints_no_zero(self) -> None:
        text = told(claim_line.build([S300], LIGHT, EN))
        assert "3 est." in text
        assert not any("0 +" in line for line in text)

    def test_every_claim_stands_on_one_line(self) -> None:
        layout = claim_line.build([IGLA, S300, RIFLES], LIGHT, EN)["layout"]
        ends = [layout[axis]["range"][1] for axis in ("xaxis", "xaxis2", "xaxis3")]
        assert [5000 / ends[0], 44 / ends[1], 100000 / ends[2]] == pytest.approx([0.54] * 3)

    def test_at_least_points_to_more_and_at_most_to_less(self) -> None:
        more = arrows(claim_line.build([IGLA], LIGHT, EN))
        assert [(arrow["ax"], arrow["x"]) for arrow in more] == [(5000, pytest.approx(5800))]
        row = claim_line.Row("x", "A", "guns", "holding", None, 60, "at_most", "documented", 60)
        less = arrows(claim_line.build([row], LIGHT, EN))
        assert [(arrow["ax"], arrow["x"]) for arrow in less] == [(60, pytest.approx(51.6))]

    def test_an_exact_number_has_no_arrow(self) -> None:
        assert arrows(claim_line.build([SU30], LIGHT, EN)) == []

    def test_about_is_hollow_with_a_casing(self) -> None:
        row = claim_line.Row("x", "A", "guns", "holding", 300, 300, "approx", "documented", 400)
        casing, mark = diamonds(claim_line.build([row], LIGHT, EN))
        assert (casing["marker"]["color"], mark["marker"]["color"]) == (LIGHT.background, LIGHT.background)
        assert mark["marker"]["line"]["color"] == LIGHT.declared

    def test_a_range_has_both_ends_and_a_bar_between(self) -> None:
        row = claim_line.Row("x", "A", "guns", "holding", 300, 400, "range", "documented", 400)
        figure = claim_line.build([row], LIGHT, EN)
        assert diamonds(figure)[0]["x"] == [300, 400]
        assert [t["x"] for t in figure["data"] if t.get("mode") == "lines" and t["line"]["width"] == 3] == [
            [300, 400]
        ]
        assert "300 to 400" in told(figure)

    def test_orange_on_blue_has_a_casing_in_the_colour_of_the_page(self) -> None:
        for theme in (LIGHT, DARK):
            mark = diamonds(claim_line.build([SU30], theme, EN))[0]["marker"]
            assert mark["line"] == {"width": 2, "color": theme.background}

    def test_no_number_is_a_word(self) -> None:
        assert "no row" in told(claim_line.build([TOR], LIGHT, EN))
        assert "other unit" in told(claim_line.build([LAUNCHERS], LIGHT, EN))
        assert "sin cobertura" in told(claim_line.build([RIFLES], LIGHT, ES))
        vague = claim_line.Row("v", "Grad", "launchers", "holding", None, None, "exact", "cannot_be_judged")
        assert {"no number given", "not judged"} <= set(told(claim_line.build([vague], LIGHT, EN)))
        assert diamonds(claim_line.build([vague], LIGHT, EN)) == []

    def test_what_the_record_could_not_show_is_a_dotted_frame_not_a_track(self) -> None:
        def fills(row: claim_line.Row) -> list[tuple[str, str]]:
            boxes = [s for s in claim_line.build([row], LIGHT, EN)["layout"]["shapes"] if s["type"] == "rect"]
            return [(box["fillcolor"], box["line"].get("dash", "")) for box in boxes]

        assert fills(TOR) == [(LIGHT.track, "")]
        assert fills(LAUNCHERS) == [("rgba(0,0,0,0)", "dot")]

    def test_numbers_in_another_unit_draw_no_bar(self) -> None:
        counted = claim_line.Row(
            "l", "Igla-S", "launchers", "holding", 1800, 1800, "exact", "not_comparable", 4000
        )
        assert [
            trace for trace in claim_line.build([counted], LIGHT, EN)["data"] if trace["type"] == "bar"
        ] == []

    def test_other_voices_hang_under_the_bar(self) -> None:
        figure = claim_line.build([IGLA, TOR], LIGHT, EN)
        marks = {t["marker"]["symbol"]: t for t in figure["data"] if t.get("mode") == "markers"}
        assert marks["square"]["x"] == [2000]
        assert marks["triangle-up"]["x"] == [12]
        assert marks["square"]["y"][0] > marks["diamond"]["y"][0]
        assert marks["square"]["marker"]["color"] == LIGHT.background

    def test_a_long_note_is_cut_before_the_number_of_a_third_party(self) -> None:
        note = "entregas anteriores al Registro de la ONU"
        row = claim_line.Row(
            "x", "A", "tanques", "holding", 78, 78, "exact", "within_estimates", 0, 84, None, "", note, 78
        )
        assert any(
            re.fullmatch(r"ONU: .*… · IISS 78", text) for text in told(claim_line.build([row], LIGHT, ES))
        )

    def test_an_order_says_so(self) -> None:
        assert "Tor-M1 systems, order" in told(claim_line.build([TOR], LIGHT, EN))

    def test_a_bar_longer_than_its_row_is_cut_and_its_number_printed(self) -> None:
        row = claim_line.Row("x", "A", "guns", "holding", 12, 12, "exact", "documented", 60)
        figure = claim_line.build([row], LIGHT, EN)
        slits = [s for s in figure["layout"]["shapes"] if s["line"].get("color") == LIGHT.background]
        assert len(slits) == 2
        assert "60" in told(figure)

    def test_what_falls_short_comes_first_and_what_cannot_be_judged_last(self) -> None:
        rows = claim_line.ordered([RIFLES, SU30, S300, LAUNCHERS, TOR, IGLA])
        assert [row.claim_id for row in rows] == ["igla", "s300", "tor", "su30", "launchers", "ak"]

    def test_at_most_twelve_rows(self) -> None:
        rows = [
            claim_line.Row(str(n), "A", "guns", "holding", n, n, "exact", "documented", n)
            for n in range(1, 20)
        ]
        figure = claim_line.build(rows, LIGHT, EN)
        assert len(diamonds(figure)) == 12
        assert len(diamonds(claim_line.build(rows, LIGHT, EN, limit=19))) == 19

    def test_choosing_a_mark_gives_its_claim(self) -> None:
        figure = claim_line.build([IGLA, S300], LIGHT, EN)
        assert {trace["customdata"][0][0] for trace in figure["data"]} == {"igla", "s300"}
        assert all(trace["unselected"]["marker"]["opacity"] == 1 for trace in figure["data"])

    def test_alt_text_is_made_of_the_same_rows(self) -> None:
        assert claim_line.describe([IGLA, TOR], EN) == (
            "2 rows, one per claim: what is declared, beside what is documented. "
            "Igla-S, missiles: declared at least 5,000; documented 3,800 firm and 200 estimated; "
            "partly documented. "
            "Tor-M1, systems, order: declared 12; documented no row; no record."
        )

    def test_names_of_sources_cannot_bring_markup(self) -> None:
        row = claim_line.Row(
            "x", "<b>A</b> & <a href='x'>", "guns", "holding", 1, 1, "exact", "documented", 1
        )
        notes = claim_line.build([row], LIGHT, EN)["layout"]["annotations"]
        assert any("&lt;b&gt;A&lt;/b&gt; &amp;" in note["text"] for note in notes)

    def test_the_key_holds_the_marks_that_occur(self) -> None:
        assert claim_line.marks([IGLA, RIFLES]) == [
            "firm",
            "estimated",
            "declared",
            "at_least",
            "un",
            "not_covered",
        ]


class TestClaimTimeline:
    def named(self, name: str, rows: Timeline = TIMELINE) -> dict[str, Any]:
        return next(t for t in claim_timeline.build(rows, LIGHT, EN)["data"] if t.get("name") == name)

    def test_a_step_stands_at_the_end_of_its_delivery_year(self) -> None:
        firm = self.named("firm")
        assert firm["line"]["shape"] == "hv"
        assert list(zip(firm["x"], firm["y"], strict=True)) == [
            (2010, 0), (2010, 1800), (2011, 1800), (2013, 3800), (2024, 3800),
        ]  # fmt: skip

    def test_the_hatched_steps_hold_firm_and_estimated(self) -> None:
        steps = self.named("estimated")
        assert steps["fillpattern"]["shape"] == "/"
        assert steps["y"] == [0, 1800, 2000, 4000, 4000]

    def test_after_the_last_covered_year_the_level_is_a_dotted_line_not_an_area(self) -> None:
        after = self.named("after the record")
        assert (after["x"][0], after["y"], after["line"]["dash"]) == (2024, [4000, 4000], "dot")
        assert "fill" not in after

    def test_its_words(self) -> None:
        text = told(claim_timeline.build(TIMELINE, LIGHT, EN))
        assert {
            "declared: at least 5,000", "Maduro, Oct 2025", "at least 1,000 in no record", "3,800 firm",
            "+ 200 estimated", "UN: Russia, for 2012: 2,000", "1,800", "2017",
        } <= set(text)  # fmt: skip

    def test_its_words_in_spanish(self) -> None:
        text = told(claim_timeline.build(TIMELINE, LIGHT, ES))
        assert {"declarado: al menos 5.000", "al menos 1.000 sin registro", "3.800 firmes"} <= set(text)

    def test_a_claim_stands_at_its_date_and_a_un_number_at_the_end_of_its_year(self) -> None:
        assert [round(t["x"][0], 2) for t in diamonds(claim_timeline.build(TIMELINE, LIGHT, EN))] == [
            2025.81,
            2017.39,
        ]
        assert (self.named("UN")["x"], self.named("UN")["y"]) == ([2013], [2000])

    @pytest.mark.parametrize("verdict", ["not_comparable", "out_of_scope", "cannot_be_judged"])
    def test_no_bracket_where_nothing_is_compared(self, verdict: str) -> None:
        rows = Timeline("launchers", verdict, claims=TIMELINE.claims, last_covered_year=2023)
        figure = claim_timeline.build(rows, LIGHT, EN)
        assert not any("in no record" in text for text in told(figure))
        assert not [s for s in figure["layout"]["shapes"] if s["line"].get("color") == LIGHT.ink]

    @pytest.mark.parametrize(
        "low, high, qualifier, expected",
        [(92, 92, "exact", "52"), (50, None, "at_least", "at least 10"), (60, 80, "range", "20 to 40")],
    )
    def test_the_difference_keeps_the_qualifier(
        self, low: float, high: float | None, qualifier: str, expected: str
    ) -> None:
        said = (Said("x", "2020", low, high, qualifier, "A"),)
        rows = Timeline("tanks", "partly_documented", (Delivery(2011, 40),), said, last_covered_year=2023)
        assert f"{expected} in no record" in told(claim_timeline.build(rows, LIGHT, EN))

    def test_deliveries_after_the_claim_do_not_shrink_its_difference(self) -> None:
        said = (Said("x", "2012-06-01", 100, 100, "exact", "A"),)
        deliveries = (Delivery(2010, 40), Delivery(2015, 30))
        rows = Timeline("tanks", "partly_documented", deliveries, said, last_covered_year=2023)
        assert "60 in no record" in told(claim_timeline.build(rows, LIGHT, EN))

    def test_no_record_is_a_word_and_no_area(self) -> None:
        rows = Timeline("systems", "no_record", claims=TIMELINE.claims, last_covered_year=2023)
        figure = claim_timeline.build(rows, LIGHT, EN)
        assert "no row in the loaded tables" in told(figure)
        bracket = next(s for s in figure["layout"]["shapes"] if s["line"].get("color") == LIGHT.ink)
        word = next(note for note in figure["layout"]["annotations"] if "no row" in note["text"])
        _, left, right, _, _ = box(word, figure["layout"]["height"])
        assert not left < bracket["x0"] * NARROW < right
        assert not [trace for trace in figure["data"] if "fill" in trace]

    def test_the_strip_has_one_mark_per_kind_of_year(self) -> None:
        figure = claim_timeline.build(TIMELINE, LIGHT, EN)
        cells = {
            hover: (trace["marker"]["symbol"], trace["marker"].get("color"))
            for trace in figure["data"]
            if trace.get("xaxis") == "x2"
            for hover in trace["hovertext"]
        }
        cells = {hover.replace("<br>", " "): mark for hover, mark in cells.items()}
        assert cells["2011: no report filed"] == ("x-thin", None)
        assert cells["2012: a line for this weapon"] == ("square", LIGHT.ink)
        assert cells["2013: covered, no such line"] == ("circle", LIGHT.ink)
        assert cells["2024: not loaded"] == ("line-ew", None)

    def test_a_nil_report_prints_its_0_in_the_strip(self) -> None:
        rows = Timeline("guns", "no_record", strips=(Strip("Reports", (Cell(2012, "zero"),)),))
        figure = claim_timeline.build(rows, LIGHT, EN)
        assert [t["text"] for t in figure["data"] if t.get("xaxis") == "x2"] == [["0"]]

    def test_out_of_scope_years_are_one_dotted_frame_and_classified_years_are_said(self) -> None:
        cells = (*(Cell(year, "out_of_scope") for year in (2010, 2011)), Cell(2012, "classified"))
        rows = Timeline("guns", "no_record", strips=(Strip("Reports", cells),), last_covered_year=2023)
        figure = claim_timeline.build(rows, LIGHT, EN)
        frames = [s for s in figure["layout"]["shapes"] if s.get("xref") == "x2" and s["type"] == "rect"]
        assert [(round(s["x0"]), round(s["x1"]), s["line"]["dash"]) for s in frames] == [(2010, 2012, "dot")]
        assert "Reports (classified: 2012)" in told(figure)

    def test_alt_text_is_made_of_the_same_rows(self) -> None:
        assert claim_timeline.describe(TIMELINE, EN) == (
            "Documented by the end of 2023, missiles: 3,800 firm and 200 estimated. "
            "Declared, 22 May 2017: 5,000 missiles, military documents seen by Reuters. "
            "Declared, 22 Oct 2025: at least 5,000 missiles, Nicolás Maduro. In no record: at least 1,000. "
            "Reported to the UN by Russia for 2012: 2,000 missiles. "
            "Russia’s reports to the UN: no report for 2011."
        )

    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize(
        "rows",
        LABELLED,
    )
    def test_labels_do_not_collide_on_a_phone(self, rows: Timeline, language: str) -> None:
        figure = claim_timeline.build(rows, LIGHT, words(language))
        boxes = [
            box(note, figure["layout"]["height"]) for note in figure["layout"]["annotations"] if note["text"]
        ]
        overlaps = [
            (one[0], other[0])
            for i, one in enumerate(boxes)
            for other in boxes[i + 1 :]
            if overlap(one, other)
        ]
        assert overlaps == []
        assert all(left >= -2 and right <= NARROW + 2 for _, left, right, _, _ in boxes)


Box = tuple[str, float, float, float, float]


def box(note: dict[str, Any], height: float) -> Box:
    """A label as text and its left, right, top and bottom in pixels on a phone."""
    text, size = re.sub(r"<[^>]+>", "", note["text"]), note["font"]["size"]
    width = text_width(text, size)
    at = note["x"] * NARROW + note.get("xshift", 0)
    left = {"left": at, "center": at - width / 2, "right": at - width}[note["xanchor"]]
    middle = (1 - note["y"]) * height
    return text, left, left + width, middle - size * 0.55, middle + size * 0.55


def overlap(one: Box, other: Box) -> bool:
    return one[1] < other[2] and other[1] < one[2] and one[3] < other[4] and other[3] < one[4]


class TestText:
    def test_a_long_name_is_cut_and_a_short_one_is_not(self) -> None:
        assert fit("Igla-S", 200) == "Igla-S"
        cut = fit("2S19 Msta-S self-propelled howitzer", 120)
        assert cut.endswith("…")
        assert text_width(cut) <= 120

    @pytest.mark.parametrize("quantity", [(5000, None, "at_least"), (300, 400, "range"), (12, 12, "exact")])
    def test_no_first_line_of_a_claim_is_wider_than_a_phone(
        self, quantity: tuple[float, float | None, str]
    ) -> None:
        name = "A system with a name that nobody could fit"
        row = claim_line.Row(
            "x", name, "self-propelled guns", "order", *quantity, "partly_documented", 120000, 20000
        )
        figure = claim_line.build([row], LIGHT, EN)
        left, middle, right = told(figure)[2:5]
        assert text_width(left, bold=True) < NARROW * 0.54 - text_width(middle, bold=True) / 2
        assert text_width(right, bold=True) < NARROW * 0.46 - text_width(middle, bold=True) / 2
        assert any("+ 20,000 est." in line for line in told(figure))


class TestVoices:
    def test_each_voice_has_its_mark_and_number(self) -> None:
        figure = voices.build(LAUNCHER_VOICES, LIGHT, EN)
        marks = [t["marker"]["symbol"] for t in figure["data"] if t.get("mode") == "markers"]
        assert marks == ["diamond", "square", "triangle-up"]
        assert {"at least 1,800", "400", "200", "other unit"} <= set(told(figure))

    def test_documented_has_no_bar_where_it_counts_another_unit(self) -> None:
        figure = voices.build(LAUNCHER_VOICES, LIGHT, EN)
        assert LIGHT.firm not in [t["marker"]["color"] for t in figure["data"] if t["type"] == "bar"]

    def test_firm_and_estimated_are_drawn_apart(self) -> None:
        figure = voices.build([voices.Row("documented", firm=3800, estimated=200)], LIGHT, EN)
        assert len(hatched(figure)) == 1
        assert "3,800 + 200 est." in told(figure)

    def test_alt_text(self) -> None:
        assert voices.describe(LAUNCHER_VOICES, EN, "Launchers") == (
            "Launchers, one line per voice. Declared, Milizona blog, Oct 2011: at least 1,800. "
            "Reported to the UN, by Russia, for 2012: 400. Third-party estimate, IISS, 2010–2013: 200. "
            "Documented, SIPRI counts missiles: other unit."
        )


class TestSupply:
    def test_all_rows_share_one_scale(self) -> None:
        bars = [t for t in supply.build(SUPPLY, LIGHT, EN)["data"] if t["type"] == "bar"]
        heights = {
            (bar["customdata"][i][0], bar["customdata"][i][1]): y
            for bar in bars
            for i, y in enumerate(bar["y"])
        }
        assert heights["Russia", 2012] / heights["Russia", 2013] == pytest.approx(569 / 881)
        assert heights["Spain", 2011] / heights["Russia", 2013] == pytest.approx(170 / 881)

    def test_totals_and_the_largest_year_are_printed(self) -> None:
        assert {"Russia", "1,450", "Spain", "170", "881"} <= set(told(supply.build(SUPPLY, LIGHT, EN)))

    def test_small_suppliers_share_a_row(self) -> None:
        rows = [supply.Row(f"State {n}", 2010, 100.0 - n) for n in range(9)]
        text = told(supply.build(rows, LIGHT, EN))
        assert {"State 5", "3 others"} <= set(text)
        assert "State 6" not in text
        assert "279" in text

    def test_a_year_without_deliveries_has_no_bar(self) -> None:
        bars = [t for t in supply.build(SUPPLY, LIGHT, EN)["data"] if t["type"] == "bar"]
        assert sorted(year for bar in bars for year in bar["x"]) == [2011, 2012, 2013]

    def test_alt_text(self) -> None:
        assert supply.describe(SUPPLY, EN) == (
            "Documented deliveries per supplier, 2011 to 2013, million TIV. Russia: 1,450. Spain: 170. "
            "The most in one year: Russia, 2013, 881."
        )


class TestSankey:
    def test_one_supplier_is_blue(self) -> None:
        node = sankey.build(FLOWS, LIGHT, EN)["data"][0]["node"]
        assert dict(zip(node["label"], node["color"], strict=True)) == {
            "Russia": LIGHT.firm,
            "China": LIGHT.edge,
            "Aircraft": LIGHT.edge,
        }

    def test_at_most_seven_nodes_a_side_and_nothing_is_lost(self) -> None:
        rows = [sankey.Row(f"S{n}", f"K{n}", 10.0 + n) for n in range(12)]
        drawn = sankey.build(rows, LIGHT, EN)["data"][0]
        assert len(drawn["node"]["label"]) == 14
        assert {"Others", "Other kinds"} <= set(drawn["node"]["label"])
        assert sum(drawn["link"]["value"]) == sum(row.value for row in rows)

    def test_alt_text_names_the_largest_first(self) -> None:
        assert sankey.describe(FLOWS, EN) == (
            "Deliveries by supplier and kind, million TIV. Russia to Aircraft: 1,794. China to Aircraft: 278."
        )


def strokes(line: world.Line) -> set[tuple[object, ...]]:
    """The single strokes of a hatch, each as its two ends."""
    lon, lat = line
    return {(*lon[i : i + 2], *lat[i : i + 2]) for i in range(0, len(lon), 3)}


class TestMap:
    def located(self, figure: Figure) -> dict[str, dict[str, Any]]:
        return {place: t for t in figure["data"] if t["type"] == "choropleth" for place in t["locations"]}

    def test_every_shape_has_an_iso_code_and_stands_in_the_topojson(self) -> None:
        topojson = json.loads((ROOT / "static" / "world_110m.json").read_text(encoding="utf-8"))
        drawn = {shape["id"] for shape in topojson["objects"]["countries"]["geometries"]}
        assert {shape.location for shape in world.shapes().values()} == drawn
        assert [code for code in world.shapes() if not re.fullmatch(r"\d{3}", code)] == ["XKX"]
        assert {code: world.shapes()[code].location for code in ("862", "076", "643", "268")} == {
            "862": "VEN",
            "076": "BRA",
            "643": "RUS",
            "268": "GEO",
        }

    def test_a_value_has_the_step_of_its_limits(self) -> None:
        assert [map.step_of(value) for value in (99.9, 100, 999, 1000, 9999, 10000)] == [0, 1, 1, 2, 2, 3]
        shown = self.located(map.build(STATES, LIGHT, EN))["VEN"]
        assert (shown["z"], shown["customdata"]) == ([2], [["VEN"]])

    def test_each_way_of_having_no_number_has_a_look_of_its_own(self) -> None:
        figure = map.build(STATES, LIGHT, EN)
        looks = {place: t["colorscale"][0][1] for place, t in self.located(figure).items() if place != "VEN"}
        assert looks["GUY"] == LIGHT.track
        assert looks["BRA"] == LIGHT.background
        assert looks["CAN"] == LIGHT.line
        written = [text for t in figure["data"] if t.get("mode") == "text" for text in t["text"]]
        assert written == ["0", "classified"]
        dotted = [t for t in figure["data"] if t.get("line", {}).get("dash") == "dot"]
        assert len(dotted) == 1
        assert 110 < max(x for x in dotted[0]["lon"] if x is not None) < 160

    def test_nothing_documented_is_hatched_inside_its_state(self) -> None:
        lon, lat = world.shapes()["862"].hatch
        assert lon[2::3] == [None] * (len(lon) // 3)
        assert all(-74 < x < -59 for x in lon if x is not None)
        assert all(0 < y < 13 for y in lat if y is not None)

    def test_a_state_with_a_value_is_not_hatched(self) -> None:
        figure = map.build(STATES, LIGHT, EN)
        drawn = next(t for t in figure["data"] if t.get("mode") == "lines")
        lines = strokes((drawn["lon"], drawn["lat"]))
        assert not lines & strokes(world.shapes()["862"].hatch)
        assert lines >= strokes(world.shapes()["328"].hatch)

    def test_what_the_map_cannot_draw_is_named_largest_first(self) -> None:
        assert [row.party_id for row in map.off_map(STATES)] == ["SGP", "MNG"]

    def test_a_party_without_iso_number_is_found_by_its_id(self) -> None:
        figure = map.build([map.Row("XKX", "", "Kosovo", 12.0)], LIGHT, EN)
        assert self.located(figure)["XKX"]["z"] == [0]

    def test_disputed_borders_are_dashed_and_named(self) -> None:
        dashed = [t for t in map.build(STATES, LIGHT, EN)["data"] if t.get("line", {}).get("dash") == "dash"]
        named = " ".join(t["hovertext"].replace("<br>", " ") for t in dashed)
        assert all(f"Disputed border: {place}" in named for place in ("Crimea", "Western Sahara", "Kashmir"))

    def test_alt_text(self) -> None:
        assert map.describe(STATES, EN) == (
            "World map, million TIV: 2 with a value; most: Singapore 9,000, Venezuela 5,619."
        )

    def test_the_key_prints_the_limits(self) -> None:
        assert [item.label for item in key.map_items(EN)] == [
            "under 100",
            "100 to 1,000",
            "1,000 to 10,000",
            "over 10,000 million TIV",
            "nothing documented",
            "disputed border",
        ]


class TestMirror:
    def test_the_three_voices_differ_by_shape(self) -> None:
        both = mirror.Mirror("A", "B", "tanks", (mirror.Row(2012, 57, "", 60, "", 42, 3),))
        figure = mirror.build(both, LIGHT, EN)
        marks = {t["marker"]["symbol"]: t["y"] for t in figure["data"] if t.get("mode") == "markers"}
        assert (marks["square"], marks["circle"]) == ([57], [60])
        assert [t["y"] for t in figure["data"] if t["type"] == "bar"] == [[42], [3]]
        assert len(hatched(figure)) == 1

    def test_a_nil_is_the_zero_that_was_reported_and_no_report_is_a_cross(self) -> None:
        figure = mirror.build(MIRROR, LIGHT, EN)
        assert told(figure).count("0") == 1
        crosses = [t["x"] for t in figure["data"] if t.get("marker", {}).get("symbol") == "x-thin"]
        assert crosses == [[2011, 2010, 2011, 2012, 2013]]

    def test_alt_text(self) -> None:
        assert mirror.describe(MIRROR, EN).endswith(
            "2012: 2,000; no report filed; 2,000 firm. 2013: nil reported (0); no report filed; no row."
        )

    def test_the_key_holds_the_marks_that_occur(self) -> None:
        assert mirror.marks(MIRROR, EN) == [
            "exporter", "firm", "estimated", "zero", "covered", "no_report", "not_loaded",
        ]  # fmt: skip

    @pytest.mark.parametrize("text", [EN, ES])
    def test_each_state_of_a_cell_has_a_mark_and_a_word_of_its_own(self, text: Words) -> None:
        kinds = (
            "covered",
            "no_report",
            "not_loaded",
            "classified",
            "not_declared",
            "other_unit",
            "out_of_scope",
        )
        rows = [mirror.Row(2001 + at, 5, "", None, kind) for at, kind in enumerate(kinds)]
        rows += [mirror.Row(2008, 0, "", 7, ""), mirror.Row(2009, firm=3, estimated=1)]
        shown = key.items(mirror.marks(mirror.Mirror("A", "B", "tanks", tuple(rows)), text), text)
        assert len(shown) == 12
        assert len({item.label for item in shown}) == 12
        drawn = [_key_mark(item) for item in shown]
        assert len(set(drawn)) == 12

    def test_a_report_without_a_number_is_a_question_mark_in_its_lane(self) -> None:
        one = mirror.Mirror("A", "B", "tanks", (mirror.Row(2012, None, "not_declared", 4, ""),))
        assert "?" in told(mirror.build(one, LIGHT, EN))

    def test_numbers_too_many_to_print_are_full_squares_that_the_key_names(self) -> None:
        rows = tuple(mirror.Row(1990 + at, 12_000, "") for at in range(30))
        many = mirror.Mirror("A", "B", "missiles", rows)
        assert "number" in mirror.marks(many, EN)
        assert "12,000" not in told(mirror.build(many, LIGHT, EN))


def _key_mark(item: key.Item) -> str:
    """What the key draws for one item, without its words."""
    return key.build([item], LIGHT).replace(item.label, "")


class TestKey:
    @pytest.mark.parametrize("theme", [LIGHT, DARK])
    @pytest.mark.parametrize("text", [EN, ES])
    def test_every_mark_has_a_picture_or_a_letter_and_its_word(self, theme: Tokens, text: Words) -> None:
        shown = [*key.items((*key.PATHS, *key.BOXES, *strip.SIGNS), text), *key.map_items(text)]
        lines = re.findall(r"<li .*?</li>", key.build(shown, theme))
        assert [re.sub("<[^>]+>", "", line) for line in lines] == [
            strip.SIGNS.get(item.mark, "") + item.label for item in shown
        ]
        assert sum("<img" in line for line in lines) == len(shown) - len(strip.SIGNS)

    def test_each_picture_is_whole(self) -> None:
        shown = key.items((*key.PATHS, *key.BOXES), EN)
        sources = re.findall(r'src="data:image/svg\+xml,([^"]+)"', key.build(shown, LIGHT))
        pictures = [ElementTree.fromstring(unquote(source)) for source in sources]
        assert len(pictures) == len(shown)
        assert sum(each.find(".//{*}rect") is not None for each in pictures) == len(key.BOXES)

    def test_words_of_a_source_are_text_in_it(self) -> None:
        assert "&lt;b onload=x&gt;&amp;" in key.build([key.Item("firm", "<b onload=x>&")], LIGHT)


class TestCompare:
    def test_all_states_share_one_scale(self) -> None:
        layout = compare.build(COMPARED, LIGHT, EN)["layout"]
        assert {tuple(layout[axis]["range"]) for axis in ("xaxis", "xaxis2", "xaxis3")} == {(0, 6000.0)}

    def test_each_state_has_both_numbers_or_their_words(self) -> None:
        text = told(compare.build(COMPARED, LIGHT, EN))
        assert "3,800 + 200 est." in text
        assert "declared: at least 5,000 · Nicolás Maduro" in text
        assert text.count("no claim") == 2
        assert "not covered" in text

    def test_at_most_six_states(self) -> None:
        rows = [compare.Row(str(n), f"State {n}", n) for n in range(1, 9)]
        assert "State 7" not in told(compare.build(rows, LIGHT, EN))

    def test_alt_text(self) -> None:
        assert compare.describe(COMPARED, EN, "missiles") == (
            "3 states, missiles, on one scale. "
            "Venezuela: documented 3,800 firm and 200 estimated; declared at least 5,000. "
            "Pakistan: documented 5,247 firm; declared no claim. "
            "Russia: documented not covered; declared no claim."
        )


MAP_PAGE = """
import streamlit as st
from dashboard.charts import map
from dashboard.style import CONFIG, tokens
from dashboard.words import Words, words
rows = [map.Row("VEN", "862", "Venezuela", 5619.0)]
st.plotly_chart(map.build(rows, tokens(), words("en"), "credit"), theme=None, config=CONFIG)
"""


@pytest.mark.browser
def test_the_map_paints_with_every_other_host_blocked(tmp_path: Path) -> None:
    """Static files are served from beside the script, so the page stands in a folder with a link to them."""
    from playwright.sync_api import Route, sync_playwright

    (tmp_path / "page.py").write_text(MAP_PAGE, encoding="utf-8")
    (tmp_path / "static").symlink_to(ROOT / "static")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    host = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "page.py", f"--server.port={port}"]
    options = [
        "--server.headless=true",
        "--server.enableStaticServing=true",
        "--browser.gatherUsageStats=false",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    strangers: list[str] = []

    def refuse(route: Route) -> None:
        strangers.append(route.request.url)
        route.abort()

    server = subprocess.Popen(command + options, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{host}/_stcore/health")
        with sync_playwright() as play:
            quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=quiet)
            page = browser.new_page()
            page.route(lambda url: not url.startswith((host, "data:")), refuse)
            page.goto(host)
            page.wait_for_selector(".choroplethlayer path", timeout=30_000)
            painted = page.locator(".choroplethlayer path").count()
            browser.close()
    finally:
        server.terminate()
        server.wait(10)
    assert painted > 170
    assert strangers == []


def wait_for(address: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
