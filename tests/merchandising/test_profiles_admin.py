"""Ranking profiles in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from searchapp.merchandising.models import Profile
from tests.publishing.rows import edited

pytestmark = pytest.mark.django_db

LIST = "/admin/merchandising/profile/"
ADD = f"{LIST}add/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_profile_is_written_under_its_name(admin_client: Client) -> None:
    answer = admin_client.post(ADD, {"key": "black-friday", "plain": '{"minimum_match": 0.5}'})
    assert answer.status_code == 302, text(answer)
    row = Profile.objects.get()
    assert (row.key, row.value) == ("black-friday", {"minimum_match": 0.5})
    page = text(admin_client.get(f"{LIST}{row.pk}/change/"))
    assert "{\n  &quot;minimum_match&quot;: 0.5\n}" in page
    assert 'name="key"' not in page
    admin_client.post(f"{LIST}{row.pk}/change/", {"key": "other", "plain": ""})
    assert (edited(row).key, edited(row).value) == ("black-friday", {})
    assert "minimum match" not in text(admin_client.get(LIST))


@pytest.mark.parametrize(
    ("key", "plain", "says"),
    [
        ("p", '{"rerankers": [{"name": "nobody"}], "few": "x"}', "rerankers[0].name: "),
        ("p", '{"rerankers": [{"name": "nobody"}], "few": "x"}', "few: "),
        ("p", "[1]", "must be a table"),
        ("p", '{"few": }', "It is no JSON at line 1, column 9"),
        ("p", '{"few": ' + "9" * 5_000 + "}", "too many digits"),
        ("p", '{"minimum_match": ' + "9" * 30 + "}", "minimum_match: is too great"),
        ("p", "[" * 40_000, "It is n"),
        ("Black Friday", "{}", "Write small letters"),
        ("there", "{}", "of this name already"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(
    admin_client: Client, key: str, plain: str, says: str
) -> None:
    Profile.objects.create(key="there")
    answer = admin_client.post(ADD, {"key": key, "plain": plain})
    assert answer.status_code == 200
    assert says in text(answer)
    assert Profile.objects.count() == 1


def test_a_page_of_no_profile_leads_back_to_the_list_also_with_a_query_to_try(
    admin_client: Client,
) -> None:
    answer = admin_client.get(f"{LIST}abc/change/?try=tea", follow=True)
    assert "Perhaps it was deleted?" in text(answer)
