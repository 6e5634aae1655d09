"""How texts become terms, as Elasticsearch settings: by the shop's languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzers.languages import LanguageData, language_data

TEXT_ANALYZER = "text"
"""The one analyzer of all TEXT fields. Cross-field matching needs them to share it."""

QUERY_ANALYZER = "text_query"
"""The same for the words of a query, of which it takes the first `MOST_QUERY_WORDS`."""

MOST_QUERY_WORDS = 500
"""A query has a clause for each word and field, and the engine limits the clauses of a query."""

PREFIX_ANALYZER = "prefix"
"""The analyzer of all PREFIX fields: every word, also stop words, as it is written."""

_LIGHT_STEMMERS = frozenset({"german", "spanish", "french", "italian", "portuguese"})
"""Where the engine has a stemmer made for search, which takes less away than Snowball's."""

_ENGLISH_FILTERS: Mapping[str, Any] = {
    "english_possessive": {"type": "stemmer", "language": "possessive_english"},
    "english_stop": {"type": "stop", "stopwords": "_english_"},
    "english_stem": {"type": "stemmer", "language": "english"},
}


def analysis(languages: tuple[str, ...]) -> dict[str, Any]:
    """The analyzers of an index of a shop with `languages`, of which the first gives stemmer and
    stop words.

    English: words, lower case, without accents, possessive 's and stop words, stemmed by Porter's
    rules. Where a language is written without spaces, each two of its characters that stand
    together are a term, and in the index each alone as well.
    """
    data = language_data(languages[0])
    filters = dict(_ENGLISH_FILTERS if data.stemmer == "english" else _filters(data))
    before, after = _order(data, filters)
    pairs: list[list[str]] = [[], []]
    if any(language_data(code).is_segmented for code in languages):
        filters["pairs"] = {"type": "cjk_bigram"}
        filters["pairs_and_characters"] = {"type": "cjk_bigram", "output_unigrams": True}
        pairs = [["cjk_width", "pairs_and_characters"], ["cjk_width", "pairs"]]
    filters["most_query_words"] = {"type": "limit", "max_token_count": MOST_QUERY_WORDS}
    indexed, asked = ([*before, *each, *after] for each in pairs)
    return {
        "filter": filters,
        "analyzer": {
            TEXT_ANALYZER: _analyzer(indexed),
            QUERY_ANALYZER: _analyzer([*asked, "most_query_words"]),
            PREFIX_ANALYZER: _analyzer(["lowercase", "asciifolding"]),
        },
    }


def _analyzer(filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": filters}


def _filters(data: LanguageData) -> dict[str, Any]:
    """The filters of the language that the engine does not have ready."""
    filters: dict[str, Any] = {}
    if data.elisions:
        filters["elision"] = {"type": "elision", "articles": [*data.elisions]}
    if data.index_stop_words:
        filters["stop"] = {"type": "stop", "stopwords": [*data.index_stop_words]}
    if data.stemmer:
        light = f"light_{data.stemmer}" if data.stemmer in _LIGHT_STEMMERS else data.stemmer
        # A stemmer would take "12.5mm" for "12.5m".
        filters["whole_measures"] = {"type": "keyword_marker", "keywords_pattern": ".*[0-9].*"}
        filters["stem"] = {"type": "stemmer", "language": light}
    return filters


def _order(data: LanguageData, filters: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The filters in their order, those before and those behind where pairs are made.

    Accents go before the stemmer, which then treats words typed without them alike.
    """
    if data.stemmer == "english":
        return ["lowercase"], ["asciifolding", *_ENGLISH_FILTERS]
    own = ["german_normalization"] if data.code == "de" else []
    early = [name for name in ("elision", "stop") if name in filters]
    late = [name for name in ("whole_measures", "stem") if name in filters]
    return ["lowercase"], [*early, *own, "asciifolding", *late]
