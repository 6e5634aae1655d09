"""Synonym rules in the text format of Solr and Elasticsearch.

A line `a, b, c` is a two-way rule, `a, b => c` replaces a and b by c. What stands on both sides of
the arrow is kept, so `a => a, c` is a one-way rule from a to c; such lines one after another with
the same target are one rule. A backslash takes its meaning from the sign after it, and a line that
begins with `#` is a comment.

What the format lacks stands in comments that only this module reads: `# searchapp: {"weight": 0.5}`
is about the rules below it, up to an empty line or the next comment. Where a line can't say a rule,
as one that is not active, such a comment says all of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from analyzers.synonyms.rule import RuleKind, SynonymRule

_ABOUT = "# searchapp:"
_SIDES = ("kind", "terms", "targets")
_TYPES: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "language": str,
    "weight": (int, float),
    "is_active": bool,
}
_DEFAULT = SynonymRule("", RuleKind.TWO_WAY, ())
_PIECE = re.compile(r"\\.|=>|,|[^\\,=]+|.")
_SIGN = re.compile(r"[\\,#]|=(?=>)")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line (counted from 1) that is not understood, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a file says: the rules of the lines that are understood, and the lines that are not.

    `lines`, as many as `rules`, says where each rule begins, counted from 1.
    """

    rules: tuple[SynonymRule, ...]
    problems: tuple[LineProblem, ...] = ()
    lines: tuple[int, ...] = ()


def read_rules(text: str, language: str = "") -> RuleFile:
    """The rules of a file; `language` is that of the rules for which the file names none.

    A rule for which it gives no name has the name "".
    """
    found: list[tuple[int, SynonymRule]] = []
    problems: list[LineProblem] = []
    for block in _blocks(text):
        about: dict[str, Any] = {"language": language}
        try:
            about |= _read_about(block.about)
            if not about.keys().isdisjoint(_SIDES):
                found.append((block.start, _whole_rule(about)))
                about = {"language": language}
        except ValueError as error:
            problems.append(LineProblem(block.start, f"{error}; what it is about is not read"))
            continue
        read: list[tuple[int, SynonymRule]] = []
        for number, line in block.lines:
            try:
                read += [(number, rule) for rule in _read_line(line)]
            except ValueError as error:
                problems.append(LineProblem(number, str(error)))
        found += [(number, replace(rule, **about)) for number, rule in _joined(read)]
    return RuleFile(
        tuple(rule for _, rule in found), tuple(problems), tuple(number for number, _ in found)
    )


def write_rules(rules: Iterable[SynonymRule]) -> str:
    """The rules as a file that `read_rules` reads back as they are, if their weights are right.

    Solr and Elasticsearch understand it too, and see the active rules that say something.
    """
    return "".join(map(_written, rules))


@dataclass(slots=True)
class _Block:
    """Lines with rules, numbered, and the comment that is about them."""

    start: int
    about: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, written in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = written.strip()
        is_rule = bool(line) and not line.startswith("#")
        if block and not is_rule:
            yield block
            block = None
        if line.startswith(_ABOUT):
            block = _Block(number, line.removeprefix(_ABOUT))
        elif is_rule:
            block = block or _Block(number)
            block.lines.append((number, line))
    if block:
        yield block


def _read_about(text: str) -> dict[str, Any]:
    """What a comment says about rules. Raises ValueError."""
    if not text:
        return {}
    try:
        about = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the comment is not JSON ({error})") from error
    if not isinstance(about, dict):
        raise ValueError("the comment is not a JSON object")
    if unknown := about.keys() - {*_TYPES, *_SIDES}:
        raise ValueError(f"the comment has {sorted(unknown)[0]!r}, which is not known")
    for name, type_ in _TYPES.items():
        value = about.get(name, getattr(_DEFAULT, name))
        if not isinstance(value, type_) or (name == "weight" and isinstance(value, bool)):
            raise ValueError(f"{name!r} can't be {json.dumps(value)}")
    if "weight" in about and not 0.0 < about["weight"] <= 1.0:
        raise ValueError(f"'weight' is {about['weight']}, and must be above 0 and at most 1")
    return about


def _whole_rule(about: dict[str, Any]) -> SynonymRule:
    kinds = [kind.value for kind in RuleKind]
    if about.get("kind") not in kinds:
        raise ValueError(f"'kind' is none of {', '.join(kinds)}")
    sides = [about.get(name, []) for name in ("terms", "targets")]
    if not all(isinstance(side, list) and all(isinstance(t, str) for t in side) for side in sides):
        raise ValueError("'terms' and 'targets' must be lists of texts")
    terms, targets = map(tuple, sides)
    return SynonymRule(
        **{**about, "kind": RuleKind(about["kind"]), "terms": terms, "targets": targets}
    )


def _read_line(line: str) -> list[SynonymRule]:
    """The rules of a line: more than one where its terms find different things."""
    sides: list[list[str]] = [[""]]
    for piece in _PIECE.findall(line):
        if piece == "=>":
            sides.append([""])
        elif piece == ",":
            sides[-1].append("")
        else:
            sides[-1][-1] += piece
    terms, *others = [[_unescaped(term) for term in side] for side in sides]
    if len(others) > 1:
        raise ValueError(r"more than one =>; write \=> for one that belongs to a term")
    if not all(term for side in (terms, *others) for term in side):
        raise ValueError(
            r"a term is missing beside a comma or =>; write \, for a comma that belongs to a term"
        )
    return _mapped(terms, others[0]) if others else [_two_way(terms)]


def _unescaped(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written.strip(), flags=re.DOTALL)


def _two_way(terms: list[str]) -> SynonymRule:
    rule = SynonymRule("", RuleKind.TWO_WAY, tuple(dict.fromkeys(terms)))
    if len(rule.terms) < 2:
        raise ValueError(
            "one term alone says nothing; add another after a comma, or after => what is searched"
        )
    return rule


def _mapped(terms: list[str], targets: list[str]) -> list[SynonymRule]:
    """Each of the terms is replaced by all targets: or kept, where it is among them."""
    if set(terms) == set(targets):
        return [_two_way(terms)]
    grouped: dict[tuple[RuleKind, tuple[str, ...]], dict[str, None]] = {}
    for term in terms:
        kind = RuleKind.ONE_WAY if term in targets else RuleKind.REPLACEMENT
        others = tuple(dict.fromkeys(target for target in targets if target != term))
        if others:
            grouped.setdefault((kind, others), {})[term] = None
    return [
        SynonymRule("", kind, tuple(found), others) for (kind, others), found in grouped.items()
    ]


def _joined(read: list[tuple[int, SynonymRule]]) -> Iterator[tuple[int, SynonymRule]]:
    """One-way rules one after another to the same targets as one."""
    before: tuple[int, SynonymRule] | None = None
    for number, rule in read:
        one_way = rule.kind is RuleKind.ONE_WAY
        if before and one_way and before[1].kind is rule.kind and before[1].targets == rule.targets:
            terms = dict.fromkeys((*before[1].terms, *rule.terms))
            before = (before[0], replace(rule, terms=tuple(terms)))
            continue
        if before:
            yield before
        before = (number, rule)
    if before:
        yield before


def _written(rule: SynonymRule) -> str:
    """The lines of a rule; an empty one after those that others must not be added to."""
    lines = _lines(rule)
    says = replace(rule, name="", weight=_DEFAULT.weight, language="", is_active=True)
    if not rule.is_active or read_rules(lines).rules != (says,):
        return f"{_ABOUT} {_json(asdict(rule))}\n\n"
    about = {
        name: value for name in _TYPES if (value := getattr(rule, name)) != getattr(_DEFAULT, name)
    }
    if about:
        return f"{_ABOUT} {_json(about)}\n{lines}\n"
    return f"{lines}\n" if rule.kind is RuleKind.ONE_WAY else lines


def _lines(rule: SynonymRule) -> str:
    terms = [_escaped(term) for term in rule.terms]
    targets = [_escaped(target) for target in rule.targets]
    match rule.kind:
        case RuleKind.TWO_WAY:
            return f"{', '.join(terms)}\n"
        case RuleKind.ONE_WAY:
            return "".join(f"{term} => {', '.join([term, *targets])}\n" for term in terms)
        case RuleKind.REPLACEMENT:
            return f"{', '.join(terms)} => {', '.join(targets)}\n"


def _escaped(term: str) -> str:
    return _SIGN.sub(lambda sign: f"\\{sign[0]}", term)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
