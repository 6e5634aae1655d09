"""Whose shop a page of results is in: that of the one seller by whose name it filters."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from searchapp.catalog.models import Seller
from searchapp.pipeline.request import AnyOf, SearchRequest
from searchapp.pipeline.rules.rule import shop_of
from searchapp.storefront.shops import in_shop

pytestmark = pytest.mark.django_db


def named(*names: str) -> SearchRequest:
    return SearchRequest(filters=(AnyOf("brand", ("Velo",)), AnyOf("seller_name", names)))


def test_a_filter_by_one_name_is_that_sellers_shop() -> None:
    Seller.objects.create(id="s1", name="Ana")
    Seller.objects.create(id="s2", name="Ben")
    assert shop_of(in_shop(named("Ana"))) == "s1"
    assert shop_of(in_shop(named("Ana", "Ben"))) is None
    assert shop_of(in_shop(named("Nobody"))) is None
    assert shop_of(in_shop(SearchRequest(text="Ana"))) is None
    assert in_shop(named("Ana")).filters == named("Ana").filters, "facets count as before"


def test_a_name_that_two_sellers_have_is_nobodys_shop() -> None:
    for id_ in ("s1", "s2"):
        Seller.objects.create(id=id_, name="Ana")
    assert shop_of(in_shop(named("Ana"))) is None


def test_while_the_database_is_away_the_page_answers_without_the_sellers_rules() -> None:
    def away(*_: object) -> None:
        raise OperationalError("away")

    request = SearchRequest(filters=(AnyOf("seller_name", ("Harbour",)),))
    with connection.execute_wrapper(away):
        assert in_shop(request) is request
