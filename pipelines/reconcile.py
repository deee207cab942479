"""TIV added up from deliveries against SIPRI's published table, cell by cell.

The rule, as the published tables show it: a cell is the sum rounded to whole million TIV, a half rounded
up; 0 stands for more than nothing and less than a half; blank says that no delivery was identified.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

KEY = ["direction", "party", "year"]
CELL_ON_NO_ROW = "no row"


@dataclass(frozen=True)
class Reconciliation:
    """How many cells were compared and how many are equal; the others with both figures, in million TIV."""

    compared: int
    equal: int
    unequal: pd.DataFrame

    def __str__(self) -> str:
        return f"{self.equal:,} of {self.compared:,} cells equal"


def reconcile(computed: pd.DataFrame, published: pd.DataFrame) -> Reconciliation:
    """Compare every published cell, blanks included, and every sum that the table has no cell for.

    computed: direction, party, year, tiv_million. published: the same with cell, as in ``tiv_tables``.
    Both must be cut to the years that both cover.
    """
    both = published.merge(computed, on=KEY, how="outer", suffixes=("_published", "_computed"))
    both["cell"] = both["cell"].fillna(CELL_ON_NO_ROW)
    figures = both["tiv_million_published"].astype("Float64").to_numpy("float64", na_value=np.nan)
    sums = both["tiv_million_computed"].astype("Float64").to_numpy("float64", na_value=np.nan)
    equal = np.where(both["cell"] == "blank", np.isnan(sums), printed(sums) == figures)
    return Reconciliation(len(both), int(equal.sum()), both[~equal].reset_index(drop=True))


def printed(tiv_million: np.ndarray) -> np.ndarray:
    """Sums as SIPRI prints them: whole million TIV, a half rounded up. Exact to 4 decimals before that."""
    return np.floor(np.round(tiv_million, 4) + 0.5)
