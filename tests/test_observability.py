"""What the running application tells its operators."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from searchapp import wiring
from searchapp.observability import probes
from searchapp.observability.log_format import logging_config
from searchapp.observability.metrics import count_answer, count_failure
from searchapp.observability.request_context import RequestContextMiddleware
from searchapp.pipeline.ranking.final_stage import StepRun, degradations
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.trace import Degradation


class Engine:
    ready = True

    def is_ready(self, timeout_ms: int) -> bool:
        return self.ready


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()
    monkeypatch.setattr(wiring, "search_engine", lambda: made)
    return made


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that a logger called `told` writes, as production writes them."""
    config = logging_config("INFO", pretty=False)
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    formatter = config["formatters"]["lines"]
    handler.setFormatter(
        formatter["()"](
            processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
        )
    )
    logger = logging.getLogger("told")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_every_answer_carries_the_id_of_its_request(client: Client) -> None:
    made = client.get("/healthz")["X-Request-ID"]
    assert len(made) == 32
    assert client.get("/healthz")["X-Request-ID"] != made
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1"})["X-Request-ID"] == "abc-1"


@pytest.mark.parametrize("offered", ["", "x" * 129, "a b", 'x"; y', "é"])
def test_an_unsound_id_is_replaced(client: Client, offered: str) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": offered})["X-Request-ID"]
    assert len(answered) == 32


def test_the_lines_of_a_request_carry_its_id_and_the_next_ones_do_not(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        structlog.contextvars.bind_contextvars(config_version="v7")
        structlog.get_logger("told").info("inside", total=3)
        logging.getLogger("told").warning("a %s line", "plain")
        return HttpResponse()

    request = RequestFactory().get("/", headers={"X-Request-ID": "abc-1"})
    RequestContextMiddleware(view)(request)
    structlog.get_logger("told").info("outside")
    inside, plain, outside = lines()
    assert (inside["event"], inside["total"], inside["level"]) == ("inside", 3, "info")
    assert inside["request_id"] == plain["request_id"] == "abc-1"
    assert inside["config_version"] == "v7"
    assert (plain["event"], plain["logger"]) == ("a plain line", "told")
    assert "request_id" not in outside


def test_the_line_of_a_refused_request_carries_its_id(client: Client) -> None:
    seen: list[object] = []

    class Watch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(structlog.contextvars.get_contextvars().get("request_id"))

    watch = Watch()
    logging.getLogger("django.request").addHandler(watch)
    try:
        client.get("/api/no-such-endpoint", headers={"X-Request-ID": "abc-1"})
    finally:
        logging.getLogger("django.request").removeHandler(watch)
    assert seen == ["abc-1"]


def test_a_line_never_shows_the_url_of_a_request(lines: Callable[[], list[dict[str, Any]]]) -> None:
    request = RequestFactory().get("/api/search?api_key=sa_secret&q=words")
    logging.getLogger("told").warning("Bad Request: %s", request.path, extra={"request": request})
    assert "sa_secret" not in json.dumps(lines())
    assert lines()[0]["event"] == "Bad Request: /api/search"


def test_exceptions_are_one_line(lines: Callable[[], list[dict[str, Any]]]) -> None:
    try:
        raise KeyError("brand")
    except KeyError:
        structlog.get_logger("told").exception("failed")
    (line,) = lines()
    assert "KeyError: 'brand'" in line["exception"]


def test_alive_asks_nothing_of_other_parts(client: Client, engine: Engine) -> None:
    engine.ready = False
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_when_engine_and_database_answer(client: Client, engine: Engine) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_not_ready_says_what_does_not_answer(
    client: Client, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.ready = False

    class Down:
        def cursor(self) -> Any:
            raise OperationalError("no route to 10.0.0.7")

    monkeypatch.setattr(probes, "connection", Down())
    response = client.get("/readyz")
    assert response.status_code == 503
    assert set(response.json()["reasons"]) == {"engine", "database"}
    assert "10.0.0.7" not in response.content.decode()


@pytest.mark.django_db
def test_an_engine_that_can_not_be_made_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Engine:
        raise RuntimeError("no model")

    monkeypatch.setattr(wiring, "search_engine", broken)
    assert client.get("/readyz").status_code == 503


def metric(client: Client, line: str) -> float:
    text = client.get("/metrics").content.decode()
    found = [each for each in text.splitlines() if each.startswith(line + " ")]
    return float(found[0].rsplit(" ", 1)[1]) if found else 0.0


def answer(**told: Any) -> SearchResponse:
    """An answer that found nothing, and what is told of it."""
    nothing = {"text": "x", "hits": (), "total": 0, "totals": {}, "facets": {}, "took_ms": {}}
    return SearchResponse(query_id="q", config_version="v1", **{**nothing, **told})


@pytest.mark.django_db
def test_searches_are_counted_by_status_stage_and_degradation(client: Client) -> None:
    ok = 'searchapp_searches_total{status="ok"}'
    stage = 'searchapp_stage_seconds_sum{stage="recall"}'
    degraded = 'searchapp_degraded_total{stage="embedding"}'
    invalid = 'searchapp_searches_total{status="invalid"}'
    before = [metric(client, name) for name in (ok, stage, degraded, invalid)]
    took_ms = {"recall": 500.0, "total": 600.0}
    count_answer(answer(took_ms=took_ms, degraded=(Degradation("embedding", "late"),)))
    count_failure("invalid")
    after = [metric(client, name) for name in (ok, stage, degraded, invalid)]
    grown = [b - a for a, b in zip(before, after, strict=True)]
    assert grown == pytest.approx([1, 0.5, 1, 1])


@pytest.mark.django_db
def test_each_step_of_the_final_stage_is_counted_with_its_time_and_its_failures(
    client: Client,
) -> None:
    calls = "searchapp_reranker_calls_total"
    ok = f'{calls}{{outcome="ok",reranker="quick"}}'
    late = f'{calls}{{outcome="late",reranker="slow"}}'
    others = [
        'searchapp_reranker_seconds_sum{reranker="quick"}',
        'searchapp_reranker_seconds_count{reranker="quick"}',
        'searchapp_reranker_seconds_sum{reranker="slow"}',
        'searchapp_reranker_candidates_total{reranker="quick",which="wanted"}',
        'searchapp_reranker_candidates_total{reranker="quick",which="scored"}',
        'searchapp_reranker_candidates_total{reranker="slow",which="scored"}',
        'searchapp_degraded_total{stage="final_stage.slow"}',
    ]
    before = [metric(client, name) for name in (ok, late, *others)]
    quick = StepRun("quick", candidates=200, wanted=100, scored=50, took_ms=4.0)
    slow = StepRun("slow", 200, wanted=30, took_ms=250.0, outcome="late", reason="gave no scores")
    steps = {Kind.PRODUCT: [quick, slow], Kind.VIDEO: [quick]}
    count_answer(answer(reranked=steps, degraded=tuple(degradations([quick, slow]))))
    after = [metric(client, name) for name in (ok, late, *others)]
    grown = [b - a for a, b in zip(before, after, strict=True)]
    assert grown == pytest.approx([2, 1, 0.008, 2, 0.25, 200, 100, 0, 1])


@pytest.mark.django_db
def test_metrics_are_for_this_machine_without_a_token(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 403
    behind_a_proxy = client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"})
    assert behind_a_proxy.status_code == 403


@pytest.mark.django_db
def test_a_token_opens_the_metrics_from_anywhere_and_is_needed_here_too(
    client: Client, environment: Callable[..., None]
) -> None:
    environment(SEARCHAPP_METRICS_TOKEN="t0ken")
    assert client.get("/metrics").status_code == 403
    for wrong in ("Bearer wrong", "t", "Bearer é"):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 403
    right = client.get(
        "/metrics", headers={"Authorization": "Bearer t0ken"}, REMOTE_ADDR="192.0.2.7"
    )
    assert right.status_code == 200
