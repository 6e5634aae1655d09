"""The form of a query to be analysed."""

from __future__ import annotations

from django import forms

from searchapp.lexicon.forms.fields import language_name
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS


class AnalysisForm(forms.Form):
    """A query as a shopper types it, and its language if that is known."""

    q = forms.CharField(
        label="Query",
        max_length=MAX_QUERY_CHARACTERS,
        strip=False,
        widget=forms.TextInput(attrs={"size": 60, "autofocus": True}),
    )
    language = forms.ChoiceField(required=False)
    everything = forms.BooleanField(required=False, label="all that is known after each step")

    def __init__(self, languages: tuple[str, ...], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        known = [(code, language_name(code)) for code in languages]
        self.fields["language"].choices = [("", "find it out"), *known]  # type: ignore[attr-defined]
