"""Languages in lists of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from searchapp.lexicon.forms.fields import language_choices, language_name

_ALL = "all"


class LanguageFilter(admin.SimpleListFilter):
    """The rows of one language, or those that are for all."""

    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code or _ALL, name) for code, name in language_choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset
        return queryset.filter(language="" if chosen == _ALL else chosen)


def language_label(code: str) -> str:
    """What a list shows for the language of a row."""
    return language_name(code) if code else "all"
