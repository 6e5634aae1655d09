"""Rules that get into each other's way: those of one trigger, and those of which one trigger holds
wherever the other does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.coverage import Coverage, Key, keys_of
from searchapp.pipeline.rules.remarks import Remark, hidden_pin, same_position, shadowed
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule

_Pinned = tuple[int, do.Item]


@dataclass(slots=True)
class _OfTrigger:
    """What rules of one trigger do, by their places: the weightiest has the least."""

    pins: dict[int, list[_Pinned]] = field(default_factory=lambda: defaultdict(list))
    pinned: dict[do.Item, list[int]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[do.Item, list[int]] = field(default_factory=lambda: defaultdict(list))
    decided: dict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))


def clashes(ordered: Sequence[Rule]) -> Iterator[Remark]:
    """What clashes among enabled rules, the weightiest first; each clash once.

    A rule for fewer searches may well stand against one for more: it is told of only where the
    other comes first, or hides what it pins.
    """
    finder = _Finder(ordered)
    yield from dict.fromkeys(remark for place in range(len(ordered)) for remark in finder.of(place))


class _Finder:
    def __init__(self, ordered: Sequence[Rule]) -> None:
        self._rules = ordered
        self._keys = [keys_of(rule) for rule in ordered]
        self._coverage = Coverage.of(key for keys in self._keys for key in keys)
        self._wider: dict[Key, frozenset[Key]] = {
            key: self._coverage.wider(key) for key in self._coverage.keys
        }
        self._by_key: dict[Key, _OfTrigger] = defaultdict(_OfTrigger)
        for place, rule in enumerate(ordered):
            for key in self._keys[place]:
                self._note(self._by_key[key], place, rule)

    def _note(self, of_trigger: _OfTrigger, place: int, rule: Rule) -> None:
        for action in rule.actions:
            match action:
                case do.PinTo(item, position):
                    of_trigger.pins[position].append((place, item))
                    of_trigger.pinned[item].append(place)
                case do.Hide(item):
                    of_trigger.hidden[item].append(place)
            if (aim := _aim(action)) is not None:
                of_trigger.decided[aim].append(place)

    def of(self, place: int) -> Iterator[Remark]:
        """What is told about the rule at this place and those beside it."""
        rule, own = self._rules[place], self._keys[place]
        wider = frozenset(key for each in own for key in self._wider[each])
        around = [self._by_key[key] for key in (*own, *(wider - own))]
        for action in rule.actions:
            match action:
                case do.PinTo():
                    yield from self._same_position(place, action, around)
                    for hiding in self._others(
                        place, (each.hidden[action.item] for each in around)
                    ):
                        yield hidden_pin(hiding, rule, action.item)
            if (aim := _aim(action)) is not None:
                yield from self._shadowed(place, aim, around)

    def _same_position(
        self, place: int, pin: do.PinTo, around: Sequence[_OfTrigger]
    ) -> Iterator[Remark]:
        rule = self._rules[place]
        for mine in rule.actions:
            if mine is pin:
                break
            if isinstance(mine, do.PinTo) and mine.position == pin.position and mine != pin:
                yield same_position(rule, pin, rule, mine.item)
                return
        for each in around:
            for other, item in each.pins[pin.position]:
                if other >= place:
                    break
                if item != pin.item and may_meet(self._rules[other], rule):
                    yield same_position(rule, pin, self._rules[other], item)
                    return

    def _shadowed(
        self, place: int, aim: Hashable, around: Sequence[_OfTrigger]
    ) -> Iterator[Remark]:
        for each in around:
            for other in each.decided[aim]:
                if other >= place:
                    break
                if self._covers(other, place):
                    yield shadowed(self._rules[place], self._rules[other])
                    return

    def _others(self, place: int, found: Iterable[Sequence[int]]) -> Iterator[Rule]:
        rule = self._rules[place]
        for places in found:
            for other in places:
                if other != place and may_meet(rule, self._rules[other]):
                    yield self._rules[other]

    def _covers(self, above: int, below: int) -> bool:
        """Whether the one holds in every search in which the other does."""
        wide, narrow = self._rules[above], self._rules[below]
        limits = (
            (wide.kinds, narrow.kinds),
            (wide.languages, narrow.languages),
            (wide.segments, narrow.segments),
            (wide.sellers, narrow.sellers),
        )
        if any(most and not (least and set(least) <= set(most)) for most, least in limits):
            return False
        held = self._keys[above]
        if not all(key in held or held & self._wider[key] for key in self._keys[below]):
            return False
        return _spans(wide.schedule, narrow.schedule)


def may_meet(one: Rule, other: Rule) -> bool:
    """Whether some search may be for both, as far as languages, segments, sellers and schedules
    tell. A search may ask for several kinds.
    """
    limits = (
        (one.languages, other.languages),
        (one.segments, other.segments),
        (one.sellers, other.sellers),
    )
    for mine, yours in limits:
        if mine and yours and set(mine).isdisjoint(yours):
            return False
    return not _apart(one.schedule, other.schedule)


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


def _spans(wide: Schedule, narrow: Schedule) -> bool:
    """Whether the one holds whenever the other does."""
    if wide == narrow:
        return True
    if wide.days or wide.opens is not None or wide.closes is not None:
        return False
    return (
        wide.begins is None or (narrow.begins is not None and wide.begins <= narrow.begins)
    ) and (wide.ends is None or (narrow.ends is not None and narrow.ends <= wide.ends))


def _apart(one: Schedule, other: Schedule) -> bool:
    """Whether the two never hold at the same time, as far as dates, days and hours tell."""
    last: datetime | None = max(filter(None, (one.begins, other.begins)), default=None)
    first_end: datetime | None = min(filter(None, (one.ends, other.ends)), default=None)
    if last is not None and first_end is not None and first_end <= last:
        return True
    if one.time_zone != other.time_zone or _past_midnight(one) or _past_midnight(other):
        return False
    if one.days and other.days and one.days.isdisjoint(other.days):
        return True
    return any(
        early.closes is not None
        and early.closes != time.min
        and late.opens is not None
        and early.closes <= late.opens
        for early, late in ((one, other), (other, one))
    )


def _past_midnight(schedule: Schedule) -> bool:
    closes = schedule.closes or time.min
    return closes != time.min and closes <= (schedule.opens or time.min)
