"""The form of an entity."""

from __future__ import annotations

from typing import Any

from django import forms

from analyzers.entities.entity_rule import EntityRuleError
from searchapp.lexicon.forms.fields import LinesField, TermsField, language_choices
from searchapp.lexicon.models import Entity


class EntityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what `EntityRule` refuses, at the field that it names."""

    names = TermsField(
        help_text="As shoppers say it, such as hp. One per line, or with commas between."
    )
    values = LinesField(
        required=False,
        help_text="As the catalog writes it, such as Hewlett-Packard, one per line; a category "
        "with its whole path. Empty: the names are never taken for one.",
    )
    language = forms.ChoiceField(required=False)

    class Meta:
        model = Entity
        fields = ("field", "names", "values", "language", "confidence", "is_active", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "language" in self.fields:
            self.fields["language"].choices = language_choices(self.instance.language)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                Entity(**{name: cleaned[name] for name in self.Meta.fields}).rule  # noqa: B018
            except EntityRuleError as error:
                self.add_error(error.field if error.field in self.fields else None, error.message)
        return cleaned
