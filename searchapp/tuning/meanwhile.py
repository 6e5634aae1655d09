"""Two people before the same form: who saves later is told what the other saved, and decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from searchapp.publishing.difference import Change
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft, Drafted
from searchapp.publishing.shown_rows import FIELD, GONE, differs, digest_shown
from searchapp.tuning.descriptions import in_words, titles_in


class ChangedMeanwhile(ValueError):
    """The row is not what the form was filled with. `theirs` has what it is now in words, `digest`
    what a form over it tells.
    """

    def __init__(self, theirs: str, digest: str) -> None:
        super().__init__("someone changed this meanwhile; nothing was saved")
        self.theirs, self.digest = theirs, digest


def shown_digest(
    request: HttpRequest, key: str, value: Mapping[str, Any] | None, *, is_read: bool = False
) -> str:
    """What the form is to tell: what it told when it was sent, at first the value it shows.
    `is_read`: the person is just being told where the draft stands in which it was shown.
    """
    if FIELD not in request.POST:
        return digest_shown(key, value)
    return GONE if is_read and key and value is None else request.POST[FIELD]


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
            if differs(told, key, value):
                said = ""
                if value is not None:
                    titles = titles_in([Change(model.section, key, None, value)])
                    said = in_words(model.section, key, value, titles)
                raise ChangedMeanwhile(said, digest_shown(key, value) or GONE)
        yield


def was_there(request: HttpRequest) -> bool:
    """Whether the form that was sent is of a row that was there when it was shown."""
    return bool(request.POST.get(FIELD))
