"""The recall channels that come with searchapp, a module each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from searchapp.pipeline.recall.channels.base import RecallChannel
from searchapp.pipeline.recall.channels.behavioural import Behavioural
from searchapp.pipeline.recall.channels.exact import Exact
from searchapp.pipeline.recall.channels.fresh import Fresh
from searchapp.pipeline.recall.channels.lexical import Lexical
from searchapp.pipeline.recall.channels.pinned import Pinned
from searchapp.pipeline.recall.channels.promoted import Promoted
from searchapp.pipeline.recall.channels.semantic import Semantic

_CHANNELS: tuple[RecallChannel, ...] = (
    Lexical(),
    Exact(),
    Semantic(),
    Behavioural(),
    Fresh(),
    Promoted(),
    Pinned(),
)
BUILT_IN: Mapping[str, RecallChannel] = MappingProxyType({each.name: each for each in _CHANNELS})
"""Each by its name, for services that are made without settings."""
