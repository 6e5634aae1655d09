"""The rules beside which one is checked, by the terms they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.sides import Sides, covers, sides_of
from analyzers.synonyms.words import Words


class Loop(NamedTuple):
    """A circle of replacements: what becomes of a term in turn, and the names of the rules."""

    texts: tuple[str, ...]
    rules: tuple[str, ...]


class OtherRules:
    """Active rules, in their order. A rule with the name of the one that is checked, its old form,
    is not among its others; nor is one of another language.
    """

    def __init__(self, rules: Iterable[SynonymRule]) -> None:
        self._rules = [(rule, sides_of(rule)) for rule in rules if rule.is_active]
        self._by_term: dict[Words, list[int]] = {}
        for number, (_, sides) in enumerate(self._rules):
            for words in sides.left:
                self._by_term.setdefault(words, []).append(number)

    def about(self, words: Words, rule: SynonymRule) -> list[SynonymRule]:
        """The others that have the term `words` on their left."""
        return [other for other, _ in self._about(words, rule)]

    def replacing(self, words: Words, rule: SynonymRule) -> list[SynonymRule]:
        """The others that replace the term `words`."""
        return [each for each in self.about(words, rule) if each.kind is RuleKind.REPLACEMENT]

    def saying_all_of(self, rule: SynonymRule, sides: Sides) -> list[SynonymRule]:
        """The others that make all that `rule` says needless."""
        replaces = rule.kind is RuleKind.REPLACEMENT
        return [
            other
            for other, its in self._about(next(iter(sides.left)), rule)
            if (other.kind is RuleKind.REPLACEMENT) == replaces
            and other.language in ("", rule.language)
            and covers(its.left, sides.left)
            and covers(its.right, sides.right)
        ]

    def says_the_same(self, other: SynonymRule, rule: SynonymRule, sides: Sides) -> bool:
        """Whether `other`, which says all of `rule`, says no more."""
        its = sides_of(other)
        return (
            other.kind is rule.kind
            and other.language == rule.language
            and its.left.keys() == sides.left.keys()
            and its.right.keys() == sides.right.keys()
        )

    def opposite(self, rule: SynonymRule, sides: Sides) -> list[SynonymRule]:
        """The one-way others from a target of `rule` to one of its terms."""
        found = {
            other: None
            for words in sides.right
            for other, its in self._about(words, rule)
            if other.kind is RuleKind.ONE_WAY and not sides.left.keys().isdisjoint(its.right)
        }
        return list(found)

    def replacement_loop(self, rule: SynonymRule, sides: Sides) -> Loop | None:
        """The way back from a target of the replacement `rule` to one of its terms, if any."""
        start = next(iter(sides.left.values()))
        waiting: list[tuple[Words, tuple[str, ...], tuple[str, ...]]] = [
            (words, (start, text), ()) for words, text in sides.right.items()
        ]
        seen: set[Words] = set()
        while waiting:
            words, texts, names = waiting.pop(0)
            if words in sides.left and names:
                return Loop(texts, names)
            if words in seen or words in sides.left:
                continue
            seen.add(words)
            for other, its in self._about(words, rule):
                if other.kind is RuleKind.REPLACEMENT:
                    waiting += [
                        (each, (*texts, text), (*names, other.name))
                        for each, text in its.right.items()
                    ]
        return None

    def _about(self, words: Words, rule: SynonymRule) -> list[tuple[SynonymRule, Sides]]:
        found = (self._rules[number] for number in self._by_term.get(words, ()))
        return [
            (other, its)
            for other, its in found
            if not (rule.name and other.name == rule.name)
            and (not rule.language or other.language in ("", rule.language))
        ]
