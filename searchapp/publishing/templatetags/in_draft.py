"""The draft in which a form of the admin is shown."""

from __future__ import annotations

from typing import Any

from django import template

from searchapp.publishing.working_draft import working_draft

register = template.Library()


@register.simple_tag(takes_context=True)
def in_draft(context: dict[str, Any]) -> str:
    """The name of the draft in hand as `working_draft.FIELD` has it; "" is what is live."""
    draft = working_draft(context["request"])
    return "" if draft is None else str(draft.pk)
