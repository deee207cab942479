"""Proposed claims get the verdict that the ledger would give them, and the notes that the record holds."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import snapshot
from pipelines.claims.checking import CheckedClaim, check, judge_rows
from pipelines.claims.judge import Judged, judge, judging, proposed
from pipelines.claims.model import ExtractedClaim
from pipelines.claims.notes import CODES, Note, Said, notes
from pipelines.claims.printed import note_sentence, words
from pipelines.issues import LedgerError
from pipelines.rows import dict_rows
from tests.check_home import snapshot_path

IGLA_S: dict[str, Any] = {
    "claim_id": "one", "quote_id": "one", "holder": "VEN", "system": "9k338-igla-s", "quantity_low": 5000,
    "quantity_high": 5000, "qualifier": "exact", "kind": "holding", "as_of": "2025-10-22",
}  # fmt: skip

FOUND = ExtractedClaim(
    start=0, end=5, quantity_low=5000, quantity_high=5000, qualifier="exact", kind="holding", holder="VEN",
    system="9K338 Igla-S", system_id="9k338-igla-s", class_id="manpads", unit="missile", supplier=None,
    speaker=None, as_of=None, part_of_total=False, vague=False, negated=False, quote="5,000",
)  # fmt: skip


def verdict(**changed: Any) -> Judged:
    return judge(snapshot_path(), [IGLA_S | changed])[0]


def only(text: str, published: str | None = None) -> CheckedClaim:
    (claim,) = check(snapshot_path(), text, "en", published).claims
    return claim


def note(code: str, found: tuple[Note, ...]) -> dict[str, Any]:
    (one,) = [note for note in found if note.code == code]
    return dict(one.values)


def test_every_claim_of_the_ledger_gets_its_own_verdict_again() -> None:
    with snapshot.open_read_only(snapshot_path()) as ledger:
        claims = dict_rows(ledger, "SELECT * FROM claims")
        expected = {row["claim_id"]: row for row in dict_rows(ledger, "SELECT * FROM verdicts")}
        rows = ledger.execute("SELECT claim_id, count(*) FROM verdict_rows GROUP BY claim_id").fetchall()
    assert len(claims) > 30
    for claim, judged in zip(claims, judge(snapshot_path(), claims), strict=True):
        own = expected[claim["claim_id"]]
        assert (judged.verdict, judged.reason, judged.documented_firm, judged.documented_with_estimates) == (
            own["verdict"], own["reason"], own["documented_firm"], own["documented_with_estimates"],
        )  # fmt: skip
        assert len(judged.rows) == dict(rows).get(claim["claim_id"], 0)


def test_the_seed_claim_is_partly_documented_by_three_rows_of_the_register() -> None:
    judged = verdict()
    assert (judged.verdict, judged.percent, judged.unit) == ("partly_documented", 80, "missile")
    assert (judged.documented_firm, judged.documented_with_estimates) == (3800, 4000)
    deciding = [(row.line, row.quantity, row.row_year, row.part) for row in judged.rows if row.decides]
    assert deciding == [
        (20041, 1800, 2009, "firm"), (20040, 200, 2010, "estimated"), (20024, 2000, 2012, "firm"),
    ]  # fmt: skip
    assert {row.release_id for row in judged.rows if row.decides} == {
        "sipri_register-deliveries-2025-01-03-51dfdcb6"
    }
    assert {(row.supplier, row.designation, row.unit) for row in judged.rows if row.decides} == {
        ("Russia", "Igla-S", "missile")
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"declared_unit": "launcher", "quantity_low": 1800, "quantity_high": 1800}, "not_comparable"),
        ({"declared_unit": "system"}, "partly_documented"),
        ({"quantity_low": 3800, "quantity_high": 3800}, "documented"),
        ({"quantity_low": 3801, "quantity_high": 3801}, "within_estimates"),
        ({"quantity_low": None, "qualifier": "at_most"}, "cannot_be_judged"),
        ({"system": None, "class_id": "rifle"}, "out_of_scope"),
        ({"kind": "loss"}, "out_of_scope"),
        ({"holder": None}, "cannot_be_judged"),
        ({"system": "9k331-tor-m1"}, "no_record"),
    ],
)
def test_each_verdict_has_a_case(changed: dict[str, Any], expected: str) -> None:
    assert verdict(**changed).verdict == expected


def test_answers_come_in_the_order_of_the_claims() -> None:
    claims = [IGLA_S | {"claim_id": name, "quantity_low": low, "quantity_high": low}
              for name, low in (("b", 5000), ("a", 1), ("c", 3900))]  # fmt: skip
    found = [(one.claim_id, one.verdict) for one in judge(snapshot_path(), claims)]
    assert found == [("b", "partly_documented"), ("a", "documented"), ("c", "within_estimates")]
    assert judge(snapshot_path(), []) == []


def test_a_model_without_a_reviewed_name_is_not_judged_by_the_rows_of_its_class() -> None:
    row = proposed(replace(FOUND, system_id="never-heard-of-it", class_id="manpads"), "one")
    (judged,) = judge(snapshot_path(), [row])
    assert (judged.verdict, judged.reason) == ("cannot_be_judged", "no_weapon")
    assert proposed(replace(FOUND, system_id="unknown-rifle", class_id="rifle"), "one")["class_id"] == "rifle"


def test_a_denied_number_and_one_that_no_table_can_hold_are_not_compared() -> None:
    for found in (replace(FOUND, negated=True), replace(FOUND, quantity_low=1e30, quantity_high=1e30)):
        (judged,) = judge(snapshot_path(), [proposed(found, "one")])
        assert (judged.verdict, judged.reason) == ("cannot_be_judged", "no_number")


def test_a_unit_of_another_kind_of_weapon_is_not_taken_for_the_system() -> None:
    assert proposed(replace(FOUND, unit="drone"), "one")["declared_unit"] is None
    assert proposed(replace(FOUND, unit="launcher"), "one")["declared_unit"] == "launcher"
    assert proposed(replace(FOUND, unit="no such unit"), "one")["declared_unit"] is None


def test_the_rule_reads_the_snapshot_and_nothing_else(tmp_path: Path) -> None:
    with judging(snapshot_path(), [IGLA_S]) as connection:
        for attempt in (
            "SELECT * FROM read_csv('/etc/hostname')",
            f"COPY claims TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "DELETE FROM ledger.main.claims",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(attempt)


def test_text_of_a_claim_is_never_run_as_sql() -> None:
    hostile = "x'); DROP TABLE claims; --"
    assert verdict(speaker=hostile, note=hostile).verdict == "partly_documented"


def test_a_snapshot_is_found_under_any_name_and_named_where_it_is_broken(tmp_path: Path) -> None:
    odd = tmp_path / 'it\'s a "snapshot".duckdb'
    shutil.copy(snapshot_path(), odd)
    assert judge(odd, [IGLA_S])[0].verdict == "partly_documented"
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database")
    with pytest.raises(LedgerError, match=r"broken\.duckdb: expected"):
        judge(broken, [IGLA_S])


def test_the_same_number_is_traced_to_its_first_publication() -> None:
    found = only("Venezuela has 5,000 Igla-S missiles.", "2025-10-22").notes
    values = note("published_before", found)
    assert (values["claim_id"], values["said_on"], values["number"]) == (
        "venezuela-igla-s-2017",
        "2017-05-22",
        5000,
    )
    assert "Reuters" in str(values["outlet"])


def test_a_number_is_no_repetition_before_it_was_published_nor_of_its_own_article() -> None:
    earlier = only("Venezuela has 5,000 Igla-S missiles.", "2016-01-01").notes
    assert "published_before" not in {one.code for one in earlier}
    with snapshot.open_read_only(snapshot_path()) as ledger:
        query = "SELECT text_sha256 FROM articles WHERE article_id = 'reuters-venezuela-manpads-2017'"
        row = ledger.execute(query).fetchone()
    assert row and row[0]
    said = Said(published="2018-01-01", text_sha256=row[0])
    (own,) = notes(snapshot_path(), [IGLA_S], [said])
    assert "published_before" not in {one.code for one in own}


def test_an_order_year_quoted_as_a_delivery_year_is_noted() -> None:
    claim = only("482 Russian SA-24 missiles were shipped to Libya in 2004.", "2011-09-08")
    assert (claim.row["kind"], claim.row["as_of"]) == ("delivery", "2004")
    assert note("order_year", claim.notes) == {
        "year": 2004, "delivery_years": [2006, 2007, 2008], "quantity": 482, "unit": "missile",
    }  # fmt: skip
    (told,) = [one for one in claim.notes if one.code == "order_year"]
    assert note_sentence(told) == (
        "2004 is the year of the order; of this order the register has 482 missiles, delivered in 2006–2008."
    )


def test_a_delivery_in_its_own_year_and_a_date_of_publication_are_no_order_year() -> None:
    claim = IGLA_S | {"kind": "delivery", "as_of": "2008", "quantity_low": 1800, "quantity_high": 1800}
    (own_year,) = notes(snapshot_path(), [claim | {"as_of": "2009"}], [Said("2025-10-22")])
    (published,) = notes(snapshot_path(), [claim], [Said("2008")])
    (order_year,) = notes(snapshot_path(), [claim], [Said("2025-10-22")])
    codes = [{one.code for one in found} for found in (own_year, published, order_year)]
    assert ["order_year" in found for found in codes] == [False, False, True]


def test_launchers_are_not_the_missiles_that_the_register_counts() -> None:
    (claim,) = check(snapshot_path(), "Venezuela recibió 1.800 lanzadores portátiles Igla-S.", "es").claims
    assert claim.judged.verdict == "not_comparable"
    assert note("unit_other", claim.notes) == {"declared_unit": "launcher", "register_unit": "missile"}


def test_systems_leave_open_what_is_counted() -> None:
    claim = only("The presence of 5,000 Igla-S systems in Venezuela raises questions.")
    assert note("unit_open", claim.notes) == {"declared_unit": "system", "register_unit": "missile"}
    assert claim.judged.verdict == "partly_documented"


def test_rifles_are_outside_the_register_not_undocumented() -> None:
    claim = only("In 2010 Venezuela held 100,000 Kalashnikov rifles.")
    assert claim.judged.verdict == "out_of_scope"
    assert note("class_outside", claim.notes)["class_name_en"] == "rifles"


def test_a_register_of_years_cannot_split_the_year_of_the_claim() -> None:
    claim = IGLA_S | {"as_of": "2012-06-01"}
    (in_the_year,) = notes(snapshot_path(), [claim], [Said()])
    (year_alone,) = notes(snapshot_path(), [claim | {"as_of": "2012"}], [Said()])
    assert note("year_not_split", in_the_year) == {"year": 2012, "quantity": 2000, "unit": "missile"}
    assert "year_not_split" not in {one.code for one in year_alone}


def test_the_claim_is_set_beside_the_reports_to_the_un() -> None:
    (above,) = notes(snapshot_path(), [IGLA_S], [Said()])
    (equal,) = notes(snapshot_path(), [IGLA_S | {"quantity_low": 2000, "quantity_high": 2000}], [Said()])
    (below,) = notes(snapshot_path(), [IGLA_S | {"quantity_low": 10, "quantity_high": 10}], [Said()])
    expected = {"reported": 2000, "unit": "missile", "category": "VII(b)", "years": [2012]}
    assert note("un_exceeded", above) == expected | {"number": 5000}
    assert note("un_equal", equal) == expected | {"number": 2000}
    assert not {one.code for one in below} & {"un_exceeded", "un_equal"}


def test_what_the_text_says_of_its_own_number_is_noted() -> None:
    said = Said(part_of_total=True, vague=True, negated=True, system_name="QW-9", system_is_unknown=True)
    (found,) = notes(snapshot_path(), [IGLA_S], [said])
    assert {"part_of_total", "vague", "negated", "system_unknown"} <= {one.code for one in found}
    assert note("system_unknown", found) == {"system": "QW-9"}


def test_every_note_and_every_reason_has_its_words() -> None:
    assert set(words()["note"]) == set(CODES)
    rule = (Path(snapshot.__file__).parent / "derive" / "50_verdicts.sql").read_text(encoding="utf-8")
    assert all(f"'{reason}'" in rule for reason in words()["change"])


def test_a_corrected_claim_is_judged_again() -> None:
    claim = only("Venezuela has 5,000 Igla-S missiles.")
    ((judged, _),) = judge_rows(snapshot_path(), [{**claim.row, "quantity_low": 3000}], [claim.said])
    assert judged.verdict == "documented"
