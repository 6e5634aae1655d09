"""The parts of the lexicon that merchants write, made of what a document says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import ValidationError

from analyzers.banned_words import BannedWords
from analyzers.entities.written_entities import WrittenEntities
from analyzers.intents.intent_set import IntentSet
from analyzers.normalization import normalize
from analyzers.synonyms.synonym_set import SynonymSet
from searchapp.lexicon.models import BannedWord, Entity, Intent, ProtectedWord, Synonym
from searchapp.publishing.compiling import Section, made_of, read_each
from searchapp.publishing.models import Drafted
from searchapp.publishing.models.version import Document

_log = structlog.get_logger(__name__)


Broken = dict[str, str]
"""Why rows can't be used, by section and key ("synonyms.tv")."""


@dataclass(frozen=True, slots=True)
class WrittenParts:
    """Parts of a `Lexicon` by the names of its fields; equal values have equal digests. What could
    not be used, and why, is `broken`.
    """

    parts: dict[str, Any]
    digest: str
    broken: Broken


def written_parts(document: Document) -> WrittenParts:
    """What is active of the document's words. A value that cannot be used is left out and told: a
    slip of one never stops the search.
    """
    makers: dict[str, tuple[type[Drafted], Callable[[tuple[Any, ...]], Any]]] = {
        "synonyms": (Synonym, SynonymSet.of),
        "intents": (Intent, IntentSet.of),
        "protected_words": (ProtectedWord, _protected),
        "banned_words": (BannedWord, BannedWords.of),
        "written_entities": (Entity, WrittenEntities.of),
    }
    parts: dict[str, Any] = {}
    digests: list[str] = []
    broken: Broken = {}
    for part, (model, make) in makers.items():
        name = model.section
        (parts[part], unusable), digest = made_of(
            name, document.get(name, {}), partial(_made, model, make)
        )
        digests.append(digest)
        broken |= unusable
    return WrittenParts(parts, "-".join(digests), broken)


def _protected(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(normalize, words)))


def _made(
    model: type[Drafted], make: Callable[[tuple[Any, ...]], Any], section: Section
) -> tuple[Any, Broken]:
    """What is made of the active rows of a section that can be used, and why others can't."""
    # One row in the place of all: to make ten thousand takes longer than to read them.
    row: Any = model()

    def read(key: str, value: Mapping[str, Any]) -> tuple[Any, str]:
        row.key = key
        try:
            row.value = value
            return _said(row), ""
        except (ValidationError, ValueError) as error:
            _log.error("a row is broken", section=model.section, key=key, reason=str(error))
            return None, str(error)

    found = read_each(model.section, section, read)
    broken = {
        f"{model.section}.{key}": fault
        for key, (_, fault) in zip(section, found, strict=True)
        if fault
    }
    return make(tuple(said for said, _ in found if said is not None)), broken


def _said(row: Any) -> Any:
    """What the row says: a word, or a rule; None where it is switched off."""
    if isinstance(row, ProtectedWord | BannedWord):
        return row.text
    return row.rule if row.is_active else None
