"""What the query seems to name is raised: values that it is too unsure of to filter by, and likely
categories. (What merchants raise and lower is in `merchant_moves`.)
"""

from __future__ import annotations

from collections.abc import Sequence

from searchapp.pipeline.candidate import Candidate, has
from searchapp.pipeline.ranking.first_stage import Ranking, with_added
from searchapp.pipeline.understanding.entity_use import Boost


def raise_named(ranking: Ranking, boosts: Sequence[Boost]) -> Ranking:
    """The ranking with its window in the order of the raised scores, ties by id.

    What is known of an item is its card. Of several boosts on one field the largest counts, so that
    a category and the one above it do not add up.
    """
    if not boosts:
        return ranking
    by_field: dict[str, list[Boost]] = {}
    for each in sorted(boosts, key=lambda boost: -boost.amount):
        by_field.setdefault(each.filter.field, []).append(each)
    raised: dict[str, dict[str, float | None]] = {field: {} for field in by_field}

    def added(item: Candidate) -> dict[str, float]:
        found: dict[str, float] = {}
        document = item.document
        for field, boosts in by_field.items():
            if (value := document.get(field)) is None:
                continue
            # Values come back: many candidates are of one brand or category.
            known, key = raised[field], repr(value)
            if key not in known:
                amounts = (each.amount for each in boosts if has(value, each.filter))
                known[key] = next(amounts, None)
            if (amount := known[key]) is not None:
                found[f"boost.{field}"] = amount
        return found

    return with_added(ranking, added)
