"""Rows of a table: the weapon in one cell, its number in the next, the state before them."""

from __future__ import annotations

import pytest

from pipelines.claims import extract

TABBED = "Country\tSystem\tNumber\nVenezuela\tIgla-S\t5,000\nVenezuela\tT-72B1V\t92\nPeru\tMiG-29\t19\n"
MARKDOWN = (
    "| Country | System | Number |\n|---|---|---|\n| Venezuela | Igla-S missiles | 5,000 |\n"
    "| Venezuela | T-72B1V tanks | 92 |\n| Peru | MiG-29 | 19 |\n"
)


@pytest.mark.parametrize("table", [TABBED, MARKDOWN])
def test_each_row_is_a_claim_of_its_own_holder(table: str) -> None:
    assert [(claim.holder, claim.system, claim.quantity_low, claim.kind) for claim in extract(table)] == [
        ("VEN", "9K338 Igla-S", 5000, "holding"),
        ("VEN", "T-72B1", 92, "holding"),
        ("PER", "MiG-29", 19, "holding"),
    ]


def test_a_year_in_a_cell_is_no_number_of_weapons() -> None:
    assert extract("Peru\tT-72\t1973\nPeru\tT-90\t1992\n") == []
    (claim,) = extract("| Venezuela | T-72 | 92 | 2011 |")
    assert (claim.quantity_low, claim.as_of) == (92, "2011")


def test_a_number_that_markdown_strikes_out_makes_the_next_no_estimate() -> None:
    claims = extract("Peru has ~~300~~ 280 T-55 tanks and ~40 T-72 tanks.")
    assert [(claim.quantity_low, claim.qualifier) for claim in claims] == [(280, "exact"), (40, "approx")]
