"""The notes of a careful editor, in the words of the page: each as a sentence, in English and in Spanish."""

from __future__ import annotations

import pytest

from dashboard.checking import telling
from dashboard.frame import View
from dashboard.style import LIGHT
from dashboard.words import words
from pipelines.claims.checking import check
from pipelines.claims.naming import PLAIN_UNITS
from pipelines.claims.notes import CODES, Note
from pipelines.claims.printed import note_sentence, printed
from tests.check_home import snapshot_path

SPANISH = {
    "Venezuela tiene 5.000 misiles Igla-S.": [
        "El mismo número se publicó el 22 may 2017: Venezuelan military documents seen by Reuters. "
        "Una repetición no es una segunda confirmación.",
        "Los informes cargados del Registro de la ONU recogen 2.000 misiles para este poseedor en la "
        "categoría VII(b), todos los modelos juntos (2012); la declaración es mayor.",
    ],
    "Rusia entregó a Venezuela 92 tanques T-72 en 2009.": [
        "El mismo número se publicó el 7 dic 2009: BioBioChile. "
        "Una repetición no es una segunda confirmación.",
        "2009 es el año del pedido; de ese pedido el registro tiene 92 tanques, con entrega en 2011–2013.",
    ],
    "Venezuela tenía 2.000 misiles Igla-S en junio de 2012.": [
        "Con entrega en el propio 2012: 2.000 misiles. El registro da solo años, así que no se sabe si antes "
        "o después de la fecha de la declaración.",
        "Los informes cargados del Registro de la ONU recogen el mismo número: 2.000 misiles en la "
        "categoría VII(b), todos los modelos juntos (2012).",
    ],
    "Venezuela tiene 300 lanzadores Igla-S.": [
        "El texto cuenta lanzadores; el registro, misiles. Nunca se comparan.",
    ],
    "Venezuela tiene 300 sistemas Igla-S.": [
        "El texto dice sistemas, que deja abierto qué se cuenta; el registro cuenta misiles, y el número se "
        "lee como misiles.",
    ],
    "Perú tiene 30.000 fusiles.": [
        "El registro recoge solo armas convencionales mayores y no fusiles: quedan fuera de su alcance, no "
        "sin documentar.",
    ],
    "Venezuela no tiene 700 misiles Igla-S.": ["El texto niega el número, así que no se juzga."],
    "Perú tiene 3 misiles Shahab-3.": [
        "Shahab-3 no está entre los nombres revisados, así que no se puede buscar ninguna fila.",
    ],
    "Venezuela tiene cientos de misiles Igla-S.": [
        "Una palabra en lugar de un número (docenas, cientos): se lee como límite inferior de 100, según la "
        "regla que publica ACLED.",
    ],
}  # fmt: skip


def told(note: Note, language: str) -> str:
    """The note as the page tells it; words and language are all that it asks of a view."""
    return telling.note(note, View(None, words(language), LIGHT, None))  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), SPANISH.items())
def test_a_spanish_page_tells_the_notes_in_spanish(text: str, expected: list[str]) -> None:
    (claim,) = check(snapshot_path(), text, "es").claims
    assert [told(note, "es") for note in claim.notes] == expected


def test_a_part_of_a_total_is_told_in_both_languages() -> None:
    note = Note("part_of_total")
    assert told(note, "es") == "El número es parte de un total que el texto también nombra; no se suman."
    assert told(note, "en") == "The number is part of a total that the text names too; the two are not added."


def test_the_command_and_the_page_tell_a_note_in_the_same_words() -> None:
    values = {
        "number": 5000, "quantity": 1, "reported": 1, "unit": "ship", "declared_unit": "system",
        "register_unit": "ship", "year": 2009, "years": [2012], "delivery_years": [2011, 2012, 2013],
        "category": "VI", "class_name_en": "rifles", "class_name_es": "fusiles", "said_on": "2017-05-22",
        "speaker": "A", "outlet": "B", "system": "Shahab-3",
    }  # fmt: skip
    for code in CODES:
        on_page = told(Note(code, values), "en").replace("’", "'").replace("22 May 2017", "2017-05-22")
        assert on_page == note_sentence(Note(code, values))
    assert "2009 itself: 1 ship. " in note_sentence(Note("year_not_split", values))
    assert "2009: 1 buque." in told(Note("year_not_split", values), "es").replace("el propio ", "")


def test_a_weapon_of_no_class_is_named_in_the_language_of_the_page() -> None:
    view = View(None, words("es"), LIGHT, None)  # type: ignore[arg-type]
    assert telling.as_read("cruise missile", view) == "misiles de crucero"
    assert telling.as_read("Shahab-3", view) == "Shahab-3"
    for language in ("en", "es"):
        assert all(words(language).has(f"check.weapon.{key}") for key in PLAIN_UNITS)


def test_the_command_names_the_supplier_and_counts_one_ship() -> None:
    told = printed(check(snapshot_path(), "Russia delivered 92 T-72 tanks to Venezuela."), "a.txt")
    assert "   Claimed: 92 tanks; T-72; delivery; Venezuela; supplied by Russia; " in told
    told = printed(check(snapshot_path(), "Venezuela owns one Lupo frigate."), "a.txt")
    assert "   Claimed: 1 ship; Lupo; holding; Venezuela; " in told
    assert "Documented: 6 ships documented (6 firm)" in told
