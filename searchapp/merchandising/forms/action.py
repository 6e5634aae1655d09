"""One action of a rule as a row of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from searchapp.lexicon.forms.fields import TermsField
from searchapp.merchandising.forms.item_field import ItemField
from searchapp.merchandising.forms.plain_field import PlainField
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules.actions import Strength
from searchapp.pipeline.schema import SCHEMAS

AS_JSON = "plain"
"""The choice for what the other fields can't say: the plain value as it is."""
VERBS = (
    ("", "– choose –"),
    ("boost", "Raise"),
    ("bury", "Lower"),
    ("promote", "Promote: bring in and raise"),
    ("pin", "Pin to a position"),
    ("hide", "Hide"),
    ("require", "Show only"),
    ("add_words", "Search words too"),
    ("remove_words", "Do not search words"),
    ("replace_by", "Search other words instead"),
    ("redirect", "Send the shopper to a page"),
    ("banner", "Show a banner"),
    ("slots", "Place videos or live streams"),
    (AS_JSON, "Written as JSON"),
)
_ITEM = ("kind", "product", "video", "live", "ids")
_FILTER = ("field", "values", "at_least", "at_most")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "boost": (*_ITEM, *_FILTER, "strength", "factor"),
    "bury": (*_ITEM, *_FILTER, "strength", "factor"),
    "promote": (*_ITEM, *_FILTER, "weight"),
    "pin": (*_ITEM, "position"),
    "hide": _ITEM,
    "require": _FILTER,
    "add_words": ("words",),
    "remove_words": ("words",),
    "replace_by": ("by", "words"),
    "redirect": ("url",),
    "banner": ("title", "text", "image", "link"),
    "slots": ("kind", "positions"),
    AS_JSON: ("plain",),
}
"""The fields of each verb."""
_AT = {"slots": "positions", "banner": "title", "redirect": "url", "replace_by": "by",
       "add_words": "words", "remove_words": "words", "require": "values"}  # fmt: skip
"""Where a fault at a part of the plain value is shown, if the field has another name."""
_FACTOR = "factor"


def _filterable() -> list[tuple[str, str]]:
    names = {
        name
        for schema in SCHEMAS.values()
        for name, field in schema.items()
        if field.filterable and name not in ("id", "identifiers")
    }
    return [("", "– none –"), *((name, name.replace("_", " ")) for name in sorted(names))]


class NumbersField(TermsField):
    """Whole numbers with commas between."""

    def to_python(self, value: Any) -> Any:
        try:
            return [int(each) for each in super().to_python(value)]
        except ValueError as error:
            raise forms.ValidationError("Write whole numbers, such as 1, 5.") from error

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        super().run_validators(list(map(str, value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except forms.ValidationError:
            return True


def _lines(label: str, **more: Any) -> TermsField:
    widget = forms.Textarea(attrs={"rows": 1, "cols": 30, "spellcheck": "false"})
    return TermsField(label=label, required=False, widget=widget, **more)


def _text(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=500, **more)


def _number(label: str, **more: Any) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any"})
    return forms.FloatField(label=label, required=False, widget=widget, **more)


class ActionForm(forms.Form):
    """What is done, and the fields that this needs; the others are not looked at."""

    verb = forms.ChoiceField(label="Do", choices=VERBS, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[(each.value, each.value) for each in Kind], required=False
    )
    product = ItemField(label="Product", kind=Kind.PRODUCT, required=False)
    video = ItemField(label="Video", kind=Kind.VIDEO, required=False)
    live = ItemField(label="Live stream", kind=Kind.LIVE, required=False)
    ids = _lines("or its id", help_text="To promote, several with commas between.")
    field = forms.ChoiceField(label="or all with", choices=_filterable, required=False)
    values = _lines("one of", help_text="As the catalog writes them, with commas between.")
    at_least = _number("from")
    at_most = _number("up to")
    strength = forms.ChoiceField(
        label="How far",
        choices=[
            *((each.value, f"{each.value}: {each.places} places") for each in Strength),
            (_FACTOR, "by a factor"),
        ],
        initial=Strength.MODERATE.value,
        required=False,
    )
    factor = _number("Factor", help_text="Above 1 raises, below 1 lowers.")
    weight = _number(
        "Weight", help_text="0.2 where nothing is written; the best match has about 1."
    )
    position = forms.IntegerField(label="Position", min_value=1, required=False)
    by = _text("Search instead")
    words = _text("Words", help_text="Instead of the whole query where nothing is written.")
    url = _text("Address", help_text="A path such as /sale/, or https://…")
    title = _text("Title")
    text = _text("Text")
    image = _text("Image", help_text="Its address.")
    link = _text("Link")
    positions = NumbersField(
        label="Positions",
        required=False,
        widget=forms.TextInput(),
        help_text="Such as 1, 5; empty: behind all products.",
    )
    plain = PlainField(label="JSON", rows=4, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.verbs = " ".join(verb for verb, names in FIELDS.items() if name in names)  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether anything was written: lists that always have a choice do not count."""
        return not {*self.changed_data} <= {"kind", "strength"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        verb = cleaned.get("verb")
        wanted = {"verb", "DELETE", *FIELDS.get(verb or "", ())}
        # What another verb would need is not looked at.
        for name in [each for each in self.errors if each not in wanted]:
            del self.errors[name]
        if self.errors:
            return cleaned
        if not verb:
            self.add_error("verb", "Choose what is done, or remove the row.")
        elif verb == AS_JSON:
            if not isinstance(cleaned["plain"], dict):
                self.add_error("plain", 'Write an object such as {"pin": "B7", "position": 1}.')
        else:
            self._check_target(verb, cleaned)
        return cleaned

    def _check_target(self, verb: str, cleaned: dict[str, Any]) -> None:
        names = FIELDS[verb]
        items = _items(cleaned) if "ids" in names else []
        has_filter = "field" in names and bool(cleaned.get("field"))
        if "ids" in names and "field" in names and bool(items) == has_filter:
            self.add_error(
                "field" if items else "ids",
                "Choose items or a field, not both." if items else "Choose an item, or a field.",
            )
        elif verb in ("pin", "hide") and not items:
            self.add_error(cleaned.get("kind") or "ids", "Choose an item, or write its id.")
        elif verb == "require" and not has_filter:
            self.add_error("field", "Choose a field.")
        if verb != "promote" and len(items) > 1:
            self.add_error("ids", "Choose one item, and add a row for each other one.")
        if has_filter and bool(cleaned["values"]) == _is_bounded(cleaned):
            self.add_error("values", "Write the values, or a number from or up to.")

    @property
    def plain_value(self) -> dict[str, Any]:
        """The action as a plain value."""
        return plain_of(self.cleaned_data)

    def field_of(self, path: str) -> str | None:
        """The field that a fault at `path` of the plain value is about; None: the whole row."""
        if self.cleaned_data.get("verb") == AS_JSON:
            return "plain"
        name = path.partition(".")[0].partition("[")[0]
        name = _AT.get(name, name)
        return name if name in self.fields else None


def plain_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The plain value of cleaned fields."""
    verb = fields["verb"]
    kind = {"kind": fields.get("kind") or Kind.PRODUCT.value}
    match verb:
        case "boost" | "bury" | "promote" | "pin" | "hide":
            items = _items(fields)
            target: Any = items[0] if items else ""
            if fields.get("field") and verb in ("boost", "bury"):
                target = _filter(fields)
            if verb == "promote":
                target = items or [_filter(fields)]
            with_kind = kind if items or verb == "promote" else {}
            return {verb: target, **with_kind, **_how(verb, fields)}
        case "require":
            return {verb: _filter(fields)}
        case "add_words" | "remove_words":
            return {verb: fields["words"]}
        case "replace_by":
            return {verb: fields["by"], **({"words": fields["words"]} if fields["words"] else {})}
        case "redirect":
            return {verb: fields["url"]}
        case "banner":
            return {verb: {name: fields[name] for name in FIELDS[verb] if fields[name]}}
        case "slots":
            return {verb: list(fields["positions"]), **kind}
    return dict(fields["plain"])


def action_fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say what the plain value says; as JSON what they can't say."""
    verb = next((name for name in FIELDS if name in plain and name != AS_JSON), AS_JSON)
    blank = {**dict.fromkeys(("words", "by", *FIELDS["banner"]), ""), "values": [], "ids": []}
    fields: dict[str, Any] = {**blank, "verb": verb, "kind": plain.get("kind", "product")}
    said = plain.get(verb)
    if verb == "promote" and isinstance(said, list):
        said = said[0] if len(said) == 1 and isinstance(said[0], Mapping) else said
    match verb, said:
        case "boost" | "bury" | "promote" | "require", Mapping():
            fields |= _filter_fields(said)
        case "boost" | "bury" | "pin" | "hide", str():
            fields["ids"] = [said]
        case "promote", list():
            fields["ids"] = said
        case "add_words" | "remove_words", str():
            fields["words"] = said
        case "replace_by", str():
            fields |= {"by": said, "words": plain.get("words", "")}
        case "redirect", str():
            fields["url"] = said
        case "banner", Mapping():
            fields |= said
        case "slots", list():
            fields["positions"] = said
    for name in ("position", "weight"):
        fields[name] = plain.get(name)
    fields["factor"] = plain.get("factor")
    fields["strength"] = _FACTOR if "factor" in plain else plain.get("strength", "moderate")
    if not _says(fields, plain):
        return {"verb": AS_JSON, "plain": dict(plain)}
    return _with_item_chosen(fields)


def _says(fields: Mapping[str, Any], plain: Mapping[str, Any]) -> bool:
    """Whether the form would give the plain value back, also after its fields were typed."""
    texts = [
        each
        for value in fields.values()
        for each in (value if isinstance(value, list) else [value])
    ]
    if any(isinstance(each, str) and each != " ".join(each.split()) for each in texts):
        return False
    try:
        return plain_of(fields) == dict(plain)
    except (KeyError, TypeError):
        return False


def _with_item_chosen(fields: dict[str, Any]) -> dict[str, Any]:
    """An item that the catalog has is shown by its title."""
    kind, ids = fields["kind"], fields["ids"]
    if len(ids) == 1:
        items: Any = ActionForm.base_fields[kind]
        if items.queryset.filter(pk=ids[0]).exists():
            return {**fields, kind: ids[0], "ids": []}
    return fields


def _items(fields: Mapping[str, Any]) -> list[str]:
    """The ids that are chosen or written."""
    chosen = fields.get(fields.get("kind") or Kind.PRODUCT.value)
    ids = fields.get("ids") or []
    return list(dict.fromkeys([*([chosen] if chosen else []), *ids]))


def _is_bounded(fields: Mapping[str, Any]) -> bool:
    return fields.get("at_least") is not None or fields.get("at_most") is not None


def _filter(fields: Mapping[str, Any]) -> dict[str, Any]:
    if _is_bounded(fields):
        bounds = {name: fields.get(name) for name in ("at_least", "at_most")}
        return {fields["field"]: {name: each for name, each in bounds.items() if each is not None}}
    return {fields["field"]: list(fields["values"])}


def _filter_fields(said: Mapping[str, Any]) -> dict[str, Any]:
    if len(said) != 1:
        return {}
    ((field, wanted),) = said.items()
    if isinstance(wanted, Mapping):
        return {"field": field, **{name: wanted.get(name) for name in ("at_least", "at_most")}}
    return {"field": field, "values": list(wanted)}


def _how(verb: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """How far, or where."""
    if verb in ("boost", "bury"):
        strength = fields.get("strength") or Strength.MODERATE.value
        if strength == _FACTOR:
            return {} if fields.get("factor") is None else {"factor": fields["factor"]}
        return {} if strength == Strength.MODERATE.value else {"strength": strength}
    name = {"promote": "weight", "pin": "position"}.get(verb)
    return {} if name is None or fields.get(name) is None else {name: fields[name]}


ActionRows = forms.formset_factory(
    ActionForm, extra=2, can_delete=True, can_delete_extra=False, max_num=100, validate_max=True
)
