"""Rates of calls: how they are written, and how a window of calls is counted."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import structlog
from django.core.cache import BaseCache
from redis.exceptions import RedisError

_WRITTEN = re.compile(r"([1-9][0-9]{0,8})/(second|sec|s|minute|min|m|hour|h|day|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in each window of `seconds`."""

    calls: int
    seconds: int


def parse_rate(written: str) -> Rate:
    """`6000/min` → Rate(6000, 60). Raises ValueError that shows the form."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise ValueError(
            f"{written!r} is not a rate; write it as 100/sec, 6000/min, 5000/hour or 1/day"
        )
    return Rate(int(found[1]), _SECONDS[found[2][0]])


def seconds_to_wait(cache: BaseCache, caller: str, rate: Rate, now: float | None = None) -> float:
    """Counts one call of `caller`; 0 when it is within the rate, else the seconds until it is
    again.

    A fixed window: one counter for each caller and window, so the cost does not grow with the rate.
    Over the border of two windows up to twice the rate may pass. A cache that does not answer
    limits nobody: a search is worth more than its count.
    """
    now = time.time() if now is None else now
    window = int(now // rate.seconds)
    key = f"rate:{caller}:{rate.seconds}:{window}"
    try:
        calls = 1 if cache.add(key, 1, timeout=rate.seconds + 1) else cache.incr(key)
    except ValueError:
        # The counter vanished between the two calls: the window has just been swept.
        return 0.0
    except (RedisError, OSError) as error:
        _log.warning("calls are not limited: the cache does not answer", reason=str(error))
        return 0.0
    return 0.0 if calls <= rate.calls else max((window + 1) * rate.seconds - now, 0.001)
