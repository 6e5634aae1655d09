"""Lists of texts that are typed as text, and the shop's languages to choose from."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO

_LINES = re.compile(r"[\r\n]+")
_LINES_AND_COMMAS = re.compile(r"[\r\n]+|(?<!\\)(?:[，、]|,(?!(?<=\d,)\d))")
_ESCAPED = re.compile(r"\\([,，、])")
_MAX_CHARACTERS = 50_000


class LinesField(forms.CharField):
    """A list of texts, typed one per line. Its value is the distinct ones, in their order."""

    widget = forms.Textarea(attrs={"rows": 6, "cols": 80, "spellcheck": "false"})
    separator = _LINES

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": _MAX_CHARACTERS, **options})

    def prepare_value(self, value: Any) -> Any:
        """The list as it is typed; what was typed stays as it is."""
        return "\n".join(map(self.typed, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = self.separator.split(super().to_python(value) or "")
        texts = (" ".join(self.read(part).split()) for part in parts)
        return list(dict.fromkeys(filter(None, texts)))

    def typed(self, text: str) -> str:
        """How one text is typed."""
        return text

    def read(self, typed: str) -> str:
        """The text of one that was typed."""
        return typed

    def in_one_cell(self, texts: list[str]) -> str:
        """The list as it stands in one cell of a table."""
        return "\n".join(map(self.typed, texts))

    def run_validators(self, value: Any) -> None:
        """Bounds how much is typed; what the texts must be, the column says."""
        super().run_validators("\n".join(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))


class TermsField(LinesField):
    """A list of words or phrases, typed one per line or with commas between.

    A comma within a number ("1,5 l") belongs to it, as does one behind a backslash to its text.
    """

    separator = _LINES_AND_COMMAS

    def typed(self, text: str) -> str:
        return self.separator.sub(lambda found: f"\\{found[0]}", text)

    def read(self, typed: str) -> str:
        return _ESCAPED.sub(r"\1", typed)

    def in_one_cell(self, texts: list[str]) -> str:
        return ", ".join(map(self.typed, texts))


def language_choices(also: str = "") -> list[tuple[str, str]]:
    """The shop's languages, "" for all of them, and the one that a row has had so far."""
    codes = dict.fromkeys([*settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"], also])
    return [("", "all languages"), *((code, language_name(code)) for code in codes if code)]


def language_name(code: str) -> str:
    """What a language is called, or its code when that is not known."""
    return str(LANG_INFO.get(code, {}).get("name", code))
