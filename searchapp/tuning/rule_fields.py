"""A rule's plain value as the fields of a form, and back.

Triggers and actions are rows of a few texts each; what a row does is fixed when it is added, so
that it has the fields of that and no others, also without JavaScript.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from searchapp.pipeline.rules.plain import DAYS
from searchapp.pipeline.rules.schedule import zone

TRIGGERS: Mapping[str, str] = {
    "exact": "The query is exactly",
    "phrase": "The query has side by side",
    "all_words": "The query has all words of",
    "brand": "The query names the brand",
    "category": "The query names the category",
    "intent": "The query has the intent",
    "any_query": "Any query",
}
ACTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pin": ("Pin an item to a position", ("kind", "id", "position")),
    "boost_item": ("Raise an item", ("kind", "id", "strength", "factor")),
    "boost": ("Raise a brand, category, …", ("filter", "strength", "factor")),
    "bury_item": ("Lower an item", ("kind", "id", "strength", "factor")),
    "bury": ("Lower a brand, category, …", ("filter", "strength", "factor")),
    "hide": ("Hide an item", ("kind", "id")),
    "require": ("Show only a brand, category, …", ("filter",)),
    "promote_items": ("Bring items in", ("kind", "ids", "weight")),
    "promote": ("Bring in a brand, category, …", ("kind", "filter", "weight")),
    "add_words": ("Search more words", ("words",)),
    "remove_words": ("Leave words out", ("words",)),
    "replace_by": ("Search other words instead", ("by", "words")),
    "redirect": ("Send the shopper to a page", ("url",)),
    "banner": ("Show a banner", ("title", "text", "image", "link")),
    "slots": ("Place videos or live streams", ("kind", "positions")),
    "plain": ("Something else, as text", ("json",)),
}
"""What an action can be, what people call it, and its fields."""
FILTER = ("field", "values", "at_least", "at_most")
_ROW = re.compile(r"(when|do)-(\d{1,4})-([a-z_]+)")
_STEPS = ("boost", "bury")


@dataclass(slots=True)
class Row:
    """A trigger or action: what it `is`, its texts by field, and what is wrong with it."""

    group: str
    place: int
    is_: str
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """How the names of its fields begin."""
        return f"{self.group}-{self.place}"

    @property
    def title(self) -> str:
        """What people call it."""
        return TRIGGERS[self.is_] if self.group == "when" else ACTIONS[self.is_][0]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it has."""
        return ("text",) if self.group == "when" else ACTIONS[self.is_][1]


def rows_of(plain: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """The rows of triggers and of actions of a plain value as `rule_to_plain` writes it."""
    triggers = [_trigger_row(place, each) for place, each in enumerate(plain.get("when", ()))]
    actions = [_action_row(place, each) for place, each in enumerate(plain.get("do", ()))]
    return triggers, actions


def read_rows(data: Mapping[str, str]) -> tuple[list[Row], list[Row]]:
    """The rows of a form, numbered anew."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for name, text in data.items():
        if match := _ROW.fullmatch(name):
            found.setdefault((match[1], int(match[2])), {})[match[3]] = text
    rows: dict[str, list[Row]] = {"when": [], "do": []}
    for (group, _), texts in sorted(found.items()):
        is_ = texts.pop("is", "")
        if is_ in (TRIGGERS if group == "when" else ACTIONS):
            rows[group].append(Row(group, len(rows[group]), is_, texts))
    return rows["when"], rows["do"]


def trigger_of(row: Row) -> dict[str, Any]:
    """The plain value of a row of triggers."""
    text = row.texts.get("text", "").strip()
    if row.is_ == "any_query":
        return {"any_query": True}
    if row.is_ in ("brand", "category"):
        return {"recognised": row.is_, "value": text}
    return {row.is_: text}


def action_of(row: Row) -> Any:
    """The plain value of a row of actions."""
    texts = {name: text.strip() for name, text in row.texts.items()}
    verb = row.is_.removesuffix("_items").removesuffix("_item")
    kind = {"kind": texts.get("kind") or "product"}
    match row.is_:
        case "pin":
            position = _number(texts.get("position", ""))
            return {"pin": texts.get("id", ""), **kind, **_given(position=position)}
        case "boost_item" | "bury_item":
            return {verb: texts.get("id", ""), **kind, **_strength(texts)}
        case "boost" | "bury":
            return {verb: _filter(texts), **_strength(texts)}
        case "hide":
            return {"hide": texts.get("id", ""), **kind}
        case "require":
            return {"require": _filter(texts)}
        case "promote_items" | "promote":
            many = [_filter(texts)] if row.is_ == "promote" else _lines(texts.get("ids", ""))
            return {"promote": many, **kind, **_given(weight=_number(texts.get("weight", "")))}
        case "add_words" | "remove_words":
            return {row.is_: texts.get("words", "")}
        case "replace_by":
            return {"replace_by": texts.get("by", ""), **_given(words=texts.get("words", ""))}
        case "redirect":
            return {"redirect": texts.get("url", "")}
        case "banner":
            parts = {name: texts.get(name, "") for name in ACTIONS["banner"][1]}
            return {"banner": {"title": "", **_given(**parts)}}
        case "slots":
            numbers = [_number(each) for each in re.split(r"[\s,;]+", texts.get("positions", ""))]
            return {"slots": [each for each in numbers if each != ""], **kind}
        case _:
            return _json(texts.get("json", ""))


def schedule_fields(schedule: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a schedule; its times are those of its time zone."""
    name = str(schedule.get("time_zone", "UTC"))
    moments = {each: local_text(schedule.get(each), name) for each in ("begins", "ends")}
    hours = {each: schedule.get(each, "") for each in ("opens", "closes")}
    return {**moments, **hours, "days": list(schedule.get("days", ())), "time_zone": name}


def read_schedule(
    data: Mapping[str, str], days: Sequence[str], before: Mapping[str, Any]
) -> dict[str, Any]:
    """The plain schedule of a form. A moment that is as it was `before` stays as it was written."""
    name = data.get("time_zone", "").strip() or "UTC"
    plain: dict[str, Any] = {}
    for each in ("begins", "ends"):
        text = data.get(each, "").strip()
        if text:
            was = before.get(each)
            plain[each] = was if was and local_text(was, name) == text else _moment(text, name)
    if days:
        plain["days"] = [day for day in DAYS if day in days]
    for each in ("opens", "closes"):
        if text := data.get(each, "").strip():
            plain[each] = text
    if name != "UTC":
        plain["time_zone"] = name
    return plain if set(plain) - {"time_zone"} or zone(name) is None else {}


def local_text(moment: object, time_zone: str) -> str:
    """A moment as a field of date and time has it."""
    try:
        read = datetime.fromisoformat(str(moment or ""))
    except ValueError:
        return str(moment or "")
    local = read.astimezone(zone(time_zone) or UTC) if read.tzinfo else read
    return local.isoformat(timespec="minutes").split("+")[0][:16]


def _trigger_row(place: int, plain: Mapping[str, Any]) -> Row:
    if "recognised" in plain:
        return Row("when", place, plain["recognised"], {"text": plain["value"]})
    ((name, text),) = plain.items()
    return Row("when", place, name, {} if name == "any_query" else {"text": text})


def _action_row(place: int, plain: Mapping[str, Any]) -> Row:
    verb = next(name for name in plain if name in _VERBS)
    said, kind = plain[verb], str(plain.get("kind", "product"))
    texts: dict[str, str] = {"kind": kind}
    is_ = verb
    if verb in _STEPS:
        texts |= {"strength": plain.get("strength", "moderate")}
        if "factor" in plain:
            texts |= {"strength": "factor", "factor": _plain_number(plain["factor"])}
        is_ = f"{verb}_item" if isinstance(said, str) else verb
    if isinstance(said, str) and verb in ("pin", "hide", *_STEPS):
        texts["id"] = said
        if "position" in plain:
            texts["position"] = str(plain["position"])
    elif verb in (*_STEPS, "require"):
        texts |= _filter_texts(said)
    elif verb == "promote":
        texts |= {"weight": _plain_number(plain["weight"])} if "weight" in plain else {}
        if all(isinstance(each, str) for each in said):
            is_, texts["ids"] = "promote_items", "\n".join(said)
        elif len(said) == 1:
            texts |= _filter_texts(said[0])
        else:
            is_ = "plain"
    elif verb == "replace_by":
        texts |= {"by": said, "words": plain.get("words", "")}
    elif verb in ("add_words", "remove_words"):
        texts["words"] = said
    elif verb == "redirect":
        texts["url"] = said
    elif verb == "banner":
        texts |= said
    elif verb == "slots":
        texts["positions"] = ", ".join(map(str, said))
    row = Row("do", place, is_, texts)
    # What the fields can't say is shown as text, so that nothing is lost.
    if is_ == "plain" or action_of(row) != dict(plain):
        return Row("do", place, "plain", {"json": json.dumps(plain, ensure_ascii=False)})
    return row


_VERBS = frozenset(
    name.removesuffix("_items").removesuffix("_item") for name in ACTIONS if name != "plain"
)


def _filter_texts(plain: Mapping[str, Any]) -> dict[str, str]:
    ((name, said),) = plain.items()
    if isinstance(said, Mapping):
        return {"field": name, **{each: _plain_number(number) for each, number in said.items()}}
    return {"field": name, "values": "\n".join(said)}


def _filter(texts: Mapping[str, str]) -> dict[str, Any]:
    bounds = _given(
        at_least=_number(texts.get("at_least", "")), at_most=_number(texts.get("at_most", ""))
    )
    return {texts.get("field", ""): bounds or _lines(texts.get("values", ""))}


def _strength(texts: Mapping[str, str]) -> dict[str, Any]:
    strength = texts.get("strength", "moderate")
    if strength == "factor":
        return {"factor": _number(texts.get("factor", ""))}
    return {} if strength == "moderate" else {"strength": strength}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _given(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part != ""}


def _number(text: str) -> Any:
    """The number that was typed; what is none stays as it is, and is told where it is read."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _plain_number(number: float) -> str:
    return repr(number)


def _moment(text: str, time_zone: str) -> str:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    if read.tzinfo is None and (found := zone(time_zone)) is not None:
        read = read.replace(tzinfo=found)
    return read.isoformat()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
