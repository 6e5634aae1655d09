"""Figures of relevance in templates."""

from __future__ import annotations

from django import template

from searchapp import wiring
from searchapp.publishing.models import Draft
from searchapp.relevance.impact.telling import DraftImpact
from searchapp.relevance.impact.telling import impact_of as known_impact

register = template.Library()


@register.simple_tag
def impact_of(draft: Draft) -> DraftImpact:
    """What is known of a draft's impact: `{% impact_of draft as impact %}`."""
    return known_impact(draft, wiring.current_config().version)


@register.filter
def signed(value: float | None, places: int = 3) -> str:
    """+0.021, −0.021, ±0.000; a dash for nothing."""
    if value is None:
        return "–"
    shown = f"{abs(value):.{places}f}"
    if not float(shown):
        return f"±{shown}"
    return f"{'+' if value > 0 else '−'}{shown}"


@register.filter
def figure(value: float | None, places: int = 3) -> str:
    """0.421; a dash for nothing."""
    return "–" if value is None else f"{value:.{places}f}"


@register.filter
def share(value: float | None) -> str:
    """12%; a dash for nothing, and never 0% for what is something."""
    if value is None:
        return "–"
    return "under 1%" if 0 < value < 0.01 else f"{value:.0%}"


@register.filter
def place(reciprocal_rank: float | None) -> str:
    """The rank of the first relevant result; a dash where none was found."""
    return f"{1 / reciprocal_rank:.0f}" if reciprocal_rank else "–"
