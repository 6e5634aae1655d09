"""Drafted rows as CSV: what comes in goes to the draft of the person."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from import_export.fields import Field

from searchapp.adminsite.tabular_rows import FormResource, TabularRowsAdmin
from searchapp.publishing.actors import Actor
from searchapp.publishing.admin.drafted import DraftedAdmin
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import put
from searchapp.publishing.models import Draft
from searchapp.publishing.working_draft import draft_to_edit, working_draft


class DraftedResource(FormResource):
    """Rows as they are in `draft`; what is imported is changed there, by `actor`."""

    def __init__(self, draft: Draft | None = None, actor: Actor | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.draft, self.actor = draft, actor

    @property
    def written_by(self) -> type[ModelForm[Any]]:
        """The form, which finds the draft in its attribute `draft`, and asks nobody anything."""
        return type(self.form.__name__, (self.form,), {"draft": self.draft, "asks": False})

    def get_queryset(self) -> QuerySet[Any]:
        return seen_in(self._meta.model, self.draft)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Puts the value into the draft; the row itself is never written."""
        if self.draft is not None and self.actor is not None:
            put(self.draft, instance, self.actor)


class KeyField(Field):  # type: ignore[misc]
    """The key of a row; a row of the file without one is new, and gets one."""

    _KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")

    def clean(self, row: Any, **more: Any) -> str:
        key = str(super().clean(row, **more) or "").strip()
        if key and not self._KEY.match(key):
            raise ValueError("A key has letters, digits, - and _, 64 at most; a new row none.")
        return key

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **more: Any) -> None:
        if key := self.clean(row, **more):
            instance.key = key


class KeyedResource(DraftedResource):
    """Rows that nothing but their keys tells apart."""

    key = KeyField("key", "key")

    def before_import(self, dataset: Any, **more: Any) -> None:
        """A file without keys has new rows only."""
        if "key" not in (dataset.headers or ()):
            dataset.append_col([""] * len(dataset), header="key")


class DraftedRowsAdmin(DraftedAdmin, TabularRowsAdmin):
    """A list of drafted rows with “Import” and “Export”."""

    list_template = "admin/publishing/drafted_rows_change_list.html"

    def get_import_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_import_resource_kwargs(request, **more)
        draft = draft_to_edit(request) if request.method == "POST" else working_draft(request)
        return {**kwargs, "draft": draft, "actor": Actor.of(request.user)}

    def get_export_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_export_resource_kwargs(request, **more)
        return {**kwargs, "draft": working_draft(request)}
