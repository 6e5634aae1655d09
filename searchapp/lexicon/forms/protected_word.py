"""The form of a protected word."""

from __future__ import annotations

from django import forms

from analyzers.normalization import normalize
from searchapp.lexicon.models import ProtectedWord
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft, Drafted


class ProtectedWordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what is no word, and a word that is protected already, however it is written."""

    draft: Draft | None = None
    said = "protected"

    class Meta:
        model: type[Drafted] = ProtectedWord
        fields = ("text", "note")

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        word = normalize(text)
        if not any(map(str.isalnum, word)):
            raise forms.ValidationError("Write a word, with at least one letter or digit.")
        others = seen_in(type(self.instance), self.draft).exclude(key=self.instance.key)
        for other in others.values_list("text", flat=True):
            if normalize(other) == word:
                raise forms.ValidationError(f"It is {self.said} already, as “{other}”.")
        return text
