"""The list of rules: found by words and by when they hold, each as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from searchapp.catalog.models import LiveStream, Product, Video
from searchapp.lexicon.intent_names import intent_names
from searchapp.merchandising import rule_states
from searchapp.merchandising.models import QueryRule
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.linting import Remark, lint
from searchapp.pipeline.rules.plain import rule_from_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.wording import sentence
from searchapp.publishing.compiling import Section, made_of
from searchapp.publishing.documents import document_of, live_document, seen_in
from searchapp.publishing.models import Draft

STATES = {
    "active": "In use now",
    "scheduled": "Scheduled",
    "over": "Over",
    "off": "Switched off",
}
_MODELS = {Kind.PRODUCT: Product, Kind.VIDEO: Video, Kind.LIVE: LiveStream}


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list."""

    row: QueryRule
    sentence: str
    state: str

    @property
    def state_title(self) -> str:
        """What people call its state."""
        return STATES[self.state]


def found_rules(draft: Draft | None, text: str, state: str, now: datetime) -> QuerySet[QueryRule]:
    """The rules of the draft whose name, words or actions have the text, and that are in the state.

    Only rules with a schedule are read to tell their states.
    """
    rows = seen_in(QueryRule, draft)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(asked__icontains=text) | Q(key=text))
    if state == "off":
        rows = rows.filter(is_active=False)
    elif state in STATES:
        rows = rows.filter(is_active=True)
        timed = rows.filter(plain__has_key="schedule").values_list("pk", "plain")
        states = {pk: state_of(plain, now) for pk, plain in timed}
        if state == "active":
            away = [pk for pk, each in states.items() if each != "active"]
            rows = rows.exclude(pk__in=away)
        else:
            rows = rows.filter(pk__in=[pk for pk, each in states.items() if each == state])
    return rows.order_by("-priority", "name", "key")


def state_of(plain: Mapping[str, Any], now: datetime) -> str:
    """Whether a rule is in use now, at other times, never again, or switched off."""
    if not plain.get("enabled", True):
        return "off"
    try:
        schedule = rule_from_plain("r", {**plain, "when": [], "do": []}).schedule
    except PlainValueError:
        return "off"
    time = rule_states.state_of(schedule, now.timestamp())
    if time in rule_states.HOLDING:
        return "active"
    return "over" if time == "over" else "scheduled"


def listed(rows: Iterable[QueryRule], now: datetime) -> list[Listed]:
    """The rows with their sentences; items are called by their titles."""
    read = [(row, _rule_of(row)) for row in rows]
    titles = titles_of(rule for _, rule in read if rule is not None)
    return [
        Listed(
            row,
            "It can't be read." if rule is None else sentence(rule, titles),
            state_of(row.plain, now),
        )
        for row, rule in read
    ]


def titles_of(rules: Iterable[Rule]) -> dict[do.Item, str]:
    """The titles of the items that rules name; one query for each kind of item."""
    wanted: dict[Kind, set[str]] = {}
    for rule in rules:
        for action in rule.actions:
            for item in _items(action):
                wanted.setdefault(item.kind, set()).add(item.id)
    return {
        do.Item(kind, str(pk)): title
        for kind, ids in wanted.items()
        for pk, title in _MODELS[kind]
        ._default_manager.filter(pk__in=ids)
        .values_list("pk", "title")
    }


def rules_of(draft: Draft | None) -> tuple[Rule, ...]:
    """All rules as the draft has them, but for broken ones; kept until they change."""
    document = live_document() if draft is None else document_of(draft)
    return made_of("rules as told", document.get(QueryRule.section, {}), _read)[0]


def remarks_of(draft: Draft | None) -> tuple[Remark, ...]:
    """All that is odd about the rules of the draft; looked for when they change, and hourly."""
    hour = int(utc_now().timestamp()) // 3600
    return _remarks(rules_of(draft), hour, intent_names(draft))


@lru_cache(maxsize=4)
def _remarks(rules: tuple[Rule, ...], hour: int, intents: frozenset[str]) -> tuple[Remark, ...]:
    return lint(rules, hour * 3600, intents)


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def _read(section: Section) -> tuple[Rule, ...]:
    rules = []
    for key, value in section.items():
        try:
            rules.append(rule_from_plain(key, value))
        except PlainValueError:
            continue
    return tuple(rules)


def _rule_of(row: QueryRule) -> Rule | None:
    try:
        return row.rule
    except PlainValueError:
        return None


def _items(action: do.Action) -> tuple[do.Item, ...]:
    match action:
        case do.Boost(target) | do.Bury(target):
            return (target,) if isinstance(target, do.Item) else ()
        case do.PinTo(item) | do.Hide(item):
            return (item,)
        case do.Promote(kind, ids):
            return tuple(do.Item(kind, each) for each in ids)
    return ()
