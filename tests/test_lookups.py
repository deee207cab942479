"""The reviewed names: sound among themselves, and complete for the real files of the sources."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from pipelines.lookups import fold, read_lookup

HOLDERS = {
    "Venezuela", "Libya", "Nicaragua", "Syria", "Serbia", "Ukraine", "Armenia", "Azerbaijan", "Nigeria",
    "Colombia", "North Korea", "Qatar",
}  # fmt: skip
DEALS = ("register-deals-2024-03-18.csv", "register-deals-2026-05-18.csv")
DELIVERIES = ("register-deliveries-2025-01-03.csv", "register-deliveries-2025-02-10-api.csv")
CATEGORIES = {"I", "II", "III", "IV", "V", "VI", "VII(a)", "VII(b)", "SALW", "none"}
TABLES = (
    "parties", "party_names", "classes", "description_terms", "systems", "system_names", "units",
)  # fmt: skip


def table_after(path: Path, header: str) -> list[list[str]]:
    """The rows below the line that starts with ``header``, split at commas as the publisher writes them."""
    lines = path.read_bytes().decode("latin-1").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(header))
    width = lines[start].count(",")
    return [line.split(",") for line in lines[start + 1 :] if line.count(",") == width]


def register_rows(shared: Path) -> list[tuple[str, str, str, str]]:
    """Recipient, supplier, designation, description of every unbroken row of the register's files."""
    rows = []
    for name in DEALS:
        for row in table_after(shared / "data/sipri" / name, "Recipient,Supplier,"):
            rows.append((row[0], row[1], row[6].strip(), row[7]))
    for name in DELIVERIES:
        for row in table_after(shared / "data/sipri" / name, "SIPRI AT Database ID,"):
            rows.append((row[2], row[1], row[3].strip(), row[4]))
    return rows


def names_of(source: str) -> dict[str, str]:
    return {row["name"]: row["party_id"] for row in read_lookup("party_names") if row["source"] == source}


def classes_of_terms() -> dict[str, set[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for row in read_lookup("description_terms"):
        for column in ("term_2024", "term_2026"):
            if row[column]:
                classes[row[column]].add(row["class_id"])
    return classes


def system_of(designation: str, description: str) -> set[str]:
    """The system of a register row: a name bound to the description's class wins over a name without one."""
    classes = classes_of_terms()[description]
    bound, free = set(), set()
    for row in read_lookup("system_names"):
        if row["name"] == designation and row["kind"] == "designation":
            if not row["description_class"]:
                free.add(row["system_id"])
            elif classes == {row["description_class"]}:
                bound.add(row["system_id"])
    return bound or free


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_has_spaces_at_its_ends(table: str) -> None:
    for row in read_lookup(table):
        for column, cell in row.items():
            assert cell is not None and cell == cell.strip(), f"{table}: {column} of {row}"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("parties", ("party_id",)),
        ("party_names", ("name", "source")),
        ("classes", ("class_id",)),
        ("description_terms", ("term_2024", "term_2026")),
        ("systems", ("system_id",)),
        ("system_names", ("name", "description_class")),
        ("units", ("unit",)),
    ],
)
def test_keys_are_unique(table: str, key: tuple[str, ...]) -> None:
    counts = Counter(tuple(row[column] for column in key) for row in read_lookup(table))
    assert [found for found, times in counts.items() if times > 1] == []


def test_every_reference_exists() -> None:
    parties = {row["party_id"] for row in read_lookup("parties")}
    classes = {row["class_id"] for row in read_lookup("classes")}
    systems = {row["system_id"] for row in read_lookup("systems")}
    units = {row["unit"] for row in read_lookup("units")}
    for row in read_lookup("party_names"):
        assert row["party_id"] in parties, row
    for row in read_lookup("parties"):
        assert set(filter(None, row["successor_of"].split(";"))) <= parties - {row["party_id"]}, row
    for row in read_lookup("classes"):
        assert row["unit"] in units and row["unroca_category"] in CATEGORIES, row
        assert row["broader"] in classes | {""} and row["scope"] in {"register", "outside"}, row
    for row in read_lookup("description_terms"):
        assert row["class_id"] in classes, row
    for row in read_lookup("systems"):
        assert row["class_id"] in classes and row["unit"] in units, row
        assert row["unroca_category"] in CATEGORIES and row["variant_of"] in systems | {""}, row
        assert set(filter(None, row["makers"].split(";"))) <= parties and len(row["short_name"]) <= 20, row
    for row in read_lookup("system_names"):
        assert row["system_id"] in systems and row["description_class"] in classes | {""}, row


def test_no_name_stands_for_two_systems_unless_the_description_tells_them_apart() -> None:
    systems: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_lookup("system_names"):
        systems[fold(row["name"]), row["description_class"]].add(row["system_id"])
    assert {name: held for name, held in systems.items() if len(held) > 1} == {}


def test_every_system_can_be_found_by_a_name() -> None:
    named = {row["system_id"] for row in read_lookup("system_names")}
    assert [row["system_id"] for row in read_lookup("systems") if row["system_id"] not in named] == []


@pytest.mark.parametrize(
    ("name", "source", "party"),
    [
        ("Venezuela (Bolivarian Republic of)", "unroca", "VEN"),
        ("Russian Federation", "unroca", "RUS"),
        ("Rep. of Korea", "unroca", "KOR"),
        ("Russia", "sipri_register", "RUS"),
        ("Soviet Union", "sipri_register", "soviet-union"),
        ("UAE", "sipri_register", "ARE"),
        ("United Arab Emirates", "sipri_register", "ARE"),
        ("Libya HoR*", "sipri_register", "house-of-representatives-libya"),
        ("HoR (Libya)*", "sipri_register", "house-of-representatives-libya"),
        ("House of Representatives (Libya)*", "sipri_register", "house-of-representatives-libya"),
        ("DR Congo", "sipri_register", "COD"),
        ("Congo", "sipri_register", "COG"),
        ("Niger", "sipri_register", "NER"),
        ("bolivarian-republic-of-venezuela", "unroca_slug", "VEN"),
        ("ven", "world_bank", "VEN"),
        ("kos", "world_bank", "XKX"),
        ("soviet union", "rdmc", "soviet-union"),
        ("korea, dpr of", "rdmc", "PRK"),
    ],
)
def test_a_source_s_own_name_leads_to_its_party(name: str, source: str, party: str) -> None:
    assert names_of(source)[name] == party


def test_a_former_state_is_linked_and_never_merged() -> None:
    parties = {row["party_id"]: row for row in read_lookup("parties")}
    assert parties["RUS"]["successor_of"] == "soviet-union"
    assert parties["soviet-union"]["kind"] == "former_state" and parties["soviet-union"]["iso3"] == ""
    assert parties["VEN"]["iso_numeric"] == "862" and parties["VEN"]["name_es"] == "Venezuela"
    assert parties["world-bank-wld"]["kind"] == "aggregate"


@pytest.mark.parametrize(
    ("term", "class_id", "category"),
    [
        ("portable SAM", "manpads", "VII(b)"),
        ("portable surface-to-air missile", "manpads", "VII(b)"),
        ("SAM system", "surface-to-air-missile-system", "none"),
        ("surface-to-air missile", "surface-to-air-missile", "none"),
        ("FGA aircraft", "fighter-ground-attack-aircraft", "IV"),
        ("self-propelled MRL", "multiple-rocket-launcher", "III"),
        ("iinfantry fighting vehicle turret", "infantry-fighting-vehicle-turret", "none"),
    ],
)
def test_both_vocabularies_lead_to_one_class(term: str, class_id: str, category: str) -> None:
    assert classes_of_terms()[term] == {class_id}
    classes = {row["class_id"]: row for row in read_lookup("classes")}
    assert classes[class_id]["unroca_category"] == category


def test_a_term_that_was_split_keeps_every_new_term() -> None:
    split = defaultdict(set)
    for row in read_lookup("description_terms"):
        split[row["term_2024"]].add(row["term_2026"])
    assert split["FAC"] == {"missile boat", "torpedo boat"}
    assert split["APV"] == {"armoured personnel carrier", "armoured reconnaissance vehicle"}
    assert split["trainer aircraft"] == {"trainer aircraft", "(armed) trainer aircraft"}


@pytest.mark.parametrize(
    ("designation", "description", "system"),
    [
        ("Igla-S", "portable SAM", "9k338-igla-s"),
        ("Igla-S", "portable surface-to-air missile", "9k338-igla-s"),
        ("S-300VM/SA-23 SAMS", "SAM system", "s-300vm"),
        ("S-300VM", "surface-to-air missile system", "s-300vm"),
        ("9M83M", "SAM", "9m83m"),
        ("T-72M1", "tank", "t-72b1"),
        ("T-72B", "tank", "t-72b"),
        ("EMB-314 -", "trainer/combat aircraft", "emb-314-super-tucano"),
        ("EMB-314 Super Tucano", "trainer/combat aircraft", "emb-314-super-tucano"),
        ("2S19 MSTA-S 152mm", "self-propelled gun", "2s19-msta-s"),
        ("Mistral", "portable SAM", "mistral"),
        ("Mistral", "AALS", "mistral-ship"),
        ("P-15", "air search radar", "p-15-radar"),
        ("P-15", "anti-ship missile", "p-15-missile"),
        ("Crotale", "mobile SAM system", "crotale"),
        ("Crotale", "SAM", "r-440-crotale"),
        ("Cobra", "APV", "cobra-vehicle"),
        ("R-27R/T", "BVRAAM", "r-27r-t"),
        ("R-73", "SRAAM", "r-73"),
    ],
)
def test_a_register_row_leads_to_one_system(designation: str, description: str, system: str) -> None:
    assert system_of(designation, description) == {system}


def test_missiles_and_launching_systems_are_counted_apart() -> None:
    systems = {row["system_id"]: row for row in read_lookup("systems")}
    assert [systems[key]["unit"] for key in ("s-300vm", "9m82m", "9m83m", "9k338-igla-s")] == [
        "system", "missile", "missile", "missile",
    ]  # fmt: skip
    assert systems["9k338-igla-s"]["name"] == "9K338 Igla-S"
    assert systems["9k338-igla-s"]["makers"] == "RUS"


def test_every_party_of_the_register_has_an_id(shared_dir: Path) -> None:
    known = names_of("sipri_register")
    parties = {party for row in register_rows(shared_dir) for party in row[:2]}
    for name, header in (
        ("tiv-imports-1990-2023.csv", "Recipient,"),
        ("tiv-exports-1990-2023.csv", "Exports by,"),
    ):
        lines = (shared_dir / "data/tiv" / name).read_bytes().decode("latin-1").splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith(header))
        parties |= {line.split(",")[0] for line in lines[start + 1 :]}
    assert parties - known.keys() == {"", "Total world import", "Total world export"}


def test_every_name_of_the_un_register_has_an_id(shared_dir: Path) -> None:
    folder = shared_dir / "data/unroca"
    lines = json.loads((folder / "lines-2010-2016.json").read_text(encoding="utf-8"))
    states = {line[column] for line in lines for column in ("exporter", "importer", "state_of_origin")}
    assert states - names_of("unroca").keys() == {""}
    reports = json.loads((folder / "reports-filed-1992-2022.json").read_text(encoding="utf-8"))
    assert {report["country"] for report in reports} - names_of("unroca_slug").keys() == set()


def test_every_name_of_the_other_sources_has_an_id(shared_dir: Path) -> None:
    with (shared_dir / "data/rdmc/wide-1970-2014.csv").open(encoding="utf-8", newline="") as rows:
        assert {row["country"] for row in csv.DictReader(rows)} - names_of("rdmc").keys() == set()
    for name in ("ms-mil-mprt-kd.csv", "ms-mil-xprt-kd.csv"):
        with (shared_dir / "data/worldbank" / name).open(encoding="utf-8", newline="") as rows:
            assert {row["geo"] for row in csv.DictReader(rows)} - names_of("world_bank").keys() == set()


def test_every_description_of_the_register_has_a_class(shared_dir: Path) -> None:
    descriptions = {row[3] for row in register_rows(shared_dir)}
    assert len(descriptions) > 300
    assert descriptions - classes_of_terms().keys() == set()


def test_every_designation_of_the_bundled_holders_leads_to_one_system(shared_dir: Path) -> None:
    bound: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in read_lookup("system_names"):
        if row["kind"] == "designation":
            bound[row["name"]][row["description_class"]].add(row["system_id"])
    terms = classes_of_terms()
    items = {(row[2], row[3]) for row in register_rows(shared_dir) if row[0] in HOLDERS}
    assert len({designation for designation, _ in items}) > 1400
    unmatched = set()
    for designation, description in items:
        classes = terms[description]
        chosen = bound[designation][next(iter(classes))] if len(classes) == 1 else set()
        if len(chosen or bound[designation][""]) != 1:
            unmatched.add((designation, description))
    assert unmatched == set()
