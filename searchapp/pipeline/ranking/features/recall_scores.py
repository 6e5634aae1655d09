"""Features of how the first stage found a candidate: ranks, scores, and what it is of the best.

The reciprocal ranks of single channels have no direction: the first score, which a ranker begins
with, has them as parts, and it may find that one of them counts too much there.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.ranking.features.evidence import Evidence
from searchapp.pipeline.ranking.features.feature import Column, Feature, column
from searchapp.pipeline.ranking.first_stage import RANK_CONSTANT

TEXT_FIELDS = tuple(
    dict.fromkeys(field for weights in DEFAULT_PROFILE.field_weights.values() for field in weights)
)

_LEAST_BEST = 1e-30
"""Of a smaller best score shares are taken no more: they would be beyond float32."""


def _rank(channel: str) -> Callable[[Evidence], Column]:
    return lambda evidence: evidence.channel(channel)[0]


def _reciprocal(channel: str) -> Callable[[Evidence], Column]:
    def compute(evidence: Evidence) -> Column:
        ranks = evidence.channel(channel)[0]
        return column(np.where(np.isnan(ranks), 0.0, 1.0 / (RANK_CONSTANT + ranks)))

    return compute


def _lexical(evidence: Evidence) -> Column:
    return evidence.channel("lexical")[1]


def _similarity(evidence: Evidence) -> Column:
    return evidence.channel("semantic")[1]


def _of_best(of: Callable[[Evidence], Column]) -> Callable[[Evidence], Column]:
    def compute(evidence: Evidence) -> Column:
        values = of(evidence)
        best = _best(values)
        return column(values / best) if best > _LEAST_BEST else values

    return compute


def _gap(of: Callable[[Evidence], Column]) -> Callable[[Evidence], Column]:
    def compute(evidence: Evidence) -> Column:
        values = of(evidence)
        return column(_best(values) - values)

    return compute


def _at_most(of: Callable[[Evidence], Column]) -> Callable[[Evidence], Column]:
    """The share of the best; where the channel did not find the candidate, that of its last."""

    def compute(evidence: Evidence) -> Column:
        values = of(evidence)
        found = values[~np.isnan(values)]
        if not len(found):
            return values
        filled = np.where(np.isnan(values), found.min(), values)
        best = found.max()
        return column(filled / best) if best > _LEAST_BEST else column(filled)

    return compute


def _best(values: Column) -> float:
    found = values[~np.isnan(values)]
    return float(found.max()) if len(found) else 0.0


def _first_score(evidence: Evidence) -> Column:
    return evidence.first_scores


def _place(evidence: Evidence) -> Column:
    places = np.empty(len(evidence.order), dtype=np.float32)
    places[evidence.order] = np.arange(1, len(places) + 1)
    return places


def _standard(evidence: Evidence) -> Column:
    scores = evidence.first_scores
    if not len(scores):
        return scores
    apart = scores - scores.mean()
    spread = math.sqrt(float(apart @ apart) / len(apart))
    return column(apart / np.float32(spread)) if spread > 0 else column(apart * 0)


def _reciprocal_ranks(evidence: Evidence) -> Column:
    return column(
        _reciprocal("lexical")(evidence)
        + _reciprocal("semantic")(evidence)
        + _reciprocal("exact")(evidence)
    )


def _is_exact(evidence: Evidence) -> Column:
    return column(~np.isnan(evidence.channel("exact")[0]))


def _channels(evidence: Evidence) -> Column:
    return column([len(each.recalls) for each in evidence.candidates])


def _raised(evidence: Evidence) -> Column:
    return column(
        [
            sum(amount for name, amount in each.contributions.items() if name.startswith("boost."))
            for each in evidence.candidates
        ]
    )


def _text(field: str) -> Callable[[Evidence], Column]:
    """The field's own score: 0 where words found the candidate elsewhere, NaN where none did."""

    def compute(evidence: Evidence) -> Column:
        scores = evidence.given(f"text.{field}")
        elsewhere = np.isnan(scores) & ~np.isnan(_lexical(evidence))
        return column(np.where(elsewhere, 0.0, scores))

    return compute


FEATURES: tuple[Feature, ...] = (
    Feature(
        "first_score", "score", "first stage", "the score of the first stage", _first_score,
        monotone=1,
    ),
    Feature(
        "first_score.share", "share of the best", "first stage",
        "the score of the first stage beside the best one", _of_best(_first_score),
        monotone=1, beside_all=True,
    ),
    Feature(
        "first_score.gap", "score", "first stage",
        "how far the score of the first stage is below the best one", _gap(_first_score),
        monotone=-1, beside_all=True,
    ),
    Feature(
        "first_score.standard", "standard deviations", "first stage",
        "the score of the first stage, standardised over the candidates", _standard,
        monotone=1, beside_all=True,
    ),
    Feature(
        "first_rank", "rank", "first stage", "the place after the first stage", _place,
        monotone=-1, beside_all=True,
    ),
    Feature(
        "reciprocal_ranks", "sum", "first stage",
        "the reciprocal ranks of all channels, fused (k = 60)", _reciprocal_ranks, monotone=1,
    ),
    Feature(
        "channels", "count", "first stage", "how many channels found it", _channels, monotone=1,
    ),
    Feature(
        "boosts", "score", "first stage",
        "what unsure entities and likely categories added to the first score", _raised, monotone=1,
    ),
    Feature("exact", "yes or no", "exact channel", "the query has its code", _is_exact, monotone=1),
    Feature(
        "lexical.rank", "rank", "lexical channel", "its rank by words", _rank("lexical"),
        monotone=-1,
    ),
    Feature(
        "lexical.reciprocal_rank", "1 / (60 + rank)", "lexical channel",
        "its reciprocal rank by words, 0 where words did not find it", _reciprocal("lexical"),
    ),
    Feature("lexical.score", "BM25", "lexical channel", "its score by words", _lexical, monotone=1),
    Feature(
        "lexical.score.share", "share of the best", "lexical channel",
        "its score by words beside the best one", _of_best(_lexical), monotone=1, beside_all=True,
    ),
    Feature(
        "lexical.score.at_most", "share of the best", "lexical channel",
        "the same; the least one found where words did not find it", _at_most(_lexical),
        monotone=1, beside_all=True,
    ),
    Feature(
        "semantic.rank", "rank", "semantic channel", "its rank by meaning", _rank("semantic"),
        monotone=-1,
    ),
    Feature(
        "semantic.reciprocal_rank", "1 / (60 + rank)", "semantic channel",
        "its reciprocal rank by meaning, 0 where it is not among the nearest",
        _reciprocal("semantic"),
    ),
    Feature(
        "similarity", "cosine", "semantic channel",
        "cosine of the embeddings of the query and of its brand and title", _similarity, monotone=1,
    ),
    Feature(
        "similarity.share", "share of the best", "semantic channel",
        "its cosine beside the best one", _of_best(_similarity), monotone=1, beside_all=True,
    ),
    Feature(
        "similarity.gap", "cosine", "semantic channel",
        "how far its cosine is below the best one", _gap(_similarity), monotone=-1, beside_all=True,
    ),
    Feature(
        "similarity.at_most", "share of the best", "semantic channel",
        "its cosine beside the best one; that of the last one found where it is not among the "
        "nearest", _at_most(_similarity), monotone=1, beside_all=True,
    ),
    *(
        Feature(
            f"text.{field}", "BM25", "lexical channel",
            f"the score of the query's words in the field {field} alone", _text(field),
            actionable=True, text_fields=(field,), monotone=1,
        )
        for field in TEXT_FIELDS
    ),
    *(
        Feature(
            f"text.{field}.share", "share of the best", "lexical channel",
            f"the score in the field {field} beside the best one", _of_best(_text(field)),
            actionable=True, text_fields=(field,), monotone=1, beside_all=True,
        )
        for field in TEXT_FIELDS
    ),
)  # fmt: skip
