"""Intents offer pages and let the kind lead that the shopper asks for."""

from __future__ import annotations

from analyzers.intents.intent_rule import IntentRule
from analyzers.intents.intent_set import IntentSet
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Intent
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.ranking.mixed_row import row_order
from searchapp.pipeline.request import Kind
from searchapp.pipeline.understanding.intent_effects import intents_found, steered

LEXICON = Lexicon(
    intents=IntentSet.of(
        [
            IntentRule("returns", ("return shoes",), link="/returns", title="Send an item back"),
            IntentRule("instructions", ("how to",), leads="video"),
        ]
    )
)


def query(*names: str) -> AnalyzedQuery:
    intents = tuple(Intent(name, 0.9, "a phrase") for name in names)
    return AnalyzedQuery(raw="", text="", language="en", intents=intents)


def test_an_intent_offers_its_page() -> None:
    (found,) = intents_found(query("returns"), LEXICON)
    assert (found.effect.link, found.effect.title) == ("/returns", "Send an item back")


def test_a_wish_for_videos_puts_videos_first() -> None:
    profile = steered(DEFAULT_PROFILE, intents_found(query("returns", "instructions"), LEXICON))
    row = row_order({Kind.PRODUCT: 10, Kind.VIDEO: 10}, profile.mixed_row, 4)
    assert [kind for kind, _ in row[:2]] == [Kind.VIDEO, Kind.VIDEO]


def test_without_intents_the_row_is_as_usual() -> None:
    assert steered(DEFAULT_PROFILE, intents_found(query(), LEXICON)) is DEFAULT_PROFILE
