"""The form of an intent."""

from __future__ import annotations

from typing import Any

from django import forms

from analyzers.intents.intent_rule import IntentRuleError
from searchapp.lexicon.forms.fields import LinesField, language_choices
from searchapp.lexicon.models import Intent


class IntentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what `IntentRule` refuses, at the field that it names."""

    phrases = LinesField(help_text="Ways to say it, one per line. How to write them is said below.")
    unless = LinesField(
        required=False, help_text="A query that also contains one of these is meant otherwise."
    )
    language = forms.ChoiceField(required=False)

    class Meta:
        model = Intent
        fields = (
            "name",
            "language",
            "phrases",
            "unless",
            "confidence",
            "leads",
            "link",
            "title",
            "is_active",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "language" in self.fields:
            self.fields["language"].choices = language_choices(self.instance.language)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                Intent(**{name: cleaned[name] for name in self.Meta.fields}).rule  # noqa: B018
            except IntentRuleError as error:
                self.add_error(error.field, error.message)
        return cleaned
