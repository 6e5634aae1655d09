"""Protected words in the admin, imported and exported as CSV too."""

from __future__ import annotations

from django.contrib import admin

from searchapp.lexicon.admin.word import WordResource
from searchapp.lexicon.forms.protected_word import ProtectedWordForm
from searchapp.lexicon.models import ProtectedWord
from searchapp.publishing.admin.drafted_rows import DraftedRowsAdmin


class ProtectedWordResource(WordResource):
    """A word is one that is there already when it is written the same."""

    form = ProtectedWordForm

    class Meta:
        model = ProtectedWord
        fields = ("text", "note")
        import_id_fields = ("text",)
        skip_unchanged = True


@admin.register(ProtectedWord)
class ProtectedWordAdmin(DraftedRowsAdmin):
    """The list and the form of protected words."""

    form = ProtectedWordForm
    resource_classes = (ProtectedWordResource,)
    fields = ProtectedWordForm.Meta.fields
    list_display = ("text", "note", "changed")
    search_fields = ("text", "note")
    list_per_page = 100
