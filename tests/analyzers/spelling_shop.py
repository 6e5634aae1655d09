"""A little shop whose vocabulary the tests of spelling use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.lexicon import Lexicon
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.vocabulary_builder import VocabularyBuilder

TITLES = (
    ("wireless bluetooth headphones", 60),
    ("wireless headphones with microphone", 40),
    ("bluetooth speaker", 30),
    ("stainless steel water bottle", 30),
    ("stainless steel kitchen knife", 25),
    ("leather wallet for men", 25),
    ("women's running shoes", 40),
    ("men's running shoes", 40),
    ("cordless drill power tool", 20),
    ("queen bed frame", 30),
    ("wooden highboy dresser", 15),
    ("vacuum cleaner accessories", 25),
    ("receipt book", 15),
    ("t-shirt with print", 25),
    ("café table", 12),
    ("red apple juice", 10),
    ("bicycle helmet", 15),
    ("leggings with pockets", 20),
)
BRANDS = (
    ("Adidas", "adidas running shoes", 40),
    ("Samsung", "samsung galaxy case", 40),
    ("Nike", "nike running shoes", 40),
    ("Nikon", "nikon camera", 3),
    ("Black & Decker", "black & decker cordless drill", 10),
)


def items() -> Iterable[CatalogItem]:
    for title, count in TITLES:
        for number in range(count):
            yield CatalogItem(id=f"{title}-{number}", title=title)
    for brand, title, count in BRANDS:
        for number in range(count):
            yield CatalogItem(id=f"{title}-{number}", title=title, brand=brand)


def vocabulary(
    more: Sequence[str] = (),
    queries: Iterable[LoggedQuery] = (),
    languages: Sequence[str] = (),
) -> Vocabulary:
    """The vocabulary of the shop, of the titles `more` and of logged queries."""
    builder = VocabularyBuilder(languages)
    for item in items():
        builder.add(item)
    for number, title in enumerate(more):
        builder.add(CatalogItem(id=f"more-{number}", title=title))
    for query in queries:
        builder.add_query(query)
    return builder.build()


@cache
def shop_lexicon() -> Lexicon:
    return Lexicon(version="shop", vocabulary=vocabulary())
