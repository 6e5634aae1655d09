"""The admin of rows that go through drafts: it shows and edits the draft of the person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from searchapp.adminsite.base import ModelAdmin
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change, put
from searchapp.publishing.models import Draft, Drafted
from searchapp.publishing.publication import Conflicting, NotAllowed, Refused, publish
from searchapp.publishing.working_draft import draft_to_edit, working_draft

PUBLISH = "_publish"
"""The name of the button that saves a row and makes it live at once."""


class DraftedAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Lists the rows as they are in the draft; saving and deleting changes that draft.

    Forms find the draft (None: what is live) in their attribute `draft`.
    """

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        own = f"admin/{self.opts.app_label}/{self.opts.model_name}"
        self.change_list_template: Any = [  # type: ignore[misc]
            f"{own}/change_list.html",
            "admin/publishing/drafted_change_list.html",
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
        return type(form.__name__, (form,), {"draft": working_draft(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Puts the value into the draft; `obj` becomes the row of it there."""
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

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, _with_draft(request, extra_context))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        context = _with_draft(request, extra_context)
        return super().changeform_view(request, object_id, form_url, context)


def _with_draft(request: HttpRequest, context: Any) -> dict[str, Any]:
    return {
        **(context or {}),
        "draft": working_draft(request),
        "may_publish": Actor.of(request.user).may_publish,
    }
