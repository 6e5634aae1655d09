"""What shoppers chose after a query: knowledge of the `SearchConfig`, empty until events exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.request import Kind

Weights = Mapping[str, float]
"""How much an item is chosen after a query, by its id: above 0, comparable within the query."""


@dataclass(frozen=True)
class Behaviour:
    """The items that shoppers chose, by `query_key` and kind."""

    chosen: Mapping[str, Mapping[Kind, Weights]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    version: str = ""

    def after(self, query: AnalyzedQuery, kind: Kind) -> Weights:
        """The items of `kind` chosen after the query, with their weights."""
        return self.chosen.get(query_key(query.text), {}).get(kind, {})


NO_BEHAVIOUR = Behaviour()


def query_key(text: str) -> str:
    """What queries that are one have in common: their words, in lower case and in any order."""
    return " ".join(sorted(text.casefold().split()))
