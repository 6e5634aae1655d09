"""Words that are right as they are."""

from __future__ import annotations

from django.db import models


class ProtectedWord(models.Model):
    """A word or phrase whose spelling is never corrected, such as a new brand."""

    text = models.CharField(max_length=100, unique=True)
    note = models.CharField(max_length=300, blank=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ("text",)

    def __str__(self) -> str:
        return self.text
