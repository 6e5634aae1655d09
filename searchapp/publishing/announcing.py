"""Telling others that a version was published."""

from __future__ import annotations

from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

_log = structlog.get_logger(__name__)


def announce(number: int) -> None:
    """Calls those whom the setting AFTER_PUBLICATION names with the number of the version, once the
    transaction is over. What one of them fails at is logged: the version is live all the same.
    """
    for path in settings.AFTER_PUBLICATION:
        transaction.on_commit(partial(_tell, path, number))


def _tell(path: str, number: int) -> None:
    try:
        import_string(path)(number)
    except Exception:  # noqa: BLE001 - whoever publishes did so already
        _log.exception("a publication could not be followed up", by=path, version=number)
