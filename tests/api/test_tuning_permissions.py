"""Only keys with the scope `tuning` tune, and none that is bound to a seller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from searchapp.api import tuning_urls
from searchapp.catalog.models import Seller
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change
from searchapp.publishing.models import AuditEntry, Draft, Version
from searchapp.publishing.publication import publish

pytestmark = pytest.mark.django_db
KeyClient = Callable[..., Client]
METHODS = ("get", "post", "put", "patch", "delete")
PLACES: dict[str, Any] = {"id": 1000, "number": 1, "section": "synonyms", "key": "tv"}


def path_of(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    for name, value in PLACES.items():
        for kind in ("int", "str"):
            route = route.replace(f"<{kind}:{name}>", str(value))
    return f"/api/tuning/{route}"


CALLS = [
    (method, path_of(pattern))
    for pattern in tuning_urls.urlpatterns
    for method in METHODS
    if hasattr(pattern.callback.view_class, method)  # type: ignore[attr-defined]
]


@pytest.fixture(autouse=True)
def something_to_reach(db: None) -> None:
    draft = Draft.objects.create(pk=PLACES["id"], name="Spring")
    change(draft, "synonyms", {"tv": {"terms": ["tv", "telly"]}}, COMMAND)
    publish(draft, COMMAND)


def state() -> tuple[Any, ...]:
    return AuditEntry.objects.count(), Version.objects.count(), list(Draft.objects.values())


def test_every_endpoint_is_tried() -> None:
    assert len(CALLS) >= 23


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_no_key_no_answer(method: str, path: str) -> None:
    before = state()
    answer = getattr(Client(), method)(path)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert state() == before


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_key_for_something_else_is_refused(key_client: KeyClient, method: str, path: str) -> None:
    before = state()
    answer = getattr(key_client("search", "catalog", "events"), method)(path)
    assert answer.status_code == 403
    assert "tuning" in answer.json()["error"]["message"]
    assert state() == before


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_sellers_key_is_refused(key_client: KeyClient, method: str, path: str) -> None:
    Seller.objects.create(id="s1", name="Kitchen & Co")
    before = state()
    answer = getattr(key_client("tuning", seller="s1"), method)(path)
    assert answer.status_code == 403
    assert "seller" in answer.json()["error"]["message"]
    assert state() == before


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_tuning_key_is_let_in(key_client: KeyClient, method: str, path: str) -> None:
    answer = getattr(key_client("tuning"), method)(path)
    assert answer.status_code not in (401, 403, 405, 500), answer.content


@pytest.mark.parametrize("asked", ["draft=1000", "version=1"])
def test_previews_are_for_tuning_keys(key_client: KeyClient, asked: str) -> None:
    Seller.objects.create(id="s1", name="Kitchen & Co")
    path = f"/api/search?q=tv&{asked}"
    assert Client().get(path).status_code == 401
    assert key_client("search").get(path).status_code == 403
    assert key_client("search", "tuning", seller="s1").get(path).status_code == 403
