"""A write that is sent twice under one key is carried out once, and answered twice alike.

A caller who heard no answer sends the call again with the same `Idempotency-Key`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from searchapp.api.errors import IDEMPOTENCY_KEY, KeyReused, StillRunning
from searchapp.api.keys import Credential
from searchapp.api.models import KeptAnswer
from searchapp.api.spooled_answer import SpooledAnswer, kept_answer
from searchapp.pipeline.request import InvalidRequest

REPLAYED = "Idempotent-Replayed"
KEPT_FOR = timedelta(hours=24)
TAKEN_FOR_DEAD_AFTER = timedelta(minutes=1)
"""A call that gave no sign of life for so long is carried out by who asks again."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
Part = Callable[[], AbstractContextManager[None]]
"""Makes a transaction of a call."""


def once(request: Request, body_digest: str, act: Callable[[], SpooledAnswer]) -> HttpResponseBase:
    """The answer of `act`, which is kept in the same transaction, or the one that was kept.

    Without a key nothing is kept. What raises is not kept: it wrote nothing. Raises InvalidRequest
    for a bad key, StillRunning and KeyReused.
    """
    with _claimed(request, body_digest) as call:
        if call is not None and call.status is not None:
            return _replayed(call)
        with _part(call):
            answer = act()
            if call is not None:
                _keep(call, answer)
        return answer.response()


def once_in_parts(
    request: Request, body_digest: str, act: Callable[[Part], SpooledAnswer]
) -> HttpResponseBase:
    """As `once`, for an act of many transactions, each of which it makes with what it is given.

    One that is cut off is carried out anew, so it must be harmless to do it twice.
    """
    with _claimed(request, body_digest) as call:
        if call is not None and call.status is not None:
            return _replayed(call)
        answer = act(lambda: _part(call))
        if call is not None:
            with _part(call):
                _keep(call, answer)
        return answer.response()


def prune() -> int:
    """Remove the answers that are kept no longer; how many."""
    removed, _ = KeptAnswer.objects.filter(started__lt=timezone.now() - KEPT_FOR).delete()
    return removed


@contextmanager
def _claimed(request: Request, body_digest: str) -> Iterator[KeptAnswer | None]:
    """The call of the request's key, None without one; given up when what is inside raises."""
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is None:
        yield None
        return
    if not _KEY.fullmatch(key):
        reason = "is not a key; send 1 to 200 visible ASCII characters, such as a new UUID"
        raise InvalidRequest(IDEMPOTENCY_KEY, reason)
    asked = f"{request.method} {request.path} {body_digest}"
    if not isinstance(request.auth, Credential):
        raise NotAuthenticated
    call = _claim(request.auth.id, key, hashlib.sha256(asked.encode()).hexdigest())
    try:
        yield call
    except BaseException:
        KeptAnswer.objects.filter(pk=call.pk, alive=call.alive, status=None).delete()
        raise


def _claim(caller: int, key: str, digest: str) -> KeptAnswer:
    now = timezone.now()
    mine = KeptAnswer.objects.filter(caller_id=caller, key=key)
    mine.filter(started__lt=now - KEPT_FOR).delete()
    call, is_new = mine.get_or_create(
        defaults={
            "caller_id": caller,
            "key": key,
            "digest": digest,
            "started": now,
            "alive": now,
        }
    )
    if call.digest != digest:
        raise KeyReused
    if is_new or call.status is not None:
        return call
    if call.alive > now - TAKEN_FOR_DEAD_AFTER:
        raise StillRunning
    if not _taken_over(call, now):
        raise StillRunning
    call.alive = now
    return call


def _taken_over(call: KeptAnswer, now: datetime) -> bool:
    """Whether the call is the caller's from now on; one that another is in the midst of is not."""
    same = KeptAnswer.objects.filter(pk=call.pk, alive=call.alive, status=None)
    with transaction.atomic():
        free = same.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        return free is not None and bool(same.update(alive=now))


@contextmanager
def _part(call: KeptAnswer | None) -> Iterator[None]:
    """A transaction of the call, which none can take over meanwhile, and a sign of life.

    Raises StillRunning where it was taken over before: of two who carry it out, one commits.
    """
    now = timezone.now()
    with transaction.atomic():
        if call is not None:
            same = KeptAnswer.objects.filter(pk=call.pk, alive=call.alive, status=None)
            if not same.update(alive=now):
                raise StillRunning
        yield
    if call is not None:
        call.alive = now


def _keep(call: KeptAnswer, answer: SpooledAnswer) -> None:
    KeptAnswer.objects.filter(pk=call.pk).update(status=answer.status, answer=answer.compressed())


def _replayed(call: KeptAnswer) -> HttpResponseBase:
    response = kept_answer(call.status or 200, bytes(call.answer or b"")).response()
    response[REPLAYED] = "true"
    return response
