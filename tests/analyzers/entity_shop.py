"""A small shop whose titles say what its fields say, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzers.chain import AnalyzerChain
from analyzers.entities.analyzer import Entities
from analyzers.entities.builder import EntityDictionaryBuilder
from analyzers.entities.dictionary import EntityDictionary
from analyzers.evidence import CatalogItem
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from analyzers.query import AnalyzedQuery, Entity

COLOURS = ("Navy", "Sky Blue", "Red", "Black", "Orange")
SIZES = ("S", "M", "L", "XL")
CHAIN = AnalyzerChain([Normalization(), Linguistics(), Entities()])
WITHOUT_TOKENS = AnalyzerChain([Normalization(), Entities()])


def catalog() -> Iterator[CatalogItem]:
    """Dresses and hoodies in colours and sizes, bicycles without sizes, oranges without colours,
    and leather wallets beside some of vegan leather.
    """
    for number in range(60):
        colour = COLOURS[number % len(COLOURS)]
        yield CatalogItem(
            id=f"dress-{number}",
            title=f"Women's Summer Dress by Blue Heron & Co, {colour}",
            brand="Blue Heron & Co",
            categories=("Fashion", "Fashion > Dresses"),
            colours=(colour,),
            sizes=SIZES,
            gender="women",
            price=20.0 + number,
        )
        yield CatalogItem(
            id=f"hoodie-{number}",
            title=f"Torvel Men's Hoodie {colour}",
            brand="Torvel",
            categories=("Fashion", "Fashion > Hoodies"),
            colours=(colour,),
            sizes=SIZES,
            gender="men",
            condition="used" if number % 10 == 0 else "new",
            seller_name="Tilda's Workshop",
            price=30.0 + number,
        )
        yield CatalogItem(
            id=f"oranges-{number}",
            title="Torvel Orange Juice" if number % 2 else "Blood Oranges, 2 kg",
            brand="Torvel" if number % 2 else "Orange",
            categories=("Food", "Food > Fruit"),
            price=3.0,
        )
        yield CatalogItem(
            id=f"bicycle-{number}",
            title=f"Fjell Bicycle, {colour}",
            brand="Fjell",
            categories=("Sports", "Sports > Bicycles"),
            colours=(colour,),
            price=300.0,
        )
        material = ("leather", "goat leather", "vegan leather")[number % 3]
        yield CatalogItem(
            id=f"wallet-{number}",
            title=f"{material} wallet",
            categories=("Fashion", "Fashion > Wallets"),
            material=material,
            price=25.0,
        )


def learnt(items: Iterable[CatalogItem]) -> EntityDictionary:
    """The dictionary of some items."""
    builder = EntityDictionaryBuilder()
    for item in items:
        builder.add(item)
    return builder.build()


DICTIONARY = learnt(catalog())


def analysed(
    text: str,
    language: str = "en",
    currency: str = "USD",
    dictionary: EntityDictionary = DICTIONARY,
) -> AnalyzedQuery:
    """What the analyzers make of a query in the shop; tokens are made of English queries only."""
    lexicon = Lexicon(languages=("en", "de", "fr", "es"), currency=currency, entities=dictionary)
    chain = CHAIN if language == "en" else WITHOUT_TOKENS
    return chain.analyze(text, language, lexicon)


def sure(text: str, language: str = "en", currency: str = "USD") -> dict[str, tuple[str, ...]]:
    """The values that filter, by field."""
    entities = analysed(text, language, currency).entities
    return {entity.field: entity.values for entity in entities if entity.is_sure}


def readings(text: str, field: str) -> list[Entity]:
    """All entities of one field."""
    return [entity for entity in analysed(text).entities if entity.field == field]
