"""What every figure is drawn with: text placed in pixels, the marks of the voices, the credit line.

Text is placed from the top in pixels and across in shares of the width, so that a figure reads the same at
358 px as at 800; whether labels fit is decided at the narrow width, from the widths of the font's letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts.lettering import broken, credit_height, credit_lines, escape
from dashboard.numbers import number
from dashboard.style import SIZE_NUMBER, SIZE_SECOND, Tokens, estimated_bar, firm_bar, layout
from dashboard.words import Words


def documented_text(firm: float | None, estimated: float | None, words: Words, bold: bool = True) -> str:
    """`3,800 + 200 est.`, `3,800`, `3 est.`, or nothing where nothing is documented; firm and estimated are
    never one number and a firm 0 is not printed beside an estimate."""
    mark = "<b>{}</b>" if bold else "{}"
    if firm and estimated:
        return words.get(
            "mark.firm_and_est",
            firm=mark.format(number(firm, words.language)),
            estimated=number(estimated, words.language),
        )
    if estimated:
        return words.get("mark.est", number=mark.format(number(estimated, words.language)))
    return mark.format(number(firm, words.language)) if firm else ""


def documented_told(firm: float | None, estimated: float | None, words: Words) -> str:
    """The same for a sentence that is heard, not seen: `3,800 firm and 200 estimated`."""
    told = {
        name: number(value, words.language)
        for name, value in (("firm", firm), ("estimated", estimated))
        if value
    }
    if len(told) == 2:
        return words.get("mark.told_both", **told)
    return "".join(words.get(f"mark.told_{name}", number=value) for name, value in told.items())


@dataclass
class Canvas:
    """A figure being drawn: `height` in pixels without the credit, which adds its own."""

    tokens: Tokens
    words: Words
    height: float
    credit: str = ""
    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    axes: dict[str, Any] = field(default_factory=dict)

    @property
    def full_height(self) -> float:
        """Pixels of the whole figure."""
        return self.height + credit_height(self.credit)

    def y(self, pixels: float) -> float:
        """Pixels from the top as a share of the figure's height, counted from the bottom."""
        return 1 - pixels / self.full_height

    def note(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "left",
        valign: str = "bottom",
        size: float = SIZE_NUMBER,
        colour: str = "",
        **more: Any,
    ) -> None:
        """Text at a share `x` of the width and `y` pixels from the top; other references through `more`."""
        place = {"x": x, "y": self.y(y), "xref": "paper", "yref": "paper", "borderpad": 0}
        look = {
            "text": text,
            "showarrow": False,
            "bgcolor": self.tokens.background,
            "align": "left",
            "xanchor": anchor,
            "yanchor": valign,
            "font": {"size": size, "color": colour or self.tokens.ink},
        }
        self.notes.append(place | look | more)

    def box(
        self, top: float, bottom: float, fill: str, outline: str = "", x0: float = 0, x1: float = 1
    ) -> None:
        """A rectangle between two pixel heights; with `outline` a dotted frame: nothing could be recorded."""
        line = {"width": 1, "color": outline, "dash": "dot"} if outline else {"width": 0}
        shape = {"type": "rect", "xref": "paper", "yref": "paper", "layer": "below"}
        place = {"x0": x0, "x1": x1, "y0": self.y(bottom), "y1": self.y(top)}
        self.shapes.append(shape | place | {"fillcolor": fill, "line": line})

    def stroke(self, x: Sequence[float], y: Sequence[float], colour: str, width: float, **more: Any) -> None:
        """A straight line; `y` in pixels from the top unless `more` names another reference."""
        place = {"x0": x[0], "x1": x[1], "y0": self.y(y[0]), "y1": self.y(y[1])}
        line = {"color": colour, "width": width, "dash": more.pop("dash", "solid")}
        shape = {"type": "line", "xref": "paper", "yref": "paper", "line": line}
        self.shapes.append(shape | place | more)

    def trace(
        self, kind: str, x: Sequence[Any], y: Sequence[Any], hover: str | list[str] = "", **more: Any
    ) -> None:
        """A trace whose hover is plain text; choosing one of its points leaves the others as they are."""
        told = {"hovertext": broken(hover), "hoverinfo": "text"} if hover else {"hoverinfo": "skip"}
        whole = {"unselected": {"marker": {"opacity": 1}}, "selected": {"marker": {"opacity": 1}}}
        keep = whole if kind == "bar" or more.get("mode") == "markers" else {}
        self.traces.append({"type": kind, "x": list(x), "y": list(y)} | told | keep | more)

    def row_axes(
        self, index: int, top: float, bottom: float, largest: float, smallest: float = 0
    ) -> dict[str, str]:
        """Hidden axes of one row: values up to `largest` across, pixels downwards from the row's top."""
        suffix = "" if index == 0 else str(index + 1)
        shared = {"visible": False, "fixedrange": True}
        self.axes[f"xaxis{suffix}"] = {
            "domain": [0, 1],
            "range": [smallest, largest],
            "anchor": f"y{suffix}",
        } | shared
        self.axes[f"yaxis{suffix}"] = {
            "domain": [max(0.0, self.y(bottom)), self.y(top)],
            "range": [bottom - top, 0],
            "anchor": f"x{suffix}",
        } | shared
        return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}

    def bar_parts(
        self, firm: float | None, estimated: float | None, hovers: tuple[str, str]
    ) -> list[tuple[float, float, dict[str, Any], str]]:
        """The blue parts of one bar as value, start, marker and hover: firm solid, then estimated hatched."""
        parts = (
            (firm or 0.0, 0.0, firm_bar(self.tokens), hovers[0]),
            (estimated or 0.0, firm or 0.0, estimated_bar(self.tokens), hovers[1]),
        )
        return [part for part in parts if part[0]]

    def documented_bars(
        self,
        firm: float | None,
        estimated: float | None,
        y: float,
        hovers: tuple[str, str],
        width: float,
        **more: Any,
    ) -> None:
        """The lying blue bar of one row, `y` on the row's own axis."""
        for value, base, marker, hover in self.bar_parts(firm, estimated, hovers):
            place = {"base": [base], "width": width, "orientation": "h", "marker": marker}
            self.trace("bar", [value], [y], hover, **place, **more)

    def hollow(
        self, x: Sequence[float], y: Sequence[float], symbol: str, size: float, hover: Any, **more: Any
    ) -> None:
        """Hollow ink marks: □ for reports to the UN, △ for third parties."""
        line = {"width": 1.8, "color": self.tokens.ink}
        marker = {"symbol": symbol, "size": size, "color": self.tokens.background, "line": line}
        self.trace("scatter", x, y, hover, mode="markers", cliponaxis=False, marker=marker, **more)

    def declared(
        self,
        low: float | None,
        high: float | None,
        qualifier: str,
        y: float,
        hover: str,
        axes: dict[str, str],
        largest: float,
        chosen: str = "",
    ) -> None:
        """The orange mark of one declared number, with the arrow, bar or hollow form of its qualifier;
        `chosen` is what choosing it gives, as `customdata=[chosen]`."""
        value = low if low is not None else high
        if value is None:
            return
        if qualifier == "at_most" and high is not None:
            value = high
        upper = high if qualifier in ("range", "approx") and high is not None and high != value else None
        if upper is not None:
            self._span(value, min(upper, largest), y, axes)
        if qualifier in ("at_least", "at_most"):
            self._arrow(value, value * (1.16 if qualifier == "at_least" else 0.86), y, axes)
        points = [value] if upper is None or upper > largest else [value, upper]
        data: dict[str, Any] = {"customdata": [[chosen]] * len(points)} if chosen else {}
        self.diamonds(points, [y] * len(points), hover, hollow=qualifier == "approx", **axes, **data)

    def diamonds(
        self,
        x: Sequence[float],
        y: Sequence[float],
        hover: str | list[str],
        hollow: bool = False,
        **more: Any,
    ) -> None:
        """Orange marks, each with a casing in the page's colour, as orange on blue is hard to tell apart."""
        tokens = self.tokens
        marker = {
            "symbol": "diamond",
            "size": 15,
            "color": tokens.declared,
            "line": {"width": 2, "color": tokens.background},
        }
        if hollow:
            casing = marker | {"size": 18, "color": tokens.background}
            self.trace("scatter", x, y, mode="markers", cliponaxis=False, marker=casing, **more)
            marker |= {"size": 12, "color": tokens.background, "line": {"width": 2, "color": tokens.declared}}
        self.trace("scatter", x, y, hover, mode="markers", cliponaxis=False, marker=marker, **more)

    def _span(self, low: float, high: float, y: float, axes: dict[str, str]) -> None:
        for colour, width in ((self.tokens.background, 7), (self.tokens.declared, 3)):
            line = {"color": colour, "width": width}
            self.trace("scatter", [low, high], [y, y], mode="lines", line=line, **axes)

    def _arrow(self, start: float, end: float, y: float, axes: dict[str, str]) -> None:
        x_axis, y_axis = axes["xaxis"], axes["yaxis"]
        place = {"x": end, "y": y, "ax": start, "ay": y}
        refs = {"xref": x_axis, "yref": y_axis, "axref": x_axis, "ayref": y_axis}
        look = {
            "text": "",
            "showarrow": True,
            "arrowhead": 2,
            "arrowwidth": 2,
            "arrowcolor": self.tokens.declared,
        }
        self.notes.append(place | refs | look)

    def figure(self, **more: Any) -> dict[str, Any]:
        """The figure as Plotly takes it, the credit at its foot."""
        if self.credit:
            text = "<br>".join(escape(line) for line in credit_lines(self.credit))
            foot = self.full_height - 2
            self.note(0, foot, text, size=SIZE_SECOND, colour=self.tokens.muted)
        separators = self.words.get("number.decimal") + self.words.get("number.group")
        base = layout(self.tokens, self.full_height, separators)
        drawn = {"annotations": self.notes, "shapes": self.shapes}
        traces = self.traces or [{"type": "scatter", "x": [], "y": []}]
        return {"data": traces, "layout": base | self.axes | drawn | more}


def merged(traces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Traces of one look as one, in the order of their first ones: each costs Plotly 3 ms at every redraw.

    For figures in which marks of one look never cover marks of another.
    """
    found: dict[str, dict[str, Any]] = {}
    for trace in traces:
        points = {name: trace[name] for name in PER_POINT if name in trace}
        hover = trace.get("hovertext")
        if isinstance(hover, str):
            points["hovertext"] = [hover] * len(trace["x"])
        look = {name: value for name, value in trace.items() if name not in points}
        kept = found.setdefault(repr((look, sorted(points))), look | {name: [] for name in points})
        gap = trace.get("mode") == "lines" and kept["x"]
        for name, values in points.items():
            kept[name] += [None, *values] if gap else values
    return list(found.values())


PER_POINT = ("x", "y", "base", "customdata", "hovertext", "text")
"""What a trace has one of for each of its points."""
