"""SIPRI's register, both formats, into the faithful tables: every flag, gap and word as the file has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from pipelines.source import Block, Reading, Reject
from pipelines.sources.sipri_register.comment_items import deal_items
from pipelines.sources.sipri_register.layout import (
    HEADER_STARTS,
    Record,
    Run,
    Sheet,
    header_line,
    runs,
    sheet,
    told_apart,
)

_WHOLE = pa.int64()
_NAME = r"[^\W\d_]"
_COUNT, _YEAR, _TIV = r"[0-9]{1,15}", r"(?:1[89]|20|21)[0-9]{2}", r"[0-9]+(?:\.[0-9]+)?"


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
    build = _deals_block if found.format_id == "deals" else _deliveries_block
    for run in runs(found):
        frame, others = _text_cells(run, found.names)
        odd = [record for record in others if len(record.cells) != len(found.names)]
        sound, rejects = _sound_rows(frame, found.format_id)
        rejects += [Reject(each.line, _odd_width(each, found.names), ",".join(each.cells)) for each in odd]
        block = build(sound)
        block.rows_read = len(frame) + len(odd)
        block.rejects = sorted(rejects, key=lambda reject: reject.line)
        block.rows_repaired = sum(record.repaired for record in others)
        yield block


def _odd_width(record: Record, names: list[str]) -> str:
    return f"expected {len(names)} cells, got {len(record.cells)}"


def _text_cells(run: Run, names: list[str]) -> tuple[pd.DataFrame, list[Record]]:
    """The records with the right number of cells, as text columns without blanks around and with their lines,
    and those records that are no line as they stand.

    Arrow cuts 100,000 plain lines in 45 ms; Python, line by line, took ten times as long.
    """
    others: list[Record] = []
    frame = _all_plain(run, names) if run.is_plain else None
    if frame is None:
        frame, others = _line_by_line(run, names)
    return frame.assign(**{name: frame[name].str.strip() for name in names}), others


def _all_plain(run: Run, names: list[str]) -> pd.DataFrame | None:
    """The lines of a run as records; None where a line has more or fewer cells than there are names."""
    try:
        frame = _plain_cells(run.text, names)
    except pa.ArrowInvalid:
        return None
    frame.insert(0, "line", range(run.first_line, run.first_line + len(frame)))
    return frame


def _line_by_line(run: Run, names: list[str]) -> tuple[pd.DataFrame, list[Record]]:
    whole, others = told_apart(run, len(names))
    fitting = [record for record in others if len(record.cells) == len(names)]
    frame = pd.DataFrame([record.cells for record in fitting], columns=names, dtype="str")
    frame.insert(0, "line", pd.Series([record.line for record in fitting], dtype="int64"))
    if whole:
        lines = _plain_cells("\n".join(text for _, text in whole), names)
        lines.insert(0, "line", pd.Series([line for line, _ in whole], dtype="int64"))
        frame = pd.concat([frame, lines]).sort_values("line", ignore_index=True)
    return frame, others


def _plain_cells(lines: str, names: list[str]) -> pd.DataFrame:
    """The cells between the commas. Raises ArrowInvalid where a line has more or fewer than the names."""
    data, words = lines.encode(), pa.large_string()  # as pandas holds text, so that nothing is copied
    return arrow_csv.read_csv(
        pa.py_buffer(data),
        arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
        arrow_csv.ParseOptions(quote_char=False, ignore_empty_lines=False),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, words), strings_can_be_null=False),
    ).to_pandas()


def _sound_rows(frame: pd.DataFrame, format_id: str) -> tuple[pd.DataFrame, list[Reject]]:
    """The rows whose cells all look as they must, and the others with what is wrong in them."""
    reasons = _reasons(frame, CHECKS[format_id])
    if reasons.empty:
        return frame, []
    wrong = frame.loc[reasons.index]
    cells = wrong.drop(columns="line").itertuples(index=False)
    rejects = [
        Reject(int(line), reason, ",".join(row))
        for line, reason, row in zip(wrong["line"], reasons, cells, strict=True)
    ]
    return frame.drop(reasons.index).reset_index(drop=True), rejects


def _reasons(frame: pd.DataFrame, checks: dict[str, tuple[str, str]]) -> pd.Series:
    """What is wrong with records, by index, cell by cell. Each different cell is tried once."""
    reasons: dict[int, str] = {}
    for column, (pattern, wanted) in checks.items():
        fits = re.compile(pattern).match if column in NAMES else re.compile(pattern).fullmatch
        wrong = [cell for cell in frame[column].unique() if not fits(cell)]
        for at in frame.index[frame[column].isin(wrong)] if wrong else ():
            got = str(frame.at[at, column])
            found = f"{column.replace('_', ' ')}: expected {wanted}, got " + (
                f"'{got}'" if got else "nothing"
            )
            reasons[at] = f"{reasons[at]}; {found}" if at in reasons else found
    return pd.Series(reasons, dtype="object").sort_index()


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
    deals = frame.copy(deep=False)
    deals["order_year"] = _numbers(frame["order_year"])
    # Exports of 2024 write some unknown numbers as 0.
    deals["ordered"] = _numbers(frame["ordered"].mask(frame["ordered"].str.strip("0") == "", ""))
    deals["delivered"] = _numbers(frame["delivered"])
    for flag in ("order_year_estimated", "ordered_estimated", "delivered_estimated"):
        deals[flag] = frame[flag] == "?"
    for words in ("delivery_years", "comments"):
        deals[words] = frame[words].mask(frame[words] == "")
    for tiv in ("tiv_unit", "tiv_ordered", "tiv_delivered"):
        deals[tiv] = _numbers(frame[tiv], pa.float64())
    return Block(0, {"deals": deals, "deal_years": _deal_years(frame), "deal_items": deal_items(frame)})


def _deal_years(frame: pd.DataFrame) -> pd.DataFrame:
    """A row per deal and distinct delivery year; the exports of October 2025 repeat years."""
    delivered = frame.loc[frame["delivery_years"] != "", ["line", "delivery_years"]]
    years = pc.split_pattern(pa.array(delivered["delivery_years"]), ";")
    exploded = pd.DataFrame(
        {
            "line": delivered["line"].to_numpy()[pc.list_parent_indices(years).to_numpy()],
            "delivery_year": pd.Series(pc.utf8_trim_whitespace(pc.list_flatten(years)).cast(pa.int32())),
        }
    )
    return exploded.drop_duplicates(ignore_index=True)


def _deliveries_block(frame: pd.DataFrame) -> Block:
    deliveries = frame.copy(deep=False)
    for number in ("deal_id", "order_year", "delivered", "delivery_year"):
        deliveries[number] = _numbers(frame[number])
    flags = ("order_year_estimated", "delivered_estimated", "delivery_year_estimated", "local_production")
    for flag in flags:
        deliveries[flag] = (frame[flag] == "Yes").astype("boolean").mask(frame[flag] == "")
    for tiv in ("tiv_new_unit", "tiv_unit", "tiv_delivered"):
        deliveries[tiv] = _numbers(frame[tiv], pa.float64())
    return Block(0, {"deliveries": deliveries})


def _numbers(cells: pd.Series, kind: pa.DataType = _WHOLE) -> pd.Series:
    """Numbers, with an empty cell kept empty. Arrow reads them at 10 ns each, ``to_numeric`` at 370."""
    return cells.mask(cells == "").astype(pd.ArrowDtype(kind))
