"""What merchants promote for this query."""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored, scored
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery

MOST_PROMOTIONS = 8
"""Of one search and kind; each is a question."""


class Promoted(EngineScored):
    """Finds the items of the promotions: those that they name, and of the words' items those that
    pass their filters. What several promote has the sum of their weights.
    """

    name = "promoted"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        size = meaning.size(kind, use)
        promotions = meaning.merchandising.promotions_of(kind)[:MOST_PROMOTIONS]
        return tuple(
            meaning.question(kind, self.name, size, among=(AnyOf("id", each.ids),))
            if each.ids
            else meaning.question(
                kind, self.name, size, among=each.filters, text=meaning.words[kind]
            )
            for each in promotions
        )

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        """Each item once, by the weights of its promotions."""
        weights: dict[str, float] = {}
        items: dict[str, EngineHit] = {}
        for promotion, hits in zip(meaning.merchandising.promotions_of(kind), found, strict=False):
            for hit in hits:
                items.setdefault(hit.id, hit)
                weights[hit.id] = weights.get(hit.id, 0.0) + promotion.weight
        return scored(list(items.values()), [weights[id_] for id_ in items])

    def bounds(self, meaning: Meaning, best: float) -> tuple[float, float]:
        """The weight of a promotion is what it adds."""
        return 0.0, 1.0
