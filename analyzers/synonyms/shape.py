"""What a rule needs to say anything at all."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.sides import Sides
from analyzers.synonyms.synonym_set import LONGEST_TERM
from analyzers.synonyms.wording import listed, quoted
from analyzers.synonyms.words import compared_words


def shape_faults(rule: SynonymRule, sides: Sides) -> Iterator[str]:
    """What the rule lacks or has too much of, as sentences."""
    if not 0.0 < rule.weight <= 1.0:
        yield f"The weight is {rule.weight:g}; it must be above 0 and at most 1."
    empty = [text for text in (*rule.terms, *rule.targets) if not compared_words(text)]
    if empty:
        yield f"{listed(empty)} has neither letter nor digit."
    for words, text in (sides.left | sides.right).items():
        if len(words) > LONGEST_TERM:
            yield f"{quoted(text)} has {len(words)} words; a term has at most {LONGEST_TERM}."
    if rule.kind is RuleKind.TWO_WAY:
        if len(sides.left) < 2:
            yield "A two-way rule needs at least two different terms."
        if rule.targets:
            yield "A two-way rule has no targets: make them terms, or the rule a one-way one."
        return
    if not sides.left:
        yield "The rule has no term: name the words that shoppers type."
    if not sides.right:
        yield "The rule has no target: name the words that are to be searched."
