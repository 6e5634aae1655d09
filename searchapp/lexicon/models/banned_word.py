"""Words that the shop never says by itself."""

from __future__ import annotations

from django.db import models

from searchapp.publishing.models import Drafted


class BannedWord(Drafted):
    """A word or phrase that no suggestion, correction or completion has; who types it finds."""

    section = "banned_words"
    columns = ("text", "note")

    text = models.CharField(max_length=100)
    note = models.CharField(max_length=300, blank=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("text",)

    def __str__(self) -> str:
        return self.text
