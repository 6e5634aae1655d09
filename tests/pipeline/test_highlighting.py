"""The words of a query are marked in a title, in whatever form they stand there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.chain import AnalyzerChain
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from searchapp.pipeline.highlighting import has_words, mark_words
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

ANALYZERS = AnalyzerChain([Normalization(), Linguistics()])


def marked(text: str, typed: str) -> list[str]:
    query = ANALYZERS.analyze(typed, "en", Lexicon())
    shown = mark_words(text, query) or ""
    assert has_words(text, query) == bool(shown)
    return re.findall(f"{HIGHLIGHT_START}(.*?){HIGHLIGHT_END}", shown)


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("Women's Road Running Shoes, Red", "red shoe", ["Shoes", "Red"]),
        ("Run faster: running shoe", "running", ["Run", "running"]),
        ("Café Crème Mug", "cafe", ["Café"]),
        ("The Dress for the Ball", "the dress", ["Dress"]),
        ("Redwood Table", "red", []),
        ("C++ (2nd) [Box]", "c++ [", ["C"]),
        ("Kettle", "!!!", []),
    ],
)
def test_words_are_marked_in_any_form_and_stop_words_are_not(
    text: str, typed: str, words: list[str]
) -> None:
    assert marked(text, typed) == words


@given(st.text(max_size=60), st.text(max_size=30))
def test_marking_changes_nothing_but_adds_marks(text: str, typed: str) -> None:
    query = ANALYZERS.analyze(typed, "en", Lexicon())
    text = text.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "")
    shown = mark_words(text, query)
    if shown is not None:
        assert shown.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "") == text
