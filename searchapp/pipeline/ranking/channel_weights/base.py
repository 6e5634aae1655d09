"""The protocol of what weighs words against meaning for a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class ChannelWeigher(Protocol):
    """Says which share of the weight of `lexical` and `semantic` together the words should have.

    A plug-in: a name and a dotted path in `settings.CHANNEL_WEIGHERS`; it is asked for the main
    kind when a profile's `channel_weigher` names it. Safe to call from many threads; it takes well
    below a millisecond, as it has no deadline. One that raises leaves the profile's weights, and is
    named in `degraded`.
    """

    @property
    def features(self) -> tuple[str, ...]:
        """The numbers of the query that it reads, out of `evidence.QUERY_FEATURES`."""
        ...

    def warm_up(self) -> None:
        """Loads what is heavy. Raises what is wrong with it."""
        ...

    def lexical_share(self, features: Mapping[str, float]) -> float | None:
        """The share in [0, 1] from the `features`, NaN where missing; None leaves the profile's."""
        ...
