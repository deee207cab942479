"""What the extractor finds: one quantity claim, with the words it was read from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ExtractedClaim:
    """One statement of a number of weapons.

    ``start`` and ``end`` are code-point offsets of ``quote`` in the text. An open bound is None.
    ``qualifier`` is exact, at_least, at_most, approx or range; ``kind`` is holding, delivery, order,
    request, loss or other. ``holder`` and ``supplier`` are party ids of ``data/lookups/parties.csv``.
    ``system`` is the canonical name of a model, or a class name where no model is named.
    """

    start: int
    end: int
    quantity_low: float | None
    quantity_high: float | None
    qualifier: str
    kind: str
    holder: str | None
    system: str | None
    system_id: str | None
    class_id: str | None
    unit: str | None
    supplier: str | None
    speaker: str | None
    as_of: str | None
    part_of_total: bool
    vague: bool
    negated: bool
    quote: str


def as_json(claim: ExtractedClaim) -> dict[str, Any]:
    """The claim as a JSON-ready object; its fields are those of ``ExtractedClaim``."""
    return asdict(claim)
