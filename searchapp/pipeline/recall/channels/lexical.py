"""The words of the query, as BM25 over weighted fields weighs them."""

from __future__ import annotations

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored
from searchapp.pipeline.recall.depth import DEEPEST_RANKED
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import RetrievalQuery


class Lexical(EngineScored):
    """Finds by words, with synonyms as alternatives. It counts the answer and its facets, so a
    search fails without it; pages beyond the ranked window go on in its order.
    """

    name = "lexical"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        request, profile = meaning.request, meaning.profile
        size = meaning.size(kind, use)
        if kind is meaning.main and request.offset + request.size > size:
            size = DEEPEST_RANKED
        scored = profile.text_features.get(kind, ())
        if request.explain:
            scored = (*scored, *profile.field_weights[kind])
        question = meaning.question(
            kind,
            self.name,
            size,
            text=meaning.words[kind],
            facets=meaning.facets(kind),
            exact_ties=False,
            field_scores=tuple(dict.fromkeys(scored)),
        )
        return (question,)
