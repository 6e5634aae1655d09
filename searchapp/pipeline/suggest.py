"""Suggestions: what a shopper who typed the beginning of a query may want."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyzers.completions.completion_index import Completion
from analyzers.completions.meaning import meaning
from analyzers.completions.seller_names import SellerFound
from analyzers.completions.words import folded_words
from analyzers.lexicon import Lexicon
from analyzers.normalization.characters import normalize_characters
from searchapp.pipeline.merchandising import Merchandising
from searchapp.pipeline.request import Kind, Sort
from searchapp.pipeline.retrieval import (
    EngineUnavailable,
    Match,
    RetrievalQuery,
    RetrievalResult,
    SearchEngine,
    TextClause,
)
from searchapp.pipeline.title_windows import completed_in_titles

_PRODUCTS_READ = 24
"""The best-known products, from which the categories and brands are read, too: to count those of
all that match would take an engine several times as long, and half the catalog matches one letter.
"""

_MOST_COMPLETIONS = 4
_MOST_LOOKED_AT = 64
"""Of completions, where banned words stand in the best."""
_FEW_COMPLETIONS = 2
"""With fewer than these, completions come from titles, too."""

_MOST_BRANDS = 2
_MOST_SELLERS = 2
_RESERVED_FOR_PRODUCTS = 2

_NEARLY_NOTHING = 3
"""Fewer products than this, and what was typed is asked for as its best completion reads it."""


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    QUERY = "query"
    CATEGORY = "category"
    BRAND = "brand"
    SELLER = "seller"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box. `value` is what a filter needs for a category, a brand or a
    seller (its name), and the id of a product; it is None for a query. `seller` is the id of a
    seller.
    """

    kind: SuggestionKind
    text: str
    value: str | None = None
    image: str | None = None
    seller: str | None = None


def suggestions(
    engine: SearchEngine,
    lexicon: Lexicon,
    typed: str,
    size: int,
    wanted: Merchandising,
    timeout_ms: int,
) -> list[Suggestion]:
    """Up to `size` suggestions: completed queries, then a category, brands, sellers and the
    best-known products.

    Queries and sellers come from the lexicon; where these are too few, as in a new shop, from the
    products. All else comes from one engine call about the products that have every typed word in
    their title, the last one begun: those that most people rated, and their categories and brands.
    When no completion has the words as they are typed, the same call asks for them as the best
    completion reads them, which counts if what was typed finds next to nothing. When only a
    seller's name has them as they are typed, that is meant and nothing is read otherwise.
    Products that merchants hide, or that do not pass the filters that they require, are not read,
    and no suggestion has a banned word. Raises EngineUnavailable.
    """
    text = normalize_characters(typed)
    if not folded_words(text):
        return []
    completed = _completed(lexicon, text)
    known_sellers = list(lexicon.sellers.begun(text, _MOST_SELLERS))
    if any(each.is_exact for each in known_sellers):
        completed = [each for each in completed if each.is_exact]
    asked = [_question(each, wanted) for each in _readings(text, completed)]
    read_as, result = _ask(engine, asked, timeout_ms)
    brands = _brands(read_as, result)
    is_known = result.total >= _NEARLY_NOTHING and read_as == text
    meant = [each for each in known_sellers if each.is_exact or not is_known]
    names = [*_category(result), *brands, *_sellers(meant, read_as, result)]
    names = [each for each in names if not lexicon.banned_words.are_in(each.text)]
    products = [each for each in _products(result) if not lexicon.banned_words.are_in(each.text)]
    room = size - len(names) - min(len(products), _RESERVED_FOR_PRODUCTS)
    texts = [each.text for each in completed]
    if len(texts) < _FEW_COMPLETIONS:
        in_titles = completed_in_titles(read_as, [hit.document for hit in result.hits])
        texts += [each for each in in_titles if not lexicon.banned_words.are_in(each)]
    queries = _distinct(texts, {brand.text for brand in brands}, lexicon.languages[0])
    return [*queries[: max(room, 1)], *names, *products][:size]


def _completed(lexicon: Lexicon, text: str) -> list[Completion]:
    """The best completions without a banned word; more are looked at only where one has some."""
    banned = lexicon.banned_words
    for most in (_MOST_COMPLETIONS, _MOST_LOOKED_AT):
        found = lexicon.completions.complete(text, most)
        allowed = [
            each for each in found if not (banned.are_in(each.text) or banned.are_in(each.reading))
        ]
        if len(allowed) == len(found):
            break
    return allowed[:_MOST_COMPLETIONS]


def _readings(text: str, completed: Sequence[Completion]) -> list[str]:
    """What to ask the engine for: the typed text, and how else it may be meant."""
    if not completed or completed[0].is_exact:
        return [text]
    return list(dict.fromkeys([text, completed[0].reading]))


def _ask(
    engine: SearchEngine, asked: Sequence[RetrievalQuery], timeout_ms: int
) -> tuple[str, RetrievalResult]:
    """The text that was answered, and the answer."""
    results = engine.search(asked, timeout_ms)
    for result in results:
        if result.error is not None:
            raise EngineUnavailable(result.error)
    best = 0
    if results[0].total < _NEARLY_NOTHING and results[-1].total > results[0].total:
        best = len(results) - 1
    return asked[best].text[0].text, results[best]


def _question(text: str, wanted: Merchandising) -> RetrievalQuery:
    return RetrievalQuery(
        kind=Kind.PRODUCT,
        channel="suggest",
        size=_PRODUCTS_READ,
        text=(TextClause("prefix", text, {"title_words": 1.0}, match=Match.PREFIX),),
        filters=wanted.required_of(Kind.PRODUCT),
        exclude_ids=wanted.hidden_of(Kind.PRODUCT),
        sort=Sort("rating_count", descending=True),
        document_fields=("title", "category", "brand", "seller", "seller_name", "image"),
    )


def _distinct(texts: Iterable[str], brands: Iterable[str], language: str) -> list[Suggestion]:
    """Completed queries, each meaning once, without those that are but a suggested brand."""
    taken = {" ".join(folded_words(brand)) for brand in brands}
    by_meaning: dict[str, str] = {}
    for text in texts:
        if " ".join(folded_words(text)) not in taken:
            by_meaning.setdefault(meaning(text, language), text)
    chosen = list(by_meaning.values())[:_MOST_COMPLETIONS]
    return [Suggestion(SuggestionKind.QUERY, text) for text in chosen]


def _category(result: RetrievalResult) -> list[Suggestion]:
    """The deepest category that has at least half as many as the most frequent: the most telling;
    none without categories.
    """
    counts = _values(result, "category")
    most = max(counts.values(), default=0)
    telling = [path for path, count in counts.items() if count * 2 >= most]
    deepest = sorted(telling, key=lambda path: (-path.count(" > "), -counts[path], path))
    return [
        Suggestion(SuggestionKind.CATEGORY, path.split(" > ")[-1], path) for path in deepest[:1]
    ]


def _brands(text: str, result: RetrievalResult) -> list[Suggestion]:
    named = _named(text, _values(result, "brand"))[:_MOST_BRANDS]
    return [Suggestion(SuggestionKind.BRAND, name, name) for name in named]


def _sellers(known: Sequence[SellerFound], text: str, result: RetrievalResult) -> list[Suggestion]:
    """The sellers that the lexicon knows, then those of the products found: new ones."""
    ids = {each.name: each.id for each in known}
    selling = {
        name: str(hit.document["seller"])
        for hit in result.hits
        if (name := hit.document.get("seller_name")) and hit.document.get("seller")
    }
    for name in _named(text, _values(result, "seller_name")):
        ids.setdefault(name, selling.get(name, ""))
    return [
        Suggestion(SuggestionKind.SELLER, name, name, seller=id_ or None)
        for name, id_ in list(ids.items())[:_MOST_SELLERS]
    ]


def _values(result: RetrievalResult, field: str) -> Counter[str]:
    """How many of the products have each value of a field."""
    counts: Counter[str] = Counter()
    for hit in result.hits:
        value = hit.document.get(field) or ()
        counts.update([value] if isinstance(value, str) else value)
    return counts


def _named(text: str, counts: Counter[str]) -> list[str]:
    """The values that have a word which begins with the last typed one, the most frequent first."""
    begun = folded_words(text)[-1]
    return [
        value
        for value in sorted(counts, key=lambda value: (-counts[value], value))
        if any(word.startswith(begun) for word in folded_words(value))
    ]


def _products(result: RetrievalResult) -> list[Suggestion]:
    return [
        Suggestion(
            SuggestionKind.PRODUCT,
            str(hit.document.get("title", hit.id)),
            hit.id,
            hit.document.get("image"),
        )
        for hit in result.hits
    ]
