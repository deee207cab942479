"""Rows as a file: CSV, Parquet, Excel. They are read only when somebody asks for the file, and not kept.

A cell of text that a spreadsheet would run as a formula stays text: in CSV behind an apostrophe, in Excel as
a cell that is typed as text.
"""

from __future__ import annotations

import csv
import io
from contextlib import closing
from typing import TYPE_CHECKING, Any

from dashboard.db import Ledger, Question
from pipelines import snapshot

if TYPE_CHECKING:
    import pyarrow

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell's text."""


def read(ledger: Ledger, question: Question[Any]) -> pyarrow.Table:
    """All rows of an answer with the types of the database. Raises LedgerError where there is no snapshot."""
    with closing(snapshot.open_read_only(ledger.path)) as connection:
        return connection.sql(question.sql, params=dict(question.parameters)).to_arrow_table()


def as_csv(ledger: Ledger, question: Question[Any]) -> bytes:
    """UTF-8 with a heading line; what is not known is an empty cell."""
    table = read(ledger, question)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        columns = [[harmless(value) for value in column.to_pylist()] for column in batch.columns]
        writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def as_parquet(ledger: Ledger, question: Question[Any]) -> bytes:
    """Typed columns as they stand in the database."""
    from pyarrow import parquet

    target = io.BytesIO()
    parquet.write_table(read(ledger, question), target)
    return target.getvalue()


def as_excel(ledger: Ledger, question: Question[Any], sheet: str) -> bytes:
    """One sheet with a heading row; text is never a formula or a link."""
    import xlsxwriter

    table = read(ledger, question)
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet[:31])
        page.write_row(0, 0, table.column_names, book.add_format({"bold": True}))
        page.freeze_panes(1, 0)
        place = 1
        for batch in table.to_batches():
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                for at, value in enumerate(row):
                    if value is not None:
                        page.write(place, at, value)
                place += 1
    return target.getvalue()


def harmless(value: Any) -> Any:
    """A cell of a CSV file: text that begins like a formula gets an apostrophe, numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
