"""The analysis of a query as rows: what each step of the chain left, and what it changed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzers.chain import AnalyzerChain
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Entity, Token
from searchapp.lexicon.visible_text import visible

TYPED = "as typed"
"""The name of the step before the first analyzer."""
IN_THE_END = "in the end"
"""The name under which what is known after the last one is shown once more."""


class Change(StrEnum):
    """What a step did to a value."""

    KEPT = "kept"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is known of the query: `what` kind of thing, its value, and the reasons and
    figures that belong to it. Every character is visible.
    """

    what: str
    value: str
    detail: str = ""
    change: Change = Change.KEPT


@dataclass(frozen=True, slots=True)
class Step:
    """What was known after one step, and what it removed. `took_ms` is the time of the step."""

    name: str
    took_ms: float
    rows: tuple[Row, ...]


def analysis_steps(chain: AnalyzerChain, raw: str, language: str, lexicon: Lexicon) -> list[Step]:
    """The steps of the analysis of `raw`, of which the first is the query as it was typed.

    The chain runs twice: what it loads when it is first used is not counted.
    """
    for _ in chain.steps(raw, language, lexicon):
        pass
    steps: list[Step] = []
    known: list[Row] = []
    started = time.perf_counter()
    for name, query in chain.steps(raw, language, lexicon):
        took_ms = (time.perf_counter() - started) * 1000
        before, known = known, list(_rows(query, lexicon))
        rows = _compared(before, known) if name else tuple(known)
        steps.append(Step(name or TYPED, took_ms if name else 0.0, rows))
        started = time.perf_counter()
    return steps


def changes_and_end(steps: list[Step]) -> list[Step]:
    """The steps with only the rows that they changed, then all that is known in the end, with the
    time of all steps.
    """
    first, *others = steps
    changing = [
        replace(step, rows=tuple(row for row in step.rows if row.change is not Change.KEPT))
        for step in others
    ]
    known = [row for row in steps[-1].rows if row.change is not Change.GONE]
    end = tuple(replace(row, change=Change.KEPT) for row in known)
    return [first, *changing, Step(IN_THE_END, sum(step.took_ms for step in steps), end)]


def _compared(before: list[Row], after: list[Row]) -> tuple[Row, ...]:
    """The rows of `after`, each new or kept, with those of `before` that are gone beside them."""
    left = Counter(before)
    rows: list[Row] = []
    for row in after:
        if left[row]:
            left[row] -= 1
            rows.append(row)
        else:
            rows.append(replace(row, change=Change.NEW))
    gone = [replace(row, change=Change.GONE) for row in left.elements()]
    return tuple(sorted([*gone, *rows], key=lambda row: _ORDER.index(row.what)))


_ORDER = (
    "text",
    "language",
    "corrected",
    "did you mean",
    "edit",
    "token",
    "entity",
    "expansion",
    "category",
    "intent",
)


def _rows(query: AnalyzedQuery, lexicon: Lexicon) -> Iterator[Row]:
    yield Row("text", visible(query.text))
    if query.language:
        yield Row("language", visible(query.language))
    if query.corrected is not None:
        yield Row("corrected", visible(query.corrected))
    if query.did_you_mean is not None:
        yield Row("did you mean", visible(query.did_you_mean))
    for edit in query.edits:
        change = f"{visible(edit.before)} → {visible(edit.after)}"
        yield Row("edit", change, visible(f"{edit.analyzer}: {edit.rule}"))
    for token in query.tokens:
        yield Row("token", visible(token.text), visible(", ".join(_of_token(token))))
    for entity in query.entities:
        yield Row("entity", visible(_said_by(entity)), visible(_of_entity(entity, query.text)))
    for expansion in query.expansions:
        words = " ".join(token.text for token in query.tokens[expansion.first : expansion.last])
        arrow = "⇒" if expansion.replaces else "→"
        yield Row(
            "expansion",
            visible(f"{words} {arrow} {expansion.text}"),
            visible(f"weight {expansion.weight:.2f}; {expansion.rule}"),
        )
    for category in query.categories:
        yield Row("category", visible(category.path), f"probability {category.probability:.2f}")
    for intent in query.intents:
        effect = lexicon.intents.effect(intent.name, query.language)
        does = [f"leads with {effect.leads}"] if effect.leads else []
        does += [f"offers {effect.link}"] if effect.link else []
        reason = "; ".join([f"confidence {intent.confidence:.2f}", intent.evidence, *does])
        yield Row("intent", visible(intent.name), visible(reason))


def _of_token(token: Token) -> list[str]:
    marks = {
        "head": token.is_head,
        "stop word": token.is_stop,
        "negated": token.is_negated,
        "negates": token.is_marker,
    }
    return [f"lemma {token.lemma}", *(mark for mark, applies in marks.items() if applies)]


def _said_by(entity: Entity) -> str:
    values = " or ".join(entity.values)
    bounds = [
        f"{name} {bound:g}"
        for name, bound in (("at least", entity.at_least), ("at most", entity.at_most))
        if bound is not None
    ]
    return f"{entity.field}: {', '.join(filter(None, [values, *bounds]))}"


def _of_entity(entity: Entity, text: str) -> str:
    use = "sure: filters" if entity.is_sure else "unsure: boosts"
    if entity.is_negated:
        use += ", excluding"
    span = f"“{text[entity.start : entity.end]}” at {entity.start}"
    return f"confidence {entity.confidence:.2f}, {use}; {span}; {entity.evidence}"
