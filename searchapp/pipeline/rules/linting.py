"""What is odd about rules that could be used: each with a sentence and its cure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule, weightiest_first
from searchapp.pipeline.rules.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd about the rule with the id `rule`; `other` is the id of the one beside it."""

    rule: str
    code: str
    message: str
    other: str = ""


def lint(rules: Sequence[Rule], now: float) -> tuple[Remark, ...]:
    """All that is odd about the enabled rules at `now`, in seconds since 1970."""
    ordered = weightiest_first(rules)
    return (
        *(each for rule in ordered for each in _alone(rule, now)),
        *_clashes(ordered),
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
            yield _hidden_pin(rule, rule, action.item)


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


def _clashes(ordered: Sequence[Rule]) -> Iterator[Remark]:
    by_trigger: dict[Hashable, list[Rule]] = defaultdict(list)
    for rule in ordered:
        for key in dict.fromkeys(key for each in rule.triggers for key in _keys(each, rule)):
            by_trigger[key].append(rule)
    told: set[Remark] = set()
    for rules in by_trigger.values():
        for warning in _among(rules):
            if warning not in told:
                told.add(warning)
                yield warning


def _keys(trigger: when.Trigger, rule: Rule) -> Iterator[Hashable]:
    """What tells the trigger from others, however its words are written."""
    match trigger:
        case when.Exact(text) | when.Phrase(text):
            for words in when.readings(text, rule.languages):
                yield type(trigger), words
        case when.AllWords(text):
            for words in when.readings(text, rule.languages):
                yield type(trigger), frozenset(words)
        case when.Recognised(field, value):
            yield type(trigger), field, value.strip().casefold()
        case _:
            yield trigger


def _among(rules: Sequence[Rule]) -> Iterator[Remark]:
    """What clashes among rules of one trigger, the weightiest first."""
    positions: dict[int, list[tuple[Rule, do.Item]]] = defaultdict(list)
    pinned: dict[do.Item, list[Rule]] = defaultdict(list)
    targets: dict[Hashable, list[Rule]] = defaultdict(list)
    for rule in rules:
        for action in rule.actions:
            if isinstance(action, do.PinTo):
                for other, item in positions[action.position]:
                    if item != action.item and _meet(rule, other):
                        yield Remark(
                            rule.id,
                            "same position",
                            f"“{rule.name}” pins {action.item.id} to position {action.position}, "
                            f"where “{other.name}” pins {item.id}; choose another position.",
                            other.id,
                        )
                positions[action.position].append((rule, action.item))
                pinned[action.item].append(rule)
            for other in targets[_aim(action)]:
                if other is not rule and _covers(other, rule):
                    yield Remark(
                        rule.id,
                        "shadowed",
                        f"“{rule.name}” has no say: for the same query “{other.name}” decides "
                        "on the same thing and comes first; raise its priority, or delete it.",
                        other.id,
                    )
                    break
            if (aim := _aim(action)) is not None:
                targets[aim].append(rule)
    for rule in rules:
        for action in rule.actions:
            if isinstance(action, do.Hide):
                for other in pinned[action.item]:
                    if other is not rule and _meet(rule, other):
                        yield _hidden_pin(rule, other, action.item)


def _aim(action: do.Action) -> Hashable:
    """On what the action decides, of which the first rule has the say; None where rules add up."""
    match action:
        case do.PinTo(item):
            return "pin", item
        case do.Slots(kind):
            return "slots", kind
        case do.Redirect() | do.ShowBanner():
            return "shown", type(action).__name__
        case do.ReplaceWords(_, text):
            return "words", when.trigger_words(text)
    return None


def _meet(one: Rule, other: Rule) -> bool:
    """Whether some search may be for both."""
    limits = zip(_limits(one), _limits(other), strict=True)
    if any(a and b and a.isdisjoint(b) for a, b in limits):
        return False
    lasts = _later(one.schedule.begins, other.schedule.begins)
    first_end = [each for each in (one.schedule.ends, other.schedule.ends) if each is not None]
    return lasts is None or not first_end or lasts < min(first_end)


def _covers(above: Rule, below: Rule) -> bool:
    """Whether `above` holds in every search, of those that both are for by trigger, in which
    `below` does.
    """
    for wide, narrow in zip(_limits(above), _limits(below), strict=True):
        if wide and not (narrow and narrow <= wide):
            return False
    if not _all_keys(below) <= _all_keys(above):
        return False
    schedule = above.schedule
    if schedule == below.schedule:
        return True
    if schedule.days or schedule.opens is not None or schedule.closes is not None:
        return False
    begins, ends = below.schedule.begins, below.schedule.ends
    return (schedule.begins is None or (begins is not None and schedule.begins <= begins)) and (
        schedule.ends is None or (ends is not None and ends <= schedule.ends)
    )


def _limits(rule: Rule) -> tuple[frozenset[str], ...]:
    """The kinds, languages and segments that it is limited to; an empty set is all."""
    limits: tuple[tuple[str, ...], ...] = (rule.kinds, rule.languages, rule.segments)
    return tuple(map(frozenset, limits))


def _all_keys(rule: Rule) -> set[Hashable]:
    return {key for trigger in rule.triggers for key in _keys(trigger, rule)}


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _hidden_pin(hiding: Rule, pinning: Rule, item: do.Item) -> Remark:
    return Remark(
        pinning.id,
        "hidden pin",
        f"“{pinning.name}” pins {item.id}, which “{hiding.name}” hides; keep one of both.",
        hiding.id,
    )
