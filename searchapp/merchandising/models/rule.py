"""Query rules, as merchants write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from searchapp.merchandising.shop_rules import is_shop_rule, shop_rule_faults
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.plain import checked_rule, rule_from_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.models import Drafted


class QueryRule(Drafted):
    """A rule: its plain value (docs/rules.md), and columns by which lists are searched and sorted.

    `asked` is the words of its triggers.
    """

    section = "rules"
    columns = ("plain",)

    plain = models.JSONField(default=dict)
    name = models.CharField(max_length=200, editable=False)
    asked = models.TextField(blank=True, editable=False)
    priority = models.IntegerField(default=0, editable=False, db_index=True)
    is_active = models.BooleanField("active", default=True, editable=False)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("-priority", "name", "pk")
        verbose_name = "query rule"

    def __str__(self) -> str:
        return self.name or f"rule {self.key}"

    @property
    def value(self) -> dict[str, Any]:
        return dict(self.plain)

    @value.setter
    def value(self, given: Mapping[str, Any]) -> None:
        try:
            rule = rule_from_plain(self.key, given)
        except PlainValueError as error:
            raise ValidationError(list(map(str, error.faults))) from error
        self.plain = dict(given)
        self.name = rule.name[:200]
        self.priority = rule.priority
        self.is_active = rule.enabled
        self.asked = "\n".join(
            text for each in rule.triggers if (text := getattr(each, "text", None) or "")
        )

    @property
    def rule(self) -> Rule:
        """What it says. Raises PlainValueError for what no form would have saved."""
        return rule_from_plain(self.key, self.plain)

    def faults(self) -> list[tuple[str, str]]:
        try:
            checked_rule(self.key, self.plain)
        except PlainValueError as error:
            return [(each.path, each.message) for each in error.faults]
        return []

    def is_of_seller(self, seller: str) -> bool:
        try:
            return is_shop_rule(self.rule, seller)
        except PlainValueError:
            return False

    def faults_for_seller(self, seller: str) -> list[str]:
        try:
            return shop_rule_faults(self.rule, seller)
        except PlainValueError as error:
            return list(map(str, error.faults))
