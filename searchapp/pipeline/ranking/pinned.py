"""Pins: items that stand where merchants put them, after everything else was ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from searchapp.pipeline.candidate import Adjustment, Candidate
from searchapp.pipeline.merchandising import Pin, positions
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.found_items import InChannelOrder
from searchapp.pipeline.recall.planning import PINNED, RecallPlan
from searchapp.pipeline.recall.recalled import Recalled
from searchapp.pipeline.request import Kind


@dataclass(frozen=True, slots=True)
class PinUse:
    """What became of a pin: the item, if it was found, and its place (from 1) in the ranking of its
    kind without the pin, None where it would have none.
    """

    pin: Pin
    item: Candidate | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Pinned:
    """The rankings without the pinned items, these by their places (from 0) in the row, and what
    became of each pin.
    """

    rankings: Sequence[Ranking]
    items: Mapping[int, Candidate]
    uses: tuple[PinUse, ...] = ()

    def of(self, kind: Kind) -> list[Candidate]:
        """The pinned items of this kind."""
        return [item for item in self.items.values() if item.kind is kind]

    @property
    def totals(self) -> dict[Kind, int]:
        """How many items of each kind there are, the pinned ones too."""
        return {each.kind: each.total + len(self.of(each.kind)) for each in self.rankings}


def take_pinned(rankings: Sequence[Ranking], plan: RecallPlan, recalled: Recalled) -> Pinned:
    """The pinned items out of the rankings.

    The places behind a pin whose item was not found close up by one.
    """
    pins = plan.meaning.merchandising.pins
    if not pins or plan.meaning.request.sort is not None:
        return Pinned(rankings, {})
    found = {
        (kind, item.id): item
        for kind, channels in recalled.channels.items()
        for channel in channels
        if channel.channel == PINNED
        for item in InChannelOrder(kind, channel)
    }
    places: dict[tuple[Kind, str], int] = {}
    if plan.is_ranked:
        for ranking in rankings:
            for place, item in enumerate(ranking.window, start=1):
                if item.key in found:
                    found[item.key] = item
                    if any(recall.channel != PINNED for recall in item.recalls):
                        places[item.key] = place
    placed = positions([pin for pin in pins if (pin.kind, pin.id) in found])
    items = {
        at: _pinned(found[pin.kind, pin.id], pin, at + 1, places.get((pin.kind, pin.id)))
        for at, pin in placed.items()
    }
    uses = tuple(
        PinUse(pin, found.get((pin.kind, pin.id)), places.get((pin.kind, pin.id))) for pin in pins
    )
    if not plan.is_ranked:
        return Pinned(rankings, items, uses)
    keys = {item.key for item in items.values()}
    return Pinned([_without(ranking, keys) for ranking in rankings], items, uses)


def _without(ranking: Ranking, keys: set[tuple[Kind, str]]) -> Ranking:
    window = [item for item in ranking.window if item.key not in keys]
    taken = len(ranking.window) - len(window)
    return replace(ranking, window=window, total=ranking.total - taken) if taken else ranking


def _pinned(item: Candidate, pin: Pin, position: int, place: int | None) -> Candidate:
    by_itself = "it would not be found" if place is None else f"it would be number {place}"
    effect = f"stands at position {position}; by itself {by_itself} of its kind"
    change = Adjustment(pin.rule, effect, 0.0, pin.rule_id)
    return item._replace(adjustments=(*item.adjustments, change))
