"""What the forms of intents and entities have in common."""

from __future__ import annotations

from typing import Any

from django import forms

from searchapp.lexicon.forms.fields import language_choices


class WrittenRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what the row's rule refuses, at the field that it names."""

    language = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "language" in self.fields:
            self.fields["language"].choices = language_choices(self.instance.language)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            row = self._meta.model(**{name: cleaned[name] for name in self._meta.fields or ()})
            for field, said in row.faults():
                self.add_error(field if field in self.fields else None, said)
        return cleaned
