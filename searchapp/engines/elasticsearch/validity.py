"""What a query may name, checked before it leaves the process."""

from __future__ import annotations

from searchapp.pipeline.schema import FieldType, Schema


class UnanswerableQuery(ValueError):
    """A query that the schema or the engine's limits don't allow; names the field and the cure."""


def check_type(name: str, schema: Schema, type: FieldType, asked: str) -> None:
    """Raises `UnanswerableQuery` unless `name` is a field of `type`; `asked` says who names it."""
    if name not in schema or schema[name].type is not type:
        raise UnanswerableQuery(f"{asked} names {name!r}, which is not a {type} field")
