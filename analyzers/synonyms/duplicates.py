"""Rules that say what another one already says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analyzers.synonyms.other_rules import OtherRules
from analyzers.synonyms.rule import SynonymRule
from analyzers.synonyms.sides import sides_of
from analyzers.synonyms.words import compared_number, compared_words


class Duplicates:
    """Finds the duplicates of a rule among others. Singular and plural are one, as they are where
    rules meet queries.
    """

    def __init__(self, rules: Iterable[SynonymRule]) -> None:
        self._written: dict[SynonymRule, SynonymRule] = {}
        for rule in rules:
            self._written.setdefault(_in_singular(rule), rule)
        self._others = OtherRules(self._written)

    def of(self, rule: SynonymRule) -> Iterator[tuple[SynonymRule, bool]]:
        """The others that already say all that `rule` does, and whether they say no more."""
        alike = _in_singular(rule)
        sides = sides_of(alike)
        for other in self._others.saying_all_of(alike, sides):
            yield self._written[other], self._others.says_the_same(other, alike, sides)


def _in_singular(rule: SynonymRule) -> SynonymRule:
    """The rule with every word in the form that it shares with its plural."""

    def singular(text: str) -> str:
        return " ".join(map(compared_number, compared_words(text, rule.language)))

    return replace(
        rule, terms=tuple(map(singular, rule.terms)), targets=tuple(map(singular, rule.targets))
    )
