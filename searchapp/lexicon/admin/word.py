"""Protected and banned words in the admin, imported and exported as CSV too."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from searchapp.lexicon.forms.word import BannedWordForm, ProtectedWordForm, words_there
from searchapp.lexicon.models import BannedWord, ProtectedWord
from searchapp.publishing.admin.drafted_rows import DraftedResource, DraftedRowsAdmin


class WordResource(DraftedResource):
    """Rows that are held to a `WordForm`; the words that are there are read once for all. A word is
    one that is there already when it is written the same.
    """

    class Meta:
        fields = ("text", "note")
        import_id_fields = ("text",)
        skip_unchanged = True

    def told_to_forms(self) -> dict[str, Any]:
        there = words_there(self._meta.model, self.draft)
        return {**super().told_to_forms(), "there": there}


class ProtectedWordResource(WordResource):
    form = ProtectedWordForm

    class Meta:
        model = ProtectedWord


class BannedWordResource(WordResource):
    form = BannedWordForm

    class Meta:
        model = BannedWord


class WordAdmin(DraftedRowsAdmin):
    """The list and the form of words."""

    fields = ("text", "note")
    list_display = ("text", "note", "changed")
    search_fields = ("text", "note")
    list_per_page = 100


@admin.register(ProtectedWord)
class ProtectedWordAdmin(WordAdmin):
    form = ProtectedWordForm
    resource_classes = (ProtectedWordResource,)


@admin.register(BannedWord)
class BannedWordAdmin(WordAdmin):
    form = BannedWordForm
    resource_classes = (BannedWordResource,)
