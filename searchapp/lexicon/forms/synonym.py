"""The form of a synonym: the linter has its say before anything is saved."""

from __future__ import annotations

from typing import Any

from django import forms

from analyzers.synonyms.linter import Finding, Level, Linter
from analyzers.synonyms.rule import SynonymRule
from searchapp.adminsite.confirming import AsksToConfirm
from searchapp.lexicon.forms.fields import TermsField, language_choices
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.synonym_linting import errors_of, saved_rules, shop_linter
from searchapp.publishing.models import Draft


class SynonymForm(AsksToConfirm, forms.ModelForm):  # type: ignore[type-arg]
    """Errors of the linter refuse the rule. Warnings ask to be confirmed, unless the rule is saved
    as it was. `findings` are those of the last validation, the gravest first.
    """

    draft: Draft | None = None

    terms = TermsField(help_text="One per line, or with commas between.")
    targets = TermsField(
        required=False, help_text="For one-way and replacement. Leave it empty for two-way."
    )
    language = forms.ChoiceField(required=False)

    class Meta:
        model = Synonym
        fields = ("kind", "terms", "targets", "language", "weight", "is_active", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.findings: list[Finding] = []
        self._saved = _rule_of(self.instance) if self.instance.pk else None
        if "language" in self.fields:
            self.fields["language"].choices = language_choices(self.instance.language)  # type: ignore[attr-defined]

    @property
    def advice(self) -> list[Finding]:
        """The findings that refuse nothing."""
        return [finding for finding in self.findings if finding.level is not Level.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        """The findings that ask to be confirmed."""
        return [finding for finding in self.findings if finding.level is Level.WARNING]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        columns = {name: cleaned[name] for name in self.Meta.fields}
        rule = Synonym(key=self.instance.key, **columns).rule
        # A file of many rules is checked against the others when it is published.
        linter = shop_linter(saved_rules(self.draft)) if self.asks else Linter(())
        self.findings = linter.check(rule)
        for message in errors_of(self.findings):
            self.add_error(None, message)
        if self.warnings and rule != self._saved and not self.errors:
            self.ask_to_confirm(finding.message for finding in self.warnings)
        return cleaned


def _rule_of(row: Synonym) -> SynonymRule | None:
    """What the row says; None when it is broken."""
    try:
        return row.rule
    except ValueError:
        return None
