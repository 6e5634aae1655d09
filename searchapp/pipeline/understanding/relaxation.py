"""Relaxation: when few items match, the same search with less asked of them.

The steps, in their order: the correction that was only offered, without the least important word,
without one or more of the filters that came from the words, by meaning alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Token
from searchapp.pipeline.config import RankingProfile
from searchapp.pipeline.understanding.entity_use import EntityUse, QueryFilter, loosened

_MOST_WORDS = 6
"""Of a query, tried to be done without."""
_MOST_ALONE = 4
"""Filters of a query, each tried to be done without."""
_SOFT_TO_HARD = (
    "colour",
    "material",
    "size",
    "gender",
    "condition",
    "category",
    "brand",
    "rating",
    "seller",
    "seller_name",
    "price",
    "available",
)
"""Fields whose filters are loosened, those first that words describe least exactly; fields that are
not among them before all. Last what shoppers mean by the letter: what they can pay and get.
"""


class Step(StrEnum):
    """What was asked less of."""

    CORRECTION = "correction"
    WORD = "word"
    FILTERS = "filters"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The step that was taken; `detail` says with which word, filter or text."""

    step: Step
    detail: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A search that asks less: the step, the query and what is done with its entities."""

    relaxation: Relaxation
    query: AnalyzedQuery
    use: EntityUse


Counted = tuple[Attempt, int]
"""An attempt and how many items it finds."""


def attempts(
    query: AnalyzedQuery, use: EntityUse, lexicon: Lexicon, profile: RankingProfile
) -> Iterator[Attempt]:
    """The searches that ask less than `query`, in the order in which they are to be tried.

    The first step, the correction, is a query of its own and made by the caller.
    """
    for token in _by_importance(query, use, lexicon):
        yield Attempt(Relaxation(Step.WORD, token.text), _without_need(query, token), use)
    for which in _loosenings(use.filters):
        words = ", ".join(each.words for each in which)
        yield Attempt(Relaxation(Step.FILTERS, words), query, loosened(use, profile, which))


def _loosenings(filters: Sequence[QueryFilter]) -> Iterator[Sequence[QueryFilter]]:
    """The filters that are loosened together: each alone, the softest first, then more and more of
    them up to all.
    """
    softest = sorted(filters, key=lambda each: _hardness(each.filter.field))
    yield from ((each,) for each in softest[:_MOST_ALONE])
    count = len(softest)
    yield from (softest[:size] for size in sorted({2, count - 1, count}) if 2 <= size <= count)


def _hardness(field: str) -> int:
    return _SOFT_TO_HARD.index(field) if field in _SOFT_TO_HARD else -1


def _by_importance(query: AnalyzedQuery, use: EntityUse, lexicon: Lexicon) -> list[Token]:
    """The words that can be done without, the least important first.

    The head stays, as do words of entities that filter; a word that nothing has is the first to
    go, then the most common.
    """
    kept = {
        (token.start, token.end)
        for token in query.tokens
        for each in use.filters
        for entity in each.entities
        if token.start < entity.end and entity.start < token.end
    }
    words = [
        token
        for token in query.tokens
        if not (token.is_stop or token.is_negated or token.is_marker)
        and (token.start, token.end) not in kept
    ]
    if len(words) < 2:
        return []
    counts = {token.start: lexicon.vocabulary.count(token.text) for token in words}
    known = [token for token in words if not (token.is_head and counts[token.start])]
    known.sort(key=lambda token: (counts[token.start] > 0, -counts[token.start], token.start))
    return known[:_MOST_WORDS]


def _without_need(query: AnalyzedQuery, unneeded: Token) -> AnalyzedQuery:
    """The query with one word that may be missing, as a stop word may."""
    tokens = tuple(
        replace(token, is_stop=True) if token is unneeded else token for token in query.tokens
    )
    return replace(query, tokens=tokens)


def enough(counted: Sequence[Counted], few: int) -> Attempt | None:
    """The first attempt that finds `few` items."""
    return next((attempt for attempt, total in counted if total >= few), None)


def best_attempt(counted: Sequence[Counted], found: int, profile: RankingProfile) -> Attempt | None:
    """The first attempt that finds enough, else the one that finds most; None when none finds more
    than the `found` items that there are already.
    """
    first = enough(counted, max(profile.few, found + 1))
    if first is not None or not counted:
        return first
    attempt, most = max(counted, key=lambda each: each[1])
    return attempt if most > found else None
