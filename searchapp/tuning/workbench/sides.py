"""One search answered twice: as shoppers see it, and as they would if the draft were published."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import PATIENT_MS, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.publishing.models import Draft
from searchapp.tuning.comparing import Comparison, compare
from searchapp.tuning.workbench.asked import Asked
from searchapp.tuning.workbench.sliders import with_sliders

_KEPT_SECONDS = 3.0
_KEPT = 16
_kept: dict[tuple[SearchRequest, str], tuple[float, SearchResponse]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sides:
    """Both answers, what differs, and the profile of the draft before a slider moved."""

    live: SearchResponse
    draft: SearchResponse
    comparison: Comparison
    profile: RankingProfile


def config_in(draft: Draft | None) -> SearchConfig:
    """What is live, or would be if the draft were published now."""
    return wiring.current_config() if draft is None else draft_config(draft)


def sides(asked: Asked, draft: Draft | None) -> Sides:
    """The service's answers under both configurations. Raises as `SearchService.search` does."""
    service, live_config = wiring.search_service(), wiring.current_config()
    edited = config_in(draft)
    profile = edited.profile(asked.request.profile)
    config = with_sliders(edited, asked.request.profile, asked.sliders)
    # So that neither side leaves something out for want of time, which no draft is to blame for.
    request = replace(asked.request, budget_ms=PATIENT_MS)
    live = _live(known_profile(request, live_config), live_config)
    # The very same value answers the very same: it is not asked twice.
    answer = live if config is live_config else service.search(request, config)
    return Sides(live, answer, compare(live, answer), profile)


def _live(request: SearchRequest, config: SearchConfig) -> SearchResponse:
    """The live answer, kept for moments: a slider that moves changes the other one only."""
    key = (request, config.version)
    with _lock:
        now = time.monotonic()
        for old in [each for each, (since, _) in _kept.items() if now - since > _KEPT_SECONDS]:
            del _kept[old]
        if key in _kept:
            return _kept[key][1]
    answer = wiring.search_service().search(request, config)
    with _lock:
        while len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = time.monotonic(), answer
    return answer


def known_profile(request: SearchRequest, config: SearchConfig) -> SearchRequest:
    """The request under the default profile where the configuration lacks the one that is asked
    for, as before a draft that makes it.
    """
    if request.profile in config.profiles:
        return request
    return replace(request, profile=SearchRequest().profile)
