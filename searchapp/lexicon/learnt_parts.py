"""The parts of a lexicon that are learnt, by the names of their fields in `Lexicon`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from analyzers.categories.predictor import CategoryPredictor
from analyzers.categories.trainer import CategoryTrainer
from analyzers.completions.builder import CompletionIndexBuilder
from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.seller_names import SellerNames, SellerNamesBuilder
from analyzers.entities.builder import EntityDictionaryBuilder
from analyzers.entities.dictionary import EntityDictionary
from analyzers.evidence import Arrays, LexiconPart, LexiconPartBuilder
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.vocabulary_builder import VocabularyBuilder

VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class LearntPart:
    """How a part is learnt, and how it is read from its arrays."""

    builder: Callable[[], LexiconPartBuilder]
    read: Callable[[Arrays], Any]


def _languages() -> tuple[str, ...]:
    return tuple(settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"])


def _vocabulary() -> VocabularyBuilder:
    return VocabularyBuilder(_languages())


def _completions() -> CompletionIndexBuilder:
    people: int = settings.ENVIRONMENT["SEARCHAPP_SUGGESTION_PEOPLE"]
    return CompletionIndexBuilder(people, _languages())


def _predictor(arrays: Arrays) -> CategoryPredictor:
    predictor = CategoryPredictor.from_arrays(arrays)
    predictor.warm_up()
    return predictor


LEARNT_PARTS: Mapping[str, LearntPart] = {
    VOCABULARY: LearntPart(_vocabulary, Vocabulary.from_arrays),
    "entities": LearntPart(EntityDictionaryBuilder, EntityDictionary.from_arrays),
    "categories": LearntPart(CategoryTrainer, _predictor),
    "completions": LearntPart(_completions, CompletionIndex.from_arrays),
    "sellers": LearntPart(SellerNamesBuilder, SellerNames.from_arrays),
}


def part_arrays(name: str, part: LexiconPart) -> dict[str, NDArray[np.generic]]:
    """The arrays of a part under names that tell the part."""
    return {f"{name}-{array}": values for array, values in part.arrays().items()}


def read_parts(arrays: Arrays) -> tuple[dict[str, Any], dict[str, str]]:
    """Every part whose arrays are there, by its name, ready for the first query; and why others
    cannot be read. A part that is newer than the build is left out.
    """
    grouped: dict[str, dict[str, NDArray[np.generic]]] = {}
    for stored, values in arrays.items():
        name, _, array = stored.partition("-")
        grouped.setdefault(name, {})[array] = values
    parts: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for name, part in LEARNT_PARTS.items():
        if name in grouped:
            try:
                parts[name] = part.read(grouped[name])
            except Exception as error:  # noqa: BLE001 - damaged bytes may fail in any way
                unread[name] = repr(error)
    return parts, unread
