"""A plain value typed as JSON."""

from __future__ import annotations

import json
from typing import Any

from django import forms


class PlainField(forms.CharField):
    """Its value is what the JSON says, None where nothing is written."""

    def __init__(self, *, rows: int = 24, **options: Any) -> None:
        attrs = {"rows": rows, "cols": 90, "spellcheck": "false", "class": "plain-value"}
        super().__init__(
            **{
                "widget": forms.Textarea(attrs=attrs),
                "max_length": 50_000,
                "strip": False,
                **options,
            }
        )

    def prepare_value(self, value: Any) -> Any:
        """Indented; what was typed stays as it is."""
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise forms.ValidationError(f"It is no JSON at {where}: {error.msg}.") from error
        except ValueError as error:
            raise forms.ValidationError(
                "It has a number of too many digits; write a shorter one."
            ) from error
        except RecursionError as error:
            raise forms.ValidationError("It is nested too deep.") from error

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """What the value must be, its reader says."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True
