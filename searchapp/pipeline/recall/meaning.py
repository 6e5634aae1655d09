"""What a request means to recall: everything that a channel may read, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.behaviour import NO_BEHAVIOUR, Behaviour
from searchapp.pipeline.merchandising import NOTHING_WANTED, Merchandising
from searchapp.pipeline.profile import ChannelUse, RankingProfile
from searchapp.pipeline.recall.words import exclusions, words_clauses
from searchapp.pipeline.request import AnyOf, Filter, Kind, SearchRequest
from searchapp.pipeline.request_fields import is_facet, kinds_that_answer
from searchapp.pipeline.retrieval import FacetRequest, RetrievalQuery, TextClause
from searchapp.pipeline.schema import CARD_FIELDS
from searchapp.pipeline.understanding.entity_use import NO_ENTITIES, EntityUse

_FACET_SIZE = 30
_FACET_SIZES = {"category": 60}
"""How many values of a facet are counted; categories count on each level of their paths."""
_RUNNING_OR_COMING = AnyOf("status", ("live", "scheduled"))


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A request as it was understood.

    `kinds` can answer it, the main one first; `words` are the clauses of each, and
    `bases` the questions that all channels begin with. `now` is in seconds since 1970.
    """

    request: SearchRequest
    query: AnalyzedQuery
    profile: RankingProfile
    use: EntityUse
    kinds: tuple[Kind, ...]
    words: Mapping[Kind, tuple[TextClause, ...]]
    bases: Mapping[Kind, RetrievalQuery]
    merchandising: Merchandising = NOTHING_WANTED
    behaviour: Behaviour = NO_BEHAVIOUR
    now: float = 0.0

    @property
    def main(self) -> Kind:
        """The kind that makes the row."""
        return self.kinds[0]

    @property
    def is_ranked(self) -> bool:
        """Whether the answer is ranked here: there are words, and no order was chosen."""
        return bool(self.words[self.main]) and self.request.sort is None

    def size(self, kind: Kind, use: ChannelUse) -> int:
        """How many candidates a channel of this use brings of `kind`."""
        return use.size if kind is self.main else use.beside

    def question(
        self,
        kind: Kind,
        channel: str,
        size: int,
        *,
        among: tuple[Filter, ...] = (),
        **looked_for: Any,
    ) -> RetrievalQuery:
        """What a channel looks for (`looked_for`: fields of the question) among all items of `kind`
        that the answer may have and that pass the filters `among`; with what the stages read of
        them.
        """
        base = self.bases[kind]
        filters = (*base.filters, *among)
        return replace(base, channel=channel, size=size, filters=filters, **looked_for)

    def facets(self, kind: Kind) -> tuple[FacetRequest, ...]:
        """The facets that `kind` is the first of the kinds to have: each is counted for one."""
        return tuple(
            FacetRequest(name, _FACET_SIZES.get(name, _FACET_SIZE))
            for name in self.request.facets
            if next((each for each in self.kinds if is_facet(each, name)), None) is kind
        )


def meaning_of(
    request: SearchRequest,
    query: AnalyzedQuery,
    profile: RankingProfile,
    use: EntityUse = NO_ENTITIES,
    merchandising: Merchandising = NOTHING_WANTED,
    behaviour: Behaviour = NO_BEHAVIOUR,
    now: float = 0.0,
) -> Meaning:
    """The meaning of a request; raises InvalidRequest for fields that no asked kind has."""
    kinds = kinds_that_answer(request)
    kinds = kinds if request.sort is None else kinds[:1]
    applied = {kind: use.entities_of(kind) for kind in kinds}
    main = words_clauses(kinds[0], query, profile, profile.minimum_match, applied[kinds[0]])
    is_ranked = bool(main) and request.sort is None
    share = profile.mixed_row.minimum_match if is_ranked else profile.minimum_match
    words = {kind: words_clauses(kind, query, profile, share, applied[kind]) for kind in kinds[1:]}
    bases = {
        kind: RetrievalQuery(
            kind=kind,
            channel="",
            size=0,
            filters=_filters(kind, request, use, merchandising),
            binding=merchandising.required_of(kind),
            without=exclusions(kind, query, profile),
            exclude_ids=merchandising.hidden_of(kind),
            feature_fields=profile.features.get(kind, ()),
            document_fields=CARD_FIELDS[kind],
        )
        for kind in kinds
    }
    words[kinds[0]] = main
    return Meaning(request, query, profile, use, kinds, words, bases, merchandising, behaviour, now)


def _filters(
    kind: Kind, request: SearchRequest, use: EntityUse, merchandising: Merchandising
) -> tuple[Filter, ...]:
    """The filters of the request, those that its words ask for and those of the merchants; streams
    that ended are left out unless their status is asked for.
    """
    filters = (
        *request.filters,
        *use.filters_of(kind),
        *merchandising.required_of(kind),
    )
    if kind is Kind.LIVE and all(wanted.field != "status" for wanted in filters):
        return (*filters, _RUNNING_OR_COMING)
    return filters
