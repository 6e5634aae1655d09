"""The words of a query and what each is in it."""

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from analyzers.base import Analyzer
from analyzers.chain import AnalyzerChain
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.linguistics.segmentation import pairs
from analyzers.linguistics.words import Words
from analyzers.normalization import Normalization
from analyzers.query import AnalyzedQuery
from tests.contracts.analyzer import LEXICON, AnalyzerContract, query

LINGUISTICS = Linguistics()
CHAIN = AnalyzerChain([Normalization(), LINGUISTICS])


class TestLinguistics(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return LINGUISTICS


@dataclass(frozen=True)
class Counted:
    """A catalog's words and how often it has them."""

    counts: dict[str, int]

    def has(self, word: str) -> bool:
        return word in self.counts

    def count(self, word: str) -> int:
        return self.counts.get(word, 0)


def analysed(text: str, language: str = "en", lexicon: Lexicon = LEXICON) -> AnalyzedQuery:
    return CHAIN.analyze(text, language, lexicon)


def words(text: str, language: str = "en") -> list[str]:
    return [token.text for token in analysed(text, language).tokens]


def head(text: str, language: str = "en") -> str:
    return " ".join(token.text for token in analysed(text, language).tokens if token.is_head)


def unwanted(text: str, language: str = "en") -> list[str]:
    return [token.text for token in analysed(text, language).tokens if token.is_negated]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T-Shirt AA-123/B", ["t-shirt", "aa-123/b"]),
        ("2 x 4 lumber, 50 ft.", ["2x4", "lumber", "50ft"]),
        ('1/2" drill (new)', ["1/2in", "drill", "new"]),
        ("women's no.7 h&m w/o", ["women's", "no.7", "h&m", "w/o"]),
        ("red/blue,green", ["red", "blue", "green"]),
        ("c++ 1,299 $50", ["c++", "1,299", "50"]),
        ("👟 shoes", ["👟", "shoes"]),
        ("?!, -- ...", []),
    ],
)
def test_words_of_shops_stay_whole(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_an_article_that_lost_its_vowel_is_a_word_by_itself() -> None:
    assert words("l'eau d'été aujourd'hui", "fr") == ["l'", "eau", "d'", "été", "aujourd'hui"]
    assert analysed("l'eau", "fr").tokens[0].is_stop


@pytest.mark.parametrize(
    ("language", "text", "lemmas"),
    [
        ("en", "running shoes knives jeans women's boxes", "run shoe knife jeans woman box"),
        ("de", "häuser rote laufschuhe jacken messer", "haus rot laufschuh jacke messer"),
        ("es", "zapatos rojas luces botas pantalones", "zapato rojo luz bota pantalón"),
        ("es", "mesas cojines azules", "mesa cojín azul"),
        ("fr", "chaussures chevaux bijoux tapis vertes", "chaussure cheval bijou tapis vert"),
    ],
)  # fmt: skip
def test_words_have_their_dictionary_form(language: str, text: str, lemmas: str) -> None:
    assert [token.lemma for token in analysed(text, language).tokens] == lemmas.split()


def test_the_catalog_tells_of_plurals_that_no_table_has() -> None:
    lexicon = replace(LEXICON, vocabulary=cast(Any, Counted({"earbud": 3})))
    assert analysed("earbuds").tokens[0].lemma == "earbuds"
    assert analysed("earbuds", "en", lexicon).tokens[0].lemma == "earbud"


def test_stop_words_are_known_and_a_shop_can_keep_one() -> None:
    kept = Lexicon(kept_words={"en": frozenset({"the"})})
    assert analysed("the dress").tokens[0].is_stop
    assert not analysed("the dress", "en", kept).tokens[0].is_stop
    assert not analysed("top").tokens[0].is_stop


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "red running shoes for wide feet", "shoes"),
        ("en", "running shoes red women", "shoes"),
        ("en", "case for iphone 12", "case"),
        ("en", "cup of tea", "cup"),
        ("en", "pair of running shoes", "shoes"),
        ("en", "50 ft garden hose", "hose"),
        ("en", "iphone 12", "iphone"),
        ("en", "red", "red"),
        ("en", "", ""),
        ("de", "rote laufschuhe für damen", "laufschuhe"),
        ("de", "kleid schwarz", "kleid"),
        ("es", "zapatillas de correr rojas para mujer", "zapatillas"),
        ("es", "gran mesa de madera", "mesa"),
        ("fr", "petites chaussures de course rouges", "chaussures"),
        ("fr", "robe d'été", "robe"),
        ("ja", "赤いランニングシューズ", "シューズ"),
    ],
)
def test_the_head_is_what_is_being_bought(language: str, text: str, expected: str) -> None:
    pytest.importorskip("sudachipy") if language == "ja" else None
    assert head(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "dress without sleeves", ["sleeves"]),
        ("en", "dress without long sleeves for wedding", ["long", "sleeves"]),
        ("en", "shoes without laces or velcro black", ["laces", "velcro"]),
        ("en", "sofa -leather -fabric", ["leather", "fabric"]),
        ("en", "peanut butter no sugar", ["sugar"]),
        ("en", "shoes not leather", ["leather"]),
        ("en", "mug w/o handle", ["handle"]),
        ("en", "sofa no leather please", ["leather"]),
        ("en", "sofa not made of leather", ["leather"]),
        ("en", "shoes no red or blue", ["red", "blue"]),
        ("en", "shoes neither red nor blue", ["red", "blue"]),
        ("en", "sofa anything but leather", ["leather"]),
        ("en", 'shirt -"long sleeve" black', ["long", "sleeve"]),
        ("en", "sofa -'faux leather'", ["faux", "leather"]),
        ("en", 'sofa -"leather', ["leather"]),
        ("en", "sofa,-leather,-fabric", ["leather", "fabric"]),
        ("de", "sofa nicht aus leder", ["leder"]),
        ("de", "kleid weder rot noch blau", ["rot", "blau"]),
        ("es", "sofá no de cuero", ["cuero"]),
        ("fr", "canapé pas en cuir", ["cuir"]),
        ("de", "jacke ohne kapuze", ["kapuze"]),
        ("de", "kleid nicht rot", ["rot"]),
        ("es", "leche sin lactosa", ["lactosa"]),
        ("fr", "robe sans manches", ["manches"]),
    ],
)
def test_what_is_not_wanted_is_marked(language: str, text: str, expected: list[str]) -> None:
    assert unwanted(text, language) == expected
    assert any(token.is_marker for token in analysed(text, language).tokens)


@pytest.mark.parametrize(
    "text",
    ["non stick pan", "no show socks", "no sugar", "sugar free gum", "no.7 cream", "perfume no 5",
     "pan non stick", "no iron shirt", "not your phone tshirt", "socks no show black",
     '-"long sleeve"', "anything but leather sofa", "sofa - leather",
     "10-12 years", "aa-123", "-leather", "without"],
)  # fmt: skip
def test_what_only_looks_like_negation_is_searched(text: str) -> None:
    assert unwanted(text) == []
    assert not any(token.is_marker for token in analysed(text).tokens)


def test_a_measure_is_asked_for_in_its_other_forms() -> None:
    query = analysed("kettle 1,5 l")
    assert [(each.first, each.text, each.weight) for each in query.expansions] == [
        (1, "1500ml", 1.0),
        (1, "1.5", 0.3),
    ]
    assert query.expansions[0].rule == "unit: 1.5l = 1500ml"


def test_dimensions_are_asked_for_without_their_unit_too() -> None:
    texts = {each.text for each in analysed("8 x 10 ft rug").expansions}
    assert texts == {"96x120in", "8x10"}


def test_a_compound_is_parted_into_words_that_the_catalog_has() -> None:
    catalog = replace(LEXICON, vocabulary=cast(Any, Counted({"lauf": 5, "schuhe": 90, "uhe": 1})))
    whole, alone = analysed("laufschuhe", "de", catalog).expansions
    assert (whole.text, whole.rule) == ("lauf schuhe", "compound: lauf + schuhe")
    assert (alone.text, alone.weight < whole.weight) == ("schuhe", True)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kinderfahrradhelm", "kinder fahrrad helm"),
        ("damenlederhandtasche", "damen leder handtasche"),
        ("arbeitssicherheitsschuhe", "arbeit sicherheit schuhe"),
        ("fahrradhelm", "fahrrad helm"),
    ],
)
def test_a_compound_of_several_parts_is_parted_into_all(word: str, parts: str) -> None:
    counts = dict.fromkeys([*parts.split(), "radhelm", "der"], 5)
    catalog = replace(LEXICON, vocabulary=cast(Any, Counted(counts | {"radhelm": 1})))
    assert parts in [each.text for each in analysed(word, "de", catalog).expansions]


def test_two_parts_are_preferred_to_three() -> None:
    counts = {"kinder": 9, "fahrrad": 90, "helm": 90, "fahrradhelm": 1}
    catalog = replace(LEXICON, vocabulary=cast(Any, Counted(counts)))
    whole, alone = analysed("kinderfahrradhelm", "de", catalog).expansions
    assert (whole.text, alone.text) == ("kinder fahrradhelm", "fahrradhelm")


@pytest.mark.parametrize("word", ["laufschuhe", "handschuhe", "schuhe"])
def test_without_evidence_no_compound_is_parted(word: str) -> None:
    few = replace(LEXICON, vocabulary=cast(Any, Counted({"hand": 9, "jacke": 2})))
    assert analysed(word, "de", few).expansions == ()


def test_chinese_and_japanese_are_parted_into_words() -> None:
    pytest.importorskip("rjieba")
    pytest.importorskip("sudachipy")
    assert words("红色跑鞋 nike", "zh") == ["红色", "跑鞋", "nike"]
    assert words("靴ひも500ml", "ja") == ["靴ひも", "500ml"]


def test_without_a_dictionary_pairs_of_characters_are_words() -> None:
    parted = [segment.lemma for segment in pairs("赤い靴ランニング用")]
    assert parted == ["赤い", "い靴", "ランニング", "用"]
    assert words("红色跑鞋 nike", "en") == ["红色", "色跑", "跑鞋", "nike"]


def test_a_language_that_is_not_known_is_still_split_into_words() -> None:
    assert words("a b", "zz") == ["a", "b"]


def test_text_beyond_ten_thousand_characters_is_not_read() -> None:
    tokens = LINGUISTICS.analyze(query("a " * 5000 + "end"), LEXICON).tokens
    assert len(tokens) == 5000


def test_the_tokenizer_forgets_the_words_of_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzers.linguistics.words._MOST_REMEMBERED_WORDS", 10)
    split = Words()
    for number in range(50):
        split(f"word{number} thing", "en")
    assert len(split._tokenizer.vocab.strings) < 20
