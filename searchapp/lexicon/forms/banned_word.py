"""The form of a banned word."""

from __future__ import annotations

from searchapp.lexicon.forms.protected_word import ProtectedWordForm
from searchapp.lexicon.models import BannedWord


class BannedWordForm(ProtectedWordForm):
    """Refuses what is no word, and a word that is banned already, however it is written."""

    said = "banned"

    class Meta(ProtectedWordForm.Meta):
        model = BannedWord
