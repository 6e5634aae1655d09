"""Intents: how phrases are written and matched, and what a match does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.intents.analyzer import Intents
from analyzers.intents.default_rules import default_rules
from analyzers.intents.intent_rule import IntentEffect, IntentRule, IntentRuleError
from analyzers.intents.intent_set import IntentSet
from analyzers.intents.phrase import PhraseError, parse_phrase, words_of
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Entity, Intent
from tests.contracts.analyzer import AnalyzerContract
from tests.timing import quickest


def says(phrase: str, text: str) -> bool:
    words = [word.text for word in words_of(text.lower(), 40)]
    return parse_phrase(phrase).is_in(words, {})


def intents_of(
    text: str,
    *rules: IntentRule,
    language: str = "en",
    languages: tuple[str, ...] = ("en",),
    entities: tuple[Entity, ...] = (),
) -> tuple[Intent, ...]:
    lexicon = Lexicon(languages=languages, intents=IntentSet.of(rules or default_rules()))
    query = AnalyzedQuery(raw=text, text=text, language=language, entities=entities)
    return Intents().analyze(query, lexicon).intents


class TestIntents(AnalyzerContract):
    def analyzer(self) -> Intents:
        return Intents()


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("track my order", "please track my order", True),
        ("track my order", "track the order", False),
        ("track my|the order|parcel", "track the parcel", True),
        ("track [my|the] order", "track order", True),
        ("track [my|the] order", "track a order", False),
        ("^how to _", "how to sew", True),
        ("^how to _", "how to", False),
        ("^how to _", "learn how to sew", False),
        ("live$", "makeup live", True),
        ("live$", "live bait", False),
        ("^contact$", "contact", True),
        ("^contact$", "contact lenses", False),
        ("where * order", "where on earth is my order", True),
        ("where * order", "where one two three four five order", False),
        ("where * order", "where order", True),
        ("a [_] b", "a x b", True),
        ("a [_] b", "a b", True),
        ("a [_] b", "a x y b", False),
        ("wheres my order", "where's my order?", True),
        ("café", "a cafe", True),
        ("cafe", "im café", True),
        ("返品", "商品を返品したい", True),
        ("返品", "返商品", False),
        ("t-shirt", "red t shirt", True),
    ],
)
def test_a_phrase_is_matched_on_whole_words(phrase: str, text: str, expected: bool) -> None:
    assert says(phrase, text) is expected


@pytest.mark.parametrize(
    ("phrase", "cure"),
    [
        ("", "at least one"),
        ("* [my] _", "at least one"),
        ("track [my order", "bracket"),
        ("track ]", "bracket"),
        ("a [b [c]]", "bracket"),
        ("gift card|", "single words"),
        ("e-mail|phone us", "single words"),
        ("{Brand} shop", "write fields"),
        ("track* order", "stands alone"),
        ("my ^order", "very start"),
    ],
)
def test_a_phrase_that_cannot_be_read_says_how_to_write_it(phrase: str, cure: str) -> None:
    with pytest.raises(PhraseError, match=cure):
        parse_phrase(phrase)


@given(st.text(alphabet="ab^$*_[]{}| ", max_size=30), st.text(alphabet="ab ", max_size=20))
def test_any_phrase_is_read_or_refused_and_matched_without_error(phrase: str, text: str) -> None:
    try:
        parsed = parse_phrase(phrase)
    except PhraseError:
        return
    parsed.is_in(text.split(), {"a": [(0, 1)]})


@given(st.text(max_size=60))
def test_the_words_of_a_text_stand_where_they_say(text: str) -> None:
    for word in words_of(text, 20):
        assert 0 <= word.start < word.end <= len(text)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("phrases", {"phrases": ()}),
        ("phrases", {"phrases": ("a [",)}),
        ("unless", {"unless": ("*",)}),
        ("confidence", {"confidence": 0.0}),
        ("confidence", {"confidence": 1.5}),
        ("leads", {"leads": "product"}),
        ("link", {"link": "//elsewhere.example"}),
        ("link", {"link": "javascript:alert(1)"}),
        ("link", {"link": "/a page"}),
    ],
)
def test_a_rule_that_cannot_be_used_names_the_field(field: str, values: dict[str, object]) -> None:
    with pytest.raises(IntentRuleError) as refused:
        IntentRule.of({"name": "returns", "phrases": ("return",), **values})
    assert refused.value.field == field


def test_an_intent_is_found_with_its_confidence_and_the_phrase_that_says_it() -> None:
    rule = IntentRule("returns", ("^return [my] _",), confidence=0.7)
    assert intents_of("return my shoes", rule) == (Intent("returns", 0.7, "^return [my] _"),)


def test_a_near_miss_is_no_intent() -> None:
    rule = IntentRule("returns", ("^return _",), unless=("air filter|vent",))
    assert intents_of("return shoes", rule)
    assert not intents_of("return air filter", rule)


def test_the_surest_of_several_rules_of_one_name_counts_and_the_surest_intent_comes_first() -> None:
    rules = (
        IntentRule("live", ("live",), confidence=0.5),
        IntentRule("live", ("live now",), confidence=0.9),
        IntentRule("hours", ("now",), confidence=0.95),
    )
    found = intents_of("live now", *rules)
    assert [(intent.name, intent.confidence) for intent in found] == [
        ("hours", 0.95),
        ("live", 0.9),
    ]


def test_rules_of_the_query_and_of_the_shop_apply_and_those_of_all_languages() -> None:
    rules = (
        IntentRule("de", ("retoure",), language="de"),
        IntentRule("fr", ("retoure",), language="fr"),
        IntentRule("any", ("retoure",)),
    )
    assert {each.name for each in intents_of("retoure", *rules)} == {"any"}
    assert {each.name for each in intents_of("retoure", *rules, language="fr")} == {"any", "fr"}
    assert {each.name for each in intents_of("retoure", *rules, languages=("en", "de"))} == {
        "any",
        "de",
    }


def test_a_sellers_shop_is_known_by_the_value_that_was_recognised() -> None:
    def entity(field: str, start: int, end: int) -> Entity:
        return Entity(field, ("Harbour Goods",), start, end, 0.9, "catalog")

    rule = IntentRule("shop", ("^{seller_name|brand} shop$",))
    text = "harbour goods shop"
    assert intents_of(text, rule, entities=(entity("seller_name", 0, 13),))
    assert intents_of(text, rule, entities=(entity("brand", 0, 13),))
    assert not intents_of(text, rule, entities=(entity("colour", 0, 13),))
    assert not intents_of(text, rule, entities=(entity("brand", 8, 13),))
    assert not intents_of(text, rule)


def test_a_phrase_of_recognised_values_alone_is_allowed() -> None:
    rule = IntentRule("shop", ("^{brand}$",))
    brand = Entity("brand", ("Nike",), 0, 4, 0.9, "catalog")
    assert intents_of("nike", rule, entities=(brand,))
    assert not intents_of("nike shoes", rule, entities=(brand,))


def test_the_effect_of_an_intent_is_that_of_its_language_if_there_is_one() -> None:
    intents = IntentSet.of(
        [
            IntentRule("returns", ("return",), language="en", link="/returns", title="Return"),
            IntentRule("returns", ("retoure",), language="de", link="/returns", title="Retoure"),
        ]
    )
    assert intents.effect("returns", "de").title == "Retoure"
    assert intents.effect("returns", "fr") == IntentEffect("", "/returns", "Return")
    assert intents.effect("unknown") == IntentEffect()


def test_without_rules_a_query_stays_as_it_is() -> None:
    query = AnalyzedQuery("where is my order", "where is my order", "en")
    assert Intents().analyze(query, Lexicon()) is query


def test_an_intent_of_an_older_lexicon_does_not_stay() -> None:
    query = AnalyzedQuery("x", "x", "en", intents=(Intent("returns", 0.9, "x"),))
    assert Intents().analyze(query, Lexicon()).intents == ()


def test_rules_of_a_name_agree_on_what_leads_and_every_language_has_the_same_intents() -> None:
    by_language: dict[str, set[str]] = {}
    leads: dict[str, set[str]] = {}
    for rule in default_rules():
        by_language.setdefault(rule.language, set()).add(rule.name)
        leads.setdefault(rule.name, set()).add(rule.leads)
    assert all(len(kinds) == 1 for kinds in leads.values())
    assert by_language["en"] == by_language["de"] == by_language["es"] == by_language["fr"]
    assert by_language[""] <= by_language["en"]


def test_the_time_does_not_grow_with_a_text_that_repeats_a_phrase() -> None:
    lexicon = Lexicon(languages=("en", "de", "es", "fr"), intents=IntentSet.of(default_rules()))
    text = "where is my order how to return " * 320
    query = AnalyzedQuery(text, text, "en")
    assert quickest(lambda: Intents().analyze(query, lexicon)) < 0.05
