"""What shoppers chose after this query."""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored, scored
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery


class Behavioural(EngineScored):
    """Finds the items that the behaviour of the `SearchConfig` has for the query, whatever their
    words; the engine leaves out those that are gone or do not pass the filters.
    """

    name = "behavioural"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        chosen = meaning.behaviour.after(meaning.query, kind)
        if not chosen:
            return ()
        size = meaning.size(kind, use)
        ids = sorted(chosen, key=lambda id_: (-chosen[id_], id_))[:size]
        return (meaning.question(kind, self.name, size, among=(AnyOf("id", tuple(ids)),)),)

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        """The items by how much they are chosen."""
        chosen = meaning.behaviour.after(meaning.query, kind)
        hits = [hit for hit in found[0] if hit.id in chosen]
        return scored(hits, [chosen[hit.id] for hit in hits])
