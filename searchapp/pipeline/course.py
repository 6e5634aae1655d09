"""The course of a request: what was found and the order after each stage, for an answer that
explains itself.

It holds the values that flowed through the request, so that what is told of an answer is read from
it, and what is asked on about it goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.first_stage_reach import Reach
from searchapp.pipeline.ranking.pinned import Pinned
from searchapp.pipeline.recall.finding import Finding
from searchapp.pipeline.request import Kind

FUSION = "fusion"
BOOSTS = "boosts"
UNWANTED = "unwanted"
DIVERSITY = "diversity"
COMPLETE = "complete"
RULES = "rules"


class Order(NamedTuple):
    """The candidates of one kind as they stood after a stage; a reranker's stage has its name."""

    stage: str
    kind: Kind
    window: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Orders:
    """Notes the orders of a request as it goes on, if they are `wanted`."""

    wanted: bool
    noted: list[Order] = field(default_factory=list)

    def after(self, stage: str, rankings: Iterable[Ranking]) -> None:
        """These are the rankings after the stage."""
        for ranking in rankings if self.wanted else ():
            self.noted.append(Order(stage, ranking.kind, ranking.window))


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What was found, under which profile it was ranked, the orders after the stages, none of an
    answer that was not ranked here, the rankings before pins were taken out of them, and the pins.
    """

    found: Finding
    profile: RankingProfile
    reach: Reach | None
    orders: tuple[Order, ...]
    rankings: Sequence[Ranking]
    pinned: Pinned

    def of(self, kind: Kind) -> list[Order]:
        """The orders of this kind, in those of the stages."""
        return [order for order in self.orders if order.kind is kind]
