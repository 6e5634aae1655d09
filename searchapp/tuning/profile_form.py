"""The form of a ranking profile: its most used numbers as fields, the rest as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from searchapp.merchandising.models.profile import made_profile
from searchapp.pipeline.plain_value import PlainValueError, typed_number
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.profile_plain import profile_to_plain
from searchapp.tuning.profile_knobs import Group, Knob, drop, groups_of, put, text_of

STEP = ("name", "head", "share", "budget_ms")


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
        steps = [
            {name: text_of(getattr(step, name)) for name in STEP} for step in profile.rerankers
        ]
        rows = [Step(place, texts) for place, texts in enumerate([*steps, {}])]
        plain = profile_to_plain(profile)
        groups = groups_of(profile)
        for group in groups:
            for knob in group.knobs:
                drop(plain, knob.path)
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
            put(plain, knob.path, knob.text)
        plain["rerankers"] = [
            {
                name: text if name == "name" else typed_number(text)
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


def _without_empty(plain: Mapping[str, Any]) -> dict[str, Any]:
    def kept(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, each in part.items():
            if isinstance(each, dict):
                if inner := _without_empty(each):
                    yield name, inner
            else:
                yield name, each

    return dict(kept(plain))
