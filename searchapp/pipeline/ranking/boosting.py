"""Changes of the first-stage score, each recorded; and those that raise what the query seems to
name: unsure entities, likely categories.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.request import AnyOf, Filter
from searchapp.pipeline.understanding.entity_use import Boost


def boost(ranking: Ranking, boosts: Sequence[Boost]) -> Ranking:
    """The ranking with its window in the order of the raised scores, ties by id.

    What is known of an item is its card. Of several boosts on one field the largest counts, so that
    a category and the one above it do not add up.
    """
    return with_added(ranking, lambda item: _raises(item, boosts)) if boosts else ranking


def with_added(ranking: Ranking, added: Callable[[Candidate], Mapping[str, float]]) -> Ranking:
    """The ranking with what `added` gives by name added to the score of each item of its window,
    recorded among the contributions; in the order of the new scores, ties by id.
    """
    window = [_with_added(item, added(item)) for item in ranking.window]
    window.sort(key=lambda item: (-item.first_score, item.id))
    return replace(ranking, window=window)


def _with_added(item: Candidate, added: Mapping[str, float]) -> Candidate:
    if not added:
        return item
    return item._replace(
        first_score=item.first_score + sum(added.values()),
        contributions={**item.contributions, **added},
    )


def _raises(item: Candidate, boosts: Sequence[Boost]) -> dict[str, float]:
    best: dict[str, Boost] = {}
    for each in boosts:
        field = each.filter.field
        if (field not in best or best[field].amount < each.amount) and passes(item, each.filter):
            best[field] = each
    return {f"boost.{field}": each.amount for field, each in best.items()}


def passes(item: Candidate, wanted: Filter) -> bool:
    """Whether the item, by what its card shows, passes the filter."""
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
