"""What spelling does to queries, in a shop whose vocabulary is small enough to be read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.strings import get_string_id

from analyzers.base import Analyzer
from analyzers.intents.intent_rule import IntentRule
from analyzers.intents.intent_set import IntentSet
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery
from analyzers.spelling.analyzer import Spelling
from analyzers.spelling.language_words import LanguageWords
from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.synonym_set import SynonymSet
from tests.analyzers.spelling_shop import shop_lexicon, vocabulary
from tests.contracts.analyzer import AnalyzerContract, query
from tests.timing import quickest

SPELLING = Spelling()


def read(text: str, lexicon: Lexicon | None = None, language: str = "en") -> AnalyzedQuery:
    given = AnalyzedQuery(raw=text, text=text, language=language)
    return SPELLING.analyze(given, lexicon or shop_lexicon())


class TestSpelling(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return SPELLING


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wireles headphones", "wireless headphones"),
        ("hedphones", "headphones"),
        ("headphoens", "headphones"),
        ("jeadphones", "headphones"),
        ("blutooth speeker", "bluetooth speaker"),
        ("vaccum cleaner", "vacuum cleaner"),
        ("accesories", "accessories"),
        ("acessories", "accessories"),
        ("recieptt book", "receipt book"),
        ("lether wallet", "leather wallet"),
        ("bycicle helmit", "bicycle helmet"),
        ("stainles steel kitchen nife", "stainless steel kitchen knife"),
        ("legins", "leggings"),
    ],
)
def test_errors_that_shoppers_make_are_corrected(typed: str, meant: str) -> None:
    analysed = read(typed)
    assert (analysed.text, analysed.corrected) == (meant, meant)
    assert analysed.raw == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("addidas shoes", "adidas shoes"), ("sumsung case", "samsung case"), ("niike", "nike")],
)
def test_misspelt_brands_are_corrected(typed: str, meant: str) -> None:
    assert read(typed).text == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("powertool", "power tool"),
        ("wirelessheadphones", "wireless headphones"),
        ("runningshoes for men", "running shoes for men"),
        ("wirelessbluetoothheadphones", "wireless bluetooth headphones"),
    ],
)
def test_a_forgotten_space_is_put_back(typed: str, meant: str) -> None:
    assert read(typed).text == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("high boy", "highboy"), ("head phones", "headphones"), ("leg gings", "leggings")],
)
def test_a_space_within_a_word_is_taken_out(typed: str, meant: str) -> None:
    shop = Lexicon(vocabulary=vocabulary(["high chair", "boy shoes"]))
    assert read(typed, shop).text == meant


@pytest.mark.parametrize(
    "text",
    ["t shirt", "t-shirt", "power tool", "womens running shoes", "women's shoes", "apple juice"],
)
def test_what_the_catalog_says_is_left_alone(text: str) -> None:
    analysed = read(text)
    assert analysed.text == text
    assert analysed.corrected is None
    assert not analysed.edits


@pytest.mark.parametrize("text", ["3 seater sofa", "5 seater", "3-seater sofa", "seater"])
def test_what_the_catalog_counts_with_a_hyphen_is_known(text: str) -> None:
    titles = ["wool sweater"] * 30 + ["3-seater sofa", "2-seater sofa"] * 5
    analysed = read(text, Lexicon(vocabulary=vocabulary(titles)))
    assert (analysed.text, analysed.did_you_mean) == (text, None)


def test_what_is_counted_can_be_misspelt_unless_it_is_written_like_a_code() -> None:
    shop = Lexicon(vocabulary=vocabulary(["3-seater sofa"] * 20))
    assert read("3 seatr sofa", shop).text == "3 seater sofa"
    assert read("3-seatr sofa", shop).text == "3-seatr sofa"
    assert read("3-seater sofaa", shop).text == "3-seater sofa"


def test_each_correction_is_told_with_its_evidence() -> None:
    edits = read("wireles hedphones").edits
    assert [edit.analyzer for edit in edits] == ["spelling", "spelling"]
    assert edits[0].before == "wireles hedphones"
    assert edits[0].after == edits[1].before
    assert edits[1].after == "wireless headphones"
    assert edits[0].rule == "edit distance 1: 'hedphones' is in no item, 'headphones' in 100"


def test_what_is_not_sure_is_only_proposed() -> None:
    shop = Lexicon(vocabulary=vocabulary(["garden hoses", "garden roses"] * 30))
    analysed = read("garden poses", shop)
    assert analysed.text == "garden poses"
    assert analysed.corrected is None
    assert analysed.did_you_mean in ("garden hoses", "garden roses")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lumaza lamp", "lumara lamp"), ("steel bolfold", "steel bol fold")],
)
def test_a_new_word_in_new_company_is_not_replaced_by_a_rare_one(typed: str, meant: str) -> None:
    shop = Lexicon(
        vocabulary=vocabulary(["lumara dress", "bol table", "fold table"] * 2 + ["lamp"] * 9)
    )
    analysed = read(typed, shop)
    assert (analysed.text, analysed.did_you_mean) == (typed, meant)


def test_a_rare_word_is_meant_where_it_stands_beside_its_neighbour() -> None:
    shop = Lexicon(vocabulary=vocabulary(["lumara dress"] * 2 + ["lamp"] * 9))
    assert read("lumaza dress", shop).text == "lumara dress"
    assert read("lumaza", shop).text == "lumara"


def test_a_common_word_is_meant_whatever_stands_around_it() -> None:
    assert read("hedphones table").text == "headphones table"


def test_a_new_form_of_a_known_word_is_at_most_proposed_in_new_company() -> None:
    shop = Lexicon(vocabulary=vocabulary(["blender jar"] * 30))
    assert read("blenders table", shop).text == "blenders table"


def test_where_the_shop_has_none_of_the_words_the_least_improbable_is_proposed() -> None:
    shop = Lexicon(vocabulary=vocabulary(["zek camera", "mup camera"] * 2))
    assert read("zekmup", shop).did_you_mean == "zek mup"
    assert read("zekmup camera", shop).did_you_mean is None


@pytest.mark.parametrize(
    "text",
    [
        "wh-1000xm4",
        "aa-123/b",
        "hdphn5 case",
        "5ft",
        "12oz",
        "2x4",
        "shop@exampel.com",
        "www.exampel.com",
        "xxl",
        "oz",
        "ounces",
    ],
)
def test_codes_sizes_units_and_addresses_are_never_touched(text: str) -> None:
    analysed = read(text)
    assert analysed.text == text
    assert analysed.did_you_mean is None


CODES_WITH_SPACES = Lexicon(
    vocabulary=vocabulary(["our hat", "floor mats", "hex key", "pet belt", "3-seater sofa"] * 30)
)


@pytest.mark.parametrize(
    "text",
    [
        "koo oor 01499",
        "koo-oor 01499",
        "oor-01499 koo",
        "mts 2100",
        "mts 2100 floor mats",
        "hrx 455b",
        "455b hrx",
        "hrx 45b",
        "pet blt 00539",
        "hat, pet blt 00539.",
        "123-betl",
    ],
)
def test_letters_of_a_code_typed_with_spaces_are_never_touched(text: str) -> None:
    analysed = read(text, CODES_WITH_SPACES)
    assert (analysed.text, analysed.did_you_mean) == (text, None)


def test_a_name_before_a_code_may_have_a_space_too_many() -> None:
    shop = Lexicon(vocabulary=vocabulary(["mikasa plates"] * 30))
    assert read("mika sa bx1006", shop).text == "mikasa bx1006"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3 seatr sofa", "3 seater sofa"),
        ("500 mtas", "500 mats"),
        ("flor mats 500ml", "floor mats 500ml"),
        ("pet betl 500ml", "pet belt 500ml"),
        ("pet betl 45", "pet belt 45"),
        ("hxe 3-seater", "hex 3-seater"),
        ("floor mtas 3-seater sofa", "floor mats 3-seater sofa"),
        ("hedphones 2100", "headphones 2100"),
    ],
)
def test_words_beside_counts_and_measures_are_corrected(typed: str, meant: str) -> None:
    analysed = read(typed, CODES_WITH_SPACES)
    assert meant in (analysed.text, analysed.did_you_mean)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("abeklmost", min_size=2, max_size=4), min_size=1, max_size=3),
    st.from_regex("0[0-9]{3,5}", fullmatch=True),
)
def test_no_row_of_short_unknown_letters_before_a_code_changes(
    letters: list[str], digits: str
) -> None:
    unknown = [each for each in letters if not CODES_WITH_SPACES.vocabulary.has(each)]
    text = " ".join((*unknown, digits))
    analysed = read(text, CODES_WITH_SPACES)
    assert (analysed.text, analysed.did_you_mean) == (text, None)


def test_a_known_brand_is_never_touched_although_another_is_more_common() -> None:
    for text in ("nikon", "nikon shoes", "nikon running shoes"):
        assert read(text).text == text


def test_protected_words_are_never_touched() -> None:
    shop = replace(shop_lexicon(), protected_words=frozenset({"hedphones"}))
    assert read("wireles hedphones", shop).text == "wireless hedphones"


def test_words_of_synonyms_are_never_touched() -> None:
    rule = SynonymRule("", RuleKind.ONE_WAY, ("Hédphones set",), ("headphones", "speeker"))
    shop = replace(shop_lexicon(), synonyms=SynonymSet.of([rule]))
    assert read("hedphones", shop).text == "hedphones"
    assert read("blutooth speeker", shop).text == "bluetooth speeker"
    inactive = SynonymSet.of([replace(rule, is_active=False)])
    assert read("hedphones", replace(shop, synonyms=inactive)).text == "headphones"


NEAR_WORDS = ["hiking stick", "headphones stick"] * 30 + ["eating starts here", "tender furs"] * 30


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("headphones in stock", "en"),
        ("running shoes rating 5 stars", "en"),
        ("leather wallet under $20", "en"),
        ("headphones sold by acme", "en"),
        ("hiking stick for dogs", "en"),
        ("kopfhörer für musik", "de"),
        ("kopfhörer unter 20 €", "de"),
        ("robe en stock", "fr"),
    ],
)
def test_what_the_chain_understands_is_never_touched(text: str, language: str) -> None:
    analysed = read(text, Lexicon(vocabulary=vocabulary(NEAR_WORDS)), language)
    assert (analysed.text, analysed.did_you_mean) == (text, None)


def test_words_by_which_intents_are_said_are_never_touched() -> None:
    shop = Lexicon(vocabulary=vocabulary(["tracing paper", "paper border"] * 30))
    assert read("trackng border", shop).did_you_mean or read("trackng border", shop).corrected
    for word in ("trackng", "bordr"):
        said = IntentSet.of([IntentRule("status", (f"{word} [my|the] order",), language="en")])
        assert read(word, replace(shop, intents=said)).text == word
    other = IntentSet.of([IntentRule("status", ("bordr",), language="de")])
    assert read("paper bordr", replace(shop, intents=other)).text == "paper border"


def test_a_preposition_may_be_part_of_a_word_with_a_space_too_many() -> None:
    shop = Lexicon(vocabulary=vocabulary(["cotton underwear"] * 30))
    assert read("under wear", shop).text == "underwear"


def test_what_stands_between_quotation_marks_is_never_touched() -> None:
    assert read('"hedphones" wireles').text == '"hedphones" wireless'


@pytest.mark.parametrize("text", ["ヘッドホン", "耳机 无线", "наушники", "ακουστικά"])
def test_words_in_a_script_that_the_shop_does_not_know_are_left_alone(text: str) -> None:
    assert read(text).text == text


def test_words_of_two_letters_are_left_alone() -> None:
    assert read("tv").text == "tv"


def test_words_like_no_other_are_left_alone() -> None:
    analysed = read("xylophone sonata")
    assert (analysed.text, analysed.did_you_mean) == ("xylophone sonata", None)


def test_a_known_word_is_not_corrected_towards_fewer_items() -> None:
    shop = Lexicon(vocabulary=vocabulary(["brown boots"] * 20 + ["brown boats"] * 2))
    for text in ("boots", "boats", "brown boats"):
        assert read(text, shop).text == text


def test_a_known_word_in_the_wrong_place_is_at_most_proposed_without_much_evidence() -> None:
    shop = Lexicon(vocabulary=vocabulary(["bad idea book"] * 3))
    assert read("bad idea", shop).text == "bad idea"


def test_a_word_that_the_language_has_is_left_alone() -> None:
    known = np.array([get_string_id("ragged")], dtype=np.uint64)
    language = LanguageWords(known, np.array([-14], np.float16), np.array([True]))
    shop = Lexicon(vocabulary=replace(vocabulary(["rugged phone case"] * 30), language=language))
    analysed = read("ragged", shop)
    assert (analysed.text, analysed.did_you_mean) == ("ragged", "rugged")
    assert read("rugged phnoe case", shop).text == "rugged phone case"


@pytest.mark.parametrize("text", ["für hunde", "schuhe und", "bett", "hundebett", "unter dem bett"])
def test_words_of_a_language_that_was_added_after_the_learning_are_left_alone(text: str) -> None:
    titles = ["for hunters", "shoes and", "butt", "hundred butts", "underarm belt"] * 30
    learnt = replace(vocabulary(titles), language=LanguageWords(languages=("en",)))
    shop = Lexicon(vocabulary=learnt, languages=("en", "de"))
    for language in ("de", "en"):
        analysed = read(text, shop, language)
        assert (analysed.text, analysed.did_you_mean) == (text, None)


def test_a_language_that_was_learnt_leaves_its_words_to_the_vocabulary() -> None:
    learnt = replace(vocabulary(["butt"] * 30), language=LanguageWords(languages=("en", "de")))
    shop = Lexicon(vocabulary=learnt, languages=("en", "de"))
    analysed = read("bett", shop, "de")
    assert "butt" in (analysed.text, analysed.did_you_mean)


def test_a_word_that_texts_have_is_split_only_with_much_evidence() -> None:
    titles = ["glow ray lamp"] * 2 + ["ray lamp", "glow lamp"] * 9
    shop = Lexicon(vocabulary=vocabulary(titles))
    assert read("glowray lamp", shop).text == "glow ray lamp"
    known = np.array([get_string_id("glowray")], dtype=np.uint64)
    language = LanguageWords(known, np.array([-13], np.float16), np.array([False]))
    shop = Lexicon(vocabulary=replace(vocabulary(titles), language=language))
    analysed = read("glowray lamp", shop)
    assert (analysed.text, analysed.did_you_mean) == ("glowray lamp", "glow ray lamp")


def test_missing_accents_are_no_error_and_a_correction_has_its_accents() -> None:
    assert read("cafe table").text == "cafe table"
    assert read("caffe table").text == "café table"


@pytest.mark.parametrize(
    ("language", "titles", "typed", "meant"),
    [
        ("de", ["kühlschrank weiß"], "kuehlschrank", "kühlschrank"),
        ("de", ["küchenmesser edelstahl"], "küchenmeser", "küchenmesser"),
        ("fr", ["téléphone portable"], "telefone portable", "téléphone portable"),
        ("fr", ["chaussures à lacets"], "chausures", "chaussures"),
        ("es", ["zapatos de niño"], "sapatos de niño", "zapatos de niño"),
        ("es", ["botella de agua"], "boteya de agua", "botella de agua"),
    ],
)
def test_other_languages(language: str, titles: list[str], typed: str, meant: str) -> None:
    shop = Lexicon(vocabulary=vocabulary(titles * 20))
    assert read(typed, shop, language).text == meant


def test_a_german_compound_of_known_words_is_no_error() -> None:
    shop = Lexicon(vocabulary=vocabulary(["garten schere", "stuhl holz"] * 20))
    analysed = read("gartenstuhl", shop, "de")
    assert (analysed.text, analysed.did_you_mean) == ("gartenstuhl", None)


def test_without_a_vocabulary_nothing_happens() -> None:
    given = query("wireles hedphones")
    assert SPELLING.analyze(given, Lexicon()) is given


def test_only_the_first_twenty_words_are_read() -> None:
    text = "wireless " * 20 + "hedphones"
    assert read(text).text == text


def test_time_is_linear() -> None:
    for piece in ("hedphones ", "a", "wireless ", "é'-", "ab "):
        text = piece * (20_000 // len(piece))
        assert quickest(partial(read, text)) < 0.2


WORDS = st.sampled_from(
    (
        "wireles",
        "hedphones",
        "headphones",
        "power",
        "tool",
        "powertool",
        "high",
        "boy",
        "t",
        "x",
        "shirt",
        "nike",
        "sumsung",
        "blutooth",
        "steel",
        "stainles",
        "5ft",
        "accesories",
        "book",
        "accessories",
        "caffe",
        "women's",
        "receipt",
        "men",
        "kitch",
        "en",
    )
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=7).map(" ".join))
def test_a_corrected_query_is_spelt_right_also_when_it_is_typed_anew(text: str) -> None:
    once = read(text)
    assert SPELLING.analyze(once, shop_lexicon()).text == once.text
    assert read(once.text).text == once.text
    if once.text != text:
        assert once.corrected == once.text == once.edits[-1].after
    if once.did_you_mean is not None:
        assert once.did_you_mean != once.text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_with_a_vocabulary_too(text: str) -> None:
    once = read(text)
    twice = SPELLING.analyze(once, shop_lexicon())
    assert (twice.text, twice.edits, twice.did_you_mean) == (
        once.text,
        once.edits,
        once.did_you_mean,
    )
