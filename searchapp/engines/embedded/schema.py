"""The fields of one index: kept beside it, and as a tantivy schema.

An index keeps the fields that its kind had when it was made; new fields come with the next rebuild.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import orjson
import tantivy

from searchapp.pipeline.schema import Field, FieldType, Schema

ROW = "_row"
"""The row number of a document, which leads to all else that is known of it."""
COMMIT = "_commit"
"""The newest row of a commit, in the one document that marks the commit."""
MARK = "_mark"
"""What a document of the index is: `ITEM` or `COMMIT_MARK`."""
ITEM = "item"
COMMIT_MARK = "commit"

_NUMBERS = frozenset({FieldType.NUMBER, FieldType.DATE})
_VALUES = frozenset({FieldType.KEYWORD, FieldType.BOOLEAN, FieldType.IDENTIFIER})


def build_schema(schema: Schema) -> tantivy.Schema:
    """Words with positions, whole values, numbers as columns. Nothing is stored: SQLite does that.

    TEXT and PREFIX fields are split at spaces because they are given as terms. A BOOLEAN is held as
    "true" or "false", so that it filters and counts like a KEYWORD.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(ROW, indexed=True, fast=True)
    builder.add_integer_field(COMMIT, fast=True)
    builder.add_text_field(MARK, tokenizer_name="raw", index_option="basic")
    for field in schema.values():
        if field.type is FieldType.TEXT:
            builder.add_text_field(field.name, tokenizer_name="whitespace")
        elif field.type is FieldType.PREFIX:
            builder.add_text_field(field.name, tokenizer_name="whitespace", index_option="basic")
        elif field.type in _VALUES:
            column = field.facet or field.sort
            builder.add_text_field(
                field.name, tokenizer_name="raw", index_option="basic", fast=column
            )
        elif field.type in _NUMBERS:
            builder.add_float_field(field.name, fast=True)
    return builder.build()


def save_fields(path: Path, schema: Schema) -> None:
    path.write_bytes(orjson.dumps([asdict(field) for field in schema.values()]))


def load_fields(path: Path) -> Schema:
    """The schema that was saved at `path`. Raises OSError when it can't be read."""
    known = {"name", "type", "facet", "sort", "card"}
    try:
        entries = orjson.loads(path.read_bytes())
        fields = [
            Field(**{key: value for key, value in entry.items() if key in known})
            for entry in ({**each, "type": FieldType(each["type"])} for each in entries)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise OSError(f"{path.name} does not list the fields of an index: {error}") from error
    return {field.name: field for field in fields}
