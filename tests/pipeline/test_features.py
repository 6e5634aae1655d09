"""Ranking features: each has one definition, is computed alone or with others, and survives any
item and query.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.query import AnalyzedQuery, Entity, Expansion, PredictedCategory, Token
from rerankers.feature_rows import feature_matrix
from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.ranking.features.registry import (
    FEATURES,
    UnknownFeature,
    advised_direction,
    compute,
    needed,
    with_features,
)
from searchapp.pipeline.ranking.features.serving import asking_for
from searchapp.pipeline.request import Kind

NAMES = tuple(FEATURES)
NOW = 1_800_000_000.0


def query(text: str, head: str = "", **known: Any) -> AnalyzedQuery:
    """A query whose words stand as they are."""
    tokens, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        tokens.append(Token(word, start, start + len(word), word, is_head=word == head))
        start += len(word)
    return AnalyzedQuery(text, text, "en", tuple(tokens), **known)


def item(title: str, id_: str = "a", score: float = 1.0, **known: Any) -> Candidate:
    recalls = known.pop("recalls", (Recall("lexical", 1, 8.0), Recall("semantic", 2, 0.6)))
    features = known.pop("features", {})
    return Candidate(
        Kind.PRODUCT,
        id_,
        recalls,
        features,
        first_score=score,
        document={"title": title, **known},
    )


def value(name: str, asked: AnalyzedQuery, *items: Candidate) -> list[float]:
    return [round(float(each), 4) for each in compute(asked, items, [name], now=NOW)[:, 0]]


def test_every_feature_says_what_it_is() -> None:
    assert all(each.meaning and each.unit and each.source for each in FEATURES.values())


def test_a_name_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownFeature, match=r"title\.coverage"):
        needed(["title.colour"])


def test_words_are_met_in_any_form() -> None:
    asked = query("running shoes")
    assert value("title.coverage", asked, item("Shoe for runs"), item("Sandal", "b")) == [1.0, 0.0]


def test_a_word_is_met_by_its_synonym() -> None:
    asked = query("red sofa", expansions=(Expansion(1, 2, "couch", 0.8, "sofa = couch"),))
    assert value("title.coverage", asked, item("Red couch")) == [1.0]


def test_words_that_stand_together_as_in_the_query_are_a_phrase() -> None:
    asked = query("red running shoes")
    titles = [item("Velo red running shoes"), item("Shoes, red, for running", "b")]
    assert value("title.phrase", asked, *titles) == [1.0, 0.3333]


def test_a_brand_counts_among_the_words_of_an_item() -> None:
    asked = query("velo shoes")
    assert value("words.coverage", asked, item("Runner shoes", brand="Velo")) == [1.0]
    assert value("title.coverage", asked, item("Runner shoes", brand="Velo")) == [0.5]


def test_what_is_bought_stands_in_the_title() -> None:
    asked = query("phone case", head="case")
    assert value("title.head", asked, item("Case for phones"), item("Phone", "b")) == [1.0, 0.0]


def test_a_named_value_speaks_for_the_item_that_has_it_and_against_the_others() -> None:
    named = Entity("brand", ("Velo",), 0, 4, 0.9, "brand")
    asked = query("velo shoes", entities=(named,))
    items = [item("a", brand="Velo"), item("b", "b", brand="Other"), item("c", "c")]
    found = value("brand.agreement", asked, *items)
    assert found[:2] == [0.9, -0.9]
    assert math.isnan(found[2])


def test_a_likely_category_counts_on_any_level() -> None:
    asked = query("shoes", categories=(PredictedCategory("Sport > Shoes", 0.7),))
    items = [item("a", category=["Sport", "Sport > Shoes"]), item("b", "b", category=["Home"])]
    assert value("category.predicted", asked, *items) == [0.7, 0.0]


def test_the_price_is_placed_among_the_candidates_of_its_category() -> None:
    items = [
        item("a", id_, price=price, category=["Shoes"])
        for id_, price in (("a", 10.0), ("b", 20.0), ("c", 30.0))
    ]
    assert value("price.place", query("shoes"), *items) == [0.0, 0.5, 1.0]


def test_a_rating_of_few_is_drawn_to_the_mean() -> None:
    items = [item("a", rating=5.0, rating_count=1), item("b", "b", rating=4.0, rating_count=1000)]
    few, many = value("rating.bayesian", query("shoes"), *items)
    assert few < 4.2
    assert many == pytest.approx(4.0, abs=0.01)


def test_what_a_channel_did_not_find_is_missing_and_at_most_its_last() -> None:
    items = [item("a"), item("b", "b", recalls=(Recall("semantic", 1, 0.9),))]
    assert math.isnan(value("lexical.score", query("a"), *items)[1])
    assert value("lexical.score.at_most", query("a"), *items) == [1.0, 1.0]


def test_slots_are_missing_until_somebody_fills_them() -> None:
    filled = item("a", features={"cross_encoder": 0.25})
    assert value("cross_encoder", query("a"), filled) == [0.25]
    assert math.isnan(value("behaviour.clicks", query("a"), filled)[0])


def test_the_engine_is_asked_for_what_the_features_need_and_no_more() -> None:
    assert asking_for(DEFAULT_PROFILE, ["title.coverage", "price.log"]) is DEFAULT_PROFILE
    asked = asking_for(DEFAULT_PROFILE, ["text.title", "age.log", "stock.log"])
    assert asked.text_features[Kind.PRODUCT] == ("title",)
    assert asked.features[Kind.PRODUCT] == ("published", "stock")
    assert asked.features[Kind.VIDEO] == ("published",)


_texts = st.text(max_size=40)
_values = st.one_of(
    st.none(), _texts, st.floats(-1e6, 1e6), st.booleans(), st.lists(_texts, max_size=3)
)
_documents = st.dictionaries(
    st.sampled_from(
        ["title", "brand", "category", "colour", "size", "price", "list_price", "rating",
         "rating_count", "available", "image"]
    ),
    _values,
)  # fmt: skip
_recalls = st.lists(
    st.builds(
        Recall,
        st.sampled_from(["lexical", "semantic", "exact"]),
        st.integers(1, 200),
        st.floats(-1, 100),
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=60)
@given(
    text=_texts,
    found=st.lists(st.tuples(_documents, _recalls, st.floats(-10, 10)), max_size=6),
    chance=st.randoms(),
)
def test_any_item_has_features_which_depend_on_no_order_and_no_other_feature(
    text: str, found: list[tuple[dict[str, Any], list[Recall], float]], chance: Any
) -> None:
    asked = query(text)
    items = [
        Candidate(Kind.PRODUCT, f"p{place}", tuple(recalls), first_score=score, document=document)
        for place, (document, recalls, score) in enumerate(found)
    ]
    matrix = compute(asked, items, NAMES, now=NOW)
    assert matrix.dtype == np.float32
    assert matrix.shape == (len(items), len(NAMES))
    assert not np.isinf(matrix).any()
    order = list(range(len(items)))
    chance.shuffle(order)
    shuffled = compute(asked, [items[place] for place in order], NAMES, now=NOW)
    np.testing.assert_allclose(shuffled, matrix[order], rtol=1e-4, atol=1e-5)
    alone = [compute(asked, items, [name], now=NOW) for name in NAMES]
    if items:
        np.testing.assert_array_equal(np.hstack(alone), matrix)


def test_the_head_has_the_values_that_it_has_among_all() -> None:
    asked = query(
        "red velo shoes 5 kg",
        head="shoes",
        entities=(Entity("brand", ("Velo",), 4, 8, 0.9, "brand"),),
        categories=(PredictedCategory("Shoes", 0.7),),
    )
    items = [
        item(
            f"{'Red ' * (number % 3)}shoes number {number} by Velo",
            f"p{number}",
            1 - number / 50,
            brand="Velo" if number % 2 else "Other",
            category=["Shoes" if number % 4 else "Home"],
            price=10.0 + number * 7 % 13,
            rating=number % 5 + 0.5,
            rating_count=number,
            recalls=(Recall("semantic" if number > 25 else "lexical", number + 1, 9 - number / 9),),
        )
        for number in range(40)
    ]
    every = compute(asked, items, NAMES, now=NOW)
    np.testing.assert_array_equal(compute(asked, items, NAMES, now=NOW, head=20), every[:20])
    np.testing.assert_array_equal(compute(asked, items, NAMES, now=NOW, head=3), every[:3])
    back = items[::-1]
    np.testing.assert_array_equal(compute(asked, back, NAMES, now=NOW, head=20), every[::-1][:20])


def test_a_reranker_takes_the_matrix_back_or_reads_what_candidates_know() -> None:
    asked, names = query("red shoes"), ["title.words", "title.coverage"]
    items = [item("Red shoes", features={"clicks": 2.0}), item("Blue", "b")]
    matrix = compute(asked, items, names, now=NOW)
    first, second = with_features(items, names, matrix)
    assert dict(first.features) == {"title.words": 2.0, "title.coverage": 1.0, "clicks": 2.0}
    assert len(first.features) == 3
    swapped = matrix[::-1, ::-1]
    np.testing.assert_array_equal(feature_matrix([second, first], names[::-1]), swapped)
    known = feature_matrix([first, items[1]], ["clicks", "title.words"])
    np.testing.assert_array_equal(known, [[2.0, 2.0], [np.nan, np.nan]])


def test_advice_goes_the_way_that_is_better_and_only_where_a_seller_can_go() -> None:
    assert advised_direction("title.coverage") == 1
    assert advised_direction("words.rarest_missing") == -1
    for name in ("brand.agreement", "rating", "title.words", "similarity", "no such feature"):
        assert advised_direction(name) == 0


@pytest.mark.parametrize("name", ["first_score.share", "first_score.gap", "first_score.standard"])
def test_the_smallest_scores_there_are_give_numbers(name: str) -> None:
    found = value(name, query("shoe"), item("Shoe", "a", 1e-40), item("Shoe", "b", -10.0))
    assert np.isfinite(found).all()


def test_a_list_price_of_almost_nothing_is_no_discount() -> None:
    shoe = item("Shoe", price=500.0, list_price=1e-40)
    assert value("discount", query("shoe"), shoe) == [0.0]


def test_fewer_ratings_than_none_count_as_none() -> None:
    asked, odd = query("shoe"), item("Shoe", rating=4.0, rating_count=-1)
    none = item("Shoe", rating=4.0, rating_count=0)
    assert value("rating.bayesian", asked, odd) == value("rating.bayesian", asked, none) == [4.0]
