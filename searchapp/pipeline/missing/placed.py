"""What keeps an item that is in the row off the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rerankers.base import Reranker
from searchapp.pipeline import course as stages
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.course import Course
from searchapp.pipeline.missing.asking import Asking
from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle, Stage
from searchapp.pipeline.missing.recalling import pin_cures
from searchapp.pipeline.ranking.breakdown import row_breakdowns
from searchapp.pipeline.ranking.mixed_row import blend
from searchapp.pipeline.recall.depth import deepest
from searchapp.pipeline.request import SearchRequest

PINS = "pins"


def row_place(asking: Asking, course: Course) -> int | None:
    """The item's place in the row, from 0, as deep as can be paged."""
    row = blend(
        course.pinned.rankings,
        course.profile.mixed_row,
        0,
        deepest(course.found.plan.is_ranked),
        course.pinned.items,
    )
    return _at(row, asking)


def beyond_the_page(
    asking: Asking,
    course: Course,
    request: SearchRequest,
    place: int,
    rerankers: Mapping[str, Reranker],
) -> Obstacle:
    """What is told of an item that stands at `place`, from 0, on another page: the stage after
    which it was no longer on this one, if it ever was.
    """
    page = place // request.size + 1
    where = f"It is number {place + 1} of the row, on page {page} of {request.size} each"
    on = Cure(Act.LOOK_ON, f"Look at page {page}.", values=(str(page),))
    rest = (*_lifts(asking, course, rerankers), *pin_cures(course), on)
    way = _way(asking, course, place)
    page_range = range(request.offset, request.offset + request.size)
    here = [at in page_range for _, at, _ in way]
    if True not in here:
        return Obstacle(Stage.RANKING, f"{where}.", rest)
    last = max(index for index, is_here in enumerate(here) if is_here)
    (_, before, _), (stage, after, item) = way[last], way[last + 1]
    moved = f"{_named(stage)} took it from number {before + 1} to number {after + 1}"
    return Obstacle(
        Stage.RANKING, f"{where}; {moved}.", (*_stage_cures(stage, item, course), *rest)
    )


def _way(asking: Asking, course: Course, place: int) -> list[tuple[str, int, Candidate | None]]:
    """The item's place in the row as it would be if each stage were the last, pins apart; then with
    them.
    """
    found: list[tuple[str, int, Candidate | None]] = []
    standing = {each.kind: each for each in course.rankings}
    for order in reversed(course.orders):
        standing[order.kind] = replace(standing[order.kind], window=order.window)
    for order in course.orders:
        standing[order.kind] = replace(standing[order.kind], window=order.window)
        if order.kind is not asking.kind:
            continue
        row = blend(list(standing.values()), course.profile.mixed_row, 0, deepest(is_ranked=True))
        at = _at(row, asking)
        if at is not None:
            found.append((order.stage, at, row[at]))
    return [*found, (PINS, place, None)]


def _at(row: Sequence[Candidate], asking: Asking) -> int | None:
    key = (asking.kind, asking.id)
    return next((at for at, item in enumerate(row) if item.key == key), None)


def _named(stage: str) -> str:
    return {
        stages.BOOSTS: "What the query seems to name (brand, category)",
        stages.UNWANTED: "A word that the query does not want",
        stages.DIVERSITY: "Diversity",
        stages.COMPLETE: "Putting first what has all that was asked",
        stages.RULES: "Rules",
        PINS: "Pins before it",
    }.get(stage, f"The reranker {stage}")


def _stage_cures(stage: str, item: Candidate | None, course: Course) -> tuple[Cure, ...]:
    """How the stage that took the item off the page would leave it there."""
    if stage == stages.DIVERSITY:
        return (
            Cure(
                Act.CHANGE_PROFILE,
                "Want less diversity in the profile, or tell it better from what is like it "
                "(seller, brand, title).",
                "diversity.strength",
            ),
        )
    if stage == stages.UNWANTED and item is not None:
        words = [name for name in item.contributions if name.startswith("unwanted.")]
        said = tuple(name.removeprefix("unwanted.") for name in words)
        text = f"Take {', '.join(f'“{word}”' for word in said)} out of its title, if it lacks that."
        return (Cure(Act.DROP_WORDS, text, "title", said),) if said else ()
    if stage == stages.RULES:
        own = {} if item is None else _rules_of(item)
        wanted = own or dict(course.found.plan.meaning.merchandising.rules)
        names = ", ".join(f"“{name}”" for name in wanted.values())
        how = "lowers it" if own else "raises others over it"
        return (Cure(Act.CHANGE_RULE, f"Change the rule {names}, which {how}.",
                     rule=" ".join(wanted)),)  # fmt: skip
    if stage == PINS:
        rules = {
            use.pin.rule_id: use.pin.rule for use in course.pinned.uses if use.item is not None
        }
        names = ", ".join(f"“{name}”" for name in rules.values())
        text = f"Change the pins of the rule {names}."
        return (Cure(Act.CHANGE_RULE, text, rule=" ".join(rules)),)
    return ()


def _rules_of(item: Candidate) -> dict[str, str]:
    return {
        change.rule_id: change.rule
        for change in item.adjustments
        if change.rule_id and change.amount < 0
    }


def _lifts(asking: Asking, course: Course, rerankers: Mapping[str, Reranker]) -> tuple[Cure, ...]:
    """The features that would lift it over the item above."""
    key = (asking.kind, asking.id)
    items = [item for each in course.rankings if course.found.plan.is_ranked
             for item in each.window if item.key == key]  # fmt: skip
    if not items:
        return ()
    told, _ = row_breakdowns(course.found.query, course.rankings, items, rerankers)
    return tuple(
        Cure(
            Act.LIFT,
            f"Its {each.feature} is {'unknown' if each.now is None else format(each.now, '.3g')}; "
            f"{each.then:.3g} would lift it over {each.overtakes}.",
            each.feature,
            (f"{each.then:.6g}",),
        )
        for breakdown in told.values()
        for each in breakdown.would_lift
    )
