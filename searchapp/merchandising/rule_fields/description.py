"""What triggers and actions are called, and which fields each has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules import wording
from searchapp.pipeline.schema import SCHEMAS

AS_JSON = "plain"
"""The action for what the fields of the others can't say."""
FACTOR = "factor"
"""The strength that is a number."""
FILTER = ("field", "values", "at_least", "at_most")
"""The fields that stand for `filter`."""


@dataclass(frozen=True, slots=True)
class ActionKind:
    """What an action does: the name of that in its plain value, what people call it, its fields."""

    verb: str
    title: str
    fields: tuple[str, ...]


TRIGGERS: Mapping[str, str] = {
    "exact": "The query is exactly",
    "phrase": "The query has side by side",
    "all_words": "The query has all words of",
    "brand": "The query names the brand",
    "category": "The query names the category",
    "intent": "The query has the intent",
    "any_query": "Any query",
}
ACTIONS: Mapping[str, ActionKind] = {
    "pin": ActionKind("pin", "Pin an item to a position", ("kind", "id", "position")),
    "boost_item": ActionKind("boost", "Raise an item", ("kind", "id", "strength", "factor")),
    "boost": ActionKind("boost", "Raise a brand, category, …", ("filter", "strength", "factor")),
    "bury_item": ActionKind("bury", "Lower an item", ("kind", "id", "strength", "factor")),
    "bury": ActionKind("bury", "Lower a brand, category, …", ("filter", "strength", "factor")),
    "hide": ActionKind("hide", "Hide an item", ("kind", "id")),
    "require": ActionKind("require", "Show only a brand, category, …", ("filter",)),
    "promote_items": ActionKind("promote", "Bring items in", ("kind", "ids", "weight")),
    "promote": ActionKind("promote", "Bring in a brand, category, …", ("kind", "filter", "weight")),
    "add_words": ActionKind("add_words", "Search more words", ("words",)),
    "remove_words": ActionKind("remove_words", "Leave words out", ("words",)),
    "replace_by": ActionKind("replace_by", "Search other words instead", ("by", "words")),
    "redirect": ActionKind("redirect", "Send the shopper to a page", ("url",)),
    "banner": ActionKind("banner", "Show a banner", ("title", "text", "image", "link")),
    "slots": ActionKind("slots", "Place videos or live streams", ("kind", "positions")),
    AS_JSON: ActionKind(AS_JSON, "Something else, as text (JSON)", ("json",)),
}
"""What an action can be; one that names items or a filter is two."""
VERBS: Mapping[str, str] = {
    **{each.verb: each.title for each in ACTIONS.values()},
    "boost": "Raise",
    "bury": "Lower",
    "promote": "Bring in",
}
"""What people call an action that may yet name items or a filter."""

KINDS: Mapping[Kind, str] = {
    Kind.PRODUCT: "product", Kind.VIDEO: "video", Kind.LIVE: "live stream"
}  # fmt: skip
STRENGTHS: Mapping[str, str] = {
    **{str(each): f"{word}, by {each.places} places" for each, word in wording.STRENGTHS.items()},
    FACTOR: "by a factor",
}
FILTER_FIELDS = sorted(
    {name for schema in SCHEMAS.values() for name, each in schema.items() if each.filterable}
    - {"id", "identifiers"}
)
"""The fields by which a filter may choose."""
