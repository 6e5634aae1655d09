"""Single values of parameters, as text (query string) or as JSON, checked one by one.

Every reader raises `InvalidRequest` that names the parameter and says what it expects.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime

from searchapp.pipeline.request import InvalidRequest

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_UNSEEN = frozenset({"Cc", "Cs"})
_TRUE = frozenset({"1", "true", "yes"})
_FALSE = frozenset({"0", "false", "no", ""})
DAY_SECONDS = 86_400


def clean(text: str) -> str:
    """The text with control characters and halves of surrogate pairs as spaces, trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    seen = (" " if unicodedata.category(char) in _UNSEEN else char for char in text)
    return "".join(seen).strip()


def text(name: str, value: object, longest: int) -> str:
    """A cleaned text of at most `longest` characters."""
    if not isinstance(value, str):
        raise InvalidRequest(name, f"expected text, not {_named(value)}")
    if len(value) > longest:
        raise InvalidRequest(name, f"at most {longest} characters, not {len(value)}")
    return clean(value)


def integer(name: str, value: object, least: int, most: int) -> int:
    """A whole number in [least, most]; text only from a query string."""
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidRequest(
            name, f"expected a whole number from {least} to {most}, not {_named(value)}"
        )
    return value


def flag(name: str, value: object) -> bool:
    """A yes or no: true/false in JSON; 1, true, yes, 0, false, no in a query string."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise InvalidRequest(name, f"expected true or false, not {_named(value)}")


def number(name: str, value: object) -> float:
    """A finite number."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InvalidRequest(name, f"expected a number, not {_named(value)}")
    if not abs(value) < float("inf"):
        raise InvalidRequest(name, "the number is too large")
    return float(value)


def moment(name: str, value: object, *, end_of_day: bool = False) -> float:
    """An ISO 8601 date or time as seconds since 1970; without a zone it is UTC.

    A date alone is its first moment, or its last with `end_of_day`, so that a range of dates
    holds both of its days whole.
    """
    if not isinstance(value, str):
        raise InvalidRequest(name, f"expected an ISO 8601 date or time, not {_named(value)}")
    # A "+" of a zone that was not percent-encoded arrives as a space.
    written = re.sub(r" (\d\d:?\d\d)$", r"+\1", value.strip())
    try:
        day: date | None = date.fromisoformat(written)
    except ValueError:
        day = None
    try:
        parsed = datetime.fromisoformat(written)
    except ValueError:
        raise InvalidRequest(
            name, f"expected an ISO 8601 date or time such as 2026-01-31, not {_named(value)}"
        ) from None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    seconds = parsed.timestamp()
    return seconds + DAY_SECONDS - 1e-3 if day is not None and end_of_day else seconds


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """`value`, which must be one of `allowed`; the message lists them."""
    if value not in allowed:
        raise InvalidRequest(name, f"{_named(value)} is not known; use one of {', '.join(allowed)}")
    return value


def _named(value: object) -> str:
    """A value for a message: short, and never more than the caller sent."""
    if isinstance(value, str):
        return repr(clean(value[:60]) + ("…" if len(value) > 60 else ""))
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    return "null" if value is None else repr(value)[:60]
