"""SIPRI's register, both formats, into the faithful tables: every flag, gap and word as the file has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pandas as pd

from pipelines.source import Block, Reading, Reject
from pipelines.sources.sipri_register.comment_items import deal_items
from pipelines.sources.sipri_register.layout import (
    HEADER_STARTS,
    LAYOUTS,
    Record,
    Sheet,
    header_line,
    records,
    sheet,
)

BLOCK_RECORDS = 100_000
"""Records that stand in memory at once; the complete register has 30,000."""

_NAME = r"[^\W\d_]"
_COUNT, _YEAR, _TIV = r"\d+", r"(?:1[89]|20|21)\d\d", r"\d+(?:\.\d+)?"


def missing(head: str) -> dict[str, str]:
    """For each format what the head of a file lacks to be it; nothing where it is it."""
    lines = head.split("\n")
    return {
        name: "" if header_line(lines, name) is not None else f"header line starting '{start}'"
        for name, start in HEADER_STARTS.items()
    }


def parse(text: str, format_id: str) -> Reading:
    """The register's rows. Raises LedgerError where the header is not the known one."""
    found = sheet(text, format_id)
    return Reading(found.stamp, _blocks(found))


def _blocks(found: Sheet) -> Iterator[Block]:
    stream = records(found)
    build = _deals_block if found.format_id == "deals" else _deliveries_block
    while run := list(islice(stream, BLOCK_RECORDS)):
        frame, rejects = _typed_cells(run, found.format_id)
        block = build(frame)
        block.rows_read, block.rejects = len(run), rejects
        block.rows_repaired = sum(record.repaired for record in run)
        yield block


def _typed_cells(run: list[Record], format_id: str) -> tuple[pd.DataFrame, list[Reject]]:
    """The sound records as text columns with their lines, and the others with what is wrong in them."""
    names = [name for _, name in LAYOUTS[format_id]]
    rejects = [
        Reject(record.line, f"expected {len(names)} cells, got {len(record.cells)}", ",".join(record.cells))
        for record in run
        if len(record.cells) != len(names)
    ]
    sound = [record for record in run if len(record.cells) == len(names)]
    columns = zip(*(record.cells for record in sound), strict=True) if sound else [()] * len(names)
    frame = pd.DataFrame(dict(zip(names, columns, strict=True)), dtype="str").apply(
        lambda cells: cells.str.strip()
    )
    frame.insert(0, "line", [record.line for record in sound])
    reasons = _reasons(frame, CHECKS[format_id])
    wrong = frame[reasons != ""]
    rejects += [
        Reject(int(line), reason, ",".join(cells))
        for line, reason, cells in zip(
            wrong["line"], reasons[reasons != ""], wrong[names].itertuples(index=False), strict=True
        )
    ]
    return frame[reasons == ""].reset_index(drop=True), sorted(rejects, key=lambda reject: reject.line)


def _reasons(frame: pd.DataFrame, checks: dict[str, tuple[str, str]]) -> pd.Series:
    """For each record what is wrong with it, cell by cell, or nothing."""
    reasons = pd.Series("", index=frame.index, dtype="object")
    for column, (pattern, wanted) in checks.items():
        matches = frame[column].str.match if column in NAMES else frame[column].str.fullmatch
        wrong = ~matches(pattern).astype(bool)
        if wrong.any():
            got = frame.loc[wrong, column].map(lambda cell: f"'{cell}'" if cell else "nothing")
            found = f"{column.replace('_', ' ')}: expected {wanted}, got " + got
            reasons.loc[wrong] = reasons.loc[wrong].map(lambda text: text and f"{text}; ") + found
    return reasons


NAMES = {"recipient", "supplier", "designation", "description"}
_PARTY = (rf".*{_NAME}", "a name")
_COUNT_OR_BLANK = (rf"(?:{_COUNT})?", "a whole number or nothing")
_TIV_OR_BLANK = (rf"(?:{_TIV})?", "a number or nothing")
_YEAR_OR_BLANK = (rf"(?:{_YEAR})?", "a year or nothing")
_FLAG = (r"\??", "? or nothing")
_ANSWER = (r"(?:Yes|No)?", "Yes, No or nothing")
CHECKS: dict[str, dict[str, tuple[str, str]]] = {
    "deals": {
        "recipient": _PARTY, "supplier": _PARTY, "order_year": _YEAR_OR_BLANK,
        "order_year_estimated": _FLAG, "ordered": _COUNT_OR_BLANK, "ordered_estimated": _FLAG,
        "designation": (r".", "a designation"), "description": (r".", "a description"),
        "delivered": _COUNT_OR_BLANK, "delivered_estimated": _FLAG,
        "delivery_years": (rf"(?:{_YEAR}(?:; ?{_YEAR})*)?", "years separated by ;"),
        "tiv_unit": _TIV_OR_BLANK, "tiv_ordered": _TIV_OR_BLANK, "tiv_delivered": _TIV_OR_BLANK,
    },
    "deliveries": {
        "deal_id": (_COUNT, "a whole number"), "supplier": _PARTY, "recipient": _PARTY,
        "designation": (r".", "a designation"), "description": (r".", "a description"),
        "order_year": _YEAR_OR_BLANK, "order_year_estimated": _ANSWER, "delivered": _COUNT_OR_BLANK,
        "delivered_estimated": _ANSWER, "delivery_year": _YEAR_OR_BLANK,
        "delivery_year_estimated": _ANSWER, "tiv_new_unit": _TIV_OR_BLANK, "tiv_unit": _TIV_OR_BLANK,
        "tiv_delivered": _TIV_OR_BLANK, "local_production": _ANSWER,
    },
}  # fmt: skip
"""What each cell must look like to be loaded; sources.md lists the quirks of the real files behind these."""


def _deals_block(frame: pd.DataFrame) -> Block:
    deals = frame.copy()
    deals["order_year"] = _numbers(frame["order_year"])
    # Exports of 2024 write some unknown numbers as 0.
    deals["ordered"] = _numbers(frame["ordered"]).replace(0, pd.NA)
    deals["delivered"] = _numbers(frame["delivered"])
    for flag in ("order_year_estimated", "ordered_estimated", "delivered_estimated"):
        deals[flag] = frame[flag] == "?"
    for words in ("delivery_years", "comments"):
        deals[words] = frame[words].mask(frame[words] == "")
    for tiv in ("tiv_unit", "tiv_ordered", "tiv_delivered"):
        deals[tiv] = pd.to_numeric(frame[tiv])
    return Block(0, {"deals": deals, "deal_years": _deal_years(frame), "deal_items": deal_items(frame)})


def _deal_years(frame: pd.DataFrame) -> pd.DataFrame:
    """A row per deal and distinct delivery year; the exports of October 2025 repeat years."""
    delivered = frame.loc[frame["delivery_years"] != "", ["line", "delivery_years"]]
    years = delivered["delivery_years"].str.split(r"; ?", regex=True)
    exploded = delivered[["line"]].assign(delivery_year=years).explode("delivery_year")
    exploded["delivery_year"] = _numbers(exploded["delivery_year"])
    return exploded.drop_duplicates(ignore_index=True)


def _deliveries_block(frame: pd.DataFrame) -> Block:
    deliveries = frame.copy()
    for number in ("deal_id", "order_year", "delivered", "delivery_year"):
        deliveries[number] = _numbers(frame[number])
    flags = ("order_year_estimated", "delivered_estimated", "delivery_year_estimated", "local_production")
    for flag in flags:
        deliveries[flag] = (frame[flag] == "Yes").astype("boolean").mask(frame[flag] == "")
    for tiv in ("tiv_new_unit", "tiv_unit", "tiv_delivered"):
        deliveries[tiv] = pd.to_numeric(frame[tiv])
    return Block(0, {"deliveries": deliveries})


def _numbers(cells: pd.Series) -> pd.Series:
    """Whole numbers, with an empty cell kept empty."""
    return pd.to_numeric(cells, errors="coerce").astype("Int64")
