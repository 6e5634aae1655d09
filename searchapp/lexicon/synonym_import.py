"""Importing a file of synonyms: first what it comes to, then, when that is wanted, doing it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from analyzers.synonyms.linter import Level
from analyzers.synonyms.rule import SynonymRule
from analyzers.synonyms.sides import sides_of
from analyzers.synonyms.solr_format import LineProblem, RuleFile, read_rules
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.synonym_linting import errors_of, saved_rows, shop_linter
from searchapp.publishing.actors import Actor
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft


@dataclass(frozen=True, slots=True)
class SynonymImport:
    """What importing a file comes to.

    `added` are the rules to save, `removed` the keys of the rows to remove; `known` counts the
    rules of the file that are there already or come twice. `problems` are the lines that cannot be
    used, `warnings` what the linter says of those that can, both in the order of the lines.
    """

    added: tuple[SynonymRule, ...]
    removed: tuple[str, ...]
    known: int
    problems: tuple[LineProblem, ...]
    warnings: tuple[LineProblem, ...]


def plan_import(
    text: str, language: str = "", replacing: bool = False, draft: Draft | None = None
) -> SynonymImport:
    """What a file of synonyms comes to in a draft (None: as published); nothing is saved.
    `language` is that of rules without one.

    A rule that says what a saved one says is not added again, whatever its weight. When
    `replacing`, the saved rules that are not in the file, with that weight, are removed: those of
    `language` when it is given, else all.
    """
    return plan_of(read_rules(text, language), language, replacing, draft)


def plan_of(
    file: RuleFile, language: str = "", replacing: bool = False, draft: Draft | None = None
) -> SynonymImport:
    """As `plan_import`, for a file that is read already."""
    rows = list(saved_rows(draft))
    identity = _whole if replacing else _meaning
    saved = {identity(rule): row.key for row, rule in rows if rule is not None}
    fresh: dict[Hashable, tuple[int, SynonymRule]] = {}
    repeated: set[str] = set()
    for line, rule in zip(file.lines, file.rules, strict=True):
        key = identity(rule)
        if key in saved:
            repeated.add(saved[key])
        else:
            fresh.setdefault(key, (line, rule))
    removed = {
        row.key: row
        for row, _ in rows
        if replacing and row.key not in repeated and language in ("", row.language)
    }
    kept = [rule for row, rule in rows if rule is not None and row.key not in removed]
    added, problems, warnings = _linted(list(fresh.values()), kept)
    return SynonymImport(
        added=tuple(added),
        removed=tuple(removed),
        known=len(file.rules) - len(fresh),
        problems=tuple(sorted([*file.problems, *problems], key=lambda problem: problem.line)),
        warnings=tuple(warnings),
    )


def carry_out(planned: SynonymImport, draft: Draft, actor: Actor) -> None:
    """Writes what was planned into the draft, all of it or nothing. Raises database errors."""
    rows = map(Synonym.of, planned.added)
    values = dict.fromkeys(planned.removed) | {row.key: row.value for row in rows}
    change(draft, Synonym.section, values, actor)


def _linted(
    rules: list[tuple[int, SynonymRule]], kept: list[SynonymRule]
) -> tuple[list[SynonymRule], list[LineProblem], list[LineProblem]]:
    """The rules that may be saved, what is wrong with the others, and what to know of them."""
    named = [(line, replace(rule, name=f"line {line}")) for line, rule in rules]
    linter = shop_linter([*kept, *(rule for _, rule in named)], top_queries=False)
    good: list[SynonymRule] = []
    problems: list[LineProblem] = []
    warnings: list[LineProblem] = []
    for line, rule in named:
        findings = linter.check(rule)
        wrong = errors_of(findings)
        problems += [LineProblem(line, message) for message in wrong]
        if not wrong:
            good.append(rule)
            warnings += [
                LineProblem(line, finding.message)
                for finding in findings
                if finding.level is Level.WARNING
            ]
    return good, problems, warnings


def _meaning(rule: SynonymRule) -> Hashable:
    """What a rule says and for which language: the same for all ways to write it."""
    sides = sides_of(rule)
    return rule.kind, frozenset(sides.left), frozenset(sides.right), rule.language


def _whole(rule: SynonymRule) -> Hashable:
    return _meaning(rule), rule.weight, rule.is_active
