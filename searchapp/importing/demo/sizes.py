"""Size systems; an item of such a type comes in a run of neighbouring sizes, one variant each."""

from collections.abc import Sequence
from random import Random

SIZES: dict[str, Sequence[str]] = {
    "letters": ("XS", "S", "M", "L", "XL", "XXL"),
    "dress": ("2", "4", "6", "8", "10", "12", "14", "16"),
    "jeans": (
        "W28/L30",
        "W29/L32",
        "W30/L32",
        "W31/L32",
        "W32/L32",
        "W33/L34",
        "W34/L34",
        "W36/L34",
    ),
    "shirt": ("14.5", "15", "15.5", "16", "16.5", "17", "17.5"),
    "suit": ("36R", "38R", "40R", "42R", "44R", "46R"),
    "bra": ("32B", "34A", "34B", "34C", "36B", "36C", "36D", "38C"),
    "women shoes": ("5", "6", "6.5", "7", "7.5", "8", "8.5", "9", "10"),
    "men shoes": ("7", "8", "8.5", "9", "9.5", "10", "10.5", "11", "12", "13"),
    "kids shoes": ("10K", "11K", "12K", "13K", "1Y", "2Y", "3Y", "4Y"),
    "baby": ("0-3 months", "3-6 months", "6-9 months", "9-12 months", "12-18 months"),
    "kids": ("3-4 years", "5-6 years", "7-8 years", "9-10 years", "11-12 years"),
    "socks": ("6-8.5", "9-11", "11.5-13"),
    "belt": ("30 in", "32 in", "34 in", "36 in", "38 in", "40 in"),
    "ring": ("5", "6", "7", "8", "9", "10"),
    "bed": ("Twin", "Full", "Queen", "King"),
    "gloves": ("S", "M", "L", "XL"),
    "dog": ("XS", "S", "M", "L", "XL"),
    "helmet": ("52-56 cm", "55-59 cm", "58-62 cm"),
    "bike": ("S (15 in)", "M (17 in)", "L (19 in)", "XL (21 in)"),
}


def size_run(system: str, rng: Random) -> Sequence[str]:
    """A contiguous run of at least three sizes (of all, where the system is short)."""
    sizes = SIZES[system]
    length = rng.randint(min(3, len(sizes)), min(6, len(sizes)))
    start = rng.randint(0, len(sizes) - length)
    return sizes[start : start + length]
