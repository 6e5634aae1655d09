"""What the query means: the nearest neighbours of its embedding."""

from __future__ import annotations

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import RetrievalQuery, VectorClause
from searchapp.pipeline.schema import EMBEDDING


class Semantic(EngineScored):
    """Finds by cosine, from the profile's least similarity on."""

    name = "semantic"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        embedding = meaning.query.embedding
        if embedding is None:
            return ()
        size = meaning.size(kind, use)
        near = VectorClause(EMBEDDING, embedding, size, meaning.profile.minimum_similarity)
        return (meaning.question(kind, self.name, size, vector=near),)

    def bounds(self, meaning: Meaning, best: float) -> tuple[float, float]:
        """From the least similarity to the best one."""
        return meaning.profile.minimum_similarity, best
