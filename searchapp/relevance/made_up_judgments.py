"""Judgments without judges: queries made of the catalog's own items, each with its item as the one
right answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzers.embedding.base import TextEncoder
from searchapp.relevance.cross_encoder.catalog import read_catalog
from searchapp.relevance.cross_encoder.pseudo_queries import QueryMaker, spelt_alike
from searchapp.relevance.judgments import Grades


def made_up_judgments(
    encoder: TextEncoder, count: int, seed: int = 0, but: Iterable[str] = ()
) -> Grades:
    """`count` made-up queries, none of them spelt like one of `but`."""
    items, _ = read_catalog(encoder)
    made = QueryMaker(items, seed).make(count, range(len(items)), frozenset(map(spelt_alike, but)))
    return {each.text: {items[each.item].id: 1.0} for each in made}
