"""The rules of a draft that can be used, and what is odd about them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from searchapp.lexicon.intent_names import intent_names
from searchapp.merchandising.models import QueryRule
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.linting import Remark, lint
from searchapp.pipeline.rules.plain import checked_rule
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.compiling import Section, made_of, read_each
from searchapp.publishing.documents import document_of, live_document
from searchapp.publishing.models import Draft

_HOUR_S = 3600


def usable_rules(draft: Draft | None) -> tuple[Rule, ...]:
    """The rules of a draft (None: those published) by their ids, but for broken ones. Each is read
    again when it changes.
    """
    document = live_document() if draft is None else document_of(draft)
    return made_of("usable rules", document.get(QueryRule.section, {}), _read)[0]


def remarks_of(draft: Draft | None) -> tuple[Remark, ...]:
    """All that is odd about the rules of a draft; looked for when they change, and hourly."""
    return _remarks(usable_rules(draft), int(time.time()) // _HOUR_S, intent_names(draft))


def remarks_on(rule: Rule, draft: Draft | None) -> list[Remark]:
    """What is odd about `rule`, by itself and beside the draft's other rules."""
    others = (each for each in usable_rules(draft) if each.id != rule.id)
    rules = sorted([*others, rule], key=lambda each: each.id)
    found = lint(rules, time.time(), intent_names(draft))
    return [each for each in found if rule.id in (each.rule, each.other)]


@lru_cache(maxsize=4)
def _remarks(rules: tuple[Rule, ...], hour: int, intents: frozenset[str]) -> tuple[Remark, ...]:
    return lint(rules, hour * _HOUR_S, intents)


def _read(section: Section) -> tuple[Rule, ...]:
    read = read_each("usable rules", section, _rule)
    return tuple(sorted((rule for rule in read if rule is not None), key=lambda each: each.id))


def _rule(key: str, value: Mapping[str, Any]) -> Rule | None:
    try:
        return checked_rule(key, value)
    except PlainValueError:
        return None
