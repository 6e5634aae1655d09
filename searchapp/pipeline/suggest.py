"""Suggestions: what a shopper who typed the beginning of a query may want."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyzers.normalization import normalize
from analyzers.query import AnalyzedQuery
from searchapp.pipeline.request import Kind, Sort
from searchapp.pipeline.retrieval import (
    EngineUnavailable,
    FacetRequest,
    FacetValue,
    Match,
    RetrievalQuery,
    RetrievalResult,
    SearchEngine,
    TextClause,
)

_PRODUCTS_READ = 50
_MOST_BRANDS = 2
_MOST_COMPLETIONS = 4


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    QUERY = "query"
    CATEGORY = "category"
    BRAND = "brand"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box. `value` is what a filter needs for a category or a brand, and
    the id of a product; it is None for a query.
    """

    kind: SuggestionKind
    text: str
    value: str | None = None
    image: str | None = None


def suggestions(
    engine: SearchEngine, query: AnalyzedQuery, size: int, timeout_ms: int
) -> list[Suggestion]:
    """Up to `size` suggestions: completed queries, then a category, brands and the best-known
    products.

    All come from one question: the products that have every typed word, the last one begun, by how
    many rated them. Raises EngineUnavailable.
    """
    if not query.text:
        return []
    (result,) = engine.search([_question(query.text)], timeout_ms)
    if result.error is not None:
        raise EngineUnavailable(result.error)
    found = [
        *_completions(query.text, result)[:_MOST_COMPLETIONS],
        *_category(result.facets.get("category", ())),
        *_brands(query.text, result.facets.get("brand", ()))[:_MOST_BRANDS],
        *_products(result),
    ]
    return found[:size]


def _question(text: str) -> RetrievalQuery:
    return RetrievalQuery(
        kind=Kind.PRODUCT,
        channel="suggest",
        size=_PRODUCTS_READ,
        text=(TextClause("prefix", text, {"title_words": 1.0}, match=Match.PREFIX),),
        facets=(FacetRequest("category"), FacetRequest("brand")),
        sort=Sort("rating_count", descending=True),
        document_fields=("title", "image"),
    )


def _completions(text: str, result: RetrievalResult) -> list[Suggestion]:
    """The typed text with its last word completed as titles have it, the most frequent first."""
    counts: Counter[str] = Counter()
    for hit in result.hits:
        counts.update(set(_continuations(text, normalize(str(hit.document.get("title", ""))))))
    return [Suggestion(SuggestionKind.QUERY, completed) for completed, _ in counts.most_common()]


def _continuations(text: str, title: str) -> Iterator[str]:
    *before, begun = text.split()
    words = [word.strip(",.;:()[]\"'") for word in title.split()]
    for word in words:
        if word.startswith(begun) and word not in before:
            yield " ".join([*before, word])


def _category(values: Sequence[FacetValue]) -> list[Suggestion]:
    """The deepest category that has at least half as many as the most frequent: the most telling;
    none without categories.
    """
    top = values[0].count if values else 0
    telling = [value for value in values if value.count * 2 >= top]
    deepest = sorted(
        telling, key=lambda value: (-value.value.count(" > "), -value.count, value.value)
    )
    return [
        Suggestion(SuggestionKind.CATEGORY, value.value.split(" > ")[-1], value.value)
        for value in deepest[:1]
    ]


def _brands(text: str, values: Sequence[FacetValue]) -> list[Suggestion]:
    begun = text.split()[-1]
    return [
        Suggestion(SuggestionKind.BRAND, value.value, value.value)
        for value in values
        if any(word.startswith(begun) for word in normalize(value.value).split())
    ]


def _products(result: RetrievalResult) -> list[Suggestion]:
    return [
        Suggestion(
            SuggestionKind.PRODUCT,
            str(hit.document.get("title", hit.id)),
            hit.id,
            hit.document.get("image"),
        )
        for hit in result.hits
    ]
