"""What merchants want of one search: its words, pins, promotions, what moves, what is not seen.

Frozen values that recall and ranking obey. Where they come from is a `QueryRules`, a part of the
`SearchConfig`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.request import Filter, Kind, SearchRequest
from searchapp.pipeline.request_fields import can_filter


@dataclass(frozen=True, slots=True)
class Pin:
    """The item stands at `position` (from 1) of the mixed row, whatever finds or ranks it.

    It must exist, be published and pass the filters; where it does not, the row closes up. `rule`
    says in the explanation who wants it.
    """

    kind: Kind
    id: str
    position: int
    rule: str = "Pinned"
    rule_id: str = ""

    def __post_init__(self) -> None:
        if self.position < 1:
            raise ValueError(f"position of the pin {self.id!r} counts from 1, not {self.position}")


@dataclass(frozen=True, slots=True)
class Promotion:
    """Raises the items `ids`, or those of the words' items that pass all of `filters`.

    They enter the candidates, and `weight` is added to their first-stage score, in which the best
    item by words and by meaning has about 1. Items named by id need not have the words.
    """

    kind: Kind
    ids: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    weight: float = 0.2
    rule: str = "Promoted"
    rule_id: str = ""

    def __post_init__(self) -> None:
        if bool(self.ids) == bool(self.filters):
            raise ValueError(f"the promotion {self.rule!r} names either ids or filters")
        if self.weight <= 0:
            raise ValueError(f"weight of the promotion {self.rule!r} must be above 0")


@dataclass(frozen=True, slots=True)
class Moved:
    """Moves the items `ids`, or those that pass `filter`, once the final stage has ranked them.

    `places` (negative: down) are those of the answer at hand: the item gets the score of the one
    that stands so many places before or behind it. `factor` stretches or shrinks the distance of
    its score from the least one.
    """

    kinds: tuple[Kind, ...]
    ids: tuple[str, ...] = ()
    filter: Filter | None = None
    places: int = 0
    factor: float = 1.0
    rule: str = "Moved"
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class Required:
    """Only what passes `filter` is found, of the kinds that have its field; `rule` wants it."""

    filter: Filter
    rule: str = "Required"
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class WordChange:
    """Searches `after` instead of the words `before`: "" is the whole query, None adds to it."""

    before: str | None
    after: str
    rule: str
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """What the shop shows above an answer; `image` and `link` are addresses."""

    title: str
    text: str = ""
    image: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Merchandising:
    """All that merchants want of one search.

    `hidden` items are left out whatever finds them, pins too. `required` filters hold for every
    kind that has their field. Pins act on ranked and browsed answers, not under a sort order that
    the shopper chose; of two pins at one position the first has it and the other the next.
    `slots` are the places (from 0) of the lesser kinds in the mixed row. `rules` are the ids and
    names of the rules that want all this.
    """

    pins: tuple[Pin, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    hidden: tuple[tuple[Kind, str], ...] = ()
    required: tuple[Required, ...] = ()
    moved: tuple[Moved, ...] = ()
    words: tuple[WordChange, ...] = ()
    slots: tuple[tuple[Kind, tuple[int, ...]], ...] = ()
    redirect: str | None = None
    banner: Banner | None = None
    rules: tuple[tuple[str, str], ...] = ()

    def pins_of(self, kind: Kind) -> tuple[str, ...]:
        """The ids that are pinned, each once."""
        return tuple(dict.fromkeys(pin.id for pin in self.pins if pin.kind is kind))

    def promotions_of(self, kind: Kind) -> tuple[Promotion, ...]:
        """The promotions of items of this kind."""
        return tuple(each for each in self.promotions if each.kind is kind)

    def required_of(self, kind: Kind) -> tuple[Filter, ...]:
        """The filters on fields that the kind has."""
        return tuple(each.filter for each in self.required if can_filter(kind, each.filter))

    def hidden_of(self, kind: Kind) -> tuple[str, ...]:
        """The ids that must not be seen."""
        return tuple(id_ for each, id_ in self.hidden if each is kind)


NOTHING_WANTED = Merchandising()


class QueryRules(Protocol):
    """Where the merchandising of a search comes from. A value: `version` changes when it does."""

    @property
    def version(self) -> str: ...

    def merchandising(self, query: AnalyzedQuery, request: SearchRequest) -> Merchandising:
        """What is wanted of this search, by its words before any `WordChange`. Called once for each
        reading of the request, on the request path: no I/O, well below a millisecond. One that
        raises is named in `degraded`.
        """
        ...


@dataclass(frozen=True, slots=True)
class FixedRules:
    """Rules that want the same of every search; by default nothing."""

    always: Merchandising = NOTHING_WANTED

    @property
    def version(self) -> str:
        return repr(self.always)

    def merchandising(self, query: AnalyzedQuery, request: SearchRequest) -> Merchandising:
        return self.always


NO_RULES = FixedRules()


def wanted_everywhere(rules: QueryRules, kind: Kind, language: str) -> Merchandising:
    """What is wanted wherever items of the kind are shown, whatever is searched: the same as of
    browsing them. So what is hidden from every search is in no suggestion either, and resembles
    nothing. Nothing is wanted by rules that raise, as in a search, which tells it.
    """
    try:
        return rules.merchandising(AnalyzedQuery("", "", language), SearchRequest(kinds=(kind,)))
    except Exception:  # noqa: BLE001 - a rule that is broken ends no page of an item
        return NOTHING_WANTED


def positions(pins: Sequence[Pin]) -> dict[int, Pin]:
    """The pins by their places from 0, in the order of these; each takes the next free place at or
    behind its position, and an item stands where its first pin puts it.
    """
    placed: dict[int, Pin] = {}
    seen: set[tuple[Kind, str]] = set()
    for pin in pins:
        if (pin.kind, pin.id) in seen:
            continue
        seen.add((pin.kind, pin.id))
        place = pin.position - 1
        while place in placed:
            place += 1
        placed[place] = pin
    return dict(sorted(placed.items()))
