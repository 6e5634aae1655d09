"""Shoppers who search all the time, and what they saw fail."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

QUERIES = ("copper kettle", "red shirt", "garden lamp", "kettle 11", "oak table", "live sale")
PATIENCE_S = 15.0
_PAUSE_S = 0.05


@dataclass(frozen=True, slots=True)
class Search:
    """One search: when it was sent and answered, and what was wrong, "" for nothing."""

    sent: float
    answered: float
    problem: str = ""


class Shoppers:
    """Some threads that search over HTTP from `with` to its end."""

    def __init__(self, url: str, seed: str, threads: int = 2) -> None:
        self._host = urlsplit(url).netloc
        self._over = threading.Event()
        self._searches: list[list[Search]] = [[] for _ in range(threads)]
        self._threads = [
            threading.Thread(target=self._shop, args=(random.Random(f"{seed} {n}"), searches))
            for n, searches in enumerate(self._searches)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def searches(self) -> list[Search]:
        """All of them, in the order in which they were sent."""
        return sorted((each for some in self._searches for each in some), key=lambda s: s.sent)

    def longest_outage_s(self) -> float:
        """From when the first of some searches in a row that failed was sent until one was sent
        that succeeded, or the last failed: the longest such time that a shopper saw.
        """
        return max((outage for some in self._searches for outage in _outages(some)), default=0.0)

    def _shop(self, choice: random.Random, searches: list[Search]) -> None:
        while not self._over.is_set():
            sent = time.monotonic()
            problem = self._search(choice.choice(QUERIES))
            searches.append(Search(sent, time.monotonic(), problem))
            self._over.wait(_PAUSE_S)

    def _search(self, query: str) -> str:
        connection = http.client.HTTPConnection(self._host, timeout=PATIENCE_S)
        try:
            connection.request("GET", f"/api/search?q={quote(query)}")
            answer = connection.getresponse()
            body = answer.read()
            return "" if answer.status == 200 else f"{answer.status}: {body[:300].decode()}"
        except (OSError, http.client.HTTPException) as error:
            return repr(error)
        finally:
            connection.close()


def _outages(searches: list[Search]) -> list[float]:
    outages: list[float] = []
    since: float | None = None
    for search in searches:
        if search.problem and since is None:
            since = search.sent
        elif not search.problem and since is not None:
            outages.append(search.sent - since)
            since = None
    if since is not None:
        outages.append(searches[-1].answered - since)
    return outages
