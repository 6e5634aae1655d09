"""Protected words in the admin."""

from __future__ import annotations

from django.contrib import admin

from searchapp.lexicon.forms.protected_word import ProtectedWordForm
from searchapp.lexicon.models import ProtectedWord
from searchapp.publishing.admin.drafted import DraftedAdmin


@admin.register(ProtectedWord)
class ProtectedWordAdmin(DraftedAdmin):
    """The list and the form of protected words."""

    form = ProtectedWordForm
    fields = ProtectedWordForm.Meta.fields
    list_display = ("text", "note", "changed")
    search_fields = ("text", "note")
    list_per_page = 100
