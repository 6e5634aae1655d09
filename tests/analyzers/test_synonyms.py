"""Synonyms: what a query may also be searched by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.base import Analyzer
from analyzers.lexicon import Lexicon
from analyzers.normalization import normalize
from analyzers.query import AnalyzedQuery, Expansion, Token
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.synonyms.analyzer import MOST_FOR_A_QUERY, MOST_FOR_ONE_TERM, Synonyms
from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.synonym_set import SynonymSet, WordForms
from analyzers.synonyms.words import compared_number, compared_words
from tests.contracts.analyzer import AnalyzerContract

LEMMAS = {"mice": "mouse"}


def analysed(text: str, lexicon: Lexicon, language: str = "en") -> AnalyzedQuery:
    """`text` in words, with their synonyms."""
    text = normalize(text)
    tokens = tuple(
        Token(word[0], word.start(), word.end(), LEMMAS.get(word[0], word[0]))
        for word in re.finditer(r"\w(?:['-]?\w)*", text)
    )
    return Synonyms().analyze(AnalyzedQuery(text, text, language, tokens), lexicon)


def two_way(*terms: str, **settings: object) -> SynonymRule:
    return SynonymRule("two", RuleKind.TWO_WAY, terms, **settings)  # type: ignore[arg-type]


def one_way(term: str, *targets: str, **settings: object) -> SynonymRule:
    return SynonymRule("one", RuleKind.ONE_WAY, (term,), targets, **settings)  # type: ignore[arg-type]


def replacement(term: str, *targets: str, **settings: object) -> SynonymRule:
    return SynonymRule("new", RuleKind.REPLACEMENT, (term,), targets, **settings)  # type: ignore[arg-type]


def expansions(
    text: str, *rules: SynonymRule, language: str = "en", **knowledge: object
) -> tuple[Expansion, ...]:
    lexicon = Lexicon(synonyms=SynonymSet.of(rules), **knowledge)  # type: ignore[arg-type]
    return analysed(text, lexicon, language).expansions


def said(text: str, *rules: SynonymRule, language: str = "en") -> list[tuple[int, int, str]]:
    """Which tokens have which expansions."""
    found = expansions(text, *rules, language=language)
    return [(each.first, each.last, each.text) for each in found]


class TestSynonyms(AnalyzerContract):
    def analyzer(self) -> Analyzer:
        return Synonyms()


def test_each_term_of_a_two_way_rule_finds_the_others() -> None:
    rule = two_way("sofa", "couch", "settee")
    assert said("grey couch", rule) == [(1, 2, "sofa"), (1, 2, "settee")]
    assert said("sofa", rule) == [(0, 1, "couch"), (0, 1, "settee")]


def test_a_one_way_rule_does_not_work_backwards() -> None:
    rule = one_way("laptop", "notebook")
    assert said("laptop bag", rule) == [(0, 1, "notebook")]
    assert said("notebook", rule) == []


def test_a_replacement_is_searched_instead() -> None:
    [found] = expansions("blue sneekers", replacement("sneekers", "sneakers", weight=0.9))
    assert found == Expansion(1, 2, "sneakers", 0.9, "new", replaces=True)


def test_expansions_name_their_rule() -> None:
    named, unnamed = (
        two_way("tv", "television"),
        SynonymRule("", RuleKind.ONE_WAY, ("tv",), ("oled",)),
    )
    assert [each.rule for each in expansions("tv", named, unnamed)] == ["two", "tv → oled"]


def test_terms_of_several_words_match_side_by_side() -> None:
    rule = two_way("cell phone", "mobile", "smart phone")
    assert said("red cell phone case", rule) == [(1, 3, "mobile"), (1, 3, "smart phone")]
    assert said("mobile case", rule) == [(0, 1, "cell phone"), (0, 1, "smart phone")]
    assert said("phone cell", rule) == []


def test_the_longest_term_wins_and_a_word_is_in_one_match() -> None:
    rules = one_way("phone", "telephone"), one_way("cell phone", "mobile"), one_way("cell", "unit")
    assert said("cell phone", *rules) == [(0, 2, "mobile")]
    assert said("cell battery phone", *rules) == [(0, 1, "unit"), (2, 3, "telephone")]


def test_a_synonym_of_a_synonym_is_none() -> None:
    rules = one_way("a1", "b1"), one_way("b1", "c1"), replacement("d1", "a1")
    assert said("a1", *rules) == [(0, 1, "b1")]
    assert said("d1", *rules) == [(0, 1, "a1")]


def test_a_replacement_hides_other_rules_of_its_term() -> None:
    rules = two_way("tv", "television"), replacement("tv", "oled"), replacement("tv", "led")
    assert said("tv", *rules) == [(0, 1, "oled")]


def test_several_rules_add_up_and_the_greater_weight_counts() -> None:
    rules = two_way("sofa", "couch", weight=0.5), one_way("sofa", "couch", "divan", weight=0.8)
    found = {each.text: (each.weight, each.rule) for each in expansions("sofa", *rules)}
    assert found == {"couch": (0.8, "one"), "divan": (0.8, "one")}


@pytest.mark.parametrize(
    "typed",
    ["T-Shirts", "t shirt", "t  SHIRTS", "T–SHIRT"],
)
def test_case_hyphens_and_plurals_make_no_difference(typed: str) -> None:
    assert [text for *_, text in said(typed, two_way("t-shirt", "tee"))] == ["tee"]


@pytest.mark.parametrize(
    ("term", "typed"),
    [
        ("canapé", "canape"), ("canape", "Canapé"), ("women's coat", "womens coat"),
        ("women’s coat", "women's coats"), ("mouse", "mice"), ("couches", "couch"),
        ("weiß", "weiss"), ("running", "running,"),
    ],
)  # fmt: skip
def test_a_term_is_found_in_other_forms(term: str, typed: str) -> None:
    assert [text for *_, text in said(typed, one_way(term, "found"))] == ["found"]


def test_a_term_as_it_is_typed_goes_before_its_other_forms() -> None:
    rules = one_way("short", "crop"), one_way("shorts", "bermuda")
    assert said("shorts", *rules) == [(0, 1, "bermuda")]
    assert said("short", *rules) == [(0, 1, "crop")]


def test_glass_is_not_the_singular_of_glasses() -> None:
    assert said("glass", one_way("glasses", "eyewear")) == []
    assert (compared_number("glasses"), compared_number("news")) == ("glasses", "news")


def test_rules_are_for_their_language_or_for_all() -> None:
    rules = one_way("pull", "sweater", language="fr"), one_way("pull", "tug")
    assert said("pull", *rules, language="fr") == [(0, 1, "sweater"), (0, 1, "tug")]
    assert said("pull", *rules, language="de") == [(0, 1, "tug")]


def test_rules_that_are_not_active_or_say_nothing_do_nothing() -> None:
    rules = [
        two_way("sofa", "couch", is_active=False),
        two_way("sofa", "divan", weight=0.0),
        two_way("sofa"),
        one_way("sofa", "?!"),
        one_way("", "settee"),
        one_way("sofa", "SOFA"),
    ]
    assert said("sofa", *rules) == []


def test_words_that_are_not_wanted_have_no_synonyms() -> None:
    tokens = (
        Token("sofa", 0, 4),
        Token("-", 5, 6, is_marker=True),
        Token("couch", 6, 11, is_negated=True),
    )
    query = AnalyzedQuery("sofa -couch", "sofa -couch", "en", tokens)
    lexicon = Lexicon(
        synonyms=SynonymSet.of([two_way("sofa", "couch"), two_way("sofa couch", "x")])
    )
    found = Synonyms().analyze(query, lexicon).expansions
    assert [(each.first, each.text) for each in found] == [(0, "couch")]


@dataclass(frozen=True)
class Counts:
    """A vocabulary with these numbers of items."""

    items: dict[str, int]

    def count(self, word: str) -> int:
        return self.items.get(word, 0)


def weights(text: str, rule: SynonymRule, vocabulary: object) -> dict[str, float]:
    return {each.text: each.weight for each in expansions(text, rule, vocabulary=vocabulary)}


def test_a_rare_alternative_is_worth_as_much_as_the_word_it_stands_for() -> None:
    counts = Counts({"black": 10_000, "noir": 10, "dark": 50_000})
    found = weights("black", one_way("black", "noir", "dark", weight=0.8), counts)
    assert found["dark"] == 0.8
    assert 0.2 < found["noir"] < 0.4


def test_a_phrase_is_worth_as_much_as_the_word_it_stands_for() -> None:
    found = weights("tv", one_way("tv", "television set", weight=0.8), Vocabulary())
    assert found == {"television set": 0.4}


def test_a_replacement_keeps_its_weight() -> None:
    rule = replacement("black", "noir", weight=0.8)
    assert weights("black", rule, Counts({"black": 10_000, "noir": 10})) == {"noir": 0.8}


def test_the_number_of_expansions_is_bounded() -> None:
    best = [SynonymRule("best", RuleKind.ONE_WAY, ("sofa",), ("best",), 1.0)]
    many = [one_way("sofa", *(f"s{n}" for n in range(50)))]
    found = said("sofa", *many, *best)
    assert len(found) == MOST_FOR_ONE_TERM
    assert found[0] == (0, 1, "best")
    assert len(said("sofa " * 2_000, *many)) == MOST_FOR_A_QUERY


def test_analysing_twice_adds_nothing_and_keeps_what_others_added() -> None:
    lexicon = Lexicon(synonyms=SynonymSet.of([two_way("sofa", "couch")]))
    other = Expansion(0, 1, "parts", 1.0, "compounds")
    query = AnalyzedQuery("sofa", "sofa", "en", (Token("sofa", 0, 4),), (other,))
    once = Synonyms().analyze(query, lexicon)
    assert [each.text for each in once.expansions] == ["parts", "couch"]
    assert Synonyms().analyze(once, lexicon).expansions == once.expansions


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(
    text=st.text(max_size=40),
    sides=st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=4),
    kind=st.sampled_from(RuleKind),
)
def test_any_rules_and_any_query(text: str, sides: list[tuple[str, str]], kind: RuleKind) -> None:
    rules = [SynonymRule("any", kind, side, side[::-1][:1]) for side in sides]
    lexicon = Lexicon(synonyms=SynonymSet.of(rules))
    found = analysed(text + "".join(side[0] for side in sides), lexicon)
    for each in found.expansions:
        assert 0 <= each.first < each.last <= len(found.tokens)
        assert each.text and 0 < each.weight <= 1
    ordered = sorted({(each.first, each.last) for each in found.expansions})
    assert all(one[1] <= two[0] for one, two in pairwise(ordered))


def test_ten_thousand_rules_are_built_and_matched_quickly() -> None:
    rules = [
        SynonymRule(f"{n}", RuleKind.TWO_WAY, (f"word{n} one", f"word{n + 1} two", f"other{n}"))
        for n in range(10_000)
    ]
    started = perf_counter()
    synonyms = SynonymSet.of(rules)
    assert perf_counter() - started < 5
    words = [WordForms(compared_words(f"word{n} one lamp {n}")) for n in range(500)]
    times = []
    for each in words:
        started = perf_counter()
        synonyms.matches([WordForms((word,)) for word in each.typed], "en")
        times.append(perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.0005
