"""Drafts, versions and previews over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from searchapp.behaviour.models import SearchLog
from searchapp.behaviour.search_log import flush
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.publishing import approval
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.models import AuditEntry, Draft, Version
from searchapp.publishing.publication import publish
from searchapp.relevance.models import ImpactRun
from tests.api.answers import FakeService
from tests.api.previews import previews
from tests.publishing.people import actor

__all__ = ["previews"]
pytestmark = pytest.mark.django_db
KeyClient = Callable[..., Client]
TV = {"terms": ["tv", "television"]}
SOFA = {"terms": ["sofa", "couch"]}
BOOTS = {
    "name": "Boots",
    "when": [{"phrase": "rain boots"}],
    "do": [{"pin": "B7", "kind": "product", "position": 1}],
}
DRAFTS = "/api/tuning/drafts"


@pytest.fixture
def tuner(key_client: KeyClient) -> Client:
    return key_client("tuning")


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return client.generic(
        method,
        path,
        "" if body is None else json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


@pytest.fixture
def draft(tuner: Client) -> str:
    answer = send(tuner, "POST", DRAFTS, {"name": "Spring"})
    assert answer.status_code == 201
    return f"{DRAFTS}/{answer.json()['id']}"


def test_a_synonym_goes_from_the_draft_to_shoppers(tuner: Client, draft: str) -> None:
    assert send(tuner, "PUT", f"{draft}/synonyms/tv", TV).json()["value"] == TV
    seen = tuner.get(draft).json()
    assert [(each["key"], each["verb"], each["after"]) for each in seen["changes"]] == [
        ("tv", "added", TV)
    ]
    assert tuner.get(f"{draft}/synonyms").json()["entries"] == {"tv": TV}
    assert tuner.get("/api/tuning/live").json()["document"]["synonyms"] == {}
    version = send(tuner, "POST", f"{draft}/publish", {"name": "Telly"}).json()
    assert (version["name"], version["author"], version["changes"]) == ("Telly", "key test", 1)
    live = tuner.get("/api/tuning/live").json()
    assert (live["number"], live["document"]["synonyms"]) == (version["number"], {"tv": TV})
    assert tuner.get(draft).json()["status"] == "published"
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {"key test"}


def test_many_entries_are_written_at_once_or_not_at_all(tuner: Client, draft: str) -> None:
    both = {"synonyms": {"tv": TV, "sofa": SOFA}, "rules": {"boots": BOOTS}}
    assert send(tuner, "PATCH", draft, both).status_code == 200
    wrong = {
        "synonyms": {"tv": None, "bad": {"terms": "tv"}, "worse": {"colour": 1}},
        "rules": {"boots": {**BOOTS, "do": [{"pin": "B7", "kind": "product"}]}},
    }
    answer = send(tuner, "PATCH", draft, wrong)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert {(each["section"], each["key"]) for each in error["problems"]} == {
        ("synonyms", "bad"),
        ("synonyms", "worse"),
        ("rules", "boots"),
    }
    assert any("do[0].position" in each["message"] for each in error["problems"])
    assert set(tuner.get(f"{draft}/synonyms").json()["entries"]) == {"tv", "sofa"}
    assert send(tuner, "PATCH", draft, {"synonyms": {"tv": None}}).status_code == 200
    assert set(tuner.get(f"{draft}/synonyms").json()["entries"]) == {"sofa"}


@pytest.mark.parametrize(
    ("section", "key", "value", "parameter"),
    [
        ("synonyms", "tv", {"terms": ["tv"]}, "synonyms.tv.terms"),
        ("synonyms", "tv", {"terms": ["tv", "telly"], "weight": 7}, "synonyms.tv.weight"),
        ("rules", "boots", {"name": "Boots"}, "rules.boots"),
        ("profiles", "fast", {"colour": 1}, "profiles.fast"),
        ("rules", "a b", BOOTS, "rules.a b"),
    ],
)
def test_a_slip_is_named_with_its_cure(
    tuner: Client, draft: str, section: str, key: str, value: Any, parameter: str
) -> None:
    answer = send(tuner, "PUT", f"{draft}/{section}/{key}", value)
    assert answer.status_code == 400
    assert answer.json()["error"]["parameter"] == parameter
    assert answer.json()["error"]["message"]
    assert tuner.get(draft).json()["changes"] == []


def test_what_is_not_there_is_said(tuner: Client, draft: str) -> None:
    for path in (f"{draft}/synonyms/none", f"{draft}/colours", f"{DRAFTS}/999", f"{DRAFTS}/0"):
        assert tuner.get(path).status_code == 404, path
    assert "banned_words" in tuner.get(f"{draft}/colours").json()["error"]["message"]
    assert tuner.get("/api/tuning/versions/7").status_code == 404
    assert tuner.get(f"{DRAFTS}?colour=1").json()["error"]["parameter"] == "colour"
    assert send(tuner, "POST", DRAFTS, {}).json()["error"]["parameter"] == "name"


def test_an_update_of_others_is_not_lost(tuner: Client, draft: str) -> None:
    seen = tuner.get(draft)
    path = f"{draft}/synonyms/tv"
    assert send(tuner, "PUT", path, TV, **{"If-Match": seen["ETag"]}).status_code == 200
    late = send(tuner, "PUT", path, SOFA, **{"If-Match": seen["ETag"]})
    assert late.status_code == 412
    assert late.json()["error"]["parameter"] == "If-Match"
    assert tuner.get(path).json()["value"] == TV
    assert (
        send(tuner, "PUT", path, SOFA, **{"If-Match": tuner.get(path)["ETag"]}).status_code == 200
    )


def test_a_call_that_is_sent_twice_is_done_once(tuner: Client) -> None:
    first, second = (
        send(tuner, "POST", DRAFTS, {"name": "Spring"}, **{"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.json() == second.json()
    assert Draft.objects.count() == 1


def test_a_conflict_is_told_and_settled(tuner: Client, draft: str) -> None:
    send(tuner, "PUT", f"{draft}/synonyms/tv", TV)
    other = new_draft("Other", COMMAND)
    change(other, "synonyms", {"tv": SOFA}, COMMAND)
    publish(other, COMMAND)
    (conflict,) = tuner.get(draft).json()["conflicts"]
    assert conflict == {"section": "synonyms", "key": "tv", "base": None, "published": SOFA}
    refused = send(tuner, "POST", f"{draft}/publish")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "conflicting"
    assert refused.json()["error"]["parameter"] == "synonyms.tv"
    mine = {"section": "synonyms", "key": "tv", "keep": "mine"}
    assert send(tuner, "POST", f"{draft}/settle", mine).status_code == 200
    assert send(tuner, "POST", f"{draft}/publish").status_code == 200
    assert tuner.get("/api/tuning/live").json()["document"]["synonyms"]["tv"] == TV


def test_theirs_is_taken_where_it_is_wanted(tuner: Client, draft: str) -> None:
    send(tuner, "PATCH", draft, {"synonyms": {"tv": TV, "sofa": SOFA}})
    theirs = {"section": "synonyms", "key": "tv", "keep": "theirs"}
    assert send(tuner, "POST", f"{draft}/settle", theirs).status_code == 200
    assert set(tuner.get(f"{draft}/synonyms").json()["entries"]) == {"sofa"}


def test_one_rule_is_published_alone(tuner: Client, draft: str) -> None:
    send(tuner, "PATCH", draft, {"synonyms": {"tv": TV}, "rules": {"boots": BOOTS}})
    answer = send(tuner, "POST", f"{draft}/publish", {"only": {"rules": ["boots"]}})
    assert answer.json()["changes"] == 1
    document = tuner.get("/api/tuning/live").json()["document"]
    assert (set(document["rules"]), set(document["synonyms"])) == ({"boots"}, set())
    assert [each["key"] for each in tuner.get(draft).json()["changes"]] == ["tv"]


def test_versions_are_listed_compared_and_restored(tuner: Client, draft: str) -> None:
    send(tuner, "PUT", f"{draft}/synonyms/tv", TV)
    number = send(tuner, "POST", f"{draft}/publish").json()["number"]
    listed = tuner.get("/api/tuning/versions").json()["versions"]
    assert [each["number"] for each in listed] == [number, number - 1]
    steps = tuner.get(f"/api/tuning/versions/{number}/difference").json()["changes"]
    assert [(each["key"], each["verb"]) for each in steps] == [("tv", "added")]
    back = tuner.get(f"/api/tuning/versions/{number - 1}/difference?from={number}").json()
    assert [each["verb"] for each in back["changes"]] == ["removed"]
    restored = send(tuner, "POST", f"/api/tuning/versions/{number - 1}/restore").json()
    assert (restored["number"], restored["restores"]) == (number + 1, number - 1)
    assert tuner.get(f"/api/tuning/versions/{number}").json()["document"]["synonyms"] == {"tv": TV}
    assert tuner.get("/api/tuning/live").json()["document"]["synonyms"] == {}


def test_a_damaged_version_is_named(tuner: Client, draft: str) -> None:
    send(tuner, "PUT", f"{draft}/synonyms/tv", TV)
    number = send(tuner, "POST", f"{draft}/publish").json()["number"]
    Version.objects.filter(number=number).update(digest="0" * 64)
    answer = tuner.get(f"/api/tuning/versions/{number}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "damaged")


def test_a_draft_that_is_given_up_is_closed(tuner: Client, draft: str) -> None:
    assert send(tuner, "DELETE", draft).json()["status"] == "discarded"
    answer = send(tuner, "PUT", f"{draft}/synonyms/tv", TV)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "draft_closed")
    assert tuner.get(DRAFTS).json()["drafts"] == []
    assert len(tuner.get(f"{DRAFTS}?status=discarded").json()["drafts"]) == 1


def test_with_four_eyes_a_key_does_not_approve_what_a_key_changed(
    tuner: Client, key_client: KeyClient, draft: str, environment: Callable[..., None]
) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    send(tuner, "PUT", f"{draft}/synonyms/tv", TV)
    assert send(tuner, "POST", f"{draft}/publish").json()["error"]["code"] == "not_allowed"
    assert send(tuner, "POST", f"{draft}/submit").json()["status"] == "submitted"
    for client in (tuner, key_client("tuning")):
        refused = send(client, "POST", f"{draft}/approve")
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_allowed")
    approval.approve(Draft.objects.get(), actor("ann", "approver"))
    assert send(tuner, "POST", f"{draft}/publish").json()["approver"] == "ann"


def test_a_key_approves_or_sends_back_what_a_person_changed(
    tuner: Client, environment: Callable[..., None]
) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    ann = actor("ann", "editor")
    theirs = new_draft("Ann's", ann, shared=True)
    change(theirs, "synonyms", {"tv": TV}, ann)
    approval.submit(theirs, ann)
    path = f"{DRAFTS}/{theirs.pk}"
    assert send(tuner, "POST", f"{path}/send-back", {"reason": "why?"}).json()["status"] == "open"
    approval.submit(theirs, ann)
    approved = send(tuner, "POST", f"{path}/approve").json()
    assert (approved["status"], approved["approved_by"]) == ("approved", "key test")


def test_remarks_name_what_is_wrong_and_what_is_odd(tuner: Client, draft: str) -> None:
    hidden = {**BOOTS, "do": [*BOOTS["do"], {"hide": "B7", "kind": "product"}]}
    send(tuner, "PATCH", draft, {"rules": {"boots": hidden}, "synonyms": {"tv": TV, "too": TV}})
    found = tuner.get(f"{draft}/remarks").json()
    assert found["problems"] == []
    assert ("rules", "boots", "hidden pin") in {
        (each["section"], each["key"], each["code"]) for each in found["remarks"]
    }
    assert {"tv", "too"} & {each["key"] for each in found["remarks"]}


def test_impact_is_asked_for_and_looked_at(tuner: Client, draft: str) -> None:
    asked = send(tuner, "POST", f"{draft}/impact")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    ImpactRun.objects.update(state="done", figures={"queries": 3})
    run = tuner.get(f"/api/tuning/impacts/{asked.json()['id']}").json()
    assert (run["state"], run["figures"]) == ("done", {"queries": 3})
    assert len(tuner.get(f"{draft}/impact").json()["impacts"]) == 1


def test_an_impact_run_that_was_cut_off_has_failed(tuner: Client, draft: str) -> None:
    asked = send(tuner, "POST", f"{draft}/impact").json()["id"]
    ImpactRun.objects.update(state="running", told=timezone.now() - timedelta(minutes=3))
    run = tuner.get(f"/api/tuning/impacts/{asked}").json()
    assert (run["state"], run["note"]) == ("failed", "it was cut off; ask for it again")
    assert send(tuner, "POST", f"{draft}/impact").json()["id"] != asked


def test_the_documentation_says_of_which_profile_the_figures_are(tuner: Client) -> None:
    schema = tuner.get("/api/schema", headers={"accept": "application/json"}).json()
    figures = schema["components"]["schemas"]["ImpactFound"]["properties"]["figures"]
    assert {"profile", "compared_with", "others", "removed"} <= set(figures["properties"])
    assert "profile" in figures["properties"]["others"]["items"]["properties"]


@pytest.mark.usefixtures("previews")
def test_a_preview_answers_as_the_draft_would_and_is_not_logged(
    tuner: Client, draft: str, service: FakeService
) -> None:
    send(tuner, "PUT", f"{draft}/rules/boots", BOOTS)
    number = draft.rpartition("/")[2]
    answer = tuner.get(f"/api/search?q=rain+boots&draft={number}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    posted = send(tuner, "POST", "/api/search", {"q": "rain boots", "draft": int(number)})
    assert posted.status_code == 200
    for config in service.configs:
        assert isinstance(config.rules, RuleSet)
        assert [rule.id for rule in config.rules.matcher.rules] == ["boots"]
    flush()
    assert not SearchLog.objects.exists()
    version = send(tuner, "POST", f"{draft}/publish").json()["number"]
    for wanted, rules in ((version - 1, []), (version, ["boots"])):
        assert tuner.get(f"/api/search?q=boots&version={wanted}").status_code == 200
        found = service.configs[-1].rules
        assert [each.id for each in getattr(found, "matcher").rules] == rules  # noqa: B009


@pytest.mark.parametrize(
    ("asked", "status", "parameter"),
    [
        ("draft=x", 400, "draft"),
        ("draft=0", 400, "draft"),
        ("draft=1&draft=2", 400, "draft"),
        ("draft=1&version=2", 400, "version"),
        ("draft=77", 404, None),
        ("version=77", 404, None),
    ],
)
def test_a_preview_of_nothing_is_refused(
    tuner: Client, asked: str, status: int, parameter: str | None
) -> None:
    answer = tuner.get(f"/api/search?q=x&{asked}")
    assert (answer.status_code, answer.json()["error"]["parameter"]) == (status, parameter)


def test_a_nul_character_is_refused_by_its_field(tuner: Client, draft: str) -> None:
    path = f"{draft}/synonyms/tv"
    answer = send(tuner, "PUT", path, {"terms": ["tv", "tele\0vision"]})
    assert (answer.status_code, answer.json()["error"]["parameter"]) == (400, "terms.1")
    answer = tuner.get(DRAFTS, {"status": "op\0en"})
    assert (answer.status_code, answer.json()["error"]["parameter"]) == (400, "status")
    answer = send(tuner, "POST", DRAFTS, {"name": "back\\u0000slash"})
    assert answer.status_code == 201


def test_the_record_says_who_changed_what(tuner: Client, draft: str) -> None:
    send(tuner, "PUT", f"{draft}/synonyms/tv", TV)
    send(tuner, "PUT", f"{draft}/synonyms/sofa", SOFA)
    version = send(tuner, "POST", f"{draft}/publish", {}).json()
    answer = tuner.get("/api/tuning/record").json()
    newest = answer["entries"][0]
    assert (newest["action"], newest["version"]) == ("published", version["number"])
    assert newest["actor"].startswith("key ")
    (entry,) = tuner.get("/api/tuning/record?section=synonyms&key=tv").json()["entries"]
    assert (entry["before"], entry["after"], entry["action"]) == (None, TV, "added")
    assert entry["draft"] == int(draft.rpartition("/")[2])
    assert tuner.get("/api/tuning/record?actor=nobody").json()["entries"] == []
    assert tuner.get("/api/tuning/record?until=2020-01-01").json()["entries"] == []
    assert tuner.get("/api/tuning/record?since=2020-01-01").json() == answer


def test_the_record_comes_in_pages(tuner: Client, draft: str) -> None:
    for number in range(5):
        send(tuner, "PUT", f"{draft}/synonyms/w{number}", {"terms": [f"a{number}", "b"]})
    whole = [each["id"] for each in tuner.get("/api/tuning/record").json()["entries"]]
    found: list[int] = []
    older = ""
    while True:
        page = tuner.get(f"/api/tuning/record?size=2{older}").json()
        found += [each["id"] for each in page["entries"]]
        if page["before"] is None:
            break
        older = f"&before={page['before']}"
    assert found == whole


@pytest.mark.parametrize(
    "asked",
    [
        "section=nonsense",
        "draft=x",
        "since=yesterday",
        "until=0001-01-01T00:00%2B23:59",
        "since=9999-12-31T23:59:59-23:59",
        "size=0",
        "before=0",
        "colour=red",
    ],
)
def test_a_question_to_the_record_that_makes_no_sense_is_refused(tuner: Client, asked: str) -> None:
    answer = tuner.get(f"/api/tuning/record?{asked}")
    assert answer.status_code == 400
    assert answer.json()["error"]["parameter"] == asked.partition("=")[0]


def test_keys_see_nothing_of_what_people_do_in_drafts_of_their_own(tuner: Client) -> None:
    editor = actor("own-editor", "editor")
    change(new_draft("Own", editor), "synonyms", {"tv": TV}, editor)
    assert tuner.get("/api/tuning/record").json()["entries"] == []


def test_a_deeply_nested_body_with_a_nul_is_refused_like_any_other(client: Client) -> None:
    body = b'{"q":' + b"[" * 1000 + b'"\\u0000"' + b"]" * 1000 + b"}"
    answer = client.post("/api/search", body, content_type="application/json")
    assert answer.status_code == 400
