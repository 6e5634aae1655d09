"""How a ranking is made, as values: the profile and its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rerankers.objective import DEFAULT_OBJECTIVE, Objective
from searchapp.pipeline.request import Kind

MOST_FUSED = 1_000
"""How many candidates of a kind are fused at most."""


@dataclass(frozen=True, slots=True)
class MixedRowPolicy:
    """Where items of the lesser kinds stand among the products.

    `slots` gives each kind the positions (from 0) of its items; the pattern repeats every `period`.
    An item takes a slot only when at least `minimum_match` of the query's words are in it and its
    similarity to the query is no less than `similarity_share` of the best product's. A kind that
    the shopper asked for ("how to …") has the slots `lead_slots` and needs but
    `lead_similarity_share`.
    """

    slots: Mapping[Kind, tuple[int, ...]] = field(
        default_factory=lambda: {Kind.LIVE: (2,), Kind.VIDEO: (5, 13)}
    )
    period: int = 24
    minimum_match: float = 0.6
    similarity_share: float = 0.75
    lead_slots: tuple[int, ...] = (0, 1, 3, 6, 10, 15)
    lead_similarity_share: float = 0.6

    def __post_init__(self) -> None:
        for name in ("minimum_match", "similarity_share", "lead_similarity_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} of the mixed row must lie between 0 and 1")
        if self.period < 1:
            raise ValueError("period of the mixed row must be 1 or more")


@dataclass(frozen=True, slots=True)
class RerankStep:
    """One step of the final stage: the reranker `name` scores the first `head` candidates.

    Their new score is `share` of the reranker's and `1 - share` of the score before; what lies
    below the head stays below it, in its order. The step may take `budget_ms`, and never more than
    is left of the request's budget.
    """

    name: str
    head: int = 200
    share: float = 1.0
    budget_ms: float | None = None

    def __post_init__(self) -> None:
        if self.head < 1:
            raise ValueError(f"head of the step {self.name!r} must be 1 or more, not {self.head}")
        if not 0 < self.share <= 1:
            raise ValueError(
                f"share of the step {self.name!r} must be above 0 and at most 1, not {self.share}"
            )
        if self.budget_ms is not None and self.budget_ms <= 0:
            raise ValueError(
                f"budget_ms of the step {self.name!r} must be above 0, not {self.budget_ms}"
            )


@dataclass(frozen=True, slots=True)
class Diversity:
    """How much the first `head` hits of the main kind must differ.

    `strength` is the weight of unlikeness against relevance: 0 is off, 1 is nothing else. Two items
    of one `seller` or `brand` are alike by these amounts, and two titles by `title` times the share
    of words that they have in common, from `near_duplicate` on.
    """

    strength: float = 0.0
    head: int = 48
    seller: float = 0.6
    brand: float = 0.4
    title: float = 1.0
    near_duplicate: float = 0.8

    def __post_init__(self) -> None:
        for name in ("strength", "seller", "brand", "title", "near_duplicate"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} of the diversity must lie between 0 and 1")
        if self.head < 1:
            raise ValueError("head of the diversity must be 1 or more")


@dataclass(frozen=True, slots=True)
class ChannelUse:
    """How a profile uses a recall channel for a kind: its `weight` in the fusion, and how many
    candidates it brings: `size` of the main kind, `beside` where the kind stands beside another.
    """

    weight: float
    size: int = 150
    beside: int = 50

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError(f"weight of a channel must be 0 or more, not {self.weight}")
        if not (1 <= self.size <= MOST_FUSED and 1 <= self.beside <= MOST_FUSED):
            raise ValueError(f"a channel brings 1 to {MOST_FUSED} candidates")


@dataclass(frozen=True, slots=True)
class FirstStage:
    """How far the first stage goes: of each kind at most `fused` candidates of all channels are
    fused, within `budget_ms`, and the best `kept` go on to the later stages.

    Both fall by halves where candidates cost more than there is time.
    """

    fused: int = MOST_FUSED
    kept: int = 200
    budget_ms: float = 100.0

    def __post_init__(self) -> None:
        if not 1 <= self.kept <= self.fused <= MOST_FUSED:
            raise ValueError(
                f"the first stage keeps 1 to {MOST_FUSED} candidates, and no more than it fuses"
            )
        if self.budget_ms <= 0:
            raise ValueError("budget_ms of the first stage must be above 0")


@dataclass(frozen=True, slots=True)
class RankingProfile:
    """How one ranking is made, from recall to the mixed row.

    `field_weights` weigh the text fields of each kind. `channels` are the recall channels that are
    asked about each kind; `lexical` must be among them. `first_stage` says how many candidates are
    fused and go on. `minimum_match` is the share of the query's content words that an item needs
    to be found by its words; one or two words are needed whole. `minimum_similarity` is the least
    cosine at which an item is found by meaning; where no item is found by words, the best must
    reach `convincing_similarity`, or nothing was found: every vector has neighbours, also that of a
    meaningless query. `channel_weigher` names what weighs words against meaning for each query; by
    default these have the weights of their channels. `rerankers` are the steps of the final stage,
    in their order; those that weigh goods, such as `value_ranker`, weigh them by the `objective`.
    The engine gives what their features need; `features` are numeric fields of each
    kind, `text_features` text fields whose own scores it gives besides. `mixed_row` says where the
    lesser kinds stand.
    """

    name: str
    field_weights: Mapping[Kind, Mapping[str, float]]
    channels: Mapping[Kind, Mapping[str, ChannelUse]]
    first_stage: FirstStage = field(default_factory=FirstStage)
    minimum_match: float = 0.5
    minimum_similarity: float = 0.2
    convincing_similarity: float = 0.45
    channel_weigher: str = ""
    rerankers: tuple[RerankStep, ...] = (RerankStep("identity"),)
    objective: Objective = DEFAULT_OBJECTIVE
    features: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    text_features: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    mixed_row: MixedRowPolicy = field(default_factory=MixedRowPolicy)
    diversity: Diversity = field(default_factory=Diversity)
    entity_boost: float = 0.1
    category_boost: float = 0.1
    unwanted_penalty: float = 0.25
    few: int = 3

    def __post_init__(self) -> None:
        for kind in Kind:
            if "lexical" not in self.channels.get(kind, {}):
                raise ValueError(f"the profile {self.name!r} has no channel 'lexical' for {kind}")
        for name in ("minimum_match", "minimum_similarity", "convincing_similarity"):
            least = 0 if name == "minimum_match" else -1
            if not least <= getattr(self, name) <= 1:
                raise ValueError(f"{name} of a profile must lie between {least} and 1")
        for name in ("entity_boost", "category_boost", "unwanted_penalty", "few"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} of a profile must be 0 or more")

    def channel(self, kind: Kind, name: str) -> ChannelUse | None:
        """How the channel is used for the kind; None when it is not asked."""
        return self.channels[kind].get(name)

    def using(self, name: str, use: ChannelUse) -> RankingProfile:
        """The profile that uses the channel in this way for all kinds."""
        channels = {kind: {**self.channels[kind], name: use} for kind in Kind}
        return replace(self, channels=channels)


CHANNELS: Mapping[str, ChannelUse] = {
    "lexical": ChannelUse(0.5),
    "exact": ChannelUse(2.0),
    "semantic": ChannelUse(0.5),
    "behavioural": ChannelUse(0.3),
    "promoted": ChannelUse(1.0),
    "pinned": ChannelUse(0.0),
}
"""The channels of the default profile. `fresh` is not among them: it costs a question for each
kind, and what is new is worth different things to different shops."""

DEFAULT_PROFILE = RankingProfile(
    name="default",
    field_weights={
        Kind.PRODUCT: {
            "title": 3.0,
            "brand_text": 2.0,
            "category_text": 1.0,
            "colour_text": 1.0,
            "body": 1.0,
        },
        Kind.VIDEO: {"title": 3.0, "tags_text": 2.0, "products_text": 1.0, "body": 1.0},
        Kind.LIVE: {"title": 3.0, "products_text": 1.0, "body": 1.0},
    },
    channels=dict.fromkeys(Kind, CHANNELS),
    rerankers=(RerankStep("feature_ranker", head=100),),
)
PRECISE_PROFILE = replace(
    DEFAULT_PROFILE,
    name="precise",
    rerankers=(
        *DEFAULT_PROFILE.rerankers,
        RerankStep("cross_encoder", head=30, share=0.3, budget_ms=250.0),
    ),
)
"""Also reads the texts of the head beside the query, which takes several times as long."""
