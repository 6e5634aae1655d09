"""Cures that merchants apply by themselves: written into a draft at a click."""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchapp.lexicon.models import Synonym
from searchapp.merchandising.models import QueryRule
from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.plain import rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft
from searchapp.publishing.models.drafted import new_key

OWN = (Act.CHANGE_RULE, Act.CHANGE_PROFILE, Act.SYNONYM, Act.PIN)
"""What merchants can do here."""


@dataclass(frozen=True, slots=True)
class Told:
    """An obstacle, with the cures that are buttons and those that are advice."""

    sentence: str
    buttons: tuple[Cure, ...]
    advice: tuple[str, ...]


def told_with_buttons(obstacles: tuple[Obstacle, ...]) -> tuple[Told, ...]:
    """The obstacles in their order. A pin is offered once: it cures all that come late."""
    found: list[Told] = []
    has_pin = False
    for each in obstacles:
        buttons = tuple(
            cure
            for cure in each.cures
            if cure.act in OWN
            and not (cure.act is Act.PIN and has_pin)
            and not (cure.act is Act.CHANGE_RULE and not cure.rule)
        )
        has_pin = has_pin or any(cure.act is Act.PIN for cure in buttons)
        advice = tuple(cure.text for cure in each.cures if cure.act not in OWN)
        found.append(Told(each.sentence, buttons, advice))
    return tuple(found)


def spare(draft: Draft, keys: list[str], item: do.Item, actor: Actor) -> list[str]:
    """Has the rules `keys` leave the item alone: what they do to this very item is taken out of
    them, and one that acts on it otherwise is switched off. Says what was done to each.

    Raises as `publishing.editing.change` does.
    """
    done: list[str] = []
    values = {}
    for row in seen_in(QueryRule, draft).filter(key__in=keys):
        try:
            rule: Rule = row.rule
        except PlainValueError:
            continue
        kept = tuple(each for each in rule.actions if not _harms(each, item))
        if kept == rule.actions:
            changed, said = replace(rule, enabled=False), "switched off"
        elif kept:
            changed, said = replace(rule, actions=kept), "leaves it alone"
        else:
            changed, said = replace(rule, enabled=False), "switched off: it did nothing else"
        values[row.key] = rule_to_plain(changed)
        done.append(f"“{rule.name}” {said}")
    change(draft, QueryRule.section, values, actor)
    return done


def add_synonym(draft: Draft, word: str, other: str, language: str, actor: Actor) -> None:
    """Makes two words stand for each other. Raises as `change` does."""
    value = {"terms": [word, other], **({"language": language} if language else {})}
    change(draft, Synonym.section, {new_key(): value}, actor)


def _harms(action: do.Action, item: do.Item) -> bool:
    match action:
        case do.Hide(target):
            return target == item
        case do.Bury(target, _):
            return target == item
    return False
