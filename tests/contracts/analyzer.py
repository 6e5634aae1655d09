"""What every analyzer must do: the shared suite. Inherit it and give `analyzer()`."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.base import Analyzer
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery

LEXICON = Lexicon()


def query(text: str) -> AnalyzedQuery:
    return AnalyzedQuery(raw=text, text=text, language="en")


class AnalyzerContract:
    """Inherited by the test class of each analyzer."""

    def analyzer(self) -> Analyzer:
        raise NotImplementedError

    def test_it_has_a_name(self) -> None:
        assert self.analyzer().name

    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
    )
    @given(st.text(max_size=200))
    def test_it_takes_any_text_and_its_offsets_point_into_the_text(self, text: str) -> None:
        analysed = self.analyzer().analyze(query(text), LEXICON)
        for token in analysed.tokens:
            assert analysed.text[token.start : token.end] == token.text
        for entity in analysed.entities:
            assert 0 <= entity.start < entity.end <= len(analysed.text)

    @settings(
        max_examples=100, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
    )
    @given(st.text(max_size=100))
    def test_a_second_time_changes_nothing(self, text: str) -> None:
        once = self.analyzer().analyze(query(text), LEXICON)
        twice = self.analyzer().analyze(once, LEXICON)
        assert (twice.text, twice.tokens) == (once.text, once.tokens)
        assert len(twice.edits) == len(once.edits)

    @settings(
        max_examples=100, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
    )
    @given(st.text(max_size=100))
    def test_every_change_of_the_text_is_told(self, text: str) -> None:
        analysed = self.analyzer().analyze(query(text), LEXICON)
        if analysed.text != text:
            assert analysed.edits[-1].analyzer == self.analyzer().name
            assert analysed.edits[-1].after == analysed.text

    def test_ten_thousand_characters_are_read_quickly(self) -> None:
        self.analyzer().analyze(query("red shoes " * 1000), LEXICON)
