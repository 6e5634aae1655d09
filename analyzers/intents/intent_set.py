"""Intents in the form in which queries are looked up in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyzers.intents.intent_rule import IntentEffect, IntentRule
from analyzers.intents.phrase import Phrase, Spans, parse_phrase


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    rule: IntentRule
    phrase: Phrase
    unless: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, eq=False)
class IntentSet:
    """The published intents of all languages. Make one with `of`."""

    rules: tuple[IntentRule, ...] = ()
    _by_word: Mapping[str, tuple[_Compiled, ...]] = field(default_factory=dict, repr=False)
    _by_field: Mapping[str, tuple[_Compiled, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rules: Iterable[IntentRule]) -> IntentSet:
        """The set of `rules`; of two that match a query equally surely the earlier one counts."""
        kept = tuple(rules)
        by_word: dict[str, list[_Compiled]] = {}
        by_field: dict[str, list[_Compiled]] = {}
        for rule in kept:
            unless = tuple(map(parse_phrase, rule.unless))
            for phrase in map(parse_phrase, rule.phrases):
                compiled = _Compiled(rule, phrase, unless)
                for word in phrase.anchor:
                    by_word.setdefault(word, []).append(compiled)
                if not phrase.anchor:
                    for name in next(step.fields for step in phrase.steps if step.fields):
                        by_field.setdefault(name, []).append(compiled)
        return cls(kept, _frozen(by_word), _frozen(by_field))

    def said_in(
        self, words: Sequence[str], spans: Spans, languages: frozenset[str]
    ) -> Iterator[tuple[IntentRule, Phrase]]:
        """The rules of `languages`, and of none, that a query of these words says, and the phrase
        by which. A rule may come more than once.
        """
        lists = [self._by_word.get(word, ()) for word in dict.fromkeys(words)]
        lists += [self._by_field.get(name, ()) for name in spans]
        for compiled in (each for group in lists for each in group):
            rule = compiled.rule
            if (
                (not rule.language or rule.language in languages)
                and compiled.phrase.is_in(words, spans)
                and not any(phrase.is_in(words, spans) for phrase in compiled.unless)
            ):
                yield rule, compiled.phrase

    def effect(self, name: str, language: str = "") -> IntentEffect:
        """What the intent `name` does, by its rule in `language` when there is one, else by its
        first rule; nothing for an unknown name.
        """
        rules = [rule for rule in self.rules if rule.name == name]
        in_language = [rule for rule in rules if rule.language == language]
        return next((rule.effect for rule in in_language + rules), IntentEffect())


def _frozen(lists: dict[str, list[_Compiled]]) -> dict[str, tuple[_Compiled, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
