"""Text from data, made safe for Markdown: nothing in it is a link, a picture, a directive or a formula.

Streamlit reads Markdown with directives (`:red[…]`, `:material/…:`, `:smile:`), LaTeX (`$…$`) and bare
addresses; the last three are found again after backslashes are taken away, so a word joiner, which has no
width and no line break, parts them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

JOINER = "\u2060"

KEPT = 20_000
"""Texts that are made safe once; a page has some hundreds, the same on each run."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@^=\"'/])")
_FOUND_AGAIN = re.compile(
    r"(?<=:)(?=[A-Za-z/])|(?<=www)(?=\.)|(?=@)|(?<=[A-Za-z0-9])(?=://)|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)",
    re.IGNORECASE,
)
"""Beginnings of directives and addresses, and the arrows and dashes that Streamlit makes of `->` and `--`."""

_SPACE = re.compile(r"\s+")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode's categories of what has no shape: control, format, surrogate, private use, not assigned."""


@lru_cache(maxsize=KEPT)
def clean(text: object) -> str:
    """One line without characters that cannot be seen: controls, zero-width, direction marks, tags."""
    spaced = _SPACE.sub(" ", str(text))
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN).strip()


@lru_cache(maxsize=KEPT)
def plain(text: object) -> str:
    """`text` so that Markdown shows exactly its characters."""
    parted = _FOUND_AGAIN.sub(JOINER, clean(text))
    return _MARKDOWN.sub(r"\\\1", parted)


def in_html(text: object) -> str:
    """`text` for `st.html`."""
    return html.escape(clean(text))


def link(label: object, url: str | None) -> str:
    """A Markdown link, or the bare label where the address is none of the web."""
    if url is None or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        return plain(label)
    return f"[{plain(label)}](<{quote(url, safe=_ADDRESS)}>)"


_ADDRESS = ":/?#[]@!$&'()*+,;=%~"
