"""A query rule: when it holds and what it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from searchapp.pipeline.request import AnyOf, Kind, SearchRequest
from searchapp.pipeline.rules.actions import Action
from searchapp.pipeline.rules.schedule import ALWAYS, Schedule
from searchapp.pipeline.rules.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Rule:
    """Does its `actions` in searches that any of its `triggers` meets.

    Of rules that contradict each other the one with the greater `priority` counts, of equal ones
    the one that comes first. `kinds`, `languages` and `segments` limit it to searches that ask for
    one of these kinds, are in one of these languages, of one of these groups of shoppers, in the
    shop of one of these `sellers` (their ids); none is all. Its filters speak of its kinds.
    """

    id: str
    name: str
    triggers: tuple[Trigger, ...]
    actions: tuple[Action, ...]
    priority: int = 0
    kinds: tuple[Kind, ...] = ()
    languages: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    schedule: Schedule = ALWAYS
    enabled: bool = True

    def admits(self, request: SearchRequest, language: str, now: float) -> bool:
        """Whether it is for such searches at this time, whatever their words, if it is enabled."""
        return (
            (not self.languages or language in self.languages)
            and (not self.segments or request.segment in self.segments)
            and (not self.sellers or shop_of(request) in self.sellers)
            and (not self.kinds or not set(self.kinds).isdisjoint(request.kinds))
            and (self.schedule is ALWAYS or self.schedule.holds(now))
        )


def weightiest_first(rules: Iterable[Rule]) -> list[Rule]:
    """The enabled rules in the order in which they count."""
    return sorted((each for each in rules if each.enabled), key=lambda each: -each.priority)


def shop_of(request: SearchRequest) -> str | None:
    """The seller in whose shop the search is: the only one whose items pass its filters."""
    if request.shop:
        return request.shop
    chosen = [
        set(each.values)
        for each in request.filters
        if isinstance(each, AnyOf) and each.field == "seller"
    ]
    sellers = set.intersection(*chosen) if chosen else set()
    return sellers.pop() if len(sellers) == 1 else None
