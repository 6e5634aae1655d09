"""Trains the feature ranker: a correction of the first stage, of two parts.

A linear part (`listwise`) starts from the first stage's scores, standardised within each query:
what it has not learnt stays as it was. LambdaMART (Burges 2010) starts from the linear part; few
leaves, much regularisation and the mean of several seeds keep it sober. With a hundred judged
queries the trees only add noise, so they have to earn their place: see `chosen`. No weight and no
split goes against the direction that the registry knows of a feature (`Feature.monotone`): among
features that say nearly the same, a fit would give some the wrong sign.

Features that say nothing of the query (price, rating, age) are left out by default: what sells in
one catalog is no evidence in another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rerankers.trees import Trees
from searchapp.pipeline.ranking.features.registry import feature
from searchapp.relevance.judgments import Grades
from searchapp.relevance.lightgbm_trees import trees_of
from searchapp.relevance.listwise import fit_linear
from searchapp.relevance.metrics import mean_ndcg
from searchapp.relevance.training_set import TrainingSet

PRIOR = "first_score.standard"
"""The feature from which the boosting starts."""

DEFAULT_FEATURES: tuple[str, ...] = (
    PRIOR,
    "reciprocal_ranks",
    "boosts",
    "lexical.reciprocal_rank",
    "semantic.reciprocal_rank",
    "similarity.at_most",
    "similarity.gap",
    "title.coverage",
    "title.rare_coverage",
    "title.phrase",
    "title.closeness",
    "title.first",
    "title.last",
    "title.density",
    "title.words",
    "title.head",
    "title.head_place",
    "title.numbers",
    "title.letters",
    "title.partial_letters",
    "title.typical",
    "words.coverage",
    "words.rare_coverage",
    "words.rarest_missing",
    "words.head",
    "brand.coverage",
    "brand.named",
    "brand.agreement",
    "brand.among_first",
    "category.coverage",
    "category.named",
    "category.agreement",
    "category.predicted",
    "category.among_first",
    "colour.coverage",
    "colour.named",
    "colour.agreement",
)


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """How the two parts are learnt. `prior` weighs the first stage's standardised score; `unjudged`
    the rows without a judgment, which count as irrelevant. `ridge` keeps the weights of the linear
    part small.
    """

    trees: int = 50
    leaves: int = 4
    learning_rate: float = 0.05
    least_rows: int = 50
    l2: float = 20.0
    features_a_tree: float = 0.3
    rows_a_tree: float = 0.7
    seeds: int = 3
    prior: float = 1.0
    ridge: float = 1.0
    unjudged: float = 0.5


DEFAULT = Hyperparameters()
Progress = Callable[[int], None]


def train(rows: TrainingSet, how: Hyperparameters = DEFAULT) -> Trees:
    """The ranker learnt from the rows. Raises ValueError for rows without any relevant item."""
    if not (rows.grades > 0).any():
        raise ValueError(
            "no candidate of the judged queries is relevant: there is nothing to learn"
        )
    signs = np.array([feature(name).monotone for name in rows.names])
    prior = rows.names.index(PRIOR) if PRIOR in rows.names else None
    linear = fit_linear(rows, signs, prior, how.prior, how.ridge, how.unjudged)
    return trees_of(_boosters(rows, how, signs, trees_of([], linear)), linear)


def _boosters(
    rows: TrainingSet, how: Hyperparameters, signs: NDArray[np.int64], start: Trees
) -> list[Any]:
    """LightGBM's boosters, one a seed, that correct the scores of `start`."""
    if not how.trees:
        return []
    import lightgbm

    # LightGBM wants whole grades; steps of a quarter are kept.
    levels, grades = np.unique(np.round(rows.grades * 4) / 4, return_inverse=True)
    found = rows.sizes > 0
    boosters = []
    for seed in range(how.seeds):
        data = lightgbm.Dataset(
            rows.features,
            grades,
            weight=np.where(rows.judged, 1.0, how.unjudged),
            group=rows.sizes[found],
            init_score=start.scores(rows.features),
            feature_name=[f"f{number}" for number in range(len(rows.names))],
        )
        boosters.append(
            lightgbm.train(
                {
                    "objective": "lambdarank",
                    "label_gain": levels.tolist(),
                    "lambdarank_truncation_level": 30,
                    "num_leaves": how.leaves,
                    "learning_rate": how.learning_rate,
                    "min_data_in_leaf": min(how.least_rows, max(1, len(rows.grades) // 20)),
                    "lambda_l2": how.l2,
                    "feature_fraction": how.features_a_tree,
                    "bagging_fraction": how.rows_a_tree,
                    "bagging_freq": 1,
                    "monotone_constraints": signs.tolist(),
                    "deterministic": True,
                    "force_row_wise": True,
                    "num_threads": 1,
                    "seed": seed,
                    "verbose": -1,
                },
                data,
                num_boost_round=how.trees,
            )
        )
    return boosters


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """nDCG@10 of rankers on queries that they have not seen: the mean over random partitions into
    folds, its standard error over the queries, and the first stage's on the same candidates.
    """

    ndcg: float
    standard_error: float
    first_stage: float
    of_partitions: tuple[float, ...]
    of_queries: tuple[float, ...]

    def figures(self) -> dict[str, float]:
        """By name, as a manifest has them."""
        return {
            "ndcg_at_10": round(self.ndcg, 4),
            "ndcg_at_10_standard_error": round(self.standard_error, 4),
            "ndcg_at_10_first_stage": round(self.first_stage, 4),
        }


def fold_numbers(queries: int, folds: int, seed: int) -> NDArray[np.int64]:
    """(q,) The fold of each query, at random, of equal sizes."""
    return np.random.default_rng(seed).permutation(queries) % folds


def cross_validate(
    rows: TrainingSet,
    grades: Grades,
    how: Hyperparameters = DEFAULT,
    folds: int = 5,
    partitions: int = 2,
    progress: Progress = lambda done: None,
) -> CrossValidation:
    """How well rankers trained on other queries rank each query, by several random partitions."""
    count = len(rows.queries)
    folds = min(folds, count)
    gains = []
    for partition in range(partitions):
        fold_of = fold_numbers(count, folds, partition)
        scores = np.zeros(len(rows.grades))
        for fold in range(folds):
            trees = train(rows.of_queries(np.flatnonzero(fold_of != fold).tolist()), how)
            held_out = np.isin(rows.groups, np.flatnonzero(fold_of == fold))
            scores[held_out] = trees.scores(rows.features[held_out])
            progress(partition * folds + fold + 1)
        gains.append(_gains(rows, grades, scores))
    of_queries = np.mean(gains, axis=0)
    first = rows.features[:, rows.names.index(PRIOR)] if PRIOR in rows.names else None
    return CrossValidation(
        float(of_queries.mean()),
        float(of_queries.std(ddof=1) / np.sqrt(count)) if count > 1 else 0.0,
        float(_gains(rows, grades, first).mean()) if first is not None else float("nan"),
        tuple(float(np.mean(each)) for each in gains),
        tuple(of_queries.tolist()),
    )


def chosen(
    rows: TrainingSet,
    grades: Grades,
    how: Hyperparameters = DEFAULT,
    folds: int = 5,
    partitions: int = 2,
    progress: Progress = lambda done: None,
) -> tuple[Hyperparameters, CrossValidation]:
    """`how` with its trees, if these are better than the linear part alone by more than the
    standard error of the difference, else without; and the cross-validation of what was chosen.
    """
    linear = replace(how, trees=0)
    alone = cross_validate(rows, grades, linear, folds, partitions, progress)
    if not how.trees:
        return linear, alone
    both = cross_validate(
        rows, grades, how, folds, partitions, lambda done: progress(folds * partitions + done)
    )
    gains = np.array(both.of_queries) - np.array(alone.of_queries)
    error = float(gains.std(ddof=1) / np.sqrt(len(gains))) if len(gains) > 1 else 0.0
    return (how, both) if gains.mean() > error else (linear, alone)


def importance(trees: Trees, rows: TrainingSet) -> dict[str, float]:
    """How much each feature moves the scores: the mean of its absolute contributions, centred,
    largest first; those that move none are left out.
    """
    _, added = trees.contributions(rows.features)
    moved = np.abs(added - added.mean(axis=0)).mean(axis=0)
    order = np.argsort(-moved)
    return {rows.names[at]: round(float(moved[at]), 5) for at in order.tolist() if moved[at] > 0}


def _gains(
    rows: TrainingSet, grades: Grades, scores: NDArray[np.float32] | NDArray[np.float64]
) -> NDArray[np.float64]:
    ends = np.cumsum(rows.sizes)
    gains = []
    for query, end, size in zip(rows.queries, ends, rows.sizes, strict=True):
        own = slice(int(end - size), int(end))
        order = np.argsort(-scores[own], kind="stable")
        ids: Sequence[str] = [rows.ids[own.start + place] for place in order.tolist()]
        gains.append(mean_ndcg({query: ids}, {query: grades[query]}))
    return np.array(gains)
