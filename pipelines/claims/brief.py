"""A brief of one claim for a reader without the page and the tables: plain text, or HTML with a picture.

All of it comes printed in the reader's language; what comes from an article is escaped here, once.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipelines.claims.claim_picture import Colours, Picture, claim_picture

NOTHING_LOADS = "default-src 'none'; style-src 'unsafe-inline'"
"""The brief's content security policy: no script, no request."""


@dataclass(frozen=True)
class Labels:
    """The headings of a brief in the reader's language."""

    language: str = "en"
    quote: str = "Quote"
    translation: str = "Translation (ours)"
    article: str = "Article"
    declared: str = "Declared"
    documented: str = "Documented"
    verdict: str = "Verdict"
    rule: str = "Rule"
    change: str = "What would change it"
    notes: str = "Notes"
    rows: str = "Rows that decide"
    other_rows: str = "Rows beside them"
    sources: str = "Sources"
    made_by: str = "Made with Arms Ledger. A register of transfers cannot prove or disprove a holding."


@dataclass(frozen=True)
class Source:
    """A release that was used: name and date, the credit line that its publisher asks for, its address."""

    title: str
    credit: str
    url: str | None = None


@dataclass(frozen=True)
class Brief:
    """One claim, ready to print. quote: verbatim, in `quote_language`; said: speaker, outlet, date.

    declared, documented: numbers with units, in words. rows decide; other_rows stand beside them.
    """

    title: str
    quote: str
    quote_language: str | None
    said: str
    declared: str
    documented: str
    verdict: str
    rule: str
    change: str
    picture: Picture
    translation: str | None = None
    article_title: str | None = None
    article_url: str | None = None
    rows: Sequence[str] = ()
    other_rows: Sequence[str] = ()
    notes: Sequence[str] = ()
    sources: Sequence[Source] = ()
    labels: Labels = field(default_factory=Labels)


def text_brief(brief: Brief) -> str:
    """The brief as plain text, one thing a line."""
    labels = brief.labels
    lines = [
        _clean(brief.title),
        "",
        f"{labels.quote} ({_clean(brief.quote_language or '?')}): {_clean(brief.quote)}",
    ]
    if brief.translation:
        lines.append(f"{labels.translation}: {_clean(brief.translation)}")
    lines += [_clean(brief.said), *(f"{labels.article}: {line}" for line in _article(brief)), ""]
    for label, text in _facts(brief):
        lines.append(f"{label}: {_clean(text)}")
    for label, entries in _lists(brief):
        lines += ["", f"{label}:", *(f"- {_clean(entry)}" for entry in entries)]
    return "\n".join([*lines, "", labels.made_by, ""])


def html_brief(brief: Brief, colours: Colours) -> str:
    """The brief as one HTML file that loads nothing: the picture stands in it, scripts are forbidden."""
    labels, title = brief.labels, _escaped(brief.title)
    facts = "".join(f"<dt>{_escaped(label)}</dt><dd>{_escaped(text)}</dd>" for label, text in _facts(brief))
    lists = "".join(
        f"<h2>{_escaped(label)}</h2><ul>{''.join(f'<li>{_escaped(entry)}</li>' for entry in entries)}</ul>"
        for label, entries in _lists(brief, with_sources=False)
    )
    return (
        f'<!doctype html>\n<html lang="{_escaped(labels.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_LOADS}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_style(colours)}</style></head><body>"
        f"<h1>{title}</h1>{_quote(brief)}{claim_picture(brief.picture, colours)}<dl>{facts}</dl>{lists}"
        f"<h2>{_escaped(labels.sources)}</h2><ul>{''.join(map(_source, brief.sources))}</ul>"
        f"<p><small>{_escaped(labels.made_by)}</small></p></body></html>\n"
    )


def _facts(brief: Brief) -> Iterator[tuple[str, str]]:
    labels = brief.labels
    yield labels.declared, brief.declared
    yield labels.documented, brief.documented
    yield labels.verdict, brief.verdict
    yield labels.rule, brief.rule
    yield labels.change, brief.change


def _lists(brief: Brief, with_sources: bool = True) -> Iterator[tuple[str, Sequence[str]]]:
    labels = brief.labels
    sources = [f"{source.title}. {source.credit}" for source in brief.sources] if with_sources else []
    listed = (
        (labels.rows, brief.rows),
        (labels.other_rows, brief.other_rows),
        (labels.notes, brief.notes),
        (labels.sources, sources),
    )
    yield from ((label, entries) for label, entries in listed if entries)


def _article(brief: Brief) -> list[str]:
    parts = [_clean(part) for part in (brief.article_title, brief.article_url) if part]
    return [", ".join(parts)] if parts else []


def _quote(brief: Brief) -> str:
    language = f' lang="{_escaped(brief.quote_language)}"' if brief.quote_language else ""
    parts = [f"<blockquote{language}><p>{_escaped(brief.quote)}</p></blockquote>"]
    if brief.translation:
        parts.append(f"<p>{_escaped(brief.labels.translation)}: {_escaped(brief.translation)}</p>")
    parts.append(f"<p>{_escaped(brief.said)}</p>")
    if brief.article_title or brief.article_url:
        label = _escaped(brief.article_title or brief.article_url)
        parts.append(f"<p>{_escaped(brief.labels.article)}: {_linked(label, brief.article_url)}</p>")
    return f"<section>{''.join(parts)}</section>"


def _source(source: Source) -> str:
    return f"<li>{_linked(_escaped(source.title), source.url)}. {_escaped(source.credit)}</li>"


def _linked(label: str, url: str | None) -> str:
    """A link of the web, or the bare label: any other address could run something when it is opened."""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return label
    return f'<a href="{_escaped(url)}" rel="noopener noreferrer">{label}</a>'


def _style(colours: Colours) -> str:
    return (
        f"body{{font:16px/1.5 sans-serif;color:{colours.ink};background:{colours.background};"
        "max-width:44rem;margin:2rem auto;padding:0 1rem}"
        "h1,h2{font-family:serif;line-height:1.25}h1{font-size:1.6rem}h2{font-size:1.15rem}"
        f"blockquote{{margin:0;padding-left:1rem;border-left:3px solid {colours.declared};font-size:1.1rem}}"
        f"dt{{color:{colours.muted}}}dd{{margin:0 0 .6rem}}a{{color:{colours.firm}}}"
        "svg{max-width:100%;height:auto}"
    )


def _escaped(text: str | None) -> str:
    return html.escape(_clean(text or ""))


def _clean(text: str) -> str:
    """One line without signs that cannot be seen: controls, and those that turn text round."""
    kept = (sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in _UNSEEN)
    return "".join(kept)


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
