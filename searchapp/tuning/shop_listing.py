"""The rules of a seller's own shop, as the seller reads them: live, and in the seller's draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from searchapp.catalog.models import Seller
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.shop_rules import ITEM_MODELS, is_shop_rule, key_prefix
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.wording import Titles, for_which, what, when_of
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft
from searchapp.tuning.rule_listing import STATES, state_of, titles_of
from searchapp.tuning.shop_form import is_simple

MOST_RULES = 200
"""How many rules one seller writes."""
ITEMS = 50
"""How many items are offered at once."""


@dataclass(frozen=True, slots=True)
class ShopRule:
    """A rule of the shop: `change` is what the draft does to it ("new", "changed", "removed" or
    ""), `is_conflict` that the shop changed it meanwhile.
    """

    rule: Rule
    sentence: str
    state: str
    change: str
    is_conflict: bool

    @property
    def may_be_edited(self) -> bool:
        """Whether the seller's form says all of it."""
        return self.change != "removed" and is_simple(self.rule)


def shop_rules(seller: Seller, draft: Draft | None, now: datetime) -> list[ShopRule]:
    """The seller's rules, the oldest first; two queries, and one for each kind of item named."""
    rows = QueryRule.objects.filter(key__startswith=key_prefix(seller.pk))
    live = {row.key: row for row in rows.filter(draft=None)}
    changed = {} if draft is None else {row.key: row for row in rows.filter(draft=draft)}
    found = [
        (rule, row, _change(key, live, changed))
        for key in sorted({*live, *changed})
        if (rule := _read(row := changed.get(key) or live[key], seller.pk)) is not None
    ]
    titles = titles_of(rule for rule, _, _ in found)
    return [
        ShopRule(
            rule,
            sentence(rule, titles),
            STATES[state_of(row.plain, now)],
            change,
            row.draft_id is not None and _value(live.get(rule.id)) != row.base,
        )
        for rule, row, change in found
    ]


def shop_row(seller: Seller, draft: Draft | None, key: str) -> QueryRule | None:
    """The rule's row as the draft has it; None where the seller has no rule of this key."""
    row: QueryRule | None = seen_in(QueryRule, draft).filter(key=key).first()
    return None if row is None or _read(row, seller.pk) is None else row


def sentence(rule: Rule, titles: Titles) -> str:
    """What the rule does, for its seller, to whom it needs no saying in whose shop."""
    times = when_of(rule.schedule)
    return f"{for_which(rule)}: {what(rule, titles)}.{f' Only {times}.' if times else ''}"


def items_of(seller: Seller, text: str, chosen: do.Item | None) -> list[tuple[str, str]]:
    """The seller's items whose titles have the text, by the names that forms give them, the chosen
    one first.
    """
    found = dict(_named(seller, [chosen])) if chosen else {}
    for kind, model in ITEM_MODELS.items():
        rows = model._default_manager.filter(seller=seller, title__icontains=text)
        for pk, title in rows.order_by("title", "pk").values_list("pk", "title")[:ITEMS]:
            found.setdefault(f"{kind}/{pk}", title)
    return list(found.items())[: ITEMS + 1]


def title_of(seller: Seller, item: do.Item | None) -> str | None:
    """The title of an item of the seller's; None for all others."""
    return next((title for _, title in _named(seller, [item] if item else [])), None)


def _named(seller: Seller, items: Iterable[do.Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        rows = ITEM_MODELS[item.kind]._default_manager.filter(pk=item.id, seller=seller)
        for title in rows.values_list("title", flat=True):
            yield f"{item.kind}/{item.id}", title


def _change(key: str, live: Mapping[str, Any], changed: Mapping[str, Any]) -> str:
    if key not in changed:
        return ""
    if changed[key].is_removed:
        return "removed"
    return "changed" if key in live else "new"


def _value(row: QueryRule | None) -> dict[str, Any] | None:
    return None if row is None else row.value


def _read(row: QueryRule, seller: str) -> Rule | None:
    """The rule; None for one that the shop has made its own."""
    try:
        rule: Rule = row.rule
    except PlainValueError:
        return None
    return rule if is_shop_rule(rule, seller) else None
