"""Questions to the engine about one item: the questions of a plan, restricted to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from searchapp.pipeline.recall.planning import RecallPlan
from searchapp.pipeline.request import AnyOf, Kind
from searchapp.pipeline.retrieval import (
    EngineHit,
    EngineUnavailable,
    RetrievalQuery,
    RetrievalResult,
    SearchEngine,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks about the item. Raises EngineUnavailable where the engine has no answer."""

    engine: SearchEngine
    timeout_ms: int
    kind: Kind
    id: str

    def hits(self, questions: Sequence[RetrievalQuery]) -> list[EngineHit | None]:
        """The item as each of the questions finds it, None where it does not."""
        only = AnyOf("id", (self.id,))
        asked = [
            replace(each, size=1, offset=0, facets=(), sort=None, filters=(*each.filters, only))
            for each in questions
        ]
        return [next(iter(result.hits), None) for result in self._search(asked)]

    def place(self, question: RetrievalQuery) -> int | None:
        """The place, from 1, at which a question finds the item, within its size."""
        asked = replace(question, document_fields=(), feature_fields=(), facets=(), field_scores=())
        (result,) = self._search([asked])
        ids = (hit.id for hit in result.hits)
        return next((at for at, id_ in enumerate(ids, start=1) if id_ == self.id), None)

    def document(self) -> Mapping[str, Any]:
        """The item's document; empty when there is none."""
        return self.engine.documents(self.kind, [self.id], self.timeout_ms).get(self.id, {})

    def anything(self, **asked: Any) -> RetrievalQuery:
        """A question that finds all items but for what is asked of them."""
        return RetrievalQuery(self.kind, "missing", 1, **asked)

    def _search(self, asked: Sequence[RetrievalQuery]) -> list[RetrievalResult]:
        results = self.engine.search(asked, self.timeout_ms) if asked else []
        for result in results:
            if result.error is not None:
                raise EngineUnavailable(f"the engine could not answer: {result.error}")
        return results


def unrestricted(plan: RecallPlan, kind: Kind) -> list[RetrievalQuery]:
    """The plan's questions about a kind without what restricts all of them: what is left is what
    each channel itself looks for.
    """
    base = plan.meaning.bases[kind]
    return [
        replace(
            asked,
            filters=tuple(each for each in asked.filters if each not in base.filters),
            without=(),
            exclude_ids=(),
        )
        for asked in plan.queries
        if asked.kind is kind
    ]
