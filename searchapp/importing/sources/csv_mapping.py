"""How the columns of a CSV file become fields: a small TOML file.

delimiter = ";"             # found from the header when left out
encoding = "cp1252"         # UTF-8 when left out
[columns]
"Product name" = "title"    # a column's header = the field; "" leaves the column out
[defaults]
currency = "EUR"            # for rows that leave the field empty
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class MappingError(ValueError):
    """The mapping file can't be used; the message says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Columns by header, defaults by field. Headers that are not mapped are field names."""

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: str = "utf-8-sig"


def read_mapping(path: Path) -> CsvMapping:
    """The mapping in the TOML file; raises MappingError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingError(f"{path}: {error}") from error
    known = set(CsvMapping.__dataclass_fields__)
    if unknown := sorted(table.keys() - known):
        raise MappingError(f"{path}: {unknown[0]!r} is unknown; use {', '.join(sorted(known))}")
    for name in ("columns", "defaults"):
        if not isinstance(table.get(name, {}), dict):
            raise MappingError(f"{path}: {name} must be a table; begin it with [{name}]")
    if not all(isinstance(target, str) for target in table.get("columns", {}).values()):
        raise MappingError(f'{path}: columns must name fields, as in "Product name" = "title"')
    delimiter = table.get("delimiter")
    if delimiter is not None and not (isinstance(delimiter, str) and len(delimiter) == 1):
        raise MappingError(f'{path}: delimiter must be one character, like ";"')
    mapping = CsvMapping(**table)
    try:
        codecs.lookup(mapping.encoding)
    except (LookupError, TypeError):
        raise MappingError(f"{path}: encoding {mapping.encoding!r} is unknown; try utf-8") from None
    return mapping
