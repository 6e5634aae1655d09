"""Ranking profiles in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest

from searchapp.merchandising.admin.trying import TriesQueries
from searchapp.merchandising.forms.profile import ProfileForm
from searchapp.merchandising.models import Profile
from searchapp.merchandising.models.profile import made_profile
from searchapp.pipeline.plain_value import PlainValueError


@admin.register(Profile)
class ProfileAdmin(TriesQueries):
    """The list and the form of profiles. The name of one that is there stays."""

    form = ProfileForm
    fields = ("key", "plain")
    list_display = ("key", "differs_in", "problem", "changed")
    search_fields = ("key",)
    list_per_page = 100

    @admin.display(description="differs in", empty_value="nothing")
    def differs_in(self, row: Profile) -> str:
        """The parts that are not the default profile's."""
        return ", ".join(name.replace("_", " ") for name in row.plain)

    @admin.display(description="problem", empty_value="none")
    def problem(self, row: Profile) -> str:
        """Why it cannot be used; "" when it can."""
        try:
            made_profile(row.key, row.plain)
        except PlainValueError as error:
            return str(error)
        return ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("key",)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        return super().get_form(request, obj, change, **{**options, "fields": ("plain",)})

    def profile_of(self, request: HttpRequest, object_id: str | None) -> str:
        row = None if object_id is None else self.get_object(request, unquote(object_id))
        return "default" if row is None else row.key
