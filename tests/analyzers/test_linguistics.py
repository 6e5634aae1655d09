from analyzers.base import Analyzer
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.query import AnalyzedQuery
from tests.contracts.analyzer import LEXICON, AnalyzerContract, query

LINGUISTICS = Linguistics()


class TestLinguistics(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return LINGUISTICS


def test_words_have_their_dictionary_form() -> None:
    analysed = LINGUISTICS.analyze(query("running shoes"), LEXICON)
    assert [token.lemma for token in analysed.tokens] == ["run", "shoe"]


def test_punctuation_is_no_word() -> None:
    assert LINGUISTICS.analyze(query("?!, -- ..."), LEXICON).is_empty


def test_stop_words_are_known_and_a_shop_can_keep_one() -> None:
    kept = Lexicon(kept_words={"en": frozenset({"the"})})
    assert LINGUISTICS.analyze(query("the dress"), LEXICON).tokens[0].is_stop
    assert not LINGUISTICS.analyze(query("the dress"), kept).tokens[0].is_stop


def test_a_language_that_is_not_known_is_still_split_into_words() -> None:
    tokens = LINGUISTICS.analyze(AnalyzedQuery("a b", "a b", "zz"), LEXICON).tokens
    assert [token.text for token in tokens] == ["a", "b"]
