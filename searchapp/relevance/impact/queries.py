"""The queries on which a draft is tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    topics: dict[tuple[str, str, str], Topic] = {}
    for topic in judged:
        topics[folded(topic.text), topic.language, topic.segment] = topic
    of_rules = list(islice(_of_changed_rules(live, draft, topics), MOST_OF_RULES))
    asked = {folded(topic.text) for topic in (*of_rules, *judged)}
    logged = (Topic(query) for query in searches if query not in asked)
    every = (*of_rules, *topics.values(), *islice(logged, most_logged))
    return list({_key(topic): _counted(topic, searches) for topic in every}.values())


def _of_changed_rules(
    live: SearchConfig, draft: SearchConfig, judged: Mapping[tuple[str, str, str], Topic]
) -> Iterable[Topic]:
    """The words of the triggers of rules that only one configuration has, as queries."""
    before, after = set(enabled_rules(live)), set(enabled_rules(draft))
    for rule in (*enabled_rules(draft), *enabled_rules(live)):
        if rule in before and rule in after:
            continue
        segment = rule.segments[0] if rule.segments else ""
        language = rule.languages[0] if rule.languages else ""
        for trigger in rule.triggers:
            match trigger:
                case when.Exact(text) | when.Phrase(text) | when.AllWords(text):
                    query = canonical(text)
                    if 0 < len(query) <= MAX_QUERY:
                        known = judged.get((folded(query), language, segment))
                        yield known or Topic(query, language, segment)


def _key(topic: Topic) -> tuple[str, str, str]:
    return folded(topic.text), topic.language, topic.segment


def _counted(topic: Topic, searches: Mapping[str, int]) -> Topic:
    return replace(topic, searches=searches.get(folded(topic.text), 0))
