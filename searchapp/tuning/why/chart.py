"""A waterfall drawn: a bar for each step, from the score before it to the score after."""

from __future__ import annotations

from dataclasses import dataclass

from searchapp.tuning.waterfall import REST, Step, Waterfall

WIDTH = 100.0
_LEAST = 0.6
"""So that a step that adds next to nothing can be seen."""
_MOST_PARTS = 8
_PARTS = {
    "lexical": "Words",
    "semantic": "Meaning",
    "exact": "Its very id or number",
    "behavioural": "What shoppers chose",
    "promoted": "Promoted",
    "fresh": "New",
    REST: "Given to all",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A feature, channel or rule and what it added; its bar begins at `x`."""

    name: str
    amount: str
    x: str
    width: str
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A step. `x` and `width` are of a drawing that is 100 wide."""

    title: str
    added: str
    score: str
    place: int
    moved: int
    x: str
    width: str
    tone: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]


def bars(way: Waterfall) -> tuple[Bar, ...]:
    """The steps in their order."""
    scores = [0.0, *(step.score for step in way.steps)]
    low, high = min(scores), max(scores)
    span = (high - low) or 1.0
    drawn: list[Bar] = []
    before, place = 0.0, 0
    for step in way.steps:
        start, end = sorted((before, step.score))
        drawn.append(
            Bar(
                title=step.title,
                added=_signed(step.contribution),
                score=f"{step.score:.3f}",
                place=step.place,
                moved=place - step.place if place else 0,
                x=_number((start - low) / span * WIDTH),
                width=_number(max((end - start) / span * WIDTH, _LEAST)),
                tone=_tone(step.contribution),
                notes=step.notes,
                parts=_parts(step),
            )
        )
        before, place = step.score, step.place
    return tuple(drawn)


def feature_label(name: str) -> str:
    """What a feature, channel or rule is called on a page."""
    if name in _PARTS:
        return _PARTS[name]
    if name.startswith("unwanted."):
        return f"Not wanted: “{name.removeprefix('unwanted.')}”"
    plain = name.replace("_", " ").replace(".", ": ")
    return plain[:1].upper() + plain[1:]


def _parts(step: Step) -> tuple[Part, ...]:
    shown = list(step.parts.items())[:_MOST_PARTS]
    most = max((abs(amount) for _, amount in shown), default=0.0) or 1.0
    middle = WIDTH / 2
    found = []
    for name, amount in shown:
        width = max(abs(amount) / most * middle, _LEAST)
        x = middle if amount >= 0 else middle - width
        found.append(
            Part(feature_label(name), _signed(amount), _number(x), _number(width), _tone(amount))
        )
    return tuple(found)


def _tone(amount: float) -> str:
    return "up" if amount > 0 else "down" if amount < 0 else "same"


def _signed(amount: float) -> str:
    return f"{amount:+.3f}".replace("-", "−") if round(amount, 3) else "0"


def _number(value: float) -> str:
    return f"{value:.2f}"
