"""What words of the query do not want comes later, unless the item says that it lacks it."""

from __future__ import annotations

import re

import pytest

from analyzers.query import AnalyzedQuery, Token
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.ranking.first_stage import Ranking
from searchapp.pipeline.ranking.unwanted import demote, unwanted_phrases
from searchapp.pipeline.request import Kind

TEXT = "sandals without buckles"
QUERY = AnalyzedQuery(
    raw=TEXT,
    text=TEXT,
    language="en",
    tokens=(
        Token("sandals", 0, 7),
        Token("without", 8, 15, is_marker=True),
        Token("buckles", 16, 23, is_negated=True),
    ),
)


def ranking(*titles: str) -> Ranking:
    """Items in this order, a tenth apart, whose ids are their titles."""
    window = [
        Candidate(Kind.PRODUCT, title, (), first_score=1 - place / 10, document={"title": title})
        for place, title in enumerate(titles)
    ]
    return Ranking(Kind.PRODUCT, window, len(window))


def order(*titles: str) -> list[str]:
    return [item.id for item in demote(ranking(*titles), unwanted_phrases(QUERY), 0.25).window]


def test_an_item_with_what_is_not_wanted_comes_later() -> None:
    assert order("Sandals with a Buckle", "Slip-on Sandals") == [
        "Slip-on Sandals",
        "Sandals with a Buckle",
    ]


@pytest.mark.parametrize("title", ["Sandals Without Buckles", "Buckle-Free Sandals", "No Buckles"])
def test_an_item_that_says_it_lacks_it_keeps_its_place(title: str) -> None:
    assert order(title, "Slip-on Sandals")[0] == title


def test_the_score_says_why() -> None:
    (item,) = demote(ranking("Sandals with Buckles"), unwanted_phrases(QUERY), 0.25).window
    assert item.contributions == {"unwanted.buckles": -0.25}
    assert item.first_score == 0.75


def test_what_a_sign_negates_is_left_to_the_engine() -> None:
    text = "sandals -buckles"
    tokens = (
        Token("sandals", 0, 7),
        Token("-", 8, 9, is_marker=True),
        Token("buckles", 9, 16, is_negated=True),
    )
    assert unwanted_phrases(AnalyzedQuery(raw=text, text=text, language="en", tokens=tokens)) == ()


def unwanted(text: str, markers: str, negated: str) -> list[str]:
    """What is unwanted in `text` when the words `markers` say so of the words `negated`."""
    tokens = tuple(
        Token(
            found[0],
            *found.span(),
            is_marker=found[0] in markers.split(),
            is_negated=found[0] in negated.split(),
        )
        for found in re.finditer(r"[\w/]+", text)
    )
    query = AnalyzedQuery(raw=text, text=text, language="en", tokens=tokens)
    return [phrase.text for phrase in unwanted_phrases(query)]


@pytest.mark.parametrize(
    ("text", "markers", "negated", "phrases"),
    [
        ("dress without long sleeves", "without", "long sleeves", ["long sleeves"]),
        ("top without long straps, lace", "without", "long straps lace", ["long straps", "lace"]),
        ("bread gluten free", "free", "gluten", ["gluten"]),
        ("mug w/o handle", "w/o", "handle", ["handle"]),
        ("mug without handle or no handle", "without no", "handle", ["handle"]),
    ],
)  # fmt: skip
def test_what_words_negate_is_a_phrase_for_each_run_of_words(
    text: str, markers: str, negated: str, phrases: list[str]
) -> None:
    assert unwanted(text, markers, negated) == phrases
