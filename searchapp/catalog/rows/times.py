"""Times as merchants write them: ISO 8601, with or without a zone, or a date."""

from __future__ import annotations

from datetime import UTC, date, datetime

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def read_time(value: object) -> datetime:
    """The time in UTC; a date is its midnight, no zone means UTC. Raises ValueError."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime) or not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError("is not a time; write it like 2024-05-31T18:30:00Z or 2024-05-31")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
