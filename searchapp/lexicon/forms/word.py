"""The form of a single word or phrase."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from analyzers.normalization import normalize
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft


class WordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what is no word, and a word that is there already, however it is written.

    A subclass names its model; `done` says what is done to its words.
    """

    draft: Draft | None = None
    done: ClassVar[str]

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        word = normalize(text)
        if not any(map(str.isalnum, word)):
            raise forms.ValidationError("Write a word, with at least one letter or digit.")
        model: Any = self._meta.model
        others = seen_in(model, self.draft).exclude(key=self.instance.key)
        for other in others.values_list("text", flat=True):
            if normalize(other) == word:
                raise forms.ValidationError(f"It is {self.done} already, as “{other}”.")
        return text
