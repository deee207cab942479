"""The records of a JSON array with the line each starts on, so that a row can be followed to its file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from pipelines.issues import LedgerError

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_HINT = "The file was cut short or edited: download it again."


@dataclass(frozen=True)
class JsonRecord:
    """One element of an array: the line it starts on, counted from 1, its value, text and offset."""

    line: int
    value: Any
    raw: str
    at: int


def array_records(text: str, at: int = 0) -> list[JsonRecord]:
    """The elements of the array that opens at ``at``, or after white space there.

    Where elements share a line (an answer in one line), ``line`` is the element's number instead, so
    that it still names one element. Raises LedgerError where the text is not a whole JSON array.
    """
    outermost = at == 0
    at = _opening(text, at)
    records: list[JsonRecord] = []
    line, counted_to = 1, 0
    while text[at : at + 1] != "]":
        line, counted_to = line + text.count("\n", counted_to, at), at
        value, end = decoded(text, at)
        records.append(JsonRecord(line, value, text[at:end], at))
        at = _space(text, end)
        if text[at : at + 1] == ",":
            at = _space(text, at + 1)
            if text[at : at + 1] == "]":
                raise _broken(text, at, "an element after the comma")
        elif text[at : at + 1] != "]":
            raise _broken(text, at, "a comma or the end of the list")
    if outermost and text[_space(text, at + 1) :]:
        raise _broken(text, _space(text, at + 1), "the end of the file after the list")
    if len({record.line for record in records}) < len(records):
        return [replace(record, line=number) for number, record in enumerate(records, 1)]
    return records


def first_element(text: str) -> tuple[Any, int] | None:
    """The first element of an array and where it ends; None where the text does not start one whole."""
    try:
        value, end = decoded(text, _opening(text, 0))
    except LedgerError:
        return None
    return value, end


def decoded(text: str, at: int) -> tuple[Any, int]:
    """The JSON value at a place and where it ends. Raises LedgerError where there is none."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        raise _broken(text, at, "a JSON value", str(error)) from error


def _opening(text: str, at: int) -> int:
    at = _space(text, at)
    if text[at : at + 1] != "[":
        raise _broken(text, at, "a JSON array")
    return _space(text, at + 1)


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _broken(text: str, at: int, wanted: str, why: str = "") -> LedgerError:
    line = 1 + text.count("\n", 0, at)
    got = why or (f"'{text[at : at + 40]}'" if text[at : at + 1] else "the end of the file")
    return LedgerError(f"line {line}", wanted, got, _HINT)
