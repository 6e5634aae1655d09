"""Rules as plain JSON values, for documents that are kept, compared and edited by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from analyzers.entities.entity_rule import EntityRule
from analyzers.intents.intent_rule import IntentRule
from analyzers.rule_error import RuleError
from analyzers.synonyms.rule import SynonymRule

WrittenRule = SynonymRule | IntentRule | EntityRule
R = TypeVar("R", bound=WrittenRule)
_TYPES: Mapping[type[object], Mapping[str, Any]] = {
    kind: get_type_hints(kind) for kind in (SynonymRule, IntentRule, EntityRule)
}


def to_plain(rule: WrittenRule) -> dict[str, Any]:
    """The fields of the rule that are not as usual, in their order: texts, numbers, true or false,
    lists of texts.
    """
    return {
        each.name: _plain(value)
        for each in fields(rule)
        if (value := getattr(rule, each.name)) != each.default
    }


def from_plain(kind: type[R], value: object) -> R:
    """The rule of this kind that `to_plain` would write so.

    Raises RuleError, which names the field and the cure, for what is no such rule; also where the
    rule itself refuses a value. The field is "" where the whole value is wrong.
    """
    if not isinstance(value, Mapping):
        raise RuleError("", f"expected an object, not {_named(value)}")
    known = {each.name: each for each in fields(kind)}
    for name in value:
        if name not in known:
            raise RuleError(str(name), f"is not known; use {', '.join(known)}")
    for name, each in known.items():
        if name not in value and _is_needed(each):
            raise RuleError(name, "is missing")
    types = _TYPES[kind]
    return kind(**{name: _read(name, each, types[name]) for name, each in value.items()})


def _is_needed(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, StrEnum) else value


def _read(name: str, value: object, wanted: Any) -> Any:
    if wanted is bool and isinstance(value, bool):
        return value
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if wanted is str and isinstance(value, str):
        return value
    if wanted == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise RuleError(name, f"expected a list of texts, not {_named(value)}")
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        choices = [each.value for each in wanted]
        if value in choices:
            return wanted(value)
        raise RuleError(name, f"expected one of {', '.join(choices)}, not {_named(value)}")
    expected = {bool: "true or false", float: "a number", str: "text"}[wanted]
    raise RuleError(name, f"expected {expected}, not {_named(value)}")


def _named(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, dict) else repr(value)[:60]
