"""A retrieval query becomes the search body that asks the same, at the least cost."""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchapp.engines.elasticsearch.compiler import search_body
from searchapp.engines.elasticsearch.text_clauses import minimum_should_match
from searchapp.engines.elasticsearch.validity import UnanswerableQuery
from searchapp.pipeline.request import AnyOf, Between, Kind, Sort
from searchapp.pipeline.retrieval import (
    FacetRequest,
    Match,
    RetrievalQuery,
    TextClause,
    VectorClause,
)


def body(**settings: Any) -> dict[str, Any]:
    settings.setdefault("size", 10)
    return search_body(RetrievalQuery(Kind.PRODUCT, "test", **settings))


def words(text: str = "red kettle", **settings: Any) -> TextClause:
    settings.setdefault("fields", {"title": 3.0, "body": 1.0})
    return TextClause("words", text, **settings)


def near(neighbours: int = 10, **settings: Any) -> VectorClause:
    return VectorClause("embedding", np.array([0.6, 0.8], np.float32), neighbours, **settings)


def required_words(specification: str, words_in_query: int) -> int:
    """What Elasticsearch makes of `minimum_should_match`: the last step that is passed applies."""
    needed = words_in_query
    for step in specification.split():
        bound, value = step.split("<")
        if words_in_query > int(bound):
            percent = value.removesuffix("%")
            needed = words_in_query * int(percent) // 100 if value != percent else int(value)
    return max(1, needed)


@given(share=st.floats(0, 1), count=st.integers(1, 24))
def test_the_share_of_words_that_must_match_is_rounded_down_exactly(
    share: float, count: int
) -> None:
    expected = max(1, floor(share * count + 1e-9))
    assert required_words(minimum_should_match(share), count) == expected


def test_of_many_words_the_share_that_must_match_is_a_percentage() -> None:
    assert required_words(minimum_should_match(0.5), 400) == 200
    assert required_words(minimum_should_match(1.0), 400) == 400


def test_words_are_sought_across_weighted_fields() -> None:
    [clause] = body(text=(words(weight=2.0),))["query"]["bool"]["must"]
    assert clause["multi_match"]["type"] == "cross_fields"
    assert clause["multi_match"]["fields"] == ["title^3", "body^1"]
    assert clause["multi_match"]["boost"] == 2.0


def test_optional_clauses_only_add_to_the_score() -> None:
    phrase = words(match=Match.PHRASE, required=False)
    compiled = body(text=(words(), phrase))["query"]["bool"]
    assert [each["multi_match"]["type"] for each in compiled["should"]] == ["phrase"]
    assert len(compiled["must"]) == 1
    alone = body(text=(phrase,))["query"]["bool"]
    assert alone["filter"] == [{"match_all": {}}]


def test_the_last_word_of_a_prefix_clause_may_be_unfinished() -> None:
    clause = TextClause("prefix", "red ke", {"title_words": 1.0}, match=Match.PREFIX)
    [compiled] = body(text=(clause,))["query"]["bool"]["must"]
    assert compiled["multi_match"]["type"] == "bool_prefix"
    assert compiled["multi_match"]["operator"] == "and"


def test_scores_of_fields_are_asked_for_where_they_change_nothing() -> None:
    compiled = body(text=(words(),), field_scores=("title", "body"))["query"]["bool"]
    [aside] = compiled["must_not"]
    nothing, *named = aside["bool"]["filter"]
    assert nothing == {"term": {"id": ""}}
    assert [each["bool"]["_name"] for each in named] == ["title", "body"]
    assert "should" not in compiled


def test_filters_on_facets_are_applied_after_counting() -> None:
    compiled = body(
        text=(words(),),
        filters=(AnyOf("brand", ("Acme",)), AnyOf("colour", ("red",)), Between("price", 5)),
        facets=(FacetRequest("brand"), FacetRequest("colour"), FacetRequest("size")),
    )
    brand, colour = {"terms": {"brand": ["Acme"]}}, {"terms": {"colour": ["red"]}}
    assert compiled["query"]["bool"]["filter"] == [{"range": {"price": {"gte": 5}}}]
    assert compiled["post_filter"] == {"bool": {"filter": [brand, colour]}}
    under = {name: each["filter"]["bool"]["filter"] for name, each in compiled["aggs"].items()}
    assert under == {"brand": [colour], "colour": [brand], "size": [brand, colour]}


def test_a_facet_without_other_filters_is_counted_directly() -> None:
    compiled = body(facets=(FacetRequest("brand", 5),), filters=(AnyOf("brand", ("Acme",)),))
    assert compiled["aggs"] == {"brand": {"terms": {"field": "brand", "size": 5}}}


def test_the_signs_of_a_prefix_are_escaped() -> None:
    compiled = body(facets=(FacetRequest("attributes", prefix='a.*_"é ='),))
    assert compiled["aggs"]["attributes"]["terms"]["include"] == 'a\\.\\*\\_\\"é \\=.*'


def test_neighbours_are_filtered_while_they_are_sought() -> None:
    compiled = body(
        vector=near(200, minimum_similarity=0.3),
        size=200,
        filters=(AnyOf("brand", ("Acme",)),),
        facets=(FacetRequest("brand"),),
        exclude_ids=("x",),
    )
    knn = compiled["knn"]
    assert (knn["k"], knn["num_candidates"], knn["similarity"]) == (200, 300, 0.3)
    assert knn["filter"] == [
        {"terms": {"brand": ["Acme"]}},
        {"bool": {"must_not": [{"terms": {"id": ["x"]}}]}},
    ]
    assert "query" not in compiled and "post_filter" not in compiled


def test_few_neighbours_are_sought_widely_and_many_within_the_limit() -> None:
    assert body(vector=near(5))["knn"]["num_candidates"] == 100
    assert body(vector=near(9_000))["knn"]["num_candidates"] == 10_000


def test_the_engine_breaks_ties_unless_all_neighbours_come() -> None:
    by_score = [{"_score": {"order": "desc"}}, {"id": {"order": "asc"}}]
    assert body(text=(words(),))["sort"] == by_score
    assert body(vector=near(11))["sort"] == by_score
    assert body(vector=near(10), offset=1)["sort"] == by_score
    whole = body(vector=near(10), feature_fields=("price",))
    assert "sort" not in whole
    assert whole["docvalue_fields"] == ["price", "id"]


def test_missing_values_sort_last_and_ties_fall_to_the_id() -> None:
    by_price, by_id = body(text=(words(),), sort=Sort("price", descending=True))["sort"]
    assert by_price == {"price": {"order": "desc", "missing": "_last", "unmapped_type": "double"}}
    assert by_id == {"id": {"order": "asc"}}
    assert body(sort=Sort("id", descending=True))["sort"] == [{"id": {"order": "desc"}}]


def test_stored_documents_are_read_only_for_what_nothing_else_holds() -> None:
    bare = body(text=(words(),), feature_fields=("price",))
    assert (bare["_source"], bare["stored_fields"]) == (False, "_none_")
    assert bare["docvalue_fields"] == ["price"]
    carded = body(document_fields=("title", "embedding"))
    assert carded["_source"] == {"includes": ["title"]}
    assert "stored_fields" not in carded
    marked = body(text=(words(),), highlight=("title",))
    assert "stored_fields" not in marked


def test_short_fields_are_highlighted_whole_and_long_ones_in_fragments() -> None:
    highlight = body(text=(words(),), highlight=("title", "body", "brand_text"))["highlight"]
    assert highlight["number_of_fragments"] == 0
    assert "number_of_fragments" not in highlight["fields"]["title"]
    assert highlight["fields"]["body"]["number_of_fragments"] > 0
    assert "brand_text" not in highlight["fields"], "no clause searches it"


def test_a_phrase_beside_its_words_is_marked_word_by_word() -> None:
    clauses = (words(), words(match=Match.PHRASE, required=False))
    title = body(text=clauses, highlight=("title",))["highlight"]["fields"]["title"]
    assert title["highlight_query"]["bool"]["should"] == [{"match": {"title": "red kettle"}}]


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"offset": 9_995}, "offset \\+ size is 10005"),
        ({"sort": Sort("stock")}, "sort by 'stock'.*price"),
        ({"sort": Sort("nonesuch")}, "sort by 'nonesuch'"),
        ({"filters": (AnyOf("title", ("x",)),)}, "filter on 'title'.*brand"),
        ({"filters": (AnyOf("price", ("x",)),)}, "filter on 'price'.*number"),
        ({"filters": (Between("brand", 1),)}, "filter on 'brand'.*keyword"),
        ({"facets": (FacetRequest("price"),)}, "facet 'price'.*colour"),
        ({"facets": (FacetRequest("brand", 0),)}, "facet 'brand' has size 0"),
        ({"vector": near(0)}, "neighbours is 0"),
        ({"vector": VectorClause("title", np.ones(2, np.float32), 5)}, "vector names 'title'"),
        ({"text": (words(fields={"brand": 1.0}),)}, "'words' names 'brand'"),
        ({"field_scores": ("price",)}, "field_scores names 'price'"),
        ({"feature_fields": ("brand",)}, "feature 'brand'"),
        ({"highlight": ("brand",)}, "highlight names 'brand'"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UnanswerableQuery, match=complaint):
        body(**settings)


def test_without_exact_ties_the_engine_need_not_sort_by_id() -> None:
    clause = TextClause("words", "kettle", {"title": 1.0})
    body = search_body(
        RetrievalQuery(Kind.PRODUCT, "lexical", 10, text=(clause,), exact_ties=False)
    )
    assert "sort" not in body
    assert "id" in body["docvalue_fields"]
    paged = RetrievalQuery(Kind.PRODUCT, "lexical", 10, offset=10, text=(clause,), exact_ties=False)
    assert search_body(paged)["sort"][-1] == {"id": {"order": "asc"}}
