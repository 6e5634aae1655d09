"""How far raters agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from searchapp.relevance.models import Judgment, QuerySet


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


def ordinal_alpha(units: Iterable[Sequence[int]]) -> float | None:
    """Krippendorff's α for ordinal data: `units` has the grades of each item, of any number of
    raters each; items with fewer than two are left out.

    α = 1 - (n - 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over pairs of grades c < k. o_ck counts the pairs
    of grades within units, each unit's by 1 / (its grades - 1); n_c is how often c was given, n all
    of them; δ_ck = Σ n_g for g from c to k, less (n_c + n_k) / 2 (K. Krippendorff, Computing
    Krippendorff's Alpha-Reliability, 2011, section D). None when nothing can be compared, or when
    all grades are the same, so that chance would agree as well.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    values = sorted({grade for unit in pairable for grade in unit})
    if len(values) < 2:
        return None
    place = {value: number for number, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for unit in pairable:
        counts = np.bincount([place[grade] for grade in unit], minlength=len(values))
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    given = coincidences.sum(axis=1)
    ends = np.cumsum(given) - given / 2
    differences = (ends[:, None] - ends[None, :]) ** 2
    observed = float((coincidences * differences).sum())
    expected = float((np.outer(given, given) * differences).sum())
    return 1 - (float(given.sum()) - 1) * observed / expected


def agreement_of(query_set: QuerySet) -> Agreement:
    """How far the raters of the set agree."""
    units: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    raters: set[int] = set()
    rows = Judgment.objects.filter(query__query_set=query_set)
    for query, kind, item, rater, grade in rows.values_list(
        "query", "kind", "item", "rater", "grade"
    ):
        units[query, kind, item].append(grade)
        raters.add(rater)
    several = [unit for unit in units.values() if len(unit) > 1]
    pairs = sum(len(unit) * (len(unit) - 1) for unit in several)
    same = sum(unit.count(grade) - 1 for unit in several for grade in unit)
    return Agreement(
        ordinal_alpha(several), len(several), len(raters), same / pairs if pairs else None
    )
