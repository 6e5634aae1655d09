"""The form on which a seller edits what shoppers read of a product, and find it by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from searchapp.catalog.rows import Problem, ProductRow
from searchapp.tuning.attribute_lines import attribute_lines, read_attribute_lines

LABELS: Mapping[str, str] = {
    "title": "Title",
    "description": "Description",
    "bullets": "Bullets, one per line",
    "brand": "Brand",
    "colour": "Colour",
    "category": "Category",
    "attributes": "Attributes, one per line, such as: material = leather",
    "stock": "Stock (empty: unknown, which counts as available)",
    "price": "Price",
    "gtin": "GTIN",
    "images": "Pictures, one address per line",
}
LONG = ("description", "bullets", "attributes", "images")
"""The fields of several lines."""
_LISTS = ("bullets", "images")
_WAS = "was-"


@dataclass(slots=True)
class ListingForm:
    """What the fields say; `was` has a digest of what each said when the form was opened, `faults`
    and `theirs` (what others made of it meanwhile) are by field.
    """

    texts: dict[str, str]
    was: dict[str, str]
    faults: dict[str, list[str]] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, row: ProductRow) -> ListingForm:
        """The product as it is."""
        texts = shown_texts(row)
        return cls(texts, {name: _digest(text) for name, text in texts.items()})

    @classmethod
    def read(cls, data: QueryDict, row: ProductRow) -> ListingForm:
        """What was typed; a field that was not sent stays as it is."""
        now = shown_texts(row)
        texts = {name: _typed(str(data.get(name, now[name]))) for name in LABELS}
        return cls(texts, {name: data.get(_WAS + name, _digest(now[name])) for name in LABELS})

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields for the page."""
        return [
            {
                "name": name,
                "label": label,
                "text": self.texts[name],
                "was": self.was[name],
                "faults": self.faults.get(name, ()),
                "is_long": name in LONG,
                "theirs": self.theirs.get(name),
                "has_theirs": name in self.theirs,
            }
            for name, label in LABELS.items()
        ]

    def meets(self, row: ProductRow) -> bool:
        """Whether nobody changed a field that the person changed too, since the form was opened; of
        these `theirs` has what others made of them. What others alone changed is taken over.
        """
        now = shown_texts(row)
        changed = [name for name in LABELS if self.was[name] != _digest(now[name])]
        for name in changed:
            if _digest(self.texts[name]) == self.was[name]:
                self.texts[name] = now[name]
            elif self.texts[name] != now[name]:
                self.theirs[name] = now[name]
            self.was[name] = _digest(now[name])
        return not self.theirs

    def changes(self, row: ProductRow) -> dict[str, Any]:
        """What `merge` is to change of the row: what was edited, as the catalog's API names it."""
        now = shown_texts(row)
        edited = {name: text for name, text in self.texts.items() if text != now[name]}
        return {name: self._value(name, text, row) for name, text in edited.items()}

    def tell(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        """Puts the catalog's problems at their fields, those of no field under "others"."""
        for each in problems:
            name = each.field.partition(".")[0].partition("[")[0]
            name = "price" if name == "currency" else name
            place = name if name in LABELS else "others"
            said = f"{each.field} {each.reason}".strip() if name != each.field else each.reason
            self.faults.setdefault(place, []).append(f"{said[:1].upper()}{said[1:]}.")

    def _value(self, name: str, text: str, row: ProductRow) -> Any:
        if name == "attributes":
            read, faults = read_attribute_lines(text, row.attributes)
            if faults:
                self.faults["attributes"] = faults
            return {**dict.fromkeys(row.attributes), **read}
        if name in _LISTS:
            return [line for line in text.split("\n") if line.strip()]
        return text


def shown_texts(row: ProductRow) -> dict[str, str]:
    """The fields of a product as they stand in the form."""
    texts = {name: getattr(row, name) for name in LABELS if name not in (*_LISTS, "attributes")}
    said = {name: "" if value is None else str(value) for name, value in texts.items()}
    said |= {name: "\n".join(getattr(row, name)) for name in _LISTS}
    said["attributes"] = attribute_lines(row.attributes)
    return {name: _typed(said[name]) for name in LABELS}


def _typed(text: str) -> str:
    """The text as a browser sends it back, whatever ends its lines have."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
