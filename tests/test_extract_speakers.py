# ruff: noqa: E501  (one case a line reads as a table)
"""Who says it, and what "units" counts, where the sentence itself leaves it to the words around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.claims import extract
from pipelines.claims.language import detect_language

SPEAKERS = [
    ("General Adia, in charge of armaments at the ministry, said that Libya has 20,000 SAM-7 missiles.", "General Adia"),
    ("El general Padrino, ministro de Defensa, aseguró que Venezuela tiene 92 tanques T-72.", "Padrino"),
    ("Peru's President Dina Boluarte opened the parade, adding that the army holds 300 tanks.", "Peru's President Dina Boluarte"),
    ("El ministro Padrino respondió a la prensa asegurando que Venezuela tiene 92 tanques T-72.", "Padrino"),
    ("Le ministre Lecornu a répondu, affirmant que la France possède 220 Rafale.", "Lecornu"),
    ("O ministro Múcio respondeu, afirmando que o Brasil tem 36 caças Gripen.", "Múcio"),
    ("Министр Белоусов выступил на совещании, заявив, что Россия имеет 300 танков Т-90.", "Министр Белоусов"),
    ("Міністр Умєров виступив у Києві, зазначивши, що Україна має 300 танків Т-64.", "Міністр Умєров"),
    ("The army opened a depot in Lima, stating that Peru has 300 tanks.", None),
    ("In Lima, the army opened a depot, stating that Peru has 300 tanks.", None),
    ("Peru's President Discloses 300 Tanks", "Peru's President"),
]  # fmt: skip

BEHIND_THE_VERB = [
    ("La Grèce a commandé 24 Rafale à la France, a annoncé le ministre de la Défense, Nikos Dendias.", "Nikos Dendias"),
    ("Venezuela tiene 92 tanques T-72, dijo el ministro de Defensa, Vladimir Padrino.", "Vladimir Padrino"),
    ("Peru has 20 tanks, said the minister of defence, Walter Astudillo.", "Walter Astudillo"),
    ("O Brasil tem 36 caças Gripen, disse o ministro da Defesa, José Múcio.", "José Múcio"),
    ("Россия имеет 300 танков, сообщил министр обороны, Андрей Белоусов.", "Андрей Белоусов"),
    ("Deutschland hat 300 Panzer, sagte der Minister, Boris Pistorius.", "Boris Pistorius"),
    ("“Peru has 20 tanks,” said Gen. Lopez.", "Gen. Lopez"),
    ("Peru has 20 tanks, said a source in Lima, Peru.", None),
    ("Peru has 20 tanks, said the minister, Peru being proud.", None),
]  # fmt: skip

PRONOUNS = [
    ("Nicolás Maduro said that Venezuela has 5,000 Igla-S. Russia sent 100 tanks to Venezuela, he added.", "Nicolás Maduro"),
    ("Defence Minister Padrino said that Venezuela has 92 tanks. The army holds 5,000 Igla-S, he claimed.", "Defence Minister Padrino"),
    ("Pistorius sagte, Deutschland habe 18 Panzer. Die Ukraine bekam 500 Stinger, sagte er.", "Pistorius"),
    ("Белоусов заявил, что Россия имеет 300 танков. Он сообщил, что Индия получила 464 танка.", "Белоусов"),
    ("The report was long and it said that Peru has 20 tanks.", None),
    ("Putin met Modi. India has 464 T-90 tanks, he said.", None),
]  # fmt: skip

UNITS = [
    ("The Igla-S once brought down a drone. Venezuela possesses 5,000 units.", "unit"),
    ("Venezuela has Igla-S missiles and launchers. It possesses 700 units.", "unit"),
    ("Venezuela has 5,000 units of the Igla-S.", "unit"),
    ("Venezuela posee 5.000 unidades del Igla-S.", "unit"),
    ("Venezuela has 5,000 Igla-S. A drone was shot down. It lost 200 in a fire.", "missile"),
    ("Venezuela received T-72 tanks from a ship. It has 92 units.", "tank"),
    ("Venezuela has 200 Igla-S launchers. Of them, 20 were lost.", "launcher"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_the_speaker_stands_before_what_is_told_of_him(text: str, speaker: str | None) -> None:
    assert [claim.speaker for claim in extract(text)] == [speaker]


@pytest.mark.parametrize(("text", "speaker"), BEHIND_THE_VERB)
def test_a_name_behind_an_office_speaks(text: str, speaker: str | None) -> None:
    assert [claim.speaker for claim in extract(text)] == [speaker]


@pytest.mark.parametrize(("text", "speaker"), PRONOUNS)
def test_he_is_who_spoke_before(text: str, speaker: str | None) -> None:
    assert extract(text)[-1].speaker == speaker


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_units_are_not_counted_as_a_weapon_that_was_only_named(text: str, unit: str) -> None:
    assert extract(text)[-1].unit == unit


def test_the_seed_article_names_who_said_it_and_counts_no_drones(shared_dir: Path) -> None:
    claims = extract((shared_dir / "seed-article.txt").read_text(encoding="utf-8"))
    assert [(claim.unit, claim.speaker) for claim in claims] == [
        ("missile", "Venezuela’s President"),
        ("missile", "Venezuela’s President Nicolas Maduro"),
        ("unit", "Venezuela"),
        ("system", None),
    ]


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Venezuela's President Discloses Military's 5,000 Igla-S MANPADS", "en"),
        ("Peru’s President Discloses 300 Tanks", "en"),
        ("Venezuela exhibe sus 5.000 misiles Igla-S", "es"),
        ("Präsident Maduro: 5.000 Igla-S-Raketen", "de"),
    ],
)
def test_a_headline_tells_its_language(headline: str, language: str) -> None:
    assert detect_language(headline) == language
