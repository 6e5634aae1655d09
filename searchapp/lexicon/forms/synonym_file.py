"""The form in which a file of synonyms is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms

from searchapp.lexicon.forms.fields import language_choices
from searchapp.lexicon.synonym_file import MAX_BYTES, SynonymFileError, read_text


class SynonymFileForm(forms.Form):
    """A file, whose text becomes its value, and how it is to be taken."""

    file = forms.FileField(
        help_text="A text file in the format of Solr and Elasticsearch, in UTF-8: "
        f"at most {MAX_BYTES // 1_000_000} MB."
    )
    language = forms.ChoiceField(
        required=False,
        choices=language_choices,
        help_text="For the rules of the file that name no language.",
    )
    skip_bad = forms.BooleanField(
        required=False,
        label="Skip bad lines",
        help_text="Otherwise nothing is saved until every line is right.",
    )

    def clean_file(self) -> str:
        upload: Any = self.cleaned_data["file"]
        try:
            return read_text(upload.read(MAX_BYTES + 1))
        except SynonymFileError as error:
            raise forms.ValidationError(str(error)) from error
