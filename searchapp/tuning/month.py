"""A month of scheduled rules, day by day."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import ALWAYS, Schedule, zone

MOST = 8
"""How many rules a day names."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid, the rules that hold on it, and how many more there are."""

    date: date
    is_away: bool
    rules: tuple[Rule, ...]
    more: int


def month_of(rules: Iterable[Rule], first: date) -> list[list[Day]]:
    """The weeks of the month that begins on `first`, from Monday on, with the days of the months
    beside it. Rules that are always in use, or never, are not named.
    """
    timed = [each for each in rules if each.enabled and each.schedule is not ALWAYS]
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[_day(timed, each, first.month) for each in week] for week in weeks]


def holds_on(schedule: Schedule, day: date) -> bool:
    """Whether there is a time on the day, as its time zone has it, at which the schedule holds."""
    found = zone(schedule.time_zone) or UTC
    start = datetime.combine(day, time.min, found)
    end = datetime.combine(day + timedelta(days=1), time.min, found)
    if schedule.begins is not None and schedule.begins >= end:
        return False
    if schedule.ends is not None and schedule.ends <= start:
        return False
    return not schedule.days or day.weekday() in schedule.days


def _day(rules: list[Rule], day: date, month: int) -> Day:
    held = [each for each in rules if holds_on(each.schedule, day)]
    return Day(day, day.month != month, tuple(held[:MOST]), max(0, len(held) - MOST))
