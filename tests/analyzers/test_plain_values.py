"""What merchants write about words goes into plain values and comes back the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.entities.entity_rule import EntityRule
from analyzers.entities.naming import FIELDS
from analyzers.intents.intent_rule import LEADS, IntentRule
from analyzers.plain_values import WrittenRule, from_plain, to_plain
from analyzers.rule_error import RuleError
from analyzers.synonyms.rule import RuleKind, SynonymRule

TEXTS = st.lists(st.text(max_size=10), max_size=3).map(tuple)
WORDS = st.lists(st.from_regex("[a-z]{1,8}", fullmatch=True), min_size=1, max_size=3).map(tuple)
SHARES = st.floats(0.01, 1)
LANGUAGES = st.sampled_from(["", "de"])
RULES: st.SearchStrategy[WrittenRule] = st.one_of(
    st.builds(
        SynonymRule,
        name=st.text(max_size=10),
        kind=st.sampled_from(RuleKind),
        terms=TEXTS,
        targets=TEXTS,
        weight=SHARES,
        language=LANGUAGES,
        is_active=st.booleans(),
    ),
    st.builds(
        IntentRule,
        name=st.from_regex("[a-z]{1,8}", fullmatch=True),
        phrases=WORDS,
        language=LANGUAGES,
        unless=WORDS | st.just(()),
        confidence=SHARES,
        leads=st.sampled_from(LEADS),
        link=st.sampled_from(["", "/returns"]),
        title=st.text(max_size=10),
    ),
    st.builds(
        EntityRule,
        field=st.sampled_from(FIELDS),
        names=WORDS,
        values=WORDS | st.just(()),
        language=LANGUAGES,
        confidence=SHARES,
        name=st.text(max_size=10),
        is_active=st.booleans(),
    ),
)


@given(RULES)
def test_a_rule_comes_back_as_it_was(rule: WrittenRule) -> None:
    plain = json.loads(json.dumps(to_plain(rule)))
    assert from_plain(type(rule), plain) == rule


def test_what_is_as_usual_is_not_written() -> None:
    assert to_plain(SynonymRule("", RuleKind.TWO_WAY, ("tv", "television"))) == {
        "name": "",
        "kind": "two-way",
        "terms": ["tv", "television"],
    }
    assert to_plain(EntityRule("colour", ("apple",))) == {"field": "colour", "names": ["apple"]}


@pytest.mark.parametrize(
    ("kind", "value", "field", "says"),
    [
        (SynonymRule, [], "", "an object"),
        (SynonymRule, {"name": "", "terms": []}, "kind", "missing"),
        (SynonymRule, {"name": "", "kind": "both", "terms": []}, "kind", "two-way, one-way"),
        (SynonymRule, {"name": "", "kind": ["x"], "terms": []}, "kind", "a list"),
        (SynonymRule, {"name": "", "kind": "two-way", "terms": "tv"}, "terms", "list of texts"),
        (IntentRule, {"name": "x", "phrases": ["x"], "confidence": True}, "confidence", "a number"),
        (IntentRule, {"name": "x", "phrases": ["["]}, "phrases", "bracket"),
        (EntityRule, {"field": "brand", "names": ["hp"], "is_active": 1}, "is_active", "true or"),
        (EntityRule, {"field": "brand", "names": ["hp"], "alias": 1}, "alias", "is not known"),
        (EntityRule, {"field": "price", "names": ["hp"]}, "field", "brand, category"),
        (EntityRule, {"field": None, "names": ["hp"]}, "field", "expected text, not null"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(
    kind: Any, value: object, field: str, says: str
) -> None:
    with pytest.raises(RuleError) as caught:
        from_plain(kind, value)
    assert caught.value.field == field
    assert says in caught.value.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["name", "kind", "terms", "field", "names", "phrases", "values", "weight"])


@given(st.sampled_from([SynonymRule, IntentRule, EntityRule]), st.dictionaries(NAMES, JSON) | JSON)
def test_any_value_is_a_rule_or_a_named_refusal(kind: Any, value: object) -> None:
    try:
        from_plain(kind, value)
    except RuleError as error:
        assert error.message
