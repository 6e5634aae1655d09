"""The classes in which queries are measured apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzers.query import AnalyzedQuery
from searchapp.relevance.quality.traffic import Traffic, folded
from searchapp.relevance.query_sets.topic import Topic

QueryClass = tuple[str, str]
"""In which respect, and how: ("words", "2")."""
_MANY_WORDS = 4


def classes_of(
    topic: Topic, query: AnalyzedQuery | None, traffic: Mapping[str, Traffic]
) -> Iterator[QueryClass]:
    """All classes of a query: how many words it has, what it names (each field, "nothing known"
    without), its intents ("none" without), how often it is asked, and its own class.
    """
    words = len(topic.text.split())
    yield "words", f"{_MANY_WORDS} or more" if words >= _MANY_WORDS else str(words)
    if query is not None:
        named = {each.field for each in query.entities if not each.is_negated}
        for field in sorted(named) or ["nothing known"]:
            yield "names", field
        for intent in sorted({each.name for each in query.intents}) or ["none"]:
            yield "intent", intent
    if traffic:
        yield "traffic", traffic.get(folded(topic.text), Traffic.TAIL).value
    if topic.query_class:
        yield "class", topic.query_class
