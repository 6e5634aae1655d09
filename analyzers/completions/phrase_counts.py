"""Counts phrases of a stream in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator


class PhraseCount:
    """What is known of a phrase: how many items have it and their mass.

    `votes` of `group` are what is left of a majority vote of the groups (broadest categories) of
    its items (Boyer and Moore, 1991): near to all of them when the phrase belongs to one group,
    few or none when it is at home everywhere.
    """

    __slots__ = ("group", "items", "mass", "votes")

    def __init__(self, group: str) -> None:
        self.items = 0
        self.mass = 0.0
        self.group = group
        self.votes = 0

    def add(self, mass: float, group: str) -> None:
        """One more item of `group`."""
        self.items += 1
        self.mass += mass
        if group == self.group:
            self.votes += 1
        elif self.votes:
            self.votes -= 1
        else:
            self.group, self.votes = group, 1

    @property
    def concentration(self) -> float:
        """From 0 (at home everywhere) to 1 (in one group only)."""
        return self.votes / self.items


class PhraseCounts:
    """The counts of at most `most` phrases, about 300 bytes each.

    When there are more, the rarest are forgotten, ever less rare ones (lossy counting, Manku and
    Motwani, 2002): a phrase in more than a tiny share of the items is never lost, and its count is
    short by at most that share.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._forgotten_up_to = 0
        self._counts: dict[str, PhraseCount] = {}

    def add(self, phrase: str, mass: float, group: str) -> None:
        """Counts one item that has `phrase`."""
        count = self._counts.get(phrase)
        if count is None:
            if len(self._counts) >= self._most:
                self._forget()
            count = self._counts[phrase] = PhraseCount(group)
        count.add(mass, group)

    def get(self, phrase: str) -> PhraseCount | None:
        """The count of `phrase`, if it is known."""
        return self._counts.get(phrase)

    def __iter__(self) -> Iterator[tuple[str, PhraseCount]]:
        return iter(self._counts.items())

    def __len__(self) -> int:
        return len(self._counts)

    def _forget(self) -> None:
        while len(self._counts) > self._most * 3 // 4:
            self._forgotten_up_to += 1
            self._counts = {
                phrase: count
                for phrase, count in self._counts.items()
                if count.items > self._forgotten_up_to
            }
