"""What was given up is kept for a while, and then forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from searchapp.lexicon.models import Synonym
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, discard, new_draft
from searchapp.publishing.models import AuditEntry, Draft
from searchapp.publishing.pruning import KEPT, prune_discarded
from searchapp.publishing.publication import publish
from searchapp.publishing.tasks import prune_discarded_drafts

pytestmark = pytest.mark.django_db


def drafted(name: str) -> Draft:
    draft = new_draft(name, COMMAND)
    change(draft, "synonyms", {name: {"terms": [name, f"{name}s"]}}, COMMAND)
    return draft


def age(draft: Draft, days: int) -> None:
    Draft.objects.filter(pk=draft.pk).update(changed=timezone.now() - timedelta(days=days))


def test_only_what_was_given_up_long_ago_is_forgotten() -> None:
    live = drafted("live")
    publish(live, COMMAND)
    old, young, open_ = drafted("old"), drafted("young"), drafted("open")
    discard(old, COMMAND)
    discard(young, COMMAND)
    for draft in (live, old, open_):
        age(draft, KEPT.days + 1)
    assert prune_discarded() == 1
    assert set(Synonym.objects.values_list("key", flat=True)) == {"live", "young", "open"}
    assert prune_discarded_drafts() == 0


def test_a_draft_is_as_old_as_its_end_is() -> None:
    draft = drafted("slow")
    age(draft, KEPT.days + 1)
    discard(Draft.objects.get(pk=draft.pk), COMMAND)
    assert prune_discarded() == 0


def test_the_record_still_says_what_was_in_it() -> None:
    draft = drafted("old")
    discard(draft, COMMAND)
    age(draft, KEPT.days + 1)
    prune_discarded()
    assert Draft.objects.filter(pk=draft.pk).exists()
    (entry,) = AuditEntry.objects.filter(draft=draft, key="old")
    assert entry.after == {"terms": ["old", "olds"]}


def test_it_is_done_daily() -> None:
    planned = settings.CELERY_BEAT_SCHEDULE["prune discarded drafts"]
    assert planned["task"] == prune_discarded_drafts.name
