"""The words of a query are marked in a title, in whatever form they stand there."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.chain import AnalyzerChain
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from searchapp.pipeline.presentation.highlighting import has_words, mark_words
from searchapp.pipeline.retrieval import HIGHLIGHT_END, HIGHLIGHT_START

ANALYZERS = AnalyzerChain([Normalization(), Linguistics()])


def marked(text: str, typed: str, language: str = "en") -> list[str]:
    query = ANALYZERS.analyze(typed, language, Lexicon())
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


@pytest.mark.parametrize(
    ("language", "text", "typed", "words"),
    [
        ("en", "Electric Kettle 1.5 Litre, 1 Lid", "1500ml kettle", ["Kettle", "1.5 Litre"]),
        ("en", 'Drill Bit 1/2" for 2 Drills', "0.5in drill", ["Drill", '1/2"', "Drills"]),
        ("en", "Sofa in Leather or Fabric", "sofa -leather", ["Sofa"]),
        ("de", "Rote Häuser", "rotes haus", ["Rote", "Häuser"]),
        ("zh", "男士跑鞋红色", "红色跑鞋", ["跑鞋", "红色"]),
    ],
)
def test_measures_and_words_of_other_languages_are_marked(
    language: str, text: str, typed: str, words: list[str]
) -> None:
    if language == "zh":
        pytest.importorskip("rjieba")
    assert marked(text, typed, language) == words


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=30))
def test_marking_changes_nothing_but_adds_marks(text: str, typed: str) -> None:
    query = ANALYZERS.analyze(typed, "en", Lexicon())
    text = text.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "")
    shown = mark_words(text, query)
    if shown is not None:
        assert shown.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "") == text
