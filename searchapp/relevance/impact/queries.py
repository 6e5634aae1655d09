"""The queries on which a draft is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.rules import triggers as when
from searchapp.relevance.impact.pins import enabled_rules
from searchapp.relevance.models import MAX_QUERY, QuerySet
from searchapp.relevance.quality.traffic import folded, searches_by_query
from searchapp.relevance.query_sets.topic import Topic, canonical, topics_of

MOST_OF_RULES = 200


def queries_to_try(
    live: SearchConfig,
    draft: SearchConfig,
    query_sets: Iterable[QuerySet] | None = None,
    most_logged: int = 500,
) -> list[Topic]:
    """The queries that triggers of changed rules spell out, then the judged ones (of all sets by
    default), then those that shoppers ask most; each once.
    """
    searches = searches_by_query()
    judged = topics_of(QuerySet.objects.all() if query_sets is None else query_sets)
    by_words = {_words(topic): topic for topic in judged}
    spelt_out = {_words(each): each for each in _of_changed_rules(live, draft)}
    of_rules = [by_words.get(words, topic) for words, topic in spelt_out.items()][:MOST_OF_RULES]
    asked = {folded(topic.text) for topic in (*of_rules, *judged)}
    logged = (Topic(query) for query in searches if query not in asked)
    every = (*of_rules, *judged, *islice(logged, most_logged))
    once = {(topic.text, topic.language, topic.segment): topic for topic in every}
    return [replace(each, searches=searches.get(folded(each.text), 0)) for each in once.values()]


def _of_changed_rules(live: SearchConfig, draft: SearchConfig) -> Iterator[Topic]:
    """The words of the triggers of rules that only one configuration has, as queries."""
    before, after = enabled_rules(live), enabled_rules(draft)
    both = set(before).intersection(after)
    # Nobody's shop is measured here: in the queries of all, such a rule changes nothing.
    changed = (each for each in (*after, *before) if each not in both and not each.sellers)
    for rule in changed:
        for trigger in rule.triggers:
            match trigger:
                case when.Exact(text) | when.Phrase(text) | when.AllWords(text):
                    query = canonical(text)
                    if 0 < len(query) <= MAX_QUERY:
                        yield Topic(query, _first(rule.languages), _first(rule.segments))


def _first(names: Sequence[str]) -> str:
    return names[0] if names else ""


def _words(topic: Topic) -> tuple[str, str, str]:
    return folded(topic.text), topic.language, topic.segment
