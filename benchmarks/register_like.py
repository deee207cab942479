"""Rows like those of SIPRI's register, in any number and in both formats, drawn from the real files.

    python -m benchmarks.register_like 300000 FOLDER

A deal is a real deal drawn with replacement, so that states, weapons, words and gaps keep their joint
distribution; its years are moved by up to ten and its numbers scaled, so that deals differ from each other as
real ones do. The per-year file holds the same deals, split over their delivery years from 2000 on, as the
real one does. The real files are read at run time; nothing of them is kept with the project.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from pipelines.files import store
from pipelines.lookups import read_lookup
from pipelines.paths import ROOT, Home
from pipelines.source import decode
from pipelines.sources.sipri_register.layout import LAYOUTS, sheet
from pipelines.sources.sipri_register.parse import parse

SHARED = ROOT.parent / "shared"
REAL = {"deals": "register-deals-2026-05-18.csv", "deliveries": "register-deliveries-2025-01-03.csv"}
FIRST_YEAR, LAST_YEAR = 1950, 2026
FIRST_DELIVERY_YEAR = 2000
"""The first year of the real per-year file."""

MOST_YEARS_MOVED = 10


@dataclass(frozen=True)
class Pair:
    """The two files of one register-like release."""

    deals: Path
    deliveries: Path


def write_pair(folder: Path, rows: int, shared: Path = SHARED, seed: int = 1) -> Pair:
    """Write both files, ``rows`` deals in the first; the same seed gives the same bytes.

    Raises FileNotFoundError where the real files are not in ``shared``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        name: decode((shared / "data" / "sipri" / file).read_bytes(), file) for name, file in REAL.items()
    }
    rng = np.random.default_rng(seed)
    deals = drawn_deals(_rows(texts["deals"], "deals"), rows, rng)
    deliveries = split_by_year(deals, _rows(texts["deliveries"], "deliveries"), rng)
    pair = Pair(*(folder / f"register-like-{name}-{rows}.csv" for name in ("deals", "deliveries")))
    _write(pair.deals, deals, "deals", _head(texts["deals"], "deals"))
    day = sheet(texts["deals"], "deals").stamp.generated_at
    _write(pair.deliveries, deliveries, "deliveries", _dated(_head(texts["deliveries"], "deliveries"), day))
    return pair


def home_with(folder: Path, rows: int, shared: Path = SHARED) -> Home:
    """A home in which both files of so many deals are stored, not yet built; made once for a folder."""
    home = Home(folder / f"home-{rows}")
    if not home.raw.exists():
        keep(home, write_pair(folder / "pair", rows, shared))
        shutil.rmtree(folder / "pair", ignore_errors=True)
    return home


def keep(home: Home, pair: Pair) -> None:
    """Store both files in a home, as `add` does."""
    for format_id, path in (("deals", pair.deals), ("deliveries", pair.deliveries)):
        data = path.read_bytes()
        store(home, data, source="sipri_register", format=format_id, origin="added", name=path.name)


def drawn_deals(real: pd.DataFrame, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """Deals as in format A, typed; ``years`` holds the list of delivery years of each."""
    real = real.assign(
        years=real["delivery_years"].str.findall(r"\d{4}").map(_whole_years, na_action="ignore")
    )
    first = real["years"].str[0].astype("float").fillna(real["order_year"].astype("float")).fillna(FIRST_YEAR)
    last = real["years"].str[-1].astype("float").fillna(first)
    real = real.assign(
        lowest=np.minimum(first, real["order_year"].astype("float").fillna(first)), highest=last
    )
    deals = real.iloc[rng.integers(0, len(real), rows)].reset_index(drop=True)
    moved = rng.integers(-MOST_YEARS_MOVED, MOST_YEARS_MOVED + 1, rows)
    moved = np.clip(moved, FIRST_YEAR - deals["lowest"], np.maximum(LAST_YEAR - deals["highest"], 0)).astype(
        int
    )
    scale = np.exp(rng.normal(0, 0.5, rows))
    deals["order_year"] += moved
    shifted = [
        [year + move for year in years] if isinstance(years, list) else None
        for years, move in zip(deals["years"], moved, strict=True)
    ]
    deals["years"] = pd.Series(shifted, dtype="object")
    for number, tiv in (("ordered", "tiv_ordered"), ("delivered", "tiv_delivered")):
        least = deals["years"].str.len().fillna(1).astype(int) if number == "delivered" else 1
        scaled: pd.Series = (deals[number].astype("float") * scale).round().clip(lower=least)
        deals[number] = scaled.where(deals[number] != 0, 0).astype("Int64")
        known = deals[tiv].notna() & deals["tiv_unit"].notna()
        deals.loc[known, tiv] = (deals[number].astype("float") * deals["tiv_unit"]).round(2)
    deals["delivery_years"] = deals["years"].map(lambda years: "; ".join(map(str, years)), na_action="ignore")
    return deals.sort_values(["recipient", "supplier", "order_year"], kind="stable", ignore_index=True)


def split_by_year(deals: pd.DataFrame, real: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The deliveries from 2000 on, as in format B: a number in equal parts, the rest in the first year.

    real: rows of the real format B, for what format A does not have (category, flags of the year).
    """
    kept = deals[["supplier", "recipient", "designation", "description", "order_year", "order_year_estimated",
                  "delivered", "delivered_estimated", "status", "tiv_unit", "years"]]  # fmt: skip
    kept = kept.assign(deal_id=rng.permutation(len(deals)) + 1)
    kept = kept[kept["years"].notna() & (kept["delivered"].fillna(0) > 0)]
    count = kept["years"].str.len().astype("Int64")
    kept = kept.assign(part=kept["delivered"] // count, rest=kept["delivered"] % count)
    rows = kept.explode("years", ignore_index=True).rename(columns={"years": "delivery_year"})
    rows["delivery_year"] = rows["delivery_year"].astype("Int64")
    is_first = ~rows["deal_id"].duplicated()
    rows["delivered"] = rows["part"] + rows["rest"].where(is_first, 0)
    rows = rows[rows["delivery_year"] >= FIRST_DELIVERY_YEAR].reset_index(drop=True)
    older = {
        row["term_2026"]: row["term_2024"] for row in read_lookup("description_terms") if row["term_2024"]
    }
    rows["description"] = rows["description"].map(lambda term: older.get(term, term))
    categories = real.groupby("description")["category"].first()
    rows["category"] = rows["description"].map(categories).fillna("Other")
    for flag in ("delivery_year_estimated", "local_production"):
        rows[flag] = rng.random(len(rows)) < real[flag].astype("float").mean()
    rows["tiv_new_unit"] = rows["tiv_unit"]
    rows["tiv_delivered"] = (rows["delivered"].astype("float") * rows["tiv_unit"]).round(2)
    return rows


def _whole_years(years: list[str]) -> list[int]:
    return sorted({int(year) for year in years})


def _rows(text: str, format_id: str) -> pd.DataFrame:
    return pd.concat([block.tables[format_id] for block in parse(text, format_id).blocks], ignore_index=True)


def _head(text: str, format_id: str) -> str:
    """The lines of the real file down to its header."""
    return "\n".join(sheet(text, format_id).head) + "\n"


def _dated(head: str, day: object) -> str:
    """The same lines with another day, so that both files are one release."""
    words = f"{day:%d %b %Y %I:%M:%S %p}".lstrip("0")
    return "\n".join(
        f"Data generated: {words}" if line.startswith("Data generated:") else line
        for line in head.split("\n")
    )


def _write(path: Path, rows: pd.DataFrame, format_id: str, head: str) -> None:
    names = [name for _, name in LAYOUTS[format_id]]
    answers = ("?", "") if format_id == "deals" else ("Yes", "No")
    cells = {
        name: rows[name].map({True: answers[0], False: answers[1]})
        if rows[name].dtype == bool
        else rows[name]
        for name in names
    }
    table = pa.Table.from_pandas(pd.DataFrame(cells), preserve_index=False)
    with path.open("wb") as stream:
        stream.write(head.encode())
        pa.csv.write_csv(table, stream, pa.csv.WriteOptions(include_header=False, quoting_style="none"))


def main() -> None:
    """Write one pair and print the paths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, help="deals; the real register has 30,000")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shared", type=Path, default=SHARED, help="where data/sipri with the real files is")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pair = write_pair(given.folder, given.rows, given.shared, given.seed)
    print(pair.deals, pair.deliveries, sep="\n")


if __name__ == "__main__":
    main()
