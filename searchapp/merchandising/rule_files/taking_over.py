"""Taking a file of rules over into a draft: first what it comes to, then doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from analyzers.synonyms.solr_format import LineProblem
from analyzers.synonyms.solr_format import RuleFile as SynonymFile
from searchapp.lexicon.synonym_import import SynonymImport, carry_out, plan_of
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.rule_files.rule_file import RuleFile
from searchapp.merchandising.rule_files.tables import read_csv, read_json
from searchapp.merchandising.smui.reading import read_smui
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.plain import rule_from_plain, rule_to_plain
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import seen_in
from searchapp.publishing.editing import change
from searchapp.publishing.models import Draft

READERS: Mapping[str, Callable[[str], RuleFile]] = {
    "json": read_json,
    "csv": read_csv,
    "smui": read_smui,
}


@dataclass(frozen=True, slots=True)
class RuleImport:
    """What a file comes to: rules that are new, and that change, by their keys; those that are
    there as they are; synonyms; the lines that are not taken over.
    """

    added: Mapping[str, Mapping[str, Any]]
    changed: Mapping[str, Mapping[str, Any]]
    known: int
    synonyms: SynonymImport
    problems: tuple[LineProblem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take over."""
        return not (self.added or self.changed or self.synonyms.added)


def plan(text: str, format_: str, draft: Draft | None) -> RuleImport:
    """What the file comes to in the draft (None: as published); nothing is saved."""
    file = READERS[format_](text)
    there = _there(file.rules, draft)
    synonyms = plan_of(SynonymFile(file.synonyms, (), (0,) * len(file.synonyms)), draft=draft)
    lost = [LineProblem(0, f"a synonym: {each.message}") for each in synonyms.problems]
    return RuleImport(
        added={key: value for key, value in file.rules.items() if key not in there},
        changed={key: value for key, value in file.rules.items() if there.get(key, value) != value},
        known=sum(there.get(key) == value for key, value in file.rules.items()),
        synonyms=synonyms,
        problems=(*file.problems, *lost),
    )


def take_over(planned: RuleImport, draft: Draft, actor: Actor) -> None:
    """Writes what was planned into the draft, all of it or nothing. Raises as `change` does."""
    with transaction.atomic():
        rules = {**planned.added, **planned.changed}
        if rules:
            change(draft, QueryRule.section, rules, actor)
        if planned.synonyms.added:
            carry_out(planned.synonyms, draft, actor)


def _there(rules: Mapping[str, Any], draft: Draft | None) -> dict[str, Any]:
    """The values of the same keys, written in the same way."""
    keys, found = list(rules), {}
    for start in range(0, len(keys), 500):
        rows = seen_in(QueryRule, draft).filter(key__in=keys[start : start + 500])
        for key, plain in rows.values_list("key", "plain"):
            try:
                found[key] = rule_to_plain(rule_from_plain(key, plain))
            except PlainValueError:
                found[key] = plain
    return found
