"""How long the workbench takes to show a draft again when a slider moves.

    python -m benchmarks.tuning

The demo marketplace, indexed on each engine; a draft with a few rules, synonyms and a profile; each
request is the one that a moving slider sends: Django's whole way of it in this process (session,
permissions, both answers, the page's lists), without the network. Sliders never stand where they
stood before, so that no answer is one that was given already. `search` is what both answers take
of it by their own clocks, also where the live one was kept;
`cpu` is the processor time of this process, which says more on a machine that is busy otherwise.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import time
from typing import Any

from benchmarks.protocol import (
    arguments,
    chosen_engines,
    print_table,
    set_up,
    write_json,
)

REQUESTS, WARM_UP, MOVES = 300, 20, 15
"""`MOVES` of sliders a query; its live answer is searched with the first and kept for moments."""
QUERIES = (
    "red shoes", "kettle", "running shoes", "gift for dad", "wireless headphones under 50",
    "blue dress", "garden hose", "how to descale a kettle", "lamp", "sneakers women",
)  # fmt: skip
MOVED = ("title", "meaning", "diversity", "learnt", "freshness")
_SEARCHED = re.compile(r"([\d.]+) ms live, ([\d.]+) ms draft")


def main() -> None:
    """Measures, and prints a table."""
    options = arguments(__doc__ or "").parse_args()
    set_up("tuning")
    figures: dict[str, Any] = {}
    for engine in chosen_engines(options.engine):
        figures[engine] = _measure(engine, REQUESTS // 5 if options.quick else REQUESTS)
    rows = [[engine, *found.values()] for engine, found in figures.items()]
    print_table(["engine", *next(iter(figures.values()))], rows)
    write_json(options.json, figures)


def _measure(engine: str, count: int) -> dict[str, float]:
    from django.conf import settings
    from django.test import Client

    from searchapp import wiring

    settings.ENVIRONMENT["ELASTICSEARCH_URL"] = (
        "" if engine == "embedded" else os.environ["ELASTICSEARCH_URL"]
    )
    for part in ("_engine_parts", "search_engine", "index_writer", "search_service"):
        getattr(wiring, part).cache_clear()
    settings.ALLOWED_HOSTS = ["testserver"]
    _prepare()
    client = Client()
    client.force_login(_editor())
    draw = random.Random(7)
    taken: list[float] = []
    worked: list[float] = []
    searched: list[float] = []
    for number in range(WARM_UP + count):
        parameters = {
            "q": QUERIES[number // MOVES % len(QUERIES)],
            "slider.title": "5",
            f"slider.{draw.choice(MOVED)}": f"{draw.uniform(0.05, 1):.5f}",
        }
        start, busy = time.perf_counter(), time.process_time()
        answer = client.get(
            "/tuning/workbench/", parameters, headers={"HX-Request": "true", "Host": "testserver"}
        )
        spent = (time.perf_counter() - start) * 1000
        busy = (time.process_time() - busy) * 1000
        if answer.status_code != 200:
            sys.exit(f"the workbench answers {answer.status_code}")
        if number >= WARM_UP:
            taken.append(spent)
            worked.append(busy)
            found = _SEARCHED.search(answer.content.decode())
            searched.append(0.0 if found is None else sum(map(float, found.groups())))
    return {
        "requests": count,
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(statistics.quantiles(taken, n=20)[18], 1),
        "most_ms": round(max(taken), 1),
        "cpu_p50_ms": round(statistics.median(worked), 1),
        "cpu_p95_ms": round(statistics.quantiles(worked, n=20)[18], 1),
        "search_p50_ms": round(statistics.median(searched), 1),
        "search_p95_ms": round(statistics.quantiles(searched, n=20)[18], 1),
    }


def _prepare() -> None:
    """The demo marketplace on the engine, and what was learnt from it."""
    from django.core.management import call_command

    from searchapp.catalog.models import Product
    from searchapp.lexicon.models import LexiconBuild

    if not Product.objects.exists():
        call_command("load_demo", stdout=sys.stderr)
    call_command("rebuild_index", missing=True, stdout=sys.stderr)
    if not LexiconBuild.objects.filter(is_complete=True).exists():
        call_command("build_lexicon", stdout=sys.stderr)


def _editor() -> Any:
    """An editor with a draft of the usual kind in hand."""
    from django.contrib.auth.models import Group, User

    from searchapp.publishing.actors import Actor
    from searchapp.publishing.editing import change, new_draft
    from searchapp.publishing.models import Draft

    user, _ = User.objects.get_or_create(username="editor")
    user.groups.set(Group.objects.filter(name="editor"))
    user = User.objects.get(pk=user.pk)
    Draft.objects.filter(owner=user).delete()
    actor = Actor.of(user)
    draft = new_draft("Measured", actor)
    rules = {
        f"query-{number}": {
            "name": f"Query: {text}",
            "when": [{"exact": text}],
            "do": [{"boost": {"brand": ["Kilnmoor"]}}, {"add_words": "best"}],
        }
        for number, text in enumerate(QUERIES)
    }
    change(draft, "rules", rules, actor)
    change(draft, "synonyms", {"one": {"terms": ["kettle", "water boiler"]}}, actor)
    change(draft, "profiles", {"default": {"field_weights": {"product": {"title": 4.0}}}}, actor)
    return user


if __name__ == "__main__":
    main()
