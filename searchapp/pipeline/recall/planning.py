"""Recall: which questions the engine is asked for a request, one for each channel and kind.

Channels for a query with words: `lexical` (BM25 over weighted fields), `exact` (identifiers) and
`semantic` (nearest neighbours of the query's embedding). Without words the channel is `browse`,
with a sort order `sorted`: the engine then orders and pages, and no ranking follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzers.normalization.measures import measure_of
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.config import RankingProfile
from searchapp.pipeline.ranking.mixed_row import main_range
from searchapp.pipeline.recall.words import exclusions, words_clauses
from searchapp.pipeline.request import AnyOf, Filter, InvalidRequest, Kind, SearchRequest, Sort
from searchapp.pipeline.request_fields import is_facet, kinds_that_answer
from searchapp.pipeline.retrieval import FacetRequest, RetrievalQuery, TextClause, VectorClause
from searchapp.pipeline.schema import CARD_FIELDS, EMBEDDING, fold_identifier
from searchapp.pipeline.understanding.entity_use import NO_ENTITIES, EntityUse

DEEPEST_RANKED = 1_000
"""How far a ranked answer can be paged; beyond it, narrowing the search serves better."""
DEEPEST_SORTED = 10_000
"""How far a sorted or browsed answer can be paged."""
LESSER_KIND_DEPTH = 50
"""How many items of each lesser kind a mixed row draws from."""
_FACET_SIZE = 30
_FACET_SIZES = {"category": 60}
"""How many values of a facet are counted; categories count on each level of their paths."""

_BROWSE_ORDER = {
    Kind.PRODUCT: Sort("rating_count", descending=True),
    Kind.VIDEO: Sort("created", descending=True),
    Kind.LIVE: Sort("viewers", descending=True),
}
_RUNNING_OR_COMING = AnyOf("status", ("live", "scheduled"))
_SHORTEST_CODE = 4


@dataclass(frozen=True, slots=True)
class RecallPlan:
    """The questions of a request, the kinds that can answer it (the main one first), and whether
    the answer is ranked here. `main_start` is where the main kind's hits begin when it is not.
    """

    kinds: tuple[Kind, ...]
    queries: tuple[RetrievalQuery, ...]
    is_ranked: bool
    main_start: int = 0


def plan(
    request: SearchRequest,
    query: AnalyzedQuery,
    profile: RankingProfile,
    use: EntityUse = NO_ENTITIES,
) -> RecallPlan:
    """The plan for a request; raises InvalidRequest for fields that no asked kind has or too deep a
    page.

    A query of which nothing but filters is left ("under $50") browses what they keep.
    """
    kinds = kinds_that_answer(request)
    main_words = _words(kinds[0], query, profile, profile.minimum_match, use)
    is_ranked = bool(main_words) and request.sort is None
    check_depth(request, is_ranked)
    if is_ranked:
        return _ranked_plan(kinds, request, query, profile, use, main_words)
    kinds = kinds if request.sort is None else kinds[:1]
    return _sorted_plan(kinds, request, query, profile, use, main_words)


def counting(
    request: SearchRequest, query: AnalyzedQuery, profile: RankingProfile, use: EntityUse
) -> RetrievalQuery:
    """The question how many items of the main kind the words of the query find."""
    kind = kinds_that_answer(request)[0]
    return RetrievalQuery(
        kind=kind,
        channel="count",
        size=0,
        text=_words(kind, query, profile, profile.minimum_match, use),
        without=exclusions(kind, query, profile),
        filters=_filters(kind, request, use),
    )


def deepest(is_ranked: bool) -> int:
    """How far an answer can be paged, in places."""
    return DEEPEST_RANKED if is_ranked else DEEPEST_SORTED


def check_depth(request: SearchRequest, is_ranked: bool) -> None:
    """Raises InvalidRequest for a page that ends deeper than an answer can be paged."""
    end = request.offset + request.size
    if end > (limit := deepest(is_ranked)):
        raise InvalidRequest(
            "page",
            f"only the first {limit:,} results can be paged to, and this page ends at {end:,}; "
            "narrow the search with filters",
        )


def depth_of_channels(kind: Kind, kinds: tuple[Kind, ...], profile: RankingProfile) -> int:
    """How many candidates each channel brings to the ranking of `kind`; the main kind is first."""
    return profile.channel_depth if kind is kinds[0] else LESSER_KIND_DEPTH


def _ranked_plan(
    kinds: tuple[Kind, ...],
    request: SearchRequest,
    query: AnalyzedQuery,
    profile: RankingProfile,
    use: EntityUse,
    main_words: tuple[TextClause, ...],
) -> RecallPlan:
    queries: list[RetrievalQuery] = []
    codes = _identifiers(query)
    for kind in kinds:
        is_main = kind is kinds[0]
        depth = depth_of_channels(kind, kinds, profile)
        beyond_the_window = is_main and request.offset + request.size > depth
        share = profile.mixed_row.minimum_match
        scored = profile.field_weights[kind] if request.explain else ()
        scored = (*profile.text_features.get(kind, ()), *scored)
        exact = RetrievalQuery(
            kind=kind,
            channel="exact",
            size=depth,
            identifiers=codes,
            filters=_filters(kind, request, use),
            without=exclusions(kind, query, profile),
            feature_fields=profile.features.get(kind, ()),
            document_fields=CARD_FIELDS[kind],
        )
        queries.append(
            replace(
                exact,
                channel="lexical",
                size=DEEPEST_RANKED if beyond_the_window else depth,
                identifiers=(),
                text=main_words if is_main else _words(kind, query, profile, share, use),
                facets=_facets(kind, kinds, request),
                exact_ties=False,
                field_scores=tuple(dict.fromkeys(scored)),
            )
        )
        if codes:
            queries.append(exact)
        if query.embedding is not None:
            neighbours = VectorClause(EMBEDDING, query.embedding, depth, profile.minimum_similarity)
            queries.append(replace(exact, channel="semantic", identifiers=(), vector=neighbours))
    return RecallPlan(kinds, tuple(queries), is_ranked=True)


def _sorted_plan(
    kinds: tuple[Kind, ...],
    request: SearchRequest,
    query: AnalyzedQuery,
    profile: RankingProfile,
    use: EntityUse,
    main_words: tuple[TextClause, ...],
) -> RecallPlan:
    start, end = main_range(
        kinds, profile.mixed_row, request.offset, request.size, LESSER_KIND_DEPTH
    )
    queries = [
        RetrievalQuery(
            kind=kind,
            channel="browse" if request.sort is None else "sorted",
            size=end - start if kind is kinds[0] else LESSER_KIND_DEPTH,
            offset=start if kind is kinds[0] else 0,
            text=main_words
            if kind is kinds[0]
            else _words(kind, query, profile, profile.minimum_match, use),
            without=exclusions(kind, query, profile),
            filters=_filters(kind, request, use),
            facets=_facets(kind, kinds, request),
            sort=request.sort or _BROWSE_ORDER[kind],
            feature_fields=profile.features.get(kind, ()),
            document_fields=CARD_FIELDS[kind],
        )
        for kind in kinds
    ]
    if request.sort is not None and (codes := _identifiers(query)):
        by_words = queries[0]
        queries.append(replace(by_words, channel="exact", text=(), identifiers=codes, facets=()))
    return RecallPlan(kinds, tuple(queries), is_ranked=False, main_start=start)


def _words(
    kind: Kind, query: AnalyzedQuery, profile: RankingProfile, share: float, use: EntityUse
) -> tuple[TextClause, ...]:
    return words_clauses(kind, query, profile, share, use.entities_of(kind))


def _identifiers(query: AnalyzedQuery) -> tuple[str, ...]:
    """What in the query may be an id, SKU or GTIN.

    Each word with a digit in it that is no measure, and the whole when it has such a word or is a
    single one.
    """
    words = query.text.split()
    codes = {
        code
        for word in words
        if any(character.isdigit() for character in word)
        and len(code := fold_identifier(word)) >= _SHORTEST_CODE
        and measure_of(word, query.language) is None
    }
    if codes or len(words) == 1:
        codes.add(fold_identifier(query.text))
    return tuple(sorted(codes - {""}))


def _filters(kind: Kind, request: SearchRequest, use: EntityUse) -> tuple[Filter, ...]:
    """The filters of the request and those that its words ask for; streams that ended are left out
    unless their status is asked for.
    """
    filters = (*request.filters, *use.filters_of(kind))
    if kind is Kind.LIVE and all(wanted.field != "status" for wanted in filters):
        return (*filters, _RUNNING_OR_COMING)
    return filters


def _facets(
    kind: Kind, kinds: tuple[Kind, ...], request: SearchRequest
) -> tuple[FacetRequest, ...]:
    """The facets that `kind` is the first of `kinds` to have: each is counted for one kind."""
    return tuple(
        FacetRequest(name, _FACET_SIZES.get(name, _FACET_SIZE))
        for name in request.facets
        if next((each for each in kinds if is_facet(each, name)), None) is kind
    )
