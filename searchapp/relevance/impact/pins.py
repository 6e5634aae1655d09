"""Pins that will not be seen, or whose item can't be bought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searchapp.catalog.models.live_stream import LiveStatus
from searchapp.indexing.published import MODELS, published
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import Pin
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.rules.actions import PinTo
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.pipeline.service import SearchService
from searchapp.pipeline.understanding.worded import understand_worded
from searchapp.relevance.impact.report import PinFault, PinTrouble
from searchapp.relevance.query_sets.topic import Item, Topic

_PORTION = 500


def enabled_rules(config: SearchConfig) -> tuple[Rule, ...]:
    """The rules of the configuration that are in force, the weightiest first."""
    return config.rules.matcher.rules if isinstance(config.rules, RuleSet) else ()


def unfit_items(service: SearchService, items: Iterable[Item]) -> dict[Item, PinFault]:
    """Which of the items nobody sees or can buy, whatever the query, and why."""
    faults: dict[Item, PinFault] = {}
    by_kind: dict[Kind, dict[str, None]] = {kind: {} for kind in Kind}
    for kind, id_ in items:
        by_kind[kind][id_] = None
    for kind, ids in by_kind.items():
        every = list(ids)
        for start in range(0, len(every), _PORTION):
            faults |= _unfit(service, kind, every[start : start + _PORTION])
    return faults


def _unfit(service: SearchService, kind: Kind, ids: Sequence[str]) -> dict[Item, PinFault]:
    there = set(MODELS[kind].objects.filter(pk__in=ids).values_list("pk", flat=True))
    shown = set(published(kind).filter(pk__in=ids).values_list("pk", flat=True))
    documents = service.engine.documents(kind, ids, service.engine_timeout_ms)
    faults: dict[Item, PinFault] = {}
    for id_ in ids:
        document = documents.get(id_)
        if id_ not in there:
            faults[kind, id_] = PinFault.MISSING
        elif id_ not in shown:
            faults[kind, id_] = PinFault.UNPUBLISHED
        elif document is None:
            faults[kind, id_] = PinFault.UNINDEXED
        elif document.get("available") is False:
            faults[kind, id_] = PinFault.OUT_OF_STOCK
        elif document.get("status") == LiveStatus.ENDED:
            faults[kind, id_] = PinFault.OVER
    return faults


def troubles_of_rules(service: SearchService, config: SearchConfig) -> list[PinTrouble]:
    """The pins of all rules whose items are unfit, also of rules that no query at hand meets."""
    pins = [
        (rule, action.item)
        for rule in enabled_rules(config)
        for action in rule.actions
        if isinstance(action, PinTo)
    ]
    faults = unfit_items(service, ((item.kind, item.id) for _, item in pins))
    return [
        PinTrouble(rule.id, rule.name, item.kind, item.id, faults[item.kind, item.id])
        for rule, item in pins
        if (item.kind, item.id) in faults
    ]


def wanted_pins(service: SearchService, config: SearchConfig, topic: Topic) -> tuple[Pin, ...]:
    """The pins that the query is to have."""
    return understand_worded(topic.request(1), service.analyzers, config)[1].pins


def troubles_of_query(
    topic: Topic, pins: Sequence[Pin], explained: SearchResponse
) -> list[PinTrouble]:
    """The pins of a query that its answer, which must be explained, does not have: hidden, or
    filtered away by the query's own filters or a rule's.
    """
    details = {record.stage: record.detail for record in explained.trace}
    found = {(each["kind"], each["id"]) for each in details["mixed_row"]["pins"] if each["found"]}
    hidden = {(each["kind"], each["id"]) for each in details["rules"]["hidden"]}
    return [
        PinTrouble(
            pin.rule_id,
            pin.rule,
            pin.kind,
            pin.id,
            PinFault.HIDDEN if (pin.kind.value, pin.id) in hidden else PinFault.FILTERED,
            topic.text,
        )
        for pin in pins
        if (pin.kind.value, pin.id) not in found
    ]
