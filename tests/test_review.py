"""ClaimReview that validates, and briefs that hold what they promise and run nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from pipelines.claims.brief import Brief, Source, html_brief, text_brief
from pipelines.claims.claim_picture import CLAIM_AT, WIDTH, Colours, Picture, claim_picture
from pipelines.claims.review import Reviewed, claim_review

COLOURS = Colours("white", "black", "gray", "silver", "dimgray", "blue", "lightblue", "orange")
HOSTILE = "<script>alert(1)</script>\" onload='x' </style><img src=x onerror=1>\u202e\x00 ]]>"

REVIEWED = Reviewed(
    claim="Venezuela tiene 5.000 Igla-S", language="es", verdict_word="Partly documented",
    explanation="Documented: 4,000 missiles.", reviewed_on="2026-11-22", speaker="Nicolás Maduro",
    outlet="EFE / Swissinfo", article_title="Maduro advierte", article_author="A reporter",
    article_url="https://www.swissinfo.ch/spa/90211176", published="2025-10-22",
)  # fmt: skip

PICTURE = Picture(
    name="Igla-S missiles", low=5000, high=None, qualifier="at_least", firm=3800, estimated=200,
    verdict="partly_documented", declared="at least 5,000", documented="3,800 + 200 est.",
    verdict_word="Partly documented, 80%", described="Igla-S missiles: declared at least 5,000.",
)  # fmt: skip

BRIEF = Brief(
    title="Venezuela: 5,000 Igla-S missiles?", quote="Más de 5.000", quote_language="es",
    said="Nicolás Maduro · EFE · 22 Oct 2025", declared="at least 5,000", documented="4,000 missiles",
    verdict="Partly documented, 80%", rule="0 < firm + estimated < declared lower bound",
    change="A further delivery", picture=PICTURE, translation="More than 5,000",
    article_title="Maduro advierte", article_url="https://example.org/?a=1&b=2",
    rows=["1,800 missiles, 2009; line 20041"], notes=["The same number was published on 22 May 2017"],
    sources=[Source("SIPRI register, 3 Jan 2025", "Information from the SIPRI Arms Transfers Database",
                    "https://www.sipri.org/databases/armstransfers")],
)  # fmt: skip


def valid(review: Any) -> None:
    """What schema.org and Google's page on ClaimReview ask for, type by type; Google adds `url`."""
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert isinstance(review["claimReviewed"], str) and review["claimReviewed"]
    assert review["reviewRating"]["@type"] == "Rating"
    assert isinstance(review["reviewRating"]["alternateName"], str)
    assert review["itemReviewed"]["@type"] == "Claim"
    assert review["author"] == review["publisher"]
    assert review["author"]["@type"] == "Organization" and review["author"]["name"] == "Arms Ledger"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", review["datePublished"])
    for person in (
        review["itemReviewed"].get("author"),
        review["itemReviewed"].get("appearance", {}).get("author"),
    ):
        assert person is None or (person["@type"] in {"Person", "Organization"} and person["name"])
    json.dumps(review)


def test_the_speaker_makes_the_claim_and_the_outlet_carries_it() -> None:
    review = claim_review(REVIEWED)
    valid(review)
    claim = review["itemReviewed"]
    assert claim["author"] == {"@type": "Person", "name": "Nicolás Maduro"}
    assert claim["appearance"]["publisher"] == {"@type": "Organization", "name": "EFE / Swissinfo"}
    assert claim["appearance"]["url"] == "https://www.swissinfo.ch/spa/90211176"
    assert claim["datePublished"] == "2025-10-22"


def test_the_rating_is_a_word_and_no_number_on_a_scale() -> None:
    rating = claim_review(REVIEWED)["reviewRating"]
    assert rating == {"@type": "Rating", "alternateName": "Partly documented"}
    assert not re.search(r"true|false|fake", json.dumps(rating), re.IGNORECASE)


def test_nothing_is_made_up_where_nothing_is_known() -> None:
    bare = Reviewed("5,000 Igla-S", None, "No record", "No row.", "2026-11-22")
    review = claim_review(bare)
    valid(review)
    assert review["itemReviewed"] == {"@type": "Claim"}
    assert "url" not in review and "url" not in review["author"]


def test_a_site_that_publishes_is_named_with_its_addresses() -> None:
    review = claim_review(
        replace(REVIEWED, site_url="https://example.org", review_url="https://example.org/1")
    )
    assert (review["url"], review["author"]["url"]) == ("https://example.org/1", "https://example.org")


def test_a_text_brief_holds_quote_verdict_numbers_rows_and_sources() -> None:
    text = text_brief(BRIEF)
    for part in (
        "Quote (es): Más de 5.000", "Translation (ours): More than 5,000", "Declared: at least 5,000",
        "Documented: 4,000 missiles", "Verdict: Partly documented, 80%", "- 1,800 missiles, 2009; line 20041",
        "SIPRI register, 3 Jan 2025. Information from the SIPRI Arms Transfers Database",
        "https://example.org/?a=1&b=2",
    ):  # fmt: skip
        assert part in text


def test_an_html_brief_holds_the_picture_and_loads_nothing() -> None:
    page = html_brief(BRIEF, COLOURS)
    assert '<blockquote lang="es">' in page
    assert "<svg" in page and "Information from the SIPRI Arms Transfers Database" in page
    assert 'href="https://example.org/?a=1&amp;b=2"' in page
    assert not re.search(r"<(script|img|link|iframe)|src=|url\((?!#)", page)


def test_nothing_of_an_article_becomes_markup() -> None:
    hostile = Brief(
        title=HOSTILE, quote=HOSTILE, quote_language=HOSTILE, said=HOSTILE, declared=HOSTILE,
        documented=HOSTILE, verdict=HOSTILE, rule=HOSTILE, change=HOSTILE, translation=HOSTILE,
        article_title=HOSTILE, article_url="javascript:alert(1)", rows=[HOSTILE], notes=[HOSTILE],
        sources=[Source(HOSTILE, HOSTILE, "javascript:alert(1)")],
        picture=replace(PICTURE, name=HOSTILE, declared=HOSTILE, described=HOSTILE),
    )  # fmt: skip
    page = html_brief(hostile, COLOURS)
    assert "<script" not in page and "<img" not in page and 'href="javascript' not in page
    assert page.count("</style>") == 1
    assert "\u202e" not in page and "\x00" not in page
    assert "\u202e" not in text_brief(hostile) and "\x00" not in text_brief(hostile)


def drawn(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(claim_picture(picture, COLOURS))


def test_the_bar_is_read_against_the_declared_mark() -> None:
    """3,800 firm and 4,000 in all of 5,000, which stands at 0.54 of the width."""
    bars = [one for one in drawn(PICTURE).iter() if one.tag.endswith("rect") and one.get("y")]
    track, firm, estimated = bars
    assert float(str(track.get("width"))) == WIDTH
    assert float(str(firm.get("width"))) == pytest.approx(WIDTH * CLAIM_AT * 3800 / 5000, abs=0.1)
    assert float(str(estimated.get("width"))) == pytest.approx(WIDTH * CLAIM_AT * 200 / 5000, abs=0.1)
    assert (firm.get("fill"), estimated.get("fill")) == ("blue", "url(#estimated)")


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "verdict"),
    [
        (5000, 5000, "exact", "partly_documented"), (5000, None, "at_least", "partly_documented"),
        (None, 20000, "at_most", "cannot_be_judged"), (300, 400, "range", "no_record"),
        (100, 100, "approx", "out_of_scope"), (None, None, "approx", "cannot_be_judged"),
        (0, 0, "exact", "documented"), (1, 1, "exact", "documented"),
    ],
)  # fmt: skip
def test_every_qualifier_is_drawn_as_well_formed_svg(
    low: int | None, high: int | None, qualifier: str, verdict: str
) -> None:
    picture = replace(PICTURE, low=low, high=high, qualifier=qualifier, verdict=verdict)
    texts = [one.text for one in drawn(picture).iter() if one.tag.endswith("text")]
    assert "Igla-S missiles" in texts and "at least 5,000" in texts


def test_a_claim_outside_the_tables_has_no_bar() -> None:
    picture = replace(PICTURE, verdict="not_comparable")
    fills = [one.get("fill") for one in drawn(picture).iter() if one.tag.endswith("rect")]
    assert "blue" not in fills and "url(#estimated)" not in fills
