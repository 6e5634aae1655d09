"""`manage.py search`: a search from the command line."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from searchapp import answering, wiring
from searchapp.indexing.absence import why_absent
from searchapp.pipeline.missing.reasons import Stage, WhyNot
from searchapp.pipeline.missing.why_missing import why_missing
from searchapp.pipeline.presentation.trace_lines import trace_lines
from searchapp.pipeline.request import PATIENT_MS, InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.response import Hit, SearchResponse
from searchapp.pipeline.retrieval import EngineUnavailable

_MOST_PARTS = 8
"""How many parts of a score are told one by one."""


class Command(BaseCommand):
    """Prints the hits of a query as a table; with --explain, why each is there and what each stage
    did;
    with --why-not, what keeps an item off the page and what would bring it there.
    """

    help = "Search the catalog."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", help='what to search for; "" browses')
        parser.add_argument("--kinds", nargs="+", choices=list(Kind), default=list(Kind))
        parser.add_argument("--size", type=int, default=10)
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--profile", default="default")
        parser.add_argument("--explain", action=BooleanOptionalAction, default=False)
        parser.add_argument(
            "--why-not",
            metavar="[KIND:]ID",
            help="say why this item is not on the page; a product unless a kind is named",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        size, page = options["size"], options["page"]
        if size < 1 or page < 1:
            raise CommandError("--size and --page count from 1")
        request = SearchRequest(
            text=options["query"],
            kinds=tuple(Kind(kind) for kind in options["kinds"]),
            offset=(page - 1) * size,
            size=size,
            profile=options["profile"],
            explain=options["explain"],
            budget_ms=PATIENT_MS,
        )
        try:
            if options["why_not"]:
                kind, id_ = _item(options["why_not"])
                told = why_missing(
                    wiring.search_service(), wiring.current_config(), request, kind, id_
                )
                self.stdout.write("\n".join(_why_not_lines(told)))
                return
            response = answering.answer(request)
        except (InvalidRequest, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(_lines(response, explain=request.explain)))


def _lines(response: SearchResponse, explain: bool) -> list[str]:
    counts = ", ".join(f"{kind} {count:,}" for kind, count in response.totals.items())
    lines = [
        f"{response.total:,} results ({counts}) in {response.took_ms['total']:.1f} ms, "
        f"config {response.config_version}"
    ]
    lines += [f"without {entry.stage}: {entry.reason}" for entry in response.degraded]
    for hit in response.hits:
        lines.append(_line(hit))
        if explain:
            lines += [f"      {name:9} {text}" for name, text in _explained(hit)]
    if explain:
        lines.append("")
        for record in response.trace:
            lines += trace_lines(record)
    return lines or ["nothing found"]


def _explained(hit: Hit) -> Iterator[tuple[str, str]]:
    """What is told of a hit: the name of each row, once, and its text."""
    item = hit.candidate
    recalls = (f"{each.channel} no. {each.rank} ({each.score:.3g})" for each in item.recalls)
    yield "found by", ", ".join(recalls)
    steps = [f"first stage {item.first_score:.3f}"]
    steps += [
        f"{step.name} {'below its head' if step.score is None else format(step.score, '.3f')}"
        for step in item.reranked
    ]
    yield "scores", " → ".join([*steps, f"{item.score:.3f}"])
    if hit.breakdown is not None:
        shown = list(hit.breakdown.parts.items())[:_MOST_PARTS]
        rest = sum(list(hit.breakdown.parts.values())[_MOST_PARTS:])
        parts = [f"{name} {value:+.3f}" for name, value in shown]
        parts += [f"all else {rest:+.3f}"] if len(hit.breakdown.parts) > _MOST_PARTS else []
        yield "made of", ", ".join(parts)
        for number, change in enumerate(hit.breakdown.would_lift):
            now = "unknown" if change.now is None else f"{change.now:.3g}"
            yield (
                "" if number else "to rise",
                f"{change.feature} from {now} to {change.then:.3g}: over {change.overtakes}",
            )
    for number, reason in enumerate(hit.why):
        yield "" if number else "why", reason


def _item(text: str) -> tuple[Kind, str]:
    kind, colon, id_ = text.partition(":")
    return (Kind(kind), id_) if colon and kind in list(Kind) else (Kind.PRODUCT, text)


def _why_not_lines(told: WhyNot) -> Iterator[str]:
    yield f"{told.kind} {told.id}  {told.title}".rstrip()
    if not told.obstacles:
        yield f"  is on this page: number {told.rank} of the row"
    for obstacle in told.obstacles:
        yield f"  {obstacle.stage.replace('_', ' ')}: {obstacle.sentence}"
        if obstacle.stage is Stage.INDEX:
            yield f"    → {why_absent(told.kind, told.id)}"
            continue
        for cure in obstacle.cures:
            yield f"    → {cure.text}"


def _line(hit: Hit) -> str:
    document = hit.document
    price = document.get("price")
    amount = "" if price is None else f"{price:,.2f} {document.get('currency', '')}"
    title = str(document.get("title", ""))
    return f"{hit.rank:4}  {hit.kind:8} {hit.id:16} {title[:70]:70} {amount}".rstrip()
