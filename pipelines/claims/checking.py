"""Check a text: its claims, each with place, verdict and notes; the one path of page and command."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.claims.extraction import extract
from pipelines.claims.judge import Judged, judged, judging, proposed
from pipelines.claims.language import detect_language
from pipelines.claims.model import ExtractedClaim, as_json
from pipelines.claims.notes import Note, Said, notes_on
from pipelines.claims.sentences import split_sentences
from pipelines.claims.words import FOLDER


@dataclass(frozen=True)
class CheckedClaim:
    """A claim that the machine proposes: as extracted, as a row of the table `claims`, as judged.

    start and end are the code points of the sentence that the quote stands in.
    """

    extracted: ExtractedClaim
    row: Mapping[str, Any]
    said: Said
    start: int
    end: int
    judged: Judged
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Checked:
    """The claims of a text in order, its language, and remarks about the text as a whole.

    remarks: no_claim, language_unknown, language_partly (no own words for that language: digits, names of
    countries and of weapons are read).
    """

    language: str | None
    claims: tuple[CheckedClaim, ...]
    remarks: tuple[str, ...]


def check(
    snapshot_path: Path, text: str, language: str | None = None, published: str | None = None
) -> Checked:
    """The claims of a text with verdicts and notes; the same claims as `extract` gives.

    language: ISO 639-1, found out where it is not given; published: ISO date as far as known. Raises
    LedgerError where the snapshot cannot be read.
    """
    language = language or detect_language(text)
    found = extract(text, language, published)
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    rows = [proposed(claim, f"proposed-{number}") for number, claim in enumerate(found, start=1)]
    said = [_said(claim, row, published, sha256) for claim, row in zip(found, rows, strict=True)]
    sentences = [_sentence(text, claim) for claim in found]
    answers = judge_rows(snapshot_path, rows, said)
    claims = tuple(
        CheckedClaim(claim, row, spoken, *place, *answer)
        for claim, row, spoken, place, answer in zip(found, rows, said, sentences, answers, strict=True)
    )
    return Checked(language, claims, _remarks(language, claims))


def judge_rows(
    snapshot_path: Path, rows: Sequence[Mapping[str, Any]], said: Sequence[Said]
) -> list[tuple[Judged, tuple[Note, ...]]]:
    """Verdict and notes of claims as they stand now, corrected by a person or not."""
    if not rows:
        return []
    with judging(snapshot_path, rows) as connection:
        verdicts = judged(connection, rows)
        return list(zip(verdicts, notes_on(connection, rows, said, verdicts), strict=True))


def checked_as_json(claim: CheckedClaim) -> dict[str, Any]:
    """The fields of `extract`, then the verdict, the numbers compared, the deciding rows and the notes."""
    verdict = claim.judged
    return as_json(claim.extracted) | {
        "verdict": verdict.verdict,
        "declared_low": verdict.declared_low,
        "declared_high": verdict.declared_high,
        "documented_firm": verdict.documented_firm,
        "documented_with_estimates": verdict.documented_with_estimates,
        "documented_percent": verdict.percent,
        "compared_unit": verdict.unit,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "as_known_on": verdict.as_known_on.isoformat() if verdict.as_known_on else None,
        "releases": list(verdict.releases),
        "rows": [dict(vars(row)) for row in verdict.rows],
        "notes": [note.as_json() for note in claim.notes],
        "sentence_start": claim.start,
        "sentence_end": claim.end,
    }


def _said(claim: ExtractedClaim, row: Mapping[str, Any], published: str | None, sha256: str) -> Said:
    return Said(
        published=published,
        text_sha256=sha256,
        part_of_total=claim.part_of_total,
        vague=claim.vague,
        negated=claim.negated,
        system_name=claim.system,
        system_is_unknown=claim.system_id is not None and row["system"] is None,
    )


def _sentence(text: str, claim: ExtractedClaim) -> tuple[int, int]:
    """The sentence, or the sentences, that the words of a claim stand in."""
    touched = [each for each in split_sentences(text) if each.start < claim.end and claim.start < each.end]
    if not touched:
        return claim.start, claim.end
    return min(touched[0].start, claim.start), max(touched[-1].end, claim.end)


def _remarks(language: str | None, claims: Sequence[CheckedClaim]) -> tuple[str, ...]:
    remarks = []
    if language is None:
        remarks.append("language_unknown")
    elif language not in _languages_with_words():
        remarks.append("language_partly")
    if not claims:
        remarks.append("no_claim")
    return tuple(remarks)


@cache
def _languages_with_words() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.toml")) - {"shared"}
