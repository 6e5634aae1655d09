"""The analysis benchmark: its queries, its synonyms and what it prints."""

from __future__ import annotations

import spacy

from analyzers.lexicon import Lexicon
from analyzers.synonyms.rule import RuleKind
from benchmarks.analysis import WHOLE, YARDSTICK, _growth, _latencies
from benchmarks.analysis_queries import LONGEST, WARM_UP, adversarial, queries, synonym_rules
from searchapp import wiring
from tests.analyzers.spelling_shop import items, vocabulary

CHAIN = wiring.analyzer_chain()


def test_queries_are_seeded_and_as_many_of_each_kind() -> None:
    shop = list(items())
    made = queries(shop, 10, seed=3)
    assert made == queries(shop, 10, seed=3)
    assert {kind: len(texts) for kind, texts in made.items()} == dict.fromkeys(
        ("clean", "misspelt", "long"), 10 + WARM_UP
    )


def test_what_may_be_slow_has_ten_thousand_characters() -> None:
    assert {len(text) for text in adversarial(list(items()), seed=3).values()} == {LONGEST}


def test_synonyms_are_of_all_kinds_and_of_words_of_the_shop() -> None:
    words = list(vocabulary().words.keys)
    rules = synonym_rules(words, 60, seed=3)
    assert {rule.kind for rule in rules} == set(RuleKind)
    used = {word for rule in rules for term in rule.terms for word in term.split()}
    assert used <= set(words)


def test_every_analyzer_of_the_chain_is_timed_beside_the_yardstick() -> None:
    lexicon = Lexicon(vocabulary=vocabulary())
    kinds = {"clean": ["wireless headphones"] * (WARM_UP + 3)}
    figures = _latencies(CHAIN, lexicon, spacy.blank("en").tokenizer, kinds)
    timed = {analyzer.name for analyzer in CHAIN.analyzers} | {WHOLE, YARDSTICK}
    assert set(figures["clean"]) == timed
    whole, _ = figures["clean"][WHOLE]
    assert all(figures["clean"][name][0] <= whole for name in timed - {YARDSTICK})


def test_the_growth_names_the_slowest_analyzer() -> None:
    figures = _growth(CHAIN, Lexicon(vocabulary=vocabulary()), {"one letter": "a" * LONGEST})
    name = figures["one letter"]["slowest"].split()[0]
    assert name in {analyzer.name for analyzer in CHAIN.analyzers}
