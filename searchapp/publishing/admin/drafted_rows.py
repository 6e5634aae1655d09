"""Drafted rows as CSV: what comes in goes to the draft of the person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

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
        """The form, which finds the draft in its attribute `draft`."""
        return type(self.form.__name__, (self.form,), {"draft": self.draft})

    def get_queryset(self) -> QuerySet[Any]:
        return seen_in(self._meta.model, self.draft)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Puts the value into the draft; the row itself is never written."""
        if self.draft is not None and self.actor is not None:
            put(self.draft, instance, self.actor)


class DraftedRowsAdmin(DraftedAdmin, TabularRowsAdmin):
    """A list of drafted rows with “Import” and “Export”."""

    def get_import_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_import_resource_kwargs(request, **more)
        draft = draft_to_edit(request) if request.method == "POST" else working_draft(request)
        return {**kwargs, "draft": draft, "actor": Actor.of(request.user)}

    def get_export_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_export_resource_kwargs(request, **more)
        return {**kwargs, "draft": working_draft(request)}
