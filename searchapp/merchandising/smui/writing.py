"""Our rules and synonyms as a file of Common Rules; what these can't say is told in comments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from analyzers.synonyms.rule import RuleKind, SynonymRule
from searchapp.merchandising.smui.queries import written
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import ALWAYS

_NUMBERS = {do.Strength.WEAK: 10, do.Strength.MODERATE: 100, do.Strength.STRONG: 500}
_STANDARD_WEIGHT = SynonymRule("", RuleKind.TWO_WAY, ()).weight


def write_smui(rules: Iterable[Rule], synonyms: Iterable[SynonymRule]) -> str:
    """The file; reading it gives back what it says."""
    blocks: list[str] = []
    left_out: list[str] = []
    for rule in rules:
        if why := _why_not(rule):
            left_out.append(f"rule “{rule.name}”: {why}")
            continue
        lines = [line for action in rule.actions if (line := _line(action)) is not None]
        properties = {"_id": rule.id} | ({"priority": rule.priority} if rule.priority else {})
        if rule.name != getattr(rule.triggers[0], "text", ""):
            properties["name"] = rule.name
        if not rule.enabled:
            properties["enabled"] = False
        written_properties = json.dumps(properties, ensure_ascii=False)
        tail = [*lines, f"@{written_properties}@"]
        blocks += [_block(_input(each), tail) for each in rule.triggers]
    for synonym in synonyms:
        if why := _why_no_synonym(synonym):
            left_out.append(f"synonym “{synonym}”: {why}")
            continue
        blocks += _blocks_of(synonym)
    told = [f"# not in this file: {each}".replace("\n", " ") for each in left_out]
    return "\n".join([*told, *([""] if told else []), *blocks])


def _block(said: str, lines: Sequence[str]) -> str:
    return "".join([f"{said} =>\n", *(f"\t{line}\n" for line in lines)])


def _input(trigger: when.Trigger) -> str:
    return f'"{trigger.text}"' if isinstance(trigger, when.Exact) else getattr(trigger, "text", "")


def _why_not(rule: Rule) -> str:
    """Why the rule can't be said without saying more than it does."""
    limits = (rule.kinds, rule.languages, rule.segments, rule.sellers)
    if any(limits) or rule.schedule != ALWAYS:
        return "it is limited to some searches or times"
    if not all(isinstance(each, when.Exact | when.Phrase) for each in rule.triggers):
        return "it is not for queries with some words side by side"
    if any(set('"*:@#') & set(_words(each)) for each in rule.triggers):
        return "a sign in its words means something else there"
    lost = [action for action in rule.actions if _line(action) is None]
    return f"{type(lost[0]).__name__} can't be said there" if lost else ""


def _words(trigger: when.Trigger) -> str:
    text: str = getattr(trigger, "text", "")
    return text if " ".join(text.split()) == text and "=>" not in text else "*"


def _line(action: do.Action) -> str | None:
    match action:
        case do.Boost(target, do.Strength() as strength) if query := written(target):
            return f"UP({_NUMBERS[strength]}): {query}"
        case do.Bury(target, do.Strength() as strength) if query := written(target):
            return f"DOWN({_NUMBERS[strength]}): {query}"
        case do.Require(wanted) if query := written(wanted):
            return f"FILTER: {query}"
        case do.Hide(item) if query := written(item):
            return f"FILTER: {query.replace('* ', '* -', 1)}"
        case do.RemoveWords(text) if len(text.split()) == 1 and text.split() == [text]:
            return f"DELETE: {text}"
        case do.Redirect(url):
            return f"DECORATE: REDIRECT {url}"
    return None


def _why_no_synonym(rule: SynonymRule) -> str:
    if rule.language or not rule.is_active:
        return "it is for one language, or not active"
    if rule.kind is RuleKind.REPLACEMENT:
        return "replacements are a file of their own there"
    texts = (*rule.terms, *rule.targets)
    if any(set('"*:@#$\n\\') & set(text) or "=>" in text for text in texts):
        return "a sign in its words means something else there"
    return ""


def _blocks_of(rule: SynonymRule) -> Iterator[str]:
    number = "" if rule.weight == _STANDARD_WEIGHT else f"({rule.weight:g})"
    for term in rule.terms:
        others = rule.targets or tuple(each for each in rule.terms if each != term)
        yield _block(term, [f"SYNONYM{number}: {each}" for each in others])
