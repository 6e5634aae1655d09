"""Rules that sellers write: of their own shop, about their own items, and no others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule

ITEM_MODELS: Mapping[Kind, Any] = {
    Kind.PRODUCT: Product,
    Kind.VIDEO: Video,
    Kind.LIVE: LiveStream,
}


def key_prefix(seller: str) -> str:
    """With what the keys of all rules begin that the seller wrote: what the shop itself wrote for
    the seller's shop is not the seller's.
    """
    return f"shop-{hashlib.sha256(seller.encode()).hexdigest()[:16]}-"


def is_shop_rule(rule: Rule, seller: str) -> bool:
    """Whether the rule is one that the seller wrote and that holds in the seller's shop alone."""
    return rule.id.startswith(key_prefix(seller)) and rule.sellers == (seller,)


def shop_rule_faults(rule: Rule, seller: str) -> list[str]:
    """Why the rule says more than the seller may, each with the cure. A query for each kind of item
    that it names.
    """
    return list(_faults(rule, seller))


def acted_on(action: do.Action) -> do.Item | None:
    """The one item to which the action does something; None for what no seller may do."""
    match action:
        case do.PinTo(item) | do.Hide(item):
            return item
        case do.Boost(do.Item() as item) | do.Bury(do.Item() as item):
            return item
    return None


def _faults(rule: Rule, seller: str) -> Iterator[str]:
    if not is_shop_rule(rule, seller):
        yield "a seller's rule holds in that seller's shop alone; leave the others to the shop"
    if rule.priority or rule.kinds or rule.languages or rule.segments:
        yield "priority, kinds, languages and segments are the shop's to set; leave them out"
    if not all(
        isinstance(each, when.Exact | when.Phrase | when.AnyQuery) for each in rule.triggers
    ):
        yield "a seller's rule is for every search or for words; choose one of these"
    items = [acted_on(action) for action in rule.actions]
    if None in items:
        yield "a seller pins, raises, lowers or hides single items; leave other effects to the shop"
    named: dict[Kind, set[str]] = {}
    for item in filter(None, items):
        named.setdefault(item.kind, set()).add(item.id)
    for kind, ids in named.items():
        own = ITEM_MODELS[kind]._default_manager.filter(pk__in=ids, seller=seller)
        for id_ in sorted(ids.difference(own.values_list("pk", flat=True))):
            yield f"the {kind} {id_} is not the seller's; choose one that is"
