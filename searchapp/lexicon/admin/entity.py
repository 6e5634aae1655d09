"""Entities in the admin, imported and exported as CSV too."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin

from searchapp.lexicon.admin.activation import ActivationActions
from searchapp.lexicon.admin.languages import LanguageFilter, language_label
from searchapp.lexicon.admin.texts_column import TextsColumn
from searchapp.lexicon.forms.entity import EntityForm
from searchapp.lexicon.forms.fields import LinesField, TermsField
from searchapp.lexicon.models import Entity
from searchapp.publishing.admin.drafted_rows import DraftedRowsAdmin, KeyedResource
from searchapp.publishing.models import Draft


class EntityResource(KeyedResource):
    """Names with commas between, values one per line."""

    form = EntityForm
    names = TextsColumn("names", TermsField())
    values = TextsColumn("values", LinesField())

    class Meta:
        model = Entity
        fields = ("key", *EntityForm.Meta.fields)
        import_id_fields = ("key",)
        skip_unchanged = True


@admin.register(Entity)
class EntityAdmin(ActivationActions, DraftedRowsAdmin):
    """The list and the form of entities."""

    form = EntityForm
    resource_classes = (EntityResource,)
    fields = EntityForm.Meta.fields
    list_display = ("said", "field", "language_name", "confidence", "is_active", "problem")
    list_filter = ("field", LanguageFilter, "is_active")
    search_fields = ("names", "values", "note")
    list_per_page = 100

    @admin.display(description="entity")
    def said(self, row: Entity) -> str:
        """What it says, in one line."""
        return str(row)

    @admin.display(description="language", ordering="language")
    def language_name(self, row: Entity) -> str:
        return language_label(row.language)

    @admin.display(description="problem", empty_value="none")
    def problem(self, row: Entity) -> str:
        """Why it cannot be used; "" when it can."""
        return _faults_of(row)

    def reasons_against(
        self, rows: list[Entity], draft: Draft | None
    ) -> Iterable[tuple[Entity, str]]:
        return ((row, fault) for row in rows if (fault := _faults_of(row)))


def _faults_of(row: Entity) -> str:
    return " ".join(message for _, message in row.faults())
