"""A synonym as a merchant writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RuleKind(StrEnum):
    """What finds what."""

    TWO_WAY = "two-way"
    """Each term finds all the others; there are no targets."""
    ONE_WAY = "one-way"
    """Each term also finds the targets; the targets do not find the terms."""
    REPLACEMENT = "replacement"
    """The targets are searched instead of a term."""


@dataclass(frozen=True, slots=True)
class SynonymRule:
    """One rule: words or phrases (`terms`, `targets`) that stand for one another.

    `name` tells the rule in explanations and is its own: a rule that is checked against the others
    is known by it. `weight` in (0, 1] is what a match of another term is worth beside a match of
    the word itself. `language` is that of the queries to which it applies, "" for all. A rule may
    hold anything that a form can; `linter` says what is wrong with it.
    """

    name: str
    kind: RuleKind
    terms: tuple[str, ...]
    targets: tuple[str, ...] = ()
    weight: float = 0.9
    language: str = ""
    is_active: bool = True

    def __str__(self) -> str:
        """The rule as it is read: "tv ↔ television", "laptop → notebook", "sneekers ⇒ sneakers"."""
        if self.kind is RuleKind.TWO_WAY:
            return " ↔ ".join(self.terms)
        arrow = " → " if self.kind is RuleKind.ONE_WAY else " ⇒ "
        return ", ".join(self.terms) + arrow + ", ".join(self.targets)

    @property
    def label(self) -> str:
        """What names the rule in an explanation: its name, or what it says if it has none."""
        return self.name or str(self)
