"""A column that holds a list of texts."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from searchapp.lexicon.models.validators import validate_texts


class ReadableJSONEncoder(json.JSONEncoder):
    """Writes every letter as itself, so that a database can look for "für" within a column."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class TextListField(models.JSONField):
    """A list of texts, in their order, stored as JSON."""

    default_validators = [validate_texts]  # noqa: RUF012 - as Django declares it

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": list, "encoder": ReadableJSONEncoder, **options})


def texts_of(value: object, column: str) -> tuple[str, ...]:
    """The texts of a value read from such a column. Raises ValueError, naming the column, when it
    is something else.
    """
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f"{column} must be a list of texts, not {value!r}")
    return tuple(value)
