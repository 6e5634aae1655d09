"""Features of the query: alike for all its candidates; what they are good for is to be combined."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from searchapp.pipeline.ranking.features.evidence import Evidence
from searchapp.pipeline.ranking.features.feature import Column, Feature


def _for_all(of: Callable[[Evidence], float]) -> Callable[[Evidence], Column]:
    return lambda evidence: np.full(len(evidence.candidates), of(evidence), dtype=np.float32)


def _terms(evidence: Evidence) -> float:
    return float(len(evidence.terms))


def _characters(evidence: Evidence) -> float:
    return float(len(evidence.query.text))


def _numbers(evidence: Evidence) -> float:
    return float(sum(term.has_digit for term in evidence.terms))


def _rarity(evidence: Evidence) -> float:
    return float(evidence.rarities.mean()) if len(evidence.rarities) else float("nan")


def _category(evidence: Evidence) -> float:
    return max((each.probability for each in evidence.query.categories), default=float("nan"))


def _brand(evidence: Evidence) -> float:
    named = (each.confidence for each in evidence.query.entities if each.field == "brand")
    return max(named, default=0.0)


def _best(channel: str) -> Callable[[Evidence], float]:
    def best(evidence: Evidence) -> float:
        scores = evidence.channel(channel)[1]
        found = scores[~np.isnan(scores)]
        return float(found.max()) if len(found) else float("nan")

    return best


def _found(channel: str) -> Callable[[Evidence], float]:
    return lambda evidence: float((~np.isnan(evidence.channel(channel)[0])).sum())


def _in_both(evidence: Evidence) -> float:
    lexical, semantic = evidence.channel("lexical")[0], evidence.channel("semantic")[0]
    return float((~np.isnan(lexical) & ~np.isnan(semantic)).mean()) if len(lexical) else 0.0


FEATURES: tuple[Feature, ...] = tuple(
    Feature(name, unit, "query", meaning, _for_all(of), beside_all=True)
    for name, unit, meaning, of in (
        ("query.words", "words", "how many content words the query has", _terms),
        ("query.characters", "characters", "how long the query is", _characters),
        ("query.numbers", "words", "how many of its words have a digit", _numbers),
        ("query.rarity", "share", "how rare its words are on average", _rarity),
        ("query.category", "probability", "how likely its likeliest category is", _category),
        ("query.brand", "confidence", "how surely it names a brand", _brand),
        ("query.best_lexical", "BM25", "the best score by words", _best("lexical")),
        ("query.best_similarity", "cosine", "the best cosine", _best("semantic")),
        ("query.lexical_hits", "count", "how many candidates words found", _found("lexical")),
        ("query.in_both", "share", "how many candidates words and meaning found", _in_both),
    )
)
