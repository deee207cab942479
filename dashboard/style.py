"""How everything looks: colours, chips and the base of every figure, in light and dark.

The only file that holds colours (beside .streamlit/config.toml, which cannot read this one): orange means
that somebody said it, blue that a transfer table records it, everything else is ink or grey. Contrasts were
measured on `background`: text at least 4.5, marks at least 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FONT = "'Source Sans', 'Source Sans Pro', 'Source Sans 3', Calibri, Carlito, 'Arial Narrow', sans-serif"
"""The page's font; where a machine lacks it, a downloaded picture is shown in one that is no wider."""

SIZE_NUMBER, SIZE_LABEL, SIZE_SECOND = 15, 13, 12.5
"""Pixels of names and numbers, of labels, of second lines; nothing on a figure is smaller."""

TOOLBAR = 26
"""Pixels kept free at the top of a figure, where the toolbar appears on hover."""

CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme. `steps` are the map's four blues, from little to much."""

    theme: str
    background: str
    panel: str
    track: str
    ink: str
    muted: str
    edge: str
    line: str
    firm: str
    estimated_ground: str
    declared: str
    steps: tuple[str, str, str, str]
    steps_outlined: int
    """How many of the first steps are too near the page and get an outline."""


LIGHT = Tokens(
    theme="light",
    background="#FCFBF8",
    panel="#F2F0EA",
    track="#ECE9E1",
    ink="#101418",
    muted="#575D65",
    edge="#777C84",
    line="#D8D4CA",
    firm="#1F5A8C",
    estimated_ground="#DCE8F2",
    declared="#B84A00",
    steps=("#C3D8E9", "#84AFD2", "#3F7FB4", "#143F66"),
    steps_outlined=2,
)
DARK = Tokens(
    theme="dark",
    background="#13161A",
    panel="#1D2228",
    track="#252B32",
    ink="#ECEAE5",
    muted="#A9AFB8",
    edge="#78808A",
    line="#343B44",
    firm="#62A8DF",
    estimated_ground="#22384B",
    declared="#F5A15A",
    steps=("#24435E", "#3C6C95", "#5E9CCF", "#A9D4F5"),
    steps_outlined=1,
)


def tokens() -> Tokens:
    """The colours of the theme the reader's browser shows."""
    import streamlit as st  # here, so that figures can be built and tested without the web framework

    return DARK if st.context.theme.type == "dark" else LIGHT


@dataclass(frozen=True)
class Chip:
    """Icon and colour of an `st.badge`; its word is in the words file, [verdict] or [statement]."""

    icon: str
    colour: str


def _chip(icon: str, colour: str = "gray") -> Chip:
    return Chip(f":material/{icon}:", colour)


VERDICT_CHIPS = {
    "documented": _chip("radio_button_checked", "blue"),
    "within_estimates": _chip("data_saver_off", "blue"),
    "partly_documented": _chip("clock_loader_60", "blue"),
    "no_record": _chip("radio_button_unchecked"),
    "not_comparable": _chip("straighten"),
    "out_of_scope": _chip("crop_free"),
    "cannot_be_judged": _chip("help"),
}
"""The icon's fill carries the order without colour; never a tick, a cross, a thumb, red or green."""

STATEMENT_CHIPS = {
    "supported": _chip("format_quote"),
    "contradicted": _chip("compare_arrows"),
    "no_evidence": _chip("radio_button_unchecked"),
    "sources_disagree": _chip("call_split"),
}

NO_NUMBER_ICONS = {
    "no_report": ":material/remove:",
    "out_of_scope": ":material/crop_free:",
    "classified": ":material/lock:",
    "not_loaded": ":material/hourglass_empty:",
}
"""Icons before the word of a cell without a number; the other kinds have a word alone."""

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "arms-ledger"},
    "topojsonURL": "app/static/",
}
"""For `st.plotly_chart(figure, theme=None, config=CONFIG, alt=...)`; the map's shapes come from static/."""


def layout(tokens: Tokens, height: float, separators: str = ".,") -> dict[str, Any]:
    """The base of every figure: `height` in pixels, no margins, the page's ground (so that a downloaded
    picture stays readable), no dragging, no legend."""
    return {
        "height": round(height),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": tokens.background,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 14, "color": tokens.ink},
        "hoverlabel": {
            "bgcolor": tokens.panel,
            "bordercolor": tokens.edge,
            "font": {"family": FONT, "size": 14, "color": tokens.ink},
        },
        "hovermode": "closest",
        "showlegend": False,
        "dragmode": False,
        "barmode": "overlay",
        "separators": separators,
    }


def firm_bar(tokens: Tokens) -> dict[str, Any]:
    """Marker of a bar of documented, firm units."""
    return {"color": tokens.firm, "line": {"width": 0}}


def hatch(tokens: Tokens) -> dict[str, Any]:
    """The pattern that says "estimated": of a bar's marker or, as `fillpattern`, of an area."""
    return {
        "shape": "/",
        "fgcolor": tokens.firm,
        "bgcolor": tokens.estimated_ground,
        "size": 6,
        "solidity": 0.35,
    }


def estimated_bar(tokens: Tokens) -> dict[str, Any]:
    """Marker of a bar of documented, estimated units: hatched, always with an outline."""
    return {
        "color": tokens.estimated_ground,
        "pattern": hatch(tokens),
        "line": {"color": tokens.firm, "width": 1.2},
    }


def see_through(colour: str, opacity: float) -> str:
    """One of the palette's colours as `rgba(...)`, for the bands of a flow diagram."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
