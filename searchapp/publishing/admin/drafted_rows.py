"""Drafted rows as CSV: what comes in goes to the draft of the person."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import CharField, HiddenInput, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.fields import Field
from import_export.forms import ConfirmImportForm

from searchapp.adminsite.tabular_rows import FormResource, TabularRowsAdmin
from searchapp.publishing.actors import Actor
from searchapp.publishing.admin.drafted import REFUSED, DraftedAdmin
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft, Drafted
from searchapp.publishing.working_draft import FIELD, draft_to_edit, working_draft

_SHOWN = 10


class DraftedResource(FormResource):
    """Rows as they are in `draft`; what is imported is changed there, by `actor`, all at once.

    A subclass names one field by which a row of the file is one that is there.
    """

    class Meta:
        use_bulk = True  # No savepoint for each row: nothing is written before all are read.

    def __init__(self, draft: Draft | None = None, actor: Actor | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.draft, self.actor = draft, actor
        self._written: dict[str, Drafted] = {}

    @property
    def written_by(self) -> type[ModelForm[Any]]:
        return self._written_by

    @cached_property
    def _written_by(self) -> type[ModelForm[Any]]:
        return type(self.form.__name__, (self.form,), self.told_to_forms())

    def told_to_forms(self) -> dict[str, Any]:
        """The attributes of the form: the draft, and that it asks nobody anything."""
        return {"draft": self.draft, "asks": False}

    def get_queryset(self) -> QuerySet[Any]:
        return seen_in(self._meta.model, self.draft)

    @cached_property
    def _there(self) -> dict[Any, Drafted]:
        name = self._named_by.attribute
        return {getattr(row, name): row for row in self.get_queryset()}

    @property
    def _named_by(self) -> Field:
        (name,) = self.get_import_id_fields()
        return self.fields[name]

    def get_instance(self, instance_loader: Any, row: Any) -> Drafted | None:
        """The row that is meant, also when it came earlier in the file."""
        if self._named_by.column_name not in row:
            return None
        return self._there.get(self._named_by.clean(row))

    def save_instance(self, instance: Any, is_create: bool, row: Any, **more: Any) -> None:
        """Keeps the row for the end; it is never written itself."""
        self._there[getattr(instance, self._named_by.attribute)] = instance
        self._written[instance.key] = instance

    def after_import(self, dataset: Any, result: Any, **more: Any) -> None:
        """Puts the values into the draft, unless this only shows what would come."""
        wrong = result.has_errors() or result.has_validation_errors()
        if more.get("dry_run") or wrong or self.draft is None or self.actor is None:
            return
        written = self._written
        change(
            self.draft,
            self._meta.model.section,
            {key: row.value for key, row in written.items()},
            self.actor,
        )
        # The history of the admin names rows by where they now are.
        for key, place in self.get_queryset().values_list("key", "pk"):
            if key in written:
                written[key].pk = place


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


class _Confirmed(ConfirmImportForm):  # type: ignore[misc]
    """Names the draft for which the rows were looked at."""

    in_draft = CharField(required=False, widget=HiddenInput)


class DraftedRowsAdmin(DraftedAdmin, TabularRowsAdmin):
    """A list of drafted rows with “Import” and “Export”."""

    list_template = "admin/publishing/drafted_rows_change_list.html"
    confirm_form_class = _Confirmed

    def get_import_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        """Looked at for the draft in hand; only what was confirmed begins one."""
        kwargs: dict[str, Any] = super().get_import_resource_kwargs(request, **more)
        is_confirmed = isinstance(more.get("form"), ConfirmImportForm)
        draft = draft_to_edit(request) if is_confirmed else working_draft(request)
        return {**kwargs, "draft": draft, "actor": Actor.of(request.user)}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        draft = working_draft(request)
        return {**initial, FIELD: "" if draft is None else draft.pk}

    def process_import(self, request: HttpRequest, **more: Any) -> HttpResponse:
        """Takes over what was looked at, into the draft for which it was."""
        try:
            answer: HttpResponse = super().process_import(request, **more)
        except REFUSED as error:
            self.message_user(request, f"Nothing was imported: {error}.", messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        return answer

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Says what kept the rows out after they had been shown, such as a draft closed since."""
        faults = [str(each.error) for each in result.base_errors]
        faults += [str(each.error) for row in result.error_rows for each in row.errors]
        for row in result.invalid_rows:
            faults += [f"line {row.number}: {said}" for said in row.error.messages]
        if not faults:
            answer: HttpResponse = super().process_result(result, request)
            return answer
        for said in faults[:_SHOWN]:
            self.message_user(request, f"Nothing was imported: {said}", messages.ERROR)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def get_export_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_export_resource_kwargs(request, **more)
        return {**kwargs, "draft": working_draft(request)}
