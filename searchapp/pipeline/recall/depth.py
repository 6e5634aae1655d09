"""How deep an answer goes."""

from __future__ import annotations

from searchapp.pipeline.request import InvalidRequest, SearchRequest

DEEPEST_RANKED = 1_000
"""How far a ranked answer can be paged; beyond it, narrowing the search serves better."""
DEEPEST_SORTED = 10_000
"""How far a sorted or browsed answer can be paged."""
LESSER_KIND_DEPTH = 50
"""How many items of each lesser kind a browsed row draws from."""


def deepest(is_ranked: bool) -> int:
    """How far an answer can be paged, in places."""
    return DEEPEST_RANKED if is_ranked else DEEPEST_SORTED


def check_depth(request: SearchRequest, is_ranked: bool) -> None:
    """Raises InvalidRequest for a page that ends deeper than an answer can be paged."""
    end = request.offset + request.size
    if end > (limit := deepest(is_ranked)):
        raise InvalidRequest(
            "page",
            f"only the first {limit:,} results can be paged to, and this page ends at {end:,}; "
            "narrow the search with filters",
        )
