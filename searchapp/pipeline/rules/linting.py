"""What is odd about rules that could be used: each with a sentence and its cure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC

from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.clashes import clashes
from searchapp.pipeline.rules.remarks import Remark, hidden_pin
from searchapp.pipeline.rules.rule import Rule, weightiest_first
from searchapp.pipeline.rules.schedule import Schedule
from searchapp.pipeline.rules.triggers import HasIntent

__all__ = ["Remark", "lint"]


def lint(
    rules: Sequence[Rule], now: float, intents: Collection[str] | None = None
) -> tuple[Remark, ...]:
    """All that is odd about the enabled rules at `now`, in seconds since 1970. `intents` are the
    names of those that there are; None: they are not known.
    """
    ordered = weightiest_first(rules)
    return (
        *(each for rule in ordered for each in _alone(rule, now)),
        *(each for rule in ordered for each in _unknown_intents(rule, intents)),
        *clashes(ordered),
    )


def _alone(rule: Rule, now: float) -> Iterator[Remark]:
    ends = rule.schedule.ends
    if ends is not None and ends.timestamp() <= now:
        yield Remark(
            rule.id,
            "over",
            f"“{rule.name}” ended on {ends.astimezone(UTC):%Y-%m-%d}; "
            "delete it, or put its end later.",
        )
    if not _can_hold(rule.schedule):
        yield Remark(
            rule.id,
            "never",
            f"“{rule.name}” can never apply: none of its days lies between its dates; "
            "choose other days, or longer dates.",
        )
    pinned = {each.item for each in rule.actions if isinstance(each, do.PinTo)}
    for action in rule.actions:
        if isinstance(action, do.Hide) and action.item in pinned:
            yield hidden_pin(rule, rule, action.item)


def _unknown_intents(rule: Rule, intents: Collection[str] | None) -> Iterator[Remark]:
    for trigger in rule.triggers:
        if isinstance(trigger, HasIntent) and intents is not None and trigger.name not in intents:
            yield Remark(
                rule.id,
                "unknown intent",
                f"“{rule.name}” is for the intent “{trigger.name}”, which no query can have; "
                "choose one of the shop's intents, or write this one.",
            )


def _can_hold(schedule: Schedule) -> bool:
    """Whether some day of its week lies between its dates."""
    begins, ends = schedule.begins, schedule.ends
    if not schedule.days or begins is None or ends is None:
        return True
    if (ends - begins).days >= 7:
        return True
    first, last = int(begins.timestamp()), int(ends.timestamp())
    step = 900  # Time zones and hours begin at quarters.
    times = [first, *range(first - first % step + step, last, step)]
    return any(schedule.holds(each) for each in times)
