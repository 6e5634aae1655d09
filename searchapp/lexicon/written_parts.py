"""The parts of the lexicon that merchants write, read from their tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog

from analyzers.intents.intent_set import IntentSet
from analyzers.normalization import normalize
from analyzers.synonyms.synonym_set import SynonymSet
from searchapp.lexicon.models import Intent, ProtectedWord, Synonym

WRITTEN_MODELS: tuple[type[Synonym] | type[Intent] | type[ProtectedWord], ...] = (
    Synonym,
    Intent,
    ProtectedWord,
)
"""The tables that merchants write; each says in `changed` when a row was last changed."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WrittenParts:
    """Parts of a `Lexicon` by the names of its fields, and `rows`, whose repr says what they were
    made of: equal rows make equal parts.
    """

    parts: dict[str, Any]
    rows: tuple[Any, ...]


def written_parts() -> WrittenParts:
    """What is active in the tables. A row that cannot be used is left out and logged: a slip of one
    never stops the search. Raises database errors.
    """
    synonyms = _rules(Synonym.objects.filter(is_active=True).order_by("pk"))
    intents = _rules(Intent.objects.filter(is_active=True).order_by("pk"))
    texts = ProtectedWord.objects.values_list("text", flat=True)
    words = frozenset(filter(None, map(normalize, texts)))
    return WrittenParts(
        parts={
            "synonyms": SynonymSet.of(synonyms),
            "intents": IntentSet.of(intents),
            "protected_words": words,
        },
        rows=(synonyms, intents, tuple(sorted(words))),
    )


def _rules(rows: Iterable[Any]) -> tuple[Any, ...]:
    """The rules of the rows that can be used."""
    rules = []
    for row in rows:
        try:
            rules.append(row.rule)
        except ValueError as error:
            name = f"{row._meta.verbose_name} {row.pk}"
            _log.error("a row of the lexicon is broken", row=name, reason=str(error))
    return tuple(rules)
