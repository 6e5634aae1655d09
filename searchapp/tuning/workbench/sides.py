"""One search answered twice: as shoppers see it, and as they would if the draft were published."""

from __future__ import annotations

from dataclasses import dataclass, replace

from searchapp import wiring
from searchapp.merchandising.current import draft_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.publishing.models import Draft
from searchapp.tuning.comparing import Comparison, compare
from searchapp.tuning.workbench.asked import Asked
from searchapp.tuning.workbench.sliders import with_sliders


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
    live = service.search(known_profile(asked.request, live_config), live_config)
    # The very same value answers the very same: it is not asked twice.
    answer = live if config is live_config else service.search(asked.request, config)
    return Sides(live, answer, compare(live, answer), profile)


def known_profile(request: SearchRequest, config: SearchConfig) -> SearchRequest:
    """The request under the default profile where the configuration lacks the one that is asked
    for, as before a draft that makes it.
    """
    if request.profile in config.profiles:
        return request
    return replace(request, profile=SearchRequest().profile)
