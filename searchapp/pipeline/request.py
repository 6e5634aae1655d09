"""What a caller asks for: a `SearchRequest`, already parsed and within its limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PATIENT_MS = 60_000
"""The budget of a search that leaves nothing out for want of time: no shopper waits for it."""


class Kind(StrEnum):
    """The kinds of item that one answer mixes. Each has an index of its own."""

    PRODUCT = "product"
    VIDEO = "video"
    LIVE = "live"


class InvalidRequest(ValueError):
    """A request that can't be answered; names the parameter and how to mend it."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(f"{parameter}: {message}")
        self.parameter = parameter
        self.message = message


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Keeps items whose keyword or boolean `field` has one of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Keeps items whose number or date `field` lies in [`at_least`, `at_most`]; None is no bound.

    Dates are seconds since 1970-01-01 UTC. An item without a value is not kept.
    """

    field: str
    at_least: float | None = None
    at_most: float | None = None


Filter = AnyOf | Between


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one sortable field. Items without a value come last; ties fall to the id."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. `text` empty means browse: filters and sort only.

    `sort` None means by relevance. `budget_ms` is what the whole answer may take before optional
    stages are skipped. `session` groups the searches of one visit; it names no person. With
    `correct` off the spelling is searched as typed. `without` names fields on which words of the
    query must not filter. `segment` names the group of shoppers that rules may be for. With
    `redirect` off merchants' redirects are left out of the answer. `shop` is the id of the seller
    whose items alone are asked for, where the filters say so otherwise than by it.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = tuple(Kind)
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort | None = None
    offset: int = 0
    size: int = 24
    language: str | None = None
    profile: str = "default"
    session: str | None = None
    budget_ms: int = 500
    explain: bool = False
    correct: bool = True
    without: tuple[str, ...] = ()
    segment: str = ""
    redirect: bool = True
    shop: str = ""
