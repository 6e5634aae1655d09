"""The answer to a search → everything that the results page shows, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from searchapp.pipeline.request import AnyOf, Kind, SearchRequest, Sort
from searchapp.pipeline.request_fields import kinds_that_answer
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.understanding.relaxation import Step
from searchapp.search_parameters.variations import (
    as_typed,
    without,
    without_words_filtering,
)
from searchapp.storefront.banner import BannerShown, banner_shown
from searchapp.storefront.cards import Card, hit_cards
from searchapp.storefront.categories import FIELD as CATEGORY
from searchapp.storefront.categories import last_part
from searchapp.storefront.facets import FilterPanel, filter_panel
from searchapp.storefront.labels import KIND_LABELS, SORTS, field_label, filter_labels
from searchapp.storefront.links import (
    at_page,
    chosen,
    of_kinds,
    parameters,
    spelt,
    url,
    with_values,
    without_filters,
)
from searchapp.storefront.paging import Paging, paging


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to the same search for one kind, or for all of them."""

    label: str
    url: str
    count: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on; its link takes it off."""

    field: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class RequiredFilter:
    """A filter that the merchants' rule `rule` requires; nobody takes it off."""

    field: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class TextLink:
    """Words, and where they lead."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SortOption:
    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """One page of results. `first_page` is where this search begins; `took` is in milliseconds."""

    heading: str
    text: str
    count: str
    took: str
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    required: tuple[RequiredFilter, ...]
    unfiltered_url: str
    first_page_url: str
    everything_url: str
    sorts: tuple[SortOption, ...]
    panel: FilterPanel
    cards: tuple[Card, ...]
    paging: Paging | None
    is_empty: bool
    correction: TextLink | None
    did_you_mean: TextLink | None
    relaxed: str | None
    banner: BannerShown | None
    offers: tuple[TextLink, ...]
    degraded: tuple[str, ...]


def results_page(request: SearchRequest, response: SearchResponse) -> ResultsPage:
    """The page for an answer; `request` is the one that was answered."""
    return ResultsPage(
        heading=_heading(request),
        text=request.text,
        count=f"{response.total:,} result{'' if response.total == 1 else 's'}",
        took=f"{response.took_ms.get('total', 0.0):.0f} ms",
        tabs=tuple(_tabs(request, response)),
        chips=tuple(_chips(request, response)),
        required=tuple(_required(response)),
        unfiltered_url=url(
            without_words_filtering(
                without_filters(request),
                [applied.filter.field for applied in response.applied_filters if applied.words],
            )
        ),
        first_page_url=url(at_page(request, 1)),
        everything_url=url(
            SearchRequest(text=request.text, segment=request.segment, redirect=request.redirect)
        ),
        sorts=tuple(_sorts(request)),
        panel=filter_panel(request, response.facets),
        cards=hit_cards(response.hits),
        paging=paging(request, response.total),
        is_empty=response.total == 0,
        correction=TextLink(response.corrected, url(as_typed(request)))
        if response.corrected
        else None,
        did_you_mean=TextLink(response.did_you_mean, url(spelt(request, response.did_you_mean)))
        if response.did_you_mean
        else None,
        relaxed=_relaxed(response),
        banner=banner_shown(response.banner),
        offers=tuple(
            TextLink(found.effect.title or found.effect.link, found.effect.link)
            for found in response.intents
            if found.effect.link
        ),
        degraded=tuple(each.stage.replace("_", " ") for each in response.degraded),
    )


def _heading(request: SearchRequest) -> str:
    if request.text:
        return f"Results for “{request.text}”"
    if len(paths := chosen(request, CATEGORY)) == 1:
        return last_part(paths[0])
    if len(request.kinds) == 1:
        return {Kind.PRODUCT: "All products", Kind.VIDEO: "Videos", Kind.LIVE: "Live streams"}[
            request.kinds[0]
        ]
    return "Everything in the shop"


def _tabs(request: SearchRequest, response: SearchResponse) -> Iterator[Tab]:
    """Counts are shown for the kinds that the answer counted."""
    all_kinds = tuple(Kind)
    yield Tab("All", url(of_kinds(request, all_kinds)), None, request.kinds == all_kinds)
    for kind in Kind:
        count = response.totals.get(kind)
        yield Tab(
            KIND_LABELS[kind],
            url(of_kinds(request, (kind,))),
            None if count is None else f"{count:,}",
            request.kinds == (kind,),
        )


def _relaxed(response: SearchResponse) -> str | None:
    """What less was asked than the shopper did, as a sentence."""
    if response.relaxed is None:
        return None
    detail = response.relaxed.detail
    match response.relaxed.step:
        case Step.CORRECTION:
            return None
        case Step.WORD:
            return f"Few items have all of your words. These may lack “{detail}”."
        case Step.FILTERS:
            return f"Few items are “{detail}”, so others are shown too."
        case Step.WORD_AND_FILTERS:
            return f"No item has all that you asked for. These may lack “{detail}”."
        case Step.MEANING:
            return "No item has your words. These come close in meaning."


def _chips(request: SearchRequest, response: SearchResponse) -> Iterator[Chip]:
    """The filters that the shopper chose, then those that the words ask for."""
    for wanted in request.filters:
        title = field_label(wanted.field)
        if not isinstance(wanted, AnyOf):
            yield Chip(title, filter_labels(wanted)[0], url(without(request, wanted.field)))
            continue
        for value, label in zip(wanted.values, filter_labels(wanted), strict=True):
            rest = [other for other in wanted.values if other != value]
            yield Chip(title, label, url(with_values(request, wanted.field, rest)))
    for applied in response.applied_filters:
        if applied.words:
            field = applied.filter.field
            label = ", ".join(filter_labels(applied.filter))
            yield Chip(field_label(field), label, url(without_words_filtering(request, (field,))))


def _required(response: SearchResponse) -> Iterator[RequiredFilter]:
    for applied in response.applied_filters:
        if applied.rule:
            label = ", ".join(filter_labels(applied.filter))
            yield RequiredFilter(field_label(applied.filter.field), label, applied.rule)


def _sorts(request: SearchRequest) -> Iterator[SortOption]:
    """The orders of the shop; one that only a URL asked for is named as the URL names it."""
    kind = kinds_that_answer(replace(request, sort=None))[0]
    current = "" if request.sort is None else dict(parameters(request))["sort"]
    offered = {
        "": "Best match" if request.text else "Most popular",
        **dict(SORTS[kind]),
    }
    if current not in offered and isinstance(request.sort, Sort):
        offered[current] = field_label(request.sort.field)
    for value, label in offered.items():
        yield SortOption(value, label, value == current)
