"""What a cross-encoder reads of a query and a product."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerankers.pair_text import DocumentText, PairTokenizer, document_text
from tests.rerankers.small_cross_encoder import tokenizer_file

LEAST_TOKENS = 8


@pytest.fixture(scope="module")
def tokenizer_json(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tokenizer_file(tmp_path_factory.mktemp("tokenizer"))


def test_a_product_is_its_title_and_what_tells_it_from_others() -> None:
    document = {
        "title": "Trail shoe",
        "brand": "Velo",
        "category": ["Shoes", "Shoes > Running"],
        "colour": ["red", "blue"],
        "material": "mesh",
        "price": 80.0,
    }
    assert document_text(document) == DocumentText(
        "Trail shoe", "Velo | Running | red, blue | mesh"
    )


def test_a_brand_that_the_title_has_is_not_said_again() -> None:
    assert document_text({"title": "VELO trail shoe", "brand": "Velo"}).attributes == ""


def test_a_document_that_says_nothing_has_empty_texts() -> None:
    assert document_text({"title": None, "brand": "", "colour": []}) == DocumentText("", "")


def test_the_two_texts_have_types_of_their_own(tokenizer_json: Path) -> None:
    tokenizer = PairTokenizer(tokenizer_json, 32)
    ids, types = tokenizer.row(
        tokenizer.query("red shoe"), tokenizer.document(DocumentText("blue shoes", "velo"))
    )
    assert types.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert len(ids) == len(types)


def test_a_long_title_leaves_room_for_the_attributes(tokenizer_json: Path) -> None:
    tokenizer = PairTokenizer(tokenizer_json, 16)
    (velo,) = tokenizer.words("velo")
    ids, _ = tokenizer.row(
        tokenizer.query("red"), tokenizer.document(DocumentText("shoe " * 99, "velo"))
    )
    assert len(ids) == 16
    assert velo in ids


@given(
    query=st.text(max_size=80),
    title=st.text(max_size=200),
    attributes=st.text(max_size=80),
    length=st.integers(LEAST_TOKENS, 64),
)
def test_any_texts_make_a_row_that_fits(
    tokenizer_json: Path, query: str, title: str, attributes: str, length: int
) -> None:
    tokenizer = PairTokenizer(tokenizer_json, length)
    ids, types = tokenizer.row(
        tokenizer.query(query), tokenizer.document(DocumentText(title, attributes))
    )
    assert len(ids) == len(types) <= length
    assert set(types.tolist()) == {0, 1}
