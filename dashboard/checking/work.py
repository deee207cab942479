"""What a reader is doing with an article: kept in the browser's session on the server, never in the address.

A correction is kept as the fields that a person changed, so that a new date or language of the article does
not undo it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from pipelines.article_text import ArticleText
from pipelines.claims.checking import Checked, CheckedClaim, check, judge_rows
from pipelines.claims.judge import Judged
from pipelines.claims.notes import Note

SESSION = "check-work"
OPEN = "check-open"
"""Session key: the article and number of the claim whose correction is open."""

PROPOSED, CONFIRMED, DROPPED = "proposed", "confirmed", "dropped"

Span = tuple[int, int]


@dataclass
class Work:
    """One article in hand. Decisions, corrections and translations are by the span of a claim's quote."""

    article: ArticleText
    decisions: dict[Span, str] = field(default_factory=dict)
    corrections: dict[Span, dict[str, Any]] = field(default_factory=dict)
    translations: dict[Span, str] = field(default_factory=dict)
    answers: dict[Any, Any] = field(default_factory=dict)
    shows_all: bool = False

    @property
    def name(self) -> str:
        """Short and the same for the same text: part of the keys of its widgets."""
        return self.article.sha256[:12]


@dataclass(frozen=True)
class Desk:
    """One claim on the desk: what the machine proposed, what stands now, its verdict, the decision."""

    number: int
    proposal: CheckedClaim
    row: Mapping[str, Any]
    judged: Judged
    notes: tuple[Note, ...]
    decision: str
    translation: str

    @property
    def span(self) -> Span:
        """Where its quote stands, in code points."""
        return self.proposal.extracted.start, self.proposal.extracted.end


def current() -> Work | None:
    """The article in hand."""
    found = st.session_state.get(SESSION)
    return found if isinstance(found, Work) else None


def start(article: ArticleText) -> None:
    """Take up an article; the same text again keeps what was decided about it."""
    held = current()
    if held is None or held.article.sha256 != article.sha256:
        st.session_state[SESSION] = Work(article)
    else:
        held.article = article


def put_away() -> None:
    """Forget the article and all that was decided about it."""
    st.session_state.pop(SESSION, None)


def checked(work: Work, article: ArticleText, snapshot_path: Path) -> Checked:
    """The claims of the article as the machine proposes them, computed once for the same question."""
    question = ("check", snapshot_path, article.sha256, article.language, article.published)
    if question not in work.answers:
        answer = check(snapshot_path, article.text, article.language, article.published)
        work.answers = {question: answer}
    found: Checked = work.answers[question]
    return found


def desks(work: Work, found: Checked, snapshot_path: Path) -> list[Desk]:
    """Each claim as it stands now, judged again where a person corrected one."""
    spans = [(claim.extracted.start, claim.extracted.end) for claim in found.claims]
    rows = [
        {**claim.row, **work.corrections.get(span, {})}
        for claim, span in zip(found.claims, spans, strict=True)
    ]
    answers = [(claim.judged, claim.notes) for claim in found.claims]
    if any(span in work.corrections for span in spans):
        answers = _judged_again(work, found, rows, snapshot_path)
    return [
        Desk(number, claim, row, *answer, work.decisions.get(span, PROPOSED), work.translations.get(span, ""))
        for number, (claim, row, answer, span) in enumerate(
            zip(found.claims, rows, answers, spans, strict=True), start=1
        )
    ]


def _judged_again(
    work: Work, found: Checked, rows: list[dict[str, Any]], snapshot_path: Path
) -> list[tuple[Judged, tuple[Note, ...]]]:
    question = ("judge", snapshot_path, str(rows))
    if question not in work.answers:
        said = [
            replace(
                claim.said,
                negated=claim.said.negated and row["quantity_low"] is None and row["quantity_high"] is None,
                system_is_unknown=claim.said.system_is_unknown and not (row["system"] or row["class_id"]),
            )
            for claim, row in zip(found.claims, rows, strict=True)
        ]
        kept = {key: value for key, value in work.answers.items() if key[0] == "check"}
        work.answers = kept | {question: judge_rows(snapshot_path, rows, said)}
    answers: list[tuple[Judged, tuple[Note, ...]]] = work.answers[question]
    return answers
