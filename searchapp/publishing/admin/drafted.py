"""The admin of rows that go through drafts: it shows and edits the draft of the person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.dataclasses import UnfoldAction

from searchapp.adminsite.base import ModelAdmin
from searchapp.publishing.actors import Actor
from searchapp.publishing.admin.drafted_history import history_of, steps
from searchapp.publishing.admin.shown_row import ChecksRow, ShownRow
from searchapp.publishing.documents import changes_in, seen_in
from searchapp.publishing.editing import DraftClosed, NotYours, change, put
from searchapp.publishing.models import Draft, Drafted
from searchapp.publishing.publication import Conflicting, NotAllowed, Refused, publish
from searchapp.publishing.working_draft import (
    OtherDraft,
    draft_to_edit,
    visible_drafts,
    working_draft,
)

PUBLISH = "_publish"
"""The name of the button that saves a row and makes it live at once."""
_STEPS_OF_A_PAGE = 50
REFUSED = (DraftClosed, NotYours, OtherDraft)
"""Why an edit can't go where it is meant to."""
View = TypeVar("View", bound=Callable[..., HttpResponse])


def tells_closed(view: View) -> View:
    """The view of an admin; where the draft can't be changed any more, or not by the person, it
    says so and changes nothing.
    """

    @wraps(view)
    def told(self: Any, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        try:
            return view(self, request, *args, **more)
        except REFUSED as error:
            self.message_user(request, f"Nothing was changed: {error}.", messages.ERROR)
            return redirect(request.get_full_path())

    return cast(View, told)


class DraftedAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Lists the rows as they are in the draft; saving and deleting changes that draft.

    Forms find the draft (None: what is live) in their attribute `draft`.
    """

    list_template = "admin/publishing/drafted_change_list.html"
    """The template of lists that have none of their own."""
    delete_confirmation_template = "admin/publishing/drafted_delete.html"
    delete_selected_confirmation_template = "admin/publishing/drafted_delete.html"

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        own = f"admin/{self.opts.app_label}/{self.opts.model_name}"
        self.change_list_template: Any = [  # type: ignore[misc]
            f"{own}/change_list.html",
            self.list_template,
        ]
        self.change_form_template: Any = [  # type: ignore[misc]
            f"{own}/change_form.html",
            "admin/publishing/drafted_change_form.html",
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = seen_in(self.model, working_draft(request))
        return rows.order_by(*(self.get_ordering(request) or self.opts.ordering or ()))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **options)
        return type(
            form.__name__,
            (ChecksRow, form),
            {"draft": working_draft(request), "shown_row": ShownRow.of(request, self.model)},
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Puts the value into the draft; `obj` becomes the row of it there."""
        if not change and (key := ShownRow.of(request, self.model).key):
            # A row that was taken back while it was edited stays the same one.
            obj.key = key
        put(draft_to_edit(request), obj, Actor.of(request.user))

    def delete_model(self, request: HttpRequest, obj: Drafted) -> None:
        self.write(request, {obj.key: None})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.write(request, dict.fromkeys(queryset.values_list("key", flat=True)))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing hangs on a row, so what is removed is what was chosen."""
        rows = list(objs)
        counted = {str(self.opts.verbose_name_plural): len(rows)}
        lacking = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return [str(row) for row in rows], counted, lacking, []

    def write(self, request: HttpRequest, values: dict[str, Any]) -> Draft:
        """Puts values, None for what goes, into the draft of the person."""
        draft = draft_to_edit(request)
        change(draft, self.model.section, values, Actor.of(request.user))
        return draft

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **more: Any) -> HttpResponse:
        self._publish_if_asked(request, obj)
        return super().response_add(request, obj, *args, **more)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._publish_if_asked(request, obj)
        return super().response_change(request, obj)

    def _publish_if_asked(self, request: HttpRequest, obj: Drafted) -> None:
        """Makes this one row live, whatever else is in the draft."""
        draft = working_draft(request)
        if PUBLISH not in request.POST or draft is None:
            return
        try:
            version = publish(
                draft,
                Actor.of(request.user),
                only={(obj.section, obj.key)},
                name=obj.label[:120],
            )
        except (NotAllowed, Conflicting, Refused) as error:
            self.message_user(request, f"Saved, but not published: {error}", messages.ERROR)
        else:
            said = f"Published as version {version.number}."
            self.message_user(request, said, messages.SUCCESS)

    def get_actions_submit_line(
        self, request: HttpRequest, object_id: str | None = None
    ) -> list[UnfoldAction]:
        """The button that publishes the row alone, for those who may. Where someone else must
        approve, each edit takes the approval back, so that there is nothing to publish alone.
        """
        may_save = (self.has_change_permission if object_id else self.has_add_permission)(request)
        four_eyes = settings.ENVIRONMENT["SEARCHAPP_FOUR_EYES"]
        if not (may_save and Actor.of(request.user).may_publish) or four_eyes:
            return []
        return [UnfoldAction(PUBLISH, None, "Save and publish this alone", "", icon="publish")]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What was done to the row, in any draft."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        history = history_of(row, Actor.of(request.user))
        page = Paginator(history, _STEPS_OF_A_PAGE).get_page(request.GET.get("p"))
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"History of {row}",
            "object": row,
            "page": page,
            "steps": list(steps(page)),
            "back": reverse(name, args=[row.pk]),
        }
        return TemplateResponse(request, "admin/publishing/drafted_history.html", context)

    @tells_closed
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, self._with_draft(request, extra_context))

    @tells_closed
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return super().delete_view(request, object_id, extra_context)

    @tells_closed
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        row = ShownRow.of(request, self.model)
        if request.method == "POST" and object_id is not None and row.key:
            # The row may be another one in the draft by now, or none.
            object_id = None if row.there is None else str(row.there.pk)
        elif request.method == "GET" and object_id is not None:
            row.show(self.get_object(request, unquote(object_id)))
        context = {**self._with_draft(request, extra_context), "shown_row": row}
        context["actions_submit_line"] = self.get_actions_submit_line(request, object_id)
        return super().changeform_view(request, object_id, form_url, context)

    def _with_draft(self, request: HttpRequest, context: Any) -> dict[str, Any]:
        draft = working_draft(request)
        return {
            **(context or {}),
            "draft": draft,
            "drafts": visible_drafts(Actor.of(request.user)),
            "changes": 0 if draft is None else changes_in(draft),
            "may_edit": self.has_change_permission(request) or self.has_add_permission(request),
        }
