"""A rule's actions as plain values: the verb and what it is done to, then how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.plain_value import Given, Table
from searchapp.pipeline.request import AnyOf, Between, Filter, Kind
from searchapp.pipeline.rules import actions as do

VERBS: Mapping[str, tuple[str, ...]] = {
    "boost": ("kind", "strength", "factor"),
    "bury": ("kind", "strength", "factor"),
    "promote": ("kind", "weight"),
    "pin": ("kind", "position"),
    "hide": ("kind",),
    "require": (),
    "add_words": (),
    "remove_words": (),
    "replace_by": ("words",),
    "redirect": (),
    "banner": (),
    "slots": ("kind",),
}
"""The names that say what an action does, and those that may stand beside each."""
_STANDARD = do.Promote(Kind.PRODUCT).weight


def action_to_plain(action: do.Action) -> dict[str, Any]:
    """The action as plain values, without what is the default."""
    match action:
        case do.Boost(target, strength):
            return {**_targeted("boost", target), **_strength_to_plain(strength)}
        case do.Bury(target, strength):
            return {**_targeted("bury", target), **_strength_to_plain(strength)}
        case do.Promote(kind, ids, filters, weight):
            promoted = [*ids, *map(filter_to_plain, filters)]
            how = {} if weight == _STANDARD else {"weight": weight}
            return {"promote": promoted, "kind": str(kind), **how}
        case do.PinTo(item, position):
            return {**_targeted("pin", item), "position": position}
        case do.Hide(item):
            return _targeted("hide", item)
        case do.Require(wanted):
            return {"require": filter_to_plain(wanted)}
        case do.AddWords(text):
            return {"add_words": text}
        case do.RemoveWords(text):
            return {"remove_words": text}
        case do.ReplaceWords(by, text):
            return {"replace_by": by, **({"words": text} if text else {})}
        case do.Redirect(url):
            return {"redirect": url}
        case do.ShowBanner(banner):
            parts = {name: getattr(banner, name) for name in banner.__slots__}
            return {"banner": {name: text for name, text in parts.items() if text}}
        case do.Slots(kind, positions):
            return {"slots": list(positions), "kind": str(kind)}


def read_action(given: Given) -> do.Action | None:
    """The action of a plain value, None where it does not say what it does."""
    verb, parts = given.variant(VERBS)
    said = parts[verb]
    match verb:
        case "boost":
            return do.Boost(_target(said, parts), _strength(parts))
        case "bury":
            return do.Bury(_target(said, parts), _strength(parts))
        case "promote":
            return _promote(said, parts)
        case "pin":
            return do.PinTo(_item(said, parts), parts["position"].whole(least=1))
        case "hide":
            return do.Hide(_item(said, parts))
        case "require":
            return do.Require(read_filter(said))
        case "add_words":
            return do.AddWords(said.text())
        case "remove_words":
            return do.RemoveWords(said.text())
        case "replace_by":
            return do.ReplaceWords(said.text(), parts["words"].text(""))
        case "redirect":
            return do.Redirect(said.text())
        case "banner":
            texts = said.table(Banner.__slots__)
            return do.ShowBanner(
                Banner(**{name: texts[name].text("") for name in Banner.__slots__})
            )
        case "slots":
            positions = tuple(each.whole(least=1) for each in said.items())
            return do.Slots(parts["kind"].member(Kind), positions)
    return None


def filter_to_plain(wanted: Filter) -> dict[str, Any]:
    """The field, with the list of its values or a table of its bounds."""
    if isinstance(wanted, AnyOf):
        return {wanted.field: list(wanted.values)}
    bounds = {"at_least": wanted.at_least, "at_most": wanted.at_most}
    return {wanted.field: {name: each for name, each in bounds.items() if each is not None}}


def read_filter(given: Given) -> Filter:
    """A filter on one field."""
    entries = given.entries()
    if len(entries) != 1:
        if isinstance(given.value, Mapping):
            given.wrong(f"must name one field, not {len(entries)}; write each for itself")
        return AnyOf("", ())
    ((field, said),) = entries.items()
    if isinstance(said.value, Mapping):
        bounds = said.table(("at_least", "at_most"))
        at_least, at_most = (bounds[each] for each in ("at_least", "at_most"))
        return Between(
            field,
            at_least.number() if at_least.is_there else None,
            at_most.number() if at_most.is_there else None,
        )
    return AnyOf(field, said.texts())


def _targeted(verb: str, target: do.Target) -> dict[str, Any]:
    if isinstance(target, do.Item):
        return {verb: target.id, "kind": str(target.kind)}
    return {verb: filter_to_plain(target)}


def _strength_to_plain(strength: do.Strength | float) -> dict[str, Any]:
    if not isinstance(strength, do.Strength):
        return {"factor": strength}
    return {} if strength is do.Strength.MODERATE else {"strength": str(strength)}


def _item(said: Given, parts: Table) -> do.Item:
    return do.Item(parts["kind"].member(Kind), said.text())


def _target(said: Given, parts: Table) -> do.Target:
    """An item by its id and kind, or what passes a filter."""
    if isinstance(said.value, str):
        return _item(said, parts)
    if not isinstance(said.value, Mapping):
        said.wrong('must be an item\'s id or a filter such as {"brand": ["Velo"]}')
        return do.Item(Kind.PRODUCT, "")
    if parts["kind"].is_there:
        parts["kind"].wrong("goes with an item's id; limit the rule's own kinds instead")
    return read_filter(said)


def _strength(parts: Table) -> do.Strength | float:
    factor = parts["factor"]
    if not factor.is_there:
        return parts["strength"].member(do.Strength, do.Strength.MODERATE)
    if parts["strength"].is_there:
        factor.wrong("stands beside a strength; give one of them")
    return factor.number()


def _promote(said: Given, parts: Table) -> do.Promote:
    """Ids, or filters that all must pass."""
    ids: list[str] = []
    filters: list[Filter] = []
    for each in said.items():
        if isinstance(each.value, Mapping):
            filters.append(read_filter(each))
        else:
            ids.append(each.text())
    weight = parts["weight"].number(_STANDARD)
    return do.Promote(parts["kind"].member(Kind), tuple(ids), tuple(filters), weight)
