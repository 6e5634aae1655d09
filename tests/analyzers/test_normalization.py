"""A text has one form, however its characters were typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.base import Analyzer
from analyzers.normalization import Normalization, fold_accents, normalize
from tests.contracts.analyzer import LEXICON, AnalyzerContract, query


class TestNormalization(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return Normalization()


@pytest.mark.parametrize(
    ("typed", "normalized"),
    [
        ("  Red   SHOES ", "red shoes"),
        ("men’s “dress” shirt", 'men\'s "dress" shirt'),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("a\x00b\u200bc", "a b c"),
        ("T–shirt", "t-shirt"),
        ("👩‍👧 toys", "👩‍👧 toys"),
        ("AA-123/B", "aa-123/b"),
        ("1½", "1 1/2"),
    ],
)
def test_one_form_for_what_can_be_typed_in_many(typed: str, normalized: str) -> None:
    assert normalize(typed) == normalized


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=100), st.sampled_from(["", "en", "de", "ja", "zz"]))
def test_normalising_again_changes_nothing(text: str, language: str) -> None:
    assert normalize(normalize(text, language), language) == normalize(text, language)


def test_characters_and_measures_are_told_apart() -> None:
    rules = [edit.rule for edit in Normalization().analyze(query("Hose  50 FT"), LEXICON).edits]
    assert rules == ["nfkc, lower case, single spaces", "measures as one word"]


def test_accents_are_folded() -> None:
    assert fold_accents("crème brûlée") == "creme brulee"
    assert fold_accents("große smørrebrød, łódź") == "grosse smorrebrod, lodz"


@pytest.mark.parametrize("text", ["がぎぐ", "パン", "한국어", "水筒"])
def test_letters_that_only_look_accented_stay(text: str) -> None:
    assert fold_accents(text) == text
