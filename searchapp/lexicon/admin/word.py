"""Single words as CSV."""

from __future__ import annotations

from typing import Any

from searchapp.lexicon.forms.word import words_there
from searchapp.publishing.admin.drafted_rows import DraftedResource


class WordResource(DraftedResource):
    """Rows that are held to a `WordForm`; the words that are there are read once for all."""

    def told_to_forms(self) -> dict[str, Any]:
        there = words_there(self._meta.model, self.draft)
        return {**super().told_to_forms(), "there": there}
