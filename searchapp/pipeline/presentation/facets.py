"""Facets that count what the shopper can reach: found by words, or by meaning or a code alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.retrieval import FacetValue

Facets = Mapping[str, tuple[FacetValue, ...]]


def facets_of(
    counted: Facets, main: Ranking, pinned: Sequence[Candidate], *, is_ranked: bool
) -> Facets:
    """The facets of an answer: the engine's counts, and in a ranked answer what was found without
    words, in any other the pinned items.
    """
    if not is_ranked:
        return with_found_otherwise(counted, pinned)
    return with_found_otherwise(counted, main.window) if main.is_whole else counted


def with_found_otherwise(counted: Facets, window: Sequence[Candidate]) -> Facets:
    """The engine's counts of the items found by words, and of those in `window` found without.

    Right only where the words' items are all in the window: else the engine's counts stand, and
    such items are few beside them. A facet that is no card field is left as it was counted.
    """
    others = [item.document for item in window if not _found_by_words(item)]
    if not counted or not others:
        return counted
    return {name: _added(values, name, others) for name, values in counted.items()}


def _found_by_words(item: Candidate) -> bool:
    return any(recall.channel == "lexical" for recall in item.recalls)


def _added(
    values: tuple[FacetValue, ...], name: str, documents: Iterable[Mapping[str, Any]]
) -> tuple[FacetValue, ...]:
    counts = {value.value: value.count for value in values}
    for document in documents:
        value = document.get(name)
        if value is None:
            continue
        for each in value if isinstance(value, list) else (value,):
            key = str(each).lower() if isinstance(each, bool) else each
            counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return tuple(FacetValue(value, count) for value, count in ordered)
