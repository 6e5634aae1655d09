"""What the query seems to name is raised: values that it is too unsure of to filter by, and likely
categories. (What merchants raise and lower is in `merchant_moves`.)
"""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.pipeline.candidate import Candidate, passes
from searchapp.pipeline.ranking.first_stage import Ranking, with_added
from searchapp.pipeline.understanding.entity_use import Boost


def raise_named(ranking: Ranking, boosts: Sequence[Boost]) -> Ranking:
    """The ranking with its window in the order of the raised scores, ties by id.

    What is known of an item is its card. Of several boosts on one field the largest counts, so that
    a category and the one above it do not add up.
    """
    return with_added(ranking, lambda item: _raises(item, boosts)) if boosts else ranking


def _raises(item: Candidate, boosts: Sequence[Boost]) -> dict[str, float]:
    best: dict[str, Boost] = {}
    for each in boosts:
        field = each.filter.field
        if (field not in best or best[field].amount < each.amount) and passes(item, each.filter):
            best[field] = each
    return {f"boost.{field}": each.amount for field, each in best.items()}
