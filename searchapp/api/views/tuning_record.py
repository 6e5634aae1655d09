"""`/api/tuning/record`: who changed what, when, and from what to what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api import limits
from searchapp.api.documentation import tuning_record as documented
from searchapp.api.endpoints import only
from searchapp.api.tuning_answers import entry_answer
from searchapp.api.tuning_endpoint import TuningEndpoint
from searchapp.pipeline.request import InvalidRequest
from searchapp.publishing.record import entries_seen_by_keys
from searchapp.publishing.sections import sections
from searchapp.search_parameters.values import integer, moment, one_of

_GREATEST = 2**63 - 1
_WHO_AND_WHAT = ("actor", "action", "key")


class RecordView(TuningEndpoint):
    """The record, the newest first."""

    @documented.LIST
    def get(self, request: Request) -> Response:
        given = only(
            request,
            (*_WHO_AND_WHAT, "section", "draft", "version", "since", "until", "before", "size"),
        )
        wanted: dict[str, Any] = {name: given[name] for name in _WHO_AND_WHAT if name in given}
        if "section" in given:
            wanted["section"] = one_of("section", given["section"], tuple(sections()))
        for name in ("draft", "version"):
            if name in given:
                wanted[name] = integer(name, given[name], 1, 2**31 - 1)
        for name, lookup in (("since", "time__gte"), ("until", "time__lt")):
            if name in given:
                wanted[lookup] = _moment(name, given[name])
        if "before" in given:
            wanted["pk__lt"] = integer("before", given["before"], 1, _GREATEST)
        size = integer("size", given.get("size", 50), 1, limits.MAX_LISTED)
        rows = list(entries_seen_by_keys().filter(**wanted)[: size + 1])
        more = rows[size - 1].pk if len(rows) > size else None
        return Response({"entries": [entry_answer(each) for each in rows[:size]], "before": more})


def _moment(name: str, written: str) -> datetime:
    seconds = moment(name, written)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError):
        raise InvalidRequest(name, "the time is out of range") from None
