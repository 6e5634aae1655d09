"""Queries are made from the catalog, as shoppers might have typed them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchapp.relevance.cross_encoder.catalog_texts import catalog_texts, words_of
from searchapp.relevance.cross_encoder.pseudo_queries import MOST_WORDS, QueryMaker, spelt_alike
from tests.relevance.small_catalog import items


def test_a_query_has_words_of_the_item_that_it_was_made_from() -> None:
    catalog = items(60)
    for query in QueryMaker(catalog, 1).make(200, range(60)):
        item = catalog[query.item]
        known = words_of(f"{item.text.title} {item.brand} {item.category} {' '.join(item.colours)}")
        assert set(spelt_alike(query.text).split()) <= set(spelt_alike(" ".join(known)).split())


def test_queries_are_as_short_as_those_of_shoppers_and_all_different() -> None:
    made = QueryMaker(items(60), 1).make(150, range(60))
    assert len({spelt_alike(query.text) for query in made}) == len(made) > 100
    assert all(1 <= len(query.text.split()) <= MOST_WORDS + 1 for query in made)


def test_the_same_seed_makes_the_same_queries() -> None:
    catalog = items(30)
    assert QueryMaker(catalog, 7).make(40, range(30)) == QueryMaker(catalog, 7).make(40, range(30))


def test_only_the_items_asked_for_get_queries() -> None:
    assert {query.item for query in QueryMaker(items(30), 1).make(30, [3, 4])} == {3, 4}


def test_a_query_that_must_not_be_made_is_not_made_in_another_order_or_number_either() -> None:
    catalog = items(40)
    made = QueryMaker(catalog, 1).make(60, range(40))
    barred = {spelt_alike(" ".join(reversed(query.text.split()))) for query in made[:30]}
    again = QueryMaker(catalog, 1).make(60, range(40), barred)
    assert again
    assert not barred & {spelt_alike(query.text) for query in again}


@given(
    st.lists(
        st.fixed_dictionaries(
            {"title": st.text(max_size=60)},
            optional={
                "brand": st.text(max_size=10),
                "category": st.lists(st.text(max_size=20), max_size=3),
                "colour": st.lists(st.text(max_size=10), max_size=2),
                "gender": st.text(max_size=10),
            },
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_catalog_can_be_asked_about(documents: list[dict[str, object]]) -> None:
    catalog = catalog_texts((str(number), each) for number, each in enumerate(documents))
    if catalog:
        for query in QueryMaker(catalog, 1).make(10, range(len(catalog))):
            assert query.text.strip()
            assert 0 <= query.item < len(catalog)
