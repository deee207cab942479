"""What each supplier delivered, by kind of weapon: the wide second view of the supply chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.canvas import Canvas
from dashboard.charts.lettering import escape
from dashboard.numbers import number
from dashboard.style import FONT, SIZE_LABEL, TOOLBAR, Tokens, see_through
from dashboard.words import Words

QUESTION = "chart.sankey.question"
NODES = 7
"""At most so many on each side, the last one being all others."""

HEIGHT = 380
PAD = 14


@dataclass(frozen=True)
class Row:
    """What went from one supplier into one kind of weapon (or to one recipient)."""

    source: str
    target: str
    value: float


def build(
    rows: Sequence[Row],
    tokens: Tokens,
    words: Words,
    credit: str = "",
    unit: str = "",
    highlight: str = "",
) -> dict[str, Any]:
    """The figure: one supplier in blue (`highlight`, else the largest), the rest in grey."""
    unit = unit or words.get("unit.tiv_million")
    canvas = Canvas(tokens, words, TOOLBAR + HEIGHT, credit)
    flows = _flows(rows, words)
    if flows:
        canvas.traces.append(_sankey(canvas, flows, unit, highlight))
    return canvas.figure()


def describe(rows: Sequence[Row], words: Words, unit: str = "", most: int = 6) -> str:
    """The largest flows as sentences, for `alt=`."""
    unit = unit or words.get("unit.tiv_million")
    flows = sorted(_flows(rows, words).items(), key=lambda at: -at[1])[:most]
    told = [
        words.get("chart.sankey.alt_row", source=source, target=target, number=_printed(value, words))
        for (source, target), value in flows
    ]
    return words.get("chart.sankey.alt", unit=unit) + " ".join(told)


def _printed(value: float, words: Words) -> str:
    return number(value, words.language, 0 if value >= 10 else 1)


def _flows(rows: Sequence[Row], words: Words) -> dict[tuple[str, str], float]:
    """Flows between at most seven nodes a side."""
    others = words.get("chart.sankey.others_source"), words.get("chart.sankey.others_target")
    kept = [_largest(rows, side) for side in ("source", "target")]
    flows: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.value > 0:
            source = row.source if row.source in kept[0] else others[0]
            target = row.target if row.target in kept[1] else others[1]
            flows[source, target] += row.value  # type: ignore[assignment]  # a Counter adds any number
    return dict(flows)


def _largest(rows: Sequence[Row], side: str) -> list[str]:
    totals: dict[str, float] = {}
    for row in rows:
        totals[getattr(row, side)] = totals.get(getattr(row, side), 0) + row.value
    ranked = sorted((name for name in totals if totals[name] > 0), key=lambda name: (-totals[name], name))
    return ranked if len(ranked) <= NODES else ranked[: NODES - 1]


def _side(flows: dict[tuple[str, str], float], side: int, last: str) -> dict[str, float]:
    """The nodes of one side with their totals, the largest first, the others at the end."""
    totals: dict[str, float] = {}
    for ends, value in flows.items():
        totals[ends[side]] = totals.get(ends[side], 0) + value
    return dict(sorted(totals.items(), key=lambda at: (at[0] == last, -at[1])))


def _sankey(canvas: Canvas, flows: dict[tuple[str, str], float], unit: str, highlight: str) -> dict[str, Any]:
    """The diagram as Plotly takes it; the nodes stand in order, the largest on top."""
    tokens, words = canvas.tokens, canvas.words
    sources = _side(flows, 0, words.get("chart.sankey.others_source"))
    targets = _side(flows, 1, words.get("chart.sankey.others_target"))
    blue = highlight if highlight in sources else next(iter(sources))
    index = {("source", name): i for i, name in enumerate(sources)}
    index |= {("target", name): len(sources) + i for i, name in enumerate(targets)}
    names = [*sources, *targets]
    node = {
        "label": [escape(name) for name in names],
        "customdata": _node_hovers([*sources.items(), *targets.items()], unit, words),
        "hovertemplate": "%{customdata}<extra></extra>",
        "color": [
            tokens.firm if name == blue and i < len(sources) else tokens.edge for i, name in enumerate(names)
        ],
        "x": [0.001] * len(sources) + [0.999] * len(targets),
        "y": _middles(sources, targets) + _middles(targets, sources),
        "pad": PAD,
        "thickness": 12,
        "line": {"width": 0},
    }
    bands = {True: see_through(tokens.firm, 0.45), False: see_through(tokens.edge, 0.35)}
    link = {
        "source": [index["source", source] for source, _ in flows],
        "target": [index["target", target] for _, target in flows],
        "value": list(flows.values()),
        "color": [bands[source == blue] for source, _ in flows],
        "customdata": _flow_hovers(flows, unit, words),
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "domain": {"x": [0, 1], "y": [max(0.0, canvas.y(TOOLBAR + HEIGHT)), canvas.y(TOOLBAR)]},
        "node": node,
        "link": link,
        "textfont": {"color": tokens.ink, "size": SIZE_LABEL, "family": FONT, "shadow": "none"},
    }


def _node_hovers(nodes: Sequence[tuple[str, float]], unit: str, words: Words) -> list[str]:
    return [
        words.get("chart.sankey.hover_node", name=escape(name), number=_printed(value, words), unit=unit)
        for name, value in nodes
    ]


def _flow_hovers(flows: dict[tuple[str, str], float], unit: str, words: Words) -> list[str]:
    return [
        words.get(
            "chart.sankey.hover_flow",
            source=escape(source),
            target=escape(target),
            number=_printed(value, words),
            unit=unit,
        )
        for (source, target), value in flows.items()
    ]


def _middles(side: dict[str, float], other: dict[str, float]) -> list[float]:
    """Where the middles of one side's nodes stand, as shares of the height: stacked in order, `PAD` apart."""
    total = sum(side.values())
    gaps = max(len(side), len(other)) - 1
    scale = (HEIGHT - PAD * gaps) / total / HEIGHT
    middles, start = [], 0.0
    for value in side.values():
        middles.append(start + value * scale / 2)
        start += value * scale + PAD / HEIGHT
    return [min(0.999, max(0.001, middle)) for middle in middles]
