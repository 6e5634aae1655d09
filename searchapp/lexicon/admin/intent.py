"""Intents in the admin."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin

from searchapp.lexicon.admin.activation import ActivationActions
from searchapp.lexicon.admin.languages import LanguageFilter, language_label
from searchapp.lexicon.admin.texts_column import TextsColumn
from searchapp.lexicon.forms.fields import LinesField
from searchapp.lexicon.forms.intent import IntentForm
from searchapp.lexicon.models import Intent
from searchapp.publishing.admin.drafted_rows import DraftedRowsAdmin, KeyedResource
from searchapp.publishing.models import Draft


class IntentResource(KeyedResource):
    """Phrases one per line."""

    form = IntentForm
    phrases = TextsColumn("phrases", LinesField())
    unless = TextsColumn("unless", LinesField())

    class Meta:
        model = Intent
        fields = ("key", *IntentForm.Meta.fields)
        import_id_fields = ("key",)
        skip_unchanged = True


@admin.register(Intent)
class IntentAdmin(ActivationActions, DraftedRowsAdmin):
    """The list and the form of intents."""

    form = IntentForm
    resource_classes = (IntentResource,)
    fields = IntentForm.Meta.fields
    list_display = (
        "name",
        "language_name",
        "how_many_phrases",
        "leads",
        "link",
        "is_active",
        "problem",
    )
    list_filter = ("name", LanguageFilter, "is_active")
    search_fields = ("name", "phrases", "title", "link")
    list_per_page = 100

    @admin.display(description="language", ordering="language")
    def language_name(self, row: Intent) -> str:
        return language_label(row.language)

    @admin.display(description="phrases")
    def how_many_phrases(self, row: Intent) -> int:
        return len(row.phrases) if isinstance(row.phrases, list) else 0

    @admin.display(description="problem", empty_value="none")
    def problem(self, row: Intent) -> str:
        """Why it cannot be used; "" when it can."""
        return _fault_of(row)

    def reasons_against(
        self, rows: list[Intent], draft: Draft | None
    ) -> Iterable[tuple[Intent, str]]:
        return ((row, fault) for row in rows if (fault := _fault_of(row)))


def _fault_of(row: Intent) -> str:
    """What is wrong with the row; "" when it can be used."""
    return " ".join(message for _, message in row.faults())
