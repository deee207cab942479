"""Parts that several pages show: chips, claim cards, quotes, charts with their key, the search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from dashboard import telling
from dashboard.charts import key
from dashboard.frame import View, joined
from dashboard.numbers import date, number
from dashboard.queries import claims
from dashboard.queries.claims import Claim, Quote
from dashboard.style import CONFIG, STATEMENT_CHIPS
from dashboard.text import in_html, plain

QUOTE_MARKS = {"es": ("«", "»"), "fr": ("« ", " »"), "ru": ("«", "»"), "de": ("„", "“")}
"""Quotation marks of the language that a quote is in; English ones for any other."""


def chip(claim: Claim, view: View) -> None:
    """The verdict as a chip: icon, word, and a colour that says nothing more."""
    text, icon, colour = telling.badge(claim, view.words)
    st.badge(text, icon=icon, color=colour)  # type: ignore[arg-type]


def statement_chip(status: str, view: View) -> str:
    """The status of a statement as a chip inside Markdown."""
    chip = STATEMENT_CHIPS.get(status)
    if chip is None:
        return f":gray-badge[:material/gavel: {view.words.get('page.claim.statement_claim')}]"
    return f":gray-badge[{chip.icon} {view.words.get(f'statement.{status}')}]"


def card(claim: Claim, view: View) -> None:
    """A claim as a card: chip, declared beside documented, who and when, a link to its page."""
    words = view.words
    counting = telling.unit(claim, words)
    if claim.system_id is None or not counting:
        counting = ""
    if claim.kind not in ("holding", "other"):
        counting = joined_words(counting, words.get(f"kind.{claim.kind}"))
    large, small = telling.documented(claim, words)
    with st.container(border=True, height="stretch"):
        chip(claim, view)
        st.markdown(f"**{plain(telling.name(claim, words))}**" + (f", {plain(counting)}" if counting else ""))
        left, right = st.columns(2, wrap=False)
        left.markdown(f":orange[**{plain(telling.declared(claim, words))}**]  \n{words.get('mark.declared')}")
        colour = "blue" if claim.with_estimates else "gray"
        right.markdown(f":{colour}[**{plain(large)}**]  \n{plain(small)}")
        st.caption(telling.said(claim, words))
        label = words.get("page.overview.open_claim")
        view.link("claim", label, icon=":material/arrow_forward:", id=claim.claim_id)


def joined_words(*parts: str) -> str:
    """`missiles, order`."""
    return ", ".join(part for part in parts if part)


def cards(claims: Sequence[Claim], view: View) -> None:
    """Cards, three a row."""
    for start in range(0, len(claims), 3):
        for place, claim in zip(st.columns(3), claims[start : start + 3], strict=False):
            with place:
                card(claim, view)


def show_all(page: str, whole: bool, count: int, view: View, /, **params: object) -> None:
    """A link that shows all cards, or the first ones again."""
    label = view.words.get(
        "frame.show_fewer" if whole else "frame.show_all", number=number(count, view.language)
    )
    icon = ":material/unfold_less:" if whole else ":material/unfold_more:"
    view.link(page, label, icon=icon, all=None if whole else "1", **params)


def quote_card(claim: Claim, quote: Quote, carriers: int, view: View, on_claim_page: bool = False) -> None:
    """A quote in full with its translation, who said it, when, where, and how many carried it."""
    words = view.words
    with st.container(border=True):
        chip(claim, view)
        st.html(quote_html(quote, claim, view))
        st.markdown(_said_line(claim, quote, view))
        carried = ""
        if carriers:
            name = "page.claim.carried_by_one" if carriers == 1 else "page.claim.carried_by"
            carried = words.get(name, number=number(carriers, view.language))
        outlet = plain(quote.outlet) if quote.outlet else words.get("telling.outlet_not_printed")
        st.markdown(f":small[{joined([outlet, carried])}]")
        with st.container(horizontal=True, vertical_alignment="center"):
            if not on_claim_page:
                label = words.get("footnote.rows_that_decide")
                view.link("claim", label, icon=":material/table_rows:", id=claim.claim_id)
            if quote.url:
                label = words.get("footnote.article")
                st.link_button(label, quote.url, icon=":material/open_in_new:", type="tertiary")


def quote_of(claim: Claim, view: View) -> int:
    """The card of the quote that carries a claim; how many further outlets carried it."""
    quote = view.ledger.first(claims.quote(claim.quote_id, view.language))
    carriers = view.ledger.answer(claims.carriers(claim.claim_id))
    if quote:
        quote_card(claim, quote, len(carriers), view, on_claim_page=True)
    return len(carriers)


def _said_line(claim: Claim, quote: Quote, view: View) -> str:
    speaker = plain(claim.speaker or quote.speaker or "") or view.words.get("page.claim.article_voice")
    when = quote.said_on or quote.published
    return joined([f"**{speaker}**", date(when, view.language) if when else None])


def quote_html(quote: Quote, claim: Claim | None, view: View) -> str:
    """The quote with its number in orange and the language of each part marked for screen readers."""
    opening, closing = QUOTE_MARKS.get(quote.language, ("“", "”"))
    text = marked(in_html(quote.text), claim, view)
    parts = [
        f'<blockquote lang="{in_html(quote.language)}" style="margin:0;font-size:1rem;line-height:1.6">'
        f"{opening}{text}{closing}</blockquote>"
    ]
    if quote.translation:
        note = view.words.get("footnote.our_translation", language=language_name(quote.language, view))
        opened, closed = QUOTE_MARKS.get(view.language, ("“", "”"))
        parts.append(
            f'<p style="margin:0.8rem 0 0;font-size:0.875rem;line-height:1.6;color:{view.tokens.muted}">'
            f"{opened}{in_html(quote.translation)}{closed} ({in_html(note)})</p>"
        )
    return "".join(parts)


def marked(escaped: str, claim: Claim | None, view: View) -> str:
    """Escaped HTML with the claim's own digits in bold orange."""
    numbers = {claim.quantity_low, claim.quantity_high} - {None} if claim else set()
    for value in numbers:
        digits = f"{value:,}".replace(",", r"[.,\u00a0\u202f ]?")
        tag = f'<strong style="color:{view.tokens.declared}">\\g<0></strong>'
        escaped = re.sub(rf"(?<![\d.,])({digits})(?![\d]|[.,]\d)", tag, escaped)
    return escaped


def language_name(code: str, view: View) -> str:
    """The name of a language in the reader's: `Spanish`, `español`."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name(view.language) or code
    except (UnknownLocaleError, ValueError):
        return code


def chart(figure: dict[str, Any], alt: str, name: str, select: bool = False) -> Any:
    """A figure of `charts/` with its alt text. With `select` choosing a mark runs the page again."""
    more: dict[str, Any] = {"on_select": "rerun", "selection_mode": "points"} if select else {}
    return st.plotly_chart(drawn(figure), theme=None, config=CONFIG, alt=alt, key=name, **more)


def chart_key(items: Iterable[key.Item], view: View) -> None:
    """The key under a chart."""
    st.html(key.build(list(items), view.tokens))


def drawn(figure: dict[str, Any]) -> Any:
    """The figure as Streamlit takes it without having Plotly check each of its values again.

    That check was 77 % of the run of a page with the claim line (150 ms, 35 ms without); the tests of the
    charts make it once.
    """
    from plotly.basedatatypes import BaseFigure

    class Drawn(BaseFigure):
        def __init__(self) -> None:
            self._drawn = figure

        def to_dict(self) -> dict[str, Any]:
            return figure

    return Drawn()
