"""The form of a protected word."""

from __future__ import annotations

from searchapp.lexicon.forms.word import WordForm
from searchapp.lexicon.models import ProtectedWord


class ProtectedWordForm(WordForm):
    """A word whose spelling is never corrected."""

    done = "protected"

    class Meta:
        model = ProtectedWord
        fields = ("text", "note")
