"""One action of a rule as a row of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from searchapp.lexicon.forms.fields import TermsField
from searchapp.merchandising.forms.item_field import ItemField
from searchapp.merchandising.forms.numbers_field import NumbersField
from searchapp.merchandising.forms.plain_field import PlainField
from searchapp.merchandising.rule_fields.description import (
    ACTIONS,
    AS_JSON,
    FILTER,
    FILTER_FIELDS,
    KINDS,
    STRENGTHS,
    VERBS,
)
from searchapp.merchandising.rule_fields.faults import field_at
from searchapp.merchandising.rule_fields.plain_rows import action_of, action_row
from searchapp.merchandising.rule_fields.rows import Row
from searchapp.pipeline.request import Kind
from searchapp.pipeline.rules.actions import Strength

_IN_FORM: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("id", "ids"), ("product", "video", "live", "ids")),
    "filter": FILTER,
    "json": ("plain",),
}
"""The fields of the form that stand for one that items, filters or JSON are said in."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    verb: tuple(
        each
        for kind in ACTIONS.values()
        if kind.verb == verb
        for name in kind.fields
        for each in _IN_FORM.get(name, (name,))
    )
    for verb in VERBS
}
"""The fields of each verb."""
_FAULT_AT = {"id": "ids", "filter": "values", "json": "plain"}


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

    verb = forms.ChoiceField(
        label="Do", choices=[("", "– choose –"), *VERBS.items()], required=False
    )
    kind = forms.ChoiceField(label="Kind", choices=list(KINDS.items()), required=False)
    product = ItemField(label="Product", kind=Kind.PRODUCT, required=False)
    video = ItemField(label="Video", kind=Kind.VIDEO, required=False)
    live = ItemField(label="Live stream", kind=Kind.LIVE, required=False)
    ids = _lines("or its id", help_text="To promote, several with commas between.")
    field = forms.ChoiceField(
        label="or all with",
        choices=[("", "– none –"), *((name, name.replace("_", " ")) for name in FILTER_FIELDS)],
        required=False,
    )
    values = _lines("one of", help_text="As the catalog writes them, with commas between.")
    at_least = _number("from")
    at_most = _number("up to")
    strength = forms.ChoiceField(
        label="How far",
        choices=list(STRENGTHS.items()),
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

    def field_of(self, within: str) -> str | None:
        """The field that a fault within the plain value is about; None: the whole row."""
        name = field_at(_kind_of(self.cleaned_data), within)
        return None if name is None else _FAULT_AT.get(name, name)


def plain_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The plain value of cleaned fields."""
    if fields["verb"] == AS_JSON:
        return dict(fields["plain"])
    items = _items(fields)
    texts = {name: _typed(fields.get(name)) for name in FIELDS[fields["verb"]]}
    texts |= {"id": items[0] if items else "", "ids": _typed(items)}
    return dict(action_of(Row("do", 0, _kind_of(fields), texts)))


def action_fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say what the plain value says; as JSON what they can't say."""
    row = action_row(0, plain)
    if row.is_ != AS_JSON:
        ids = row.texts.get("ids") or row.texts.get("id", "")
        fields: dict[str, Any] = {
            **row.texts,
            "verb": ACTIONS[row.is_].verb,
            "ids": ids.splitlines(),
            "values": row.texts.get("values", "").splitlines(),
        }
        if _says(fields, plain):
            return _with_item_chosen(fields)
    return {"verb": AS_JSON, "plain": dict(plain)}


def _says(fields: Mapping[str, Any], plain: Mapping[str, Any]) -> bool:
    """Whether the form would give the plain value back, also after its fields were typed."""
    texts = [
        each
        for value in fields.values()
        for each in (value if isinstance(value, list) else [value])
    ]
    if any(isinstance(each, str) and each != " ".join(each.split()) for each in texts):
        return False
    return plain_of(fields) == dict(plain)


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


def _kind_of(fields: Mapping[str, Any]) -> str:
    """Which of the actions of the verb it is: that with a filter where a field is chosen."""
    names = [name for name, each in ACTIONS.items() if each.verb == fields["verb"]]
    has_filter = bool(fields.get("field"))
    return next(
        (each for each in names if ("filter" in ACTIONS[each].fields) == has_filter), names[0]
    )


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


ActionRows = forms.formset_factory(
    ActionForm, extra=2, can_delete=True, can_delete_extra=False, max_num=100, validate_max=True
)
