"""The parts of the lexicon that merchants write, made of what a document says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class WrittenParts:
    """Parts of a `Lexicon` by the names of its fields; equal values have equal digests."""

    parts: dict[str, Any]
    digest: str


def written_parts(document: Document) -> WrittenParts:
    """What is active of the document's words. A value that cannot be used is left out and logged: a
    slip of one never stops the search.
    """
    makers: dict[str, tuple[type[Drafted], Callable[[Section], Any]]] = {
        "synonyms": (Synonym, lambda each: SynonymSet.of(tuple(_rules(Synonym, each)))),
        "intents": (Intent, lambda each: IntentSet.of(tuple(_rules(Intent, each)))),
        "protected_words": (ProtectedWord, _protected),
        "banned_words": (BannedWord, _banned),
        "written_entities": (Entity, lambda each: WrittenEntities.of(tuple(_rules(Entity, each)))),
    }
    parts: dict[str, Any] = {}
    digests: list[str] = []
    for part, (model, make) in makers.items():
        name = model.section
        parts[part], digest = made_of(name, document.get(name, {}), make)
        digests.append(digest)
    return WrittenParts(parts, "-".join(digests))


def _protected(section: Section) -> frozenset[str]:
    return frozenset(filter(None, (normalize(row.text) for row in _rows(ProtectedWord, section))))


def _banned(section: Section) -> BannedWords:
    return BannedWords.of([row.text for row in _rows(BannedWord, section)])


def _rows(model: type[Drafted], section: Section) -> Iterator[Any]:
    for key, value in section.items():
        row = model(key=key)
        try:
            row.value = value
        except ValidationError as error:
            _log.error("a row is broken", section=model.section, key=key, reason=str(error))
        else:
            yield row


def _rules(model: type[Drafted], section: Section) -> Iterator[Any]:
    """The rules of the active rows that can be used."""
    # One row in the place of all: to make ten thousand takes longer than to read them.
    row: Any = model()

    def rule_of(key: str, value: Mapping[str, Any]) -> Any:
        row.key = key
        try:
            row.value = value
            return row.rule if row.is_active else None
        except (ValidationError, ValueError) as error:
            _log.error("a row is broken", section=model.section, key=key, reason=str(error))
            return None

    return filter(None, read_each(model.section, section, rule_of))
