"""Rows as they come, and the typed values that the catalog stores."""

from searchapp.catalog.rows.merging import merge
from searchapp.catalog.rows.parsing import kind_of, parse_row
from searchapp.catalog.rows.problem import Problem
from searchapp.catalog.rows.values import (
    CategoryRow,
    LiveStreamRow,
    ProductRow,
    Row,
    RowKind,
    SellerRow,
    VariantRow,
    VideoRow,
)

__all__ = [
    "CategoryRow",
    "LiveStreamRow",
    "Problem",
    "ProductRow",
    "Row",
    "RowKind",
    "SellerRow",
    "VariantRow",
    "VideoRow",
    "kind_of",
    "merge",
    "parse_row",
]
