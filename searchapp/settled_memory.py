"""What a serving process does once its models are loaded."""

from __future__ import annotations

import gc

_ALLOCATIONS_BETWEEN_COLLECTIONS = 50_000


def settle_memory() -> None:
    """Takes what is loaded so far out of the garbage collector's sight.

    Models and modules live as long as the process. Looking through them again and again makes a
    request wait for a tenth of a second now and then, which is most of the 99th percentile.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS, 20, 50)
