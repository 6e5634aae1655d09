"""How long the whole chain of analyzers reads a query, with a large lexicon, and what that holds.

    python -m benchmarks.analysis            500,000 words and 10,000 synonyms
    python -m benchmarks.analysis --quick    60,000 words and 1,000 synonyms

The lexicon is learnt from the ESCI sample in SEARCHAPP_BENCHMARK_DATA and from made-up products.
The encoder that gives a query its vector is not part of the chain.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from analyzers.chain import AnalyzerChain
from analyzers.evidence import CatalogItem
from analyzers.lexicon import Lexicon
from analyzers.spelling.vocabulary_builder import VocabularyBuilder
from benchmarks.analysis_queries import WARM_UP, adversarial, queries, synonym_rules
from benchmarks.esci_items import read_items
from benchmarks.protocol import arguments, print_table, set_up, write_json
from benchmarks.pseudo_words import pseudo_items, pseudo_words

SEED = 20_411
WORDS, QUICK_WORDS = 500_000, 60_000
SYNONYMS, QUICK_SYNONYMS = 10_000, 1_000
QUERIES, QUICK_QUERIES = 1_000, 150
ROUNDS_OF_LONG = 5
LENGTHS = (1_000, 10_000)
YARDSTICK = "spaCy tokenizer"
WHOLE = "whole chain"
Timings = dict[str, list[float]]
Read = Callable[[str], object]


def main() -> None:
    options = arguments(__doc__ or "").parse_args()
    size = QUICK_WORDS if options.quick else WORDS
    rules = QUICK_SYNONYMS if options.quick else SYNONYMS
    count = QUICK_QUERIES if options.quick else QUERIES
    items = list(read_items(_data() / "products.jsonl.gz"))
    # Learnt in another process, so that this one grows by the lexicon alone.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as learner:
        learner.submit(_publish, size, rules).result()
    set_up("analysis")
    from django.conf import settings

    from searchapp import wiring
    from searchapp.lexicon.publication import load_lexicon
    from searchapp.settled_memory import settle_memory

    analyzers = wiring.analyzer_chain()
    analyzers.warm_up(tuple(settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"]))
    before = _resident_mb()
    started = time.perf_counter()
    lexicon = load_lexicon(None)
    taken_up = time.perf_counter() - started
    loaded = _resident_mb()
    settle_memory()
    kinds = queries(items, count, SEED)
    _print_protocol(lexicon, len(items), count, list(analyzers.analyzers))
    tokenizer = spacy.blank("en").tokenizer
    figures: dict[str, Any] = {
        "words": len(lexicon.vocabulary),
        "milliseconds": _latencies(analyzers, lexicon, tokenizer, kinds),
        "10,000 characters": _growth(analyzers, lexicon, adversarial(items, SEED)),
        "megabytes": _megabytes(),
        "taken up, s": taken_up,
    }
    figures["resident"] = {
        name: (loaded[name] - before[name], after - before[name])
        for name, after in _resident_mb().items()
    }
    _print_latencies(figures["milliseconds"])
    _print_growth(figures["10,000 characters"])
    _print_memory(figures["megabytes"], figures["resident"], taken_up)
    write_json(options.json, figures)


def _data() -> Path:
    return Path(os.environ.get("SEARCHAPP_BENCHMARK_DATA", "../shared/data")) / "esci"


def _publish(size: int, rules: int) -> None:
    """Learns all parts from the ESCI sample and made-up products, until the vocabulary has `size`
    words, and writes `rules` synonyms; as `build_lexicon` and the admin would.
    """
    set_up("analysis")
    from searchapp.lexicon.build_storage import prune, store_arrays
    from searchapp.lexicon.learnt_parts import LEARNT_PARTS, part_arrays
    from searchapp.lexicon.models import LexiconBuild, Synonym

    items = list(read_items(_data() / "products.jsonl.gz"))
    real = _words(items)
    made = pseudo_words(real, max(0, size - len(real)), SEED)
    builders = {name: part.builder() for name, part in LEARNT_PARTS.items()}
    count = 0
    for item in chain(items, pseudo_items(made, SEED)):
        for builder in builders.values():
            builder.add(item)
        count += 1
    arrays: dict[str, Any] = {}
    for name, builder in builders.items():
        arrays |= part_arrays(name, builder.build())
    build = LexiconBuild.objects.create(items=count)
    store_arrays(build, arrays)
    prune(build)
    Synonym.objects.all().delete()
    written = synonym_rules([*real, *made], rules, SEED)
    Synonym.objects.bulk_create(map(Synonym.of, written), batch_size=500)


def _words(items: Iterable[CatalogItem]) -> list[str]:
    """The words of the items, the commonest first."""
    builder = VocabularyBuilder(("en",))
    for item in items:
        builder.add(item)
    words = builder.build().words
    keys = list(words.keys)
    return [keys[number] for number in np.argsort(-words.items, kind="stable")]


def _latencies(
    analyzers: AnalyzerChain, lexicon: Lexicon, tokenizer: Read, kinds: dict[str, list[str]]
) -> dict[str, dict[str, tuple[float, float]]]:
    """By kind of query and by analyzer, the median and the 95th percentile in milliseconds."""
    warm = {kind: texts[:WARM_UP] for kind, texts in kinds.items()}
    timed = {kind: texts[WARM_UP:] for kind, texts in kinds.items()}
    for texts in warm.values():
        _timings(analyzers, lexicon, tokenizer, texts)
    return {
        kind: {
            name: (float(np.percentile(taken, 50)), float(np.percentile(taken, 95)))
            for name, taken in _timings(analyzers, lexicon, tokenizer, texts).items()
        }
        for kind, texts in timed.items()
    }


def _timings(
    analyzers: AnalyzerChain, lexicon: Lexicon, yardstick: Read | None, texts: Sequence[str]
) -> Timings:
    """Milliseconds of each text, by analyzer, of all of them and of the yardstick.

    The thread's own time on a processor, so that others on the machine do not count.
    """
    timings: Timings = {}
    for text in texts:
        begun = last = time.thread_time()
        for name, _ in analyzers.steps(text, "", lexicon):
            now = time.thread_time()
            if name:
                timings.setdefault(name, []).append((now - last) * 1000)
            last = now
        timings.setdefault(WHOLE, []).append((last - begun) * 1000)
        if yardstick is not None:
            begun = time.thread_time()
            yardstick(text)
            timings.setdefault(YARDSTICK, []).append((time.thread_time() - begun) * 1000)
    return timings


def _growth(
    analyzers: AnalyzerChain, lexicon: Lexicon, texts: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """What texts of 1,000 and 10,000 characters take, milliseconds, the best of some rounds."""
    figures: dict[str, dict[str, Any]] = {}
    for kind, text in texts.items():
        best = []
        for length in LENGTHS:
            rounds = _timings(analyzers, lexicon, None, [text[:length]] * ROUNDS_OF_LONG)
            best.append({name: min(taken) for name, taken in rounds.items()})
        short, long = best
        slowest = max(set(long) - {WHOLE}, key=lambda name: long[name])
        figures[kind] = {
            "1,000": short[WHOLE],
            "10,000": long[WHOLE],
            "times": long[WHOLE] / short[WHOLE],
            "slowest": f"{slowest} {long[slowest]:.1f}",
        }
    return figures


def _megabytes() -> dict[str, float]:
    """The arrays of the published build by the part of the lexicon to which they belong."""
    from searchapp.lexicon.build_storage import map_arrays
    from searchapp.lexicon.models import LexiconBuild

    sizes: dict[str, float] = {}
    for name, array in map_arrays(LexiconBuild.objects.filter(is_complete=True)[0]).items():
        part = name.partition("-")[0]
        sizes[part] = sizes.get(part, 0.0) + array.nbytes / 1e6
    return sizes


def _resident_mb() -> dict[str, float]:
    """What of this process is in memory: its own, and files that it shares with others. Linux."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines if line.startswith("Rss"))
    names = {"own": "RssAnon", "mapped files": "RssFile"}
    return {name: int(fields[field].split()[0]) * 1024 / 1e6 for name, field in names.items()}


def _print_protocol(lexicon: Lexicon, items: int, count: int, analyzers: Sequence[Any]) -> None:
    print(
        f"{items} products of the ESCI sample and made-up ones, {len(lexicon.vocabulary):,} words\n"
        f"of vocabulary, {len(lexicon.synonyms):,} synonyms. The chain: "
        f"{', '.join(analyzer.name for analyzer in analyzers)}.\n"
        f"{count} queries of each kind after {WARM_UP} others, seed {SEED}; each is read "
        "once, so nothing\nof it is remembered. Clean: two to five words of a title; misspelt: "
        "the same with one\nerror; long: whole titles. Milliseconds of one thread on a processor.\n"
    )


def _print_latencies(figures: dict[str, dict[str, tuple[float, float]]]) -> None:
    columns = [f"{kind} {which}" for kind in figures for which in ("p50", "p95")]
    names = list(next(iter(figures.values())))
    rows = [[name, *chain(*(figures[kind][name] for kind in figures))] for name in names]
    print_table(["ms a query", *columns], rows)


def _print_growth(figures: dict[str, dict[str, Any]]) -> None:
    print(f"Texts of 1,000 and of 10,000 characters, the best of {ROUNDS_OF_LONG}\n")
    columns = list(next(iter(figures.values())))
    print_table(["ms a query", *columns], [[kind, *row.values()] for kind, row in figures.items()])


def _print_memory(
    megabytes: dict[str, float], resident: dict[str, tuple[float, float]], taken_up: float
) -> None:
    print(f"The lexicon's arrays, and by how much the process grew; read in {taken_up:.1f} s\n")
    print_table(["", "MB"], [*megabytes.items(), ("all", sum(megabytes.values()))])
    rows = [[name, *grown] for name, grown in resident.items()]
    print_table(["MB resident", "once it is read", "after all queries"], rows)


if __name__ == "__main__":
    main()
