"""What has all that was asked comes first when less was asked to find more."""

from __future__ import annotations

from dataclasses import replace

from searchapp.pipeline.candidate import Adjustment, Candidate
from searchapp.pipeline.ranking.first_stage import Ranking

COMPLETE = "complete"
"""The channel of the items that were found before less was asked."""
_STEP = 0.001
"""By how much the least of them is above all others."""


def complete_first(ranking: Ranking) -> Ranking:
    """The ranking with the items of the channel `COMPLETE` before all others, in their order; each
    says so.
    """
    complete = [item for item in ranking.window if _is_complete(item)]
    if not complete:
        return ranking
    best = max(item.score for item in ranking.window)
    amount = best - min(item.score for item in complete) + _STEP
    raised = [_raised(item, amount) for item in complete]
    others = [item for item in ranking.window if not _is_complete(item)]
    return replace(ranking, window=[*raised, *others])


def _is_complete(item: Candidate) -> bool:
    return any(recall.channel == COMPLETE for recall in item.recalls)


def _raised(item: Candidate, amount: float) -> Candidate:
    change = Adjustment("All that was asked", "before items that lack a part of it", amount)
    return item._replace(
        first_score=item.first_score + amount,
        final_score=None if item.final_score is None else item.final_score + amount,
        contributions={**item.contributions, COMPLETE: amount},
        adjustments=(*item.adjustments, change),
    )
