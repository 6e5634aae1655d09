import pytest

from analyzers.base import Analyzer
from analyzers.normalization import Normalization, normalize
from tests.contracts.analyzer import AnalyzerContract


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
    ],
)
def test_one_form_for_what_can_be_typed_in_many(typed: str, normalized: str) -> None:
    assert normalize(typed) == normalized
