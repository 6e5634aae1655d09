"""The published configuration as this process holds it, and that of a draft."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import cache, lru_cache

import structlog

from analyzers.lexicon import Lexicon
from searchapp.lexicon.publication import learnt_state
from searchapp.merchandising.snapshot import config_of, profiles_of
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.trace import Degradation
from searchapp.publishing.documents import (
    document_of,
    live_document,
    newest_number,
    published_document,
    published_state,
)
from searchapp.publishing.holding import SnapshotHolder
from searchapp.publishing.models import Draft, Version, VersionDamaged

_TRIED = 5
"""How many versions are looked through for one that can be read, when none is held."""

_log = structlog.get_logger(__name__)


@cache
def holder() -> SnapshotHolder[SearchConfig]:
    """The one holder of this process."""
    return SnapshotHolder(_state, _load, is_whole=lambda config: not config.lexicon.unread)


def draft_config(draft: Draft) -> SearchConfig:
    """What would be live if the draft were published now. Raises database errors."""
    return _of_draft(draft.pk, draft.revision, _state())


def version_config(number: int) -> SearchConfig:
    """What version `number` says. Raises VersionDamaged and Version.DoesNotExist."""
    return config_of(published_document(number), number, _held_lexicon())


def profiles_of_version(number: int | None = None) -> Mapping[str, RankingProfile]:
    """The profiles of version `number`, by default of what is live, without all else that it says.

    Raises VersionDamaged and Version.DoesNotExist for a number.
    """
    return profiles_of(live_document() if number is None else published_document(number))


@lru_cache(maxsize=8)
def _of_draft(pk: int, revision: int, state: Hashable) -> SearchConfig:
    draft = Draft.objects.get(pk=pk)
    return config_of(document_of(draft), newest_number(), _held_lexicon())


def _held_lexicon() -> Lexicon:
    return holder().current().lexicon


def _state() -> Hashable:
    return learnt_state(), published_state()


def _load(held: SearchConfig | None) -> SearchConfig:
    """The newest version; while none is held, the newest that can be read, which says so.

    Raises VersionDamaged.
    """
    lexicon = None if held is None else held.lexicon
    try:
        return config_of(published_document(), newest_number(), lexicon)
    except VersionDamaged as error:
        if held is not None:
            raise
        damage = error
    newest = newest_number()
    for number in range(newest - 1, max(newest - _TRIED, 0), -1):
        try:
            config = config_of(published_document(number), number, lexicon)
        except (VersionDamaged, Version.DoesNotExist):
            continue
        _log.error("an older version is in use", number=number, reason=str(damage))
        degraded = (*config.degraded, Degradation("config", f"{damage}; version {number} is used"))
        return replace(config, degraded=degraded)
    raise damage
