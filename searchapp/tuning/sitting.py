"""What a rater did since they sat down: grades that can be undone, and items that they skipped."""

from __future__ import annotations

from typing import Any, NamedTuple

from searchapp.pipeline.request import Kind
from searchapp.relevance.query_sets.topic import Item

_KEY = "rating"
_MOST = 200


class Given(NamedTuple):
    """A grade that was given to an item of the query `query`; `before` is the one it replaced, and
    `grade` is None for an item that was skipped.
    """

    query: int
    item: str
    grade: int | None
    before: int | None


class Sitting:
    """Kept in the session of a browser."""

    def __init__(self, session: Any) -> None:
        self._session = session
        kept = session.get(_KEY, {})
        self._given = [Given(*each) for each in kept.get("given", ())]
        self.is_list = bool(kept.get("list", False))

    def show_as_list(self, wanted: bool) -> None:
        """Whether all items of a query are rated on one page."""
        self.is_list = wanted
        self._keep()

    def remember(self, given: Given) -> None:
        """Keeps what was just done."""
        self._given = [*self._given, given][-_MOST:]
        self._keep()

    def undo(self) -> Given | None:
        """What was done last, which is forgotten."""
        if not self._given:
            return None
        last = self._given.pop()
        self._keep()
        return last

    @property
    def can_undo(self) -> bool:
        """Whether something was done."""
        return bool(self._given)

    def skipped(self, query: int) -> set[str]:
        """The items of the query that were skipped."""
        return {each.item for each in self._given if each.query == query and each.grade is None}

    @property
    def skipped_queries(self) -> set[int]:
        """The queries of which an item was skipped."""
        return {each.query for each in self._given if each.grade is None}

    def _keep(self) -> None:
        self._session[_KEY] = {"given": [list(each) for each in self._given], "list": self.is_list}


def name_of(item: Item) -> str:
    """An item as forms name it."""
    return f"{item[0].value}:{item[1]}"


def item_named(name: str) -> Item | None:
    """The item of such a name."""
    kind, _, id_ = name.partition(":")
    return (Kind(kind), id_) if id_ and kind in tuple(Kind) else None
