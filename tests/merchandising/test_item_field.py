"""An item of the catalog is named in a form by its id, and found by its title."""

from __future__ import annotations

import pytest
from django import forms
from django.test import Client

from searchapp.catalog.models import LiveStream, Product, Seller, Video
from searchapp.merchandising.forms.item_field import ItemField
from searchapp.pipeline.request import Kind

pytestmark = pytest.mark.django_db


class PinForm(forms.Form):
    item = ItemField()
    other = ItemField(required=False)
    video = ItemField(kind=Kind.VIDEO, required=False)
    live = ItemField(kind=Kind.LIVE, required=False)


@pytest.fixture(autouse=True)
def catalog() -> None:
    seller = Seller.objects.create(id="s", name="Shop")
    Product.objects.create(id="k-1", title="Copper kettle", currency="EUR", seller=seller)
    Product.objects.create(id="c-1", title="Clock", currency="EUR", seller=seller)
    Video.objects.create(id="v-1", title="Pouring tea", seller=seller)
    LiveStream.objects.create(id="l-1", title="Tea at five", seller=seller)


def test_the_cleaned_value_is_the_id() -> None:
    form = PinForm({"item": "k-1", "video": "v-1", "live": "l-1"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"item": "k-1", "other": "", "video": "v-1", "live": "l-1"}


def test_an_id_that_the_catalog_lacks_is_refused_by_name() -> None:
    form = PinForm({"item": "gone", "video": "k-1"})
    assert form.errors == {
        "item": ["There is no product with the id “gone”."],
        "video": ["There is no video with the id “k-1”."],
    }


def test_an_item_that_must_be_named_must_be_named() -> None:
    assert PinForm({}).errors == {"item": ["This field is required."]}


def test_the_form_shows_the_title_of_the_item_that_it_has() -> None:
    page = str(PinForm(initial={"item": "k-1"})["item"])
    assert "Copper kettle" in page
    assert "Clock" not in page


@pytest.mark.parametrize(
    ("field", "term", "found"),
    [("item", "kettle", ["k-1"]), ("video", "tea", ["v-1"]), ("live", "tea", ["l-1"])],
)
def test_typing_a_part_of_the_title_finds_the_item(
    admin_client: Client, field: str, term: str, found: list[str]
) -> None:
    attributes = PinForm.base_fields[field].widget.build_attrs({})
    asked = {
        "app_label": attributes["data-app-label"],
        "model_name": attributes["data-model-name"],
        "field_name": attributes["data-field-name"],
        "term": term,
    }
    answer = admin_client.get("/admin/autocomplete/", asked).json()
    assert [each["id"] for each in answer["results"]] == found
