"""What is fuzzed: each parser with small whole files to start from, and what must hold of any bytes at all.

A file is refused with a LedgerError, or each record of it is kept or rejected; what is kept says what its
line says, cell by cell, and the tables take it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines.claims import extract
from pipelines.issues import LedgerError
from pipelines.load import insert
from pipelines.schema import tables
from pipelines.source import Block, decode, recognise, source_named
from pipelines.sources.sipri_register.layout import DEALS, DELIVERIES
from tests.conftest import SHARED
from tests.faults import articles
from tests.misbehaving_server import DEALS as DEALS_FILE
from tests.misbehaving_server import DELIVERIES as DELIVERIES_FILE


@dataclass(frozen=True)
class Target:
    """One parser: files to start from, and the check that any bytes must pass."""

    name: str
    seeds: list[bytes]
    check: Callable[[bytes], None]


UN_LINE = {
    "year": "2012", "exporter": "Russian Federation", "importer": "Venezuela (Bolivarian Republic of)",
    "category": "VII. (b) Man-Portable Air-Defence Systems (MANPADS).", "num_items": "2400",
    "state_of_origin": "", "intermediate_locations": "",
    "comments": "2000 man-portable air-defence missiles and 400 launchers",
}  # fmt: skip
BANK_ROWS = [
    {"indicator": {"id": "MS.MIL.MPRT.KD", "value": "Arms imports"}, "countryiso3code": "VEN",
     "country": {"id": "VE", "value": "Venezuela, RB"}, "date": year, "value": value}
    for year, value in (("2012", 1_000_000), ("2011", None), ("2010", 0))
]  # fmt: skip
PANEL = '<div class="panel-body"><table>{}</table></div>'
ROW = "<tr><th>I. Battle tanks</th><td>Poland</td><td>3</td><td></td><td></td><td>T-72</td><td></td></tr>"
PAGE = (
    '<html><h4 class="unroca">UNROCA original report</h4><p>Norway 2012</p>'
    + PANEL.format("") + PANEL.format(ROW) + PANEL.format(ROW) + "</html>"
)  # fmt: skip
LITERAL: dict[tuple[str, str], list[str]] = {
    ("sipri_register", "deals"): [
        DEALS_FILE,
        DEALS_FILE.replace("New,,0.08", 'New,"Also 200 launchers, for 2 ships",0.08').replace("\n", ";\n"),
        DEALS_FILE.replace("New,,0.08", "New,Incl 3\n, spare engines,0.08"),
    ],
    ("sipri_register", "deliveries"): [DELIVERIES_FILE],
    ("sipri_tiv", "imports"): [
        "Volume\n\nData generated: 13 Apr 2024 3:53:58 PM\n\n"
        "Recipient,2021,2022,2021-2022,Percentage\nVenezuela,,0,0,1\nIndia,10,20,30,99\nTotal,10,20,30,100\n"
    ],
    ("sipri_tiv", "exports"): ["Exports by,1990,1991\n\"Russia\",5,\nTotal,5,\n"],
    ("rdmc", "wide"): ["RDMC"],
    ("world_bank", "csv"): [
        "geo,time,Value,Measure\nVEN,2012,1000000,Arms Imports (USD)\nVEN,2011,,Arms Imports (USD)\n"
    ],
    ("world_bank", "api"): [
        json.dumps([{"page": 1, "pages": 1, "total": 3, "lastupdated": "2025-01-01"}, BANK_ROWS])
    ],
    ("unroca", "lines"): [
        "[\n" + ",\n".join(json.dumps(UN_LINE | {"num_items": n}) for n in ("2400", "Classified")) + "\n]"
    ],
    ("unroca", "reports"): [
        '[{"country": "fiji", "years": [{"year": 2012}]},\n{"country": "norway", "years": []}]'
    ],
    ("unroca", "page"): [PAGE],
}  # fmt: skip


def all_targets() -> dict[str, Target]:
    """Every parser of the project by name."""
    found = {}
    for (source, format_id), texts in LITERAL.items():
        seeds = [_wide(text).encode() for text in texts] + _real_seeds().get((source, format_id), [])
        name = f"{source} {format_id}"
        found[name] = Target(name, seeds, _checked(source, format_id))
    found["articles"] = Target("articles", articles.seeds(), articles.check)
    found["claims"] = Target("claims", articles.texts(), check_claims)
    found["recognise"] = Target("recognise", [target.seeds[0] for target in found.values()], check_recognised)
    found["every parser"] = _every(dict(found))
    return found


def _every(targets: dict[str, Target]) -> Target:
    """All of them as one, told apart by the first byte."""
    names = list(targets)

    def check(data: bytes) -> None:
        if data:
            targets[names[data[0] % len(names)]].check(data[1:])

    seeds = [bytes([number]) + data for number, name in enumerate(names) for data in targets[name].seeds[:2]]
    return Target("every parser", seeds, check)


def _wide(text: str) -> str:
    """The header of rDMC's table is long: it is made from the reviewed list of its columns."""
    if text != "RDMC":
        return text
    from pipelines.sources.rdmc.parse import _kinds

    names = ["", "stateabb", "ccode", "country", "year", *_kinds()]
    row = ["1", "VEN", "101", "Venezuela", "2012", *(["200", "0", "NA"] * len(names))[: len(_kinds())]]
    return f"{','.join(names)}\n{','.join(row)}\n{','.join(row).replace('Venezuela', 'Chile')}\n"


@cache
def _real_seeds() -> dict[tuple[str, str], list[bytes]]:
    """Heads of the real files with a few lines of their middle and end, where they are here."""
    found: dict[tuple[str, str], list[bytes]] = {}
    for path in sorted(SHARED.glob("data/*/*")):
        data = path.read_bytes()
        source, known = recognise(data, path.name)
        lines = data.split(b"\n")
        if path.suffix == ".json":
            first = json.loads(data)[:3]
            seed = b"[\n" + b",\n".join(json.dumps(each).encode() for each in first) + b"\n]\n"
        else:
            middle = len(lines) // 2
            seed = b"\n".join([*lines[:16], *lines[middle : middle + 4], *lines[-3:]])
        found.setdefault((source.name, known.format_id), []).append(seed)
    return found


def _checked(source: str, format_id: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        try:
            text = decode(data, "the file")
            blocks = list(source_named(source).parser.parse(text, format_id).blocks)
        except LedgerError:
            return
        for block in blocks:
            check_counts(block, source, format_id)
            check_loads(block)
            ROUND_TRIPS[source, format_id](text, block)

    return check


def check_recognised(data: bytes) -> None:
    """Any bytes are one format or none."""
    try:
        source, found = recognise(data, "the file")
    except LedgerError:
        return
    assert found.format_id in source.formats


def check_claims(data: bytes) -> None:
    """Every claim quotes the text where it says."""
    text = data.decode("utf-8", "replace")
    for claim in extract(text):
        assert text[claim.start : claim.end] == claim.quote


def check_counts(block: Block, source: str, format_id: str) -> None:
    """Each record is kept or rejected, once, in the order of the file."""
    facts = source_named(source).formats[format_id]
    frame = block.tables[facts.table]
    rejected = [reject.line for reject in block.rejects]
    assert len(set(rejected)) == len(rejected)
    assert not set(frame["line"]) & set(rejected)
    if facts.record_rows == "one":
        assert frame["line"].is_unique
        assert block.rows_read == len(frame) + len(rejected)
    else:
        assert block.rows_read >= frame["line"].nunique() + len(rejected)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": "1"})
    for table in tables().values():
        connection.execute(table.ddl)
    return connection


def check_loads(block: Block) -> None:
    """The tables take what the parser kept."""
    connection = _database()
    connection.execute("BEGIN")
    for name, frame in block.tables.items():
        insert(connection, name, frame.assign(release_id="r"))
    rejects = [("r", reject.line, reject.reason, reject.raw) for reject in block.rejects]
    insert(connection, "rejects", pd.DataFrame(rejects, columns=tables()["rejects"].column_names))
    issues = [issue.as_row() for issue in block.issues]
    insert(connection, "issues", pd.DataFrame(issues))
    connection.execute("ROLLBACK")


def rows_of(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows with gaps as None."""
    for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        yield {str(key): value for key, value in row.items()}


def _line_cells(lines: list[str], at: int) -> list[str]:
    """The cells of a line, as a reader of the file by hand would cut them."""
    return [cell.strip() for cell in next(csv.reader([lines[at - 1]]), [])]


def _same(value: Any, printed: str) -> bool:
    """Whether a typed value is what the cell prints."""
    if value is None:
        return printed == ""
    if isinstance(value, str):
        return value == printed
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?([eE]\+?[0-9]+)?", printed) is not None and float(printed) == value


def _register_round_trip(text: str, block: Block) -> None:
    table, layout = ("deals", DEALS) if "deals" in block.tables else ("deliveries", DELIVERIES)
    lines = text.split("\n")
    for row in rows_of(block.tables[table]):
        cells = _line_cells(lines, row["line"])
        if len(cells) < len(layout):  # a record that was put together again
            tail = _line_cells(lines, row["line"] + 1)
            cells = [*cells[:-1], f"{cells[-1]} {tail[0]}".strip(), *tail[1:]]
        cells[len(layout) - 1] = cells[len(layout) - 1].rstrip(";").strip()
        for cell, (_, name) in zip(cells, layout, strict=False):
            if isinstance(row[name], bool):
                assert cell in (("?", "Yes") if row[name] else ("", "No")), (name, cell, row[name])
            elif not (name == "ordered" and cell.strip("0") == ""):
                assert _same(row[name], cell), (name, cell, row[name])


def _tiv_round_trip(text: str, block: Block) -> None:
    lines = text.split("\n")
    for row in rows_of(block.tables["tiv_tables"]):
        cells = _line_cells(lines, row["line"])
        assert cells[0] == row["party"]
        printed = [cell for cell in cells[1:] if _same(row["tiv_million"], cell)]
        assert printed, (row, cells)
        assert row["cell"] == (
            "blank" if row["tiv_million"] is None else "number" if row["tiv_million"] else "zero"
        )


def _wide_round_trip(text: str, block: Block) -> None:
    lines = text.split("\n")
    names = _line_cells(lines, 1)
    for row in rows_of(block.tables["holdings"]):
        cells = dict(zip(names, _line_cells(lines, row["line"]), strict=True))
        assert cells["country"] == row["party"]
        assert _same(row["year"], cells["year"])
        printed = cells[row["item"]]
        assert _same(row["quantity"], "" if printed in ("NA", "NaN", "nan") else printed), (row, printed)


def _series_round_trip(text: str, block: Block) -> None:
    lines = text.split("\n")
    for row in rows_of(block.tables["indicators"]):
        party, year, value, _ = _line_cells(lines, row["line"])
        assert (party, int(year)) == (row["party"], row["year"])
        assert _same(row["value"], value)


def _elements(
    text: str, block: Block, table: str, inner: int | None = None
) -> Iterator[tuple[Any, list[dict]]]:
    """Each element of a JSON list with the rows that were kept of it."""
    found = json.loads(text)
    listed = found if inner is None else found[inner] or []
    rows: dict[int, list[dict]] = {}
    for row in rows_of(block.tables[table]):
        rows.setdefault(row["line"], []).append(row)
    every_line = [record.line for record in _records(text, inner)]
    assert len(every_line) == len(listed) and sorted(set(every_line)) == every_line
    for line, element in zip(every_line, listed, strict=True):
        yield element, rows.pop(line, [])
    assert rows == {}


def _records(text: str, inner: int | None) -> list[Any]:
    from pipelines.json_records import array_records

    outer = array_records(text)
    if inner is None:
        return outer
    return [] if outer[inner].value is None else array_records(text, outer[inner].at)


def _answer_round_trip(text: str, block: Block) -> None:
    for element, rows in _elements(text, block, "indicators", inner=1):
        for row in rows:
            assert str(element["date"]) == str(row["year"])
            assert type(element["value"]) in (int, float, str, type(None))
            assert row["value"] == (None if element["value"] is None else float(element["value"]))
            assert row["party"] in (element["countryiso3code"], (element["country"] or {}).get("value"))


def _un_round_trip(text: str, block: Block) -> None:
    names = {
        "exporter": "exporter",
        "importer": "importer",
        "category": "category",
        "comments": "description",
    }
    for element, rows in _elements(text, block, "un_lines"):
        for row in rows:
            assert str(element["year"]).strip() == str(row["year"])
            for key, name in names.items():
                written = "" if element[key] is None else str(element[key])
                assert (row[name] or "") == written.strip().replace("\r\n", "\n")
            number = str(element["num_items"]).strip()
            assert (
                number.lower() == row["number_note"]
                if row["number"] is None
                else int(number) == row["number"]
            )


def _reports_round_trip(text: str, block: Block) -> None:
    for element, rows in _elements(text, block, "un_reports"):
        for row in rows:
            years = [each["year"] if isinstance(each, dict) else each for each in element["years"]]
            assert str(row["year"]) in [str(year).strip() for year in years]
            assert str(element["country"]).strip() == row["state"]


ROUND_TRIPS: dict[tuple[str, str], Callable[[str, Block], None]] = {
    ("sipri_register", "deals"): _register_round_trip,
    ("sipri_register", "deliveries"): _register_round_trip,
    ("sipri_tiv", "imports"): _tiv_round_trip,
    ("sipri_tiv", "exports"): _tiv_round_trip,
    ("rdmc", "wide"): _wide_round_trip,
    ("world_bank", "csv"): _series_round_trip,
    ("world_bank", "api"): _answer_round_trip,
    ("unroca", "lines"): _un_round_trip,
    ("unroca", "reports"): _reports_round_trip,
    ("unroca", "page"): lambda text, block: None,
}


def real_files() -> list[Path]:
    """The whole published files, where they are here."""
    return sorted(SHARED.glob("data/*/*"))
