"""A line of figures over versions, as SVG: no script, no style sheet, readable without sight."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from django.utils.safestring import SafeString, mark_safe

_WIDTH, _HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 16, 32
_MOST_LABELS = 12
_LEAST = 1e-6
_STEPS = (1, 2, 2.5, 5, 10)
_TEXT = 'font-size="12" fill="currentColor"'
_Point = tuple[float, float]


def line_plot(title: str, labels: Sequence[str], values: Sequence[float | None]) -> SafeString:
    """The plot. Each point says its label and value to who points at it, the title with the first
    and last value to who can't see; a table of the same figures belongs beside it. A missing value
    leaves a gap.
    """
    known = [value for value in values if value is not None]
    ticks = _ticks(min(known), max(known)) if known else [0.0, 1.0]
    low, high = ticks[0], ticks[-1]
    plot_width, plot_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def across(place: int) -> float:
        return _LEFT + plot_width * (place + 0.5) / max(1, len(values))

    def down(value: float) -> float:
        return _TOP + plot_height * (1 - (value - low) / (high - low))

    said = f"{title}: from {known[0]:.3f} to {known[-1]:.3f}" if known else f"{title}: no figures"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{_attribute(said)}"><title>{escape(title)}</title>'
    ]
    for tick in ticks:
        y = down(tick)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="currentColor" stroke-opacity="0.2"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" {_TEXT}>{tick:.4g}</text>'
        )
    every = math.ceil(len(labels) / _MOST_LABELS) or 1
    for place, label in enumerate(labels):
        if place % every == 0:
            parts.append(
                f'<text x="{across(place):.1f}" y="{_HEIGHT - 10}" text-anchor="middle" {_TEXT}>'
                f"{escape(label)}</text>"
            )
    for run in _runs(values):
        points: list[_Point] = [(across(place), down(value)) for place, value in run]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/>'
        )
        for (x, y), (place, value) in zip(points, run, strict=True):
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="currentColor">'
                f"<title>{escape(labels[place])}: {value:.3f}</title></circle>"
            )
    parts.append("</svg>")
    # Every text in it is escaped above.
    return mark_safe("".join(parts))  # noqa: S308


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The values that stand side by side, with their places."""
    for there, run in groupby(enumerate(values), key=lambda pair: pair[1] is not None):
        if there:
            yield [(place, value) for place, value in run if value is not None]


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from below the least value to above the greatest, five or so."""
    span = high - low if high - low > _LEAST else max(abs(high), 1.0) / 10
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * each for each in _STEPS if power * each >= span / 4 * (1 - 1e-9))
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
