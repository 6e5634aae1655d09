"""Plain triggers and actions as rows of texts, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from searchapp.merchandising.rule_fields.description import ACTIONS, AS_JSON, FACTOR, VERBS
from searchapp.merchandising.rule_fields.rows import Row
from searchapp.pipeline.plain_value import typed_number
from searchapp.pipeline.rules.actions import Strength

_STEPS = ("boost", "bury")
_MODERATE = str(Strength.MODERATE)


def rows_of(plain: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """The rows of triggers and of actions of a plain value as `rule_to_plain` writes it."""
    triggers = [trigger_row(place, each) for place, each in enumerate(plain.get("when", ()))]
    actions = [action_row(place, each) for place, each in enumerate(plain.get("do", ()))]
    return triggers, actions


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
    verb = ACTIONS[row.is_].verb
    kind = {"kind": texts.get("kind") or "product"}
    match row.is_:
        case "pin":
            position = typed_number(texts.get("position", ""))
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
            return {"promote": many, **kind, **_given(weight=typed_number(texts.get("weight", "")))}
        case "add_words" | "remove_words":
            return {row.is_: texts.get("words", "")}
        case "replace_by":
            return {"replace_by": texts.get("by", ""), **_given(words=texts.get("words", ""))}
        case "redirect":
            return {"redirect": texts.get("url", "")}
        case "banner":
            parts = {name: texts.get(name, "") for name in ACTIONS["banner"].fields}
            return {"banner": {"title": "", **_given(**parts)}}
        case "slots":
            numbers = [
                typed_number(each) for each in re.split(r"[\s,;]+", texts.get("positions", ""))
            ]
            return {"slots": [each for each in numbers if each != ""], **kind}
        case _:
            return _json(texts.get("json", ""))


def trigger_row(place: int, plain: Mapping[str, Any]) -> Row:
    """The row of a plain trigger."""
    if "recognised" in plain:
        return Row("when", place, plain["recognised"], {"text": plain["value"]})
    ((name, text),) = plain.items()
    return Row("when", place, name, {} if name == "any_query" else {"text": text})


def action_row(place: int, plain: Mapping[str, Any]) -> Row:
    """The row of a plain action: as JSON where fields can't say all, so that nothing is lost."""
    verb = next((name for name in plain if name in VERBS), AS_JSON)
    said: Any = plain.get(verb)
    kind = str(plain.get("kind", "product"))
    texts: dict[str, str] = {"kind": kind}
    is_ = verb
    if verb in _STEPS:
        texts |= {"strength": plain.get("strength", _MODERATE)}
        if "factor" in plain:
            texts |= {"strength": FACTOR, "factor": repr(plain["factor"])}
        is_ = f"{verb}_item" if isinstance(said, str) else verb
    if isinstance(said, str) and verb in ("pin", "hide", *_STEPS):
        texts["id"] = said
        if "position" in plain:
            texts["position"] = str(plain["position"])
    elif verb in (*_STEPS, "require"):
        texts |= _filter_texts(said)
    elif verb == "promote":
        texts |= {"weight": repr(plain["weight"])} if "weight" in plain else {}
        if all(isinstance(each, str) for each in said):
            is_, texts["ids"] = "promote_items", "\n".join(said)
        elif len(said) == 1:
            texts |= _filter_texts(said[0])
        else:
            is_ = AS_JSON
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
    if is_ == AS_JSON or action_of(row) != dict(plain):
        return Row("do", place, AS_JSON, {"json": json.dumps(plain, ensure_ascii=False)})
    return row


def _filter_texts(plain: Mapping[str, Any]) -> dict[str, str]:
    ((name, said),) = plain.items()
    if isinstance(said, Mapping):
        return {"field": name, **{each: repr(number) for each, number in said.items()}}
    return {"field": name, "values": "\n".join(said)}


def _filter(texts: Mapping[str, str]) -> dict[str, Any]:
    bounds = _given(
        at_least=typed_number(texts.get("at_least", "")),
        at_most=typed_number(texts.get("at_most", "")),
    )
    return {texts.get("field", ""): bounds or _lines(texts.get("values", ""))}


def _strength(texts: Mapping[str, str]) -> dict[str, Any]:
    strength = texts.get("strength") or _MODERATE
    if strength == FACTOR:
        return {"factor": typed_number(texts.get("factor", ""))}
    return {} if strength == _MODERATE else {"strength": strength}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _given(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part != ""}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
