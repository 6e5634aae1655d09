"""One trigger of a rule as a row of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

HOW = (
    ("", "– choose –"),
    ("exact", "is exactly"),
    ("phrase", "has, side by side,"),
    ("all_words", "has, in any order, all of"),
    ("brand", "names the brand"),
    ("category", "names the category"),
    ("intent", "has the intent"),
    ("any_query", "is any"),
)
_RECOGNISED = ("brand", "category")


class TriggerForm(forms.Form):
    """How a query is met, and by which words."""

    how = forms.ChoiceField(label="The query", choices=HOW, required=False)
    text = forms.CharField(label="Words or name", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if not cleaned["how"]:
            self.add_error("how", "Choose how the query is met, or remove the row.")
        elif not cleaned["text"] and cleaned["how"] != "any_query":
            self.add_error("text", "Write what the query has.")
        return cleaned

    @property
    def plain(self) -> dict[str, Any]:
        """The trigger as a plain value."""
        how, text = self.cleaned_data["how"], self.cleaned_data["text"]
        if how == "any_query":
            return {how: True}
        if how in _RECOGNISED:
            return {"recognised": how, "value": text}
        return {how: text}

    def field_of(self, path: str) -> str | None:
        """The field that a fault in the plain value is about."""
        return "text"


def trigger_fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say what the plain value says."""
    if "recognised" in plain:
        return {"how": plain["recognised"], "text": plain.get("value", "")}
    how = next(iter(plain))
    return {"how": how, "text": "" if how == "any_query" else plain[how]}


TriggerRows = forms.formset_factory(
    TriggerForm, extra=2, can_delete=True, can_delete_extra=False, max_num=100, validate_max=True
)
