"""What completes a typed text, and in which order."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.word_trie import WordTrie

SHOP = CompletionIndex.of(
    {
        "running shoes": 90,
        "shoes": 80,
        "trail running shoes": 20,
        "red running shoes": 10,
        "running shoes for women": 15,
        "shirt": 40,
        "red dress": 30,
        "drivora": 60,
        "red wine glasses": 5,
        "swivel chair": 12,
        "headphones": 50,
        "crème brûlée torch": 3,
        "women's t-shirt": 8,
        "运动鞋": 9,
        "男 运动 跑步鞋": 4,
        "ランニングシューズ": 6,
    }
)


def completed(typed: str, size: int = 5) -> list[str]:
    return [each.text for each in SHOP.complete(typed, size)]


def test_what_begins_with_the_typed_text_comes_before_what_only_has_the_word() -> None:
    assert completed("sho") == [
        "shoes",
        "running shoes",
        "trail running shoes",
        "running shoes for women",
        "red running shoes",
    ]
    assert completed("running") == [
        "running shoes",
        "running shoes for women",
        "trail running shoes",
        "red running shoes",
    ]


def test_all_typed_words_are_in_a_completion_in_any_order() -> None:
    assert completed("shoes run") == [
        "running shoes",
        "trail running shoes",
        "running shoes for women",
        "red running shoes",
    ]
    assert completed("shoes red") == ["red running shoes"]


def test_a_brand_does_not_complete_a_colour() -> None:
    assert completed("red d") == ["red dress"]


def test_the_typed_phrase_itself_is_not_suggested() -> None:
    assert "shoes" not in completed("shoes")
    assert "running shoes" not in completed("Running  shoes")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hedp", "headphones"),
        ("haed", "headphones"),
        ("headfones", "headphones"),
        ("hedpfone", "headphones"),
        ("runing sh", "running shoes"),
        ("runnign shos", "running shoes"),
        ("swivle ch", "swivel chair"),
    ],
)
def test_typos_are_forgiven_from_the_third_letter_on(typed: str, meant: str) -> None:
    assert completed(typed)[0] == meant


def test_nothing_is_forgiven_in_one_or_two_letters() -> None:
    assert completed("xh") == []


def test_where_the_words_are_known_as_typed_nothing_is_read_otherwise() -> None:
    assert all(each.is_exact for each in SHOP.complete("shi", 5))
    assert completed("shirt") == ["women's t-shirt"]


def test_a_completion_tells_how_it_reads_what_was_typed() -> None:
    best = SHOP.complete("runing sho", 5)[0]
    assert (best.text, best.reading, best.is_exact) == ("running shoes", "running sho", False)
    assert SHOP.complete("runing shos", 1)[0].reading == "running shoes"
    assert SHOP.complete("sho", 1)[0].reading == "sho"


def test_an_earlier_word_may_be_begun_and_a_function_word_missing() -> None:
    assert completed("run shoe")[0] == "running shoes"
    assert completed("glasses for w") == ["red wine glasses"]


def test_accents_case_and_punctuation_do_not_count() -> None:
    assert completed("CREME BRU") == ["crème brûlée torch"]
    assert completed("crème brû") == ["crème brûlée torch"]
    assert completed("womens t sh") == ["women's t-shirt"]


def test_chinese_and_japanese_complete_character_by_character() -> None:
    assert completed("运") == ["运动鞋", "男 运动 跑步鞋"]
    assert completed("跑步") == ["男 运动 跑步鞋"]
    assert completed("ラン") == ["ランニングシューズ"]


def test_an_empty_index_completes_nothing() -> None:
    assert CompletionIndex().complete("shoes", 5) == []
    assert CompletionIndex.of({}).complete("shoes", 5) == []


def test_the_index_comes_back_from_its_arrays_as_they_are_stored() -> None:
    file = io.BytesIO()
    np.savez(file, **SHOP.arrays())  # type: ignore[arg-type]
    file.seek(0)
    stored = dict(np.load(file))
    for array in stored.values():
        array.flags.writeable = False
    again = CompletionIndex.from_arrays(stored)
    for typed in ("s", "sho", "shoes red", "hedp", "运", "zzz"):
        assert again.complete(typed, 5) == SHOP.complete(typed, 5)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.integers(0, 10))
def test_any_text_is_completed_by_known_phrases(typed: str, size: int) -> None:
    found = completed(typed, size)
    assert len(found) <= size
    assert len(set(found)) == len(found)
    assert set(found) <= set(SHOP.phrases)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=12))
def test_any_phrases_make_an_index(phrases: list[str]) -> None:
    index = CompletionIndex.of(dict.fromkeys(phrases, 1.0))
    for phrase in phrases:
        index.complete(phrase[:5], 5)


def test_ten_thousand_characters_are_completed_at_once() -> None:
    assert completed("x" * 10_000) == []
    assert "running shoes" in completed("shoes " * 2_000)


def edits(first: str, second: str) -> int:
    """Optimal string alignment, as it is defined."""
    table = [[row + column for column in range(len(second) + 1)] for row in range(len(first) + 1)]
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (first[i - 1] != second[j - 1]),
            )
            if i > 1 and j > 1 and first[i - 2 : i] == second[j - 2 : j][::-1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@pytest.mark.parametrize("whole", [False, True])
def test_the_trie_finds_all_words_that_are_near_and_no_others(whole: bool) -> None:
    draw = random.Random(4)
    words = sorted({"".join(draw.choices("abcd", k=draw.randint(1, 6))) for _ in range(200)})
    trie = WordTrie.of(words)
    for _ in range(60):
        text, most = "".join(draw.choices("abcde", k=draw.randint(1, 6))), draw.randint(0, 2)
        found: dict[str, int] = {}
        for near in trie.near(text, most, whole):
            for word in words[near.first : near.end]:
                found[word] = min(found.get(word, most), near.distance)
        beginnings = {
            word: [word] if whole else [word[:end] for end in range(1, len(word) + 1)]
            for word in words
        }
        nearest = {
            word: min(edits(text, each) for each in known) for word, known in beginnings.items()
        }
        assert found == {word: distance for word, distance in nearest.items() if distance <= most}
