"""The words on the claim timeline, placed so that none covers another at the width of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.charts.canvas import Canvas
from dashboard.charts.lettering import NARROW, escape, fit, text_width
from dashboard.charts.timeline_rows import PLOT, Level, Said, Scale, Timeline, UnReport, bounds, in_view
from dashboard.numbers import date, number, quantity, year_position
from dashboard.style import CLEAR, SIZE_LABEL

LINE = 18
"""Pixels of one line of labels."""


@dataclass(frozen=True)
class Place:
    """Where a label may stand: `x` as a share of the width, `y` in pixels from the top (its middle)."""

    x: float
    y: float
    anchor: str = "left"
    nudge: float = 0
    """Pixels from `x`, so that a label keeps clear of its mark at every width."""


@dataclass
class Labels:
    """Places labels and remembers where they stand at the narrow width."""

    canvas: Canvas
    scale: Scale
    steps: Sequence[Level]
    end: float
    """Share of the width at which the record ends."""

    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def put(
        self,
        text: str,
        places: Sequence[Place],
        size: float,
        colour: str,
        plain: str = "",
        forced: bool = False,
    ) -> bool:
        """Writes `text` at the first free place; `forced` takes the first place if none is free."""
        width = text_width(plain or text, size, bold="<b>" in text)
        boxes = [self._box(place, width, size) for place in places]
        free = [index for index, box in enumerate(boxes) if self._free(box)]
        if not free and not forced:
            return False
        chosen = free[0] if free else 0
        self.taken.append(boxes[chosen])
        self._write(text, places[chosen], boxes[chosen], size, colour)
        return True

    def block(self, x: float, y: float, reach: float) -> None:
        """Keeps labels off a mark of `reach` pixels around a point."""
        at = x * NARROW
        self.taken.append((at - reach, at + reach, y - reach, y + reach))

    def keep_off(self, x: float, top: float, bottom: float) -> None:
        """Keeps labels off an upright line."""
        at = x * NARROW
        self.taken.append((at - 3, at + 3, top, bottom))

    def _box(self, place: Place, width: float, size: float) -> tuple[float, float, float, float]:
        at = place.x * NARROW + place.nudge
        left = {"left": at, "center": at - width / 2, "right": at - width}[place.anchor]
        half = size * 0.58
        return left, left + width, place.y - half, place.y + half

    def _free(self, box: tuple[float, float, float, float]) -> bool:
        left, right, top, bottom = box
        if left < -1 or right > NARROW + 1 or top < 0 or bottom > PLOT:
            return False
        return all(right < a or left > b or bottom < c or top > d for a, b, c, d in self.taken)

    def _write(
        self, text: str, place: Place, box: tuple[float, float, float, float], size: float, colour: str
    ) -> None:
        tokens = self.canvas.tokens
        on_blue = self._on_blue(box)
        ground = tokens.background if not on_blue and self._touches_steps(box) else CLEAR
        self.canvas.note(
            place.x,
            place.y,
            text,
            place.anchor,
            "middle",
            size,
            tokens.background if on_blue else colour,
            xshift=place.nudge,
            bgcolor=ground,
        )

    def _touches_steps(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a part of the label stands on a step, at the narrow width."""
        left, right, _, bottom = box
        starts = [self.scale.share(step.at) * NARROW for step in self.steps]
        stops = [*starts[1:], self.end * NARROW]
        return any(
            start < right and left < stop and self.scale.pixel(step.total) < bottom
            for step, start, stop in zip(self.steps, starts, stops, strict=False)
        )

    def _on_blue(self, box: tuple[float, float, float, float]) -> bool:
        """Whether the whole label stands on solid blue, at the narrow width and at any other."""
        left, right, top, bottom = box
        if right > self.end * NARROW or bottom > PLOT:
            return False
        before = [step for step in self.steps if self.scale.share(step.at) * NARROW <= left]
        return bool(before) and self.scale.pixel(before[-1].firm) <= top


def label(labels: Labels, rows: Timeline, gap: str) -> None:
    """Writes all labels, the most needed first; one that finds no place is left to hover and table."""
    said = in_view(rows)
    for one in rows.claims:
        for value in bounds(one):
            labels.block(labels.scale.share(year_position(one.date)), labels.scale.pixel(value), 7)
    for report in rows.un_reports:
        labels.block(labels.scale.share(report.year + 1), labels.scale.pixel(report.quantity), 5)
    if said is not None and bounds(said):
        _named_claim(labels, said)
        if gap:
            _gap(labels, rows, said, gap)
    _firm_and_estimated(labels)
    for report in rows.un_reports:
        _un(labels, report)
    _first_step(labels)
    for one in reversed(rows.claims):
        if one is not said:
            _other_claim(labels, one, said)


def _named_claim(labels: Labels, said: Said) -> None:
    words, tokens, scale = labels.canvas.words, labels.canvas.tokens, labels.scale
    x, y = scale.share(year_position(said.date)), scale.pixel(max(bounds(said)))
    when = date(str(said.date)[:7], words.language)
    text = fit(f"{said.short or said.speaker}, {when}", NARROW * 0.5, SIZE_LABEL)
    above = y - 17
    places = [Place(x, above, "center"), Place(1, above, "right"), Place(0, above)]
    labels.put(escape(text), places, SIZE_LABEL, tokens.ink, plain=text, forced=True)
    printed = quantity(said.quantity_low, said.quantity_high, said.qualifier, words) or ""
    text = words.get("chart.claim_timeline.declared", quantity=printed)
    places = [Place(0, y - 12, nudge=1), Place(0, y - 12 - LINE, nudge=1), Place(0, y + 14, nudge=1)]
    labels.put(f"<b>{text}</b>", places, 14, tokens.declared, plain=text, forced=True)


def _gap(labels: Labels, rows: Timeline, said: Said, gap: str) -> None:
    words, scale = labels.canvas.words, labels.scale
    x = scale.share(year_position(said.date))
    level = labels.steps[-1].total if labels.steps else 0
    top, bottom = scale.pixel(bounds(said)[0]), scale.pixel(level)
    text = words.get("chart.claim_timeline.gap", quantity=gap)
    plain = words.get("chart.claim_timeline.gap", quantity=gap).replace("<b>", "").replace("</b>", "")
    middle = (top + min(bottom, top + 120)) / 2 if bottom - top > 24 else bottom + 14
    places = [Place(x, middle, "right", -8), Place(x, middle, "left", 8), Place(x, bottom + 14, "right", -8)]
    labels.put(text, places, 14, labels.canvas.tokens.ink, plain=plain, forced=True)


def _firm_and_estimated(labels: Labels) -> None:
    if not labels.steps:
        return
    words, tokens, last = labels.canvas.words, labels.canvas.tokens, labels.steps[-1]
    key = "estimated" if last.firm else "estimated_only"
    if last.firm:
        firm = number(last.firm, words.language)
        plain = _plain(words.get("chart.claim_timeline.firm", number=firm))
        text = words.get("chart.claim_timeline.firm", number=firm)
        labels.put(text, _area_places(labels, plain), 17, tokens.firm, plain=plain, forced=True)
    if last.estimated:
        text = words.get(f"chart.claim_timeline.{key}", number=number(last.estimated, words.language))
        labels.put(text, _estimate_places(labels), SIZE_LABEL, tokens.firm, plain=_plain(text), forced=True)


def _area_places(labels: Labels, plain: str) -> list[Place]:
    """Inside the highest blue step that holds the text; else left of the last, else above it."""
    scale, last = labels.scale, labels.steps[-1]
    width = text_width(plain, 17, bold=True) + 10
    places = []
    for step in reversed(labels.steps):
        start, top = scale.share(step.at), scale.pixel(step.firm)
        if (labels.end - start) * NARROW >= width and PLOT - top >= 26:
            places.append(Place((start + labels.end) / 2, top + min(44, max(14, (PLOT - top) / 2)), "center"))
    start = scale.share(last.at)
    above = scale.pixel(last.total) - (32 if last.estimated else 14)
    return [*places[:1], *_beside(labels), Place(start, above, "left", 2), Place(labels.end, above, "right")]


def _beside(labels: Labels) -> list[Place]:
    """Left of the last step, from its top downwards."""
    last = labels.steps[-1]
    start, top = labels.scale.share(last.at), round(labels.scale.pixel(last.firm))
    return [Place(start, y, "right", -6) for y in range(top + 12, PLOT - 10, LINE)]


def _estimate_places(labels: Labels) -> list[Place]:
    """Above the last hatched step; where that is taken, at its right end, or inside the blue."""
    scale, last = labels.scale, labels.steps[-1]
    estimated = [
        step
        for before, step in zip([None, *labels.steps], labels.steps, strict=False)
        if step.estimated > (before.estimated if before else 0)
    ]
    tops = [Place(scale.share(last.at), scale.pixel(last.total) - 9, "left", 5)]
    if estimated and estimated[-1] is not last:
        tops.append(Place(scale.share(estimated[-1].at), scale.pixel(estimated[-1].total) - 9, "left", 2))
    tops.append(Place(labels.end, scale.pixel(last.total) - 9, "right"))
    tops.append(Place(scale.share(last.at), scale.pixel(last.total) - 9, "right", -5))
    inside = scale.pixel(last.firm) + 68
    return [*tops, Place((scale.share(last.at) + labels.end) / 2, inside, "center"), *_beside(labels)]


def _un(labels: Labels, report: UnReport) -> None:
    words, scale = labels.canvas.words, labels.scale
    x, y = scale.share(report.year + 1), scale.pixel(report.quantity)
    told = {
        "reporter": report.reporter,
        "year": report.year,
        "number": number(report.quantity, words.language),
    }
    ink = labels.canvas.tokens.ink
    sides = [Place(x, y, "left", 12), Place(x, y, "right", -12)]
    text = words.get("chart.claim_timeline.un", **told)
    if not labels.put(escape(text), sides, SIZE_LABEL, ink, plain=text):
        labels.put(words.get("chart.claim_timeline.un_short", number=told["number"]), sides, SIZE_LABEL, ink)


def _first_step(labels: Labels) -> None:
    """The number of the first firm step, left of it, where more steps follow."""
    firm = [step for step in labels.steps if step.firm]
    if firm and firm[0].firm != firm[-1].firm:
        x, y = labels.scale.share(firm[0].at), labels.scale.pixel(firm[0].firm)
        text = number(firm[0].firm, labels.canvas.words.language)
        labels.put(text, [Place(x, y + 2, "right", -5)], SIZE_LABEL, labels.canvas.tokens.firm)


def _other_claim(labels: Labels, one: Said, named: Said | None) -> None:
    """The year of another time the number was said; its number where that is another."""
    words, values = labels.canvas.words, bounds(one)
    if not values:
        return
    text = str(one.date)[:4]
    if named is None or bounds(named) != values:
        text += f": {quantity(one.quantity_low, one.quantity_high, one.qualifier, words)}"
    x, y = labels.scale.share(year_position(one.date)), labels.scale.pixel(max(values))
    places = [Place(x, y - 17, "center"), Place(x, y - 17, "left", -4), Place(x, y - 17, "right", 4)]
    labels.put(text, [*places, Place(x, y + 17, "center")], SIZE_LABEL, labels.canvas.tokens.ink)


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")
