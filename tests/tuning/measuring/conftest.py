"""The small shop, people in their roles, and a browser for who judges and measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from playwright.sync_api import Page

from searchapp import wiring
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.relevance.models import QuerySet
from searchapp.relevance.query_sets.judgment_files import import_judgments, read
from tests.browser.fixtures import Visit, browser, visit
from tests.publishing.people import person
from tests.relevance.conftest import measured_here
from tests.rows import import_rows
from tests.search.conftest import PARTS, _drop_everything, _index_everything, shop
from tests.search.shop import ROWS

__all__ = ["browser", "measured_here", "shop", "visit"]

Enter = Callable[..., Page]
SHOES = "running shoes"
JUDGED = f"query,item,grade\n{SHOES},shoe-red,3\n{SHOES},shoe-blue,2\nelectric kettle,kettle,3\n"


def entered(name: str, *roles: str) -> Client:
    """The browser of a new person in these roles."""
    client = Client()
    client.force_login(person(name, *roles))
    return client


def rater(name: str) -> User:
    """One who may rate and nothing else."""
    user = person(name)
    wanted = Permission.objects.filter(
        content_type__app_label="relevance", codename__in=("view_queryset", "add_judgment")
    )
    user.user_permissions.set(wanted)
    return User.objects.get(pk=user.pk)


def judged_set(name: str = "shop", text: str = JUDGED, by: str = "judge") -> QuerySet:
    """A query set with judgments."""
    if not User.objects.filter(username=by).exists():
        User.objects.create_user(by)
    query_set, _ = QuerySet.objects.get_or_create(name=name)
    outcome = import_judgments(query_set, read(text), by)
    assert not outcome.problems
    return query_set


def hiding_draft(item: str = "shoe-red", shared: bool = True) -> Draft:
    """A draft that hides a product from who looks for running shoes."""
    draft = new_draft("Autumn", COMMAND, shared=shared)
    rule = {
        "name": "No red",
        "when": [{"exact": SHOES}],
        "do": [{"hide": item, "kind": "product"}],
    }
    change(draft, "rules", {"no-red": rule}, COMMAND)
    return draft


@pytest.fixture
def open_shop(transactional_db: None) -> Iterator[None]:
    """The small shop for a browser, whose requests come from other threads."""
    for part in PARTS:
        part.cache_clear()
    import_rows(ROWS)
    _index_everything()
    assert wiring.search_service()
    yield
    _drop_everything()
    for part in PARTS:
        part.cache_clear()


@pytest.fixture
def enter(visit: Visit) -> Enter:
    """Opens a page in Chromium as this user."""

    def open_page(address: str, user: User, **options: object) -> Page:
        client = Client()
        client.force_login(user)
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        return visit(address, cookies=cookies, **options)

    return open_page
