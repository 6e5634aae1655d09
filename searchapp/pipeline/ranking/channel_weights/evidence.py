"""What is known of a query once its candidates were found, and numbers that tell of it how far to
trust words and how far meaning. Nothing here asks anybody anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analyzers.query import AnalyzedQuery
from analyzers.spelling.vocabulary import Vocabulary
from searchapp.pipeline.ranking.features.words import QueryTerm, query_terms, rarities
from searchapp.pipeline.recall.channels.exact import identifiers
from searchapp.pipeline.recall.recalled import ChannelHits, Recalled
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineHit

_NONE = math.nan
_HEAD = 10


@dataclass(frozen=True)
class QueryEvidence:
    """A query, what the catalog knows of its words, and what its words and its meaning found."""

    query: AnalyzedQuery
    vocabulary: Vocabulary
    lexical: ChannelHits
    semantic: ChannelHits

    @cached_property
    def terms(self) -> tuple[QueryTerm, ...]:
        """The content words."""
        return query_terms(self.query)

    @cached_property
    def rarities(self) -> list[float]:
        """How rare each term is."""
        return rarities(self.terms, self.vocabulary)

    def overlap(self, depth: int) -> float:
        """The share of the first `depth` hits of the shorter channel that both have."""
        by_words, by_meaning = _first(self.lexical, depth), _first(self.semantic, depth)
        least = min(len(by_words), len(by_meaning))
        return len({hit.id for hit in by_words} & {hit.id for hit in by_meaning}) / least


def evidence_of(
    query: AnalyzedQuery, recalled: Recalled, kind: Kind, vocabulary: Vocabulary
) -> QueryEvidence | None:
    """The evidence about the ranking of `kind`; None where not both channels found something."""
    found = {each.channel: each for each in recalled.channels[kind] if each.hits}
    if not {"lexical", "semantic"} <= found.keys():
        return None
    return QueryEvidence(query, vocabulary, found["lexical"], found["semantic"])


def _first(found: ChannelHits, depth: int) -> Sequence[EngineHit]:
    return found.hits[:depth]


def _share(terms: Sequence[QueryTerm], holds: Callable[[QueryTerm], bool]) -> float:
    return sum(map(holds, terms)) / len(terms) if terms else _NONE


def _known(evidence: QueryEvidence) -> float:
    if not len(evidence.vocabulary):
        return _NONE
    return _share(evidence.terms, lambda term: evidence.vocabulary.count(term.text) > 0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else _NONE


def _lexical_fall(evidence: QueryEvidence) -> float:
    scores = [hit.score for hit in _first(evidence.lexical, _HEAD)]
    return scores[-1] / scores[0] if scores[0] > 0 else _NONE


def _semantic_fall(evidence: QueryEvidence) -> float:
    scores = [hit.score for hit in _first(evidence.semantic, _HEAD)]
    return scores[0] - scores[-1]


def _similarity_of_the_words_best(evidence: QueryEvidence) -> float:
    """How near the first hits by words come to the nearest, which are 1; 0 for those that are not
    among the neighbours.
    """
    similar = {hit.id: hit.score for hit in evidence.semantic.hits}
    best = evidence.semantic.hits[0].score
    shares = [similar.get(hit.id, 0.0) / best for hit in _first(evidence.lexical, _HEAD)]
    return _mean(shares) if best > 0 else _NONE


def _brand(evidence: QueryEvidence) -> float:
    named = (each.confidence for each in evidence.query.entities if each.field == "brand")
    return max(named, default=0.0)


def _category(evidence: QueryEvidence) -> float:
    return max((each.probability for each in evidence.query.categories), default=0.0)


QUERY_FEATURES: Mapping[str, Callable[[QueryEvidence], float]] = {
    "words": lambda evidence: float(len(evidence.terms)),
    "letters": lambda evidence: _mean([float(len(term.text)) for term in evidence.terms]),
    "known": _known,
    "rarity.mean": lambda evidence: _mean(evidence.rarities),
    "rarity.most": lambda evidence: max(evidence.rarities, default=_NONE),
    "numbers": lambda evidence: _share(evidence.terms, lambda term: term.has_digit),
    "codes": lambda evidence: float(len(identifiers(evidence.query))),
    "entities": lambda evidence: float(len(evidence.query.entities)),
    "brand": _brand,
    "category": _category,
    "expansions": lambda evidence: float(len(evidence.query.expansions)),
    "lexical.matches": lambda evidence: math.log1p(evidence.lexical.total),
    "lexical.fall": _lexical_fall,
    "semantic.best": lambda evidence: evidence.semantic.hits[0].score,
    "semantic.fall": _semantic_fall,
    "agreement.10": lambda evidence: evidence.overlap(10),
    "agreement.50": lambda evidence: evidence.overlap(50),
    "agreement.similarity": _similarity_of_the_words_best,
}
"""Each number by its name; NaN where it is not known."""
