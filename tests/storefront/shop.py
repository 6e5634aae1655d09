"""A small shop in memory: its service matches words, filters, counts facets, sorts and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import AnyOf, Filter, Kind, SearchRequest
from searchapp.pipeline.request_fields import kinds_that_answer
from searchapp.pipeline.response import AppliedFilter, Hit, SearchResponse
from searchapp.pipeline.retrieval import (
    HIGHLIGHT_END,
    HIGHLIGHT_START,
    EngineHit,
    FacetValue,
    RetrievalQuery,
    RetrievalResult,
)
from searchapp.pipeline.suggest import Suggestion, SuggestionKind

ODD_BRAND = 'B&Q, "Sons" > Co'
"""A brand with everything in its name that a URL or a page could trip over."""

Document = dict[str, Any]


def product(number: int, **more: Any) -> Document:
    """A kettle, unlike the other kettles in its number, brand, colour and price."""
    return {
        "title": f"Electric kettle {number}",
        "brand": ("Bosch", "Tefal", ODD_BRAND)[number % 3],
        "category": ["Home", "Home > Kitchen", "Home > Kitchen > Kettles"],
        "colour": [("navy", "rose gold", "multicolour")[number % 3]],
        "size": [("S", "L", "XL")[number % 3]],
        "condition": "new",
        "seller_name": "Kitchen & Co",
        "price": 10.0 + number,
        "currency": "EUR",
        "available": number % 5 != 0,
        "rating": 4.0,
        "rating_count": 1000 + number,
        **more,
    }


def documents() -> dict[Kind, dict[str, Document]]:
    """Sixty kettles, three shirts, two videos, two live streams."""
    shirts = {
        f"shirt-{number}": product(
            number, title=f"Linen shirt {number}", category=["Fashion", "Fashion > Shirts"]
        )
        for number in range(3)
    }
    return {
        Kind.PRODUCT: {f"k{number}": product(number) for number in range(60)} | shirts,
        Kind.VIDEO: {
            "v1": {"title": "How to descale a kettle", "duration": 65, "creator": "Ana"},
            "v2": {"title": "Shirts without ironing", "duration": 3723, "products": ["shirt-0"]},
        },
        Kind.LIVE: {
            "l1": {
                "title": "Kettle hour",
                "status": "live",
                "viewers": 1234,
                "host": "Ben",
                "product_now": "k1",
                "products": ["k1", "k2"],
            },
            "l2": {"title": "Shirts next week", "status": "scheduled", "starts": 4_102_444_800},
        },
    }


@dataclass
class Engine:
    """The engine under the shop: the best-known product of a filter, and stored documents."""

    shop: Shop

    def search(self, queries: Sequence[RetrievalQuery], timeout_ms: int) -> list[RetrievalResult]:
        return [self._best_known(query) for query in queries]

    def documents(self, kind: Kind, ids: Sequence[str], timeout_ms: int) -> dict[str, Document]:
        if self.shop.failure is not None:
            raise self.shop.failure
        items = self.shop.items[kind]
        return {id_: items[id_] for id_ in ids if id_ in items}

    def _best_known(self, query: RetrievalQuery) -> RetrievalResult:
        hits = [
            EngineHit(id_, 1.0, document=document)
            for id_, document in self.shop.items[query.kind].items()
            if all(_keeps(wanted, document) for wanted in query.filters)
        ]
        hits.sort(key=lambda hit: -(hit.document.get("rating_count") or 0))
        return RetrievalResult(tuple(hits[: query.size]), len(hits))


@dataclass
class Shop:
    """Answers as `SearchService` does; raises `failure` instead, makes `changes` to answers."""

    items: dict[Kind, dict[str, Document]] = field(default_factory=documents)
    failure: Exception | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    asked: list[SearchRequest] = field(default_factory=list)
    engine_timeout_ms: int = 1000

    @property
    def engine(self) -> Engine:
        return Engine(self)

    def search(self, request: SearchRequest, config: SearchConfig) -> SearchResponse:
        kinds = kinds_that_answer(request)
        if self.failure is not None:
            raise self.failure
        self.asked.append(request)
        found = {kind: self._found(kind, request, request.filters) for kind in kinds}
        row = [(kind, id_) for kind in kinds for id_ in found[kind]]
        if request.sort is not None:
            kind, by = kinds[0], request.sort
            row = sorted(
                ((kind, id_) for id_ in found[kind]),
                key=lambda place: self.items[kind][place[1]].get(by.field, 0),
                reverse=by.descending,
            )
        page = row[request.offset : request.offset + request.size]
        response = SearchResponse(
            query_id="query",
            text=request.text,
            hits=tuple(
                self._hit(kind, id_, request.offset + place, request.text)
                for place, (kind, id_) in enumerate(page, start=1)
            ),
            total=len(row),
            totals={kind: len(ids) for kind, ids in found.items()},
            facets={name: self._facet(kinds[0], name, request) for name in request.facets},
            took_ms={"total": 7.4},
            config_version="v1",
            applied_filters=tuple(map(AppliedFilter, request.filters)),
        )
        changed = replace(response, **self.changes)
        return changed if request.redirect else replace(changed, redirect=None)

    def similar(self, kind: Kind, id_: str, size: int, config: SearchConfig) -> tuple[Hit, ...]:
        others = [other for other in self.items[kind] if other != id_]
        return tuple(self._hit(kind, other, 1, "") for other in others[:size])

    def suggest(self, text: str, size: int, config: SearchConfig) -> list[Suggestion]:
        titles = [
            (id_, document["title"])
            for id_, document in self.items[Kind.PRODUCT].items()
            if text.lower() in document["title"].lower()
        ]
        if not titles:
            return []
        return [
            Suggestion(SuggestionKind.QUERY, f"{text} steel"),
            Suggestion(SuggestionKind.CATEGORY, "Kettles", "Home > Kitchen > Kettles"),
            Suggestion(SuggestionKind.BRAND, ODD_BRAND, ODD_BRAND),
            *(Suggestion(SuggestionKind.PRODUCT, title, id_) for id_, title in titles[:3]),
        ][:size]

    def _found(self, kind: Kind, request: SearchRequest, filters: Sequence[Filter]) -> list[str]:
        words = request.text.lower().split()
        return [
            id_
            for id_, document in self.items[kind].items()
            if all(word in document["title"].lower() for word in words)
            and all(_keeps(wanted, document) for wanted in filters)
        ]

    def _facet(self, kind: Kind, name: str, request: SearchRequest) -> tuple[FacetValue, ...]:
        others = [wanted for wanted in request.filters if wanted.field != name]
        counts = Counter(
            value
            for id_ in self._found(kind, request, others)
            for value in _values(self.items[kind][id_], name)
        )
        return tuple(FacetValue(value, count) for value, count in counts.most_common())

    def _hit(self, kind: Kind, id_: str, rank: int, text: str) -> Hit:
        document = self.items[kind][id_]
        marked = document["title"].replace(
            "kettle", f"{HIGHLIGHT_START}kettle{HIGHLIGHT_END}" if text else "kettle"
        )
        found = Candidate(
            kind,
            id_,
            (Recall("lexical", rank, 1.0),),
            contributions={"lexical": 0.25},
            first_score=0.5,
            document=document,
            highlights={"title": (marked,)},
        )
        return Hit(rank, found, AnalyzedQuery(text, text, "en"))


def _values(document: Mapping[str, Any], name: str) -> list[str]:
    value = document.get(name)
    if value is None:
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    return value if isinstance(value, list) else [str(value)]


def _keeps(wanted: Filter, document: Mapping[str, Any]) -> bool:
    if isinstance(wanted, AnyOf):
        return any(value in wanted.values for value in _values(document, wanted.field))
    number = document.get(wanted.field)
    return (
        number is not None
        and (wanted.at_least is None or number >= wanted.at_least)
        and (wanted.at_most is None or number <= wanted.at_most)
    )
