"""The names of indexes and aliases: `{prefix}-{kind}` is what is live, each index adds a stamp."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from secrets import token_hex

from searchapp.pipeline.request import Kind

_STAMP = r"\d{20}-[0-9a-f]{6}"


def alias(prefix: str, kind: Kind) -> str:
    """The alias that points to the live index of `kind`."""
    return f"{prefix}-{kind}"


def new_index(prefix: str, kind: Kind) -> str:
    """A name that no other index has; names of one kind sort by the time of their making."""
    return f"{alias(prefix, kind)}-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{token_hex(3)}"


def write_alias(index: str) -> str:
    """The alias through which `index` is written.

    A bulk request to it demands an alias, so a write to a dropped index fails; a plain one would
    make a new index of that name without our mappings.
    """
    return f"{index}.write"


def index_pattern(prefix: str, kind: Kind) -> str:
    """A wildcard for the indexes of `kind`, and more: what it finds must pass `is_index`."""
    return f"{alias(prefix, kind)}-*"


def is_index(prefix: str, kind: Kind, name: str) -> bool:
    """Whether `name` is one that `new_index` gives for this prefix and kind."""
    return re.fullmatch(rf"{re.escape(alias(prefix, kind))}-{_STAMP}", name) is not None


def kind_of(prefix: str, index: str) -> Kind:
    """The kind that `index` belongs to. Raises ValueError if it isn't one of ours."""
    for kind in Kind:
        if is_index(prefix, kind, index):
            return kind
    raise ValueError(f"{index!r} is not an index of {prefix!r}")


def check_prefix(prefix: str) -> str:
    """`prefix` itself if Elasticsearch allows it at the start of an index name, else ValueError."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,99}", prefix):
        raise ValueError(
            f"index prefix {prefix!r}: begin with a letter or digit, then use lower-case letters, "
            "digits, '-', '_' and '.', 100 characters at most"
        )
    return prefix
