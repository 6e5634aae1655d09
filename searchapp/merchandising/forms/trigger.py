"""One trigger of a rule as a row of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from searchapp.merchandising.rule_fields.description import TRIGGERS
from searchapp.merchandising.rule_fields.plain_rows import trigger_of, trigger_row
from searchapp.merchandising.rule_fields.rows import Row


class TriggerForm(forms.Form):
    """How a query is met, and by which words."""

    how = forms.ChoiceField(
        label="When", choices=[("", "– choose –"), *TRIGGERS.items()], required=False
    )
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
        row = Row("when", 0, self.cleaned_data["how"], {"text": self.cleaned_data["text"]})
        return trigger_of(row)

    def field_of(self, path: str) -> str | None:
        """The field that a fault in the plain value is about."""
        return "text"


def trigger_fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say what the plain value says."""
    row = trigger_row(0, plain)
    return {"how": row.is_, "text": row.texts.get("text", "")}


TriggerRows = forms.formset_factory(
    TriggerForm, extra=2, can_delete=True, can_delete_extra=False, max_num=100, validate_max=True
)
