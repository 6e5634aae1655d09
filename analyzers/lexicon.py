"""The published knowledge about words that analyzers consult. A value: a change makes a new
version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzers.banned_words import BannedWords
from analyzers.categories.predictor import CategoryPredictor
from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.seller_names import SellerNames
from analyzers.entities.dictionary import EntityDictionary
from analyzers.entities.written_entities import WrittenEntities
from analyzers.intents.intent_set import IntentSet
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.synonyms.synonym_set import SynonymSet


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What a shop knows about words, beside what the language packages know.

    Lexicons with the same `version` are alike. `languages` are the shop's, the default first.
    Learnt from the catalog and the query log are `vocabulary`, `entities`, `categories`,
    `completions` and `sellers`; merchants write `synonyms`, `intents`, `written_entities` (names
    recognised beside the learnt ones, or never), `protected_words` (never corrected),
    `banned_words` (never suggested nor made of what was misspelt) and `kept_words` (searched
    although the language lists them as stop words, by language). `unread` names the learnt parts
    that should be there and cannot be read, and why; `broken` what merchants wrote that cannot be
    used. All words are normalised. `currency` is that
    of prices in queries that name none.
    """

    version: str = "empty"
    languages: tuple[str, ...] = ("en",)
    kept_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    protected_words: frozenset[str] = frozenset()
    banned_words: BannedWords = field(default_factory=BannedWords)
    currency: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    entities: EntityDictionary = field(default_factory=EntityDictionary)
    categories: CategoryPredictor = field(default_factory=CategoryPredictor)
    completions: CompletionIndex = field(default_factory=CompletionIndex)
    sellers: SellerNames = field(default_factory=SellerNames)
    synonyms: SynonymSet = field(default_factory=SynonymSet)
    intents: IntentSet = field(default_factory=IntentSet)
    written_entities: WrittenEntities = field(default_factory=WrittenEntities)
    unread: Mapping[str, str] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
