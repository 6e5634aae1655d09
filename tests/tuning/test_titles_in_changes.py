"""What a change does to items is told by their titles."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from searchapp.catalog.models import Product, Seller, Video
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import Draft
from searchapp.publishing.publication import publish
from tests.tuning.entering import entered, read

pytestmark = pytest.mark.django_db
_OF_ITEMS = re.compile(r'FROM "catalog_(product|video|livestream)"')


def rule(number: int, position: int) -> dict[str, Any]:
    return {
        "name": f"Rule {number}",
        "when": [{"exact": f"kettle {number}"}],
        "do": [
            {"pin": f"p-{number}", "kind": "product", "position": position},
            {"hide": "v-1", "kind": "video"},
            {"boost": "p-gone", "kind": "product", "strength": "weak"},
        ],
    }


@pytest.fixture
def items() -> None:
    seller = Seller.objects.create(pk="s", name="S")
    for number in range(12):
        Product.objects.create(pk=f"p-{number}", seller=seller, title=f"Kettle number {number}")
    Video.objects.create(pk="v-1", seller=seller, title="How to boil")


@pytest.fixture
def draft(items: None) -> Draft:
    first = new_draft("First", COMMAND)
    change(first, "rules", {f"r{n}": rule(n, 1) for n in range(10)}, COMMAND)
    publish(first, COMMAND)
    draft = new_draft("Later", COMMAND, shared=True)
    change(draft, "rules", {f"r{n}": rule(n, 2) for n in range(10)}, COMMAND)
    change(draft, "rules", {"r11": rule(11, 3)}, COMMAND)
    other = new_draft("Other", COMMAND)
    change(other, "rules", {"r1": rule(1, 7)}, COMMAND)
    publish(other, COMMAND)
    return draft


@pytest.fixture
def viewer() -> Client:
    return entered("vic", "viewer")


def seen(client: Client, address: str) -> tuple[str, list[str]]:
    """The page, and the kinds of items that its queries asked for."""
    with CaptureQueriesContext(connection) as queries:
        page = read(client, address)
    return page, sorted(
        found[1] for each in queries if (found := _OF_ITEMS.search(each["sql"])) is not None
    )


def test_a_draft_tells_titles_with_one_query_for_each_kind(viewer: Client, draft: Draft) -> None:
    page, asked = seen(viewer, f"/tuning/drafts/{draft.pk}/")
    assert asked == ["product", "video"]
    assert "pin “Kettle number 3” (p-3) to position 1" in page
    assert "pin “Kettle number 11” (p-11) to position 3" in page
    assert "How to boil" in page
    assert "product p-3" not in page
    assert "p-gone" in page, "what is not in the catalog is told by its id"
    conflict = page[page.index("Changed by others meanwhile") :]
    assert "pin “Kettle number 1” (p-1) to position 7" in conflict


@pytest.mark.parametrize("address", ["versions/2/", "versions/compare/?before=1&after=3", "audit/"])
def test_versions_and_the_record_too(viewer: Client, draft: Draft, address: str) -> None:
    page, asked = seen(viewer, f"/tuning/{address}")
    assert asked == ["product", "video"]
    assert "Kettle number 3" in page
    assert "product p-3" not in page


def test_where_no_rule_names_an_item_none_is_asked_for(viewer: Client) -> None:
    draft = new_draft("Words", COMMAND, shared=True)
    change(draft, "banned_words", {"fake": {"text": "fake"}}, COMMAND)
    assert seen(viewer, f"/tuning/drafts/{draft.pk}/")[1] == []
