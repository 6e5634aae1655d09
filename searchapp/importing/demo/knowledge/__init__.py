"""Hand-written knowledge about every type of product that the demo marketplace sells."""

from ..product_type import ProductType
from . import (
    automotive,
    bags_jewellery,
    beauty_health,
    books_stationery,
    computers_phones,
    electronics,
    furniture,
    garden,
    groceries,
    household,
    kids_baby,
    kitchen,
    mens_fashion,
    pets,
    shoes,
    sports,
    tools,
    toys,
    womens_fashion,
)

PRODUCT_TYPES: tuple[ProductType, ...] = (
    *womens_fashion.TYPES,
    *mens_fashion.TYPES,
    *kids_baby.TYPES,
    *shoes.TYPES,
    *bags_jewellery.TYPES,
    *electronics.TYPES,
    *computers_phones.TYPES,
    *kitchen.TYPES,
    *household.TYPES,
    *furniture.TYPES,
    *garden.TYPES,
    *tools.TYPES,
    *automotive.TYPES,
    *sports.TYPES,
    *toys.TYPES,
    *beauty_health.TYPES,
    *groceries.TYPES,
    *pets.TYPES,
    *books_stationery.TYPES,
)
DEPARTMENTS: tuple[str, ...] = tuple(dict.fromkeys(kind.department for kind in PRODUCT_TYPES))
