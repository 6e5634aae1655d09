"""Names that merchants wrote down are recognised beside the learnt ones, or never."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.entities.dictionary import EntityDictionary
from analyzers.entities.entity_rule import EntityRule, EntityRuleError
from analyzers.entities.naming import FIELDS
from analyzers.entities.words import keys_of
from analyzers.entities.written_entities import WrittenEntities
from analyzers.lexicon import Lexicon
from analyzers.query import Entity
from tests.analyzers.entity_shop import CHAIN, DICTIONARY, WITHOUT_TOKENS

HP = EntityRule("brand", ("hp", "H & P"), ("Hewlett-Packard", "HP"), name="HP")
EDIT = EntityRule("category", ("summer edit",), ("Campaigns > Summer 26",))


def entities(
    text: str,
    *rules: EntityRule,
    dictionary: EntityDictionary = DICTIONARY,
    language: str = "en",
) -> list[Entity]:
    lexicon = Lexicon(
        languages=("en", "de", "fr", "es"),
        currency="USD",
        entities=dictionary,
        written_entities=WrittenEntities.of(rules),
    )
    chain = CHAIN if language == "en" else WITHOUT_TOKENS
    return list(chain.analyze(text, language, lexicon).entities)


def sure(text: str, *rules: EntityRule, **more: Any) -> dict[str, tuple[str, ...]]:
    return {each.field: each.values for each in entities(text, *rules, **more) if each.is_sure}


def test_an_alias_means_its_values_and_says_by_which_rule() -> None:
    (found,) = entities("HP printer", HP)
    assert (found.field, found.values) == ("brand", ("Hewlett-Packard", "HP"))
    assert (found.start, found.end, found.confidence) == (0, 2, 1.0)
    assert found.evidence == "brand by the rule 'HP'"
    assert found.is_spoken
    assert sure("printer by h&p", HP)["brand"] == HP.values
    assert not entities("hpx printer", HP)


def test_it_needs_no_learnt_dictionary() -> None:
    assert sure("hp", HP, dictionary=EntityDictionary()) == {"brand": HP.values}


def test_a_collection_is_a_category_beside_what_else_is_named() -> None:
    found = sure("navy hoodie summer edit", EDIT)
    assert found["category"] == EDIT.values
    assert found["colour"] == ("Navy",)


def test_what_merchants_are_sure_of_goes_before_what_was_learnt() -> None:
    assert sure("navy hoodie")["colour"] == ("Navy",)
    rule = EntityRule("brand", ("navy",), ("Old Navy",))
    assert sure("navy hoodie", rule) == {**sure("hoodie"), "brand": ("Old Navy",)}
    unsure = replace(rule, confidence=0.5)
    assert sure("navy hoodie", unsure)["colour"] == ("Navy",)
    assert any(each.values == ("Old Navy",) for each in entities("navy hoodie", unsure))


def test_a_longer_learnt_name_goes_before_a_word_of_it() -> None:
    rule = EntityRule("colour", ("heron",), ("Grey",))
    assert sure("blue heron & co dress", rule)["brand"] == ("Blue Heron & Co",)
    assert "colour" not in sure("blue heron & co dress", rule)


def test_a_name_may_hold_what_looks_like_a_price() -> None:
    assert "price" in sure("hoodie under $20")
    deals = EntityRule("category", ("under 20 club",), ("Deals > Under 20",))
    found = sure("under 20 club hoodie", deals)
    assert found["category"] == deals.values
    assert "price" not in found


def test_a_name_that_is_not_wanted_does_not_filter() -> None:
    assert all(each.is_negated for each in entities("printer -hp", HP) if each.field == "brand")
    assert "brand" not in sure("case for hp", HP)


def test_a_seller_is_meant_with_the_words_that_say_so() -> None:
    rule = EntityRule("seller_name", ("tildas",), ("Tilda's Workshop",))
    (seller,) = (each for each in entities("hoodie sold by tildas", rule) if each.is_sure)
    assert seller.values == ("Tilda's Workshop",)
    assert "hoodie sold by tildas"[seller.start :] == "sold by tildas"
    assert sure("tildas hoodie", rule)["seller_name"] == ("Tilda's Workshop",)


def test_a_name_of_one_language_is_read_in_it_alone() -> None:
    rule = EntityRule("colour", ("tannengrün",), ("Green",), language="de")
    assert sure("tannengrün hemd", rule, language="de")["colour"] == ("Green",)
    assert "colour" not in sure("tannengrün hemd", rule, language="en")


def test_what_is_forbidden_is_never_recognised_as_that() -> None:
    assert sure("orange hoodie")["colour"] == ("Orange",)
    never = EntityRule("colour", ("Orange",))
    rest = [each for each in entities("orange hoodie") if each.field != "colour"]
    assert [(each.field, each.values) for each in entities("orange hoodie", never)] == [
        (each.field, each.values) for each in rest
    ]
    assert sure("navy hoodie", never)["colour"] == ("Navy",)
    german = replace(never, language="de")
    assert sure("orange hoodie", german)["colour"] == ("Orange",)


def test_a_longer_name_with_a_forbidden_word_stays() -> None:
    never = EntityRule("brand", ("heron",))
    assert sure("blue heron & co dress", never)["brand"] == ("Blue Heron & Co",)


def test_forbidding_goes_before_meaning_and_what_is_inactive_says_nothing() -> None:
    never = EntityRule("brand", ("hp",))
    assert "brand" not in sure("hp printer", HP, never)
    assert "brand" in sure("hp printer", HP, replace(never, is_active=False))
    assert "brand" not in sure("hp printer", replace(HP, is_active=False))


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"field": "price"}, "field", "brand, category"),
        ({"names": ()}, "names", "at least one"),
        ({"names": ("hp", "!")}, "names", "'!' has no word"),
        ({"names": ("a b c d e f g h i",)}, "names", "8 at most"),
        ({"values": ("",)}, "values", "as the catalog does"),
        ({"values": tuple(map(str, range(65)))}, "values", "64 at most"),
        ({"confidence": 0.0}, "confidence", "(0, 1]"),
        ({"confidence": float("nan")}, "confidence", "(0, 1]"),
    ],
)
def test_a_rule_that_can_not_be_used_names_its_field_and_the_cure(
    values: dict[str, Any], field: str, says: str
) -> None:
    usable: dict[str, Any] = {"field": "brand", "names": ("hp",), "values": ("HP",)}
    with pytest.raises(EntityRuleError) as caught:
        EntityRule(**(usable | values))
    assert caught.value.field == field
    assert says in caught.value.message


def test_rules_are_read_as_what_they_say() -> None:
    assert str(HP) == "hp, H & P → brand: Hewlett-Packard, HP"
    assert EntityRule("colour", ("apple",)).label == "apple ⇏ colour"


WORDS = st.sampled_from(
    ["hp", "navy", "orange", "dress", "hoodie", "xl", "under", "20", "torvel", "no", "für", "blue"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
RULES = st.builds(
    EntityRule,
    field=st.sampled_from(FIELDS),
    names=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
    values=st.lists(st.sampled_from(["Red", "Torvel", "Fashion > Dresses"]), max_size=2).map(tuple),
    language=st.sampled_from(["", "en", "de"]),
    confidence=st.sampled_from([0.3, 0.8, 1.0]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.lists(RULES, max_size=5))
def test_entities_stand_in_the_text_and_keep_to_the_rules(
    text: str, rules: list[EntityRule]
) -> None:
    found = entities(text, *rules)
    never = {
        (rule.field, keys_of(name))
        for rule in rules
        if rule.forbids and rule.language in ("", "en")
        for name in rule.names
    }
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert 0 < each.confidence <= 1
        assert (each.field, keys_of(text[each.start : each.end])) not in never
        if "by the rule" in each.evidence:
            assert any(each.field == rule.field and each.values for rule in rules)
    filtering = [(each.start, each.end) for each in found if each.is_sure]
    places = [place for start, end in filtering for place in range(start, end)]
    assert len(places) == len(set(places))


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_rules_of_other_words_change_nothing(text: str) -> None:
    assert entities(text, EntityRule("brand", ("zzyzx",), ("Z",)), EntityRule("brand", ("q",))) == (
        entities(text)
    )
