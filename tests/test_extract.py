"""What callers of the claim extractor rely on: spans, fields, numbers, sentences, lines, the seed article."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from pipelines.claims import answer_lines, as_json, detect_language, extract
from pipelines.claims.german import german_number
from pipelines.claims.sentences import split_sentences
from pipelines.claims.systems import class_units
from pipelines.claims.words import languages
from pipelines.lookups import fold, read_lookup

ROOT = Path(__file__).resolve().parent.parent


def bounds(text: str) -> list[tuple[float | None, float | None]]:
    return [(claim.quantity_low, claim.quantity_high) for claim in extract(text)]


@pytest.mark.parametrize(
    "number",
    ["5,000", "5.000", "5 000", "5\u00a0000", "5\u202f000", "5'000", "5’000", "5000", "५०००", "٥٠٠٠"],
)
def test_every_separator_and_digit_gives_the_same_number(number: str) -> None:
    assert bounds(f"Venezuela has {number} Igla-S missiles.") == [(5000, 5000)]


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("Igla-S", "9K338 Igla-S"),
        ("Igla S", "9K338 Igla-S"),
        ("Igla·S", "9K338 Igla-S"),
        ("IGLA-S", "9K338 Igla-S"),
        ("Igla\u2011S", "9K338 Igla-S"),
        ("SA-24", "9K338 Igla-S"),
        ("2S19", "2S19 Msta-S"),
        ("9M117", "9M117 Bastion"),
        ("9A52", "BM-30 Smerch"),
        ("Su-30MKV", "Su-30MK2"),
    ],
)
def test_spellings_of_a_system_meet(name: str, system: str) -> None:
    claims = extract(f"The army has 48 {name} in its arsenal.")
    assert [(claim.quantity_low, claim.system) for claim in claims] == [(48, system)]


def test_a_span_is_an_exact_piece_of_the_text_even_behind_wide_characters() -> None:
    text = "😀 Präsident: «Venezuela hat 5.000 Igla-S»."
    (claim,) = extract(text)
    assert text[claim.start : claim.end] == claim.quote == "5.000 Igla-S"


def test_a_span_is_exact_in_a_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "El señor dijo que Perú posee más de 40 misiles antiaéreos.")
    (claim,) = extract(text)
    assert text[claim.start : claim.end] == claim.quote
    assert unicodedata.normalize("NFC", claim.quote) == "más de 40 misiles antiaéreos"


def test_part_and_total_are_told_apart() -> None:
    claims = extract("Russia lost 3,704 tanks. Of these, 2,635 were destroyed, 534 were captured.")
    assert [(claim.quantity_low, claim.part_of_total) for claim in claims] == [
        (3704, False),
        (2635, True),
        (534, True),
    ]


def test_vague_numbers_are_lower_bounds_and_marked() -> None:
    (claim,) = extract("The army has hundreds of tanks.")
    assert (claim.quantity_low, claim.quantity_high, claim.qualifier, claim.vague) == (
        100,
        None,
        "at_least",
        True,
    )


def test_a_denied_holding_is_marked() -> None:
    (claim,) = extract("Venezuela does not have 5,000 Igla-S missiles.")
    assert claim.negated


def test_supplier_speaker_and_date() -> None:
    (claim,) = extract("Serbia received six MiG-29 fighters from Russia in October 2017, Vucic said.")
    assert (claim.holder, claim.supplier, claim.speaker, claim.as_of) == ("SRB", "RUS", "Vucic", "2017-10")


def test_publication_date_stands_in_for_a_missing_date() -> None:
    (claim,) = extract("Serbia has 14 MiG-29 fighters.", published="2021-09-15")
    assert claim.as_of == "2021-09-15"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("India bought 24 Igla-S launchers.", "launcher"),
        ("India bought 100 Igla-S missiles.", "missile"),
        ("Turkey bought four S-400 battalions.", "battalion"),
        ("Turkey bought four S-400 batteries.", "battery"),
        ("Poland has 116 HIMARS.", "launcher"),
    ],
)
def test_the_unit_is_what_the_text_counts(text: str, unit: str) -> None:
    (claim,) = extract(text)
    assert claim.unit == unit


def test_holder_and_system_may_stand_in_the_sentence_before() -> None:
    claims = extract("Ukraine received ten F-16 fighters. By year-end it will have 20 aircraft.")
    assert [(claim.quantity_low, claim.holder) for claim in claims] == [(10, "UKR"), (20, "UKR")]
    assert claims[0].system == claims[1].system


def test_a_country_is_no_ship_of_its_name() -> None:
    (claim,) = extract("India said that three of its military aircraft crashed.")
    assert (claim.holder, claim.system) == ("IND", "aircraft")


def test_the_seed_article_gives_its_four_figures_and_no_other(shared_dir: Path) -> None:
    text = (shared_dir / "seed-article.txt").read_text(encoding="utf-8")
    claims = extract(text)
    assert [(c.quantity_low, c.quantity_high, c.qualifier, c.kind, c.holder, c.system) for c in claims] == [
        (5000, 5000, "exact", "holding", "VEN", "9K338 Igla-S")
    ] * 4


def test_annotated_excerpts_are_read_as_well_as_documented(shared_dir: Path, tmp_path: Path) -> None:
    gold = shared_dir / "claims" / "dev.jsonl"
    answers = tmp_path / "answers.jsonl"
    answers.write_text(
        "\n".join(answer_lines(gold.read_text(encoding="utf-8").splitlines())), encoding="utf-8"
    )
    scored = subprocess.run(
        [sys.executable, str(shared_dir / "claims" / "score.py"), str(gold), str(answers)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    share = {line.split()[0]: float(line.split()[-1]) for line in scored.splitlines() if " = " in line}
    assert float(scored.rsplit("claim_f1=", 1)[1]) >= 0.90
    assert share["kind"] >= 0.85
    assert share["qualifier"] >= 0.90
    assert share["holder"] >= 0.85
    assert share["system"] >= 0.90


def test_three_hundred_excerpts_take_a_second_at_most() -> None:
    texts = [f"Poland ordered {count} K2 tanks from South Korea, Warsaw said." for count in range(2, 302)]
    extract(texts[0])
    start = time.process_time()
    for text in texts:
        extract(text)
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The army has tanks.", "en"),
        ("El ejército tiene tanques.", "es"),
        ("L'armée possède des chars.", "fr"),
        ("Die Armee besitzt Panzer.", "de"),
        ("O exército possui tanques.", "pt"),
        ("Армия получила танки.", "ru"),
        ("Армія отримала танки.", "uk"),
        ("L'esercito possiede carri armati.", "it"),
        ("जवळपास ९० क्षेपणास्त्रे आहेत.", "mr"),
        ("军队拥有坦克。", "zh"),
        ("12345", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_german_number_words() -> None:
    words = {
        "zweitausendsiebenhundert": 2700,
        "fünfundzwanzig": 25,
        "hundert": 100,
        "ein": None,
        "panzer": None,
    }
    assert {word: german_number(word.replace("ü", "u")) for word in words} == words


def test_sentences_keep_abbreviations_and_offsets() -> None:
    text = "Gen. Ham said so. The U.S. gave 4.5 tons. «Fin.» Am 4. August kam er."
    assert [text[s.start : s.end] for s in split_sentences(text)] == [
        "Gen. Ham said so.",
        "The U.S. gave 4.5 tons.",
        "«Fin.»",
        "Am 4. August kam er.",
    ]


def test_lines_in_lines_out() -> None:
    lines = ['{"id": "a", "text": "Poland has 247 tanks."}', "", '{"id": 7, "text": "No figure."}']
    answers = [json.loads(line) for line in answer_lines(lines)]
    assert [answer["id"] for answer in answers] == ["a", 7]
    assert answers[0]["claims"][0]["quantity_low"] == 247
    assert answers[1]["claims"] == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", "line 2: not an object but list"),
        ('{"id": 1}', "line 2: no text"),
        ('{"text": "x"}', "line 2: no id"),
        ('{"id": 1, "text": 5}', "line 2: text is int"),
    ],
)
def test_a_bad_line_is_named(line: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        list(answer_lines(['{"id": 0, "text": ""}', line]))


def test_a_claim_is_ready_for_json() -> None:
    (claim,) = extract("Poland has 247 tanks.")
    assert json.loads(json.dumps(as_json(claim)))["system"] == "tank"


def test_no_heavy_library_is_imported() -> None:
    heavy = ("pandas", "duckdb", "streamlit")
    code = f"import sys, pipelines.claims; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_word_files_name_classes_and_parties_that_the_lookups_know() -> None:
    from pipelines.claims.naming import PLAIN_UNITS
    from pipelines.claims.words import FOLDER, tomllib

    parties = {row["party_id"] for row in read_lookup("parties")} | {"taliban", "farc", "islamic-state"}
    for language in languages():
        content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        known = class_units().keys() | PLAIN_UNITS.keys()
        assert set(content.get("class", {})) <= known, language
        for section in ("name", "demonym", "capital", "leader"):
            assert set(content.get(section, {})) <= parties, (language, section)


def test_folding_is_the_projects_own() -> None:
    assert fold("Igla·S") == fold("IGLA-S")
