"""What a shop wants of its ranking, and the rerankers that can be told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from rerankers.base import Reranker


@dataclass(frozen=True, slots=True)
class Objective:
    """What each good weighs, none below 0, and the floors of relevance in [0, 1] below which
    nothing but relevance counts: an absolute one, and a share of the best item's.

    `click` and `conversion` weigh the probabilities of a click and of a purchase, `gmv` what a
    purchase turns over, `margin` what the shop keeps of that, `freshness` how new an item is,
    `authority` how well it and its seller do whatever the query.
    """

    relevance: float = 1.0
    click: float = 0.1
    conversion: float = 0.1
    gmv: float = 0.05
    margin: float = 0.0
    freshness: float = 0.0
    authority: float = 0.0
    absolute_floor: float = 0.1
    floor_of_best: float = 0.5

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            most = 1.0 if "floor" in name else math.inf
            if not (0 <= value <= most and math.isfinite(value)):
                bounds = "lie between 0 and 1" if most == 1 else "be 0 or more"
                raise ValueError(f"{name} of the objective must {bounds}, not {value}")
        if not self.relevance:
            raise ValueError("relevance of the objective must be above 0: it comes first")


DEFAULT_OBJECTIVE = Objective()


@runtime_checkable
class Steerable(Protocol):
    """A reranker that weighs goods as the profile's objective says; by itself as the default one
    does.
    """

    def steered(self, objective: Objective) -> Reranker:
        """The reranker under this objective, which reads only the features that it needs. Cheap:
        it is called for each request and shares what is loaded.
        """
        ...


def steered(reranker: Reranker, objective: Objective) -> Reranker:
    """The reranker under this objective; one that can't be told, as it is."""
    return reranker.steered(objective) if isinstance(reranker, Steerable) else reranker
