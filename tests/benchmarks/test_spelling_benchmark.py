"""The spelling benchmark: its errors, its queries and how answers are counted."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.pseudo_words import pseudo_items, pseudo_words
from benchmarks.spellers import our_speller, symspell
from benchmarks.spelling import SHOPPER_MISSPELLINGS
from benchmarks.spelling_cases import is_same, misspelt_cases, title_pieces
from benchmarks.typos import KINDS, misspell
from tests.analyzers.spelling_shop import items, vocabulary

TEXT = "wireless bluetooth headphones for phones"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_error_changes_one_place(kind: str) -> None:
    for seed in range(30):
        wrong = misspell(TEXT, random.Random(seed), kind)
        assert wrong is not None
        assert wrong != TEXT
        assert abs(wrong.count(" ") - TEXT.count(" ")) == (kind in ("split", "join"))
        if kind in ("split", "join"):
            assert wrong.replace(" ", "") == TEXT.replace(" ", "")


@given(st.integers(0, 1000))
def test_numbers_codes_and_short_words_are_never_misspelt(seed: int) -> None:
    text = "12 wh-1000xm4 of tea 5ft abc123"
    for kind in KINDS:
        wrong = misspell(text, random.Random(seed), kind)
        assert wrong is None or (kind == "join" and wrong == "12 wh-1000xm4 oftea 5ft abc123")


@given(st.text(max_size=60), st.integers(0, 50))
def test_any_text_can_be_given_and_the_same_seed_makes_the_same_error(text: str, seed: int) -> None:
    assert misspell(text, random.Random(seed)) == misspell(text, random.Random(seed))


def test_an_unknown_kind_of_error_is_refused() -> None:
    with pytest.raises(KeyError):
        misspell(TEXT, random.Random(1), "smudge")


def test_queries_are_pieces_of_titles_and_kinds_have_equal_shares() -> None:
    shop = list(items())
    pieces = title_pieces(shop, 40, seed=5)
    titles = {item.title for item in shop}
    assert all(any(piece in title for title in titles) for piece in pieces)
    cases = misspelt_cases(pieces, 60, errors=1, seed=6)
    assert [case.kind for case in cases] == [*KINDS] * 10
    assert not any(is_same(case.typed, case.meant) for case in cases)


def test_accents_apostrophes_and_hyphens_are_no_difference() -> None:
    assert is_same("women's t-shirt café", "womens tshirt cafe")
    assert not is_same("t shirt", "tshirt")
    assert not is_same(None, "shirt")


def test_all_systems_answer_over_one_vocabulary() -> None:
    learnt = vocabulary()
    systems = {"ours": our_speller(learnt), **symspell(learnt, items())}
    for correct in systems.values():
        assert correct("wireless hedphones").text == "wireless headphones"


def test_made_up_words_are_new_and_distinct_and_all_are_used() -> None:
    known = list(vocabulary().words.keys)
    made = pseudo_words(known, 20, seed=3)
    assert len(set(made)) == 20
    assert not set(made) & set(known)
    assert made == pseudo_words(known, 20, seed=3)
    used = {word for item in pseudo_items(made, seed=4) for word in item.title.split()}
    assert used == set(made)


def test_too_few_words_to_make_others_like_them_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        pseudo_words(["lamp"], 5, seed=1)


def test_the_hand_written_misspellings_are_pairs() -> None:
    lines = SHOPPER_MISSPELLINGS.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 200
    assert all(len(line.split("\t")) == 2 for line in lines)


def test_missing_data_is_told(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.spelling", "--quick"],
        env={"SEARCHAPP_BENCHMARK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "Set SEARCHAPP_BENCHMARK_DATA to a folder with esci/products.jsonl.gz" in ended.stderr
