"""What a load balancer asks: is the process alive, and can it answer searches now?"""

from __future__ import annotations

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from searchapp import wiring

_READY_TIMEOUT_MS = 1000
_log = structlog.get_logger(__name__)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process can answer at all; asks nothing of other parts."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when searches and the database answer, else 503 with what does not."""
    reasons = {part: reason for part, reason in (_engine(), _database()) if reason}
    if reasons:
        return JsonResponse({"status": "unavailable", "reasons": reasons}, status=503)
    return JsonResponse({"status": "ok"})


def _engine() -> tuple[str, str]:
    try:
        ready = wiring.search_engine().is_ready(_READY_TIMEOUT_MS)
    except Exception:  # noqa: BLE001
        # A probe reports whatever keeps the engine from starting; the log line has the details.
        _log.exception("the search engine could not be made")
        return "engine", "the search engine could not be made; see the log"
    return "engine", "" if ready else "the search engine does not answer"


def _database() -> tuple[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        _log.warning("the database does not answer", error=str(error))
        return "database", "the database does not answer"
    return "database", ""
