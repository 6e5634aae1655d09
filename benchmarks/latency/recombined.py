"""A catalog of any size out of the documents of a smaller one.

The originals come first. What follows has the title of one original with a model number of its own,
the prose of another and the offer of a third of the same category; its vector is drawn around that
of the first, so that vectors lie in clusters as those of encoded titles do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from string import ascii_uppercase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchapp.engines.base import Put
from searchapp.pipeline.schema import EMBEDDING

SEED = 31
NOISE = 0.7
"""The length of what is drawn beside a unit vector: the cosine to the original is about 0.82."""
_PROSE = ("body", "description", "material", "attributes")
_OFFER = (
    "price", "list_price", "discount", "stock", "available", "rating", "rating_count", "created",
)  # fmt: skip
_DRAWN_AT_ONCE = 4_096
_READ_AT_ONCE = 2_000

Document = Mapping[str, Any]


def read_originals(count: int) -> list[Document]:
    """The documents of the first `count` products of the catalog, with their encoded vectors."""
    from searchapp import wiring
    from searchapp.indexing.documents import build_documents, items_of
    from searchapp.pipeline.request import Kind

    documents: list[Document] = []
    items, after = items_of(Kind.PRODUCT).order_by("pk"), ""
    while len(documents) < count and (some := list(items.filter(pk__gt=after)[:_READ_AT_ONCE])):
        built = build_documents(Kind.PRODUCT, some, wiring.text_encoder())
        documents += (document for document, _ in built)
        after = some[-1].pk
    return documents[:count]


def puts(originals: Sequence[Document], count: int) -> Iterator[Put]:
    """Seeded: writes of `count` documents."""
    yield from (Put(each["id"], 1, each) for each in islice(originals, count))
    draw = random.Random(SEED)
    kin: dict[str, list[Document]] = {}
    for each in originals:
        kin.setdefault(_category(each), []).append(each)
    drawn = _directions(len(originals[0][EMBEDDING]))
    for number in range(len(originals), count):
        original = originals[number % len(originals)]
        alike = kin[_category(original)]
        document = _recombined(original, draw.choice(alike), draw.choice(alike))
        id = f"{original['id']}~{number}"
        letters = draw.choice(ascii_uppercase) + draw.choice(ascii_uppercase)
        title = f"{original['title']} {letters}-{draw.randrange(1_000)}"
        own: dict[str, Any] = {"id": id, "identifiers": [id], "title": title, "title_words": title}
        if EMBEDDING in original:
            own[EMBEDDING] = _unit(original[EMBEDDING] + np.float32(NOISE) * next(drawn))
        yield Put(id, 1, {**document, **own})


def _recombined(title: Document, prose: Document, offer: Document) -> dict[str, Any]:
    kept = {name: value for name, value in title.items() if name not in (*_PROSE, *_OFFER)}
    return {
        **kept,
        **{name: prose[name] for name in _PROSE if name in prose},
        **{name: offer[name] for name in _OFFER if name in offer},
    }


def _category(document: Document) -> str:
    levels = document.get("category")
    return str(levels[-1]) if levels else ""


def _directions(dimensions: int) -> Iterator[NDArray[np.float32]]:
    """Unit vectors without end, all directions alike likely."""
    draw = np.random.default_rng(SEED)
    while True:
        yield from _unit(draw.standard_normal((_DRAWN_AT_ONCE, dimensions), dtype=np.float32))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
