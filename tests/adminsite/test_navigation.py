"""The navigation leads to everything that its reader may see, and to nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client, RequestFactory

from searchapp.adminsite.navigation import navigation

pytestmark = pytest.mark.django_db


def groups_of(client: Client) -> dict[str, list[str]]:
    shown = client.get("/admin/").context["sidebar_navigation"]
    return {group["title"]: [str(page["title"]) for page in group["items"]] for group in shown}


def request_of(user: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_every_registered_model_is_in_the_navigation(admin_user: User) -> None:
    request = request_of(admin_user)
    linked = {page["link"] for group in navigation(request) for page in group["items"]}
    registered = {
        model["admin_url"]
        for application in admin.site.get_app_list(request)
        for model in application["models"]
    }
    assert registered <= linked


def test_pages_are_grouped_by_what_people_come_for(admin_client: Client) -> None:
    groups = groups_of(admin_client)
    assert groups["Catalog"][0] == "Products"
    assert {"Synonyms", "Intents", "Protected words"} <= set(groups["Search words"])
    assert "State of the index" in groups["Index"]
    assert {"Users", "API keys"} <= set(groups["Access"])
    assert "Other" not in groups


def test_only_what_one_may_see_is_shown(staff: Callable[..., Client]) -> None:
    groups = groups_of(staff("lexicon.view_synonym"))
    assert groups == {"": ["Home"], "Search words": ["Synonyms"]}


def test_a_model_that_no_group_names_is_under_other(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchapp.adminsite.navigation._GROUPS", {})
    assert "Synonyms" in groups_of(admin_client)["Other"]


def test_the_first_page_and_the_titles_say_whose_admin_it_is(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "<title>Home | searchapp</title>" in page
    assert 'href="/admin/lexicon/synonym/"' in page
