"""The typed values of rows, as the upsert takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class RowKind(StrEnum):
    """What a row can be."""

    SELLER = "seller"
    CATEGORY = "category"
    PRODUCT = "product"
    VIDEO = "video"
    LIVE = "live"


AttributeValue = str | int | float | bool | list[str]
Attributes = Mapping[str, AttributeValue]

Publication = datetime | bool
"""A time; or True: from now on, or since the item was published first; or False: not shown."""


@dataclass(frozen=True, slots=True)
class SellerRow:
    """A seller. `created` None keeps the time that is known."""

    id: str
    name: str
    description: str = ""
    country: str = ""
    rating: float | None = None
    rating_count: int | None = None
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category, known by its path "A > B > C"."""

    path: str
    title: str

    @property
    def id(self) -> str:
        """The path: categories have no other name."""
        return self.path


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One form in which a product comes."""

    id: str
    title: str = ""
    sku: str = ""
    gtin: str = ""
    colour: str = ""
    size: str = ""
    price: Decimal | None = None
    stock: int | None = None
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product. `category` is a path and `seller` an id, each "" for none."""

    id: str
    title: str
    currency: str
    description: str = ""
    bullets: tuple[str, ...] = ()
    brand: str = ""
    category: str = ""
    seller: str = ""
    attributes: Attributes = field(default_factory=dict)
    colour: str = ""
    size: str = ""
    material: str = ""
    gender: str = ""
    gtin: str = ""
    sku: str = ""
    images: tuple[str, ...] = ()
    price: Decimal | None = None
    list_price: Decimal | None = None
    stock: int | None = None
    rating: float | None = None
    rating_count: int | None = None
    condition: str = "new"
    created: datetime | None = None
    published: Publication = True
    variants: tuple[VariantRow, ...] = ()


@dataclass(frozen=True, slots=True)
class VideoRow:
    """A video; `duration` in seconds, `products` ids in the order shown."""

    id: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    duration: float | None = None
    products: tuple[str, ...] = ()
    creator: str = ""
    seller: str = ""
    image: str = ""
    url: str = ""
    created: datetime | None = None
    published: Publication = True


@dataclass(frozen=True, slots=True)
class LiveStreamRow:
    """A live stream; `product_now` is the id of the product being shown, "" for none."""

    id: str
    title: str
    description: str = ""
    host: str = ""
    seller: str = ""
    status: str = "scheduled"
    starts: datetime | None = None
    product_now: str = ""
    products: tuple[str, ...] = ()
    viewers: int = 0
    image: str = ""
    created: datetime | None = None
    published: Publication = True


Row = SellerRow | CategoryRow | ProductRow | VideoRow | LiveStreamRow
