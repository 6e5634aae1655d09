"""The forms in which a file of rules is chosen, and what was shown of it is confirmed."""

from __future__ import annotations

from typing import Any

from django import forms

from searchapp.lexicon.synonym_file import SynonymFileError, read_text

FORMATS = (
    ("json", "JSON, as exported here"),
    ("csv", "CSV, as exported here"),
    ("smui", "SMUI: Common Rules of querqy (rules.txt)"),
)
_ENDINGS = {"json": "json", "csv": "csv", "txt": "smui"}
_MAX_CHARACTERS = 2_000_000


class RuleFileForm(forms.Form):
    """A file, whose text becomes its value, and its format; by its name where none is chosen."""

    file = forms.FileField(help_text="Text in UTF-8, 2 MB at most.")
    format = forms.ChoiceField(choices=[("", "by the file’s name"), *FORMATS], required=False)

    def clean_file(self) -> str:
        upload: Any = self.cleaned_data["file"]
        try:
            text = read_text(upload.read(_MAX_CHARACTERS + 1))
        except SynonymFileError as error:
            raise forms.ValidationError(str(error)) from error
        if upload.size > _MAX_CHARACTERS:
            raise forms.ValidationError("The file has more than 2 MB; import it in parts.")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "file" in cleaned and not cleaned.get("format"):
            ending = str(getattr(self.files["file"], "name", "")).rpartition(".")[2].lower()
            if ending not in _ENDINGS:
                self.add_error("format", "The name does not tell the format; choose one.")
            cleaned["format"] = _ENDINGS.get(ending, "")
        return cleaned


class ConfirmForm(forms.Form):
    """The text of a file that was looked at."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=_MAX_CHARACTERS)
    confirmed = forms.ChoiceField(choices=FORMATS, widget=forms.HiddenInput)
