"""A field of whole numbers."""

from __future__ import annotations

from typing import Any

from django import forms

from searchapp.lexicon.forms.fields import TermsField


class NumbersField(TermsField):
    """Whole numbers with commas between."""

    def to_python(self, value: Any) -> Any:
        try:
            return [int(each) for each in super().to_python(value)]
        except ValueError as error:
            raise forms.ValidationError("Write whole numbers, such as 1, 5.") from error

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        super().run_validators(list(map(str, value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except forms.ValidationError:
            return True
