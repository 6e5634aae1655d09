"""`/api/tuning/versions…` and `/api/tuning/live`: what was published, and what is."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api import limits
from searchapp.api.documentation import tuning_versions as documented
from searchapp.api.endpoints import only
from searchapp.api.tuning_answers import changes_answer, version_answer
from searchapp.api.tuning_endpoint import Body, TuningEndpoint
from searchapp.pipeline.request import InvalidRequest
from searchapp.publishing.actors import Actor
from searchapp.publishing.difference import difference
from searchapp.publishing.documents import newest_number, published_document
from searchapp.publishing.models import Version
from searchapp.publishing.publication import restore
from searchapp.search_parameters.values import integer

_GREATEST = 2**31 - 1


class VersionsView(TuningEndpoint):
    """All versions, the newest first."""

    @documented.LIST
    def get(self, request: Request) -> Response:
        given = only(request, ("page", "size"))
        size = integer("size", given.get("size", 50), 1, limits.MAX_LISTED)
        start = (integer("page", given.get("page", 1), 1, 1_000_000) - 1) * size
        versions = Version.objects.defer("data")[start : start + size]
        return Response({"versions": [version_answer(each) for each in versions]})


class VersionView(TuningEndpoint):
    """One version."""

    @documented.GET
    def get(self, request: Request, number: int) -> Response:
        only(request, ())
        version = _version(number)
        return Response({**version_answer(version), "document": version.document})


class DifferenceView(TuningEndpoint):
    """What lies between two versions."""

    @documented.DIFFERENCE
    def get(self, request: Request, number: int) -> Response:
        given = only(request, ("from",))
        version = _version(number)
        before = integer("from", given.get("from", number - 1), 0, _GREATEST)
        document = _version(before).document if before else {}
        steps = difference(document, version.document)
        return Response({"from": before, "to": number, "changes": changes_answer(steps)})


class RestoreView(TuningEndpoint):
    """An earlier version, live again."""

    @documented.RESTORE
    def post(self, request: Request, number: int) -> HttpResponseBase:
        def make_live(_: Body, actor: Actor) -> Any:
            _version(number)
            return version_answer(restore(number, actor))

        return self.write(request, make_live)


class LiveView(TuningEndpoint):
    """What is live."""

    @documented.LIVE
    def get(self, request: Request) -> Response:
        only(request, ())
        number = newest_number()
        document = published_document(number or None)
        return Response({"number": number, "document": document})


def _version(number: int) -> Version:
    if number > _GREATEST:
        raise InvalidRequest("number", "no version has so great a number")
    version = Version.objects.filter(number=number).first()
    if version is None:
        raise NotFound(f"there is no version {number}; GET /api/tuning/versions lists them")
    return version
