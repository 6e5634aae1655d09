"""What a visitor sees before searching: the departments, what is live, what is popular."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchapp.pictures import picture_url
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import Merchandising, wanted_everywhere
from searchapp.pipeline.request import AnyOf, Kind, SearchRequest, Sort
from searchapp.pipeline.retrieval import FacetValue, RetrievalQuery
from searchapp.pipeline.service import SearchService
from searchapp.storefront.cards import Card, hit_cards
from searchapp.storefront.categories import FIELD as CATEGORY
from searchapp.storefront.categories import children
from searchapp.storefront.links import browse_url, url

_LIVE_SHOWN = 5
_VIDEOS_SHOWN = 5
_POPULAR_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Department:
    """A tile that leads to a department; `picture` is that of its best-known product."""

    label: str
    url: str
    count: str
    picture: str | None


@dataclass(frozen=True, slots=True)
class Landing:
    """The page without a search."""

    departments: tuple[Department, ...]
    live: tuple[Card, ...]
    live_url: str
    videos: tuple[Card, ...]
    videos_url: str
    popular: tuple[Card, ...]
    popular_url: str


def landing(service: SearchService, config: SearchConfig) -> Landing:
    """The landing page. Its rows are no search of the visitor's, so they are not logged as one.

    Raises EngineUnavailable.
    """
    popular = SearchRequest(kinds=(Kind.PRODUCT,), facets=(CATEGORY,), size=_POPULAR_SHOWN)
    products = service.search(popular, config)
    live = SearchRequest(kinds=(Kind.LIVE,), size=_LIVE_SHOWN)
    videos = SearchRequest(kinds=(Kind.VIDEO,), size=_VIDEOS_SHOWN)
    return Landing(
        departments=_departments(service, config, products.facets.get(CATEGORY, ())),
        live=hit_cards(service.search(live, config).hits),
        live_url=url(live),
        videos=hit_cards(service.search(videos, config).hits),
        videos_url=url(videos),
        popular=hit_cards(products.hits),
        popular_url=url(SearchRequest(kinds=(Kind.PRODUCT,))),
    )


def departments(service: SearchService, config: SearchConfig) -> tuple[Department, ...]:
    """The departments alone, for a page that found nothing. Raises EngineUnavailable."""
    request = SearchRequest(kinds=(Kind.PRODUCT,), facets=(CATEGORY,), size=1)
    counted = service.search(request, config).facets.get(CATEGORY, ())
    return _departments(service, config, counted)


def _departments(
    service: SearchService, config: SearchConfig, categories: Sequence[FacetValue]
) -> tuple[Department, ...]:
    """The topmost categories, the largest first; their pictures come in one round trip."""
    found = children(None, categories)
    if not found:
        return ()
    wanted = wanted_everywhere(config.rules, Kind.PRODUCT, config.lexicon.languages[0])
    results = service.engine.search(
        [_best_known(each.value, wanted) for each in found], service.engine_timeout_ms
    )
    return tuple(
        Department(
            label=each.value,
            url=browse_url(CATEGORY, each.value),
            count=f"{each.count:,}",
            picture=next((picture_url(hit.document.get("image")) for hit in result.hits), None),
        )
        for each, result in zip(found, results, strict=True)
    )


def _best_known(category: str, wanted: Merchandising) -> RetrievalQuery:
    return RetrievalQuery(
        kind=Kind.PRODUCT,
        channel="departments",
        size=1,
        filters=(AnyOf(CATEGORY, (category,)), *wanted.required_of(Kind.PRODUCT)),
        exclude_ids=wanted.hidden_of(Kind.PRODUCT),
        sort=Sort("rating_count", descending=True),
        document_fields=("image",),
    )
