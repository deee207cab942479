"""What tables print, read without guessing: the cells of a line, and the day on which a file was generated.

A line is a record's own: a quotation mark that stays open ends with its line, for it would take the rest of
the file into one cell, and every line number after it would be wrong.
"""

from __future__ import annotations

import csv
import re
from datetime import datetime

WHOLE = r"[0-9]{1,15}"
"""A whole number that every step holds exactly: 15 digits, and none of the digits of other scripts."""

DECIMAL = rf"{WHOLE}(?:\.[0-9]{{1,15}})?"

_GENERATED = re.compile(r"Data generated:\s*(\d{1,2} \w{3} \d{4} \d{1,2}:\d{2}:\d{2} [AP]M)", re.ASCII)


def cells_of(line: str) -> list[str]:
    """The cells of one line of comma-separated values, without white space around them.

    Raises ValueError where a quotation mark stays open, text follows a closing one, or a cell is endless.
    """
    if '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
    except csv.Error as error:
        raise ValueError(f"expected cells with paired quotation marks, got none ({error})") from error


def generated_at(preamble: str) -> datetime | None:
    """SIPRI's "Data generated: 18 May 2026 2:29:20 PM"; None where it is missing or no date."""
    found = _GENERATED.search(preamble)
    if not found:
        return None
    try:
        return datetime.strptime(found[1], "%d %b %Y %I:%M:%S %p")
    except ValueError:
        return None
