"""The most used numbers of a ranking profile as fields, in groups, and back in its plain value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from searchapp.pipeline.plain_value import typed_number
from searchapp.pipeline.profile import DEFAULT_PROFILE, RankingProfile
from searchapp.pipeline.profile_plain import NUMBERS, TEXT
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules.wording import KINDS
from searchapp.pipeline.schema import SCHEMAS

_MIXED = ("period", "minimum_match", "similarity_share", "lead_similarity_share")


@dataclass(slots=True)
class Knob:
    """A number of the profile by its path, as it is typed, and what is wrong with it."""

    path: tuple[str, ...]
    label: str
    text: str
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its field."""
        return ".".join(self.path)


@dataclass(slots=True)
class Group:
    """Knobs under a title, with a sentence about them."""

    title: str
    said: str
    knobs: list[Knob]


def groups_of(profile: RankingProfile) -> list[Group]:
    """The fields of a profile as it is."""
    groups = [
        Group(
            f"Words of {title}",
            "What a match in each field is worth; empty: it is not searched.",
            [
                _knob(("field_weights", kind, name), name, profile.field_weights[kind].get(name))
                for name, each in SCHEMAS[kind].items()
                if each.type in TEXT
            ],
        )
        for kind, title in KINDS.items()
    ]
    groups += [
        Group(
            f"Ways to find {title}",
            "What each weighs where they are put together; empty: it is not asked.",
            [
                _knob(
                    ("channels", kind, name),
                    name,
                    None if (use := profile.channels[kind].get(name)) is None else use.weight,
                )
                for name in dict.fromkeys([*profile.channels[kind], *settings.RECALL_CHANNELS])
            ],
        )
        for kind, title in KINDS.items()
    ]
    for name, title, said in (
        ("objective", "Objective", "What each good weighs beside relevance, where rerankers ask."),
        ("diversity", "Diversity", "How much the first hits must differ; strength 0 is off."),
    ):
        part = getattr(profile, name)
        knobs = [_knob((name, each), each, getattr(part, each)) for each in part.__slots__]
        groups.append(Group(title, said, knobs))
    row = profile.mixed_row
    slots = [
        _knob(
            ("mixed_row", "slots", kind),
            f"positions of {KINDS[kind]}",
            _positions(row.slots.get(kind, ())),
        )
        for kind in (Kind.VIDEO, Kind.LIVE)
    ]
    slots.append(
        _knob(
            ("mixed_row", "lead_slots"),
            "positions of a kind that was asked for",
            _positions(row.lead_slots),
        )
    )
    slots += [_knob(("mixed_row", each), each, getattr(row, each)) for each in _MIXED]
    groups.append(
        Group("Mixed row", "Where videos and live streams stand among products, from 1.", slots)
    )
    numbers = [
        _knob(
            ("first_stage", "kept"),
            "candidates that the first stage keeps",
            profile.first_stage.kept,
        )
    ]
    numbers += [_knob((each,), each, getattr(profile, each)) for each in NUMBERS]
    groups.append(Group("Limits", "When something counts as found, and what is raised.", numbers))
    return groups


def _knob(path: tuple[str, ...], label: str, value: Any) -> Knob:
    return Knob(tuple(map(str, path)), label.replace("_", " "), text_of(value))


def text_of(value: Any) -> str:
    """A value as it is typed, None as nothing."""
    if value is None:
        return ""
    short = f"{value:g}" if isinstance(value, float) else ""
    return short if short and float(short) == value else str(value)


def _positions(places: tuple[int, ...]) -> str:
    return ", ".join(str(each + 1) for each in places)


def put(plain: dict[str, Any], path: tuple[str, ...], text: str) -> None:
    """Sets what the knob at the path says; the parts of `plain` that are no tables stay."""
    *above, last = path
    part: Any = plain
    for name in above:
        part = part.setdefault(name, {})
        if not isinstance(part, dict):
            return
    if path[0] in ("field_weights", "channels"):
        usual = getattr(DEFAULT_PROFILE, path[0])[Kind(path[1])]
        if not text:
            part.pop(last, None)
            if last in usual:
                part[last] = False
        elif path[0] == "channels":
            kept = part.get(last)
            part[last] = {**(kept if isinstance(kept, dict) else {}), "weight": typed_number(text)}
        else:
            part[last] = typed_number(text)
    elif "slots" in path[1:] or last == "lead_slots":
        part[last] = [typed_number(each) for each in re.split(r"[\s,;]+", text) if each]
    elif text:
        part[last] = typed_number(text)
    else:
        part.pop(last, None)


def drop(plain: dict[str, Any], path: tuple[str, ...]) -> None:
    """Takes what the knob says out of the plain value."""
    *above, last = path
    part: Any = plain
    for name in above:
        part = part.get(name, {}) if isinstance(part, dict) else {}
    if path[0] == "channels" and isinstance(part.get(last), dict):
        part[last].pop("weight", None)
    elif isinstance(part, dict):
        part.pop(last, None)
