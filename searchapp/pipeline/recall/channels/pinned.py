"""What merchants pin for this query."""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored, scored
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery


class Pinned(EngineScored):
    """Finds the pinned items that exist and pass the filters. It adds nothing to their scores, so
    that an explanation can tell where they would stand; `ranking/pinned.py` puts them in place.
    """

    name = "pinned"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        ids = meaning.merchandising.pins_of(kind)[: meaning.size(kind, use)]
        if not ids:
            return ()
        return (meaning.question(kind, self.name, len(ids), among=(AnyOf("id", ids),)),)

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        """The items in the order of their ids, all with the score 0."""
        return scored(found[0], [0.0] * len(found[0]))

    def bounds(self, meaning: Meaning, best: float) -> tuple[float, float]:
        """Being pinned says nothing of how well an item matches."""
        return 0.0, 1.0
