"""Synonyms, as merchants write them."""

from __future__ import annotations

from django.db import models

from analyzers.synonyms.linter import Level, Linter
from analyzers.synonyms.rule import RuleKind, SynonymRule
from searchapp.lexicon.models.text_list import TextListField, texts_of
from searchapp.lexicon.models.validators import validate_share
from searchapp.publishing.models import Drafted


class Synonym(Drafted):
    """Words that stand for one another; the columns are those of `SynonymRule`.

    `terms` and `targets` are lists of texts, as they were typed.
    """

    section = "synonyms"
    columns = ("kind", "terms", "targets", "weight", "language", "is_active", "note")

    KINDS = (
        (RuleKind.TWO_WAY.value, "Two-way"),
        (RuleKind.ONE_WAY.value, "One-way"),
        (RuleKind.REPLACEMENT.value, "Replacement"),
    )

    kind = models.CharField(
        max_length=20,
        choices=KINDS,
        default=RuleKind.TWO_WAY.value,
        help_text="Two-way: each term finds all the others. One-way: the terms also find the "
        "targets. Replacement: the targets are searched instead of the terms.",
    )
    terms = TextListField()
    targets = TextListField(blank=True)
    weight = models.FloatField(
        default=0.9,
        validators=[validate_share],
        help_text="What a match of another word is worth beside one of the word itself.",
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="The language of the queries that it applies to."
    )
    is_active = models.BooleanField("active", default=True)
    note = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("-pk",)

    def __str__(self) -> str:
        try:
            said = str(self.rule)
        except ValueError:
            said = ""
        return said or f"synonym {self.pk}, broken"

    @property
    def rule(self) -> SynonymRule:
        """What it says. Raises ValueError for values that no form would have saved."""
        return SynonymRule(
            name=f"synonym {self.key}",
            kind=RuleKind(self.kind),
            terms=texts_of(self.terms, "terms"),
            targets=texts_of(self.targets, "targets"),
            weight=self.weight,
            language=self.language,
            is_active=self.is_active,
        )

    def faults(self) -> list[tuple[str, str]]:
        try:
            findings = Linter(()).check(self.rule)
        except ValueError as error:
            return [("", str(error))]
        return [("terms", each.message) for each in findings if each.level is Level.ERROR]

    @classmethod
    def of(cls, rule: SynonymRule) -> Synonym:
        """A row, not saved yet, that says what `rule` says."""
        return cls(
            kind=rule.kind.value,
            terms=list(rule.terms),
            targets=list(rule.targets),
            weight=rule.weight,
            language=rule.language,
            is_active=rule.is_active,
        )
