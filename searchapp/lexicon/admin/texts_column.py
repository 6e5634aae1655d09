"""Lists of texts in the cells of a table."""

from __future__ import annotations

from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from searchapp.lexicon.forms.fields import LinesField


class _TextsWidget(Widget):  # type: ignore[misc]
    def __init__(self, typed: LinesField) -> None:
        super().__init__()
        self.typed = typed

    def clean(self, value: Any, row: Any = None, **more: Any) -> list[str]:
        texts: list[str] = self.typed.to_python(str(value or ""))
        return texts

    def render(self, value: Any, obj: Any = None, **more: Any) -> str:
        return self.typed.in_one_cell(value) if isinstance(value, list) else str(value)


class TextsColumn(Field):  # type: ignore[misc]
    """The column `name`, in whose cells texts are typed as in a field of the form."""

    def __init__(self, name: str, typed: LinesField) -> None:
        super().__init__(name, name, widget=_TextsWidget(typed))
