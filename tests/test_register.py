"""The register's files: counts, flags and repairs as the published files have them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipelines.issues import LedgerError
from pipelines.source import decode, recognise
from pipelines.sources.sipri_register.parse import missing, parse

HEAD_A = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
IGLA_2008 = (
    "Venezuela,Russia,2008,,2000,?,Igla-S,portable surface-to-air missile,2000,?,2009; 2010,New,"
    "Deal incl also 200 launchers,0.08,160,160"
)
HEAD_B = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
)
IGLA_2010 = "50622,Russia,Venezuela,Igla-S,portable SAM,Missiles,2008,No,200,Yes,2010,Yes,New,0.08,0.08,16,No"


def read(text: str, format_id: str = "deals") -> dict[str, pd.DataFrame]:
    """Tables of a small file, with its rejects as a frame."""
    blocks = list(parse(text, format_id).blocks)
    assert len(blocks) == 1
    rejects = pd.DataFrame([vars(reject) for reject in blocks[0].rejects], columns=["line", "reason", "raw"])
    return blocks[0].tables | {"rejects": rejects}


@pytest.mark.parametrize(
    ("name", "read_rows", "kept", "repaired"),
    [
        ("register-deals-2026-05-18.csv", 29_916, 29_916, 0),
        ("register-deals-2024-03-18.csv", 29_056, 29_056, 2),
        ("register-deliveries-2025-01-03.csv", 20_480, 20_480, 0),
        ("register-deliveries-2025-02-10-api.csv", 1_414, 1_414, 0),
        ("resaved-by-hand.csv", 29_058, 29_056, 0),
    ],
)
def test_counts_of_the_real_files(
    shared_dir: Path, name: str, read_rows: int, kept: int, repaired: int
) -> None:
    data = (shared_dir / "data" / "sipri" / name).read_bytes()
    source, found = recognise(data, name)
    blocks = list(source.parser.parse(decode(data, name), found.format_id).blocks)
    rejected = [reject for block in blocks for reject in block.rejects]
    assert sum(block.rows_read for block in blocks) == read_rows
    assert sum(len(block.tables[found.table]) for block in blocks) == kept
    assert len(rejected) == read_rows - kept
    assert sum(block.rows_repaired for block in blocks) == repaired


def test_nonsense_rows_of_a_resaved_file_are_named(shared_dir: Path) -> None:
    data = (shared_dir / "data" / "sipri" / "resaved-by-hand.csv").read_bytes()
    rejects = [reject for block in parse(decode(data, "f"), "deals").blocks for reject in block.rejects]
    assert [reject.line for reject in rejects] == [24616, 27039]
    assert "supplier: expected a name, got '0.25'" in rejects[0].reason
    assert "supplier: expected a name, got '3'" in rejects[1].reason
    assert rejects[0].raw.startswith(",0.25,3.5,3.25,")


def test_a_deal_keeps_its_flags_years_and_items() -> None:
    tables = read(f"{HEAD_A}\n{IGLA_2008}\n")
    deal = tables["deals"].iloc[0]
    assert (deal["line"], deal["ordered"], deal["ordered_estimated"], deal["order_year_estimated"]) == (
        2,
        2000,
        True,
        False,
    )
    assert (deal["delivered"], deal["delivered_estimated"], deal["delivery_years"]) == (
        2000,
        True,
        "2009; 2010",
    )
    assert list(tables["deal_years"]["delivery_year"]) == [2009, 2010]
    item = tables["deal_items"].iloc[0]
    assert (item["quantity_low"], item["quantity_high"], item["unit"]) == (200, 200, "launcher")


def test_a_slip_of_the_pen_in_a_comment_is_no_item() -> None:
    tables = read(f"{HEAD_A}\n{IGLA_2008.replace('200 launchers', '2' * 40 + ' launchers')}\n")
    assert len(tables["deals"]) == 1
    assert tables["deal_items"].empty


def test_a_delivery_keeps_its_three_flags() -> None:
    row = read(f"{HEAD_B}\n{IGLA_2010}\n", "deliveries")["deliveries"].iloc[0]
    assert (row["deal_id"], row["delivered"], row["delivery_year"]) == (50622, 200, 2010)
    flags = (row["order_year_estimated"], row["delivered_estimated"], row["delivery_year_estimated"])
    assert flags == (False, True, True)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_line_ends_and_encodings_of_saved_files(ending: str, encoding: str) -> None:
    row = IGLA_2008.replace("launchers", "launchers é")
    data = ending.join([HEAD_A, row, ""]).encode(encoding)
    assert recognise(data, "f")[1].format_id == "deals"
    assert read(decode(data, "f"))["deals"].iloc[0]["comments"] == "Deal incl also 200 launchers é"


def test_a_newline_inside_comments_is_repaired() -> None:
    broken = IGLA_2008.replace(" launchers,0.08", " launchers\n,0.08")
    blocks = list(parse(f"{HEAD_A}\n{broken}\n{IGLA_2008}\n", "deals").blocks)
    deals = blocks[0].tables["deals"]
    assert (blocks[0].rows_read, blocks[0].rows_repaired, list(deals["line"])) == (2, 1, [2, 4])
    assert list(deals["tiv_delivered"]) == [160.0, 160.0]


def test_unknown_zero_and_blank_are_kept_apart() -> None:
    open_deal = IGLA_2008.replace(",2000,?,2009; 2010,", ",0,,,")
    unknown_order = IGLA_2008.replace("2008,,2000,?", "2008,,,")
    zero_order = IGLA_2008.replace("2008,,2000,?", "2008,,0,")
    deals = read("\n".join([HEAD_A, open_deal, unknown_order, zero_order]))["deals"]
    assert list(deals["delivered"]) == [0, 2000, 2000]
    assert deals["delivery_years"].isna().tolist() == [True, False, False]
    assert deals["ordered"].isna().tolist() == [False, True, True]


def test_exact_duplicates_are_different_deals() -> None:
    assert len(read("\n".join([HEAD_A, IGLA_2008, IGLA_2008]))["deals"]) == 2


def test_repeated_delivery_years_count_once() -> None:
    twice = IGLA_2008.replace("2009; 2010", "2009; 2009; 2010; 2010")
    assert list(read(f"{HEAD_A}\n{twice}\n")["deal_years"]["delivery_year"]) == [2009, 2010]


def test_a_new_column_is_an_error_that_names_it() -> None:
    with pytest.raises(LedgerError, match="unknown column 'Buyer group'"):
        parse(f"{HEAD_A},Buyer group\n{IGLA_2008},x\n", "deals")


def test_a_missing_column_is_an_error_that_names_it() -> None:
    with pytest.raises(LedgerError, match="missing column 'status'"):
        parse(HEAD_A.replace(",status,", ",") + "\n", "deals")


def test_the_export_of_april_2024_lacks_the_last_title_only() -> None:
    head = HEAD_B.removesuffix("Local production")
    assert not read(f"{head}\n{IGLA_2010}\n", "deliveries")["deliveries"]["local_production"].any()


def test_cells_that_a_spreadsheet_quoted_are_read() -> None:
    quoted = ",".join(f'"{cell}"' for cell in IGLA_2008.split(","))
    assert read(f"{HEAD_A}\n{quoted}\n")["deals"].iloc[0]["supplier"] == "Russia"


def test_the_stamp_names_release_and_scope() -> None:
    preamble = (
        "Transfers of major conventional arms from All countries  to All countries . "
        "Deals with deliveries or orders "
        "made for year range '2000' to '2030' \n\nData generated: 3 Jan 2025 9:16:02 PM\n"
    )
    stamp = parse(f"{preamble}{HEAD_B}\n{IGLA_2010}\n", "deliveries").stamp
    assert str(stamp.generated_at) == "2025-01-03 21:16:02"
    assert (stamp.scope_first_year, stamp.scope_last_year) == (2000, 2030)


@pytest.mark.parametrize("date", ["65 Feb 2025 10:52:58 AM", "3 Jan 2025 9:16:02", ""])
def test_a_date_that_is_none_is_unknown(date: str) -> None:
    reading = parse(f"Data generated: {date}\n{HEAD_B}\n{IGLA_2010}\n", "deliveries")
    assert reading.stamp.generated_at is None
    assert sum(len(block.tables["deliveries"]) for block in reading.blocks) == 1


def test_another_file_says_what_it_lacks() -> None:
    assert missing("a,b\n1,2\n") == {
        "deals": "header line starting 'Recipient,Supplier,'",
        "deliveries": "header line starting 'SIPRI AT Database ID,'",
    }
    with pytest.raises(LedgerError, match=r"Tried: .*sipri_register deals: no header line"):
        recognise(b"a,b\n1,2\n", "f.csv")


def test_a_cut_line_is_rejected_with_its_number() -> None:
    rejects = read(f"{HEAD_A}\n{IGLA_2008}\n{IGLA_2008[:60]}")["rejects"]
    assert list(rejects["line"]) == [3]
    assert rejects.iloc[0]["reason"] == "expected 16 cells, got 8"
