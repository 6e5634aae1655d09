"""How far the ranking goes: how many candidates are fused, and how many the later stages get.

Candidates × milliseconds is the knob of COLD (Wang et al., DLP-KDD 2020): what a candidate costs is
measured in wall time, which grows under load, and where the time that there is does not suffice,
numbers fall by halves. So the pages of one search mostly have the same window, and an answer says
when it was a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking.mixed_row import WANTED
from searchapp.pipeline.ranking.scoring_cost import UsualCost
from searchapp.pipeline.recall.planning import RecallPlan
from searchapp.pipeline.recall.recalled import Recalled
from searchapp.pipeline.request import Kind
from searchapp.pipeline.trace import Degradation

FEWEST = 48
"""So many candidates, two pages, are ranked whatever it costs."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The first `share` of what each channel found of a kind is fused, and `kept` candidates of
    each kind go on to the later stages. `fused` is how many that may be of all kinds; `degraded`
    says what load or haste took away.
    """

    kept: int
    fused: int = 0
    share: Mapping[Kind, float] = field(default_factory=dict)
    degraded: tuple[Degradation, ...] = ()

    def first(self, kind: Kind, size: int) -> int:
        """How many of the first `size` candidates of a channel are fused."""
        share = self.share.get(kind, 1.0)
        return size if share >= 1 else max(1, round(size * share))


@dataclass(frozen=True, slots=True)
class StageCosts:
    """What a candidate costs in the fusion, and from there to the final stage (boosts, features);
    shared by all searches. Rerankers take no more than their heads, and count for themselves.
    """

    fusing: UsualCost = field(default_factory=UsualCost)
    ranking: UsualCost = field(default_factory=UsualCost)

    def measured(self, reach: Reach, kept: int, fusing_ms: float, ranking_ms: float) -> None:
        """Takes in a search: how long the fusion took, and what follows it, up to the final stage,
        for `kept` candidates. Few candidates say little of the cost of many.
        """
        if reach.fused >= FEWEST:
            self.fusing.measured(reach.fused, fusing_ms)
        if kept >= FEWEST:
            self.ranking.measured(kept, ranking_ms)

    def reach(
        self, plan: RecallPlan, recalled: Recalled, profile: RankingProfile, left_ms: float
    ) -> Reach:
        """What the profile wants, as far as it can be had in the time that is left."""
        stage = profile.first_stage
        found = {kind: _found(kind, plan, recalled, profile) for kind in plan.kinds}
        wanted = {kind: min(number, stage.fused) for kind, number in found.items()}
        part, less = _part(
            self.fusing, sum(wanted.values()), min(stage.budget_ms, left_ms), "are fused"
        )
        going_on = sum(min(number, stage.kept) for number in wanted.values())
        kept_part, fewer = _part(self.ranking, going_on, left_ms, "go on to the later stages")
        share = {kind: part * wanted[kind] / found[kind] for kind in found if found[kind]}
        kept = max(min(FEWEST, stage.kept), round(stage.kept * kept_part))
        fused = round(part * sum(wanted.values()))
        return Reach(kept, fused, share, (*less, *fewer))


def _part(
    cost: UsualCost, wanted: int, time_ms: float, what: str
) -> tuple[float, tuple[Degradation, ...]]:
    """The part of the `wanted` candidates that can be had, and what to say when it is not all."""
    number = cost.affordable(wanted, time_ms, FEWEST)
    if number == wanted:
        return 1.0, ()
    reason = (
        f"{number} of {wanted} candidates {what}: {max(time_ms, 0):.0f} ms were left, and a "
        f"candidate takes {cost.ms_a_candidate:.3f} ms"
    )
    return number / wanted, (Degradation("first_stage", reason),)


def _found(kind: Kind, plan: RecallPlan, recalled: Recalled, profile: RankingProfile) -> int:
    """How many candidates the channels of a kind bring, those of several counted so often."""
    uses = profile.channels[kind]
    return sum(
        min(len(found.hits), plan.meaning.size(kind, uses[found.channel]))
        for found in recalled.channels[kind]
        if found.channel in uses and found.channel not in WANTED
    )
