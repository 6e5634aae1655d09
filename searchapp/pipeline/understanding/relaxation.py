"""Relaxation: when few items match, the same search with less asked of them.

The steps, in their order: the correction that was only offered, without the least important word,
without one or more of the filters that came from the words, without both, by meaning alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Token
from searchapp.pipeline.profile import RankingProfile
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
    WORD_AND_FILTERS = "word_and_filters"
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
    words = _words(query, use, lexicon)
    if len(words.content) > 1:
        for token in words.spare:
            yield _without_words(query, use, (token,))
    if 1 < len(words.strange) < len(words.content):
        yield _without_words(query, use, words.strange)
    for which in _loosenings(use.filters):
        yield _without_filters(query, use, which, profile)


def last_attempts(
    query: AnalyzedQuery, use: EntityUse, lexicon: Lexicon, profile: RankingProfile
) -> Iterator[Attempt]:
    """The searches that ask less in several ways, for when none of the others finds anything.

    Words of filters that give way need not be in an item either, unless they name what is bought;
    something is always asked for.
    """
    words = _words(query, use, lexicon)
    for which in _loosenings(use.filters):
        held = [each for each in use.filters if each not in which]
        said = _tokens_of(which, query, spoken=True)
        is_asking = words.content or _tokens_of(held, query, spoken=True)
        if said and is_asking and not any(token.is_head for token in said):
            yield _without_filters(_without_need(query, said), use, which, profile)
    dropped = words.strange or words.spare[:1]
    said = _tokens_of(use.filters, query, spoken=True)
    if not dropped or not said:
        return
    if len(dropped) == len(words.content):
        yield _without_words(query, use, dropped)
    yield _without_both(query, use, dropped, profile)


def _without_words(query: AnalyzedQuery, use: EntityUse, words: Sequence[Token]) -> Attempt:
    return Attempt(Relaxation(Step.WORD, _said(words)), _without_need(query, words), use)


def _without_filters(
    query: AnalyzedQuery, use: EntityUse, which: Sequence[QueryFilter], profile: RankingProfile
) -> Attempt:
    words = ", ".join(each.words for each in which)
    return Attempt(Relaxation(Step.FILTERS, words), query, loosened(use, profile, which))


def _without_both(
    query: AnalyzedQuery, use: EntityUse, words: Sequence[Token], profile: RankingProfile
) -> Attempt:
    """Without the words and all filters, whose words are searched."""
    filters = ", ".join(each.words for each in use.filters)
    relaxation = Relaxation(Step.WORD_AND_FILTERS, f"{_said(words)}, {filters}")
    return Attempt(relaxation, _without_need(query, words), loosened(use, profile))


def _said(words: Sequence[Token]) -> str:
    return ", ".join(token.text for token in words)


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


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that an item must have, those of them that can be done without, the least important
    first, and those that nothing has.
    """

    content: tuple[Token, ...]
    spare: tuple[Token, ...]
    strange: tuple[Token, ...]


def _words(query: AnalyzedQuery, use: EntityUse, lexicon: Lexicon) -> _Words:
    """The words by their importance.

    The head stays, as do words of entities that filter; a word that nothing has is the first to
    go, then the most common.
    """
    filtering = _tokens_of(use.filters, query)
    content = tuple(
        token
        for token in query.tokens
        if not (token.is_stop or token.is_negated or token.is_marker) and token not in filtering
    )
    counts = {token.start: lexicon.vocabulary.count(token.text) for token in content}
    spare = [token for token in content if not (token.is_head and counts[token.start])]
    spare.sort(key=lambda token: (counts[token.start] > 0, -counts[token.start], token.start))
    strange = [token for token in spare if not counts[token.start] and len(lexicon.vocabulary)]
    return _Words(content, tuple(spare[:_MOST_WORDS]), tuple(strange))


def _tokens_of(
    filters: Sequence[QueryFilter], query: AnalyzedQuery, *, spoken: bool = False
) -> tuple[Token, ...]:
    """The words that ask for the filters; with `spoken` only those that an item could have."""
    entities = [
        entity for each in filters for entity in each.entities if entity.is_spoken or not spoken
    ]
    return tuple(
        token
        for token in query.tokens
        if any(token.start < entity.end and entity.start < token.end for entity in entities)
    )


def _without_need(query: AnalyzedQuery, unneeded: Sequence[Token]) -> AnalyzedQuery:
    """The query with words that may be missing, as stop words may."""
    tokens = tuple(
        replace(token, is_stop=True) if token in unneeded else token for token in query.tokens
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
