"""Everything that steers a search, as one immutable and versioned value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from analyzers.lexicon import Lexicon
from searchapp.pipeline.behaviour import NO_BEHAVIOUR, Behaviour
from searchapp.pipeline.merchandising import NO_RULES, QueryRules
from searchapp.pipeline.profile import DEFAULT_PROFILE, PRECISE_PROFILE, RankingProfile
from searchapp.pipeline.request import InvalidRequest
from searchapp.pipeline.trace import Degradation


@dataclass(frozen=True)
class SearchConfig:
    """A snapshot of lexicon, rules, behaviour and profiles. Preview and live differ only in the
    snapshot.

    `degraded` names what could not be read of the published configuration. `number` is that of the
    published version from which it was made.
    """

    lexicon: Lexicon = field(default_factory=Lexicon)
    profiles: Mapping[str, RankingProfile] = field(
        default_factory=lambda: {each.name: each for each in (DEFAULT_PROFILE, PRECISE_PROFILE)}
    )
    rules: QueryRules = NO_RULES
    behaviour: Behaviour = NO_BEHAVIOUR
    degraded: tuple[Degradation, ...] = ()
    number: int = 0

    @cached_property
    def version(self) -> str:
        """The number, and a short digest of all the rest: equal digests answer alike."""
        return (
            f"{self.number}."
            + hashlib.sha256(
                repr(
                    (
                        self.lexicon.version,
                        self.rules.version,
                        self.behaviour.version,
                        sorted(self.profiles.items()),
                    )
                ).encode()
            ).hexdigest()[:12]
        )

    def profile(self, name: str) -> RankingProfile:
        """The profile `name`; raises InvalidRequest for one that does not exist."""
        try:
            return self.profiles[name]
        except KeyError:
            known = ", ".join(sorted(self.profiles))
            raise InvalidRequest(
                "profile", f"{name!r} does not exist; choose one of {known}"
            ) from None
