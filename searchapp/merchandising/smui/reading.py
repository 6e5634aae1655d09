"""A file of Common Rules as rules and synonyms of ours; each line that says what ours can't is told
with its cure.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.solr_format import LineProblem
from searchapp.merchandising.rule_files.rule_file import RuleFile
from searchapp.merchandising.smui.blocks import Block, Instruction, read_blocks
from searchapp.merchandising.smui.queries import read_query
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain import checked_rule, rule_to_plain
from searchapp.pipeline.rules.rule import Rule

WEAK_UP_TO, MODERATE_UP_TO = 10.0, 100.0
"""Up to which numbers of UP and DOWN a boost is weak, and up to which it is moderate."""
_SILENT = ("_id", "_log", "name")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_LONGEST_STEM = 55
"""How much of an id is kept where a number comes behind it; a key has 64 characters at most."""
_REDIRECT = re.compile(r"redirect[\s,:]+(?P<url>\S+)\Z", re.IGNORECASE)
_STANDARD_WEIGHT = SynonymRule("", RuleKind.TWO_WAY, ()).weight


def read_smui(text: str) -> RuleFile:
    """The rules and synonyms of a file. A rule has the key that its `_id` gives, else one that
    its input gives, so that the file can be read again.
    """
    blocks, replacements, problems = read_blocks(text)
    found = _Rules()
    edges: dict[tuple[str, str], float] = {}
    for block in blocks:
        reader = _Reader(block)
        edges |= {(reader.text, target): weight for target, weight in reader.synonyms}
        problems += reader.problems
        if rule := reader.rule:
            found.add(rule)
    rules: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    for block in blocks:
        lines.setdefault(_name(block), block.line)
    for rule in found:
        key, plain = rule.id, rule_to_plain(rule)
        try:
            checked_rule(key, plain)
        except PlainValueError as error:
            problems += [LineProblem(lines[rule.name], str(fault)) for fault in error.faults]
        else:
            rules[key] = plain
    synonyms = [
        SynonymRule("", RuleKind.REPLACEMENT, each.terms, (each.by,)) for each in replacements
    ]
    return RuleFile(
        rules,
        (*_synonyms(edges), *synonyms),
        tuple(sorted(problems, key=lambda each: each.line)),
    )


class _Reader:
    """What one block says."""

    def __init__(self, block: Block) -> None:
        self.problems: list[LineProblem] = []
        self.synonyms: list[tuple[str, float]] = []
        self.text = block.input.strip('"').strip()
        self.rule: Rule | None = None
        self._is_exact = block.input.startswith('"')
        if fault := _fault_of_input(block.input):
            self.problems.append(LineProblem(block.line, fault))
            return
        actions: list[do.Action] = []
        for each in block.instructions:
            try:
                actions += self._read(each)
            except ValueError as error:
                self.problems.append(LineProblem(each.line, str(error)))
        if not block.instructions:
            said = "the input has no instructions; write one below it, or remove it"
            self.problems.append(LineProblem(block.line, said))
        rule = self._with_properties(block)
        if actions:
            self.rule = replace(rule, actions=tuple(actions))

    def _with_properties(self, block: Block) -> Rule:
        trigger = when.Exact(self.text) if self._is_exact else when.Phrase(self.text)
        key = str(block.properties.get("_id", ""))
        if not _KEY.match(key):
            key = f"smui-{hashlib.sha256(block.input.encode()).hexdigest()[:12]}"
        rule = Rule(key, _name(block), (trigger,), ())
        for name, value in block.properties.items():
            if name == "priority" and isinstance(value, int) and not isinstance(value, bool):
                rule = replace(rule, priority=value)
            elif name == "enabled" and isinstance(value, bool):
                rule = replace(rule, enabled=value)
            elif name not in _SILENT:
                said = (
                    f"the property {name} is not taken over; only priority (a whole number) and "
                    "enabled are: limit the rule by its languages or segments instead"
                )
                self.problems.append(LineProblem(block.line, said))
        return rule

    def _read(self, each: Instruction) -> Iterator[do.Action]:
        match each.verb:
            case "SYNONYM":
                self._add_synonym(each)
            case "UP" | "DOWN":
                wanted = read_query(each.rest)
                if wanted.excluded:
                    raise ValueError("what has a value not can't be moved; move what has it")
                strength = _strength(each.number)
                up = each.verb == "UP"
                yield (do.Boost if up else do.Bury)(wanted.target, strength)
            case "FILTER":
                yield _required(each.rest)
            case "DELETE":
                for word in each.rest.split() or [self.text]:
                    yield do.RemoveWords(word)
            case _:
                found = _REDIRECT.match(each.rest)
                if found is None:
                    raise ValueError(
                        "only DECORATE: REDIRECT address is understood; show a banner instead"
                    )
                yield do.Redirect(found["url"])

    def _add_synonym(self, each: Instruction) -> None:
        if self._is_exact:
            raise ValueError(
                "synonyms count wherever their words are found; write the input without quotation "
                "marks, or search other words with a rule"
            )
        if not each.rest or "$" in each.rest or ":" in each.rest:
            raise ValueError("write plain words as a synonym, without a field and without $1")
        try:
            weight = float(each.number) if each.number else _STANDARD_WEIGHT
        except ValueError:
            weight = 0.0
        if not 0 < weight <= 1:
            raise ValueError(f"the weight {each.number!r} is not above 0 and at most 1; give 0.9")
        self.synonyms.append((each.rest, weight))


def _name(block: Block) -> str:
    own = block.properties.get("name")
    return (own if isinstance(own, str) and own.strip() else block.input.strip('"').strip())[:200]


def _fault_of_input(said: str) -> str:
    if said.startswith('"') != said.endswith('"') or said == '"':
        return (
            "words only at the beginning or end of a query can't be told; write quotation marks on "
            "both sides, for the whole query, or on none"
        )
    if "*" in said:
        return "words that only begin alike can't be told; write a block for each of them"
    if ":" in said:
        return "the input names a field; write words alone"
    return "" if said.strip('" ') else "the input has no words; write some before =>"


def _strength(number: str) -> do.Strength:
    try:
        size = float(number or 1)
    except ValueError:
        raise ValueError(f"{number!r} is no number; write one such as UP(10)") from None
    if size <= WEAK_UP_TO:
        return do.Strength.WEAK
    return do.Strength.MODERATE if size <= MODERATE_UP_TO else do.Strength.STRONG


def _required(rest: str) -> do.Action:
    wanted = read_query(rest)
    if not wanted.excluded:
        if isinstance(wanted.target, do.Item):
            raise ValueError(
                "one item alone can't be all that is found; pin it, or send to its page"
            )
        return do.Require(wanted.target)
    if not isinstance(wanted.target, do.Item):
        raise ValueError("only single items are hidden, as with * -id:B7; lower the others: DOWN")
    return do.Hide(wanted.target)


class _Rules:
    """Rules by their ids. Blocks with one id that do the same are one rule with several triggers;
    of those that do something else, each gets an id of its own.
    """

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._triggers: dict[str, dict[when.Trigger, None]] = {}
        self._ids: dict[Rule, str] = {}
        self._counts: dict[str, Iterator[int]] = {}

    def add(self, rule: Rule) -> None:
        does = replace(rule, name="", triggers=())
        if does not in self._ids:
            self._ids[does] = id_ = self._free(rule.id)
            self._rules[id_], self._triggers[id_] = replace(rule, id=id_), {}
        self._triggers[self._ids[does]] |= dict.fromkeys(rule.triggers)

    def __iter__(self) -> Iterator[Rule]:
        for id_, rule in self._rules.items():
            yield replace(rule, triggers=tuple(self._triggers[id_]))

    def _free(self, id_: str) -> str:
        stem = id_[:_LONGEST_STEM]
        while id_ in self._rules:
            id_ = f"{stem}-{next(self._counts.setdefault(stem, count(1)))}"
        return id_


def _synonyms(edges: Mapping[tuple[str, str], float]) -> Iterator[SynonymRule]:
    """Words that all stand for one another, as SMUI writes them out, are one two-way rule."""
    targets_of: dict[str, list[str]] = defaultdict(list)
    mutual: dict[tuple[str, float], set[str]] = defaultdict(set)
    for (term, target), weight in edges.items():
        targets_of[term].append(target)
        if term != target and edges.get((target, term)) == weight:
            mutual[term, weight] |= {term, target}
    group_of: dict[tuple[str, float], set[str]] = {}
    for (term, weight), members in mutual.items():
        if (term, weight) in group_of:
            continue
        if all(mutual[each, weight] == members for each in members):
            group_of |= dict.fromkeys(((each, weight) for each in members), members)
            terms = dict.fromkeys([term, *(each for each in targets_of[term] if each in members)])
            yield SynonymRule("", RuleKind.TWO_WAY, tuple(terms), weight=weight)
    rest: dict[tuple[str, float], list[str]] = defaultdict(list)
    for (term, target), weight in edges.items():
        if term != target and target not in group_of.get((term, weight), ()):
            rest[term, weight].append(target)
    for (term, weight), targets in rest.items():
        yield SynonymRule("", RuleKind.ONE_WAY, (term,), tuple(targets), weight)
