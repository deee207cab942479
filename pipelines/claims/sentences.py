"""Cut a text into sentences, with code-point offsets, minding abbreviations, initials and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s|$)|[。！？।؟]+[」』”]*|\n\s*\n|\n")
_LAST_WORD = re.compile(r"([^\W_]+)$")
_GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
LONGEST_SENTENCE = 800
"""Characters; what runs on without an end is no sentence, and is cut here so that reading it takes no longer
than its length calls for."""

_OPENING = "\"'«“‘„([¿¡—–-"

# Abbreviations before which a full stop does not end a sentence, in the languages that are read.
_ABBREVIATIONS = """
mr mrs ms dr gen lt col maj capt sgt adm brig cmdr sen gov pres st nos approx inc ltd vs etc ca cf
jan feb mar apr jun jul aug sept sep oct nov dec u.s u.k sr sra gral cnel tte cap núm art aprox
ee.uu pág dña m mm mme mlle av éd env hr fr prof bzw ca zb evtl usw sog inkl max min mio mrd nr str
abs dipl ing dra exmo aprox г гг г-н ген тыс млн млрд руб им ул стр долл др проф р рр тис грн ім вул
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())


@dataclass(frozen=True)
class Sentence:
    """One sentence: ``text[start:end]``, without the white space around it."""

    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; nothing but white space lies between them."""
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(".") and _goes_on(text, match):
            continue
        _append(sentences, text, start, match.end())
        start = match.end()
    _append(sentences, text, start, len(text))
    return sentences


LONGEST_PIECE = 8_000
"""Characters that are read at once, some three pages: what a text named further back is no longer meant."""


def pieces(text: str) -> list[Sentence]:
    """A long text in runs of whole sentences, of LONGEST_PIECE at most; a short one whole."""
    if len(text) <= LONGEST_PIECE:
        return [Sentence(0, len(text))]
    found: list[Sentence] = []
    for sentence in split_sentences(text):
        if found and sentence.end - found[-1].start <= LONGEST_PIECE:
            found[-1] = Sentence(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        _append(sentences, text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        sentences.append(Sentence(start, end))


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial ("J.-P.", not "Igla-S.") or an ordinal."""
    rest = text[match.end() : match.end() + 40].lstrip()
    following = rest[:2].lstrip(_OPENING)[:1]
    if following.islower():
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if word is None:
        return False
    last = word.group(1)
    before = text[word.start() - 1] if word.start() else " "
    if len(last) == 1 and last.isalpha() and last.isupper():
        return before != "-" or text[word.start() - 2 : word.start() - 1] == "."
    if last.isdigit() and len(last) <= 2 and before != ".":
        return not following.isupper() or rest.startswith(_GERMAN_MONTHS)
    return last.lower() in ABBREVIATIONS and before != "-"
