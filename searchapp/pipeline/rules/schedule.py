"""When a rule holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Schedule:
    """From `begins` until before `ends` (with time zones; None is no bound), on `days` of the week
    (Monday is 0; none is every day), from the hour `opens` until before `closes`.

    Days and hours are those of `time_zone`. Hours that go past midnight belong to the day on which
    they open.
    """

    begins: datetime | None = None
    ends: datetime | None = None
    days: frozenset[int] = frozenset()
    opens: time | None = None
    closes: time | None = None
    time_zone: str = "UTC"

    def holds(self, now: float) -> bool:
        """Whether it holds at `now`, in seconds since 1970."""
        moment = datetime.fromtimestamp(now, UTC)
        if self.begins is not None and moment < self.begins:
            return False
        if self.ends is not None and moment >= self.ends:
            return False
        if not self.days and self.opens is None and self.closes is None:
            return True
        local = moment.astimezone(zone(self.time_zone))
        opens, closes = self.opens or time.min, self.closes or time.min
        clock = local.time()
        if closes == time.min or opens < closes:
            is_open = opens <= clock and (closes == time.min or clock < closes)
            return is_open and self._has_day(local)
        if clock >= opens:
            return self._has_day(local)
        return clock < closes and self._has_day(local - timedelta(days=1))

    def _has_day(self, local: datetime) -> bool:
        return not self.days or local.weekday() in self.days


ALWAYS = Schedule()


@lru_cache(maxsize=1_024)
def zone(name: str) -> ZoneInfo | None:
    """The time zone, None when there is no such; a rule's is read when the rule is checked."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
