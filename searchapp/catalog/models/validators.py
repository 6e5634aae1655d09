"""What values of single columns must be, for forms; rows of imports meet the same in
`catalog/rows`."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from searchapp.catalog.gtin import read_gtin

_ADDRESS = re.compile(r"https?://[^\s]+|(?![a-zA-Z][a-zA-Z0-9+.-]*:|//)[^\s]+")
_PATH = re.compile(r"[^\s>]+( [^\s>]+)*( > [^\s>]+( [^\s>]+)*)*")


def is_address(text: str) -> bool:
    """Whether it is a web address (http, https) or a path, and so safe as a link."""
    return _ADDRESS.fullmatch(text) is not None


def validate_address(value: str) -> None:
    """A web address or a path."""
    if not is_address(value):
        raise ValidationError("Use a web address, https://…, or a path.")


def validate_addresses(value: Any) -> None:
    """A list of web addresses or paths."""
    validate_texts(value)
    for address in value:
        validate_address(address)


def validate_texts(value: Any) -> None:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValidationError('Write a list of texts, like ["first", "second"].')


def validate_attributes(value: Any) -> None:
    """Names with text, a number, true or false, or a list of texts."""
    if not isinstance(value, dict):
        raise ValidationError('Write names with values, like {"material": "steel"}.')
    for name, one in value.items():
        if not name or "=" in name:
            raise ValidationError(f'The name {name!r} must not be empty or contain "=".')
        if isinstance(one, list):
            validate_texts(one)
        elif not isinstance(one, str | int | float):
            raise ValidationError(f"{name} must be text, a number, true, false or a list of texts.")


def validate_gtin(value: str) -> None:
    """The digits of a GTIN with a right check digit."""
    try:
        digits = read_gtin(value)
    except ValueError as error:
        raise ValidationError(f"The number {error}.") from error
    if digits != value:
        raise ValidationError(f"Write it without spaces and hyphens: {digits}.")


def validate_path(value: str) -> None:
    """The levels of a category with " > " between."""
    if not _PATH.fullmatch(value):
        raise ValidationError('Write the levels with " > " between, like "Home > Kitchen".')
