"""Importing a file of synonyms: first what it comes to, then, when that is wanted, doing it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from django.db import transaction

from analyzers.synonyms.linter import Level
from analyzers.synonyms.rule import SynonymRule
from analyzers.synonyms.sides import sides_of
from analyzers.synonyms.solr_format import LineProblem, read_rules
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.synonym_linting import errors_of, saved_rows, shop_linter

_BATCH = 500


@dataclass(frozen=True, slots=True)
class SynonymImport:
    """What importing a file comes to.

    `added` are the rules to save, `removed` the keys of the rows to delete; `known` counts the
    rules of the file that are there already or come twice. `problems` are the lines that cannot be
    used, `warnings` what the linter says of those that can, both in the order of the lines.
    """

    added: tuple[SynonymRule, ...]
    removed: tuple[int, ...]
    known: int
    problems: tuple[LineProblem, ...]
    warnings: tuple[LineProblem, ...]


def plan_import(text: str, language: str = "", replacing: bool = False) -> SynonymImport:
    """What a file of synonyms comes to; nothing is saved. `language` is that of rules without one.

    A rule that says what a saved one says is not added again, whatever its weight. When
    `replacing`, the saved rules that are not in the file, with that weight, are removed: those of
    `language` when it is given, else all.
    """
    file = read_rules(text, language)
    rows = list(saved_rows())
    identity = _whole if replacing else _meaning
    saved = {identity(rule): row.pk for row, rule in rows if rule is not None}
    fresh: dict[Hashable, tuple[int, SynonymRule]] = {}
    repeated: set[int] = set()
    for line, rule in zip(file.lines, file.rules, strict=True):
        key = identity(rule)
        if key in saved:
            repeated.add(saved[key])
        else:
            fresh.setdefault(key, (line, rule))
    removed = {
        row.pk: row
        for row, _ in rows
        if replacing and row.pk not in repeated and language in ("", row.language)
    }
    kept = [rule for row, rule in rows if rule is not None and row.pk not in removed]
    added, problems, warnings = _linted(list(fresh.values()), kept)
    return SynonymImport(
        added=tuple(added),
        removed=tuple(removed),
        known=len(file.rules) - len(fresh),
        problems=tuple(sorted([*file.problems, *problems], key=lambda problem: problem.line)),
        warnings=tuple(warnings),
    )


def carry_out(planned: SynonymImport) -> None:
    """Saves and deletes what was planned, all of it or nothing. Raises database errors."""
    with transaction.atomic():
        for start in range(0, len(planned.removed), _BATCH):
            Synonym.objects.filter(pk__in=planned.removed[start : start + _BATCH]).delete()
        Synonym.objects.bulk_create(map(Synonym.of, planned.added), batch_size=_BATCH)


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
