"""What a draft would change, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules.linting import Remark
from searchapp.relevance.impact.bootstrap import Interval

SHOWN = 100
"""How many queries or items a list has at most; the counts beside it are of all."""


@dataclass(frozen=True, slots=True)
class ItemOfPage:
    """An item of a first page; `rank` counts from 1."""

    kind: Kind
    id: str
    title: str
    rank: int


@dataclass(frozen=True, slots=True)
class QueryChange:
    """One query under both configurations.

    nDCG@10 is None where nothing relevant was judged. `overlap` and `rbo` compare the first pages.
    `entered` and `left` are the items that only one of them has; of those that left, `gone` are not
    among the draft's first hits at all. `live_found` and `draft_found` count all that was found.
    """

    text: str
    language: str
    segment: str
    searches: int
    ndcg_live: float | None
    ndcg_draft: float | None
    overlap: float
    rbo: float
    is_changed: bool
    live_found: int
    draft_found: int
    entered: tuple[ItemOfPage, ...] = ()
    left: tuple[ItemOfPage, ...] = ()
    gone: tuple[ItemOfPage, ...] = ()
    redirect: tuple[str, str] | None = None
    """Where shoppers are sent now and by the draft, "" for nowhere, when that changes."""

    @property
    def difference(self) -> float | None:
        """By how much nDCG@10 grows."""
        if self.ndcg_live is None or self.ndcg_draft is None:
            return None
        return self.ndcg_draft - self.ndcg_live


class PinFault(StrEnum):
    """Why a pin does not do what is wanted of it."""

    MISSING = "is not in the catalog"
    UNPUBLISHED = "is not published"
    UNINDEXED = "is not in the index yet"
    OUT_OF_STOCK = "is out of stock"
    OVER = "is over"
    HIDDEN = "is hidden by a rule"
    FILTERED = "is filtered away"


@dataclass(frozen=True, slots=True)
class PinTrouble:
    """A pinned item that will not be seen, or not be sold; `query` is one for which that is so,
    empty where it is so for all.
    """

    rule: str
    rule_name: str
    kind: Kind
    id: str
    fault: PinFault
    query: str = ""


@dataclass(frozen=True, slots=True)
class Latency:
    """The median milliseconds of an answer, and how many times as long the draft takes (1 is as
    long). Both were measured by turns.
    """

    live_ms: float
    draft_ms: float
    ratio: Interval


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """The impact of a draft on who searches with `profile`: on `queries` queries, of which
    `measured` have relevant judgments. A profile that only the draft has is compared with the live
    one named `compared_with`, which for all others is the same.

    `difference` is that of nDCG@10, draft less live. `helped` and `hurt` are those queries whose
    nDCG@10 changes, the most changed first; `changed` those whose first page does, the most asked
    first; `emptied` had results and have none, `filled` the other way about; `vanished` lose an
    item of their first page for good. `changed_searches` is the share of the logged searches, of
    those looked at, whose first page changes. `remarks` are what is odd about the draft's rules and
    not about the live ones. `degraded` counts by version and stage what answers did without.
    `failed` are queries that can't be asked, with the reason; `skipped` those for which no time was
    left.
    """

    profile: str
    compared_with: str
    live_version: str
    draft_version: str
    queries: int
    measured: int
    skipped: int
    ndcg_live: float | None
    ndcg_draft: float | None
    difference: Interval | None
    counts: Mapping[str, int]
    helped: tuple[QueryChange, ...]
    hurt: tuple[QueryChange, ...]
    changed: tuple[QueryChange, ...]
    emptied: tuple[QueryChange, ...]
    filled: tuple[QueryChange, ...]
    vanished: tuple[QueryChange, ...]
    changed_share: float
    changed_searches: float | None
    mean_overlap: float
    mean_rbo: float
    pins: tuple[PinTrouble, ...]
    remarks: tuple[Remark, ...]
    latency: Latency | None
    degraded: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    failed: tuple[tuple[str, str], ...] = ()
    took_s: float = 0.0

    @property
    def is_complete(self) -> bool:
        """Whether there was time for every query."""
        return not self.skipped

    @property
    def changes_nothing(self) -> bool:
        """Whether no first page that was looked at changes."""
        return not self.counts["changed"] and not self.counts["redirected"]

    def to_plain(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            **asdict(self),
            "is_complete": self.is_complete,
            "changes_nothing": self.changes_nothing,
        }


@dataclass(frozen=True, slots=True)
class DraftReport:
    """The impact of a draft: with the default profile, with each of the `others` that it adds or
    changes, and the names of the profiles that it has `removed`. Pins and remarks, which are the
    same for all profiles, are told in the first.
    """

    default: ImpactReport
    others: tuple[ImpactReport, ...] = ()
    removed: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """The report as JSON values: that of the default profile, with the others in it."""
        return {
            **self.default.to_plain(),
            "others": [each.to_plain() for each in self.others],
            "removed": list(self.removed),
        }


def plain_reports(figures: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The reports of a plain DraftReport by profile, that of the default one first. One that was
    kept before profiles were told apart has that alone.
    """
    first = {"profile": "default", "compared_with": "default", **figures}
    return [first, *figures.get("others", ())]
