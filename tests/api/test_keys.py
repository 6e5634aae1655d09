"""Who may call: keys, scopes, revocation and rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from searchapp.api.keys import CACHED_SECONDS, CREDENTIALS, CredentialCache, create_key, revoke_key
from searchapp.api.models import ApiKey
from searchapp.api.rates import Rate, parse_rate, seconds_to_wait
from searchapp.api.throttling import pseudonym

Environment = Callable[..., None]
pytestmark = pytest.mark.django_db


def search(client: Client, **headers: str) -> int:
    return client.get("/api/search?q=x", headers=headers).status_code


def test_search_is_open_unless_the_shop_closes_it(client: Client, environment: Environment) -> None:
    assert search(client) == 200
    environment(SEARCHAPP_ANONYMOUS_SEARCH=False)
    response = client.get("/api/search")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    error = response.json()["error"]
    assert error["code"] == "not_authenticated"
    assert "Authorization: Bearer KEY" in error["message"]


def test_a_search_key_opens_a_closed_search_in_three_places(
    client: Client, environment: Environment
) -> None:
    environment(SEARCHAPP_ANONYMOUS_SEARCH=False)
    _, secret = create_key("page", ["search"])
    assert search(client, Authorization=f"Bearer {secret}") == 200
    assert search(client, **{"X-API-Key": secret}) == 200
    assert client.get(f"/api/search?api_key={secret}").status_code == 200


def test_a_key_that_may_write_is_not_taken_from_a_url(client: Client) -> None:
    _, writing = create_key("import", ["search", "catalog"])
    _, searching = create_key("page", ["search"])
    refused = client.get(f"/api/search?api_key={writing}")
    assert refused.status_code == 401
    assert "URL" in refused.json()["error"]["message"]
    body = b'{"delete": "x"}'
    response = client.post(
        f"/api/catalog/products:bulk?api_key={searching}", body, content_type="application/x-ndjson"
    )
    assert response.status_code == 401


@pytest.mark.parametrize(
    "text", ["", "x", "sa_", "sa_1_2", "sa__x", "sb_ab_cd", "sa_0123456789_" + "é" * 40, "\x00"]
)
def test_a_wrong_key_is_refused_even_where_none_is_needed(client: Client, text: str) -> None:
    assert client.get("/api/search", headers={"X-API-Key": text}).status_code == 401


def test_the_right_prefix_with_a_wrong_secret_is_refused(client: Client) -> None:
    _, secret = create_key("page", ["search"])
    assert search(client, **{"X-API-Key": secret}) == 200
    assert search(client, **{"X-API-Key": secret[:-1] + ("A" if secret[-1] != "A" else "B")}) == 401


def test_writing_needs_the_scope(client: Client, key_client: Callable[..., Client]) -> None:
    send = {
        "path": "/api/catalog/products:bulk",
        "data": b"{}",
        "content_type": "application/x-ndjson",
    }
    assert client.post(**send).status_code == 401
    response = key_client("search").post(**send)
    assert response.status_code == 403
    assert "catalog" in response.json()["error"]["message"]
    assert key_client("catalog").post(**send).status_code == 200


def test_an_expired_key_is_refused(client: Client) -> None:
    _, secret = create_key("old", ["search"], expires=timezone.now() - timedelta(seconds=1))
    assert search(client, **{"X-API-Key": secret}) == 401


def test_a_revoked_key_is_refused_here_at_once_and_elsewhere_within_the_cache_time() -> None:
    clock = [0.0]
    elsewhere = CredentialCache(clock=lambda: clock[0])
    key, _ = create_key("page", ["search"])
    assert CREDENTIALS.get(key.prefix) is not None
    assert elsewhere.get(key.prefix) is not None
    revoke_key(key)
    assert CREDENTIALS.get(key.prefix) is None
    clock[0] = CACHED_SECONDS - 1
    assert elsewhere.get(key.prefix) is not None
    clock[0] = CACHED_SECONDS
    assert elsewhere.get(key.prefix) is None


def test_a_key_that_is_in_use_costs_no_query(
    client: Client, django_assert_num_queries: Any
) -> None:
    _, secret = create_key("page", ["search"])
    search(client, **{"X-API-Key": secret})
    with django_assert_num_queries(0):
        assert search(client, **{"X-API-Key": secret}) == 200


def test_the_secret_is_kept_nowhere_and_the_use_is_noted(client: Client) -> None:
    key, secret = create_key("page", ["search"])
    search(client, **{"X-API-Key": secret})
    row = ApiKey.objects.values().get(pk=key.pk)
    assert row["last_used"] is not None
    hidden = secret.removeprefix(f"sa_{key.prefix}_")
    assert len(hidden) > 20 and hidden not in str(row)


def test_calls_over_the_rate_are_told_when_to_come_back(
    client: Client, environment: Environment
) -> None:
    environment(SEARCHAPP_ANONYMOUS_RATE="2/hour", SEARCHAPP_KEY_RATE="3/hour")
    assert [search(client) for _ in range(3)] == [200, 200, 429]
    response = client.get("/api/search")
    assert response.json()["error"]["code"] == "throttled"
    assert 1 <= int(response["Retry-After"]) <= 3600
    _, one = create_key("one", ["search"])
    _, two = create_key("two", ["search"], rate="1/day")
    assert [search(client, **{"X-API-Key": one}) for _ in range(4)] == [200, 200, 200, 429]
    assert [search(client, **{"X-API-Key": two}) for _ in range(2)] == [200, 429]


def test_a_window_ends() -> None:
    rate = Rate(1, 60)
    assert seconds_to_wait(cache, "a", rate, now=120.0) == 0
    assert seconds_to_wait(cache, "a", rate, now=130.0) == 50
    assert seconds_to_wait(cache, "b", rate, now=130.0) == 0
    assert seconds_to_wait(cache, "a", rate, now=180.0) == 0


def test_a_cache_that_does_not_answer_limits_nobody() -> None:
    class Broken:
        def add(self, *args: Any, **kwargs: Any) -> bool:
            raise ConnectionError("refused")

    assert seconds_to_wait(Broken(), "a", Rate(1, 60)) == 0  # type: ignore[arg-type]


def test_rates_are_written_in_one_way() -> None:
    assert parse_rate("100/sec") == Rate(100, 1)
    assert parse_rate("6000/min") == parse_rate("6000/minute") == Rate(6000, 60)
    assert parse_rate("1/day") == Rate(1, 86_400)
    for wrong in ("", "5", "0/min", "5/week", "-1/min", "x/min"):
        with pytest.raises(ValueError, match="6000/min"):
            parse_rate(wrong)


def test_an_address_is_counted_under_a_name_that_changes_every_day() -> None:
    today, tomorrow = date(2026, 1, 1), date(2026, 1, 2)
    assert pseudonym("192.0.2.7", today) == pseudonym("192.0.2.7", today)
    assert pseudonym("192.0.2.7", today) != pseudonym("192.0.2.7", tomorrow)
    assert pseudonym("192.0.2.7", today) != pseudonym("192.0.2.8", today)
    assert pseudonym("2001:db8::1", today) == pseudonym("2001:db8::ffff", today)
    assert "192.0.2.7" not in pseudonym("192.0.2.7", today)
    assert pseudonym(None, today)


def test_the_command_prints_a_key_that_works(client: Client, environment: Environment) -> None:
    environment(SEARCHAPP_ANONYMOUS_SEARCH=False)
    out = StringIO()
    call_command("create_api_key", "page", "--scopes", "search", stdout=out, stderr=StringIO())
    assert search(client, **{"X-API-Key": out.getvalue().strip()}) == 200


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--scopes", "everything"], "everything"),
        (["--seller", "nobody"], "there is no seller"),
        (["--rate", "often"], "6000/min"),
        (["--days", "0"], "at least 1"),
    ],
)
def test_the_command_refuses_by_name(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("create_api_key", "x", *arguments, stderr=StringIO())


def test_the_admin_shows_a_new_key_once_and_revokes_it(
    admin_client: Client, client: Client
) -> None:
    form = {"name": "page", "scopes": ["search"], "rate": "", "expires_0": "", "expires_1": ""}
    page = admin_client.post("/admin/api/apikey/add/", form, follow=True).content.decode()
    key = ApiKey.objects.get()
    secret = page.split("<code>")[1].split("</code>")[0]
    assert search(Client(), **{"X-API-Key": secret}) == 200
    again = admin_client.get(f"/admin/api/apikey/{key.pk}/change/").content.decode()
    assert secret not in again
    assert key.hash not in again
    admin_client.post(
        "/admin/api/apikey/", {"action": "revoke", "_selected_action": [key.pk]}, follow=True
    )
    assert search(Client(), **{"X-API-Key": secret}) == 401
