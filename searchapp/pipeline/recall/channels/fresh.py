"""New items that have the words: nobody has clicked them, and old ones may match better."""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.channels.base import EngineScored, scored
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import Between, Kind, Sort
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery

_DAY_S = 86_400
NEW_FOR_DAYS = 30


class Fresh(EngineScored):
    """Finds what was created in the last 30 days, the newest first; its score falls with its rank.

    The days are whole, so that the pages of a search agree.
    """

    name = "fresh"

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        since = (meaning.now // _DAY_S - NEW_FOR_DAYS) * _DAY_S
        return (
            meaning.question(
                kind,
                self.name,
                meaning.size(kind, use),
                among=(Between("created", at_least=since),),
                text=meaning.words[kind],
                sort=Sort("created", descending=True),
            ),
        )

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        """The items, the newest with the score 1."""
        hits = found[0]
        return scored(hits, [1.0 - place / len(hits) for place in range(len(hits))])
