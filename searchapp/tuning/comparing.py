"""Two answers to one request, live and draft, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import Hit, SearchResponse

_Key = TypeVar("_Key")


class Pair(NamedTuple):
    """A value of the live answer and the draft's."""

    live: Any
    draft: Any


@dataclass(frozen=True, slots=True)
class Move:
    """An item's rank in both answers, None where it is not on the page."""

    kind: Kind
    id: str
    live: int | None
    draft: int | None

    @property
    def entered(self) -> bool:
        """Whether only the draft's page has it."""
        return self.live is None

    @property
    def left(self) -> bool:
        """Whether only the live page has it."""
        return self.draft is None

    @property
    def moved(self) -> int:
        """By how many places the draft raises it, negative where it lowers it."""
        return 0 if self.live is None or self.draft is None else self.live - self.draft


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the draft changes.

    `rows` has the hits of each place beside each other, None beyond the end of an answer. `moves`
    has each item of either page once, in the order of the draft and then what left. The others
    have what differs and nothing else: `totals` by kind, `facets` by field and value, `words` (what
    was searched, corrected, offered, relaxed, recognised), `shown` (redirect, banner).
    """

    rows: tuple[tuple[Hit | None, Hit | None], ...]
    moves: tuple[Move, ...]
    totals: Mapping[Kind, Pair]
    facets: Mapping[tuple[str, str], Pair]
    words: Mapping[str, Pair]
    shown: Mapping[str, Pair]

    @property
    def is_same(self) -> bool:
        """Whether a shopper would see no difference."""
        return not (
            any(each.entered or each.left or each.moved for each in self.moves)
            or self.totals
            or self.facets
            or self.words
            or self.shown
        )


def compare(live: SearchResponse, draft: SearchResponse) -> Comparison:
    """The comparison of two answers to one request."""
    return Comparison(
        tuple(zip_longest(live.hits, draft.hits)),
        tuple(_moves(live, draft)),
        _differing(live.totals, draft.totals, 0),
        _differing(_counts(live), _counts(draft), 0),
        _differing(_words(live), _words(draft)),
        _differing(_shown(live), _shown(draft)),
    )


def _moves(live: SearchResponse, draft: SearchResponse) -> Iterator[Move]:
    before = {hit.candidate.key: hit.rank for hit in live.hits}
    after = {hit.candidate.key: hit.rank for hit in draft.hits}
    for key in dict.fromkeys([*after, *before]):
        yield Move(*key, before.get(key), after.get(key))


def _counts(response: SearchResponse) -> dict[tuple[str, str], int]:
    return {
        (field, each.value): each.count
        for field, values in response.facets.items()
        for each in values
    }


def _words(response: SearchResponse) -> dict[str, Any]:
    return {
        "text": response.text,
        "corrected": response.corrected,
        "did_you_mean": response.did_you_mean,
        "relaxed": response.relaxed,
        "intents": response.intents,
        "applied_filters": response.applied_filters,
    }


def _shown(response: SearchResponse) -> dict[str, Any]:
    return {"redirect": response.redirect, "banner": response.banner}


def _differing(
    live: Mapping[_Key, Any], draft: Mapping[_Key, Any], absent: Any = None
) -> dict[_Key, Pair]:
    pairs = (
        (key, Pair(live.get(key, absent), draft.get(key, absent)))
        for key in dict.fromkeys([*live, *draft])
    )
    return {key: pair for key, pair in pairs if pair.live != pair.draft}
