"""Raises candidates that match what the query seems to name: unsure entities, likely categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.entity_use import Boost
from searchapp.pipeline.first_stage import Ranking
from searchapp.pipeline.request import AnyOf, Filter


def boost(ranking: Ranking, boosts: Sequence[Boost]) -> Ranking:
    """The ranking with its window in the order of the raised scores, ties by id.

    What is known of an item is its card. Of several boosts on one field the largest counts, so that
    a category and the one above it do not add up.
    """
    if not boosts or not ranking.window:
        return ranking
    raised = [_raised(item, boosts) for item in ranking.window]
    raised.sort(key=lambda item: (-item.first_score, item.id))
    return replace(ranking, window=raised)


def _raised(item: Candidate, boosts: Sequence[Boost]) -> Candidate:
    best: dict[str, Boost] = {}
    for each in boosts:
        field = each.filter.field
        if (field not in best or best[field].amount < each.amount) and _matches(item, each.filter):
            best[field] = each
    if not best:
        return item
    added = {f"boost.{field}": each.amount for field, each in best.items()}
    return item._replace(
        first_score=item.first_score + sum(added.values()),
        contributions={**item.contributions, **added},
    )


def _matches(item: Candidate, wanted: Filter) -> bool:
    value = item.document.get(wanted.field)
    if value is None:
        return False
    if isinstance(wanted, AnyOf):
        values = value if isinstance(value, list) else [value]
        return any(_keyword(each) in wanted.values for each in values)
    if not isinstance(value, int | float):
        return False
    return (wanted.at_least is None or value >= wanted.at_least) and (
        wanted.at_most is None or value <= wanted.at_most
    )


def _keyword(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
