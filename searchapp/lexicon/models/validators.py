"""What the columns that merchants write must be."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

MAX_TEXTS = 1_000
MAX_CHARACTERS = 1_000


def validate_texts(value: Any) -> None:
    """A list of texts, none of them empty or long."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValidationError('Write a list of texts, like ["tv", "television"].')
    if len(value) > MAX_TEXTS:
        raise ValidationError(f"Write at most {MAX_TEXTS:,} of them, not {len(value):,}.")
    for text in value:
        if not text.strip() or "\x00" in text:
            raise ValidationError("One of them is empty; remove it.")
        if len(text) > MAX_CHARACTERS:
            raise ValidationError(
                f"Write at most {MAX_CHARACTERS:,} characters, not {len(text):,}: {text[:40]}…"
            )


def validate_share(value: float) -> None:
    """A number above 0, and at most 1."""
    if not 0 < value <= 1:
        raise ValidationError("Choose a number above 0, and at most 1.")
