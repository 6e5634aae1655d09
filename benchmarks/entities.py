"""How well wishes in queries are recognised, on hand-written queries for the demo marketplace.

    python -m benchmarks.entities               all queries
    python -m benchmarks.entities --quick       the same, timed in fewer rounds

The queries and what each must become are in entity_queries.toml; those in
entity_queries_held_out.toml were kept apart until the recogniser was done.
"""

from __future__ import annotations

import math
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from analyzers.chain import AnalyzerChain
from analyzers.entities.analyzer import Entities
from analyzers.entities.dictionary import EntityDictionary
from analyzers.lexicon import Lexicon
from analyzers.linguistics import Linguistics
from analyzers.normalization import Normalization
from analyzers.query import AnalyzedQuery, Entity
from benchmarks.protocol import arguments, print_table, set_up, write_json

QUERIES = Path(__file__).with_name("entity_queries.toml")
HELD_OUT = Path(__file__).with_name("entity_queries_held_out.toml")
LANGUAGES = ("en", "de", "fr", "es")
CURRENCY = "USD"
SEED = 7
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RANGES = frozenset(("price", "rating"))
_NOT_FIELDS = frozenset(("text", "language", "currency", "may", "not"))


@dataclass(frozen=True, slots=True)
class Wish:
    """The values or the range that one field must be filtered by, and the values that may be."""

    must: frozenset[str] = frozenset()
    may: tuple[str, ...] = ()

    def allows(self, values: Iterable[str]) -> bool:
        """Whether none of the values is wrong."""
        return all(
            value in self.must or any(fnmatchcase(value, pattern) for pattern in self.may)
            for value in values
        )


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query and its wishes by field; a field that must not match begins with "not "."""

    text: str
    wishes: Mapping[str, Wish]
    language: str = "en"
    currency: str = CURRENCY


@dataclass(slots=True)
class Score:
    """What became a filter, by field: right, wrong and missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    mistakes: list[tuple[str, str]] = field(default_factory=list)

    def precision(self, name: str = "") -> float:
        """The share of the filters, of one field or of all, that are right."""
        return _share(_of(self.right, name), _of(self.wrong, name))

    def recall(self, name: str = "") -> float:
        """The share of the wishes that became the right filter."""
        return _share(_of(self.right, name), _of(self.missed, name))


class Recogniser:
    """The analyzers that a query passes until its entities are known."""

    def __init__(self, dictionary: EntityDictionary) -> None:
        self.dictionary = dictionary
        self.entities = Entities()
        self._before = AnalyzerChain([Normalization(), Linguistics()])

    def steps(self, query: LabelledQuery) -> tuple[AnalyzedQuery, Lexicon]:
        """The query as the recognition meets it, and the lexicon that it consults."""
        lexicon = Lexicon(languages=LANGUAGES, currency=query.currency, entities=self.dictionary)
        return self._before.analyze(query.text, query.language, lexicon), lexicon

    def filters(self, query: LabelledQuery) -> dict[str, frozenset[str]]:
        """What becomes a filter, by field."""
        before, lexicon = self.steps(query)
        return _filters(self.entities.analyze(before, lexicon).entities)


def main() -> None:
    """Prints the protocol, the scores by field, the mistakes and the times."""
    options = arguments(__doc__ or "").parse_args()
    set_up("entities")
    started = time.perf_counter()
    recogniser = Recogniser(demo_dictionary())
    built = time.perf_counter() - started
    families = read_families(QUERIES)
    figures: dict[str, Any] = {}
    _print_protocol(recogniser, built)
    for name, path in (("queries", QUERIES), ("held out", HELD_OUT)):
        queries = read_queries(path, families)
        score = judge(queries, recogniser)
        _print_score(name, queries, score)
        figures[name] = _figures(queries, score)
    queries = read_queries(QUERIES, families)
    figures |= _timings(queries, recogniser, 3 if options.quick else 20)
    write_json(options.json, figures)


def demo_dictionary() -> EntityDictionary:
    """The dictionary of the demo marketplace, learnt from its products as they are imported."""
    from analyzers.entities.builder import EntityDictionaryBuilder
    from searchapp.catalog.models import Product
    from searchapp.importing.demo import marketplace_rows
    from searchapp.importing.job import Import
    from searchapp.importing.sources import SourceRow
    from searchapp.lexicon.catalog_evidence import catalog_items

    if not Product.objects.exists():
        rows = enumerate(marketplace_rows(SEED, now=NOW), start=1)
        Import(index=False).run(SourceRow(line, row, row) for line, row in rows)
    builder = EntityDictionaryBuilder()
    for item in catalog_items():
        builder.add(item)
    return builder.build()


def read_families(path: Path) -> dict[str, Wish]:
    """The families of values, by name, to which queries refer as "@name"."""
    return {
        name: Wish(frozenset(values["all"]), tuple(values["may"]))
        for name, values in tomllib.loads(path.read_text())["families"].items()
    }


def read_queries(path: Path, families: Mapping[str, Wish]) -> list[LabelledQuery]:
    """The queries of a file. Raises ValueError for a text that occurs twice."""
    sets = tomllib.loads(path.read_text())["sets"]
    queries = [_labelled(entry, families) for entries in sets.values() for entry in entries]
    twice = [text for text, count in Counter(each.text for each in queries).items() if count > 1]
    if twice:
        raise ValueError(f"{path.name} has queries twice: {twice}; keep one of each")
    return queries


def judge(queries: Sequence[LabelledQuery], recogniser: Recogniser) -> Score:
    """Compares what becomes a filter with what must."""
    score = Score()
    for query in queries:
        filters = recogniser.filters(query)
        for name in sorted({*filters, *query.wishes}):
            wish, values = query.wishes.get(name, Wish()), filters.get(name, frozenset())
            is_right = bool(wish.must) and wish.must <= values and wish.allows(values)
            score.right[name] += is_right
            if values and not wish.allows(values):
                score.wrong[name] += 1
                score.mistakes.append((query.text, f"wrong {name}: {_some(values)}"))
            if wish.must and not is_right:
                score.missed[name] += 1
                score.mistakes.append((query.text, f"missed {name}: {_some(wish.must)}"))
    return score


def _labelled(entry: Mapping[str, Any], families: Mapping[str, Wish]) -> LabelledQuery:
    wishes: dict[str, Wish] = {}
    for prefix, wanted in (("", entry), ("not ", entry.get("not", {}))):
        for name, value in wanted.items():
            if name not in _NOT_FIELDS:
                wishes[prefix + name] = _wish(value, families)
    for name, patterns in entry.get("may", {}).items():
        known = wishes.get(name, Wish())
        wishes[name] = Wish(known.must, (*known.may, *patterns))
    return LabelledQuery(
        entry["text"], wishes, entry.get("language", "en"), entry.get("currency", CURRENCY)
    )


def _wish(value: str | Sequence[str], families: Mapping[str, Wish]) -> Wish:
    if isinstance(value, str) and value.startswith("@"):
        return families[value[1:]]
    return Wish(frozenset([value] if isinstance(value, str) else value))


def _filters(entities: Sequence[Entity]) -> dict[str, frozenset[str]]:
    """The values, or the range as text, of the sure entities of each field."""
    filters: dict[str, frozenset[str]] = {}
    for entity in entities:
        if entity.is_sure:
            name = f"not {entity.field}" if entity.is_negated else entity.field
            told = {_range(entity)} if entity.field in RANGES else entity.values
            filters[name] = filters.get(name, frozenset()) | frozenset(told)
    return filters


def _range(entity: Entity) -> str:
    low = "" if entity.at_least is None else f"{entity.at_least:g}"
    high = "" if entity.at_most is None else f"{entity.at_most:g}"
    return f"{low}..{high}"


def _some(values: Iterable[str]) -> str:
    return ", ".join(sorted(values)[:4])


def _of(counts: Mapping[str, int], name: str) -> int:
    return counts.get(name, 0) if name else sum(counts.values())


def _share(right: int, other: int) -> float:
    return right / (right + other) if right + other else 1.0


def _print_protocol(recogniser: Recogniser, seconds: float) -> None:
    dictionary = recogniser.dictionary
    size = sum(array.nbytes for array in dictionary.arrays().values())
    print(
        f"The demo marketplace (seed {SEED}): {dictionary.filled[-1]:,} products;"
        f" {len(dictionary.names):,} names learnt in {seconds:.1f} s, {size / 1e6:.1f} MB of arrays"
    )
    print("Queries go through normalization, linguistics and entities, in the language given. A")
    print("filter is right when its values are all that must be and nothing that must not be; a")
    print(
        "wrong value counts as a wrong filter and as a missed one. Values that may filter as well"
    )
    print("count for nothing.\n")


def _print_score(name: str, queries: Sequence[LabelledQuery], score: Score) -> None:
    plain = sum(1 for query in queries if not any(wish.must for wish in query.wishes.values()))
    print(f"{name}: {len(queries)} queries, {plain} of them without a filter that must be\n")
    fields = sorted({*score.right, *score.wrong, *score.missed})
    counts = (score.right, score.wrong, score.missed)
    rows = [
        [
            each or "all",
            *(_of(count, each) for count in counts),
            score.precision(each),
            score.recall(each),
        ]
        for each in ("", *fields)
    ]
    print_table(["field", "right", "wrong", "missed", "precision", "recall"], rows)
    print_table(["query", "mistake"], score.mistakes)


def _figures(queries: Sequence[LabelledQuery], score: Score) -> dict[str, Any]:
    return {
        "queries": len(queries),
        "precision": score.precision(),
        "recall": score.recall(),
        "mistakes": score.mistakes,
    }


def _timings(
    queries: Sequence[LabelledQuery], recogniser: Recogniser, rounds: int
) -> dict[str, float]:
    """Milliseconds of the recognition alone; of each query the quickest of the rounds."""
    prepared = [recogniser.steps(query) for query in queries]
    best = [math.inf] * len(prepared)
    for _ in range(rounds):
        for place, (before, lexicon) in enumerate(prepared):
            started = time.perf_counter()
            recogniser.entities.analyze(before, lexicon)
            best[place] = min(best[place], (time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(best, n=20)
    times = {"p50_ms": cuts[9], "p95_ms": cuts[18]}
    print(f"recognition of one query, ms: p50 {times['p50_ms']:.3f}, p95 {times['p95_ms']:.3f}")
    return times


if __name__ == "__main__":
    main()
