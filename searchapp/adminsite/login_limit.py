"""How often a password may be guessed, for each account and each address.

Counted in the cache, so that with `CACHE_URL` all processes count together. After the attempts that
are free one is let through at a time, and the time between them doubles up to a quarter of an hour.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle

FIRST_WAIT_S, LONGEST_WAIT_S = 15, 900
OF_AN_ADDRESS = 10
"""How many accounts' attempts an address has: several people may share it."""
_REMEMBERED_S = 86_400
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Counter:
    """The attempts of one account or address; `free` of them cost no waiting."""

    name: str
    free: int

    def taken(self) -> float:
        """Takes an attempt: 0 where it may be made, else the seconds to wait, and none is taken."""
        cache.add(self.name, 0, timeout=_REMEMBERED_S)
        count = cache.incr(self.name)
        if count <= self.free:
            return 0.0
        wait = min(FIRST_WAIT_S * 2.0 ** min(count - self.free - 1, 20), LONGEST_WAIT_S)
        # One at a time, also of those that come at once: whoever adds the turn has it.
        turn, now = f"{self.name}:turn", time.time()
        if cache.add(turn, now + wait, timeout=int(wait)):
            return 0.0
        cache.decr(self.name)
        return max(float(cache.get(turn, now)) - now, 1.0)

    def given_back(self) -> None:
        """The attempt was none; a turn that it took is free again."""
        if cache.decr(self.name) >= self.free:
            cache.delete(f"{self.name}:turn")

    def forgotten(self) -> None:
        """Whoever it is has shown that they know the password."""
        cache.delete_many([self.name, f"{self.name}:turn"])


class LoginLimit:
    """The limit of one attempt to log in."""

    def __init__(self, request: HttpRequest | None, account: str) -> None:
        free = settings.ENVIRONMENT["SEARCHAPP_LOGIN_ATTEMPTS"]
        self._account = Counter(_named("account", account.strip().casefold()), free)
        self._address = Counter(_named("address", _address(request)), free * OF_AN_ADDRESS)

    def seconds_to_wait(self) -> float:
        """0 where the password may be looked at. A cache that does not answer limits nobody."""
        with _forgiving():
            if wait := self._address.taken():
                return wait
            if wait := self._account.taken():
                self._address.given_back()
                return wait
        return 0.0

    def passed(self) -> None:
        """The password was right: it counts against nobody."""
        with _forgiving():
            self._account.forgotten()
            self._address.given_back()


@contextmanager
def _forgiving() -> Iterator[None]:
    try:
        yield
    except ValueError:
        pass  # The counter was swept between two calls.
    except (RedisError, OSError) as error:
        _log.warning("attempts to log in are not limited: no cache", reason=str(error))


def _named(what: str, who: str) -> str:
    return f"login:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _address(request: HttpRequest | None) -> str:
    """Of IPv6 the /64 network, which one caller commands."""
    given = "" if request is None else str(BaseThrottle().get_ident(request) or "")  # type: ignore[arg-type]
    try:
        parsed = ipaddress.ip_address(given)
    except ValueError:
        return given
    return str(ipaddress.ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False))
