"""A field of a form that names an item of the catalog, found by typing a part of its title."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models

from searchapp.catalog.models import (
    LiveStream,
    LiveStreamProduct,
    Product,
    Video,
    VideoProduct,
)
from searchapp.pipeline.request import Kind

# The autocompletion of Django's admin is that of a relation: one that leads to the items of a kind.
_RELATIONS: dict[Kind, tuple[type[models.Model], str, type[models.Model]]] = {
    Kind.PRODUCT: (VideoProduct, "product", Product),
    Kind.VIDEO: (VideoProduct, "video", Video),
    Kind.LIVE: (LiveStreamProduct, "live_stream", LiveStream),
}


class ItemField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The id of an item of `kind`; the cleaned value is the id itself, "" for none.

    The list comes from the item's own page in the admin and is for those who may view it.
    """

    def __init__(self, *, kind: Kind = Kind.PRODUCT, **options: Any) -> None:
        self.kind = kind
        owner, name, items = _RELATIONS[kind]
        relation = owner._meta.get_field(name)
        options.setdefault("widget", AutocompleteSelect(relation, admin.site))
        options.setdefault("empty_label", "")
        super().__init__(items._default_manager.all(), **options)

    def clean(self, value: Any) -> str:
        """Raises ValidationError for an id that the catalog does not have."""
        try:
            item = super().clean(value)
        except ValidationError as error:
            if error.code != "invalid_choice":
                raise
            raise ValidationError(
                f"There is no {self.kind.value} with the id “{value}”.", code="invalid_choice"
            ) from error
        return "" if item is None else str(item.pk)
