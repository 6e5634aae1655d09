"""Recall: what the engine is asked for a request."""

from dataclasses import replace

import numpy as np
import pytest

from analyzers.chain import AnalyzerChain
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from analyzers.query import AnalyzedQuery, Expansion
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.recall.meaning import meaning_of
from searchapp.pipeline.recall.planning import RecallPlan, plan
from searchapp.pipeline.request import AnyOf, Between, InvalidRequest, Kind, SearchRequest, Sort
from searchapp.pipeline.retrieval import Alternative

ANALYZERS = AnalyzerChain([Normalization(), Linguistics()])


def analysed(text: str) -> AnalyzedQuery:
    query = ANALYZERS.analyze(text, "en", Lexicon())
    return query if query.is_empty else replace(query, embedding=np.ones(4, np.float32) / 2)


def planned(text: str = "", **request: object) -> RecallPlan:
    asked = SearchRequest(text=text, **request)  # type: ignore[arg-type]
    return plan(meaning_of(asked, analysed(text), DEFAULT_PROFILE))


def channels(made: RecallPlan) -> list[str]:
    return [f"{query.kind}.{query.channel}" for query in made.queries]


def test_a_query_asks_every_channel_of_every_kind() -> None:
    assert channels(planned("shoes", kinds=(Kind.PRODUCT, Kind.LIVE))) == [
        "product.lexical",
        "product.exact",
        "product.semantic",
        "live.lexical",
        "live.exact",
        "live.semantic",
    ]


def test_an_empty_query_browses() -> None:
    assert channels(planned()) == ["product.browse", "video.browse", "live.browse"]


def test_a_sort_order_is_left_to_the_engine_and_to_the_first_kind_that_has_it() -> None:
    assert channels(planned("red shoes", sort=Sort("price"))) == ["product.sorted"]
    assert channels(planned(sort=Sort("viewers"))) == ["live.sorted"]


def test_a_code_is_looked_up_under_a_sort_order_too() -> None:
    asked = planned("RUN-100/R", sort=Sort("price"))
    assert channels(asked) == ["product.sorted", "product.exact"]
    assert asked.queries[1].identifiers == ("run100r",)


def test_each_facet_is_counted_for_the_first_kind_that_has_it() -> None:
    asked = planned("shoes", facets=("seller", "host", "brand"))
    counted = {
        str(query.kind): [facet.field for facet in query.facets]
        for query in asked.queries
        if query.facets
    }
    assert counted == {"product": ["seller", "brand"], "live": ["host"]}


def test_a_kind_without_the_filtered_field_can_have_no_match() -> None:
    assert planned("shoes", filters=(AnyOf("brand", ("Acme",)),)).kinds == (Kind.PRODUCT,)


def test_streams_that_ended_are_left_out_unless_asked_for() -> None:
    default, *_ = planned("shoes", kinds=(Kind.LIVE,)).queries
    assert AnyOf("status", ("live", "scheduled")) in default.filters
    asked = AnyOf("status", ("ended",))
    ended, *_ = planned("shoes", kinds=(Kind.LIVE,), filters=(asked,)).queries
    assert ended.filters == (asked,)


def test_words_that_are_not_wanted_leave_items_out_of_every_channel() -> None:
    query = analysed("sofa leather")
    sofa, leather = query.tokens
    negated = replace(query, tokens=(sofa, replace(leather, is_negated=True)))
    made = plan(meaning_of(SearchRequest("sofa leather"), negated, DEFAULT_PROFILE))
    assert all([each.text for each in asked.without] == ["leather"] for asked in made.queries)
    assert made.queries[0].text[0].text == "sofa"


def test_expansions_are_asked_for_with_the_words() -> None:
    expansions = (Expansion(1, 2, "couch", 0.5, "rule"),)
    query = replace(analysed("grey sofa"), expansions=expansions)
    lexical, *_ = plan(meaning_of(SearchRequest("grey sofa"), query, DEFAULT_PROFILE)).queries
    assert lexical.text[0].alternatives == (Alternative(1, 2, "couch", weight=0.5),)


def test_codes_in_the_query_are_looked_up_whole() -> None:
    exact = planned("Makita drill XPH-12/Z", kinds=(Kind.PRODUCT,)).queries[1]
    assert set(exact.identifiers) == {"xph12z", "makitadrillxph12z"}


def test_a_measure_is_no_code() -> None:
    assert "product.exact" not in channels(planned("garden hose 50ft", kinds=(Kind.PRODUCT,)))
    exact = planned("hose XPH-12/Z 50ft", kinds=(Kind.PRODUCT,)).queries[1]
    assert set(exact.identifiers) == {"xph12z", "hosexph12z50ft"}


def test_the_ranked_window_is_asked_for_alike_on_every_page() -> None:
    first, second = (planned("shoes", offset=offset).queries[0] for offset in (0, 96))
    assert repr(first) == repr(second)


def test_pages_beyond_the_window_ask_the_words_for_more() -> None:
    assert planned("shoes", offset=480).queries[0].size == 1000


@pytest.mark.parametrize(
    ("request_", "parameter", "cure"),
    [
        ({"text": "shoes", "offset": 990}, "page", "narrow the search"),
        ({"offset": 9_990}, "page", "first 10,000"),
        ({"sort": Sort("colour")}, "sort", "price"),
        ({"filters": (AnyOf("wheels", ("4",)),)}, "filter.wheels", "brand"),
        ({"filters": (AnyOf("price", ("4",)),)}, "filter.price", "10..50"),
        ({"filters": (Between("brand", 1, 2),)}, "filter.brand", "values instead of a range"),
        ({"facets": ("price",)}, "facets", "colour"),
        ({"filters": (AnyOf("brand", ("A",)), AnyOf("host", ("B",)))}, "kinds", "no kind has all"),
    ],
)
def test_what_cannot_be_answered_names_the_parameter_and_the_cure(
    request_: dict[str, object], parameter: str, cure: str
) -> None:
    with pytest.raises(InvalidRequest, match=cure) as refused:
        planned(**request_)  # type: ignore[arg-type]
    assert refused.value.parameter == parameter
