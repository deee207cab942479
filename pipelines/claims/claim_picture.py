"""The claim line of one claim as SVG, drawn without a browser: the same grammar as the dashboard's chart.

A bar from 0: firm solid, estimated hatched; the declared number is a diamond, always at the same place, so
that the bar is read against it. An arrow opens a bound, a hollow diamond says "about".
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 104
CLAIM_AT = 0.54
BAR_TOP, BAR_HEIGHT = 44, 16
NOT_COMPARED = ("not_comparable", "out_of_scope")


@dataclass(frozen=True)
class Colours:
    """The colours of the picture, as the dashboard's style names them."""

    background: str
    ink: str
    muted: str
    track: str
    edge: str
    firm: str
    estimated_ground: str
    declared: str


@dataclass(frozen=True)
class Picture:
    """What is drawn. Quantities count one unit; None is no number, never 0. The texts are printed already.

    name: weapon and unit; declared, documented: as they stand above the bar; described: the alternative text.
    """

    name: str
    low: int | None
    high: int | None
    qualifier: str
    firm: int | None
    estimated: int | None
    verdict: str
    declared: str
    documented: str
    verdict_word: str
    described: str


def claim_picture(picture: Picture, colours: Colours) -> str:
    """The picture as one `<svg>` element with its own description."""
    parts = "".join(_parts(picture, colours))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-label="{_text(picture.described)}" font-family="sans-serif">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.background}"/>{parts}</svg>'
    )


def _parts(picture: Picture, colours: Colours) -> Iterator[str]:
    largest = _largest(picture)
    yield _written(0, 34, picture.name, colours.ink, "start", bold=True)
    yield _written(WIDTH, 34, picture.documented, colours.firm, "end")
    yield _written(WIDTH, 88, picture.verdict_word, colours.muted, "end", size=13)
    if picture.verdict in NOT_COMPARED:
        yield _box(0, WIDTH, f'fill="none" stroke="{colours.edge}" stroke-dasharray="2 3"')
    else:
        yield _box(0, WIDTH, f'fill="{colours.track}"')
        yield from _bars(picture, colours, largest)
    yield from _declared(picture, colours, largest)


def _bars(picture: Picture, colours: Colours, largest: float) -> Iterator[str]:
    firm = min((picture.firm or 0) / largest, 1) * WIDTH
    both = min(((picture.firm or 0) + (picture.estimated or 0)) / largest, 1) * WIDTH
    if firm:
        yield _box(0, firm, f'fill="{colours.firm}"')
    if both > firm:
        yield (
            '<defs><pattern id="estimated" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{colours.estimated_ground}"/>'
            f'<rect width="2" height="6" fill="{colours.firm}"/></pattern></defs>'
        )
        yield _box(firm, both - firm, f'fill="url(#estimated)" stroke="{colours.firm}"')
    if (picture.firm or 0) + (picture.estimated or 0) > largest:
        for x in (WIDTH - 26, WIDTH - 16):
            yield (
                f'<path d="M{x} {BAR_TOP + BAR_HEIGHT + 1}l6 -{BAR_HEIGHT + 2}" '
                f'stroke="{colours.background}" stroke-width="3"/>'
            )


def _declared(picture: Picture, colours: Colours, largest: float) -> Iterator[str]:
    first = picture.high if picture.qualifier == "at_most" or picture.low is None else picture.low
    middle = BAR_TOP + BAR_HEIGHT / 2
    if first is None:
        yield _written(WIDTH * CLAIM_AT, 34, picture.declared, colours.muted, "middle")
        return
    at = first / largest * WIDTH if first else 0
    yield _written(WIDTH * CLAIM_AT, 34, picture.declared, colours.declared, "middle", bold=True)
    line = f'stroke="{colours.declared}" stroke-width="3" fill="none"'
    second = None
    if picture.low is not None and picture.high is not None and picture.high > picture.low:
        second = min(picture.high / largest * WIDTH, WIDTH - 8)
        yield f'<path d="M{at:.1f} {middle}H{second:.1f}" {line}/>'
    if picture.qualifier in ("at_least", "at_most"):
        end = at * (1.16 if picture.qualifier == "at_least" else 0.86)
        back = -6 if end > at else 6
        yield f'<path d="M{at:.1f} {middle}H{end:.1f}m{back} -5l{-back} 5l{back} 5" {line}/>'
    yield _diamond(at, middle, picture.qualifier == "approx", colours)
    if second is not None:
        yield _diamond(second, middle, picture.qualifier == "approx", colours)


def _largest(picture: Picture) -> float:
    """The number at the end of the bar: the declared one stands at CLAIM_AT of it."""
    first = picture.high if picture.qualifier == "at_most" or picture.low is None else picture.low
    if first:
        return first / CLAIM_AT
    return ((picture.firm or 0) + (picture.estimated or 0)) / 0.85 or 1


def _diamond(x: float, y: float, hollow: bool, colours: Colours) -> str:
    """Cased in the background, so that orange on blue is seen."""
    fill = colours.background if hollow else colours.declared
    shape = f"M{x:.1f} {y - 9}l9 9l-9 9l-9 -9z"
    casing = f'<path d="{shape}" fill="none" stroke="{colours.background}" stroke-width="6"/>'
    return casing + f'<path d="{shape}" fill="{fill}" stroke="{colours.declared}" stroke-width="2"/>'


def _box(x: float, width: float, look: str) -> str:
    return f'<rect x="{x:.1f}" y="{BAR_TOP}" width="{width:.1f}" height="{BAR_HEIGHT}" {look}/>'


def _written(
    x: float, y: float, text: str, colour: str, anchor: str, bold: bool = False, size: int = 15
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y}" fill="{colour}" font-size="{size}" text-anchor="{anchor}"{weight}>'
        f"{_text(text)}</text>"
    )


def _text(text: str) -> str:
    """Escaped, and without characters that XML cannot hold."""
    return html.escape("".join(sign for sign in text if sign.isprintable()))
