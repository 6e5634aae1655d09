"""The vocabulary: what is learnt from items and queries, and how it is looked up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery
from analyzers.spelling.analyzer import Spelling
from analyzers.spelling.error_costs import error_cost
from analyzers.spelling.fuzzy_index import FuzzyIndex
from analyzers.spelling.language_words import LanguageWords
from analyzers.spelling.pair_counter import PairCounter
from analyzers.spelling.phonetics import phonetic_key, phonetic_keys
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.vocabulary_builder import VocabularyBuilder
from analyzers.spelling.words import LONGEST_WORD, words_of
from analyzers.string_table import StringTable
from analyzers.word_hashes import code_points, hashes_of_codes, word_hash
from tests.analyzers.spelling_shop import shop_lexicon, vocabulary
from tests.timing import quickest

WORD = st.text("abcdeé", min_size=1, max_size=9)


def of_titles(*titles: str) -> Vocabulary:
    builder = VocabularyBuilder()
    for number, title in enumerate(titles):
        builder.add(CatalogItem(id=str(number), title=title))
    return builder.build()


def test_a_word_counts_the_items_that_have_it_anywhere() -> None:
    builder = VocabularyBuilder()
    builder.add(CatalogItem("1", "lamp lamp", colours=("Navy",), text="a bright lamp for desks"))
    builder.add(CatalogItem("2", "shade", text="for any lamp", categories=("Home", "Home > Lamps")))
    builder.add(CatalogItem("3", "bulb", brand="Ikéa", attributes=(("Socket", "Edison"),)))
    learnt = builder.build()
    assert learnt.count("lamp") == 2
    assert learnt.count("lamps") == learnt.count("home") == learnt.count("navy") == 1
    assert learnt.count("edison") == 1
    assert learnt.is_brand("ikea")
    assert not learnt.is_brand("lamp")
    assert learnt.count("unheard") == 0


def test_a_word_of_a_single_text_is_not_known() -> None:
    builder = VocabularyBuilder()
    builder.add(CatalogItem("1", "lamp", text="brihgt"))
    assert not builder.build().has("brihgt")


def test_case_accents_and_apostrophes_make_no_difference() -> None:
    learnt = of_titles("Women's Café", "women's café", "CAFÉ")
    for word in ("cafe", "café", "Café"):
        assert learnt.count(word) == 3
    assert learnt.count("womens") == learnt.count("women's") == 2


def test_pairs_are_counted_in_their_order_and_not_across_punctuation_or_numbers() -> None:
    learnt = of_titles("red shoes", "red shoes, blue", "shoes 12 red")
    assert learnt.pair_count("red", "shoes") == 2
    assert learnt.pair_count("shoes", "red") == 0
    assert learnt.pair_count("shoes", "blue") == 0


def test_words_with_a_hyphen_are_known_both_ways() -> None:
    learnt = of_titles("t-shirt", "t-shirt print")
    assert learnt.count("tshirt") == 2
    assert learnt.pair_count("t", "shirt") == 2
    assert [word for word, _, _ in learnt.near("tshrt", 1)] == ["t-shirt"]


def test_near_words_come_nearest_first_as_they_are_written() -> None:
    learnt = of_titles("café", "café", "case", "cave")
    assert learnt.near("cafe", 1) == [("café", 0, 2), ("case", 1, 1), ("cave", 1, 1)]
    assert learnt.near("", 2) == learnt.near("zzzzzz", 2) == []


@pytest.mark.parametrize("code", ["aa-123", "5ft", "12", "a@b.com", "shop.example"])
def test_codes_numbers_and_addresses_are_no_words(code: str) -> None:
    assert [word.text for word in words_of(f"red {code} shoe")] == ["red", "shoe"]
    assert not any(word.is_linked for word in words_of(f"red {code} shoe"))


@pytest.mark.parametrize("title", ["3-Seater Sofa", "(2.5-seater) sofa", "10-seater, sofa"])
def test_what_a_number_counts_is_a_word_also_behind_a_hyphen(title: str) -> None:
    assert of_titles(title).count("seater") == 1


def test_what_a_number_counts_stands_beside_what_follows_it() -> None:
    assert of_titles("Velvet 3-seater sofa").pair_count("seater", "sofa") == 1
    assert of_titles("Velvet 3-seater sofa").pair_count("velvet", "seater") == 0
    assert [word.text for word in words_of("12-inch-wide shelf")] == ["inch", "wide", "shelf"]


@pytest.mark.parametrize("code", ["koo-oor-01499", "0123-abc", "12345-abc", "aa-12-abc", "3-d"])
def test_letters_of_a_code_are_no_words(code: str) -> None:
    assert len(of_titles(code, code)) == 0


def test_a_rare_word_that_looks_like_an_error_is_not_known() -> None:
    learnt = vocabulary(["wireless heaphones", "clear headphone"])
    assert learnt.count("heaphones") == 1
    assert not learnt.has("heaphones")
    assert learnt.has("headphone")
    analysed = Spelling().analyze(
        AnalyzedQuery("heaphones", "heaphones", "en"), Lexicon(vocabulary=learnt)
    )
    assert analysed.text == "headphones"
    assert "'heaphones' is in 1 item, 'headphones' in 100" in analysed.edits[0].rule


def test_a_rare_brand_is_known_although_it_looks_like_an_error() -> None:
    builder = VocabularyBuilder()
    for number in range(500):
        builder.add(CatalogItem(str(number), "adidas shoes"))
    builder.add(CatalogItem("own", "abidas shoes", brand="Abidas"))
    assert builder.build().has("abidas")


def test_what_people_searched_with_success_is_known() -> None:
    asked = [
        LoggedQuery("pickleball", "en", people=30, searches=40, found=40),
        LoggedQuery("picklebal", "en", people=30, searches=40, found=0),
        LoggedQuery("secretive", "en", people=1, searches=1, found=1),
    ]
    learnt = vocabulary(queries=asked)
    assert learnt.has("pickleball")
    assert learnt.count("pickleball") == 0
    assert not learnt.has("picklebal")
    assert not learnt.has("secretive")


def test_an_empty_vocabulary_knows_nothing() -> None:
    for empty in (Vocabulary(), VocabularyBuilder().build()):
        assert len(empty) == 0
        assert not empty.has("shoes")
        assert empty.count("shoes") == empty.pair_count("red", "shoes") == 0
        assert empty.near("shoes", 2) == []
        assert len(Vocabulary.from_arrays(empty.arrays())) == 0


def test_it_is_the_same_after_it_was_stored_and_mapped(tmp_path: Path) -> None:
    built = shop_lexicon().vocabulary
    mapped = {}
    np.savez(tmp_path / "part.npz", **built.arrays())
    with np.load(tmp_path / "part.npz") as stored:
        for number, (name, array) in enumerate(stored.items()):
            np.save(tmp_path / f"{number}.npy", array)
            mapped[name] = np.load(tmp_path / f"{number}.npy", mmap_mode="r")
    read = Vocabulary.from_arrays(mapped)
    for word in ("headphones", "hedphones", "tshirt", "caffe", ""):
        assert read.near(word, 2) == built.near(word, 2)
        assert (read.count(word), read.has(word)) == (built.count(word), built.has(word))
    assert read.pair_count("running", "shoes") == built.pair_count("running", "shoes") > 0
    query = AnalyzedQuery("wireles hedphones", "wireles hedphones", "en")
    corrected = [
        Spelling().analyze(query, Lexicon(vocabulary=each)).edits for each in (read, built)
    ]
    assert corrected[0] == corrected[1]


def test_it_is_known_for_which_languages_it_was_learnt() -> None:
    built = vocabulary(languages=("ja", "zz"))
    assert Vocabulary.from_arrays(built.arrays()).language.languages == ("ja", "zz")
    earlier = {
        name: array
        for name, array in built.arrays().items()
        if not name.startswith("language.codes")
    }
    assert Vocabulary.from_arrays(earlier).language.languages == ()


def test_the_same_evidence_builds_the_same_arrays() -> None:
    first, second = vocabulary().arrays(), vocabulary().arrays()
    assert all((first[name] == second[name]).all() for name in first)


def test_no_more_words_and_pairs_are_kept_than_allowed() -> None:
    builder = VocabularyBuilder(most_words=50, most_pairs=40)
    letters = "abcdefghij"
    for first in letters:
        for second in letters:
            builder.add(CatalogItem("1", f"word{first}{second} common thing"))
    built = builder.build()
    assert len(built) == 50
    assert len(built.pair_keys) == 40
    assert built.count("common") == 100
    assert built.pair_count("common", "thing") == 100


def test_reading_the_arrays_does_no_work_for_each_word() -> None:
    arrays = shop_lexicon().vocabulary.arrays()
    assert quickest(lambda: Vocabulary.from_arrays(arrays)) < 0.01


@settings(max_examples=60, deadline=None)
@given(st.sets(WORD, max_size=25), WORD, st.integers(1, 2))
def test_the_index_finds_exactly_what_is_near(words: set[str], wanted: str, distance: int) -> None:
    table = sorted(words)
    found = FuzzyIndex.of(table).near(
        wanted, distance, StringTable.of(table), np.ones(len(table), dtype=np.float32)
    )
    near = {
        (word, OSA.distance(wanted, word))
        for word in table
        if OSA.distance(wanted, word) <= distance
    }
    assert {(word, apart) for _, word, apart in found} <= near
    long_enough = {(word, apart) for word, apart in near if min(len(word), len(wanted)) > 3}
    assert long_enough <= {(word, apart) for _, word, apart in found}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_WORD)))
def test_words_have_the_same_hash_one_by_one_and_together(words: list[str]) -> None:
    codes, lengths = code_points(words, LONGEST_WORD)
    assert hashes_of_codes(codes).tolist() == [word_hash(word) for word in words]
    assert lengths.tolist() == [len(word) for word in words]


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), max_size=8))
def test_sounds_are_the_same_one_by_one_and_together(words: list[str]) -> None:
    assert phonetic_keys(words) == [phonetic_key(word) for word in words]


@pytest.mark.parametrize(
    ("first", "second"),
    [("fone", "phone"), ("vakume", "vacuum"), ("masheen", "machine"), ("nife", "knife")],
)
def test_words_that_sound_alike_have_one_key(first: str, second: str) -> None:
    assert phonetic_key(first) == phonetic_key(second)


@pytest.mark.parametrize(
    ("meant", "likely", "unlikely"),
    [
        ("accessories", "accesories", "accessorie"),
        ("receipt", "reciept", "repeict"),
        ("vacuum", "vaccum", "vamuum"),
        ("phone", "fone", "bhone"),
        ("shoes", "sjoes", "spoes"),
        ("leather", "lether", "leher"),
    ],
)
def test_errors_that_people_make_cost_less(meant: str, likely: str, unlikely: str) -> None:
    assert 0 < error_cost(likely, meant) < error_cost(unlikely, meant)


@given(WORD, WORD)
def test_only_equal_words_are_free_of_cost(typed: str, meant: str) -> None:
    assert (error_cost(typed, meant) == 0) == (typed == meant)


def test_neighbours_on_the_keyboard_depend_on_the_language() -> None:
    assert error_cost("tug", "zug", "de") < error_cost("tug", "zug", "en")


def test_dictionary_words_of_a_language_are_known_in_any_case() -> None:
    french = LanguageWords.of(("fr",))
    assert french.look_up("chaussures")[1]
    assert french.look_up("chausures") == (None, False)
    assert LanguageWords.of(("zz",)).look_up("word") == (None, False)


@given(st.lists(st.integers(0, 6), max_size=60))
def test_pairs_are_counted_without_a_dictionary(keys: list[int]) -> None:
    counter = PairCounter(most=100)
    for key in keys:
        counter.add(key)
    found, counts = counter.counted()
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == Counter(keys)
