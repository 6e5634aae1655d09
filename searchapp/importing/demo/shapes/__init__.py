"""Hand-drawn shapes of products, by the name that a product type gives.

Importing the package fills ``SHAPES``: every module registers its drawings there.
"""

from . import (
    appliances,
    bodycare,
    clothing,
    decor,
    devices,
    food,
    furniture,
    garden,
    kitchen,
    paper,
    sports,
    tools,
    toys,
    wearables,
)
from .registry import SHAPES

__all__ = [
    "SHAPES",
    "appliances",
    "bodycare",
    "clothing",
    "decor",
    "devices",
    "food",
    "furniture",
    "garden",
    "kitchen",
    "paper",
    "sports",
    "tools",
    "toys",
    "wearables",
]
