"""The path of a category: "Home > Kitchen > Kettles", or the list of its levels."""

from __future__ import annotations

import re

PATH_LIMIT = 700
_MOST_LEVELS = 12
_LEVEL_LIMIT = 200
_SEPARATOR = re.compile(r"(?:^|\s+)>(?:\s+>)*(?:\s+|$)")


def written_path(value: object) -> object:
    """A list of levels as one text; anything else as it is. Raises ValueError for other lists."""
    if not isinstance(value, list | tuple):
        return value
    if not all(isinstance(level, str) for level in value):
        raise ValueError('has a level that is not a text; write a path like "Home > Kitchen"')
    return " > ".join(value)


def read_path(text: str) -> str:
    """The path without empty levels, the levels parted by " > ". Raises ValueError."""
    levels = [level for level in map(str.strip, _SEPARATOR.split(text)) if level]
    if len(levels) > _MOST_LEVELS:
        raise ValueError(f"has {len(levels)} levels; at most {_MOST_LEVELS} are kept")
    if any(len(level) > _LEVEL_LIMIT for level in levels):
        raise ValueError(f"has a level longer than {_LEVEL_LIMIT} characters; shorten it")
    return " > ".join(levels)
