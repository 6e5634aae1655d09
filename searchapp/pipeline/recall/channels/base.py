"""The protocol of recall channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from searchapp.pipeline.profile import ChannelUse
from searchapp.pipeline.recall.meaning import Meaning
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import EngineHit, RetrievalQuery


class RecallChannel(Protocol):
    """One way to find candidates: what the engine is asked for it, and what its scores are.

    A plug-in: a name and a dotted path in `settings.RECALL_CHANNELS`; it runs for the kinds for
    which a profile names it. The contract, checked by `tests/contracts/recall_channel.py`:

    - Cheap to construct, without arguments; holds nothing of a request; safe to call from many
      threads; no I/O. The engine is asked for all channels in one call.
    - `questions` begins with `meaning.question(kind, name, size)`, so that filters, hidden items
      and words that are not wanted hold for it. They are put back where a channel drops them.
    - Equal meanings give equal questions, on whatever page: all pages of a search are parts of one
      ranking. (`lexical` asks for more on pages beyond it, with the same items before.)
    - `hits` keeps ids and invents none; its scores are finite and fall. Fusion gives the channel's
      weight in the profile to the upper of its `bounds`, nothing to the lower, and what lies
      between in proportion.
    - A channel that raises, or whose questions fail, is left out of the answer and named in
      `degraded`.
    """

    @property
    def name(self) -> str: ...

    def questions(
        self, meaning: Meaning, kind: Kind, use: ChannelUse
    ) -> tuple[RetrievalQuery, ...]:
        """What the engine is asked about `kind`, most often one question; none when the channel
        has nothing to look for.
        """
        ...

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        """What the channel found, best first, from the hits of each of its questions; empty for
        one that failed.
        """
        ...

    def bounds(self, meaning: Meaning, best: float) -> tuple[float, float]:
        """(the score that counts for nothing, the score that counts for all), where `best` is the
        first hit's.
        """
        ...


class EngineScored:
    """For channels of one question whose hits have the engine's own scores, of at least 0."""

    def hits(
        self, meaning: Meaning, kind: Kind, found: Sequence[Sequence[EngineHit]]
    ) -> Sequence[EngineHit]:
        """The hits as they come."""
        return found[0] if found else ()

    def bounds(self, meaning: Meaning, best: float) -> tuple[float, float]:
        """From no match to the best one."""
        return 0.0, best


def scored(hits: Sequence[EngineHit], scores: Sequence[float]) -> list[EngineHit]:
    """The hits with these scores instead of the engine's, best first, ties by id."""
    given = [hit._replace(score=score) for hit, score in zip(hits, scores, strict=True)]
    return sorted(given, key=lambda hit: (-hit.score, hit.id))
