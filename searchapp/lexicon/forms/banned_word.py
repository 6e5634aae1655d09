"""The form of a banned word."""

from __future__ import annotations

from searchapp.lexicon.forms.word import WordForm
from searchapp.lexicon.models import BannedWord


class BannedWordForm(WordForm):
    """A word that the shop never says by itself."""

    done = "banned"

    class Meta:
        model = BannedWord
        fields = ("text", "note")
