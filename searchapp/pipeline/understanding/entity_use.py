"""How the entities of a query act on its search: the sure ones filter, the others raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from analyzers.query import AnalyzedQuery, Entity
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import AnyOf, Between, Filter, Kind, SearchRequest
from searchapp.pipeline.request_fields import can_filter


@dataclass(frozen=True, slots=True)
class QueryFilter:
    """A filter that words of the query ask for; `entities` are the spans that say so, `words` what
    they say.
    """

    filter: Filter
    entities: tuple[Entity, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Boost:
    """Raises the first-stage score of items that match `filter` by `amount`; `reason` says why."""

    filter: Filter
    amount: float
    reason: str


@dataclass(frozen=True, slots=True)
class EntityUse:
    """What is done with the entities and categories of a query. Filters are of distinct fields.

    `set_aside` do not filter, and no item need have their words: ranges that only raise ("cheap",
    "about $50"), and wishes that the request takes back or answers itself.
    """

    filters: tuple[QueryFilter, ...] = ()
    boosts: tuple[Boost, ...] = ()
    set_aside: tuple[Entity, ...] = ()

    def filters_of(self, kind: Kind) -> tuple[Filter, ...]:
        """The filters on fields that `kind` has."""
        return tuple(each.filter for each in self.filters if can_filter(kind, each.filter))

    def entities_of(self, kind: Kind) -> tuple[Entity, ...]:
        """The entities whose words items of `kind` need not have: those that filter them, and
        those that no item's text could match.
        """
        filtering = (
            entity
            for each in self.filters
            for entity in each.entities
            if not entity.is_spoken or can_filter(kind, each.filter)
        )
        return (*filtering, *self.set_aside)


NO_ENTITIES = EntityUse()


def use_entities(
    query: AnalyzedQuery, request: SearchRequest, profile: RankingProfile
) -> EntityUse:
    """The sure entities as filters and the others as boosts.

    A field that the request filters itself, or names in `without`, is not filtered by words: those
    that an item's text could have ("nike") are searched, others ("under $50") are set aside. Nor is
    one filtered that few items have, unless the query says nothing else.
    """
    closed = {wanted.field for wanted in request.filters} | set(request.without)
    wanted = [entity for entity in query.entities if not entity.is_negated]
    says_more = _says_more(query, wanted)
    filtering = [
        entity
        for entity in wanted
        if entity.is_sure and entity.field not in closed and not (entity.is_partial and says_more)
    ]
    filters: list[QueryFilter] = []
    for field in dict.fromkeys(entity.field for entity in filtering):
        entities = tuple(entity for entity in filtering if entity.field == field)
        one = _one_filter(entities)
        if one is not None and any(can_filter(kind, one) for kind in Kind):
            filters.append(QueryFilter(one, entities, _words(query, entities)))
    filtered = {each.filter.field for each in filters}
    boosts = [
        Boost(_filter(entity), profile.entity_boost * entity.confidence, entity.evidence)
        for entity in wanted
        if entity.field not in filtered
        and (entity.is_spoken or entity.field not in request.without)
    ]
    boosts += [
        Boost(
            AnyOf("category", (guess.path,)),
            profile.category_boost * guess.probability,
            f"queries like this look in {guess.path} ({guess.probability:.0%})",
        )
        for guess in query.categories
    ]
    aside = [
        entity if entity.is_sure else replace(entity, is_spoken=True)
        for entity in wanted
        if not (entity.is_spoken or entity.field in filtered)
        and ((entity.is_sure and entity.field in closed) or (says_more and not entity.values))
    ]
    return EntityUse(tuple(filters), tuple(boosts), tuple(aside))


def loosened(
    use: EntityUse, profile: RankingProfile, which: Sequence[QueryFilter] | None = None
) -> EntityUse:
    """The same with boosts in the place of the filters `which`, or of all."""
    loose = use.filters if which is None else which
    entities = [entity for each in loose for entity in each.entities]
    boosts = [Boost(_filter(each), profile.entity_boost, each.evidence) for each in entities]
    aside = [
        replace(entity, is_spoken=bool(entity.values))
        for entity in entities
        if not entity.is_spoken
    ]
    filters = tuple(each for each in use.filters if each not in loose)
    return EntityUse(filters, (*use.boosts, *boosts), (*use.set_aside, *aside))


def meant_text(query: AnalyzedQuery, use: EntityUse) -> str:
    """The text whose meaning is searched: without what filters say better (prices, ratings) and
    without what is not wanted.
    """
    said_better = [entity for each in use.filters for entity in each.entities]
    said_better += use.set_aside
    dropped = [(entity.start, entity.end) for entity in said_better if not entity.is_spoken]
    dropped += [
        (each.start, each.end) for each in query.tokens if each.is_negated or each.is_marker
    ]
    text = list(query.text)
    for start, end in dropped:
        text[start:end] = " " * (end - start)
    return " ".join("".join(text).split()) if dropped else query.text


def _says_more(query: AnalyzedQuery, wanted: Sequence[Entity]) -> bool:
    """Whether a word of the query asks for more than ranges ("under $50") do."""
    ranges = [(entity.start, entity.end) for entity in wanted if not entity.values]
    return any(
        not any(start < token.end and token.start < end for start, end in ranges)
        for token in query.tokens
        if not (token.is_stop or token.is_negated or token.is_marker)
    )


def _one_filter(entities: Sequence[Entity]) -> Filter | None:
    """Any of the values of the entities, or the range that all of them allow; None if no number
    lies in it.
    """
    field = entities[0].field
    values = dict.fromkeys(value for entity in entities for value in entity.values)
    if values:
        return AnyOf(field, tuple(values))
    low = _bound(max, (entity.at_least for entity in entities))
    high = _bound(min, (entity.at_most for entity in entities))
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        return None
    return Between(field, low, high)


def _bound(
    pick: Callable[[Sequence[float]], float], bounds: Iterable[float | None]
) -> float | None:
    given = [bound for bound in bounds if bound is not None]
    return pick(given) if given else None


def _filter(entity: Entity) -> Filter:
    if entity.values:
        return AnyOf(entity.field, entity.values)
    return Between(entity.field, entity.at_least, entity.at_most)


def _words(query: AnalyzedQuery, entities: Sequence[Entity]) -> str:
    return " … ".join(query.text[entity.start : entity.end] for entity in entities)
