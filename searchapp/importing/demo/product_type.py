"""What the demo marketplace knows about one type of product: an electric kettle, a wool coat."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Value = str | int | float | bool | list[str]


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no attribute that is true for this share of the items."""

    share: float


Spec = Flag | Value | tuple[Value, ...]
"""A constant, a tuple to choose from (numbers in ascending order: more costs more), or a flag."""


@dataclass(frozen=True, slots=True)
class ProductType:
    """One type of product and everything needed to invent believable items of it.

    Texts may hold placeholders: ``{capacity_l}`` is the item's attribute rendered with its unit,
    ``{material}``, ``{colour}``, ``{brand}``,
    ``{model}`` and ``{name}`` are the item's own. A point
    that starts with ``[waterproof]`` is said only where that flag is true, with ``[!waterproof]``
    only where it is false, and with ``[material=wool]`` only for that value, so texts never
    contradict the attributes.
    """

    name: str
    leaf: str
    """Third level of the category tree."""
    shape: str
    """The drawing, a key of ``shapes.SHAPES``."""
    price: tuple[float, float]
    """10th and 90th percentile in USD."""
    points: tuple[str, ...]
    """True statements about every item (or every item that passes the condition)."""
    also: tuple[str, ...] = ()
    """Other names that shops use for it."""
    lead: str = ""
    """What a title says before the name."""
    tail: str = ""
    """What a title says last: pack sizes, formats."""
    specs: Mapping[str, Spec] = field(default_factory=dict)
    materials: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    sizes: str = ""
    """A key of ``sizes.SIZES``; such items come with one variant a size."""
    genders: tuple[str, ...] = ()
    brands: str = ""
    """A key of ``brands.BRANDS``."""
    style: str = ""
    """A key of ``titles.PATTERNS`` and ``texts.OPENERS``."""
    video: str = ""
    """A key of ``videos.FORMATS``: what people film about it."""
    second_hand: float = 0.0
    """Share sold refurbished or used."""
    department: str = ""
    group: str = ""
    count: int = 0
    """How many items of it the marketplace offers."""

    @property
    def path(self) -> str:
        return f"{self.department} > {self.group} > {self.leaf}"


def section(
    department: str, group: str, *types: ProductType, **defaults: Any
) -> tuple[ProductType, ...]:
    """Place types in the category tree; ``defaults`` fill the fields that a type leaves empty."""
    return tuple(
        replace(
            kind,
            department=department,
            group=group,
            **{name: value for name, value in defaults.items() if not getattr(kind, name)},
        )
        for kind in types
    )
