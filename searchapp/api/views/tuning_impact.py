"""`/api/tuning/drafts/{id}/impact` and `/api/tuning/impacts/{id}`: what a draft would change."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from searchapp.api.documentation import tuning_versions as documented
from searchapp.api.endpoints import only
from searchapp.api.tuning_answers import impact_answer
from searchapp.api.tuning_endpoint import Body, TuningEndpoint, draft_of
from searchapp.publishing.actors import Actor
from searchapp.relevance.impact.impact_runs import ask_for_impact
from searchapp.relevance.models import ImpactRun

_LISTED = 20


class ImpactsView(TuningEndpoint):
    """The runs of a draft."""

    @documented.IMPACTS
    def get(self, request: Request, id: int) -> Response:
        only(request, ())
        runs = ImpactRun.objects.filter(draft=draft_of(id))[:_LISTED]
        return Response({"impacts": [impact_answer(each) for each in runs]})

    @documented.ASK_FOR_IMPACT
    def post(self, request: Request, id: int) -> HttpResponseBase:
        def ask(_: Body, actor: Actor) -> Any:
            return impact_answer(ask_for_impact(draft_of(id), actor.user))

        return self.write(request, ask, status=202)


class ImpactView(TuningEndpoint):
    """One run."""

    @documented.IMPACT
    def get(self, request: Request, id: int) -> Response:
        only(request, ())
        run = ImpactRun.objects.filter(pk=id).first()
        if run is None:
            raise NotFound(f"there is no impact run {id}")
        return Response(impact_answer(run))
