"""The OpenAPI document is true: what it says can be sent, and what comes back is as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from searchapp.api.keys import create_key
from searchapp.api.preview import PREVIEWS
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.search_parameters.request import PARAMETERS

TUNING = [
    "GET /api/tuning/live",
    "GET /api/tuning/drafts",
    "POST /api/tuning/drafts",
    "GET /api/tuning/drafts/{id}",
    "PATCH /api/tuning/drafts/{id}",
    "DELETE /api/tuning/drafts/{id}",
    "GET /api/tuning/drafts/{id}/remarks",
    "POST /api/tuning/drafts/{id}/settle",
    "POST /api/tuning/drafts/{id}/submit",
    "POST /api/tuning/drafts/{id}/approve",
    "POST /api/tuning/drafts/{id}/send-back",
    "POST /api/tuning/drafts/{id}/publish",
    "GET /api/tuning/drafts/{id}/impact",
    "POST /api/tuning/drafts/{id}/impact",
    "GET /api/tuning/drafts/{id}/{section}",
    "GET /api/tuning/drafts/{id}/{section}/{key}",
    "PUT /api/tuning/drafts/{id}/{section}/{key}",
    "DELETE /api/tuning/drafts/{id}/{section}/{key}",
    "GET /api/tuning/impacts/{id}",
    "GET /api/tuning/record",
    "GET /api/tuning/versions",
    "GET /api/tuning/versions/{number}",
    "GET /api/tuning/versions/{number}/difference",
    "POST /api/tuning/versions/{number}/restore",
]


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    response = client.get("/api/schema")
    assert response.status_code == 200
    document: dict[str, Any] = json.loads(response.content)
    return document


def test_it_is_openapi_3_1_and_lists_every_endpoint(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert {
        (method, path) for path, methods in document["paths"].items() for method in methods
    } == {
        ("get", "/api/search"),
        ("post", "/api/search"),
        ("get", "/api/suggest"),
        ("get", "/api/products/{id}"),
        ("get", "/api/products/{id}/similar"),
        ("post", "/api/catalog/{collection}:bulk"),
        ("post", "/api/catalog/{collection}"),
        ("put", "/api/catalog/{collection}/{id}"),
        ("patch", "/api/catalog/{collection}/{id}"),
        ("delete", "/api/catalog/{collection}/{id}"),
        *((method.lower(), path) for method, path in map(str.split, TUNING)),
    }


def test_every_parameter_and_every_filter_is_documented(document: dict[str, Any]) -> None:
    named = {each["name"] for each in document["paths"]["/api/search"]["get"]["parameters"]}
    fields = {f for kind in Kind for f, field in SCHEMAS[kind].items() if field.filterable}
    assert named == {*PARAMETERS, *PREVIEWS, *(f"filter.{field}" for field in fields)}
    body = document["paths"]["/api/search"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {*PARAMETERS, *PREVIEWS, "filters"}
    assert set(body["schema"]["properties"]["filters"]["properties"]) == fields


def test_every_error_has_an_example_in_the_one_shape(document: dict[str, Any]) -> None:
    validator = Draft202012Validator(
        {"$ref": "#/components/schemas/Error", "components": document["components"]}
    )
    for methods in document["paths"].values():
        for operation in methods.values():
            errors = {status: r for status, r in operation["responses"].items() if status >= "400"}
            assert {"401", "403", "429", "503"} <= set(errors)
            for response in errors.values():
                (example,) = response["content"]["application/json"]["examples"].values()
                validator.validate(example["value"])


def test_an_explained_answer_is_as_documented(client: Client, document: dict[str, Any]) -> None:
    answer = client.get("/api/search?q=x&explain=1&facets=brand&filter.price=1..2").json()
    validator = Draft202012Validator(
        {"$ref": "#/components/schemas/SearchAnswer", "components": document["components"]}
    )
    validator.validate(answer)


def test_the_docs_work_under_our_policy_without_the_internet(client: Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    html = page.content.decode()
    policy = page["Content-Security-Policy"]
    assert "script-src" not in policy, "scripts fall under default-src 'self'"
    assert "default-src 'self'" in policy
    assert not re.search(r"<script>|<script [^>]*>[^<\s]", html), "no script stands in the page"
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(sources) >= 4
    assert all(source.startswith("/") for source in sources)
    script = client.get(next(source for source in sources if "script=" in source))
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/schema" in script.content.decode()


CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    "GET /api/search",
    "POST /api/search",
    "GET /api/suggest",
    "GET /api/products/{id}",
    "GET /api/products/{id}/similar",
    "POST /api/catalog/{collection}:bulk",
    "POST /api/catalog/{collection}",
    "PUT /api/catalog/{collection}/{id}",
    "PATCH /api/catalog/{collection}/{id}",
    "DELETE /api/catalog/{collection}/{id}",
    *TUNING,
]


@schemathesis.serializer("application/x-ndjson")
def ndjson(context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request over WSGI closes its connection: here the one with the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(label: str, mode: GenerationMode) -> None:
    served = schemathesis.openapi.from_wsgi("/api/schema", get_wsgi_application())
    (operation,) = (
        found.ok() for found in served.get_all_operations() if found.ok().label == label
    )
    _, key = create_key("test", ["search", "catalog", "tuning"])
    begun = new_draft("There", COMMAND)
    change(begun, "synonyms", {"tv": {"terms": ["tv", "television"]}}, COMMAND)

    @given(operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=20,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers={"X-API-Key": key})

    answered()
