"""What the shop never says by itself: not by correcting, not by proposing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.banned_words import BannedWords
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery
from analyzers.spelling.analyzer import Spelling
from tests.analyzers.spelling_shop import shop_lexicon

SHOP = shop_lexicon()
SPELLING = Spelling()


def read(text: str, *banned: str) -> AnalyzedQuery:
    lexicon = replace(SHOP, banned_words=BannedWords.of(banned))
    return SPELLING.analyze(AnalyzedQuery(raw=text, text=text, language="en"), lexicon)


@pytest.mark.parametrize(
    ("phrase", "text", "is_in"),
    [
        ("gun", "toy guns", True),
        ("Guns", "a gun.", True),
        ("gun", "gunmetal", False),
        ("T-Shirt", "t shirts", True),
        ("café", "cafe table", True),
        ("leather wallet", "wallet of leather", False),
        ("leather wallet", "leather  wallets", True),
        ("", "anything", False),
        ("!?", "anything!?", False),
    ],
)
def test_words_are_compared_without_case_accents_signs_and_number(
    phrase: str, text: str, is_in: bool
) -> None:
    assert BannedWords.of([phrase]).are_in(text) == is_in


def test_no_word_is_corrected_to_a_banned_one() -> None:
    assert read("hedphones").text == "headphones"
    analysed = read("hedphones", "headphone")
    assert (analysed.text, analysed.corrected, analysed.did_you_mean) == ("hedphones", None, None)
    assert read("powertool").text == "power tool"
    assert read("powertool", "power tools").text == "powertool"


def test_the_words_around_count_too() -> None:
    assert read("wireless hedphones").text == "wireless headphones"
    assert read("wireless hedphones", "wireless headphones").corrected is None
    assert read("wireles hedphones", "wireless headphones").text != "wireless headphones"
    assert read("bluetooth hedphones", "wireless headphones").text == "bluetooth headphones"


def test_what_was_typed_stays_and_the_rest_is_corrected() -> None:
    assert read("wireless hedphones", "wireless").text == "wireless headphones"
    assert read("headphones", "headphones").text == "headphones"


KNOWN = tuple(SHOP.vocabulary.words.keys)
WORDS = st.sampled_from(KNOWN)


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=3))
    for place in range(len(words)):
        at = draw(st.integers(0, len(words[place]) - 1))
        change = draw(st.sampled_from(("", "drop", "double", "swap")))
        word = words[place]
        words[place] = {
            "": word,
            "drop": word[:at] + word[at + 1 :] or word,
            "double": word[:at] + word[at] + word[at:],
            "swap": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        }[change]
    return " ".join(words)


@settings(max_examples=150, deadline=None)
@given(misspelt(), st.lists(st.lists(WORDS, min_size=1, max_size=2).map(" ".join), max_size=8))
def test_nothing_that_is_banned_is_said(text: str, banned: list[str]) -> None:
    words = BannedWords.of(banned)
    analysed = read(text, *banned)
    assert not words.come_with(analysed.text, text)
    assert analysed.did_you_mean is None or not words.are_in(analysed.did_you_mean)


@settings(max_examples=50, deadline=None)
@given(misspelt())
def test_banning_what_nobody_says_changes_nothing(text: str) -> None:
    plain = SPELLING.analyze(AnalyzedQuery(raw=text, text=text, language="en"), SHOP)
    assert repr(read(text, "zzyzx")) == repr(plain)


def test_an_empty_lexicon_bans_nothing() -> None:
    assert not Lexicon().banned_words.are_in("anything")
