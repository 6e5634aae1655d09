"""What is told of a missing item: what keeps it away, and the cures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from searchapp.pipeline.request import Kind


class Stage(StrEnum):
    """Where an item was dropped, in the order in which a request meets them."""

    KINDS = "kinds"
    INDEX = "index"
    FILTER = "filter"
    """A filter of the shopper."""
    ENTITY = "entity"
    """A filter that words of the query ask for."""
    REQUIRED = "required"
    """A filter that a rule requires, or that holds for every search."""
    UNWANTED = "unwanted"
    """A word that the query leaves out ("-leather")."""
    HIDDEN = "hidden"
    RECALL = "recall"
    """No channel finds it."""
    DEPTH = "depth"
    """A channel finds it, behind so many that it does not look at it."""
    FIRST_STAGE = "first_stage"
    SLOTS = "slots"
    """It deserves no slot of its kind in the mixed row."""
    RANKING = "ranking"
    """It stands on another page."""


class Act(StrEnum):
    """What a cure does. Each says in its text what exactly."""

    ASK_KIND = "ask_kind"
    PUBLISH = "publish"
    DROP_FILTER = "drop_filter"
    """The search does without the filter on the field."""
    SET_FIELD = "set_field"
    """The item gets one of the values in the field."""
    CHANGE_RULE = "change_rule"
    CHANGE_PROFILE = "change_profile"
    DROP_WORDS = "drop_words"
    """The item or the query does without the words."""
    ADD_WORDS = "add_words"
    """The item gets the words, best in its title."""
    SYNONYM = "synonym"
    """One of the words gets a synonym that the item has."""
    LIFT = "lift"
    """The feature gets better."""
    LOOK_ON = "look_on"
    """The shopper looks at another page."""
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Cure:
    """One thing that a merchant (or shopper) can do, in a sentence; and on what: the `field`, its
    `values` or the words, the id of the `rule`.
    """

    act: Act
    text: str
    field: str = ""
    values: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that keeps the item away. Any one of the cures, the best first, removes it."""

    stage: Stage
    sentence: str
    cures: tuple[Cure, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The item's `rank` in the whole row, from 1, where it has one; and what keeps it off the page
    that was asked for, in the order in which the request meets it: nothing if it is there.

    All obstacles must be removed; which way of these is left to people. Ranks may then still keep
    it away: ask again.
    """

    kind: Kind
    id: str
    title: str = ""
    rank: int | None = None
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def stage(self) -> Stage | None:
        """The first stage that dropped it."""
        return self.obstacles[0].stage if self.obstacles else None
