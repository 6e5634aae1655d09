"""Banned words in the admin, imported and exported as CSV too."""

from __future__ import annotations

from django.contrib import admin

from searchapp.lexicon.admin.word import WordResource
from searchapp.lexicon.forms.banned_word import BannedWordForm
from searchapp.lexicon.models import BannedWord
from searchapp.publishing.admin.drafted_rows import DraftedRowsAdmin


class BannedWordResource(WordResource):
    """A word is one that is there already when it is written the same."""

    form = BannedWordForm

    class Meta:
        model = BannedWord
        fields = ("text", "note")
        import_id_fields = ("text",)
        skip_unchanged = True


@admin.register(BannedWord)
class BannedWordAdmin(DraftedRowsAdmin):
    """The list and the form of banned words."""

    form = BannedWordForm
    resource_classes = (BannedWordResource,)
    fields = BannedWordForm.Meta.fields
    list_display = ("text", "note", "changed")
    search_fields = ("text", "note")
    list_per_page = 100
