"""What is asked of the engine about the words of a query."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.query import AnalyzedQuery, Entity, Expansion, Token
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.recall.words import (
    MOST_EXCLUSIONS,
    MOST_WORDS_WITH_ALTERNATIVES,
    exclusions,
    words_clauses,
)
from searchapp.pipeline.request import Kind
from searchapp.pipeline.retrieval import Alternative, Exclusion, TextClause

FIELDS = DEFAULT_PROFILE.field_weights[Kind.PRODUCT]


def query(
    text: str, stop: str = "", negated: str = "", markers: str = "", pattern: str = r"[^\s,/$]+"
) -> AnalyzedQuery:
    """`text` in tokens, of which some are stop words, negated, or say that others are."""
    tokens = tuple(
        Token(
            word[0],
            word.start(),
            word.end(),
            is_stop=word[0] in stop.split(),
            is_negated=word[0] in negated.split(),
            is_marker=word[0] in markers.split(),
        )
        for word in re.finditer(pattern, text)
    )
    return AnalyzedQuery(text, text, "en", tokens)


def expanded(asked: AnalyzedQuery, *expansions: tuple[int, int, str]) -> AnalyzedQuery:
    made = tuple(Expansion(*each, weight=0.5, rule="r") for each in expansions)
    return replace(asked, expansions=made)


def entity(asked: AnalyzedQuery, span: str, is_spoken: bool = True) -> Entity:
    start = asked.text.index(span)
    return Entity("f", ("v",), start, start + len(span), 1.0, "e", is_spoken=is_spoken)


def clauses(asked: AnalyzedQuery, *applied: Entity, share: float = 0.5) -> list[TextClause]:
    return list(words_clauses(Kind.PRODUCT, asked, DEFAULT_PROFILE, share, applied))


def texts(asked: AnalyzedQuery, *applied: Entity) -> dict[str, str]:
    return {clause.name: clause.text for clause in clauses(asked, *applied)}


def alternatives(asked: AnalyzedQuery, *applied: Entity) -> tuple[str, set[tuple[int, int, str]]]:
    """The text that must match, and what else may be said for which of its words."""
    needed = clauses(asked, *applied)[0]
    return needed.text, {(each.first, each.last, each.text) for each in needed.alternatives}


def needed_words(asked: AnalyzedQuery, *applied: Entity, share: float = 0.5) -> int:
    clause = clauses(asked, *applied, share=share)[0]
    return max(1, int(clause.minimum_match * len(clause.text.split())))


def test_the_words_must_match_and_stop_words_only_add() -> None:
    needed, optional = clauses(query("show me shoes", stop="show me"))
    assert (needed.text, needed.required, needed.fields) == ("shoes", True, FIELDS)
    assert (optional.text, optional.required) == ("show me", False)


def test_a_query_of_stop_words_is_searched_whole() -> None:
    assert texts(query("the who", stop="the who")) == {"words": "the who"}


def test_signs_stay_as_they_were_written() -> None:
    assert texts(query("nike/adidas t-shirt, 50%")) == {"words": "nike/adidas t-shirt, 50%"}


def test_one_or_two_words_are_needed_whole_and_of_more_a_share() -> None:
    assert needed_words(query("red")) == 1
    assert needed_words(query("red shoes")) == 2
    assert needed_words(query("red wool winter scarf")) == 2
    assert needed_words(query("red wool winter scarf"), share=0.6) == 3
    assert needed_words(query("red shoes for me", stop="for me")) == 2
    assert clauses(query("red shoes"), share=0.0)[0].minimum_match == 0.0


def test_words_that_filter_and_are_spoken_only_add_to_the_score() -> None:
    asked = query("nike running shoes")
    brand = entity(asked, "nike")
    assert texts(asked, brand) == {"words": "running shoes", "filtering words": "nike"}
    assert all(not clause.required for clause in clauses(asked, brand)[1:])
    assert needed_words(asked, brand) == 2


def test_words_of_prices_are_not_searched() -> None:
    asked = query("shoes under $ 50, red", stop="under")
    price = entity(asked, "under $ 50", is_spoken=False)
    assert texts(asked, price) == {"words": "shoes red"}
    only = query("under $50", stop="under")
    assert clauses(only, entity(only, "under $50", is_spoken=False)) == []


def test_where_all_words_filter_none_is_required() -> None:
    asked = query("the nike's", stop="the 's", pattern=r"'s|[^\s']+")
    assert texts(asked, entity(asked, "nike")) == {"filtering words": "nike"}


def test_words_that_are_not_wanted_are_excluded_and_not_searched() -> None:
    asked = query("grey sofa -leather", negated="leather", markers="-", pattern=r"-|[^\s-]+")
    assert texts(asked) == {"words": "grey sofa"}
    assert exclusions(Kind.PRODUCT, asked, DEFAULT_PROFILE) == (
        Exclusion("leather", tuple(FIELDS)),
    )


def test_items_that_say_what_they_lack_in_the_words_of_the_query_score_more() -> None:
    before = query("mug without a handle", stop="without a", negated="a handle", markers="without")
    assert texts(before) == {"words": "mug", "said to be lacking": "without handle"}
    assert exclusions(Kind.PRODUCT, before, DEFAULT_PROFILE) == ()
    after = query("gluten free bread", negated="gluten", markers="free")
    assert texts(after) == {"words": "bread", "said to be lacking": "gluten free"}


def test_unwanted_words_side_by_side_are_a_phrase() -> None:
    asked = query("dress - long sleeves, - lace", negated="long sleeves lace", markers="-")
    found = exclusions(Kind.PRODUCT, asked, DEFAULT_PROFILE)
    assert [each.text for each in found] == ["long sleeves", "lace"]
    many = query(
        " ".join(f"- w{n}" for n in range(99)), "", " ".join(f"w{n}" for n in range(99)), "-"
    )
    assert len(exclusions(Kind.PRODUCT, many, DEFAULT_PROFILE)) == MOST_EXCLUSIONS


def test_expansions_are_alternatives_of_the_words_they_stand_for() -> None:
    asked = expanded(query("red cell phone case"), (1, 3, "mobile"))
    [clause] = clauses(asked)
    assert clause.alternatives == (Alternative(1, 3, "mobile", weight=0.5),)
    assert needed_words(asked) == 2
    replaced = replace(asked, expansions=(replace(asked.expansions[0], replaces=True),))
    assert clauses(replaced)[0].alternatives[0].replaces


def test_alternatives_count_the_words_that_are_searched() -> None:
    asked = expanded(query("show me a sofa bed", stop="show me a"), (3, 4, "couch"), (4, 5, "cot"))
    assert alternatives(asked) == ("sofa bed", {(0, 1, "couch"), (1, 2, "cot")})
    across = expanded(query("case for the phone", stop="for the"), (0, 4, "phone case"))
    assert alternatives(across) == ("case phone", {(0, 2, "phone case")})
    of_stop_words = expanded(query("show me shoes", stop="show me"), (0, 2, "find"))
    assert alternatives(of_stop_words) == ("shoes", set())


def test_words_are_parted_where_an_alternative_begins_or_ends() -> None:
    asked = expanded(query("nike/adidas, shoes"), (1, 2, "puma"))
    assert alternatives(asked) == ("nike/ adidas shoes", {(1, 2, "puma")})
    assert needed_words(asked) == 2
    joined = expanded(query("手机壳", pattern="手机|壳"), (0, 1, "电话"))
    assert alternatives(joined) == ("手机 壳", {(0, 1, "电话")})


def test_words_that_filter_or_are_not_wanted_have_no_alternatives() -> None:
    asked = expanded(query("nike sofa"), (0, 1, "swoosh"), (1, 2, "couch"), (0, 2, "both"))
    assert alternatives(asked, entity(asked, "nike")) == ("sofa", {(0, 1, "couch")})
    without = expanded(query("sofa -couch", "", "-couch"), (1, 2, "divan"))
    assert alternatives(without) == ("sofa", set())


def test_very_long_queries_have_no_alternatives() -> None:
    count = MOST_WORDS_WITH_ALTERNATIVES + 1
    asked = expanded(query(" ".join(f"w{n}" for n in range(count))), (0, 1, "other"))
    assert clauses(asked)[0].alternatives == ()


@st.composite
def any_query(draw: st.DrawFn) -> tuple[AnalyzedQuery, list[Entity]]:
    text = draw(st.text("ab ,'$-/", max_size=20))
    tokens = tuple(
        Token(
            word[0],
            word.start(),
            word.end(),
            is_stop=draw(st.booleans()),
            is_negated=draw(st.integers(0, 4)) == 0,
            is_marker=draw(st.integers(0, 4)) == 0,
        )
        for word in re.finditer(
            draw(st.sampled_from([r"\w+", r"\w|'\w", r"\S+", r"\w+ ?\w+"])), text
        )
    )
    places = st.integers(0, len(tokens))
    expansions = tuple(
        Expansion(first, last, "other", 0.5, "r", draw(st.booleans()))
        for first, last in draw(st.lists(st.tuples(places, places), max_size=4))
        if first < last
    )
    offsets = st.integers(0, len(text))
    entities = [
        Entity("f", ("v",), start, end, 1.0, "e", is_spoken=draw(st.booleans()))
        for start, end in draw(st.lists(st.tuples(offsets, offsets), max_size=2))
        if start < end
    ]
    return AnalyzedQuery(text, text, "en", tokens, expansions), entities


@settings(max_examples=400, deadline=None)
@given(any_query(), st.floats(0, 1))
def test_clauses_of_any_query(asked: tuple[AnalyzedQuery, list[Entity]], share: float) -> None:
    analysed, applied = asked
    for clause in words_clauses(Kind.PRODUCT, analysed, DEFAULT_PROFILE, share, applied):
        words = clause.text.split()
        assert words and set("".join(words)) <= set(analysed.text)
        assert 0 <= clause.minimum_match <= 1
        for each in clause.alternatives:
            assert 0 <= each.first < each.last <= len(words)
    for exclusion in exclusions(Kind.PRODUCT, analysed, DEFAULT_PROFILE):
        assert exclusion.text in analysed.text


@pytest.mark.parametrize("text", ["red shoes " * 1_000, "a" * 10_000, "-" * 10_000])
def test_time_grows_linearly(text: str) -> None:
    asked = query(text, "", "shoes")
    assert len(clauses(asked)) == 1
    exclusions(Kind.PRODUCT, asked, DEFAULT_PROFILE)
