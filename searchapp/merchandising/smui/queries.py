"""The queries of instructions: `* brand:"Velo"`, `price:[10 TO 20]`, `-id:B7`, or as Elasticsearch
has them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from searchapp.pipeline.request import AnyOf, Between, Filter, Kind
from searchapp.pipeline.rules.actions import Item
from searchapp.pipeline.schema import RANGED, SCHEMAS

_TERM = r'"(?:[^"\\]|\\.)*"|(?:[^\s\\"()\[\]:]|\\.)+'
_FIELD = re.compile(rf"(?P<field>[A-Za-z_]\w*):(?P<wanted>\[.*\]|\(.*\)|{_TERM})\Z")
_RANGE = re.compile(r"\[\s*(?P<least>\S+)\s+TO\s+(?P<most>\S+)\s*\]\Z", re.IGNORECASE)
_ONE_TERM = re.compile(_TERM)
_PLAIN = re.compile(r"[\w.+-]+\Z")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query names; `excluded` when it is what has it not."""

    target: Item | Filter
    excluded: bool


def read_query(text: str) -> Wanted:
    """Raises ValueError, with the cure, for a query that names no item and no field."""
    said = text.removeprefix("*").strip()
    if said.startswith("{"):
        return Wanted(_read_json(said), False)
    excluded = said.startswith("-")
    found = _FIELD.match(said[excluded:].strip())
    if found is None:
        raise ValueError(
            f"{text!r} searches in all fields; name one of our fields, such as * brand:Velo"
        )
    return Wanted(_target(found["field"], found["wanted"]), excluded)


def written(target: Item | Filter) -> str | None:
    """The query of an item or filter; None for an item that is no product."""
    match target:
        case Item(kind, id_):
            return f"* id:{_quoted(id_)}" if kind is Kind.PRODUCT else None
        case AnyOf(field, values):
            terms = [_quoted(each) for each in values]
            return (
                f"* {field}:{terms[0]}" if len(terms) == 1 else f"* {field}:({' OR '.join(terms)})"
            )
        case Between(field, least, most):
            bounds = ("*" if each is None else f"{each:.15g}" for each in (least, most))
            return f"* {field}:[{' TO '.join(bounds)}]"


def _target(field: str, wanted: str) -> Item | Filter:
    if wanted.startswith("["):
        found = _RANGE.match(wanted)
        if found is None:
            raise ValueError(f"{wanted!r} is no range; write one such as [10 TO 20]")
        return _filter(field, bounds=tuple(_bound(found[each]) for each in ("least", "most")))
    if wanted.startswith("("):
        terms = [each for each in _ONE_TERM.findall(wanted[1:-1]) if each.upper() != "OR"]
        if any(each.upper() in ("AND", "NOT") for each in terms):
            raise ValueError(f"{wanted!r} is more than one of several; write a line for each")
        return _filter(field, tuple(map(_unquoted, terms)))
    return _filter(field, (_unquoted(wanted),))


def _filter(field: str, values: tuple[str, ...] = (), bounds: Any = None) -> Item | Filter:
    if field == "id" and len(values) == 1:
        return Item(Kind.PRODUCT, values[0])
    known = {
        name: each
        for schema in SCHEMAS.values()
        for name, each in schema.items()
        if each.filterable and name not in ("id", "identifiers")
    }
    if field not in known:
        raise ValueError(f"there is no field {field!r}; use one of id, {', '.join(sorted(known))}")
    is_ranged = known[field].type in RANGED
    if is_ranged and bounds is None and len(values) == 1:
        bounds = (_bound(values[0]),) * 2
    if is_ranged != (bounds is not None):
        raise ValueError(
            f"{field} is a number or date; write a range such as {field}:[10 TO 20]"
            if is_ranged
            else f"{field} has no ranges; name its values"
        )
    return Between(field, *bounds) if is_ranged else AnyOf(field, values)


def _read_json(said: str) -> Item | Filter:
    try:
        ((kind, about),) = json.loads(said).items()
        ((field, wanted),) = about.items()
    except (ValueError, AttributeError) as error:
        raise ValueError(
            f"{said!r} is not one term, terms or range; write it as * field:value"
        ) from error
    if isinstance(wanted, dict) and "value" in wanted:
        wanted = wanted["value"]
    match kind, wanted:
        case ("term" | "match", str() | int() | float()):
            return _filter(field, (str(wanted),))
        case "terms", list():
            return _filter(field, tuple(map(str, wanted)))
        case "range", dict() if wanted.keys() <= {"gte", "lte"}:
            return _filter(field, bounds=(wanted.get("gte"), wanted.get("lte")))
    raise ValueError(f"{kind!r} is not understood here; use term, terms or range with gte and lte")


def _bound(text: str) -> float | None:
    if text == "*":
        return None
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no number; write one, or * for no bound") from error


def _unquoted(term: str) -> str:
    if term.startswith('"'):
        term = term[1:-1]
    return re.sub(r"\\(.)", r"\1", term)


def _quoted(text: str) -> str:
    if _PLAIN.match(text) and text.upper() not in ("OR", "AND", "NOT", "TO"):
        return text if not text.startswith("-") else f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
