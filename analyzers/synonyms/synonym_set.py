"""Synonyms in the form in which queries are looked up in them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, Self

from analyzers.normalization import normalize
from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.words import Words, compared_number, words_of_normalized

LONGEST_TERM = 10
"""In words. Longer terms are not looked up."""


class Term(NamedTuple):
    """A term of a rule: as it is searched, and as it is compared."""

    text: str
    words: Words


class Synonym(NamedTuple):
    """What may be searched beside the words of a match, or with `replaces` instead of them."""

    term: Term
    weight: float
    rule: str
    replaces: bool


class SynonymMatch(NamedTuple):
    """The words `[first, last)` that rules speak of, and what these say, in the order of rules."""

    first: int
    last: int
    synonyms: tuple[Synonym, ...]


class WordForms(NamedTuple):
    """A word of a query in the forms in which it is looked up: as typed, and its lemma.

    Each is a tuple of the words as rules have them: one, or more as in "t-shirt", or none.
    """

    typed: Words
    lemma: Words = ()


class _UsableRule(NamedTuple):
    rule: SynonymRule
    terms: tuple[Term, ...]
    targets: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SynonymSet:
    """The published synonyms of all languages, immutable.

    Queries are matched from left to right, the longest term first, and each word is in one match at
    most. A term matches its words as they are typed; where no rule has these, in the singular or by
    their lemmas. All rules of a language that have the term apply, with those of all languages; but
    the first replacement among them hides the others. What a rule says is not looked up again: a
    synonym of a synonym is none. `words` are those of all terms and targets, as they are compared.
    """

    rules: tuple[SynonymRule, ...] = ()
    words: frozenset[str] = frozenset()
    _usable: tuple[_UsableRule, ...] = field(default=(), repr=False)
    _typed: Mapping[tuple[str, Words], tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    _singular: Mapping[tuple[str, Words], tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    _longest: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @classmethod
    def of(cls, rules: Iterable[SynonymRule]) -> Self:
        """The set of those rules that are active and can act; the linter says which can't."""
        usable: list[_UsableRule] = []
        typed: dict[tuple[str, Words], tuple[int, ...]] = {}
        singulars: dict[tuple[str, Words], tuple[int, ...]] = {}
        longest: dict[str, int] = {}
        for rule in rules:
            prepared = _prepared(rule)
            if prepared is None:
                continue
            number = len(usable)
            usable.append(prepared)
            for words in dict.fromkeys(term.words for term in prepared.terms):
                folded = _singular(words)
                for table, key in (
                    (typed, (rule.language, words)),
                    (singulars, (rule.language, folded)),
                ):
                    known = table.get(key, ())
                    if number not in known:
                        table[key] = (*known, number)
                for start in (words[0], folded[0]):
                    longest[start] = max(longest.get(start, 0), len(words))
        said = (term for each in usable for term in (*each.terms, *each.targets))
        words_said = frozenset(word for term in said for word in term.words)
        rules_that_act = tuple(each.rule for each in usable)
        return cls(rules_that_act, words_said, tuple(usable), typed, singulars, longest)

    def __len__(self) -> int:
        return len(self.rules)

    def matches(self, words: Sequence[WordForms], language: str) -> Iterator[SynonymMatch]:
        """What the rules for `language` say about the words of a query, in their order."""
        first = 0
        while first < len(words):
            match = self._match_from(first, words, language)
            if match is not None:
                yield match
            first = match.last if match is not None else first + 1

    def _match_from(
        self, first: int, words: Sequence[WordForms], language: str
    ) -> SynonymMatch | None:
        begin = words[first]
        if not begin.typed:
            return None
        longest = max(
            self._longest.get(start, 0)
            for start in (begin.typed[0], *_singular((begin.typed[0], *begin.lemma[:1])))
        )
        if not longest:
            return None
        typed: Words = ()
        lemmas: Words = ()
        spans: list[tuple[int, Words, Words]] = []
        for last in range(first, len(words)):
            typed += words[last].typed
            lemmas += words[last].lemma or words[last].typed
            if len(typed) > longest and len(lemmas) > longest:
                break
            if words[last].typed:
                spans.append((last + 1, typed, lemmas))
        for last, typed, lemmas in reversed(spans):
            forms = dict.fromkeys((_singular(typed), _singular(lemmas)))
            rules = self._rules(self._typed, typed, language)
            for form in forms:
                rules = rules or self._rules(self._singular, form, language)
            if synonyms := _said(rules, forms):
                return SynonymMatch(first, last, synonyms)
        return None

    def _rules(
        self, table: Mapping[tuple[str, Words], tuple[int, ...]], words: Words, language: str
    ) -> list[_UsableRule]:
        own = table.get((language, words), ())
        every = table.get(("", words), ()) if language else ()
        return [self._usable[number] for number in sorted((*own, *every))] if own or every else []


def _prepared(rule: SynonymRule) -> _UsableRule | None:
    if not rule.is_active or not 0.0 < rule.weight <= 1.0:
        return None
    terms = _terms(rule.terms, rule.language)
    targets = terms if rule.kind is RuleKind.TWO_WAY else _terms(rule.targets, rule.language)
    found = tuple(term for term in terms if len(term.words) <= LONGEST_TERM)
    return _UsableRule(rule, found, targets) if found and targets else None


def _terms(texts: Sequence[str], language: str) -> tuple[Term, ...]:
    normalized = (normalize(text, language) for text in texts)
    terms = (Term(text, words_of_normalized(text)) for text in normalized)
    return tuple({term.words: term for term in terms if term.words}.values())


def _singular(words: Words) -> Words:
    return tuple(map(compared_number, words))


def _said(rules: Sequence[_UsableRule], forms: Container[Words]) -> tuple[Synonym, ...]:
    """What the rules say, other than these `forms` of the words themselves: each thing once, by the
    rule that gives it most.
    """
    replacing = [each for each in rules if each.rule.kind is RuleKind.REPLACEMENT]
    said: dict[Words, Synonym] = {}
    for rule, _, targets in replacing[:1] or rules:
        replaces = rule.kind is RuleKind.REPLACEMENT
        for term in targets:
            known = said.get(term.words)
            if known is not None and known.weight >= rule.weight:
                continue
            if _singular(term.words) not in forms:
                said[term.words] = Synonym(term, rule.weight, rule.label, replaces)
    return tuple(said.values())
