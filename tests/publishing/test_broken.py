"""A broken row, rule or version never takes search down."""

from __future__ import annotations

from typing import Any

import pytest

from searchapp import wiring
from searchapp.lexicon.models import Synonym
from searchapp.merchandising import current
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.snapshot import config_of
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.publishing import documents
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.holding import SnapshotHolder
from searchapp.publishing.models import Version, VersionDamaged
from searchapp.publishing.publication import Refused, publish

pytestmark = pytest.mark.django_db
TV = {"terms": ["tv", "television"]}
SOFA = {"terms": ["sofa", "couch"]}
BOOTS = {
    "name": "Boots",
    "when": [{"phrase": "rain boots"}],
    "do": [{"pin": "B7", "kind": "product", "position": 1}],
}
DAMAGES: dict[str, dict[str, Any]] = {
    "data that is cut off": {"data": b"\x78\x9c\x00"},
    "no data": {"data": b""},
    "another digest": {"digest": "0" * 64},
}


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    documents._stored.cache_clear()


def published(section: str, key: str, value: dict[str, Any]) -> int:
    draft = new_draft("Spring", COMMAND)
    change(draft, section, {key: value}, COMMAND)
    return publish(draft, COMMAND).number


def newest_damaged(damage: str) -> None:
    newest = Version.objects.order_by("-number")[0].pk
    Version.objects.filter(pk=newest).update(**DAMAGES[damage])


def new_holder() -> SnapshotHolder[SearchConfig]:
    """That of a process that starts now."""
    return SnapshotHolder(current._state, current._load, check_seconds=float("inf"))


def rules_of(config: SearchConfig) -> list[str]:
    assert isinstance(config.rules, RuleSet)
    return [rule.id for rule in config.rules.matcher.rules]


def test_a_broken_row_is_refused_at_publication() -> None:
    draft = new_draft("Spring", COMMAND)
    change(draft, "rules", {"boots": BOOTS}, COMMAND)
    change(draft, "synonyms", {"tv": TV}, COMMAND)
    # As a bug or a hand in the database might leave them.
    QueryRule.objects.filter(draft=draft).update(plain={"name": "Boots", "do": 3})
    Synonym.objects.filter(draft=draft).update(terms=["tv", 3])
    with pytest.raises(Refused) as caught:
        publish(draft, COMMAND)
    assert {(each.section, each.key) for each in caught.value.problems} >= {
        ("rules", "boots"),
        ("synonyms", "tv"),
    }
    assert not Version.objects.exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_leaves_the_last_good_one_live(damage: str) -> None:
    number = published("rules", "boots", BOOTS)
    holder = new_holder()
    assert rules_of(holder.current()) == ["boots"]
    published("synonyms", "tv", TV)
    newest_damaged(damage)
    with pytest.raises(VersionDamaged):
        holder.refresh()
    assert (rules_of(holder.current()), holder.current().number) == (["boots"], number)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_process_that_starts_then_uses_the_version_before_and_says_so(damage: str) -> None:
    number = published("rules", "boots", BOOTS)
    published("synonyms", "tv", TV)
    newest_damaged(damage)
    config = new_holder().current()
    assert (rules_of(config), config.number) == (["boots"], number)
    (told,) = (each for each in config.degraded if each.stage == "config")
    assert f"version {number + 1} is damaged" in told.reason
    assert f"version {number} is used" in told.reason


def test_without_any_good_version_search_goes_on_without_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published("rules", "boots", BOOTS)
    Version.objects.update(data=b"")
    monkeypatch.setattr(wiring, "config_source", new_holder)
    config = wiring.current_config()
    assert [each.stage for each in config.degraded] == ["config"]
    assert "is damaged" in config.degraded[0].reason


@pytest.mark.parametrize(
    ("section", "bad"),
    [
        ("rules", {**BOOTS, "do": [{"levitate": "B7"}]}),
        ("rules", {**BOOTS, "when": 3}),
        ("profiles", {"colour": 1}),
    ],
)
def test_what_later_code_does_not_accept_is_left_out_and_named(section: str, bad: Any) -> None:
    document: Any = {"rules": {"boots": BOOTS}, "profiles": {}}
    document[section]["bad"] = bad
    config = config_of(document)
    assert rules_of(config) == ["boots"]
    assert {"default", "precise"} <= set(config.profiles)
    (told,) = (each for each in config.degraded if each.stage == f"{section}.bad")
    assert told.reason


def test_words_that_later_code_does_not_accept_are_left_out_logged_and_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    document: Any = {
        "synonyms": {"tv": TV, "bad": {"terms": 3}, "worse": {"terms": ["a"], "colour": 1}},
        "intents": {"bad": {"phrases": 3}},
        "banned_words": {"bad": {"texts": "x"}},
    }
    config = config_of(document)
    assert [rule.name for rule in config.lexicon.synonyms.rules] == ["synonym tv"]
    assert caplog.text.count("a row is broken") == 4
    assert {each.stage for each in config.degraded} >= {
        "synonyms.bad",
        "synonyms.worse",
        "intents.bad",
        "banned_words.bad",
    }
    assert not any(each.stage == "synonyms.tv" for each in config.degraded)
    assert all(each.reason for each in config.degraded)
