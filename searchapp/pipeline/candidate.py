"""An item on its way from recall to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from searchapp.pipeline.request import AnyOf, Filter, Kind


class Recall(NamedTuple):
    """How one channel found an item: its rank there (from 1) and its score there."""

    channel: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of an item's score or place by a rule, which it names; a merchant's also by id."""

    rule: str
    effect: str
    amount: float
    rule_id: str = ""


class Reranked(NamedTuple):
    """What one step of the final stage made of an item: its reranker's `score`, None below the
    head.

    `before` is the item's score before the step; after it it is `scale` × `score` + `kept_scale` ×
    `before` + what is the same for all items of the head, or for all below it.
    """

    name: str
    score: float | None
    scale: float
    kept_scale: float
    before: float


class Candidate(NamedTuple):
    """An item and everything that the stages found out about it so far; a tuple, as there are
    hundreds in an answer.

    `features` are numbers by name: doc values, per-field text scores ("text.title"), similarities.
    `contributions` say what each channel or feature added to `first_score`; they sum to it.
    `reranked` has the steps of the final stage that made `final_score`.
    """

    kind: Kind
    id: str
    recalls: tuple[Recall, ...]
    features: Mapping[str, float] = MappingProxyType({})
    contributions: Mapping[str, float] = MappingProxyType({})
    first_score: float = 0.0
    final_score: float | None = None
    reranked: tuple[Reranked, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    document: Mapping[str, Any] = MappingProxyType({})
    highlights: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def key(self) -> tuple[Kind, str]:
        """What tells the item from every other."""
        return self.kind, self.id

    @property
    def score(self) -> float:
        """The score of the last stage that gave one."""
        return self.first_score if self.final_score is None else self.final_score


def passes(item: Candidate, wanted: Filter) -> bool:
    """Whether the item, by what its card shows, passes the filter."""
    value = item.document.get(wanted.field)
    return value is not None and has(value, wanted)


def has(value: object, wanted: Filter) -> bool:
    """Whether a value of a card, one or a list of them, is what the filter wants of its field."""
    if isinstance(wanted, AnyOf):
        if isinstance(value, list):
            return any(_keyword(each) in wanted.values for each in value)
        return _keyword(value) in wanted.values
    if not isinstance(value, int | float):
        return False
    return (wanted.at_least is None or value >= wanted.at_least) and (
        wanted.at_most is None or value <= wanted.at_most
    )


def _keyword(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
