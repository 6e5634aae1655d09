"""The one rule of a query into which the workbench writes what is done to its hits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from django.db import transaction

from searchapp.merchandising.models import QueryRule
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain import rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change, take_back
from searchapp.publishing.models import Draft

PRIORITY = 10
"""Above that of other rules: what was placed by hand for one query counts before what is for many.
"""
_ItemAction = do.PinTo | do.Boost | do.Bury | do.Hide


class Act(StrEnum):
    """What a click does to a hit."""

    PIN = "pin"
    BOOST = "boost"
    BURY = "bury"
    HIDE = "hide"
    FREE = "free"
    """The query's rule says nothing of it any more."""


@dataclass(frozen=True, slots=True)
class Click:
    """Something done to an item; `position` is that of a pin, from 1."""

    act: Act
    item: do.Item
    position: int = 1


def found_rule(draft: Draft | None, request: SearchRequest) -> Rule:
    """The rule of the query and segment as the draft has it (None: as published); one of no actions
    where there is none yet.

    Its key is made of the query, so that two drafts that begin one find out about each other.
    """
    words = "\n".join(" ".join(each) for each in when.readings(request.text, ()))
    stem = "query-" + hashlib.sha256(f"{words}\n{request.segment}".encode()).hexdigest()[:16]
    named = f" ({request.segment})" if request.segment else ""
    for number in count(1):
        new = Rule(
            stem if number == 1 else f"{stem}-{number}",
            f"Query: {request.text}{named}"[:200],
            (when.Exact(request.text),),
            (),
            priority=PRIORITY,
            segments=(request.segment,) if request.segment else (),
        )
        row = seen_in(QueryRule, draft).filter(key=new.id).first()
        if row is None:
            return new
        try:
            rule: Rule = row.rule
        except PlainValueError:
            continue
        if _is_for(rule, new):
            return rule
    raise AssertionError("unreachable")


def do_to(draft: Draft, request: SearchRequest, click: Click, actor: Actor) -> Rule:
    """Writes the click into the query's rule in the draft; the rule as it is then.

    Raises as `publishing.editing.change` does.
    """
    return _write(draft, request, actor, lambda rule: clicked(rule, click))


def free_all(draft: Draft, request: SearchRequest, actor: Actor) -> None:
    """Takes back all that the draft changed in the query's rule. Raises as `change` does."""
    take_back(draft, QueryRule.section, [found_rule(draft, request).id], actor)


def clicked(rule: Rule, click: Click) -> Rule:
    """The rule in which the item has this action and no other; pins in the way move down."""
    others = [each for each in rule.actions if _item(each) != click.item]
    if click.act is Act.FREE:
        return replace(rule, actions=tuple(others))
    if click.act is Act.PIN:
        others = _cleared(others, click.position)
        return replace(rule, actions=(*others, do.PinTo(click.item, click.position)))
    if click.act is Act.HIDE:
        return replace(rule, actions=(*others, do.Hide(click.item)))
    verb = do.Boost if click.act is Act.BOOST else do.Bury
    now = action_on(rule, click.item)
    is_again = isinstance(now, verb) and now.strength == do.Strength.MODERATE
    strength = do.Strength.STRONG if is_again else do.Strength.MODERATE
    return replace(rule, actions=(*others, verb(click.item, strength)))


def action_on(rule: Rule, item: do.Item) -> _ItemAction | None:
    """What the rule does to this very item."""
    for each in rule.actions:
        if isinstance(each, _ItemAction) and _item(each) == item:
            return each
    return None


def item_actions(rule: Rule) -> list[tuple[do.Item, _ItemAction]]:
    """The items that the rule names, with what it does to each."""
    found = []
    for each in rule.actions:
        item = _item(each)
        if item is not None and isinstance(each, _ItemAction):
            found.append((item, each))
    return found


def in_words(action: _ItemAction) -> str:
    """What the action does, for a badge."""
    match action:
        case do.PinTo(_, position):
            return f"pinned to {position}"
        case do.Hide():
            return "hidden"
        case do.Boost(_, strength):
            return f"boosted ({_amount(strength)})"
        case do.Bury(_, strength):
            return f"buried ({_amount(strength)})"


def _amount(strength: do.Strength | float) -> str:
    return str(strength) if isinstance(strength, do.Strength) else f"× {strength:g}"


def _write(
    draft: Draft, request: SearchRequest, actor: Actor, edit: Callable[[Rule], Rule]
) -> Rule:
    with transaction.atomic():
        Draft.objects.select_for_update().filter(pk=draft.pk).first()
        rule = edit(found_rule(draft, request))
        value = rule_to_plain(rule) if rule.actions else None
        change(draft, QueryRule.section, {rule.id: value}, actor)
    return rule


def _is_for(rule: Rule, new: Rule) -> bool:
    """Whether a stored rule is still one for exactly this query and segment, at any time."""
    texts = [each.text for each in rule.triggers if isinstance(each, when.Exact)]
    return (
        rule.enabled
        and len(texts) == len(rule.triggers) == 1
        and when.readings(texts[0], ()) == when.readings(_text(new), ())
        and (rule.kinds, rule.languages, rule.segments, rule.sellers, rule.schedule)
        == (new.kinds, new.languages, new.segments, new.sellers, new.schedule)
    )


def _text(rule: Rule) -> str:
    (trigger,) = rule.triggers
    return trigger.text if isinstance(trigger, when.Exact) else ""


def _item(action: do.Action) -> do.Item | None:
    match action:
        case do.PinTo(item, _) | do.Hide(item):
            return item
        case do.Boost(do.Item() as target, _) | do.Bury(do.Item() as target, _):
            return target
    return None


def _cleared(actions: Sequence[do.Action], position: int) -> list[do.Action]:
    """The actions with no pin at the position: the pin there moves down, and what it meets too."""
    pins = {each.position: each for each in actions if isinstance(each, do.PinTo)}
    moving: list[do.PinTo] = []
    while position in pins:
        moving.append(pins[position])
        position += 1
    return [
        do.PinTo(each.item, each.position + 1) if isinstance(each, do.PinTo) and each in moving
        else each
        for each in actions
    ]  # fmt: skip
