"""The form of a ranking profile: its most used numbers as fields, the rest as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from searchapp.merchandising.models.profile import made_profile
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.profile import DEFAULT_PROFILE, RankingProfile
from searchapp.pipeline.profile_plain import NUMBERS, TEXT, profile_to_plain
from searchapp.pipeline.request import Kind
from searchapp.pipeline.schema import SCHEMAS

_KINDS = {Kind.PRODUCT: "products", Kind.VIDEO: "videos", Kind.LIVE: "live streams"}
_MIXED = ("period", "minimum_match", "similarity_share", "lead_similarity_share")
STEP = ("name", "head", "share", "budget_ms")


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


@dataclass(slots=True)
class Step:
    """A row of the rerankers."""

    place: int
    texts: dict[str, str]
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ProfileForm:
    """What the fields of the profile `name` say."""

    name: str
    groups: list[Group]
    steps: list[Step]
    rest: str
    faults: list[str] = field(default_factory=list)
    rest_faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, profile: RankingProfile) -> ProfileForm:
        """The form of a profile as it is, with an empty row for one more reranker."""
        steps = [{name: _text(getattr(step, name)) for name in STEP} for step in profile.rerankers]
        rows = [Step(place, texts) for place, texts in enumerate([*steps, {}])]
        plain = profile_to_plain(profile)
        groups = _groups(profile)
        for group in groups:
            for knob in group.knobs:
                _drop(plain, knob.path)
        plain.pop("rerankers", None)
        rest = json.dumps(_without_empty(plain), indent=2, ensure_ascii=False)
        return cls(profile.name, groups, rows, rest)

    @classmethod
    def read(cls, name: str, shown: RankingProfile, data: Mapping[str, str]) -> ProfileForm:
        """What was typed over the form that showed a profile."""
        form = cls.of(shown)
        for knob in form.knobs:
            knob.text = data.get(knob.name, "").strip()
        form.name, form.rest = name, data.get("rest", "")
        texts = [
            {each: data.get(f"step-{place}-{each}", "").strip() for each in STEP}
            for place in range(20)
        ]
        named = [each for each in texts if each["name"]]
        form.steps = [Step(place, each) for place, each in enumerate([*named, {}])]
        return form

    @property
    def knobs(self) -> list[Knob]:
        """All knobs."""
        return [knob for group in self.groups for knob in group.knobs]

    def checked(self) -> RankingProfile | None:
        """The profile, if it can be used; else its faults stand at their fields."""
        try:
            rest = json.loads(self.rest or "{}")
        except ValueError as error:
            self.rest_faults.append(f"It is no JSON: {error}.")
            return None
        if not isinstance(rest, dict):
            self.rest_faults.append("It must be a table in braces.")
            return None
        try:
            return made_profile(self.name, self._plain(rest))
        except PlainValueError as error:
            for each in error.faults:
                self._tell(each.path, each.message)
        return None

    def _plain(self, plain: dict[str, Any]) -> dict[str, Any]:
        for knob in self.knobs:
            _put(plain, knob.path, knob.text)
        plain["rerankers"] = [
            {
                name: text if name == "name" else _number(text)
                for name, text in step.texts.items()
                if text
            }
            for step in self.steps
            if step.texts
        ]
        return plain

    def _tell(self, path: str, message: str) -> None:
        said = f"{message[:1].upper()}{message[1:]}."
        if match := re.match(r"rerankers\[(\d+)\]\.?", path):
            place = int(match[1])
            if place < len(self.steps):
                self.steps[place].faults.append(f"{path[match.end() :]} {message}.".strip())
                return
        bare = path.partition("[")[0]
        for knob in self.knobs:
            if bare == knob.name or bare.startswith(f"{knob.name}."):
                knob.faults.append(said)
                return
        where = f"{path}: " if path else ""
        (self.rest_faults if path else self.faults).append(f"{where}{message}.")


def _groups(profile: RankingProfile) -> list[Group]:
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
        for kind, title in _KINDS.items()
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
        for kind, title in _KINDS.items()
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
            f"positions of {_KINDS[kind]}",
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
    numbers = [_knob((each,), each, getattr(profile, each)) for each in NUMBERS]
    groups.append(Group("Limits", "When something counts as found, and what is raised.", numbers))
    return groups


def _knob(path: tuple[str, ...], label: str, value: Any) -> Knob:
    return Knob(tuple(map(str, path)), label.replace("_", " "), _text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    short = f"{value:g}" if isinstance(value, float) else ""
    return short if short and float(short) == value else str(value)


def _positions(places: tuple[int, ...]) -> str:
    return ", ".join(str(each + 1) for each in places)


def _put(plain: dict[str, Any], path: tuple[str, ...], text: str) -> None:
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
            part[last] = {**(kept if isinstance(kept, dict) else {}), "weight": _number(text)}
        else:
            part[last] = _number(text)
    elif "slots" in path[1:] or last == "lead_slots":
        part[last] = [_number(each) for each in re.split(r"[\s,;]+", text) if each]
    elif text:
        part[last] = _number(text)
    else:
        part.pop(last, None)


def _drop(plain: dict[str, Any], path: tuple[str, ...]) -> None:
    """Takes what the knob says out of the plain value."""
    *above, last = path
    part: Any = plain
    for name in above:
        part = part.get(name, {}) if isinstance(part, dict) else {}
    if path[0] == "channels" and isinstance(part.get(last), dict):
        part[last].pop("weight", None)
    elif isinstance(part, dict):
        part.pop(last, None)


def _without_empty(plain: Mapping[str, Any]) -> dict[str, Any]:
    def kept(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, each in part.items():
            if isinstance(each, dict):
                if inner := _without_empty(each):
                    yield name, inner
            else:
                yield name, each

    return dict(kept(plain))


def _number(text: str) -> Any:
    """The number that was typed; what is none stays as it is, and is told where it is read."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
