"""What may be odd about rules, in sentences with their cures."""

from __future__ import annotations

from dataclasses import dataclass

from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd about the rule with the id `rule`; `other` is the id of the one beside it."""

    rule: str
    code: str
    message: str
    other: str = ""


def hidden_pin(hiding: Rule, pinning: Rule, item: do.Item) -> Remark:
    """An item is pinned and hidden in the same searches."""
    return Remark(
        pinning.id,
        "hidden pin",
        f"“{pinning.name}” pins {item.id}, which “{hiding.name}” hides; keep one of both.",
        hiding.id,
    )


def same_position(rule: Rule, pin: do.PinTo, other: Rule, item: do.Item) -> Remark:
    """`rule` pins where `other`, which comes first, has pinned `item`."""
    return Remark(
        rule.id,
        "same position",
        f"“{rule.name}” pins {pin.item.id} to position {pin.position}, where “{other.name}” pins "
        f"{item.id}; choose another position{_or_priority(other, rule)}.",
        other.id,
    )


def shadowed(rule: Rule, by: Rule) -> Remark:
    """In all searches of `rule` another one decides."""
    return Remark(
        rule.id,
        "shadowed",
        f"“{rule.name}” has no say: for the same query “{by.name}” decides on the same thing and "
        "comes first; raise its priority, or delete it.",
        by.id,
    )


def _or_priority(above: Rule, below: Rule) -> str:
    return "" if above is below else f" or raise the priority of “{below.name}”"
