"""The form of an intent."""

from __future__ import annotations

from searchapp.lexicon.forms.fields import LinesField
from searchapp.lexicon.forms.written_rule import WrittenRuleForm
from searchapp.lexicon.models import Intent


class IntentForm(WrittenRuleForm):
    """How something beside products is asked for."""

    phrases = LinesField(help_text="Ways to say it, one per line. How to write them is said below.")
    unless = LinesField(
        required=False, help_text="A query that also contains one of these is meant otherwise."
    )

    class Meta:
        model = Intent
        fields = (
            "name",
            "language",
            "phrases",
            "unless",
            "confidence",
            "leads",
            "link",
            "title",
            "is_active",
        )
