"""Items that a deal's comment counts beside the deal's own: facts in a unit of their own, never added to it.

SIPRI counts the missiles of a portable air-defence deal and puts the launchers into the comment
("Deal incl also 200 launchers"). Only what is plainly an item apart is read: versions of the main item
("incl 4 command post") are part of its number. A number of more than six digits is a slip of the pen: the
largest deal of the register has five.
"""

from __future__ import annotations

import re

import pandas as pd

UNITS = {"launcher": "launcher", "gripstock": "gripstock", "spare engine": "engine"}

_ITEM = re.compile(
    r"\b(?:incl(?:ud(?:es|ing))?|also)(?: also)?(?: incl(?:ud(?:es|ing))?)?"
    r"(?P<hedge>(?: (?:some|about|probably|possibly|over|up to))*)"
    r" (?P<low>\d{1,6})(?:(?: to | or |-)(?P<high>\d{1,6}))?"
    r" (?:[A-Z][\w-]* )?(?P<item>launcher|gripstock|spare engine)s?\b",
    re.IGNORECASE,
)


def deal_items(frame: pd.DataFrame) -> pd.DataFrame:
    """The items that comments name. frame: text columns ``line`` and ``comments``."""
    hinted = frame[frame["comments"].str.contains("|".join(UNITS), case=False)]
    rows = [
        row
        for line, comment in zip(hinted["line"], hinted["comments"], strict=True)
        for row in _items(int(line), comment)
    ]
    columns = ["line", "item_number", "quantity_low", "quantity_high", "unit", "estimated"]
    return pd.DataFrame(rows, columns=columns).astype({"quantity_high": "Int64"})


def _items(line: int, comment: str) -> list[tuple]:
    rows: list[tuple] = []
    for number, found in enumerate(_ITEM.finditer(comment), 1):
        hedge, low = found["hedge"].lower(), int(found["low"])
        high = None if "over" in hedge else int(found["high"] or low)
        estimated = bool(hedge.strip()) or high != low
        rows.append((line, number, low, high, UNITS[found["item"].lower()], estimated))
    return rows
