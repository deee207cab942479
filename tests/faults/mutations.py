"""Files with something wrong in them: a whole file, and edits at places that chance chooses."""

from __future__ import annotations

import random
from collections.abc import Callable

TOKENS = [
    "", ",", '"', '""', "'", ";", "\n", "\r", "\r\n", "\t", "\x0b", "\x0c", "\x1c", "\x85", "\u2028",
    "\ufeff", "0", "-1", "1.5", "1e3", "1e400", "0x10", "1_000", "9" * 18, "9" * 20, "9" * 5_000,
    "9007199254740993", "²", "٣", "２０２５", "NA", "NaN", "nan", "inf", "-inf", "Infinity", "None", "null",
    "true", "false", "[]", "{}", "[", "]", "{", "}", ":", "\\ud800", "\\u0000", "\x01", "\x7f", "\u202e",
    "\u200b", "é", "😀", "?", "Yes", "Total", "Recipient", "2012", "2012.5", "1899", "99999", "1950-2024",
    "Data generated: 99 Foo 2024 13:00:00 AM", "year range '²' to '9'", "=cmd|' /C calc'!A0", "<td>", "</tr>",
    "<script>", "&#0;", "]]>", "a" * 140_000, "1, 2 and 3", "200 launchers", "(5)", "- 7 pcs", "[article]",
    "[[claims]]", "a.b = 1", '\"\"\"', "2025-02-30", "12:00:00", "+",
]  # fmt: skip
"""What breaks readers of tables, JSON, TOML and HTML."""


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The seed after one to five edits."""
    data = seed
    for _ in range(chance.randint(1, 5)):
        data = chance.choice(EDITS)(data, chance)
    return data


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(data))


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + chance.choice(TOKENS).encode() + data[at:]


def _replace_cell(data: bytes, chance: random.Random) -> bytes:
    """One cell, JSON value or word by a token."""
    edges = [at for at, byte in enumerate(data) if byte in b',:"\n<> =']
    if len(edges) < 2:
        return _insert(data, chance)
    at = chance.randrange(len(edges) - 1)
    return data[: edges[at] + 1] + chance.choice(TOKENS).encode() + data[edges[at + 1] :]


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _remove(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + data[at + chance.randint(1, 40) :]


def _repeat_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[:at], *[lines[at]] * chance.randint(2, 4), *lines[at + 1 :]])


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


EDITS: list[Callable[[bytes, random.Random], bytes]] = [
    _insert, _replace_cell, _replace_cell, _replace_cell, _flip, _cut, _remove, _repeat_line, _swap_lines,
]  # fmt: skip
