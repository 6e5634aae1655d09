"""What is odd about a rule among those of a draft."""

from __future__ import annotations

import time
from collections.abc import Iterator

from searchapp.lexicon.intent_names import intent_names
from searchapp.merchandising.models import QueryRule
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.linting import Remark, lint
from searchapp.pipeline.rules.plain import checked_rule
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft


def usable_rules(draft: Draft | None) -> Iterator[Rule]:
    """The rules of a draft (None: those published) in their order, but for broken ones."""
    rows = seen_in(QueryRule, draft).order_by("key")
    for key, plain in rows.values_list("key", "plain").iterator():
        try:
            yield checked_rule(key, plain)
        except PlainValueError:
            continue


def remarks_on(rule: Rule, draft: Draft | None) -> list[Remark]:
    """What is odd about `rule`, by itself and beside the draft's other rules."""
    others = (each for each in usable_rules(draft) if each.id != rule.id)
    rules = sorted([*others, rule], key=lambda each: each.id)
    found = lint(rules, time.time(), intent_names(draft))
    return [each for each in found if rule.id in (each.rule, each.other)]
