"""A verdict as schema.org ClaimReview (JSON-LD), for the page on which it is published.

The speaker makes the claim and the outlet carries it: `itemReviewed.author` is the speaker. The rating is the
verdict's word in `alternateName`; there is no number on a scale, because a register cannot say how true a
holding is, and schema.org asks for none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONTEXT = "https://schema.org"
REVIEWER = "Arms Ledger"


@dataclass(frozen=True)
class Reviewed:
    """What a review is made of. Dates are ISO, as far as known; None is left out.

    claim: the words that make the claim, verbatim, in `language`. verdict_word: in the review's language.
    explanation: numbers with units, rule, release. review_url: the page that publishes the review; Google
    lists a review only with it. site_url: the home page of whoever publishes it.
    """

    claim: str
    language: str | None
    verdict_word: str
    explanation: str
    reviewed_on: str
    speaker: str | None = None
    outlet: str | None = None
    article_title: str | None = None
    article_author: str | None = None
    article_url: str | None = None
    published: str | None = None
    said_on: str | None = None
    review_url: str | None = None
    site_url: str | None = None


def claim_review(reviewed: Reviewed) -> dict[str, Any]:
    """The review as a JSON-ready object."""
    reviewer = _known({"@type": "Organization", "name": REVIEWER, "url": reviewed.site_url})
    return _known(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "url": reviewed.review_url,
            "datePublished": reviewed.reviewed_on,
            "author": reviewer,
            "publisher": reviewer,
            "claimReviewed": reviewed.claim,
            "reviewBody": reviewed.explanation,
            "reviewRating": {"@type": "Rating", "alternateName": reviewed.verdict_word},
            "itemReviewed": _claim(reviewed),
        }
    )


def _claim(reviewed: Reviewed) -> dict[str, Any]:
    """The claim: who makes it, and the article that it appears in.

    A number that nobody is quoted for is said by the article itself, so by its author or its outlet.
    """
    appearance = _known(
        {
            "@type": "Article",
            "url": reviewed.article_url,
            "headline": reviewed.article_title,
            "datePublished": reviewed.published,
            "inLanguage": reviewed.language,
            "author": _named("Person", reviewed.article_author),
            "publisher": _named("Organization", reviewed.outlet),
        }
    )
    own_voice = _named("Person", reviewed.article_author) or _named("Organization", reviewed.outlet)
    return _known(
        {
            "@type": "Claim",
            "author": _named("Person", reviewed.speaker) or own_voice,
            "datePublished": reviewed.said_on or reviewed.published,
            "appearance": appearance if len(appearance) > 1 else None,
        }
    )


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
