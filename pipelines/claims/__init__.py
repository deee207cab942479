"""Quantity claims about weapons, read from the text of articles: a library of pure functions."""

from pipelines.claims.extraction import extract
from pipelines.claims.language import detect_language
from pipelines.claims.lines import answer_lines
from pipelines.claims.model import ExtractedClaim, as_json

__all__ = ["ExtractedClaim", "answer_lines", "as_json", "detect_language", "extract"]
