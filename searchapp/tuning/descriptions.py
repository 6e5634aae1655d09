"""Values of the document in words, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError

from searchapp.merchandising.models import Profile, QueryRule
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.plain import rule_from_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.wording import (
    Titles,
    action_words,
    for_which,
    limits_of,
    listed,
    sentence,
    when_of,
)
from searchapp.publishing.difference import Change
from searchapp.publishing.sections import sections
from searchapp.tuning.rule_listing import titles_of

_FIELDS = {"is_active": "in use", "plain": "value"}


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A part of a value, with what it was and is in words; "" is nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as people read it: what it is about, the sentences before and after, and the parts
    that differ.
    """

    section: str
    key: str
    verb: str
    label: str
    before: str
    after: str
    fields: tuple[FieldDiff, ...]

    @property
    def id(self) -> str:
        """How forms name it."""
        return f"{self.section}:{self.key}"


def titled(section: str) -> str:
    """What people call a section."""
    return {"profiles": "Ranking profiles"}.get(section, section.replace("_", " ").capitalize())


def titles_in(changes: Iterable[Change]) -> Titles:
    """The titles of the items that rules of the changes name; one query for each kind of item."""
    rules: list[Rule] = []
    for each in changes:
        for value in (each.before, each.after) if each.section == QueryRule.section else ():
            try:
                rules += [] if value is None else [rule_from_plain(each.key, value)]
            except PlainValueError:
                continue
    return titles_of(rules)


def shown_changes(changes: Iterable[Change]) -> list[ShownChange]:
    """The changes in words, with the titles of items."""
    kept = list(changes)
    titles = titles_in(kept)
    return [shown_change(each, titles) for each in kept]


def shown_change(change: Change, titles: Titles) -> ShownChange:
    """The change in words."""
    before, after = change.before, change.after
    newest = after if after is not None else before
    return ShownChange(
        change.section,
        change.key,
        change.verb,
        label_of(change.section, change.key, newest, titles),
        "" if before is None else in_words(change.section, change.key, before, titles),
        "" if after is None else in_words(change.section, change.key, after, titles),
        tuple(_diffs(change, titles)) if before is not None and after is not None else (),
    )


def by_section(changes: Iterable[ShownChange]) -> list[tuple[str, str, list[ShownChange]]]:
    """The changes under their sections: the name, what people call it, the changes."""
    found = groupby(changes, key=lambda each: each.section)
    return [(name, titled(name), list(each)) for name, each in found]


def label_of(section: str, key: str, value: Mapping[str, Any] | None, titles: Titles) -> str:
    """What a list calls the row."""
    if section == Profile.section:
        return key
    return str((value or {}).get("name") or "") or in_words(section, key, value or {}, titles)


def in_words(section: str, key: str, value: Mapping[str, Any], titles: Titles) -> str:
    """The value in a sentence; one that can't be read, as its parts."""
    if section == QueryRule.section:
        try:
            return sentence(rule_from_plain(key, value), titles)
        except PlainValueError:
            return _plainly(value)
    if section == Profile.section:
        return _plainly(value) or "as the default profile"
    model = sections().get(section)
    if model is None:
        return _plainly(value)
    row = model(key=key)
    try:
        row.value = value
    except ValidationError:
        return _plainly(value)
    return str(row)


def in_parts(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parts of a value by their paths, each as text."""
    return list(_flat(value))


def _diffs(change: Change, titles: Titles) -> Iterator[FieldDiff]:
    before, after = change.before or {}, change.after or {}
    if change.section == QueryRule.section:
        try:
            rules = (rule_from_plain(change.key, each) for each in (before, after))
            old, new = (_rule_parts(each, titles) for each in rules)
        except PlainValueError:
            old, new = dict(_flat(before)), dict(_flat(after))
    else:
        old, new = dict(_flat(before)), dict(_flat(after))
    for name in dict.fromkeys([*old, *new]):
        was, is_now = old.get(name, ""), new.get(name, "")
        if was != is_now:
            yield FieldDiff(_FIELDS.get(name, name.replace("_", " ")), was, is_now)


def _rule_parts(rule: Rule, titles: Titles) -> dict[str, str]:
    return {
        "name": rule.name,
        "when": for_which(rule),
        "does": listed([action_words(each, titles) for each in rule.actions], "and"),
        "for": limits_of(rule) or "all searches",
        "times": when_of(rule.schedule) or "always",
        "priority": str(rule.priority),
        "switched on": "yes" if rule.enabled else "no",
    }


def _flat(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """The parts of a value by their paths, each as text."""
    for name, part in value.items():
        where = f"{path} › {name}" if path else name
        if isinstance(part, Mapping):
            yield from _flat(part, where)
        else:
            yield where, _text(part)


def _text(part: Any) -> str:
    if isinstance(part, bool):
        return "yes" if part else "no"
    if isinstance(part, list | tuple):
        return "; ".join(map(_text, part))
    if isinstance(part, Mapping):
        return ", ".join(f"{name} {text}" for name, text in _flat(part))
    return str(part)


def _plainly(value: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {text}" for name, text in _flat(value))
