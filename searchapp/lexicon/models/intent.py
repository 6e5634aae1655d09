"""Intents, as merchants write them."""

from __future__ import annotations

from django.db import models

from analyzers.intents.intent_rule import IntentRule
from searchapp.lexicon.models.text_list import TextListField, texts_of
from searchapp.lexicon.models.validators import validate_share
from searchapp.publishing.models import Drafted


class Intent(Drafted):
    """How something beside products is asked for in one language, and what then happens.

    The columns are those of `IntentRule`; several rows may share a `name`.
    """

    section = "intents"
    columns = (
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

    LEADS = (("", "nothing"), ("video", "videos"), ("live", "live streams"))

    name = models.CharField(
        max_length=100, help_text="Such as order-status; rows of all languages share it."
    )
    language = models.CharField(max_length=35, blank=True, help_text="The language of the phrases.")
    phrases = TextListField()
    unless = TextListField(blank=True)
    confidence = models.FloatField(
        default=0.9, validators=[validate_share], help_text="How sure a match is."
    )
    leads = models.CharField(
        max_length=20, choices=LEADS, blank=True, help_text="What comes first in the answer."
    )
    link = models.CharField(
        max_length=500, blank=True, help_text="The page that is offered: a path or https address."
    )
    title = models.CharField(max_length=200, blank=True, help_text="The words of that link.")
    is_active = models.BooleanField("active", default=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("name", "language", "pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.language})" if self.language else self.name

    @property
    def rule(self) -> IntentRule:
        """What it says. Raises ValueError (IntentRuleError, naming the field) for values that
        cannot be used.
        """
        return IntentRule(
            name=self.name,
            language=self.language,
            phrases=texts_of(self.phrases, "phrases"),
            unless=texts_of(self.unless, "unless"),
            confidence=self.confidence,
            leads=self.leads,
            link=self.link,
            title=self.title,
        )

    def faults(self) -> list[tuple[str, str]]:
        try:
            self.rule  # noqa: B018 - it is made to see whether it can be
        except ValueError as error:
            return [(getattr(error, "field", ""), getattr(error, "message", str(error)))]
        return []
