"""Two people before the same form: who saves later is told what the other saved, and decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from searchapp.publishing.compiling import digest_of
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft, Drafted
from searchapp.tuning.descriptions import in_words

FIELD = "shown"
"""The hidden field of a form which tells the value that it was filled with."""


class ChangedMeanwhile(ValueError):
    """The row is not what the form was filled with. `theirs` has what it is now in words, `digest`
    what a form over it tells.
    """

    def __init__(self, theirs: str, digest: str) -> None:
        super().__init__("someone changed this meanwhile; nothing was saved")
        self.theirs, self.digest = theirs, digest


def shown_digest(request: HttpRequest, key: str, value: Mapping[str, Any] | None) -> str:
    """What the form is to tell: what it told when it was sent, at first the value it shows."""
    return request.POST[FIELD] if FIELD in request.POST else _digest(key, value)


@contextmanager
def unchanged(request: HttpRequest, draft: Draft, model: type[Drafted], key: str) -> Iterator[None]:
    """A transaction in which the row is what the form that was sent was filled with.

    Raises ChangedMeanwhile.
    """
    with transaction.atomic():
        told = request.POST.get(FIELD)
        if told is not None and key:
            # Who changes a draft locks it, so nobody comes between this look and the change.
            Draft.objects.select_for_update().get(pk=draft.pk)
            row: Drafted | None = seen_in(model, draft).filter(key=key).first()
            value = None if row is None else row.value
            if told != (now := _digest(key, value)):
                said = "" if value is None else in_words(model.section, key, value)
                raise ChangedMeanwhile(said, now)
        yield


def was_there(request: HttpRequest, model: type[Drafted], key: str) -> bool:
    """Whether the form that was sent is of a row that is gone since."""
    return FIELD in request.POST and model._default_manager.filter(key=key).exists()


def _digest(key: str, value: Mapping[str, Any] | None) -> str:
    return "" if value is None else digest_of({key: value})
