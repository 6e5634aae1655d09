"""However long and strange a query is, the whole chain reads it in bounded time."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.lexicon import Lexicon
from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.synonym_set import SynonymSet
from searchapp import wiring
from tests.analyzers.entity_shop import DICTIONARY
from tests.analyzers.spelling_shop import vocabulary

CHARACTERS = 10_000
BOUND_SECONDS = 1.0
"""Twenty times what a query of 10,000 characters should take; tests run on busy machines."""

FRAGMENTS = (
    *(
        "red shoes ",
        "hedphones ",
        "wireles ",
        "not ",
        "without ",
        "-",
        "under $5 ",
        "between 1 and ",
    ),
    *("1/2 in ", "3 x 4 x ", "5'6\" ", '"', "'", "''", "a", "e\u0301", "ß", "\u200d", "&", "a-b-"),
    *(
        "红色连衣裙",
        "ワイヤレス",
        "in stock ",
        "sold by ",
        "size m ",
        "at least 4 stars ",
        "10,000.",
        " ",
    ),
)


@cache
def lexicon() -> Lexicon:
    rules = [
        SynonymRule(f"rule {number}", RuleKind.TWO_WAY, (word, f"{word} {number}", f"x{number}"))
        for number, word in enumerate(("red", "shoes", "red shoes", "wireless", "headphones", "a"))
    ]
    return Lexicon(
        vocabulary=vocabulary(), entities=DICTIONARY, synonyms=SynonymSet.of(rules), currency="USD"
    )


def seconds(text: str) -> float:
    started = time.thread_time()
    wiring.analyzer_chain().analyze(text, "en", lexicon())
    return time.thread_time() - started


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6))
def test_any_ten_thousand_characters_are_read_in_bounded_time(fragments: list[str]) -> None:
    piece = "".join(fragments)
    seconds("warm up")
    assert seconds((piece * CHARACTERS)[:CHARACTERS]) < BOUND_SECONDS


@pytest.mark.parametrize("piece", FRAGMENTS)
def test_ten_times_the_text_takes_about_ten_times_the_time(piece: str) -> None:
    text = piece * CHARACTERS
    short = min(seconds(text[: CHARACTERS // 10]) for _ in range(3))
    long = min(seconds(text[:CHARACTERS]) for _ in range(3))
    assert long < 30 * short + 0.05
