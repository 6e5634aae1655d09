"""What a draft previews is, once it is published, what shoppers get: element by element."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from searchapp import answering, wiring
from searchapp.merchandising import current
from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.profile_plain import profile_to_plain
from searchapp.pipeline.request import PATIENT_MS, AnyOf, Between, Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain import rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.validity import problems
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.publication import Refused, changes_of, publish
from searchapp.tuning.workbench.asked import asked
from searchapp.tuning.workbench.sides import sides
from searchapp.tuning.workbench.sliders import SLIDERS, moved
from tests.search.conftest import open_shop
from tests.tuning.store import ROWS, publish_for_real

TEXTS = st.sampled_from(
    ("running shoes", "red running shoes", "rain jacket", "velo", "sneaker", "runing shoes", "")
)
WORDS = st.sampled_from(("running", "shoes", "red", "sneaker", "rain jacket", "velo sport"))
ITEMS = st.builds(
    do.Item,
    st.just(Kind.PRODUCT),
    st.integers(1, 26).map(lambda number: f"item-{number:03}"),
) | st.just(do.Item(Kind.VIDEO, "v-run"))
FILTERS = st.one_of(
    st.builds(AnyOf, st.just("brand"), st.sampled_from((("Velo",), ("Fleet", "Norden")))),
    st.builds(AnyOf, st.just("colour"), st.just(("red", "navy"))),
    st.builds(Between, st.just("price"), st.just(85.0), st.none()),
)
STRENGTHS = st.sampled_from(do.Strength)
ACTIONS = st.one_of(
    st.builds(do.Boost, ITEMS | FILTERS, STRENGTHS | st.just(1.7)),
    st.builds(do.Bury, ITEMS | FILTERS, STRENGTHS | st.just(0.4)),
    st.builds(do.PinTo, ITEMS, st.integers(1, 30)),
    st.builds(do.Hide, ITEMS),
    st.builds(do.Require, FILTERS),
    st.builds(do.Promote, st.just(Kind.PRODUCT), st.just(("item-021", "item-003"))),
    st.builds(do.AddWords, WORDS),
    st.builds(do.RemoveWords, WORDS),
    st.builds(do.ReplaceWords, WORDS, st.just("") | WORDS),
    st.builds(do.Redirect, st.just("/sale/")),
    st.builds(do.ShowBanner, st.builds(Banner, st.sampled_from(("Run!", "Sale")))),
    st.builds(do.Slots, st.just(Kind.VIDEO), st.sampled_from(((1,), (2, 5), ()))),
)
TRIGGERS = st.one_of(
    st.builds(when.Exact, WORDS),
    st.builds(when.Phrase, WORDS),
    st.builds(when.AllWords, WORDS),
    st.builds(when.Recognised, st.just("brand"), st.just("Velo")),
    st.builds(when.AnyQuery),
)
RULES = (
    st.builds(
        Rule,
        st.just("r"),
        st.sampled_from(("Autumn", "Sale")),
        st.lists(TRIGGERS, min_size=1, max_size=2).map(tuple),
        st.lists(ACTIONS, min_size=1, max_size=3).map(tuple),
        st.integers(-2, 2),
        segments=st.sampled_from(((), ("vip",))),
        enabled=st.sampled_from((True, True, False)),
    )
    .filter(lambda rule: not problems(rule))
    .map(rule_to_plain)
)
SYNONYMS = st.builds(
    lambda kind, terms, weight: {
        "kind": kind,
        "terms": terms[:1] if kind != "two-way" else terms,
        "targets": terms[1:] if kind != "two-way" else [],
        "weight": weight,
    },
    st.sampled_from(("two-way", "one-way", "replacement")),
    st.lists(st.sampled_from(("sneaker", "running shoes", "anorak", "rain jacket", "red",
                              "crimson")), min_size=2, max_size=3, unique=True),
    st.sampled_from((0.5, 0.9)),
)  # fmt: skip
PROFILES = st.dictionaries(
    st.sampled_from([slider.name for slider in SLIDERS]), st.floats(0, 1), max_size=4
).map(lambda given: profile_to_plain(moved(DEFAULT_PROFILE, given)))
Draft = dict[str, dict[str, Any]]


def some(keys: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Values of some of the keys; None takes one away."""
    return st.dictionaries(st.sampled_from(list(keys)), values | st.none(), max_size=3)


DRAFTS = st.fixed_dictionaries(
    {
        "rules": some("abc", RULES),
        "synonyms": some("xyz", SYNONYMS),
        "profiles": st.dictionaries(st.just("default"), PROFILES, max_size=1),
    }
)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(("embedded", 40), id="embedded"),
        pytest.param(
            ("elasticsearch", 6),
            id="elasticsearch",
            marks=pytest.mark.skipif(
                not os.environ.get("ELASTICSEARCH_URL"), reason="set ELASTICSEARCH_URL to run it"
            ),
        ),
    ],
)
def examples(
    request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any
) -> Iterator[int]:
    """How many drafts are tried, on the engine that is open meanwhile."""
    engine, count = request.param
    with django_db_blocker.unblock(), open_shop(engine, ROWS):
        yield count


def seen(answer: SearchResponse) -> dict[str, Any]:
    """All that an answer says of what was asked, but for its number and its times."""
    return {
        "hits": [
            {
                "place": (hit.rank, hit.kind, hit.id),
                "scores": pytest.approx(dict(hit.scores), rel=1e-4, abs=1e-6),
                "contributions": pytest.approx(dict(hit.candidate.contributions), rel=1e-4),
                "recalls": [(each.channel, each.rank) for each in hit.candidate.recalls],
                "effects": [(each.rule_id, each.effect) for each in hit.candidate.adjustments],
                "document": dict(hit.document),
            }
            for hit in answer.hits
        ],
        "total": answer.total,
        "totals": dict(answer.totals),
        "facets": dict(answer.facets),
        "text": answer.text,
        "corrected": answer.corrected,
        "did_you_mean": answer.did_you_mean,
        "relaxed": answer.relaxed,
        "intents": answer.intents,
        "redirect": answer.redirect,
        "banner": answer.banner,
        "filters": answer.applied_filters,
        "degraded": answer.degraded,
        "config": answer.config_version.partition(".")[2],
    }


def same(one: SearchResponse, other: SearchResponse) -> None:
    mine, theirs = seen(one), seen(other)
    for name in mine:
        assert mine[name] == _plain(theirs[name]), name


def _plain(value: Any) -> Any:
    """Without the tolerance, which stands on one side only."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [
            {name: getattr(each, "expected", each) for name, each in hit.items()} for hit in value
        ]
    return value


@pytest.mark.django_db
def test_a_published_draft_answers_as_its_preview_did(
    examples: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_for_real(monkeypatch)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # a smaller failing draft is not worth its minutes of searching
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(DRAFTS, min_size=1, max_size=2), st.lists(TEXTS, min_size=1, max_size=3),
           st.sampled_from(("", "vip")))  # fmt: skip
    def published_as_previewed(drafts: list[Draft], texts: list[str], segment: str) -> None:
        current._of_draft.cache_clear()
        with transaction.atomic():
            for each in drafts:
                draft_then_live(each, texts, segment)
            transaction.set_rollback(True)

    published_as_previewed()


def draft_then_live(written: Draft, texts: list[str], segment: str) -> None:
    draft = new_draft("Any", COMMAND)
    for section, values in written.items():
        change(draft, section, values, COMMAND)
    if not changes_of(draft):
        return
    requests = [QueryDict(f"q={text}&segment={segment}") for text in texts]
    previews = [sides(asked(each), draft) for each in requests]
    before = [each.live for each in previews]
    facets = SearchRequest("shoes", facets=("brand", "colour"), budget_ms=PATIENT_MS, explain=True)
    explained = wiring.search_service().search(facets, current.draft_config(draft))
    try:
        publish(draft, COMMAND)
    except Refused:
        reject()
    for given_query, preview, live in zip(requests, previews, before, strict=True):
        request = asked(given_query).request
        patient = SearchRequest(
            request.text, size=request.size, segment=segment, budget_ms=PATIENT_MS
        )
        answer = answering.answer(patient)
        same(preview.draft, answer)
        assert sides(asked(given_query), None).comparison.is_same
        assert live.config_version != answer.config_version
    same(explained, answering.answer(facets))
