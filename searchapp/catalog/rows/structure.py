"""The rows of sellers and categories."""

from __future__ import annotations

from searchapp.catalog.rows.fields import FieldReader
from searchapp.catalog.rows.values import CategoryRow, SellerRow


def read_seller(fields: FieldReader) -> SellerRow:
    """The seller's values; a seller without a name is called by its id."""
    identifier = fields.identifier("id", required=True)
    return SellerRow(
        id=identifier,
        name=fields.line("name", 200) or identifier,
        description=fields.description("description", 50_000),
        country=fields.line("country", 100),
        rating=fields.number("rating", 0, 5),
        rating_count=fields.count("rating_count"),
        created=fields.time("created"),
    )


def read_category(fields: FieldReader) -> CategoryRow:
    """The category's values; a category without a title is called by the last level of its path."""
    path = fields.category("path")
    if not path and not fields.problems:
        fields.reject("path", 'is missing; write it like "Home > Kitchen"')
    return CategoryRow(path=path, title=fields.line("title", 200) or path.rpartition(" > ")[2])
