"""Where an item that a channel would find is lost before it is ranked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchapp.pipeline.course import FUSION, Course
from searchapp.pipeline.missing.asking import Asking
from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle, Stage
from searchapp.pipeline.missing.recalling import Recall, pin_cures, word_cures
from searchapp.pipeline.profile import MOST_FUSED, RankingProfile
from searchapp.pipeline.ranking import first_stage
from searchapp.pipeline.ranking.first_stage_reach import Reach

_ALL = 10 * MOST_FUSED
"""More than the channels of a kind bring."""


def cut(asking: Asking, course: Course, recall: Recall) -> Obstacle:
    """What is told of an item that channels would find and that is in no ranking: the first stage
    is run again on what the channels found, loosened until the item is there.
    """
    here = course.found.recalled.channels[asking.kind]
    if not any(hit.id == asking.id for got in here for hit in got.hits):
        return _too_deep(asking, course, recall)
    again, profile = _FirstStage(asking, course), course.profile
    if again.has(profile, _ALL):
        return _beyond_kept(again, recall)
    if again.has(replace(profile, convincing_similarity=-1.0), _ALL):
        return Obstacle(
            Stage.RECALL,
            f"Only its meaning speaks for it, similarity {recall.similarity or 0:.2f}; where "
            "nothing has the words of the query, the nearest must reach "
            f"{profile.convincing_similarity:.2f}.",
            (*_more_words(recall), *pin_cures(course)),
        )
    return _no_slot(asking, course, recall)


@dataclass(frozen=True, slots=True)
class _FirstStage:
    """The first stage of a request, run again."""

    asking: Asking
    course: Course

    def has(self, profile: RankingProfile, kept: int) -> bool:
        """Whether the item is ranked under the profile when so many are kept."""
        reach = replace(self.course.reach or Reach(kept), kept=kept)
        found = self.course.found
        return any(
            item.key == (self.asking.kind, self.asking.id)
            for ranking in first_stage.rank(found.plan, found.recalled, profile, reach)
            for item in ranking.window
        )

    def place(self) -> int:
        """The least number that must be kept for the item to be."""
        low, high = 1, _ALL
        while low < high:
            middle = (low + high) // 2
            if self.has(self.course.profile, middle):
                high = middle
            else:
                low = middle + 1
        return low


def _beyond_kept(again: _FirstStage, recall: Recall) -> Obstacle:
    course, place = again.course, again.place()
    kept = course.profile.first_stage.kept if course.reach is None else course.reach.kept
    return Obstacle(
        Stage.FIRST_STAGE,
        f"It is number {place} of what the channels found, and the first stage keeps {kept}.",
        (
            *_more_words(recall),
            *pin_cures(course),
            Cure(
                Act.CHANGE_PROFILE,
                f"Let the first stage of the profile keep {place}.",
                "first_stage.kept",
                (str(place),),
            ),
        ),
    )


def _too_deep(asking: Asking, course: Course, recall: Recall) -> Obstacle:
    said = []
    for asked in course.found.plan.queries:
        if asked.kind is not asking.kind or asked.channel not in recall.found_by:
            continue
        vector = asked.vector and replace(asked.vector, neighbours=MOST_FUSED)
        place = asking.place(replace(asked, size=MOST_FUSED, vector=vector))
        number = f"number {place}" if place else f"beyond number {MOST_FUSED:,}"
        said.append(f"{number} of the channel {asked.channel}, which brings {asked.size}")
    return Obstacle(
        Stage.DEPTH,
        f"It is found too deep: {', '.join(said)}.",
        (*_more_words(recall), *pin_cures(course)),
    )


def _no_slot(asking: Asking, course: Course, recall: Recall) -> Obstacle:
    main = course.found.plan.kinds[0]
    orders = (order for order in course.of(main) if order.stage == FUSION)
    best = max(
        (
            item.features["similarity"]
            for order in orders
            for item in order.window
            if "similarity" in item.features
        ),
        default=0.0,
    )
    share = course.profile.mixed_row.similarity_share
    near = recall.similarity or 0.0
    has_words = recall.words is not None and not recall.words.short_of
    least = best * share if has_words else best
    how = "" if has_words else ", as only its meaning speaks for it"
    return Obstacle(
        Stage.SLOTS,
        f"It deserves no slot for its kind ({asking.kind}) among those of the kind {main}: its "
        f"similarity to the query is {near:.2f}, and {least:.2f} is needed{how}.",
        (
            *_more_words(recall),
            *pin_cures(course),
            Cure(
                Act.CHANGE_PROFILE,
                "Ask for less similarity in the mixed row of the profile.",
                "mixed_row.similarity_share",
            ),
        ),
    )


def _more_words(recall: Recall) -> list[Cure]:
    return [] if recall.words is None else word_cures(recall.words)
