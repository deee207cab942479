# ruff: noqa: E501  (one case a line reads as a table)
"""Numbers in names, calibres and models that nobody has reviewed: what a number counts, and what it does not."""

from __future__ import annotations

import pytest

from pipelines.claims import extract
from pipelines.claims.checking import check
from tests.check_home import snapshot_path

COUNTS = [
    ("Venezuela's navy owns 2 Type 209 submarines.", "2 Type 209 submarines", 2),
    ("Venezuela's navy owns two ‘Type 209’ submarines.", "two ‘Type 209’ submarines", 2),
    ("Russia built three Project 636 submarines for Algeria.", "three Project 636 submarines", 3),
    ("Of this type 20 tanks were lost.", "20 tanks", 20),
    ("Peru has 30 155-mm howitzers.", "30 155-mm howitzers", 30),
    ("Peru has 30 towed 155mm howitzers.", "30 towed 155mm howitzers", 30),
    ("The army holds 12 122 mm rocket launchers.", "12 122 mm rocket launchers", 12),
    ("Россия передала Сербии 20 152-мм гаубиц.", "20 152-мм гаубиц", 20),
    ("Polen hat 120 155-mm-Haubitzen.", "120 155-mm-Haubitzen", 120),
    ("Polen hat 12 155 Haubitzen.", "12 155 Haubitzen", 12155),
    ("Venezuela has “more than 5,000” Igla-S missiles.", "“more than 5,000” Igla-S missiles", 5000),
    ("Венесуэла имеет 5000 ракет «Игла-С».", "5000 ракет «Игла-С»", 5000),
]  # fmt: skip

MODELS = [
    ("Venezuela has 20 Khaibar-99 tanks.", "Khaibar-99", "tank"),
    ("Venezuela tiene 35 tanques Khaibar-99.", "Khaibar-99", "tank"),
    ("Россия имеет 40 танков «Хайбар-99».", "Хайбар-99", "tank"),
    ("Peru has 40 T-55 tanks. It has 80 AMX-13 tanks.", "AMX-13", "tank"),
    ("India has 20 Vulcan-X drones; 5 were lost.", "Vulcan-X", "drone"),
    ("Peru has 12 Boeing-built helicopters.", "helicopter", "helicopter"),
    ("Peru has 12 Mirage 2000 jets.", "Mirage 2000", "aircraft"),
    ("Peru has 12 Mirage 2000-5 jets.", "Mirage-2000-5", "aircraft"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "number"), COUNTS)
def test_a_number_in_a_name_or_a_calibre_counts_nothing(text: str, quote: str, number: int) -> None:
    assert [(claim.quote, claim.quantity_low) for claim in extract(text)] == [(quote, number)]
    (claim,) = extract(text)
    assert text[claim.start : claim.end] == quote


@pytest.mark.parametrize(("text", "system", "unit"), MODELS)
def test_a_model_keeps_the_name_that_the_text_gives_it(text: str, system: str, unit: str) -> None:
    claim = extract(text)[-1]
    assert (claim.system, claim.unit, claim.as_of) == (system, unit, None)


def test_a_model_that_nobody_has_reviewed_is_not_judged_by_the_rows_of_its_class() -> None:
    text = "Venezuela has 92 tanks. It has 20 Khaibar-99 tanks and 300 Vulcan-7 rifles."
    plain, unknown, rifles = check(snapshot_path(), text).claims
    assert (unknown.judged.verdict, unknown.judged.rows) == ("cannot_be_judged", ())
    assert [note.code for note in unknown.notes] == ["system_unknown"]
    assert unknown.notes[0].values == {"system": "Khaibar-99"}
    assert (plain.judged.verdict, plain.judged.documented_firm) == ("documented", 92)
    assert rifles.judged.verdict == "out_of_scope"


def test_a_year_in_a_name_dates_no_claim() -> None:
    (claim,) = extract("France has 100 Mirage 2000 fighters.", published="2025-10-22")
    assert claim.as_of == "2025-10-22"


def test_to_have_got_is_to_have() -> None:
    assert [claim.kind for claim in extract("“We’ve got 5,000 Igla-S,” Maduro said.")] == ["holding"]
    assert [claim.kind for claim in extract("Peru got 12 Mi-17 helicopters.")] == ["delivery"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Venezuela ordered 92 tanks in 2009 and has since received 12 Tor-M1 systems.", ["2009", None]),
        ("In 2009 India ordered 30 tanks and received 12 howitzers.", ["2009", "2009"]),
        ("India received 30 tanks in 2009 and 12 howitzers in 2010.", ["2009", "2010"]),
        ("Venezuela pidió 92 tanques en 2009 y ha recibido 12 sistemas Tor-M1.", ["2009", None]),
        ("On 3 May 2009 India received 30 tanks and lost 12 howitzers.", ["2009-05-03", "2009-05-03"]),
    ],
)
def test_the_year_of_one_number_is_not_that_of_the_next(text: str, dates: list[str | None]) -> None:
    assert [claim.as_of for claim in extract(text)] == dates


def test_the_month_of_may_leaves_a_delivery_a_delivery() -> None:
    for text in ("In May 2009 India received 30 tanks.", "On 3 May 2009 India received 30 tanks."):
        assert [claim.kind for claim in extract(text)] == ["delivery"]
    assert [claim.kind for claim in extract("India may receive 30 tanks.")] != ["delivery"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Venezuela has 15 F-16s bought in the 1980s.", None),
        ("Perú tiene 15 cazas Mirage comprados en la década de 1980.", None),
        ("La France a vendu 15 Mirage F1 dans les années 1980.", None),
        ("Irán entregó 12 drones Mohajer-2 a Venezuela entre 2012 y 2013.", "2013"),
        ("Russia delivered 92 tanks in 2011, 2012 and 2013.", "2013"),
        ("Russia delivered 92 tanks in 2013.", "2013"),
    ],
)
def test_a_decade_dates_nothing_and_a_run_of_years_ends_with_its_last(text: str, date: str | None) -> None:
    (claim,) = extract(text)
    assert claim.as_of == date


@pytest.mark.parametrize(
    ("text", "holder", "supplier"),
    [
        ("Венесуэла получила 48 самоходных гаубиц 2С19.", "VEN", None),
        ("Марокко заказало 20 танков.", "MAR", None),
        ("Россия поставила Перу 20 танков.", "PER", "RUS"),
        ("ВСУ потеряли 31 танк «Абрамс».", "UKR", None),
        ("ЗСУ втратили 31 танк «Абрамс».", "UKR", None),
    ],
)
def test_self_propelled_is_not_samoan(text: str, holder: str, supplier: str | None) -> None:
    (claim,) = extract(text)
    assert (claim.holder, claim.supplier) == (holder, supplier)


def test_what_is_denied_ends_at_a_semicolon() -> None:
    claims = extract("Peru does not have 5,000 missiles; it has at most 400.")
    assert [(claim.quantity_high, claim.negated) for claim in claims] == [(5000, True), (400, False)]


def test_a_quote_behind_a_sentence_makes_no_request_of_it() -> None:
    text = "Die Ukraine hat bisher 18 Leopard 2A6 erhalten. „Wir brauchen mindestens 300 Panzer“, sagte Selenskyj."
    assert [claim.kind for claim in extract(text)] == ["delivery", "request"]


def test_whom_experts_speak_of_is_no_speaker() -> None:
    (claim,) = extract("Experts say Caracas has 5,000 missiles.")
    assert claim.speaker is None
    (claim,) = extract("Peru has 15 F-16s, according to the International Institute for Strategic Studies.")
    assert claim.speaker == "International Institute for Strategic Studies"


def test_a_sentence_that_ends_with_igla_s_ends_there() -> None:
    text = (
        "Maduro a dit que le Venezuela a « pas moins de 5.000 » Igla-S. La Russie en a livré 1 800 en 2009."
    )
    assert [(claim.quote, claim.quantity_low, claim.as_of) for claim in extract(text)] == [
        ("« pas moins de 5.000 » Igla-S", 5000, None),
        ("1 800", 1800, "2009"),
    ]
    (claim,) = extract("J.-P. Sartre said that France has 20 tanks.")
    assert claim.speaker == "J.-P. Sartre"


@pytest.mark.parametrize(
    ("text", "qualifier", "kind"),
    [
        ("Poland handed over 14 MiG-29s to Ukraine.", "exact", "delivery"),
        ("Poland handed over over 14 MiG-29s to Ukraine.", "at_least", "delivery"),
        ("Poland has over 14 MiG-29s.", "at_least", "holding"),
    ],
)
def test_over_belongs_to_what_was_handed_over(text: str, qualifier: str, kind: str) -> None:
    assert [(claim.qualifier, claim.kind) for claim in extract(text)] == [(qualifier, kind)]


def test_a_semicolon_parts_two_statements() -> None:
    text = "Rheinmetall will build 500 Lynx vehicles for Romania; Hungary ordered 218 Lynx vehicles in 2020."
    assert [(claim.quantity_low, claim.as_of, claim.holder) for claim in extract(text)][1] == (
        218,
        "2020",
        "HUN",
    )
    assert extract(text)[0].as_of is None
