"""Where a rule is changed."""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def rule_link(key: str) -> str:
    """The address of the rule's page; "" where there is none."""
    try:
        return reverse("tuning:rule", args=[key])
    except NoReverseMatch:
        return ""
