"""What query rules and synonyms cost a request, and how long their snapshot takes to build.

    python -m benchmarks.rules

Pseudo-random rules of every trigger over a vocabulary of 4,000 made-up words and as many synonyms
as a large shop has; queries of one to six of these words, each of which meets some rules. The time
added to a request is that of finding the rules and of what they want.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Entity, Token
from analyzers.synonyms.analyzer import Synonyms
from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.synonym_set import SynonymSet
from benchmarks.protocol import arguments, print_table, write_json
from searchapp.pipeline.request import AnyOf, Kind, SearchRequest
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.linting import lint
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet

T = TypeVar("T")
RULES, SYNONYMS, QUERIES, WORDS = 5_000, 10_000, 5_000, 4_000
ANY_QUERY = 20
"""Rules for every search; a shop has few."""


def main() -> None:
    """Measures, and prints a table."""
    options = arguments(__doc__ or "").parse_args()
    queries = QUERIES // 5 if options.quick else QUERIES
    draw = random.Random(7)
    words = [made_word(draw) for _ in range(WORDS)]
    rules = [made_rule(place, words, draw) for place in range(RULES)]
    written = [
        SynonymRule(str(place), RuleKind.TWO_WAY, tuple(draw.sample(words, 2)))
        for place in range(SYNONYMS)
    ]
    rule_set, build_rules = _timed(lambda: RuleSet.of(rules))
    synonyms, build_synonyms = _timed(lambda: SynonymSet.of(written))
    _, linting = _timed(lambda: lint(rules, time.time()))
    asked = [_query(words, draw) for _ in range(queries)]
    lexicon, analyzer = Lexicon(synonyms=synonyms), Synonyms()
    request = SearchRequest()
    added: list[float] = []
    expanded: list[float] = []
    met = 0
    for query in asked:
        wanted, spent = _timed(partial(rule_set.merchandising, query, request))
        added.append(spent * 1000)
        met += len(wanted.rules) - ANY_QUERY
        expanded.append(_timed(partial(analyzer.analyze, query, lexicon))[1] * 1000)
    figures = {
        "rules": RULES,
        "synonyms": SYNONYMS,
        "build_rules_s": round(build_rules, 3),
        "build_synonyms_s": round(build_synonyms, 3),
        "lint_s": round(linting, 3),
        "rules_p50_ms": round(statistics.median(added), 4),
        "rules_p99_ms": round(statistics.quantiles(added, n=100)[98], 4),
        "synonyms_p50_ms": round(statistics.median(expanded), 4),
        "both_p50_ms": round(statistics.median(map(sum, zip(added, expanded, strict=True))), 4),
        "met_of_a_query": round(met / len(asked), 2),
    }
    print_table(["", "value"], list(figures.items()))
    write_json(options.json, figures)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start


def made_word(draw: random.Random) -> str:
    """A made-up word of three syllables."""
    return "".join(draw.choice("bdfgklmnprt") + draw.choice("aeiou") for _ in range(3))


def made_rule(place: int, words: list[str], draw: random.Random) -> Rule:
    """A rule for some of the words; its trigger and action go by its place."""
    text = " ".join(draw.sample(words, draw.randint(1, 3)))
    trigger: when.Trigger = (
        when.Exact(text),
        when.Phrase(text),
        when.AllWords(text),
        when.Recognised("brand", draw.choice(words)),
    )[place % 4]
    if place < ANY_QUERY:
        trigger = when.AnyQuery()
    item = do.Item(Kind.PRODUCT, str(draw.randrange(100_000)))
    action: do.Action = (
        do.Boost(AnyOf("brand", (draw.choice(words),))),
        do.PinTo(item, draw.randint(1, 10)),
        do.Hide(item),
    )[place % 3]
    return Rule(str(place), f"Rule {place}", (trigger,), (action,), draw.randrange(3))


def _query(words: list[str], draw: random.Random) -> AnalyzedQuery:
    said = draw.sample(words, draw.randint(1, 6))
    text = " ".join(said)
    tokens: list[Token] = []
    for word in said:
        start = tokens[-1].end + 1 if tokens else 0
        tokens.append(Token(word, start, start + len(word), word))
    brand = Entity("brand", (said[0],), 0, len(said[0]), 0.9, "")
    return AnalyzedQuery(text, text, "en", tuple(tokens), entities=(brand,))


if __name__ == "__main__":
    main()
