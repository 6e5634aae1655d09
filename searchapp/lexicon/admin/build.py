"""What was learnt, in the admin: figures to read, and a button to learn anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from kombu.exceptions import OperationalError

from searchapp.adminsite.base import ModelAdmin
from searchapp.lexicon.models import LexiconBuild


@admin.register(LexiconBuild)
class LexiconBuildAdmin(ModelAdmin):  # type: ignore[type-arg]
    """The list of builds. Learning is allowed to who may add one."""

    list_display = ("built", "in_use", "products", "searches", "took", "learnt")
    fields = ("built", "in_use", "products", "searches", "took", "learnt")
    show_full_result_count = False

    @admin.display(description="state")
    def in_use(self, build: LexiconBuild) -> str:
        """Whether it is the one in use."""
        if not build.is_complete:
            return "not finished"
        newest = LexiconBuild.objects.filter(is_complete=True).latest()
        return "in use" if build == newest else "kept"

    @admin.display(description="items", ordering="items")
    def products(self, build: LexiconBuild) -> str:
        return f"{build.items:,}"

    @admin.display(description="queries", ordering="queries")
    def searches(self, build: LexiconBuild) -> str:
        return f"{build.queries:,}"

    @admin.display(description="time", ordering="seconds")
    def took(self, build: LexiconBuild) -> str:
        return f"{build.seconds:,.1f} s"

    @admin.display(description="what was learnt")
    def learnt(self, build: LexiconBuild) -> str:
        """The parts with their figures."""
        return "; ".join(f"{part}: {_figures(figures)}" for part, figures in build.detail.items())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LexiconBuild | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LexiconBuild | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """With the address of the button."""
        learn = self.admin_site.admin_view(self.learn_now)
        return [path("learn/", learn, name="lexicon_lexiconbuild_learn"), *super().get_urls()]

    def learn_now(self, request: HttpRequest) -> HttpResponse:
        """Has a worker learn, or learns here where there are none."""
        if not request.user.has_perm("lexicon.add_lexiconbuild"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        # The builders of all parts belong to learning, not to the start of every process.
        from searchapp.lexicon.tasks import learn

        try:
            learn.delay()
        except OperationalError as error:
            said, level = f"The workers can't be reached: {error}", messages.ERROR
        else:
            in_process = settings.CELERY_TASK_ALWAYS_EAGER
            said = "The lexicon was learnt." if in_process else "A worker learns the lexicon now."
            level = messages.SUCCESS
        self.message_user(request, said, level)
        return redirect("admin:lexicon_lexiconbuild_changelist")


def _figures(figures: Any) -> str:
    """The figures of a part in one line, sizes as sizes."""
    if not isinstance(figures, dict):
        return str(figures)
    return ", ".join(_figure(name, value) for name, value in figures.items())


def _figure(name: str, value: Any) -> str:
    if name == "bytes":
        return str(filesizeformat(value))
    if name == "seconds":
        return f"{value:,.1f} s"
    number = f"{value:,}" if isinstance(value, int | float) else str(value)
    return f"{name} {number}"
