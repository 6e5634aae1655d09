"""Where the query's words stand in an item's texts."""

from __future__ import annotations

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.ranking.features.words import (
    QueryTerm,
    WordMatches,
    has_any,
)
from searchapp.pipeline.stems import read_words, stem

WORDS = st.sampled_from(["red", "Shoes", "shoe", "für", "5", "kg", "5kg", "x_1"])
GAPS = st.sampled_from([" ", "  ", "-", ", ", "/", "\n", "\x1f"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=8).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def term(word: str, *forms: str) -> QueryTerm:
    """A term of one word; with `forms` a measure."""
    return QueryTerm(word, frozenset({stem(word, "en")}), frozenset(forms), False, False)


@given(st.one_of(st.text(), st.text(string.printable)))
def test_words_are_parted_alike_in_any_text(text: str) -> None:
    stems = [stem(word, "en") for word in re.findall(r"\w+", text)]
    read = read_words(text, "en")
    assert list(read.stems) == stems
    assert dict(read.places) == {each: stems.index(each) for each in stems}


@given(st.lists(TEXTS, max_size=6))
def test_a_term_stands_where_its_first_word_does(texts: list[str]) -> None:
    terms = [term("red"), term("shoe")]
    matches = WordMatches(texts, terms, "en")
    assert matches.first.shape == (len(texts), 2)
    for row, text in enumerate(texts):
        stems = [stem(word, "en") for word in re.findall(r"\w+", text)]
        expected = [stems.index(each) if each in stems else -1 for each in ("red", "shoe")]
        assert matches.first[row].tolist() == expected
        assert matches.lengths[row] == len(stems)
        assert matches.hits[row] == stems.count("red") + stems.count("shoe")
        assert has_any(text, terms, "en") == any(place >= 0 for place in expected)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_text_that_comes_back_is_met_alike(texts: list[str]) -> None:
    terms = [term("red"), term("shoes"), term("5kg", "5 kg")]
    once, twice = (WordMatches(each, terms, "en") for each in (texts, texts * 2))
    for name in ("first", "lengths", "hits", "run"):
        rows = getattr(once, name).tolist()
        assert getattr(twice, name).tolist() == rows * 2


def test_words_that_follow_each_other_as_in_the_query_are_a_run() -> None:
    terms = [term("red"), term("running"), term("shoes")]
    texts = ["red running shoes", "shoes for running, red", "red hat and running shoes", "hat"]
    assert WordMatches(texts, terms, "en").run.tolist() == [3, 1, 2, 0]
