"""What features are computed from: a query, its candidates, and what several features need of them,
each computed when it is first asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.features.words import (
    QueryTerm,
    WordMatches,
    query_terms,
    rarities,
)

Numbers = NDArray[np.float32]
FIRST = 10
"""So many of the first candidates say what such a query is about."""
T = TypeVar("T", bound=np.generic)


class Evidence:
    """A query and n candidates of one kind in their first-stage order.

    `now` is the time, in seconds since 1970; `vocabulary` tells how rare a word is. All arrays have
    n rows; columns of words belong to `terms`.
    """

    def __init__(
        self,
        query: AnalyzedQuery,
        candidates: Sequence[Candidate],
        vocabulary: Vocabulary,
        now: float,
    ) -> None:
        self.query = query
        self.candidates = candidates
        self.vocabulary = vocabulary
        self.now = now

    @cached_property
    def first_scores(self) -> Numbers:
        """The scores of the first stage."""
        return np.array([each.first_score for each in self.candidates], dtype=np.float32)

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The candidates' places by first score, best first, ties by id: whatever order they come
        in.
        """
        scores = (-self.first_scores).tolist()
        keys = list(zip(scores, [each.id for each in self.candidates], strict=True))
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)

    @cached_property
    def first(self) -> list[int]:
        """The places of the first ten candidates."""
        found: list[int] = self.order[:FIRST].tolist()
        return found

    @cached_property
    def documents(self) -> list[Mapping[str, Any]]:
        """The card of each candidate, decoded once."""
        return [dict(each.document.items()) for each in self.candidates]

    def number(self, field: str) -> Numbers:
        """A number of the card or of the engine's doc values, NaN where it is missing."""
        return np.array(
            [
                _number(document.get(field), given.features.get(field))
                for document, given in zip(self.documents, self.candidates, strict=True)
            ],
            dtype=np.float32,
        )

    def given(self, name: str) -> Numbers:
        """What a channel or an earlier stage has found out under this name, NaN where nothing."""
        return np.array(
            [each.features.get(name, math.nan) for each in self.candidates], dtype=np.float32
        )

    def channel(self, name: str) -> tuple[Numbers, Numbers]:
        """(ranks, scores) in a channel, NaN where it did not find the candidate."""
        ranks, scores = self._channels.get(name, (None, None))
        if ranks is None or scores is None:
            missing = np.full(len(self.candidates), np.nan, dtype=np.float32)
            return missing, missing
        return ranks, scores

    @cached_property
    def _channels(self) -> dict[str, tuple[Numbers, Numbers]]:
        found: dict[str, tuple[list[float], list[float]]] = {}
        missing = [math.nan] * len(self.candidates)
        for place, each in enumerate(self.candidates):
            for channel, rank, score in each.recalls:
                if channel not in found:
                    found[channel] = missing.copy(), missing.copy()
                ranks, scores = found[channel]
                ranks[place] = rank
                scores[place] = score
        return {
            channel: (np.array(ranks, dtype=np.float32), np.array(scores, dtype=np.float32))
            for channel, (ranks, scores) in found.items()
        }

    @cached_property
    def terms(self) -> tuple[QueryTerm, ...]:
        """The content words of the query."""
        return query_terms(self.query)

    @cached_property
    def rarities(self) -> Numbers:
        """(q,) How rare each term is, above 0 and at most 1."""
        return np.array(rarities(self.terms, self.vocabulary), dtype=np.float32)

    def texts(self, field: str) -> list[str]:
        """A text or the texts of a field of the card; empty where it is missing."""
        if field not in self._texts:
            self._texts[field] = [
                as_text(document[field]) if field in document else "" for document in self.documents
            ]
        return self._texts[field]

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def titles(self) -> list[str]:
        """The titles in lower case."""
        return [title.lower() for title in self.texts("title")]

    def words_in(self, field: str) -> WordMatches:
        """Where the query's words stand in a field of the card."""
        if field not in self._matches:
            self._matches[field] = WordMatches(self.texts(field), self.terms, self.query.language)
        return self._matches[field]

    @cached_property
    def _matches(self) -> dict[str, WordMatches]:
        return {}

    def kept(self, name: str, compute: Callable[[], NDArray[T]]) -> NDArray[T]:
        """What `compute` gives, computed once under this name."""
        if name not in self._kept:
            self._kept[name] = compute()
        return self._kept[name]

    @cached_property
    def _kept(self) -> dict[str, NDArray[Any]]:
        return {}

    @cached_property
    def deepest_categories(self) -> list[str]:
        """The narrowest category of each candidate, empty where it has none."""
        return [_last(document.get("category")) for document in self.documents]


def _number(*values: Any) -> float:
    return next((float(value) for value in values if isinstance(value, int | float)), math.nan)


def as_text(value: Any) -> str:
    """A value of a card, one or a list of them, as one text; none is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _last(value: Any) -> str:
    return str(value[-1]) if isinstance(value, list) and value else ""
