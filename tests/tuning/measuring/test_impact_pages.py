"""What a draft would change, as a merchant asks for it and reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.template import Context, Template
from django.utils import timezone

from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.editing import change, discard, new_draft
from searchapp.publishing.models import Draft
from searchapp.relevance.impact.telling import impact_of, verdict
from searchapp.relevance.models import ImpactRun, RunState
from tests.search.shop import Shop
from tests.tuning.measuring.conftest import entered, hiding_draft, judged_set

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]


def summary(draft: Draft, may_edit: bool = True) -> str:
    page = Template('{% include "tuning/impact_summary.html" with draft=draft %}')
    return page.render(Context({"draft": draft, "may_edit": may_edit}))


def report(**changes: Any) -> dict[str, Any]:
    counts = dict.fromkeys(
        ("helped", "hurt", "changed", "emptied", "filled", "vanished", "redirected"), 0
    )
    counts |= changes.pop("counts", {})
    return {
        "queries": 40,
        "measured": 20,
        "changes_nothing": False,
        "difference": {"mean": 0.0, "low": -0.01, "high": 0.01},
        "pins": [],
        "counts": counts,
        **changes,
    }


@pytest.mark.parametrize(
    ("figures", "sentence", "tone"),
    [
        (
            report(counts={"helped": 12, "hurt": 3, "changed": 15}),
            "Better for 12 queries, worse for 3; no measurable loss.",
            "good",
        ),
        (
            report(
                counts={"helped": 1, "hurt": 3},
                difference={"mean": -0.02, "low": -0.04, "high": -0.01},
            ),
            "Better for 1 query, worse for 3; a measurable loss (nDCG@10 falls by 0.020).",
            "bad",
        ),
        (
            report(counts={"helped": 5}, difference={"mean": 0.02, "low": 0.01, "high": 0.03}),
            "Better for 5 queries, worse for 0; a measurable gain (nDCG@10 grows by 0.020).",
            "good",
        ),
        (
            report(counts={"helped": 3, "emptied": 1, "vanished": 2}),
            "Better for 3 queries, worse for 0; no measurable loss. 1 query would find nothing "
            "any more. Results vanish from 2 queries.",
            "bad",
        ),
        (
            report(measured=0, difference=None, counts={"changed": 4}),
            "It changes the first page of 4 of 40 queries, none of them judged: look at some of "
            "them.",
            "plain",
        ),
        (
            report(changes_nothing=True, pins=[{}]),
            "It changes the first page of none of 40 queries. 1 pin does not show as meant.",
            "plain",
        ),
        (
            report(queries=0, measured=0),
            "There was no query to try it on: judge some queries, or wait for searches.",
            "plain",
        ),
    ],
)
def test_a_report_is_told_in_a_sentence(figures: Any, sentence: str, tone: str) -> None:
    told = verdict(figures)
    assert (told.sentence, told.tone) == (sentence, tone)
    assert told.is_hurtful == (tone == "bad")


def of_profiles(*others: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**report(changes_nothing=True), "others": list(others), **more}


def test_a_report_on_several_profiles_says_which_it_speaks_of_and_is_as_bad_as_the_worst() -> None:
    worse = report(counts={"hurt": 3, "changed": 3}, profile="precise", compared_with="precise")
    new = report(counts={"helped": 2, "changed": 2}, profile="mine", compared_with="default")
    nothing = "Profile “default”: it changes the first page of none of 40 queries."
    told = verdict(of_profiles(worse, new))
    assert told.sentence == (
        f"{nothing} Profile “precise”: better for 0 queries, worse for 3; no measurable loss. "
        "Profile “mine”, which is new, beside “default” as it is live: better for 2 queries, "
        "worse for 0; no measurable loss."
    )
    assert len(told.lines) == 3
    assert told.is_hurtful
    assert not verdict(of_profiles(new)).is_hurtful
    gone = verdict(of_profiles(removed=["old"]))
    assert (
        gone.sentence
        == f"{nothing} The profile “old” is removed: searches that ask for it are refused."
    )
    assert gone.is_hurtful


@pytest.mark.usefixtures("measured_here")
def test_the_page_shows_the_profile_that_the_draft_changes(
    shop: Shop, django_capture_on_commit_callbacks: Commit
) -> None:
    judged_set()
    draft = new_draft("Profiles", COMMAND, shared=True)
    weights = {"product": {"body": 1.0}}
    mine = {"field_weights": weights, "rerankers": [], "minimum_similarity": 0.95}
    change(draft, "profiles", {"precise": mine, "mine": mine}, COMMAND)
    editor = entered("ed", "editor")
    with django_capture_on_commit_callbacks(execute=True):
        address = editor.post(f"/tuning/impact/ask/{draft.pk}/")["Location"]
    run = ImpactRun.objects.get()
    assert (run.state, run.note) == (RunState.DONE, "")
    page = editor.get(address).content.decode()
    assert "With the profile “precise”" in page  # with the default one nothing changes
    assert "Profile “default”: it changes the first page of none" in page
    assert "&amp;profile=precise" in page  # the workbench shows the query with the same profile
    assert 'href="?profile=mine#figures"' in page
    new = editor.get(address, {"profile": "mine"}).content.decode()
    assert "Only the draft has this profile" in new
    assert "With the profile “default”" in editor.get(f"{address}?profile=default").content.decode()
    assert "Profile “precise”" in summary(draft)
    run.figures["removed"] = ["old"]
    run.save()
    assert "The profile “old” is removed" in editor.get(address).content.decode()
    assert "searches that ask for it are refused" in summary(draft)


@pytest.mark.usefixtures("measured_here")
def test_reports_from_before_profiles_were_told_apart_are_read(
    shop: Shop, django_capture_on_commit_callbacks: Commit
) -> None:
    draft, editor = hiding_draft(), entered("ed", "editor")
    with django_capture_on_commit_callbacks(execute=True):
        address = editor.post(f"/tuning/impact/ask/{draft.pk}/")["Location"]
    run = ImpactRun.objects.get()
    for later in ("profile", "compared_with", "others", "removed"):
        del run.figures[later]
    run.save()
    page = editor.get(address).content.decode()
    assert "With the profile “default”" in page
    assert "By profile" not in page


def test_a_measurement_that_was_cut_off_says_so_and_is_asked_for_again() -> None:
    draft, editor = hiding_draft(), entered("ed", "editor")
    long_ago = timezone.now() - timedelta(minutes=3)
    run = ImpactRun.objects.create(
        draft=draft, revision=draft.revision, state=RunState.RUNNING, told=long_ago
    )
    part = editor.get(f"/tuning/impact/{run.pk}/", headers={"hx-request": "true"})
    assert part["HX-Refresh"] == "true"
    page = editor.get(f"/tuning/impact/{run.pk}/").content.decode()
    assert "it was cut off" in page
    assert "Measure again" in page
    assert "could not be measured" in summary(draft)
    assert "Measure again" in summary(draft)
    editor.post(f"/tuning/impact/ask/{draft.pk}/")
    assert ImpactRun.objects.count() == 2


@pytest.mark.usefixtures("measured_here")
def test_an_editor_asks_and_reads_what_would_change(
    shop: Shop, django_capture_on_commit_callbacks: Commit
) -> None:
    judged_set()
    draft = hiding_draft()
    assert "Nobody has looked" in summary(draft)
    editor = entered("ed", "editor")
    ask = f"/tuning/impact/ask/{draft.pk}/"
    assert f'action="{ask}"' in editor.get(f"/tuning/drafts/{draft.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(ask)
    run = ImpactRun.objects.get()
    assert answer["Location"] == f"/tuning/impact/{run.pk}/"
    assert (run.state, run.note) == (RunState.DONE, "")
    page = editor.get(answer["Location"]).content.decode()
    assert "Better for 0 queries, worse for 1" in page
    assert "Red Running Shoes" in page  # which vanishes
    assert "/tuning/workbench/?q=running%20shoes" in page
    assert "Out of date" not in page
    assert f"/tuning/drafts/{draft.pk}/" in page
    assert "worse for 1" in editor.get(f"/tuning/drafts/{draft.pk}/").content.decode()
    told = summary(draft)
    assert "worse for 1" in told
    assert f"/tuning/impact/{run.pk}/" in told
    assert impact_of(draft, run.live_version).warning  # hurtful, so it is warned of


@pytest.mark.usefixtures("measured_here")
def test_a_report_is_out_of_date_once_the_draft_changes(
    shop: Shop, django_capture_on_commit_callbacks: Commit
) -> None:
    draft, viewer = hiding_draft(), entered("vic", "viewer")
    with django_capture_on_commit_callbacks(execute=True):
        entered("ed", "editor").post(f"/tuning/impact/ask/{draft.pk}/")
    run = ImpactRun.objects.get()
    assert "Out of date" not in viewer.get(f"/tuning/impact/{run.pk}/").content.decode()
    change(draft, "synonyms", {"tv": {"terms": ["tv", "television"]}}, COMMAND)
    page = viewer.get(f"/tuning/impact/{run.pk}/").content.decode()
    assert "The draft changed since." in page
    assert "Measure again" not in page  # a viewer does not ask
    assert "The draft changed since. Measure its impact again." in summary(draft)
    assert impact_of(draft, "another").stale == "The draft changed since."


def test_until_it_is_done_the_page_says_how_far_it_is(client: Any) -> None:
    draft = hiding_draft()
    run = ImpactRun.objects.create(draft=draft, revision=draft.revision)
    viewer = entered("vic", "viewer")
    page = viewer.get(f"/tuning/impact/{run.pk}/").content.decode()
    assert "waits for a worker" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    ImpactRun.objects.update(state=RunState.RUNNING, done=3, total=80)
    part = viewer.get(f"/tuning/impact/{run.pk}/", headers={"hx-request": "true"})
    assert "3 of 80" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "3 of 80" in viewer.get(f"/tuning/impact/of/{draft.pk}/").content.decode()
    ImpactRun.objects.update(state=RunState.FAILED, note="the engine is away")
    ended = viewer.get(f"/tuning/impact/{run.pk}/", headers={"hx-request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert "the engine is away" in viewer.get(f"/tuning/impact/{run.pk}/").content.decode()
    assert "could not be measured" in summary(draft)


def test_who_may_ask_and_who_may_look() -> None:
    draft = hiding_draft()
    run = ImpactRun.objects.create(draft=draft)
    page, ask = f"/tuning/impact/{run.pk}/", f"/tuning/impact/ask/{draft.pk}/"
    for name, roles, looks, asks in (
        ("nobody", (), 403, 403),
        ("vic", ("viewer",), 200, 403),
        ("ed", ("editor",), 200, 302),
        ("ap", ("approver",), 200, 302),
    ):
        someone = entered(name, *roles)
        assert someone.get(page).status_code == looks
        assert someone.get(f"/tuning/impact/of/{draft.pk}/").status_code == looks
        assert someone.post(ask).status_code == asks
    assert entered("ed2", "editor").get(ask).status_code == 405
    assert entered("ed3", "editor").post("/tuning/impact/ask/99999/").status_code == 404


def test_the_impact_of_a_draft_is_for_who_may_see_the_draft() -> None:
    owner = entered("ann", "editor")
    draft = new_draft("Private", Actor.of(User.objects.get(username="ann")))
    run = ImpactRun.objects.create(draft=draft)
    pages = (f"/tuning/impact/{run.pk}/", f"/tuning/impact/of/{draft.pk}/")
    ask = f"/tuning/impact/ask/{draft.pk}/"
    for other in (entered("vic", "viewer"), entered("ed", "editor"), entered("ap", "approver")):
        assert [other.get(page).status_code for page in pages] == [404, 404]
    assert entered("ed2", "editor").post(ask).status_code == 404
    assert ImpactRun.objects.get() == run
    assert [owner.get(page).status_code for page in pages] == [200, 200]
    assert owner.post(ask).status_code == 302


def test_a_stranger_is_sent_to_log_in(client: Any) -> None:
    assert client.get("/tuning/impact/1/")["Location"].startswith("/tuning/login/")


def test_a_closed_draft_is_not_measured() -> None:
    draft = hiding_draft()
    discard(draft, COMMAND)
    answer = entered("ed", "editor").post(f"/tuning/impact/ask/{draft.pk}/", follow=True)
    assert "nothing would change" in answer.content.decode()
    assert not ImpactRun.objects.exists()
