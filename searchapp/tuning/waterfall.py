"""Why a hit is where it is: its way from recall to its place, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchapp.pipeline import course as stages
from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.course import Course
from searchapp.pipeline.ranking.breakdown import Breakdown
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import Hit, SearchResponse

ROW = "row"
REST = "rest"
"""The part of a reranker's step that no feature of the item has: what the step keeps of the score
before, and what it gives to all."""
_TITLES = {
    stages.FUSION: "Found by words, meaning and behaviour",
    stages.BOOSTS: "Likely brands, categories and values",
    stages.UNWANTED: "Words that are not wanted",
    stages.DIVERSITY: "Diversity",
    stages.COMPLETE: "All that was asked comes first",
    stages.RULES: "Rules",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage did to the item.

    `contribution` is what it added to the score, `score` the score after it; `place` is the item's
    place (from 1) among those of its kind after it, at the last step its place in the row. `parts`
    sum to the contribution, the weightiest first. `notes` say in words what was done, and by which
    rule.
    """

    stage: str
    title: str
    score: float
    contribution: float
    place: int
    parts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The channels that found a hit, and the steps whose contributions sum to its `score`."""

    kind: Kind
    id: str
    found_by: tuple[Recall, ...]
    steps: tuple[Step, ...]
    score: float
    rank: int


def waterfall(response: SearchResponse, hit: Hit) -> Waterfall:
    """The way of a hit of an answer that explains itself; raises ValueError for another.

    A step that changed neither score nor place is left out. What was not ranked here (an order that
    the shopper chose, what follows the ranked window) has the last step alone.
    """
    course = response.course
    if course is None:
        raise ValueError("course: the answer was not asked to explain itself; search with explain")
    steps: list[Step] = []
    before = Candidate(hit.kind, hit.id, ())
    for order in course.of(hit.kind):
        place = next((at for at, item in enumerate(order.window) if item.id == hit.id), None)
        if place is None:
            continue
        item = order.window[place]
        step = _step(order.stage, before, item, place + 1, hit.breakdown)
        is_told = order.stage == stages.FUSION or len(item.reranked) > len(before.reranked)
        if is_told or step.contribution or step.notes or steps[-1].place != step.place:
            steps.append(step)
        before = item
    last = hit.candidate
    notes = (*_notes(before, last), *_slot(hit, course))
    steps.append(Step(ROW, "Its place in the row", last.score, 0.0, hit.rank, notes=notes))
    return Waterfall(hit.kind, hit.id, last.recalls, tuple(steps), last.score, hit.rank)


def _step(
    stage: str, before: Candidate, item: Candidate, place: int, breakdown: Breakdown | None
) -> Step:
    contribution = item.score - before.score
    parts = {
        name: amount - before.contributions.get(name, 0.0)
        for name, amount in item.contributions.items()
    }
    for change in item.adjustments[len(before.adjustments) :]:
        if change.rule_id:
            parts[change.rule] = parts.get(change.rule, 0.0) + change.amount
    if len(item.reranked) > len(before.reranked):
        parts = dict(breakdown.steps.get(stage, {})) if breakdown is not None else {}
        parts[REST] = contribution - sum(parts.values())
    weighty = {name: amount for name, amount in parts.items() if amount}
    return Step(
        stage,
        _TITLES.get(stage, f"Reranker {stage}"),
        item.score,
        contribution,
        place,
        dict(sorted(weighty.items(), key=lambda part: -abs(part[1]))),
        _notes(before, item),
    )


def _notes(before: Candidate, item: Candidate) -> tuple[str, ...]:
    """What was done between, in words."""
    return tuple(
        f"{change.rule}: {change.effect}." for change in item.adjustments[len(before.adjustments) :]
    )


def _slot(hit: Hit, course: Course) -> tuple[str, ...]:
    """How an item of a lesser kind came by its place; pins stand beside the pattern of slots."""
    pinned = course.pinned.items
    if hit.kind is course.found.plan.kinds[0] or any(
        item.key == hit.candidate.key for item in pinned.values()
    ):
        return ()
    policy = course.profile.mixed_row
    place = hit.rank - 1 - sum(at < hit.rank - 1 for at in pinned)
    if place % policy.period in policy.slots.get(hit.kind, ()):
        return (f"It takes a slot of its kind ({hit.kind}).",)
    return ("It follows where the main kind has no more.",)
