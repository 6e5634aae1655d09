"""The numbers of a ranking profile that the workbench moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import ChannelUse, RankingProfile, RerankStep
from searchapp.pipeline.request import Kind

LEARNT, VALUE = "feature_ranker", "value_ranker"


@dataclass(frozen=True, slots=True)
class Slider:
    """One number of a profile: how it is read, None where the profile has none, and set."""

    name: str
    label: str
    help: str
    most: float
    step: float
    read: Callable[[RankingProfile], float | None]
    set: Callable[[RankingProfile, float], RankingProfile]
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a slider stands: at the number of the profile, or moved to another."""

    slider: Slider
    of_profile: float
    value: float

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than the profile says."""
        return self.value != self.of_profile


def positions(profile: RankingProfile, given: Mapping[str, float]) -> tuple[Position, ...]:
    """Where the sliders that the profile has stand. What lies within half a step of the profile's
    own number is that number: browsers round to whole steps.
    """
    found = []
    for slider in SLIDERS:
        own = slider.read(profile)
        if own is None:
            continue
        value = min(max(given.get(slider.name, own), slider.least), slider.most)
        is_own = slider.name not in given or abs(value - own) <= slider.step / 2
        found.append(Position(slider, own, own if is_own else value))
    return tuple(found)


def moved(profile: RankingProfile, given: Mapping[str, float]) -> RankingProfile:
    """The profile as the sliders say."""
    for each in positions(profile, given):
        if each.is_moved:
            profile = each.slider.set(profile, each.value)
    return profile


def with_sliders(config: SearchConfig, name: str, given: Mapping[str, float]) -> SearchConfig:
    """The configuration with its profile `name` as the sliders say; itself where none is moved.

    Raises InvalidRequest for a profile that it does not have.
    """
    own = config.profile(name)
    profile = moved(own, given)
    if profile is own:
        return config
    return replace(config, profiles={**config.profiles, name: profile})


def _meaning(profile: RankingProfile) -> float | None:
    uses = profile.channels[Kind.PRODUCT]
    if "semantic" not in uses or profile.channel_weigher:
        return None
    total = uses["lexical"].weight + uses["semantic"].weight
    return uses["semantic"].weight / total if total else None


def _set_meaning(profile: RankingProfile, share: float) -> RankingProfile:
    channels = {}
    for kind, uses in profile.channels.items():
        semantic = uses.get("semantic", ChannelUse(0.0))
        total = uses["lexical"].weight + semantic.weight
        channels[kind] = {
            **uses,
            "lexical": replace(uses["lexical"], weight=round(total * (1 - share), 4)),
            "semantic": replace(semantic, weight=round(total * share, 4)),
        }
    return replace(profile, channels=channels)


def _field(field: str, profile: RankingProfile) -> float | None:
    return profile.field_weights[Kind.PRODUCT].get(field)


def _set_field(field: str, profile: RankingProfile, weight: float) -> RankingProfile:
    """Of all kinds that have the field, but for a weight that would leave a kind none."""
    weights = {}
    for kind, own in profile.field_weights.items():
        changed = {**own, field: weight} if field in own else own
        weights[kind] = changed if any(changed.values()) else own
    return replace(profile, field_weights=weights)


def _good(good: str, profile: RankingProfile) -> float:
    amount: float = getattr(profile.objective, good)
    return amount if _weighs_goods(profile) else 0.0


def _set_good(good: str, profile: RankingProfile, weight: float) -> RankingProfile:
    """Also adds the step that weighs goods; one that was not there weighs this one alone."""
    if not _weighs_goods(profile):
        none = dict.fromkeys(GOODS, 0.0)
        profile = replace(
            profile,
            rerankers=(*profile.rerankers, RerankStep(VALUE)),
            objective=replace(profile.objective, **none),
        )
    return replace(profile, objective=replace(profile.objective, **{good: weight}))


def _weighs_goods(profile: RankingProfile) -> bool:
    return any(step.name == VALUE for step in profile.rerankers)


def _learnt(profile: RankingProfile) -> float | None:
    return next((step.share for step in profile.rerankers if step.name == LEARNT), None)


def _set_learnt(profile: RankingProfile, share: float) -> RankingProfile:
    steps = tuple(
        replace(step, share=share) if step.name == LEARNT else step for step in profile.rerankers
    )
    return replace(profile, rerankers=steps)


def _diversity(profile: RankingProfile) -> float:
    return profile.diversity.strength


def _set_diversity(profile: RankingProfile, strength: float) -> RankingProfile:
    return replace(profile, diversity=replace(profile.diversity, strength=strength))


def _of_field(field: str, label: str) -> Slider:
    return Slider(
        field,
        label,
        f"What a word in the {label.lower()} is worth.",
        10.0,
        0.5,
        partial(_field, field),
        partial(_set_field, field),
    )


def _of_good(good: str, label: str, help_text: str) -> Slider:
    return Slider(good, label, help_text, 1.0, 0.05, partial(_good, good), partial(_set_good, good))


GOODS = ("click", "conversion", "gmv", "margin", "freshness", "authority")
SLIDERS: tuple[Slider, ...] = (
    Slider(
        "meaning",
        "Words or meaning",
        "Left: the query's own words count. Right: what it means.",
        1.0,
        0.05,
        _meaning,
        _set_meaning,
    ),
    _of_field("title", "Title"),
    _of_field("brand_text", "Brand"),
    _of_field("category_text", "Category"),
    Slider(
        "learnt",
        "Learnt ranking",
        "How much the ranker that learnt from judgments decides.",
        1.0,
        0.05,
        _learnt,
        _set_learnt,
        least=0.05,
    ),
    _of_good("conversion", "Likely purchases", "What is bought more often comes first."),
    _of_good("freshness", "Freshness", "What is new comes first."),
    _of_good("margin", "Margin", "What the shop keeps more of comes first, where that is known."),
    _of_good("authority", "Well-rated", "Items and sellers that do well come first."),
    Slider(
        "diversity",
        "Diversity",
        "How unlike the hits must be in seller, brand and title.",
        1.0,
        0.05,
        _diversity,
        _set_diversity,
    ),
)
"""All of them, in the order in which they are shown."""
