"""Merchants change the words of a query; each change is told with its rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.merchandising import WordChange
from searchapp.pipeline.understanding.worded import changed_text


def changed(text: str, *changes: tuple[str | None, str]) -> str:
    wanted = [WordChange(before, after, "Autumn", "r1") for before, after in changes]
    return changed_text(AnalyzedQuery(text, text, "en"), wanted)[0]


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("red t-shirts men", "T Shirt", "tee", "red tee men"),
        ("red t shirt men", "t-shirts", "tee", "red tee men"),
        ("kettle kettles", "kettle", "teapot", "teapot teapot"),
        ("cheap shoes", "cheap", "", "shoes"),
        ("cheap", "cheap", "", "cheap"),
        ("cheap shoes", None, "sale", "cheap shoes sale"),
        ("sale shoes", None, "sale", "sale shoes"),
        ("anything at all", "", "gifts", "gifts"),
        ("", "", "gifts", ""),
        ("", None, "gifts", ""),
        ("shirts", "t shirt", "tee", "shirts"),
    ],
)
def test_words_are_replaced_added_and_removed(
    text: str, before: str | None, after: str, expected: str
) -> None:
    assert changed(text, (before, after)) == expected


def test_changes_follow_one_another_and_name_their_rule() -> None:
    changes = [WordChange("a", "b", "One", "1"), WordChange("b", "c", "Two", "2")]
    text, edits = changed_text(AnalyzedQuery("a x", "a x", "en"), changes)
    assert text == "c x"
    assert [(edit.rule, edit.before, edit.after) for edit in edits] == [
        ("1: One", "a x", "b x"),
        ("2: Two", "b x", "c x"),
    ]


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=8))
def test_any_text_can_be_changed_and_none_becomes_empty(text: str, before: str, after: str) -> None:
    assert bool(changed(text, (before, after)).strip()) or not text.strip() or not after.strip()
