"""Ranking profiles as plain values that people keep in git and edit by hand, in TOML or JSON: what
differs from the default profile.

    {
      "minimum_match": 0.6,
      "field_weights": {"product": {"title": 4.0, "body": false}},
      "channels": {"product": {"semantic": {"weight": 0.8}, "fresh": {"weight": 0.1, "size": 50}}},
      "rerankers": [{"name": "feature_ranker", "head": 100}, {"name": "value_ranker"}],
      "objective": {"freshness": 0.3},
      "mixed_row": {"slots": {"live": [1]}}
    }

`false` takes a field or channel of the default away. Positions count from 1.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from rerankers.objective import Objective
from searchapp.pipeline.plain_value import Given, Table
from searchapp.pipeline.profile import (
    DEFAULT_PROFILE,
    ChannelUse,
    Diversity,
    FirstStage,
    MixedRowPolicy,
    RankingProfile,
    RerankStep,
)
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import NUMERIC, SCHEMAS, FieldType

PARTS = ("first_stage", "diversity", "objective")
"""The parts of a profile that hold nothing but numbers."""
NUMBERS = (
    "minimum_match",
    "minimum_similarity",
    "convincing_similarity",
    "entity_boost",
    "category_boost",
    "unwanted_penalty",
    "few",
)
TEXT = frozenset({FieldType.TEXT})
Part = TypeVar("Part", FirstStage, Diversity, Objective, ChannelUse, MixedRowPolicy)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a profile may use: of rerankers, recall channels and weighers of channels."""

    rerankers: Collection[str]
    channels: Collection[str]
    weighers: Collection[str] = ()


def profile_to_plain(profile: RankingProfile) -> dict[str, Any]:
    """The profile without its name as JSON values, without what is the default's."""
    default = DEFAULT_PROFILE
    plain: dict[str, Any] = _differing(profile, default, NUMBERS)
    if profile.channel_weigher != default.channel_weigher:
        plain["channel_weigher"] = profile.channel_weigher
    if profile.rerankers != default.rerankers:
        plain["rerankers"] = [
            {"name": step.name, **_differing(step, RerankStep(step.name))}
            for step in profile.rerankers
        ]
    for name in PARTS:
        plain[name] = _differing(getattr(profile, name), getattr(default, name))
    plain["mixed_row"] = _mixed_row_to_plain(profile.mixed_row, default.mixed_row)
    for name in ("features", "text_features"):
        own = getattr(profile, name)
        plain[name] = {str(kind): list(own[kind]) for kind in Kind if own.get(kind)}
    for name in ("field_weights", "channels"):
        own, usual = getattr(profile, name), getattr(default, name)
        kinds = {str(kind): _changed(own.get(kind, {}), usual[kind]) for kind in Kind}
        plain[name] = {kind: changed for kind, changed in kinds.items() if changed}
    return {name: value for name, value in plain.items() if value != {}}


def profile_from_plain(name: str, value: object, known: Known) -> RankingProfile:
    """The profile `name` of a plain value.

    Raises PlainValueError with all unknown names, wrong types and numbers out of bounds.
    """
    given, default = Given(value), DEFAULT_PROFILE
    own = ("channel_weigher", "rerankers", "mixed_row", "features", "text_features")
    parts = given.table((*NUMBERS, *PARTS, *own, "field_weights", "channels"))
    weigher = parts["channel_weigher"]
    profile = given.made(
        partial(replace, default),
        name=name,
        **_numbers(parts, default, NUMBERS),
        **{each: _part(parts[each], getattr(default, each)) for each in PARTS},
        channel_weigher=weigher.one_of(("", *known.weighers), default.channel_weigher),
        rerankers=_steps(parts["rerankers"], default.rerankers, known.rerankers),
        mixed_row=_mixed_row(parts["mixed_row"], default.mixed_row),
        features=_names(parts["features"], NUMERIC),
        text_features=_names(parts["text_features"], TEXT),
        field_weights={
            kind: _field_weights(each, default.field_weights[kind], kind)
            for kind, each in _by_kind(parts["field_weights"]).items()
        },
        channels={
            kind: _channels(each, default.channels[kind], known.channels)
            for kind, each in _by_kind(parts["channels"]).items()
        },
    )
    given.end()
    return default if profile is None else profile


def _differing(part: Any, default: Any, names: Sequence[str] = ()) -> dict[str, Any]:
    names = names or part.__slots__
    return {
        name: getattr(part, name) for name in names if getattr(part, name) != getattr(default, name)
    }


def _changed(own: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What is of its own by name, and `false` for what is only usual."""
    changed: dict[str, Any] = {name: False for name in usual if name not in own}
    for name, value in own.items():
        if not isinstance(value, ChannelUse):
            if value != usual.get(name):
                changed[name] = value
        elif name not in usual:
            changed[name] = {"weight": value.weight, **_differing(value, ChannelUse(value.weight))}
        elif value != usual[name]:
            changed[name] = _differing(value, usual[name])
    return changed


def _mixed_row_to_plain(policy: MixedRowPolicy, default: MixedRowPolicy) -> dict[str, Any]:
    plain = _differing(policy, default)
    if "lead_slots" in plain:
        plain["lead_slots"] = [slot + 1 for slot in policy.lead_slots]
    if "slots" in plain:
        plain["slots"] = {
            str(kind): [slot + 1 for slot in policy.slots.get(kind, ())]
            for kind in Kind
            if policy.slots.get(kind, ()) != default.slots.get(kind, ())
        }
    return plain


def _numbers(parts: Table, default: Any, names: Sequence[str]) -> dict[str, float]:
    """The numbers by name, whole ones where the default's are."""
    return {
        name: parts[name].whole(usual) if isinstance(usual, int) else parts[name].number(usual)
        for name in names
        if (usual := getattr(default, name)) is not None
    }


def _part(given: Given, default: Part) -> Part:
    """A part of nothing but numbers."""
    if not given.is_there:
        return default
    names = type(default).__slots__
    return given.made(type(default), **_numbers(given.table(names), default, names)) or default


def _steps(
    given: Given, default: tuple[RerankStep, ...], rerankers: Collection[str]
) -> tuple[RerankStep, ...]:
    if not given.is_there:
        return default
    steps: list[RerankStep | None] = []
    for each in given.items():
        parts = each.table(RerankStep.__slots__)
        name, budget_ms = parts["name"].one_of(rerankers), parts["budget_ms"]
        numbers = _numbers(parts, RerankStep(name), ("head", "share"))
        if budget_ms.is_there:
            numbers["budget_ms"] = budget_ms.number()
        steps.append(each.made(partial(RerankStep, name), **numbers))
    return tuple(step for step in steps if step is not None)


def _mixed_row(given: Given, default: MixedRowPolicy) -> MixedRowPolicy:
    if not given.is_there:
        return default
    parts = given.table(type(default).__slots__)
    numbers = ("period", "minimum_match", "similarity_share", "lead_similarity_share")
    slots = {
        kind: _slots(each, default.slots.get(kind, ()))
        for kind, each in _by_kind(parts["slots"], (Kind.VIDEO, Kind.LIVE)).items()
    }
    lead_slots = _slots(parts["lead_slots"], default.lead_slots)
    read = _numbers(parts, default, numbers)
    return given.made(MixedRowPolicy, slots=slots, lead_slots=lead_slots, **read) or default


def _slots(given: Given, default: tuple[int, ...]) -> tuple[int, ...]:
    if not given.is_there:
        return default
    return tuple(each.whole(least=1) - 1 for each in given.items())


def _by_kind(given: Given, kinds: Sequence[Kind] = tuple(Kind)) -> dict[Kind, Given]:
    """What is said of each kind, there or not."""
    table = given.table(kinds) if given.is_there else Table(given, {})
    return {kind: table[kind] for kind in kinds}


def _names(given: Given, types: Collection[FieldType]) -> dict[Kind, tuple[str, ...]]:
    return {
        kind: tuple(name.one_of(_fields(kind, types)) for name in each.items())
        for kind, each in _by_kind(given).items()
        if each.is_there
    }


def _fields(kind: Kind, types: Collection[FieldType]) -> list[str]:
    return [name for name, field in SCHEMAS[kind].items() if field.type in types]


def _field_weights(given: Given, default: Mapping[str, float], kind: Kind) -> dict[str, float]:
    weights = dict(default)
    table = given.table(_fields(kind, TEXT)) if given.is_there else Table(given, {})
    for name in table:
        if table[name].value is False:
            weights.pop(name, None)
        else:
            weights[name] = table[name].number(least=0.0)
    if not any(weights.values()):
        given.wrong("leaves no field to search in; give one of them a weight above 0")
    return weights


def _channels(
    given: Given, default: Mapping[str, ChannelUse], channels: Collection[str]
) -> dict[str, ChannelUse]:
    uses = dict(default)
    table = given.table(channels) if given.is_there else Table(given, {})
    for name in table:
        if table[name].value is False:
            uses.pop(name, None)
        elif name in uses:
            uses[name] = _part(table[name], uses[name])
        else:
            parts = table[name].table(ChannelUse.__slots__)
            numbers = _numbers(parts, ChannelUse(0.0), ("size", "beside"))
            use = table[name].made(ChannelUse, weight=parts["weight"].number(), **numbers)
            uses[name] = use or ChannelUse(0.0)
    return uses
