"""What a form tells of the row that it shows, so that who saves later learns what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchapp.publishing.compiling import digest_of

FIELD = "shown"
"""The hidden field of a form which tells the value that it was filled with."""
GONE = "gone"
"""What the field tells of a row that was there, once the person has read that it is not."""


def digest_shown(key: str, value: Mapping[str, Any] | None) -> str:
    """What a form tells of a row with this value; "" of one that is not there yet."""
    return "" if value is None else digest_of({key: value})


def differs(told: str, key: str, value: Mapping[str, Any] | None) -> bool:
    """Whether the row is another than the one of which a form told."""
    return told not in ("", GONE) if value is None else told != digest_shown(key, value)
