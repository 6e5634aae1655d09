"""The names that merchants wrote down, in the form in which queries are looked up in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from analyzers.entities.dictionary import Match, Reading
from analyzers.entities.entity_rule import EntityRule
from analyzers.entities.naming import Manner
from analyzers.entities.words import keys_of
from analyzers.normalization import normalize

_Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WrittenEntities:
    """The published entity rules of all languages, immutable. Make one with `of`.

    Where one rule gives a name a meaning and another forbids it, it is forbidden. `words` are those
    of all names that mean something, as names are compared.
    """

    rules: tuple[EntityRule, ...] = ()
    words: frozenset[str] = frozenset()
    _readings: Mapping[_Keys, tuple[Reading, ...]] = field(default_factory=dict, repr=False)
    _forbidden: Mapping[tuple[str, _Keys], frozenset[str]] = field(default_factory=dict, repr=False)
    _longest: int = 0

    @classmethod
    def of(cls, rules: Iterable[EntityRule]) -> Self:
        """The set of the active ones among the rules."""
        kept = tuple(rule for rule in rules if rule.is_active)
        readings: dict[_Keys, list[Reading]] = {}
        forbidden: dict[tuple[str, _Keys], set[str]] = {}
        for number, rule in enumerate(kept):
            for keys in dict.fromkeys(
                keys_of(normalize(name, rule.language)) for name in rule.names
            ):
                if rule.forbids:
                    forbidden.setdefault((rule.field, keys), set()).add(rule.language)
                else:
                    readings.setdefault(keys, []).append(_reading(rule, number))
        return cls(
            kept,
            frozenset(word for keys in readings for word in keys),
            {keys: tuple(found) for keys, found in readings.items()},
            {key: frozenset(languages) for key, languages in forbidden.items()},
            max(map(len, readings), default=0),
        )

    def find(self, keys: Sequence[str], language: str) -> list[Match]:
        """All written names in a sequence of words, longest first, read in `language`.

        A name of another language is left out; an empty language reads all.
        """
        named = (
            Match(first, first + size, reading)
            for size in range(min(self._longest, len(keys)), 0, -1)
            for first in range(len(keys) - size + 1)
            for reading in self._readings.get(tuple(keys[first : first + size]), ())
            if not (reading.language and language and reading.language != language)
        )
        return [match for match in named if self.allows(match, keys, language)]

    def allows(self, match: Match, keys: Sequence[str], language: str) -> bool:
        """Whether no rule says that the name which was found in these words means no such field."""
        if not self._forbidden:
            return True
        name = (match.reading.field, tuple(keys[match.first : match.last]))
        languages = self._forbidden.get(name, frozenset())
        return not languages or not ("" in languages or not language or language in languages)


def _reading(rule: EntityRule, number: int) -> Reading:
    """What a name of the rule means. Its concept is none that was learnt."""
    return Reading(
        field=rule.field,
        concept=-1 - number,
        values=tuple(dict.fromkeys(rule.values)),
        manner=Manner.WRITTEN,
        language=rule.language,
        agreement=rule.confidence,
        coverage=1.0,
        items=0,
        titled=0,
        rule=rule.label,
    )
