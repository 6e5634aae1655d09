"""How long a publication takes on its way from the draft into a process.

    python -m benchmarks.publishing

10,000 synonyms and 5,000 rules of the kinds of `benchmarks.rules`, through the database: put into a
draft, published, and taken up by a process that holds the version before, from the look at the
database to the swap; then again after one rule or one synonym was changed. And how long remarks
on rules take: on all of a draft in which one was changed, and on one that is being edited. The
database is SQLite, of the benchmark's own. Wall-clock times, medians over the runs; of the whole
build the processor's time too, which does not grow with what else the machine does.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from benchmarks.protocol import arguments, print_table, set_up, write_json
from benchmarks.rules import RULES, SYNONYMS, WORDS, made_rule, made_word

T = TypeVar("T")
RUNS = 5


def main() -> None:
    """Measures, and prints a table."""
    options = arguments(__doc__ or "").parse_args()
    runs = 2 if options.quick else RUNS
    set_up("publishing")

    from searchapp.merchandising import current
    from searchapp.merchandising.rule_linting import remarks_of, remarks_on
    from searchapp.pipeline.rules.plain import checked_rule, rule_to_plain
    from searchapp.publishing import compiling, documents
    from searchapp.publishing.actors import COMMAND
    from searchapp.publishing.editing import change, new_draft
    from searchapp.publishing.holding import SnapshotHolder
    from searchapp.publishing.models import Draft, Version
    from searchapp.publishing.publication import publish
    from searchapp.publishing.sections import sections

    draw = random.Random(7)
    words = [made_word(draw) for _ in range(WORDS)]
    rules = {f"r{i:05}": rule_to_plain(made_rule(i, words, draw)) for i in range(RULES)}
    synonyms: dict[str, dict[str, Any]] = {
        f"s{i:05}": {"terms": draw.sample(words, 2)} for i in range(SYNONYMS)
    }

    def published(values: dict[str, dict[str, Any]]) -> tuple[float, float]:
        """Seconds to put the values into a draft, and to publish it."""
        draft, start = new_draft("Benchmark", COMMAND), time.perf_counter()
        for section, entries in values.items():
            change(draft, section, entries, COMMAND)
        return time.perf_counter() - start, timed(lambda: publish(draft, COMMAND))[1]

    tables: list[Any] = [*sections().values(), Draft, Version]
    for model in tables:
        model._default_manager.all().delete()
    written, publishing = published({"rules": rules, "synonyms": synonyms})
    fresh: list[float] = []
    processor: list[float] = []
    for _ in range(runs):
        compiling.forget()
        documents._stored.cache_clear()
        spent = time.process_time()
        holder = SnapshotHolder(current._state, current._load)
        fresh.append(timed(holder.refresh)[1])
        processor.append(time.process_time() - spent)
    one_rule: list[float] = []
    one_synonym: list[float] = []
    publish_one: list[float] = []
    for run in range(runs):
        rule = {**rules["r00007"], "priority": run * 1000 + int(time.time()) % 1000}
        publish_one.append(published({"rules": {"r00007": rule}})[1])
        one_rule.append(timed(holder.refresh)[1])
        terms = [words[run], f"new{time.time_ns()}"]
        publish_one.append(published({"synonyms": {"s00007": {"terms": terms}}})[1])
        one_synonym.append(timed(holder.refresh)[1])
    remarks_on_one: list[float] = []
    form_of_one: list[float] = []
    for run in range(runs):
        rule = {**rules["r00007"], "priority": run}
        draft = new_draft("Remarks", COMMAND)
        remarks_of(draft)
        change(draft, "rules", {"r00007": rule}, COMMAND)
        remarks_on_one.append(timed(partial(remarks_of, draft))[1])
        edited = checked_rule("r00008", {**rules["r00008"], "priority": run})
        form_of_one.append(timed(partial(remarks_on, edited, draft))[1])
    figures = {
        "rules": RULES,
        "synonyms": SYNONYMS,
        "write_all_into_draft_s": round(written, 3),
        "publish_all_s": round(publishing, 3),
        "build_and_swap_all_s": round(statistics.median(fresh), 3),
        "build_and_swap_all_processor_s": round(statistics.median(processor), 3),
        "publish_one_s": round(statistics.median(publish_one), 3),
        "build_and_swap_after_one_rule_s": round(statistics.median(one_rule), 3),
        "build_and_swap_after_one_synonym_s": round(statistics.median(one_synonym), 3),
        "remarks_on_all_after_one_rule_s": round(statistics.median(remarks_on_one), 3),
        "remarks_on_an_edited_rule_s": round(statistics.median(form_of_one), 3),
        "look_without_news_ms": round(timed(holder.refresh)[1] * 1000, 2),
    }
    print_table(["", "value"], list(figures.items()))
    write_json(options.json, figures)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds it took."""
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start


if __name__ == "__main__":
    main()
