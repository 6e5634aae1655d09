"""How far raters agree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from django.db.models import Count, F, FloatField, Q, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast
from numpy.typing import NDArray

from searchapp.relevance.models import MAX_GRADE, Judgment, QuerySet

_GRADES = range(MAX_GRADE + 1)
_REAL = FloatField()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of a query set: Krippendorff's `alpha` (1 is agreement, 0 is chance; None when it has no
    value), how many items have grades of several raters, and for which share of the pairs of such
    grades both are the same.
    """

    alpha: float | None
    items: int
    raters: int
    same: float | None


def ordinal_alpha(coincidences: NDArray[np.float64]) -> float | None:
    """Krippendorff's α for ordinal data, from the matrix of coincidences.

    α = 1 - (n - 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over pairs of grades c < k. o_ck counts the pairs
    of grades within an item, each item's by 1 / (its grades - 1); n_c is how often c was given, n
    all of them; δ_ck = Σ n_g for g from c to k, less (n_c + n_k) / 2 (K. Krippendorff, Computing
    Krippendorff's Alpha-Reliability, 2011, section D). None when nothing can be compared, or when
    all grades are the same, so that chance would agree as well.
    """
    given = coincidences.sum(axis=1)
    if np.count_nonzero(given) < 2:
        return None
    ends = np.cumsum(given) - given / 2
    differences = (ends[:, None] - ends[None, :]) ** 2
    observed = float((coincidences * differences).sum())
    expected = float((np.outer(given, given) * differences).sum())
    return 1 - (float(given.sum()) - 1) * observed / expected


def agreement_of(query_set: QuerySet) -> Agreement:
    """How far the raters of the set agree. The database counts: what comes from there does not grow
    with the set.
    """
    rows = Judgment.objects.filter(query__query_set=query_set).order_by()
    raters = rows.aggregate(raters=Count("rater", distinct=True))["raters"]
    counts = {f"n{grade}": Count("pk", filter=Q(grade=grade)) for grade in _GRADES}
    several = rows.values("query", "kind", "item").annotate(**counts, n=Count("pk")).filter(n__gt=1)
    found = several.aggregate(
        items=Count("n"),
        pairs=Sum(F("n") * (F("n") - 1)),
        **{f"same{grade}": Sum(_pairs(grade, grade)) for grade in _GRADES},
        **{
            f"coincidences{c}{k}": Sum(_pairs(c, k) / (Cast("n", _REAL) - 1.0))
            for c, k in combinations_with_replacement(_GRADES, 2)
        },
    )
    coincidences = np.zeros((len(_GRADES), len(_GRADES)))
    for c, k in combinations_with_replacement(_GRADES, 2):
        coincidences[c, k] = coincidences[k, c] = found[f"coincidences{c}{k}"] or 0
    same = sum(found[f"same{grade}"] or 0 for grade in _GRADES)
    pairs = found["pairs"]
    return Agreement(
        ordinal_alpha(coincidences), found["items"], raters, same / pairs if pairs else None
    )


def _pairs(c: int, k: int) -> CombinedExpression:
    """How many pairs of the grades c and k the raters of an item make, in this order."""
    other = F(f"n{k}") - 1 if c == k else F(f"n{k}")
    return Cast(f"n{c}", _REAL) * Cast(other, _REAL)
