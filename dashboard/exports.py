"""Rows as a file: CSV, Parquet, Excel. They are read only when somebody asks for the file, and not kept.

A cell of text that a spreadsheet would run as a formula stays text: in CSV behind an apostrophe, in Excel as
a cell that is typed as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from dashboard.db import Ledger, Question, Row
from pipelines import snapshot

if TYPE_CHECKING:
    import pyarrow

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet run a cell's text; the last four are wide forms of the first."""


def read(ledger: Ledger, question: Question[Any]) -> pyarrow.Table:
    """All rows of an answer with the types of the database. Raises LedgerError where there is no snapshot."""
    with closing(snapshot.open_read_only(ledger.path)) as connection:
        return connection.sql(question.sql, params=dict(question.parameters)).to_arrow_table()


def all_rows(ledger: Ledger, question: Question[Row]) -> list[Row]:
    """All rows of an answer as the question has them. Raises LedgerError where there is no snapshot."""
    return [question.row(*values) for values in _rows(read(ledger, question))]


def as_csv(ledger: Ledger, question: Question[Any]) -> bytes:
    """UTF-8 with a heading line; what is not known is an empty cell."""
    table = read(ledger, question)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([harmless(value) for value in row] for row in _rows(table))
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
        writers = [_writer(page, column.type) for column in table.schema]
        for place, row in enumerate(_rows(table), 1):
            for at, value in enumerate(row):
                if value is not None:
                    writers[at](place, at, value)
    return target.getvalue()


def _rows(table: pyarrow.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _writer(page: Any, kind: pyarrow.DataType) -> Callable[[int, int, Any], Any]:
    """The cell writer of a column; naming it beforehand saves guessing at every one of a million cells."""
    from pyarrow import types

    if types.is_boolean(kind):
        return page.write_boolean
    if types.is_integer(kind) or types.is_floating(kind):
        return page.write_number
    return page.write_string


def harmless(value: Any) -> Any:
    """A cell of a CSV file: text that begins like a formula gets an apostrophe, numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
