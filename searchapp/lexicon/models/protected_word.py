"""Words that are right as they are."""

from __future__ import annotations

from typing import Self

from django.db import models

from analyzers.normalization import normalize
from searchapp.publishing.models import Drafted, Problem


class ProtectedWord(Drafted):
    """A word or phrase whose spelling is never corrected, such as a new brand."""

    section = "protected_words"
    columns = ("text", "note")

    text = models.CharField(max_length=100)
    note = models.CharField(max_length=300, blank=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("text",)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def clashes(cls, rows: list[Self]) -> list[Problem]:
        seen: dict[str, str] = {}
        problems: list[Problem] = []
        for row in rows:
            word = normalize(row.text)
            if word in seen:
                said = f"is there already, as “{seen[word]}”; remove one"
                problems.append(Problem(cls.section, row.key, row.text, "text", said))
            seen.setdefault(word, row.text)
        return problems
