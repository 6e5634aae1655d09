"""The analyzer view and the builds of the lexicon in the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from kombu.exceptions import OperationalError

from searchapp import wiring
from searchapp.lexicon import tasks
from searchapp.lexicon.models import LexiconBuild, Synonym
from searchapp.lexicon.publication import load_lexicon
from searchapp.pipeline.config import SearchConfig
from searchapp.publishing.documents import published_state
from searchapp.publishing.holding import SnapshotHolder
from tests.lexicon.readers import CHAIN, LEXICON
from tests.lexicon.staff import refused, staff

pytestmark = pytest.mark.django_db

VIEW = "/admin/lexicon/analysis/"
BUILDS = "/admin/lexicon/lexiconbuild/"
LEARN = f"{BUILDS}learn/"


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SearchConfig(LEXICON)
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    monkeypatch.setattr(wiring, "analyzer_chain", lambda: CHAIN)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def table(page: str) -> str:
    return page.split('<table class="lexicon-analysis">')[1].split("</table>")[0]


def test_a_query_is_shown_step_by_step(admin_client: Client) -> None:
    shown = table(text(admin_client.get(VIEW, {"q": "red sheos", "language": ""})))
    steps = re.findall(r'scope="rowgroup">([^<]+)</th><td>(.*?)</td>', shown)
    assert [name for name, _ in steps] == [
        "as typed",
        "corrector",
        "splitter",
        "finder",
        "in the end",
    ]
    assert all(time.endswith(" ms") for _, time in steps[1:])
    assert "<del>red sheos</del>" in shown
    assert "<ins>red shoes</ins>" in shown
    assert "<td>lemma shoe, head</td>" in shown
    assert "colour: red or dark red" in shown


def test_all_that_is_known_after_each_step_can_be_shown(admin_client: Client) -> None:
    everything = {"q": "red sheos", "language": "", "everything": "on"}
    shown = table(text(admin_client.get(VIEW, everything)))
    assert "in the end" not in shown
    assert shown.count("<td>corrector: one swap</td>") == 3


@pytest.mark.parametrize("name", ["q", "language"])
def test_what_was_typed_is_never_markup(admin_client: Client, name: str) -> None:
    query = {"q": "x", "language": "", name: "<script>alert(1)</script>"}
    page = text(admin_client.get(VIEW, query))
    assert "<script>alert" not in page
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(src=|json))", page)


@pytest.mark.parametrize("query", ["", "x" * 1_001])
def test_what_no_search_takes_is_refused(admin_client: Client, query: str) -> None:
    page = text(admin_client.get(VIEW, {"q": query, "language": ""}))
    assert "errorlist" in page
    assert '<table class="lexicon-analysis">' not in page


def test_any_characters_are_shown(admin_client: Client) -> None:
    assert "&lt;U+202E&gt;" in text(admin_client.get(VIEW, {"q": "a\u202eb", "language": ""}))


def test_what_was_saved_a_moment_ago_is_in_use(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = SnapshotHolder(published_state, lambda held: SearchConfig(load_lexicon(None)))
    monkeypatch.setattr(wiring, "config_source", lambda: held)
    monkeypatch.setattr(wiring, "current_config", held.current)
    before = text(admin_client.get(VIEW, {"q": "tv", "language": ""}))
    old = held.current().lexicon.version
    assert old in before
    Synonym.objects.create(terms=["tv", "television"])
    after = text(admin_client.get(VIEW, {"q": "tv", "language": ""}))
    assert old not in after
    assert len(held.current().lexicon.synonyms) == 1


def test_a_lexicon_that_cannot_be_read_is_told(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(wiring, "config_source", broken)
    page = text(admin_client.get(VIEW, {"q": "red sheos", "language": ""}))
    assert "The newest configuration can&#x27;t be read: OSError: the disk is full" in page
    assert "lemma shoe" in page


def test_the_view_is_in_the_menu_of_those_who_may_see_it(client: Client) -> None:
    viewer = staff("view_analysis")
    assert VIEW in text(viewer.get("/admin/lexicon/"))
    assert VIEW in text(viewer.get("/admin/"))
    assert text(viewer.get(VIEW))
    for nobody in (client, staff(), staff("view_synonym", "change_synonym")):
        assert refused(nobody, VIEW)


def build(**columns: Any) -> LexiconBuild:
    detail = {"vocabulary": {"bytes": 2_097_152, "seconds": 1.25, "words": 31_000}}
    return LexiconBuild.objects.create(
        **{"is_complete": True, "items": 1_200, "detail": detail, **columns}
    )


def test_builds_are_shown_with_their_figures_and_cannot_be_changed(admin_client: Client) -> None:
    build()
    newest = build()
    build(is_complete=False)
    page = text(admin_client.get(BUILDS))
    for shown in ("in use", "kept", "not finished", "1,200", "2.0", "words 31,000"):
        assert shown in page
    one = f"{BUILDS}{newest.pk}/"
    assert text(admin_client.get(f"{one}change/"))
    assert admin_client.post(f"{one}change/", {"items": 1}).status_code == 403
    assert admin_client.post(f"{one}delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{BUILDS}add/").status_code == 403


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []
    monkeypatch.setattr(tasks.learn, "delay", lambda: calls.append("learn"))
    return calls


def test_the_button_has_the_lexicon_learnt(admin_client: Client, learnt: list[str]) -> None:
    assert "Learn now" in text(admin_client.get(BUILDS))
    assert "The lexicon was learnt." in text(admin_client.post(LEARN, follow=True))
    assert learnt == ["learn"]


def test_only_who_may_learns_and_only_by_the_button(client: Client, learnt: list[str]) -> None:
    viewer = staff("view_lexiconbuild")
    assert "Learn now" not in text(viewer.get(BUILDS))
    assert viewer.post(LEARN).status_code == 403
    assert client.post(LEARN).status_code == 302
    assert staff().post(LEARN).status_code == 403
    learner = staff("view_lexiconbuild", "add_lexiconbuild")
    assert learner.get(LEARN).status_code == 405
    assert not learnt
    assert learner.post(LEARN).status_code == 302
    assert learnt


def test_workers_that_cannot_be_reached_are_told(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> None:
        raise OperationalError("refused")

    monkeypatch.setattr(tasks.learn, "delay", unreachable)
    assert "The workers can&#x27;t be reached: refused" in text(
        admin_client.post(LEARN, follow=True)
    )
