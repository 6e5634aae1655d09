"""What a caller may ask, and how a wrong parameter is refused by its name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.recall.depth import deepest
from searchapp.pipeline.request import AnyOf, Between, InvalidRequest, Kind, SearchRequest, Sort
from searchapp.search_parameters import limits
from searchapp.search_parameters.request import PARAMETERS, Terms, from_json, from_query_string

TERMS = Terms(languages=("en", "de"), budget_ms=400)


def url(**parameters: str | list[str]) -> SearchRequest:
    named = {name.replace("filter_", "filter."): value for name, value in parameters.items()}
    return from_query_string(
        {name: [value] if isinstance(value, str) else value for name, value in named.items()}, TERMS
    )


def refused(**parameters: str | list[str]) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        url(**parameters)
    return caught.value


def test_nothing_asked_browses_all_kinds_by_relevance() -> None:
    assert url() == SearchRequest(budget_ms=400)


def test_every_parameter_reaches_the_request() -> None:
    request = url(
        q=" tea kettle ",
        kinds="video,product",
        filter_brand=["Bosch", "Braun", "Bosch"],
        filter_price="10..50",
        facets="brand,category",
        sort="-price",
        page="3",
        size="20",
        explain="1",
        profile="gifts",
        language="DE-at",
        session="visit-1",
        segment=" vip ",
        redirect="0",
    )
    assert request == SearchRequest(
        text="tea kettle",
        kinds=(Kind.PRODUCT, Kind.VIDEO),
        filters=(AnyOf("brand", ("Bosch", "Braun")), Between("price", 10.0, 50.0)),
        facets=("brand", "category"),
        sort=Sort("price", descending=True),
        offset=40,
        size=20,
        language="de",
        profile="gifts",
        session="visit-1",
        segment="vip",
        redirect=False,
        budget_ms=400,
        explain=True,
    )


def test_json_and_query_string_say_the_same() -> None:
    body = {
        "q": "kettle",
        "kinds": ["product"],
        "filters": {"brand": "Bosch", "price": {"gte": 10, "lte": None}, "available": True},
        "facets": ["brand"],
        "sort": "price",
        "page": 2,
        "size": 5,
        "explain": True,
        "segment": "vip",
        "redirect": False,
    }
    assert from_json(body, TERMS) == url(
        q="kettle",
        kinds=["product"],
        filter_brand="Bosch",
        filter_price="10..",
        filter_available="true",
        facets="brand",
        sort="price",
        page="2",
        size="5",
        explain="true",
        segment="vip",
        redirect="false",
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10..50", Between("price", 10, 50)),
        ("10..", Between("price", 10, None)),
        ("..50", Between("price", None, 50)),
        ("-1.5e1..0", Between("price", -15, 0)),
        ("9.99", Between("price", 9.99, 9.99)),
    ],
)
def test_a_number_is_filtered_by_a_range_with_both_ends_in_it(
    written: str, expected: Between
) -> None:
    assert url(filter_price=written).filters == (expected,)


def test_a_range_of_dates_holds_both_of_its_days_whole() -> None:
    (day,) = url(filter_created="2026-01-01..2026-01-01").filters
    assert isinstance(day, Between)
    assert day.at_least == 1_767_225_600
    assert day.at_most == pytest.approx(1_767_225_600 + 86_400, abs=0.01)
    (moment,) = url(filter_created="2026-01-01T12:00:00+01:00..").filters
    assert moment == Between("created", 1_767_225_600 + 11 * 3600, None)
    assert url(filter_created="2026-01-01T12:00:00 01:00..").filters == (moment,)


def test_control_characters_count_as_spaces_and_emoji_stay() -> None:
    assert url(q="tea\x00kettle\x07 👩‍🍳").text == "tea kettle  👩‍🍳"
    assert url(q="\x00\t \n").text == ""


@pytest.mark.parametrize(
    ("parameter", "value", "says"),
    [
        ("q", "x" * 1001, "at most 1000 characters"),
        ("kinds", "shoe", "product, video, live"),
        ("kinds", "", "at least one"),
        ("facets", "price", "brand"),
        ("sort", "cheapest", "price"),
        ("sort", "-relevance", "relevance"),
        ("page", "0", "whole number from 1"),
        ("page", "1e3", "whole number"),
        ("page", "9" * 400, "whole number"),
        ("size", "101", "to 100"),
        ("size", "", "whole number"),
        ("explain", "maybe", "true or false"),
        ("language", "fr", "en, de"),
        ("profile", "a b", "letters"),
        ("session", "x" * 129, "at most 128"),
        ("segment", "x" * 101, "at most 100"),
        ("redirect", "elsewhere", "true or false"),
        ("colour", "red", "filter.<field>"),
        ("filter_title", "x", "brand"),
        ("filter_", "x", "brand"),
        ("filter_brand", "", "empty"),
        ("filter_price", "cheap", "number"),
        ("filter_price", "..", "no bound"),
        ("filter_price", "50..10", "above"),
        ("filter_price", "1e999", "too large"),
        ("filter_price", "nan", "number"),
        ("filter_available", "perhaps", "true or false"),
        ("filter_created", "yesterday", "ISO 8601"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(parameter: str, value: str, says: str) -> None:
    error = refused(**{parameter: value})
    assert error.parameter == parameter.replace("filter_", "filter.")
    assert says in error.message


def test_a_number_has_one_range_only() -> None:
    assert refused(filter_price=["1..2", "3..4"]).parameter == "filter.price"


def test_a_single_parameter_is_given_once() -> None:
    assert "given 2 times" in refused(q=["a", "b"]).message


def test_a_field_is_known_when_any_of_the_asked_kinds_has_it() -> None:
    assert url(filter_status="live").filters == (AnyOf("status", ("live",)),)
    assert "brand" not in refused(kinds="live", filter_brand="Bosch").message.split("use one of")[0]
    assert url(kinds="live,product", sort="viewers").sort == Sort("viewers")
    assert refused(kinds="product", sort="viewers").parameter == "sort"


def test_a_query_is_paged_less_deep_than_a_browse() -> None:
    assert url(q="kettle", page="10", size="100").offset == 900
    assert refused(q="kettle", page="11", size="100").parameter == "page"
    assert url(page="100", size="100").offset == 9900
    assert "10,000" in refused(page="101", size="100").message


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ([], "body"),
        (None, "body"),
        ({"query": "x"}, "query"),
        ({"q": None}, "q"),
        ({"q": 7}, "q"),
        ({"page": "2"}, "page"),
        ({"page": True}, "page"),
        ({"page": 1.5}, "page"),
        ({"kinds": "product"}, "kinds"),
        ({"kinds": []}, "kinds"),
        ({"filters": []}, "filters"),
        ({"filters": {"brand": []}}, "filters.brand"),
        ({"filters": {"brand": {"gte": 1}}}, "filters.brand"),
        ({"filters": {"brand": [["x"]]}}, "filters.brand"),
        ({"filters": {"price": {"gt": 1}}}, "filters.price"),
        ({"filters": {"price": {}}}, "filters.price"),
        ({"filters": {"price": {"gte": None, "lte": None}}}, "filters.price"),
        ({"filters": {"price": True}}, "filters.price"),
        ({"filters": {"nope": 1}}, "filters.nope"),
        ({"explain": "yes"}, "explain"),
        ({"redirect": "no"}, "redirect"),
        ({"segment": 3}, "segment"),
        ({"language": 7}, "language"),
    ],
)
def test_a_wrong_member_of_a_body_is_refused_by_its_name(body: object, parameter: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        from_json(body, TERMS)
    assert caught.value.parameter == parameter


NAMES = st.one_of(
    st.sampled_from(
        [*PARAMETERS, "filter.price", "filter.brand", "filter.created", "filter.available"]
    ),
    st.text(max_size=20),
)


def kept_within_limits(request: SearchRequest) -> None:
    assert len(request.text) <= limits.MAX_QUERY_CHARACTERS
    assert 1 <= request.size <= limits.MAX_PAGE_SIZE
    is_ranked = bool(request.text) and request.sort is None
    assert request.offset + request.size <= deepest(is_ranked)
    request.text.encode()


@given(st.dictionaries(NAMES, st.lists(st.text(max_size=40), min_size=1, max_size=3), max_size=6))
def test_any_query_string_gives_a_request_within_limits_or_a_named_refusal(
    parameters: dict[str, list[str]],
) -> None:
    try:
        kept_within_limits(from_query_string(parameters, TERMS))
    except InvalidRequest as error:
        assert error.parameter
        assert error.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(JSON | st.dictionaries(st.sampled_from([*PARAMETERS, "filters"]), JSON, max_size=5))
def test_any_json_gives_a_request_within_limits_or_a_named_refusal(body: object) -> None:
    try:
        kept_within_limits(from_json(body, TERMS))
    except InvalidRequest as error:
        assert error.parameter
        assert json.dumps(error.message)
