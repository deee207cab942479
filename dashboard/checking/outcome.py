"""What a reader takes away: the article file, ClaimReview, a brief of one claim; saving where allowed."""

from __future__ import annotations

import datetime as dt
import hmac
import json
import os
import time
from collections.abc import Sequence

import streamlit as st

from dashboard import telling as told
from dashboard.checking import telling
from dashboard.checking.work import CONFIRMED, Desk
from dashboard.frame import View
from dashboard.numbers import date
from dashboard.queries import releases
from dashboard.queries.claims import Claim
from dashboard.style import LIGHT
from dashboard.text import clean, plain
from pipelines import paths
from pipelines.article_text import ArticleText
from pipelines.claims.article_file import ArticleFile, Confirmed, article_file, save_article
from pipelines.claims.brief import Brief, Labels, Source, html_brief, text_brief
from pipelines.claims.claim_picture import Colours, Picture
from pipelines.claims.review import Reviewed, claim_review
from pipelines.issues import LedgerError

WRONG_PASSPHRASE_SECONDS = 1.0
"""A wrong passphrase is answered slowly, so that guessing many is no use."""


def take_away(desks: Sequence[Desk], article: ArticleText, view: View) -> None:
    """Downloads of the confirmed claims, and saving where the owner allows it."""
    words = view.words
    confirmed = [desk for desk in desks if desk.decision == CONFIRMED]
    st.header(words.get("check.take_away"), anchor=False)
    if not confirmed:
        st.markdown(words.get("check.confirm_first"))
        return
    file = _file(confirmed, article, view)
    if file is None:
        return
    with st.container(horizontal=True):
        st.download_button(
            words.get("check.download_article"), file.text.encode(), f"{file.article_id}.toml",
            "application/toml", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        reviews = [review(desk, telling.as_claim(desk, article, view), article, view) for desk in confirmed]
        st.download_button(
            words.get("check.download_review"), json.dumps(reviews, ensure_ascii=False, indent=1).encode(),
            f"{file.article_id}.jsonld", "application/ld+json", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    _saving(file, view)


def _file(confirmed: Sequence[Desk], article: ArticleText, view: View) -> ArticleFile | None:
    facts = {
        name: getattr(article, name) for name in ("title", "outlet", "author", "published", "language", "url")
    }
    if not article.language:
        st.info(view.words.get("check.choose_language"), icon=":material/info:")
        return None
    claims = [_confirmed(desk, view) for desk in confirmed]
    try:
        file = article_file(article.text, article.sha256, facts, claims)
    except LedgerError as error:
        st.info(plain(error), icon=":material/info:")
        return None
    for problem in file.problems:
        said = f"{problem.place}: {problem.expected}; {problem.got}. {problem.hint}"
        st.info(plain(said), icon=":material/info:")
    return file


def _confirmed(desk: Desk, view: View) -> Confirmed:
    translation = desk.translation or None
    return Confirmed(
        desk.row,
        desk.proposal.start,
        desk.proposal.end,
        translation if view.language == "en" else None,
        translation if view.language == "es" else None,
    )


def _saving(file: ArticleFile, view: View) -> None:
    """Off unless the owner set both variables: what is saved here is read into everybody's ledger."""
    words, passphrase = view.words, os.environ.get("ARMS_PASSPHRASE", "")
    if os.environ.get("ARMS_ALLOW_SAVING") != "1" or not passphrase:
        st.caption(
            words.get(
                "check.saving_off", folder="`$ARMS_HOME/articles`", command="`python -m pipelines build`"
            )
        )
        return
    with st.form("check-save", border=True):
        given = st.text_input(words.get("check.passphrase"), type="password")
        if not st.form_submit_button(words.get("check.save"), icon=":material/save:"):
            return
    if not hmac.compare_digest(given.encode(), passphrase.encode()):
        time.sleep(WRONG_PASSPHRASE_SECONDS)
        st.info(words.get("check.passphrase_wrong"), icon=":material/info:")
        return
    try:
        saved = save_article(paths.home(), file)
    except LedgerError as error:
        st.info(plain(error), icon=":material/info:")
    else:
        st.info(
            words.get("check.saved", file=plain(saved.name), command="`python -m pipelines build`"),
            icon=":material/save:",
        )


def review(desk: Desk, claim: Claim, article: ArticleText, view: View) -> dict[str, object]:
    """The claim as ClaimReview, in the reader's language."""
    words = view.words
    told_rule = words.get(f"reason.{claim.reason}.rule")
    told_numbers = f"{words.get('mark.documented')}: {telling.documented(claim, view)}"
    return claim_review(
        Reviewed(
            claim=clean(article.text[desk.proposal.start : desk.proposal.end]),
            language=article.language,
            verdict_word=words.get(f"verdict.{claim.verdict}"),
            explanation=clean(f"{told_numbers}. {told_rule}"),
            reviewed_on=dt.date.today().isoformat(),
            speaker=claim.speaker,
            outlet=article.outlet,
            article_title=article.title,
            article_author=article.author,
            article_url=article.url,
            published=article.published,
            site_url=os.environ.get("ARMS_SITE_URL"),
        )
    )


def brief_button(desk: Desk, article: ArticleText, claim: Claim, view: View) -> None:
    """The brief of one claim, as text and as HTML with its picture."""
    words, name = view.words, f"{article.sha256[:8]}-{desk.number}"
    with st.popover(words.get("check.brief"), icon=":material/description:"):
        made = brief(desk, article, claim, view)
        st.download_button(
            words.get("check.brief_text"), text_brief(made).encode(), f"brief-{name}.txt", "text/plain",
            key=f"brief-text-{name}", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.get("check.brief_html"), html_brief(made, colours()).encode(), f"brief-{name}.html",
            "text/html", key=f"brief-html-{name}", on_click="ignore",
        )  # fmt: skip


def brief(desk: Desk, article: ArticleText, claim: Claim, view: View) -> Brief:
    """All that one claim's brief says, printed in the reader's language."""
    words = view.words
    used = {*desk.judged.releases, *(row.release_id for row in desk.judged.rows)}
    loaded = [one for one in view.ledger.answer(releases.releases()) if one.release_id in used]
    published = date(article.published, view.language) if article.published else ""
    speaker = claim.speaker or words.get("telling.article_voice")
    return Brief(
        title=told.title(claim, words),
        quote=article.text[desk.proposal.start : desk.proposal.end],
        quote_language=article.language,
        said=" · ".join(part for part in (speaker, article.outlet or "", published) if part),
        declared=telling.declared(claim, view),
        documented=telling.documented(claim, view),
        verdict=told.verdict(claim, words),
        rule=words.get(f"reason.{claim.reason}.rule"),
        change=words.get(f"reason.{claim.reason}.change"),
        picture=_picture(claim, view),
        translation=desk.translation or None,
        article_title=article.title,
        article_url=article.url,
        rows=[telling.row_line(row, view) for row in desk.judged.rows if row.decides],
        other_rows=[telling.row_line(row, view) for row in desk.judged.rows if not row.decides],
        notes=[telling.note(one, view) for one in desk.notes],
        sources=[
            Source(f"{one.title}, {_released(one.released, view)}", one.credit, one.url) for one in loaded
        ],
        labels=_labels(view),
    )


def _released(day: dt.date | None, view: View) -> str:
    return date(day, view.language) if day else view.words.get("telling.date_not_known")


def _picture(claim: Claim, view: View) -> Picture:
    words = view.words
    declared, documented = told.declared(claim, words), telling.documented(claim, view)
    name, verdict = told.counted(claim, words), told.verdict(claim, words)
    estimated = claim.estimated if claim.with_estimates else None
    return Picture(
        name=name, low=claim.quantity_low, high=claim.quantity_high, qualifier=claim.qualifier,
        firm=claim.firm, estimated=estimated, verdict=claim.verdict, declared=declared,
        documented=telling.above_the_bar(claim, view), verdict_word=verdict,
        described=words.get(
            "check.picture", name=name, declared=declared, documented=documented, verdict=verdict
        ),
    )  # fmt: skip


def _labels(view: View) -> Labels:
    names = ("quote", "translation", "article", "declared", "documented", "verdict", "rule", "change",
             "notes", "rows", "other_rows", "sources", "made_by")  # fmt: skip
    return Labels(
        language=view.language, **{name: view.words.get(f"check.brief_label.{name}") for name in names}
    )


def colours() -> Colours:
    """The light colours: a brief is printed and sent."""
    return Colours(
        background=LIGHT.background, ink=LIGHT.ink, muted=LIGHT.muted, track=LIGHT.track, edge=LIGHT.edge,
        firm=LIGHT.firm, estimated_ground=LIGHT.estimated_ground, declared=LIGHT.declared,
    )  # fmt: skip
