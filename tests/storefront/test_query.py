"""A page's address says everything about it, and says it in the API's names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.request import (
    PATIENT_MS,
    AnyOf,
    Between,
    InvalidRequest,
    Kind,
    SearchRequest,
    Sort,
)
from searchapp.storefront.links import of_kinds, url
from searchapp.storefront.query import FACETS, PAGE_SIZE, is_bare, search_request
from tests.storefront.shop import ODD_BRAND

values = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=30
)
bounds = st.none() | st.floats(0, 1e9, allow_nan=False)


def read(address: str) -> SearchRequest:
    return search_request(QueryDict(address.partition("?")[2]))


@given(
    text=values,
    brands=st.lists(values, min_size=1, max_size=4, unique=True),
    category=values,
    low=bounds,
    high=bounds,
    kinds=st.sampled_from([tuple(Kind), (Kind.PRODUCT,)]),
    sort=st.sampled_from([None, Sort("price"), Sort("rating", descending=True)]),
    page=st.integers(1, 41),
)
def test_every_request_survives_its_own_url(
    text: str,
    brands: list[str],
    category: str,
    low: float | None,
    high: float | None,
    kinds: tuple[Kind, ...],
    sort: Sort | None,
    page: int,
) -> None:
    filters: list[AnyOf | Between] = [
        AnyOf("brand", tuple(brands)),
        AnyOf("category", (category,)),
    ]
    bounded = low is not None or high is not None
    if bounded and (low is None or high is None or low <= high):
        filters.append(Between("price", low, high))
    wanted = SearchRequest(
        text=text,
        kinds=kinds,
        filters=tuple(filters),
        facets=FACETS[Kind.PRODUCT],
        sort=sort,
        offset=(page - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
        budget_ms=PATIENT_MS,
    )
    assert read(url(wanted)) == wanted


def test_a_facet_value_may_have_any_character() -> None:
    wanted = SearchRequest(filters=(AnyOf("brand", (ODD_BRAND, "A, B & C", "50..60")),))
    assert read(url(wanted)).filters == wanted.filters


def test_a_date_filter_survives_its_url() -> None:
    read_once = read("?kinds=video&filter.created=2026-01-01..2026-01-31")
    assert read(url(read_once)).filters == read_once.filters


def test_the_fields_of_the_price_form_make_a_range() -> None:
    assert read("?q=x&price_from=10&price_to=").filters == (Between("price", 10.0, None),)
    assert read("?q=x&filter.price=1..2&price_from=&price_to=50").filters == (
        Between("price", None, 50.0),
    )


def test_untouched_form_fields_and_unknown_names_say_nothing() -> None:
    assert is_bare(read("?q=&sort=&filter.rating=&price_from=&price_to=&utm_source=mail"))


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("?price_from=20&price_to=10", "filter.price"),
        ("?price_from=cheap", "filter.price"),
        ("?filter.shoe=1", "filter.shoe"),
        ("?sort=magic", "sort"),
        ("?q=x&page=0", "page"),
        ("?q=x&page=999999999", "page"),
        ("?kinds=book", "kinds"),
        ("?kinds=video&filter.brand=x", "filter.brand"),
    ],
)
def test_what_can_not_be_read_is_named(address: str, parameter: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(address)
    assert refused.value.parameter == parameter


def test_the_facets_are_those_of_the_kind_that_leads_the_row() -> None:
    assert read("?q=x").facets == FACETS[Kind.PRODUCT]
    assert read("?q=x&kinds=video").facets == FACETS[Kind.VIDEO]
    assert read("?q=x&filter.host=Ben").facets == FACETS[Kind.LIVE]


def test_another_kind_keeps_only_the_filters_that_it_has() -> None:
    request = read("?q=x&filter.brand=Bosch&filter.seller_name=Ana&sort=price&page=2")
    videos = of_kinds(request, (Kind.VIDEO,))
    assert videos == replace(
        request,
        kinds=(Kind.VIDEO,),
        filters=(AnyOf("seller_name", ("Ana",)),),
        sort=None,
        offset=0,
    )
