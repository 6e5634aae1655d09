"""`/api/search`, `/api/suggest` and product pages as a caller sees them."""

from __future__ import annotations

import gzip
import tracemalloc
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchapp.api.search_answer import search_answer
from searchapp.behaviour import search_log
from searchapp.behaviour.models import SearchLog
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import AnyOf, InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.response import AppliedFilter
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.trace import Degradation
from tests.api.answers import FakeEngine, FakeService


def error_of(response: Any, status: int) -> dict[str, Any]:
    """The error of an answer, which must have the one shape."""
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"parameter", "message", "code"}
    error: dict[str, Any] = body["error"]
    return error


def test_an_answer_has_cards_of_every_kind(client: Client) -> None:
    answer = client.get("/api/search?q=Kettle&facets=brand").json()
    product, video, live = answer["hits"]
    assert product == {
        "kind": "product",
        "id": "k1",
        "rank": 1,
        "title": "Kettle <1.7 l>",
        "image": "/media/kettle.svg",
        "seller": "s1",
        "seller_name": "Kitchen & Co",
        "brand": "Bosch",
        "price": 29.9,
        "list_price": 39.0,
        "currency": "EUR",
        "available": True,
        "rating": 4.5,
        "rating_count": 12,
        "highlights": {"title": ["<mark>Kettle</mark> &lt;1.7 l&gt; "]},
        "scores": {"first": 0.5, "first.lexical": 0.5},
        "why": [
            "Words of “kettle” stand in its title (number 1 by words).",
            "rule-1: boost.",
        ],
    }
    assert (video["duration"], video["url"], video["products"]) == (41.5, "/v/1", ["k1"])
    assert (live["status"], live["viewers"], live["product_now"]) == ("live", 321, "k1")
    assert live["starts"] == "2026-01-01T00:00:00Z"
    assert answer["query_id"] == "query-1"
    assert answer["query"] == "kettle"
    assert answer["total"] == 3
    assert answer["totals"] == {"product": 1, "video": 1, "live": 1}
    assert answer["facets"] == {"brand": [{"value": "Bosch", "count": 3}]}
    assert answer["took_ms"] == {"recall": 1.25, "total": 2.5}
    assert answer["config_version"] == "v1"
    assert answer["intents"][0]["name"] == "after_sales"
    assert (answer["page"], answer["size"]) == (1, 24)
    assert "trace" not in answer


def test_explain_adds_the_trace_and_how_each_hit_got_its_place(client: Client) -> None:
    answer = client.get("/api/search?q=kettle&explain=1&kinds=product").json()
    assert answer["trace"] == [{"stage": "recall", "took_ms": 1.25, "detail": {"queries": 3}}]
    explanation = answer["hits"][0]["explanation"]
    assert explanation["recalls"] == [{"channel": "lexical", "rank": 1, "score": 7.5}]
    assert explanation["contributions"] == {"lexical": 0.5}
    assert explanation["adjustments"] == [{"rule": "rule-1", "effect": "boost", "amount": 1.5}]


def test_applied_filters_are_said_in_the_words_of_the_request(client: Client) -> None:
    answer = client.get(
        "/api/search?filter.brand=Bosch&filter.price=..50&filter.created=2026-01-01.."
    ).json()
    created = "filter.created=2026-01-01T00%3A00%3A00%2B00%3A00.."
    brand, price = "filter.brand=Bosch", "filter.price=..50"
    assert answer["applied_filters"] == [
        {
            "field": "brand",
            "values": ["Bosch"],
            "words": None,
            "rule": None,
            "without": f"?{price}&{created}",
        },
        {
            "field": "price",
            "gte": None,
            "lte": 50.0,
            "words": None,
            "rule": None,
            "without": f"?{brand}&{created}",
        },
        {
            "field": "created",
            "gte": "2026-01-01T00:00:00Z",
            "lte": None,
            "words": None,
            "rule": None,
            "without": f"?{brand}&{price}",
        },
    ]


def test_each_filter_says_how_to_search_without_it(client: Client, service: FakeService) -> None:
    answer = client.get("/api/search?q=kettle&filter.brand=Bosch&size=5").json()
    (applied,) = answer["applied_filters"]
    client.get(f"/api/search{applied['without']}")
    assert service.asked[-1] == replace(service.asked[0], filters=())


def test_a_required_filter_names_its_rule_and_can_not_be_taken_off() -> None:
    required = AppliedFilter(AnyOf("brand", ("Bosch",)), rule="Autumn")
    request = SearchRequest(text="kettle")
    response = replace(FakeService().search(request, SearchConfig()), applied_filters=(required,))
    assert search_answer(request, response)["applied_filters"] == [
        {"field": "brand", "values": ["Bosch"], "words": None, "rule": "Autumn", "without": None}
    ]


def test_a_degraded_answer_names_the_stage(client: Client, service: FakeService) -> None:
    service.degraded = (Degradation("embedding", "no time left"),)
    assert client.get("/api/search?q=x").json()["degraded"] == [
        {"stage": "embedding", "reason": "no time left"}
    ]


def test_a_search_can_be_posted(client: Client, service: FakeService) -> None:
    response = client.post(
        "/api/search",
        {"q": "kettle", "filters": {"brand": ["Bosch", "Braun"]}},
        content_type="application/json",
    )
    assert response.status_code == 200
    assert service.asked[0].filters == (AnyOf("brand", ("Bosch", "Braun")),)


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"q": NaN}', b'{"q": "\xff"}', b'"\\ud800"', b"[" * 100_000, b"null"]
)
def test_a_body_that_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    response = client.post("/api/search", body, content_type="application/json")
    if body == b"":
        assert response.status_code == 200, "nothing asked is a browse"
    else:
        assert error_of(response, 400)["parameter"] == "body"


def test_other_formats_long_bodies_and_methods_are_refused(client: Client) -> None:
    assert error_of(client.post("/api/search", "q=x", content_type="text/plain"), 415)
    long = b'{"q": "' + b"x" * 300_000 + b'"}'
    assert error_of(client.post("/api/search", long, content_type="application/json"), 413)
    error = error_of(client.put("/api/search"), 405)
    assert error["code"] == "method_not_allowed"


def compressed(client: Client, body: bytes, encoding: str) -> Any:
    return client.post(
        "/api/search",
        body,
        content_type="application/json",
        headers={"Content-Encoding": encoding},
    )


def test_a_body_may_be_gzip(client: Client, service: FakeService) -> None:
    assert compressed(client, gzip.compress(b'{"q": "kettle"}'), "gzip").status_code == 200
    assert service.asked[0].text == "kettle"


def test_a_body_in_another_encoding_is_refused_by_name(client: Client) -> None:
    error = error_of(compressed(client, b"\x1f\x8b", "br"), 415)
    assert "'br'" in error["message"]
    assert "gzip" in error["message"]


@pytest.mark.parametrize("body", [b"\x1f\x8b", b"{}", gzip.compress(b"{}", mtime=0)[:-3]])
def test_a_body_that_is_not_whole_gzip_is_refused(client: Client, body: bytes) -> None:
    error = error_of(compressed(client, body, "gzip"), 400)
    assert error["parameter"] == "body"
    assert "gzip" in error["message"]


def test_a_body_that_swells_is_refused_at_the_limit(client: Client) -> None:
    bomb = gzip.compress(b" " * 200_000_000)
    assert len(bomb) < 262_144
    tracemalloc.start()
    error = error_of(compressed(client, bomb, "gzip"), 413)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error["parameter"] == "body"
    assert "262144 bytes when it is decompressed" in error["message"]
    assert peak < 8_000_000


def test_a_body_that_breaks_off_is_refused(client: Client) -> None:
    response = client.post(
        "/api/search",
        content_type="application/json",
        **{"wsgi.input": BytesIO(b"{}"), "CONTENT_LENGTH": "1000"},
    )
    assert "broke off" in error_of(response, 400)["message"]


def test_a_body_in_chunks_is_refused_with_the_cure(client: Client) -> None:
    response = client.generic(
        "POST",
        "/api/search",
        b"",
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
    )
    error = error_of(response, 411)
    assert error["parameter"] == "body"
    assert "Content-Length" in error["message"]


@pytest.mark.parametrize(
    ("url", "parameter"),
    [
        ("/api/search?q=" + "x" * 10_000, "q"),
        ("/api/search?q=x&page=1000", "page"),
        ("/api/search?sort=nope", "sort"),
        ("/api/search?format=xml", "format"),
        ("/api/search?" + "&".join(f"a{n}=1" for n in range(2000)), None),
        ("/api/suggest?q=x&size=0", "size"),
        ("/api/suggest?q=x&page=1", "page"),
        ("/api/products/k1?size=1", "size"),
        ("/api/products/k1/similar?size=51", "size"),
    ],
)
def test_what_can_not_be_answered_is_refused(
    client: Client, url: str, parameter: str | None
) -> None:
    error = error_of(client.get(url), 400)
    assert error["code"] == "invalid"
    if parameter is not None:
        assert error["parameter"] == parameter


def test_what_the_service_refuses_names_its_parameter(client: Client, service: FakeService) -> None:
    service.failure = InvalidRequest("profile", "unknown profile 'x'")
    assert error_of(client.get("/api/search?profile=x"), 400)["parameter"] == "profile"


def test_an_engine_that_does_not_answer_is_a_503_with_when_to_retry(
    client: Client, service: FakeService
) -> None:
    service.failure = EngineUnavailable("no node at http://10.0.0.7:9200")
    response = client.get("/api/search?q=x")
    assert error_of(response, 503)["code"] == "unavailable"
    assert int(response["Retry-After"]) >= 1
    assert "10.0.0.7" not in response.content.decode()


def test_what_nobody_foresaw_has_the_shape_too_and_says_nothing_of_the_inside(
    service: FakeService,
) -> None:
    service.failure = ZeroDivisionError("secret")
    response = Client(raise_request_exception=False).get("/api/search?q=x")
    assert error_of(response, 500)["code"] == "server_error"
    assert b"secret" not in response.content
    assert response["X-Request-ID"]


def test_unknown_endpoints_have_the_shape(client: Client) -> None:
    for path in ("/api/", "/api/nope", "/api/catalog/shoes:bulk", "/api/products/"):
        assert error_of(client.get(path), 404)["code"] == "not_found"
        assert error_of(client.post(path), 404)["code"] == "not_found"


def test_any_accept_header_gets_json(client: Client) -> None:
    for accept in ("text/html", "application/xml", "nonsense", ""):
        response = client.get("/api/search?q=x", headers={"Accept": accept})
        assert response["Content-Type"] == "application/json"


def test_suggestions_complete_what_was_typed(client: Client) -> None:
    answer = client.get("/api/suggest?q=kett&size=1").json()
    assert answer == {
        "query": "kett",
        "suggestions": [
            {"kind": "query", "text": "kettle", "value": None, "image": None, "seller": None}
        ],
    }
    assert client.get("/api/suggest").json()["suggestions"] == []


def test_a_product_page_shows_the_whole_document_but_for_what_is_only_searched(
    client: Client,
) -> None:
    product = client.get("/api/products/k1").json()
    assert product["kind"] == "product"
    assert product["attributes"] == ["power=2400 W"]
    assert product["created"] == "2026-01-01T00:00:00Z"
    assert product["colour"] is None
    assert not {"body", "embedding", "identifiers", "brand_text"} & set(product)


@pytest.mark.parametrize("id_", ["k2", "a/b", "%00", "x" * 300, "%FF", "%F0%9F%91%A9"])
def test_a_product_that_is_not_there_is_a_404(client: Client, id_: str) -> None:
    assert error_of(client.get(f"/api/products/{id_}"), 404)["code"] == "not_found"
    assert error_of(client.get(f"/api/products/{id_}/similar"), 404)["code"] == "not_found"


def test_similar_products_are_hits(client: Client) -> None:
    answer = client.get("/api/products/k1/similar").json()
    assert [hit["id"] for hit in answer["hits"]] == ["k2"]


def test_an_unready_engine_changes_nothing_for_the_endpoints(
    client: Client, engine: FakeEngine
) -> None:
    engine.ready = False
    assert client.get("/api/search").status_code == 200


def test_a_search_is_logged_under_its_query_id_without_an_address(db: None, client: Client) -> None:
    client.get("/api/search?q=Kettles&filter.brand=Bosch&session=visit&sort=-price")
    client.get("/api/search?q=x&page=nope")
    search_log.flush()
    logged = SearchLog.objects.get()
    assert logged.query_id == "query-1"
    assert logged.text == "Kettles"
    assert logged.analysed["tokens"] == [{"text": "kettles", "lemma": "kettle"}]
    assert logged.filters == [{"field": "brand", "values": ["Bosch"]}]
    assert logged.shown == [f"{kind}:k1" for kind in Kind]
    assert (logged.first_rank, logged.total, logged.sort) == (1, 3, "-price")
    assert logged.took_ms == {"recall": 1.25, "total": 2.5}
    assert logged.session not in ("", "visit")
    assert "127.0.0.1" not in str(SearchLog.objects.values().get())


def test_a_search_costs_no_query(client: Client, django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        client.get("/api/search?q=kettle")


QUERIES = st.dictionaries(
    st.one_of(
        st.sampled_from(
            ["q", "kinds", "page", "size", "sort", "facets", "filter.price", "explain"]
        ),
        st.binary(max_size=8).map(quote_from_bytes),
    ),
    st.one_of(
        st.binary(max_size=30).map(quote_from_bytes), st.sampled_from(["1", "product", "%ZZ"])
    ),
    max_size=5,
)
PATHS = st.sampled_from(["search", "suggest", "products/k1", "products/k1/similar"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(PATHS, QUERIES)
def test_no_query_string_makes_a_server_error(
    client: Client, path: str, query: dict[str, str]
) -> None:
    written = "&".join(f"{name}={value}" for name, value in query.items())
    response = client.get(f"/api/{path}", QUERY_STRING=written)
    assert response.status_code in (200, 400), response.content
    if response.status_code == 400:
        assert error_of(response, 400)["parameter"]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=60)
    | st.text(max_size=40).map(lambda text: f'{{"q": "{text}"}}'.encode("utf-8", "replace"))
)
def test_no_body_makes_a_server_error(client: Client, body: bytes) -> None:
    response = client.post("/api/search", body, content_type="application/json")
    assert response.status_code in (200, 400), response.content
