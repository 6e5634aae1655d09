"""A word and its plural have one form, told by letters alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.plurals import plural, singular


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("shoe", "shoes"), ("box", "boxes"), ("couch", "couches"), ("brush", "brushes"),
        ("dress", "dresses"), ("tie", "ties"), ("hoodie", "hoodies"), ("cookie", "cookies"),
        ("berry", "berries"), ("toy", "toys"), ("buzz", "buzzes"),
    ],
)  # fmt: skip
def test_a_word_and_its_plural_have_one_form(one: str, many: str) -> None:
    assert singular(one) == singular(many)


@pytest.mark.parametrize("word", ["dress", "bus", "tennis", "gas", "6s", "ps4s", "usb"])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert singular(word) == word


# Not "-is" and "-us", which may be no plurals, nor "sizes", which looks like "boxes".
@given(st.from_regex(r"[a-z]{2,12}[a-df-hj-rtv-y]", fullmatch=True))
def test_a_plural_that_was_made_is_told_again(word: str) -> None:
    assert singular(plural(word)) == singular(word)
