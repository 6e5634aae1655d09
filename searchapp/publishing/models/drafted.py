"""Rows that merchants write, by way of drafts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

_EPOCH = 1_577_836_800
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_key() -> str:
    """A key that no other row has; keys made later sort later."""
    number, written = int((time.time() - _EPOCH) * 1000), ""
    while number:
        number, digit = divmod(number, 36)
        written = _DIGITS[digit] + written
    return written.rjust(8, "0") + "".join(secrets.choice(_DIGITS) for _ in range(8))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value can't be published: the field, and a sentence with the cure."""

    section: str
    key: str
    label: str
    field: str
    message: str

    @property
    def path(self) -> str:
        """Where in the document it is."""
        return ".".join(filter(None, (self.section, self.key, self.field)))

    def __str__(self) -> str:
        where = f"{self.section} “{self.label or self.key}”"
        return (
            f"{where}, {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        )


def faults_of(error: ValidationError) -> list[tuple[str, str]]:
    """The fields and sentences of an error; "" is the field of what is wrong with the whole."""
    if not hasattr(error, "error_dict"):
        return [("", message) for message in error.messages]
    return [
        ("" if field == "__all__" else field, message)
        for field, messages in error.message_dict.items()
        for message in messages
    ]


@cache
def _as_by_default(model: type[models.Model]) -> frozenset[str]:
    """The fields that need no check where a value does not name them."""
    return frozenset(
        field.name
        for field in model._meta.fields
        if field.name not in model.columns  # type: ignore[attr-defined]
        or field.blank
        or (field.has_default() and field.get_default() not in field.empty_values)
    )


class Drafted(models.Model):
    """A row of one section of the document.

    Rows without a `draft` are what the newest version has; a row with one is a change: the value
    that `key` has in that draft, or that it is removed. `base` is the published value from which
    the change started, null for a new one. Rows are written by `editing` and `publication` only.
    """

    key = models.CharField(max_length=64, default=new_key, editable=False)
    draft = models.ForeignKey(
        "publishing.Draft",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_removed = models.BooleanField(default=False, editable=False)
    base = models.JSONField(null=True, blank=True, editable=False)

    section: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    """The columns of which a value consists, in the order in which they are shown."""

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(
                fields=("key", "draft"), name="%(app_label)s_%(class)s_key_of_draft"
            ),
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(draft=None),
                name="%(app_label)s_%(class)s_published_key",
            ),
        )

    @property
    def value(self) -> dict[str, Any]:
        """The row as a plain value, without what is as by default."""
        return {
            name: given
            for name in self.columns
            if (given := getattr(self, name)) != self._default(name)
        }

    @value.setter
    def value(self, given: Mapping[str, Any]) -> None:
        """Raises ValidationError, by fields, for a value that the section can't have."""
        if unknown := sorted(set(given) - set(self.columns)):
            known = ", ".join(self.columns)
            raise ValidationError({unknown[0]: f"is unknown; {self.section} have {known}"})
        for name in self.columns:
            setattr(self, name, given[name] if name in given else self._default(name))
        self.clean_fields(exclude=_as_by_default(type(self)).difference(given))

    def show(self, other: Self) -> None:
        """Takes the columns of another row, also such as could not be saved now."""
        own = {"id", "key", "draft", "is_removed", "base"}
        for field in type(self)._meta.concrete_fields:
            if field.name not in own:
                setattr(self, field.attname, getattr(other, field.attname))

    @property
    def label(self) -> str:
        """What a list of changes calls it."""
        return str(self)

    def faults(self) -> list[tuple[str, str]]:
        """Why the row can't be published, as fields and sentences with the cure."""
        return []

    @classmethod
    def clashes(cls, rows: list[Self]) -> list[Problem]:
        """Why these rows can't be published together, each being right by itself."""
        return []

    def is_of_seller(self, seller: str) -> bool:
        """Whether the row is one that those who work for the seller write."""
        return False

    def faults_for_seller(self, seller: str) -> list[str]:
        """Why the row says more than a seller may say, in sentences with the cure."""
        return [f"{self.section} are the shop's; a seller writes rules of their own shop only"]

    def _default(self, name: str) -> Any:
        return type(self)._meta.get_field(name).get_default()  # type: ignore[union-attr]
