"""The forms of single words and phrases: protected and banned ones."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, ClassVar

from django import forms

from analyzers.normalization import normalize
from searchapp.lexicon.models import BannedWord, ProtectedWord
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft

WordsThere = MutableMapping[str, dict[str, str]]
"""Texts by their keys, by the word as which each is compared."""


def words_there(model: Any, draft: Draft | None) -> WordsThere:
    """The words of a section as they are in a draft."""
    found: dict[str, dict[str, str]] = {}
    for key, text in seen_in(model, draft).values_list("key", "text"):
        found.setdefault(normalize(text), {})[key] = text
    return found


class WordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses what is no word, and a word that is there already, however it is written.

    A subclass names its model; `done` says what is done to its words. Forms of one import share
    the words that are `there`, and add theirs.
    """

    draft: Draft | None = None
    there: ClassVar[WordsThere | None] = None
    done: ClassVar[str]

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        word = normalize(text)
        if not any(map(str.isalnum, word)):
            raise forms.ValidationError("Write a word, with at least one letter or digit.")
        there = words_there(self._meta.model, self.draft) if self.there is None else self.there
        same = there.setdefault(word, {})
        for key, other in same.items():
            if key != self.instance.key:
                raise forms.ValidationError(f"It is {self.done} already, as “{other}”.")
        same[self.instance.key] = text
        return text


class ProtectedWordForm(WordForm):
    """A word whose spelling is never corrected."""

    done = "protected"

    class Meta:
        model = ProtectedWord
        fields = ("text", "note")


class BannedWordForm(WordForm):
    """A word that the shop never says by itself."""

    done = "banned"

    class Meta:
        model = BannedWord
        fields = ("text", "note")
