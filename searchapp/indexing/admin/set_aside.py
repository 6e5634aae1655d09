"""Documents set aside, in the admin: why, and a button to try again."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from searchapp.catalog.models import Lane
from searchapp.catalog.outbox import record, wake_after_commit
from searchapp.indexing.admin.reading import ReadOnlyAdmin
from searchapp.indexing.models import SetAside
from searchapp.pipeline.request import Kind

_PAGES = {Kind.PRODUCT: "product", Kind.VIDEO: "video", Kind.LIVE: "livestream"}


@admin.register(SetAside)
class SetAsideAdmin(ReadOnlyAdmin):
    """The list. Trying again is allowed to who may change them."""

    list_display = ("item_id", "kind", "why", "attempts", "first", "last", "again")
    list_filter = ("kind",)
    search_fields = ("=item_id", "reason")
    fields = ("kind", "item", "reason", "attempts", "first", "last")
    readonly_fields = ("item",)
    actions = ("try_again",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without the buttons for those who may not use them."""
        return self.list_display if self.has_retry_permission(request) else self.list_display[:-1]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whether the user may have documents tried again."""
        return request.user.has_perm("indexing.change_setaside")

    @admin.display(description="reason")
    def why(self, row: SetAside) -> str:
        """The reason's beginning; the document's own page has all of it."""
        return truncatechars(row.reason, 160)

    @admin.display(description="item")
    def item(self, row: SetAside) -> str:
        """The item in the catalog, to mend it there."""
        page = _PAGES.get(Kind(row.kind), "")
        address = reverse(f"admin:catalog_{page}_change", args=[row.item_id])
        return format_html('<a href="{}">{}</a>', address, row.item_id)

    @admin.display(description="")
    def again(self, row: SetAside) -> str:
        """A button within the list's own form."""
        address = reverse("admin:indexing_setaside_again", args=[row.pk])
        button = '<button class="button" formaction="{}">Try again</button>'
        return format_html(button, address)

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: HttpRequest, rows: QuerySet[SetAside]) -> None:
        """Has the index follow the items of these rows, by the outbox."""
        names: dict[str, list[str]] = defaultdict(list)
        for kind, name in rows.order_by("kind", "item_id").values_list("kind", "item_id"):
            names[kind].append(name)
        with transaction.atomic():
            for kind, ids in names.items():
                record(Kind(kind), ids, Lane.BULK)
            wake_after_commit()
        count = sum(map(len, names.values()))
        said = f"{count:,} document{'s are' if count != 1 else ' is'} tried again."
        self.message_user(request, said, messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        """With the address of the buttons."""
        again = self.admin_site.admin_view(self.try_one_again)
        own = path("<int:number>/try-again/", again, name="indexing_setaside_again")
        return [own, *super().get_urls()]

    def try_one_again(self, request: HttpRequest, number: int) -> HttpResponse:
        """What the button of a row does."""
        if not self.has_retry_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self.try_again(request, SetAside.objects.filter(pk=number))
        return redirect("admin:indexing_setaside_changelist")
