"""The mixed row: one list of products, videos and live streams.

The first of the asked kinds, in the order of `Kind`, makes the row; items of the other kinds take
the slots that the policy gives them, in the order of their own ranking. The order depends on
nothing but the counts, so pages fit together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.profile import MixedRowPolicy
from searchapp.pipeline.request import Kind

Place = tuple[Kind, int]
"""A kind and an index into its own ranking."""
WANTED = frozenset({"pinned", "promoted"})
"""Channels of what merchants want, which says nothing of what the shopper wants."""
_BY_WORDS = frozenset({"lexical", "exact", "fresh", "behavioural"})


class RankedKind(Protocol):
    """One kind's ranking, as far as the row needs it."""

    @property
    def kind(self) -> Kind: ...

    @property
    def total(self) -> int: ...

    def at(self, index: int) -> Candidate | None: ...


def blend(
    rankings: Sequence[RankedKind],
    policy: MixedRowPolicy,
    offset: int,
    size: int,
    pinned: Mapping[int, Candidate] = MappingProxyType({}),
) -> list[Candidate]:
    """The places `[offset, offset + size)` of the row; the first ranking makes it.

    `pinned` items, which are in none of the rankings, stand at their places (from 0); the others
    close up around them. A place beyond the end of the row is its end.
    """
    by_kind = {ranking.kind: ranking for ranking in rankings}
    counts = {ranking.kind: ranking.total for ranking in rankings}
    ranked = sum(counts.values())
    fixed = {
        min(place, ranked + before): item
        for before, (place, item) in enumerate(sorted(pinned.items()))
    }
    before = sum(place < offset for place in fixed)
    here = {place: item for place, item in fixed.items() if offset <= place < offset + size}
    start, end = offset - before, offset + size - before - len(here)
    order = row_order(counts, policy, end)[start:]
    placed = [by_kind[kind].at(index) for kind, index in order]
    for place, item in here.items():
        placed.insert(place - offset, item)
    return [candidate for candidate in placed if candidate is not None]


def row_order(counts: Mapping[Kind, int], policy: MixedRowPolicy, until: int) -> list[Place]:
    """The first `until` places of the row for so many items a kind; the first kind makes the row.

    When the first kind runs out, what is left of the others follows in the order of `counts`.
    """
    (main, main_count), *others = counts.items()
    slot_owner = {slot: kind for kind, _ in others for slot in policy.slots.get(kind, ())}
    taken = dict.fromkeys(counts, 0)
    order: list[Place] = []
    for position in range(min(until, sum(counts.values()))):
        kind = slot_owner.get(position % policy.period, main)
        if taken[kind] >= counts[kind]:
            kind = main
        if taken[kind] >= main_count and kind is main:
            kind = next(other for other, count in others if taken[other] < count)
        order.append((kind, taken[kind]))
        taken[kind] += 1
    return order


def main_range(
    kinds: Sequence[Kind], policy: MixedRowPolicy, offset: int, size: int, most_others: int
) -> tuple[int, int]:
    """The range `[start, end)` of the first kind's ranking that a page may need, whatever the
    others have.
    """
    crowded = dict.fromkeys(kinds, most_others) | {kinds[0]: offset + size}
    start = sum(1 for kind, _ in row_order(crowded, policy, offset) if kind is kinds[0])
    return start, offset + size


def eligible(
    candidates: Sequence[Candidate], best_similarity: float | None, policy: MixedRowPolicy
) -> list[Candidate]:
    """The candidates of a lesser kind that deserve a slot, in their order.

    One that was found by its words must come near the best similarity among the main kind; one
    found by meaning alone must reach it. Where either has no similarity, the words decide. What
    shoppers chose after the query counts as found by words; what merchants want has its slot.
    """
    return [
        candidate
        for candidate in candidates
        if _deserves_slot(candidate, best_similarity, policy.similarity_share)
    ]


def _deserves_slot(candidate: Candidate, best: float | None, share: float) -> bool:
    similarity = candidate.features.get("similarity")
    if similarity is not None and best is not None and similarity >= best:
        return True
    channels = {recall.channel for recall in candidate.recalls}
    if not channels.isdisjoint(WANTED):
        return True
    if channels.isdisjoint(_BY_WORDS):
        return False
    return similarity is None or best is None or similarity >= best * share
