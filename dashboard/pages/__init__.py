"""The pages in the order of the navigation. A further page is one file here and one line in `PAGES`.

A page module has `show(view: frame.View) -> None`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A page: its module in this package, its address, the key of its name in the words.

    Pages have no icon: the browser would fetch it from another host, as the picture of its tab.
    """

    module: str
    url_path: str
    title: str


PAGES = (
    Entry("overview", "", "page.overview.nav"),
    Entry("claim", "claim", "page.claim.nav"),
    Entry("state_page", "state", "page.state.nav"),
    Entry("compare", "compare", "page.compare.nav"),
    Entry("flows", "flows", "page.flows.nav"),
    Entry("mirror", "mirror", "page.mirror.nav"),
    Entry("changes", "changes", "page.changes.nav"),
    Entry("register", "register", "page.register.nav"),
    Entry("check", "check", "page.check.nav"),
    Entry("sources", "sources", "page.sources.nav"),
)
