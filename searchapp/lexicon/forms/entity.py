"""The form of an entity."""

from __future__ import annotations

from searchapp.lexicon.forms.fields import LinesField, TermsField
from searchapp.lexicon.forms.written_rule import WrittenRuleForm
from searchapp.lexicon.models import Entity


class EntityForm(WrittenRuleForm):
    """What names stand for in a field of the catalog."""

    names = TermsField(
        help_text="As shoppers say it, such as hp. One per line, or with commas between."
    )
    values = LinesField(
        required=False,
        help_text="As the catalog writes it, such as Hewlett-Packard, one per line; a category "
        "with its whole path. Empty: the names are never taken for one.",
    )

    class Meta:
        model = Entity
        fields = ("field", "names", "values", "language", "confidence", "is_active", "note")
