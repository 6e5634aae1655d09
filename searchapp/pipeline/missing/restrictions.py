"""What keeps an item out of every channel: filters, unwanted words, rules that hide it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.course import Course
from searchapp.pipeline.missing.asking import Asking
from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle, Stage
from searchapp.pipeline.request import AnyOf, Filter
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.rule_set import RuleSet


def restrictions(asking: Asking, config: SearchConfig, course: Course) -> list[Obstacle]:
    """Each restriction of the answer that the item does not pass, found out by asking the engine
    with this one alone.
    """
    plan = course.found.plan
    base = plan.meaning.bases[asking.kind]
    filters = list(dict.fromkeys(base.filters))
    questions = [asking.anything(filters=(each,)) for each in filters]
    questions += [asking.anything(without=(each,)) for each in base.without]
    passed = asking.hits(questions)
    failed = [each for each, hit in zip(filters, passed, strict=False) if hit is None]
    found: list[Obstacle] = []
    if failed:
        said = _Filters(course, config, asking.document())
        found += [said.obstacle(each) for each in failed]
    for exclusion, hit in zip(base.without, passed[len(filters) :], strict=True):
        if hit is None:
            found.append(_unwanted(exclusion.text))
    if asking.id in base.exclude_ids:
        found.append(_hidden(asking, config, course))
    return found


@dataclass(frozen=True, slots=True)
class Met:
    """The rules that the request met, by what they do."""

    config: SearchConfig
    course: Course

    def that(self, does: Callable[[do.Action], bool]) -> list[tuple[str, str]]:
        """The ids and names of those that do it; none where the rules do not tell."""
        met = {id_ for id_, _ in self.course.found.plan.meaning.merchandising.rules}
        rules = self.config.rules
        if not isinstance(rules, RuleSet):
            return []
        return [
            (rule.id, rule.name)
            for rule in rules.matcher.rules
            if rule.id in met and any(map(does, rule.actions))
        ]


def named(rules: list[tuple[str, str]]) -> str:
    """The rules by their names, for a sentence."""
    if not rules:
        return "a rule"
    return ("the rule " if len(rules) == 1 else "the rules ") + " and ".join(
        f"“{name}”" for _, name in rules
    )


def rule_cures(rules: list[tuple[str, str]], what: str) -> tuple[Cure, ...]:
    """The advice to change the rules, which must all be changed."""
    ids = " ".join(id_ for id_, _ in rules)
    return (Cure(Act.CHANGE_RULE, f"Change {named(rules)}: {what}.", rule=ids),)


@dataclass(frozen=True, slots=True)
class _Filters:
    """What is said of filters that the item, of which this is the document, does not pass."""

    course: Course
    config: SearchConfig
    document: Mapping[str, Any]

    def obstacle(self, wanted: Filter) -> Obstacle:
        has, needs = self._has(wanted), needed(wanted)
        its = f"its {_label(wanted.field)} is {has}" if has else f"it has no {_label(wanted.field)}"
        values = wanted.values if isinstance(wanted, AnyOf) else ()
        own = Cure(
            Act.SET_FIELD,
            f"Give it the {_label(wanted.field)} {needs}, if that is true of it.",
            wanted.field,
            values,
        )
        meaning, said = self.course.found.plan.meaning, self.course.found.use.filters
        if wanted in meaning.request.filters:
            return Obstacle(
                Stage.FILTER,
                f"The shopper's filter wants {_label(wanted.field)} {needs}, and {its}.",
                (Cure(Act.DROP_FILTER, "Search without this filter.", wanted.field), own),
            )
        words = next((each.words for each in said if each.filter == wanted), None)
        if words is not None:
            return Obstacle(
                Stage.ENTITY,
                f"“{words}” in the query filters by {_label(wanted.field)} {needs}, and {its}.",
                (
                    own,
                    Cure(
                        Act.DROP_FILTER,
                        f"Search without the filter that “{words}” makes.",
                        wanted.field,
                    ),
                ),
            )
        if not any(wanted == each.filter for each in meaning.merchandising.required):
            return Obstacle(
                Stage.REQUIRED,
                f"Only items with {_label(wanted.field)} {needs} are shown, and {its}.",
                (own, Cure(Act.DROP_FILTER, f"Ask for {wanted.field} {has}.", wanted.field)),
            )
        rules = Met(self.config, self.course).that(
            lambda action: isinstance(action, do.Require) and action.filter == wanted
        )
        return Obstacle(
            Stage.REQUIRED,
            f"{_begun(named(rules))} requires {_label(wanted.field)} {needs}, and {its}.",
            (*rule_cures(rules, "require less"), own),
        )

    def _has(self, wanted: Filter) -> str:
        value = self.document.get(wanted.field)
        if value is None or value == []:
            return ""
        values = value if isinstance(value, list) else [value]
        return ", ".join(_written(each) for each in values)


def needed(wanted: Filter) -> str:
    """What a filter wants, in words."""
    if isinstance(wanted, AnyOf):
        return " or ".join(wanted.values)
    bounds = []
    if wanted.at_least is not None:
        bounds.append(f"at least {wanted.at_least:g}")
    if wanted.at_most is not None:
        bounds.append(f"at most {wanted.at_most:g}")
    return " and ".join(bounds) or "of any value"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _label(field: str) -> str:
    return field.replace("_", " ")


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unwanted(text: str) -> Obstacle:
    return Obstacle(
        Stage.UNWANTED,
        f"The query leaves out what has “{text}”, and the item has it.",
        (
            Cure(Act.DROP_WORDS, f"Search without “-{text}”.", values=(text,)),
            Cure(Act.DROP_WORDS, f"Take “{text}” out of its texts.", "title", (text,)),
        ),
    )


def _hidden(asking: Asking, config: SearchConfig, course: Course) -> Obstacle:
    rules = Met(config, course).that(
        lambda action: (
            isinstance(action, do.Hide)
            and (action.item.kind, action.item.id) == (asking.kind, asking.id)
        )
    )
    return Obstacle(
        Stage.HIDDEN, f"{_begun(named(rules))} hides it.", rule_cures(rules, "do not hide it")
    )
