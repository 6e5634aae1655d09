"""What a merchant should know of a synonym rule before it is saved. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from analyzers.synonyms.analyzer import MOST_FOR_ONE_TERM
from analyzers.synonyms.duplicates import Duplicates
from analyzers.synonyms.other_rules import OtherRules
from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.shape import shape_faults
from analyzers.synonyms.sides import Sides, sides_of
from analyzers.synonyms.synonym_set import SynonymSet, WordForms
from analyzers.synonyms.unknown_words import KnownWords, unknown_targets
from analyzers.synonyms.wording import listed, quoted
from analyzers.synonyms.words import Words, compared_words

_NAMED_QUERIES = 3


class Level(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """The rule can't do what it says; it should not be saved."""
    WARNING = "warning"
    """The rule probably does not do what was meant."""
    INFO = "info"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a rule.

    `code` is stable and meant for machines: shape (a rule that says nothing), same-sides,
    duplicate, cycle, chain, shadowed, stop-words, unknown-words, too-many-terms or top-queries.
    `message` is for merchants. `rules` names the other rules that it is about, `queries` all the
    queries that it is about, the most frequent first.
    """

    level: Level
    code: str
    message: str
    rules: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


def lint(
    rule: SynonymRule,
    others: Iterable[SynonymRule],
    vocabulary: KnownWords | None = None,
    stop_words: Mapping[str, Set[str]] | None = None,
    top_queries: Iterable[tuple[str, int]] = (),
) -> list[Finding]:
    """The findings about a new or changed rule, the gravest first.

    Of `others`, one with the rule's own name (its old form) is left out, as are inactive ones.
    Without `vocabulary` no word is called unknown. `stop_words` are by language, `top_queries`
    (query, searches) pairs. To check many rules make one `Linter`, which reads the others once.
    """
    return Linter(others, vocabulary, stop_words, top_queries).check(rule)


class Linter:
    """Checks rules against one set of rules, in which they may be themselves."""

    def __init__(
        self,
        rules: Iterable[SynonymRule],
        vocabulary: KnownWords | None = None,
        stop_words: Mapping[str, Set[str]] | None = None,
        top_queries: Iterable[tuple[str, int]] = (),
    ) -> None:
        given = list(rules)
        self._others = OtherRules(given)
        self._duplicates = Duplicates(given)
        self._vocabulary = vocabulary
        self._stop_words = {
            language: {part for word in words for part in compared_words(word)}
            for language, words in (stop_words or {}).items()
        }
        queries = sorted(top_queries, key=lambda each: -each[1])
        self._queries = [
            (text, searches, [WordForms((word,)) for word in compared_words(text)])
            for text, searches in queries
        ]

    def check(self, rule: SynonymRule) -> list[Finding]:
        """The findings about `rule`, the gravest first."""
        sides = sides_of(rule)
        findings = [Finding(Level.ERROR, "shape", message) for message in shape_faults(rule, sides)]
        if not findings:
            checks = (
                self._same_sides(rule, sides),
                self._said_before(rule),
                self._cycles(rule, sides),
                self._shadows(rule, sides),
                self._stop_words_only(rule, sides),
                self._unknown(rule, sides),
                self._many(rule, sides),
                self._changed_queries(rule),
            )
            findings = [finding for check in checks for finding in check]
        return sorted(findings, key=lambda each: list(Level).index(each.level))

    def _same_sides(self, rule: SynonymRule, sides: Sides) -> Iterator[Finding]:
        for group in _alike(rule.terms, rule.language):
            yield Finding(
                Level.WARNING, "same-sides", f"{listed(group)} are the same; one is enough."
            )
        if rule.kind is RuleKind.TWO_WAY:
            return
        both = [words for words in sides.left if words in sides.right]
        if both and len(sides.left) == len(sides.right) == 1:
            message = f"Both sides are {quoted(sides.left[both[0]])}: the rule changes nothing."
            yield Finding(Level.ERROR, "same-sides", message)
        elif both:
            message = f"{listed(sides.left[words] for words in both)} stands on both sides."
            yield Finding(Level.WARNING, "same-sides", message)

    def _said_before(self, rule: SynonymRule) -> Iterator[Finding]:
        for other, is_same in self._duplicates.of(rule):
            if is_same:
                message = f"{_rule(other)} already says the same."
                yield Finding(Level.ERROR, "duplicate", message, (other.name,))
            else:
                message = f"{_rule(other)} already says all of this and more."
                yield Finding(Level.WARNING, "duplicate", message, (other.name,))

    def _cycles(self, rule: SynonymRule, sides: Sides) -> Iterator[Finding]:
        if rule.kind is RuleKind.ONE_WAY:
            for other in self._others.opposite(rule, sides):
                message = f"{_rule(other)} says the reverse; one two-way rule would say both."
                yield Finding(Level.WARNING, "cycle", message, (other.name,))
        if rule.kind is not RuleKind.REPLACEMENT:
            return
        if loop := self._others.replacement_loop(rule, sides):
            path = " ⇒ ".join(quoted(text) for text in loop.texts)
            message = f"The words are replaced in a circle: {path}."
            yield Finding(Level.ERROR, "cycle", message, loop.rules)
            return
        for words, text in sides.right.items():
            for other in self._others.replacing(words, rule)[:1]:
                message = (
                    f"{quoted(text)} is itself replaced by {_rule(other)}. Replacements are not "
                    "followed: replace by what is to be searched in the end."
                )
                yield Finding(Level.WARNING, "chain", message, (other.name,))

    def _shadows(self, rule: SynonymRule, sides: Sides) -> Iterator[Finding]:
        for words, text in sides.left.items():
            replacing = self._others.replacing(words, rule)
            for other in replacing[:1]:
                message = (
                    f"{quoted(text)} is replaced by {_rule(other)}; of the two rules only the "
                    "replacement that is older acts."
                )
                yield Finding(Level.WARNING, "shadowed", message, (other.name,))
            if rule.kind is RuleKind.REPLACEMENT:
                about = self._others.about(words, rule)
                hidden = [each for each in about if each not in replacing]
                if hidden:
                    said = "; ".join(_rule(each) for each in hidden[:_NAMED_QUERIES])
                    message = f"For {quoted(text)} this rule hides others: {said}."
                    names = tuple(each.name for each in hidden)
                    yield Finding(Level.WARNING, "shadowed", message, names)

    def _stop_words_only(self, rule: SynonymRule, sides: Sides) -> Iterator[Finding]:
        languages = [rule.language] if rule.language else list(self._stop_words)
        stop_words = [self._stop_words.get(language, set()) for language in languages]
        for words, text in (sides.left | sides.right).items():
            if any(all(word in known for word in words) for known in stop_words):
                message = f"{quoted(text)} has only words that are not searched for themselves."
                yield Finding(Level.WARNING, "stop-words", message)

    def _unknown(self, rule: SynonymRule, sides: Sides) -> Iterator[Finding]:
        """What is typed may well be unknown, as a misspelling is; what is searched should not."""
        if self._vocabulary is None:
            return
        lacking = unknown_targets(sides, rule.language, self._vocabulary)
        if not lacking:
            return
        nothing = f"The catalog has nothing with {listed(lacking)}"
        if len(lacking) == len(sides.right):
            yield Finding(Level.WARNING, "unknown-words", f"{nothing}: the rule finds nothing.")
        else:
            message = f"{nothing}; this only helps who types it."
            yield Finding(Level.INFO, "unknown-words", message)

    def _many(self, rule: SynonymRule, sides: Sides) -> Iterator[Finding]:
        searched = len(sides.right) - (rule.kind is RuleKind.TWO_WAY)
        if searched > MOST_FOR_ONE_TERM:
            message = (
                f"Of {searched} alternatives only the first {MOST_FOR_ONE_TERM} are searched; part "
                "the rule, or name the best ones first."
            )
            yield Finding(Level.WARNING, "too-many-terms", message)

    def _changed_queries(self, rule: SynonymRule) -> Iterator[Finding]:
        alone = SynonymSet.of([rule])
        changed = [
            (text, searches)
            for text, searches, words in self._queries
            if any(alone.matches(words, rule.language))
        ]
        if not changed:
            return
        total = sum(searches for _, searches, _ in self._queries)
        part = sum(searches for _, searches in changed) / max(total, 1)
        queries = tuple(text for text, _ in changed)
        more = ", …" if len(queries) > _NAMED_QUERIES else ""
        message = (
            f"Changes {len(changed):,} of the {len(self._queries):,} most frequent queries "
            f"({part:.1%} of their searches): {', '.join(queries[:_NAMED_QUERIES])}{more}"
        )
        yield Finding(Level.INFO, "top-queries", message, queries=queries)


def _alike(texts: Iterable[str], language: str) -> list[list[str]]:
    """The groups of texts that are compared as the same."""
    groups: dict[Words, list[str]] = {}
    for text in texts:
        groups.setdefault(compared_words(text, language), []).append(text)
    return [group for words, group in groups.items() if words and len(group) > 1]


def _rule(rule: SynonymRule) -> str:
    return f"{rule.name} ({rule})" if rule.name else f"the rule {rule}"
