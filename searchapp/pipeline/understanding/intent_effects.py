"""What the intents of a query do: pages that the shop offers, and the kind that leads the row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzers.intents.intent_rule import IntentEffect
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Intent
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import Kind


@dataclass(frozen=True, slots=True)
class IntentFound:
    """An intent of the query and what the shop has decided to do about it."""

    intent: Intent
    effect: IntentEffect


def intents_found(query: AnalyzedQuery, lexicon: Lexicon) -> tuple[IntentFound, ...]:
    """The intents of the query with their effects, surest first."""
    return tuple(
        IntentFound(intent, lexicon.intents.effect(intent.name, query.language))
        for intent in query.intents
    )


def steered(profile: RankingProfile, intents: tuple[IntentFound, ...]) -> RankingProfile:
    """The profile with more and earlier slots for the kind that the surest intent leads with."""
    leads = next((found.effect.leads for found in intents if found.effect.leads), "")
    if not leads:
        return profile
    policy = profile.mixed_row
    slots = {**policy.slots, Kind(leads): policy.lead_slots}
    led = replace(policy, slots=slots, similarity_share=policy.lead_similarity_share)
    return replace(profile, mixed_row=led)
