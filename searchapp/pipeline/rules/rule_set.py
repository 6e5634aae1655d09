"""The published rules, in the form in which searches ask for them."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.merchandising import (
    NOTHING_WANTED,
    Banner,
    Merchandising,
    Moved,
    Pin,
    Promotion,
    Required,
    WordChange,
)
from searchapp.pipeline.request import Filter, Kind, SearchRequest
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.matcher import Matcher
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.validity import BrokenRules, Problem, problems


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """A `QueryRules` of rules, compiled once. `clock` gives seconds since 1970."""

    version: str
    matcher: Matcher = field(repr=False)
    clock: Callable[[], float] = time.time

    @classmethod
    def of(
        cls,
        rules: Iterable[Rule],
        clock: Callable[[], float] = time.time,
        *,
        are_checked: bool = False,
    ) -> Self:
        """Raises BrokenRules, which names all that is wrong, when one can't be used.

        `are_checked` says that each has been found to be usable by itself.
        """
        rules = tuple(rules)
        wrong = [] if are_checked else [each for rule in rules for each in problems(rule)]
        ids = Counter(rule.id for rule in rules)
        wrong += [
            Problem(rule.name, "id", f"{rule.id!r} is another rule's too; give it one of its own")
            for rule in rules
            if ids[rule.id] > 1
        ]
        if wrong:
            raise BrokenRules(wrong)
        digest = hashlib.sha256("\n".join(map(_written, rules)).encode()).hexdigest()
        return cls(digest[:16], Matcher.of(rules), clock)

    def merchandising(self, query: AnalyzedQuery, request: SearchRequest) -> Merchandising:
        """What the rules that the query meets want of it."""
        return wanted_by(self.matcher.matches(query, request, self.clock()))


def wanted_by(rules: Sequence[Rule]) -> Merchandising:
    """What these rules want together, the weightiest first. Of redirects, banners and slots of a
    kind the first counts.
    """
    if not rules:
        return NOTHING_WANTED
    pins: list[Pin] = []
    promotions: list[Promotion] = []
    moved: list[Moved] = []
    hidden: dict[tuple[Kind, str], None] = {}
    required: dict[Filter, Required] = {}
    words: list[WordChange] = []
    redirects: list[str] = []
    banners: list[Banner] = []
    slots: dict[Kind, tuple[int, ...]] = {}
    for rule in rules:
        for action in rule.actions:
            match action:
                case do.PinTo(item, position):
                    pins.append(Pin(item.kind, item.id, position, rule.name, rule.id))
                case do.Promote(kind, ids, filters, weight):
                    promotions.append(Promotion(kind, ids, filters, weight, rule.name, rule.id))
                case do.Boost(target, strength):
                    moved.append(_moved(rule, target, strength, 1))
                case do.Bury(target, strength):
                    moved.append(_moved(rule, target, strength, -1))
                case do.Hide(item):
                    hidden[item.kind, item.id] = None
                case do.Require(wanted):
                    required.setdefault(wanted, Required(wanted, rule.name, rule.id))
                case do.AddWords(text):
                    words.append(WordChange(None, text, rule.name, rule.id))
                case do.RemoveWords(text):
                    words.append(WordChange(text, "", rule.name, rule.id))
                case do.ReplaceWords(by, text):
                    words.append(WordChange(text, by, rule.name, rule.id))
                case do.Redirect(url):
                    redirects.append(url)
                case do.ShowBanner(banner):
                    banners.append(banner)
                case do.Slots(kind, positions):
                    slots.setdefault(kind, tuple(position - 1 for position in positions))
    return Merchandising(
        pins=tuple(pins),
        promotions=tuple(promotions),
        hidden=tuple(hidden),
        required=tuple(required.values()),
        moved=tuple(moved),
        words=tuple(words),
        slots=tuple(slots.items()),
        redirect=redirects[0] if redirects else None,
        banner=banners[0] if banners else None,
        rules=tuple((rule.id, rule.name) for rule in rules),
    )


def _moved(rule: Rule, target: do.Target, strength: do.Strength | float, direction: int) -> Moved:
    places, factor = 0, 1.0
    if isinstance(strength, do.Strength):
        places = direction * strength.places
    else:
        factor = strength
    if isinstance(target, do.Item):
        return Moved((target.kind,), (target.id,), None, places, factor, rule.name, rule.id)
    return Moved(rule.kinds or tuple(Kind), (), target, places, factor, rule.name, rule.id)


def _written(rule: Rule) -> str:
    """The rule as text that is the same in every process: a set's own order is not."""
    return f"{rule!r} {sorted(rule.schedule.days)}" if len(rule.schedule.days) > 1 else repr(rule)
