"""Names of brands, categories and other values, as merchants write them."""

from __future__ import annotations

from django.db import models

from analyzers.entities.entity_rule import EntityRule
from analyzers.entities.naming import FIELDS
from searchapp.lexicon.models.text_list import TextListField, texts_of
from searchapp.lexicon.models.validators import validate_share
from searchapp.publishing.models import Drafted


class Entity(Drafted):
    """What the names stand for in a field; without values they are never taken for one there.

    The columns are those of `EntityRule`.
    """

    section = "entities"
    columns = ("field", "names", "values", "language", "confidence", "is_active", "note")

    field = models.CharField(
        max_length=20, choices=[(each, each.replace("_", " ")) for each in FIELDS]
    )
    names = TextListField(help_text="As shoppers say it, such as hp.")
    values = TextListField(
        blank=True,
        help_text="As the catalog writes it, such as Hewlett-Packard. Empty: the names are never "
        "taken for one.",
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="The language of the queries that it applies to."
    )
    confidence = models.FloatField(
        default=1.0,
        validators=[validate_share],
        help_text="How sure a match is; from 0.8 on it filters, below it raises.",
    )
    is_active = models.BooleanField("active", default=True)
    note = models.CharField(max_length=300, blank=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("field", "pk")
        verbose_name_plural = "entities"

    def __str__(self) -> str:
        names = ", ".join(map(str, self.names if isinstance(self.names, list) else ()))
        values = ", ".join(map(str, self.values if isinstance(self.values, list) else ()))
        return f"{names} → {values}" if values else f"{names}: no {self.field}"

    @property
    def rule(self) -> EntityRule:
        """What it says. Raises ValueError, naming the field, for values that cannot be used."""
        return EntityRule(
            field=self.field,
            names=texts_of(self.names, "names"),
            values=texts_of(self.values, "values"),
            language=self.language,
            confidence=self.confidence,
            name=f"entity {self.key}",
            is_active=self.is_active,
        )

    def faults(self) -> list[tuple[str, str]]:
        try:
            self.rule  # noqa: B018 - it is made to see whether it can be
        except ValueError as error:
            return [(getattr(error, "field", ""), getattr(error, "message", str(error)))]
        return []
