"""Items by a part of their title, for fields in which one types an id."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from searchapp import wiring
from searchapp.pipeline.request import InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS
from searchapp.tuning.pages import tuning_page

_MOST = 10


@require_GET
@tuning_page()
def items(request: HttpRequest) -> HttpResponse:
    """At most ten items of the kind that the text finds: `[{"id", "title"}]`."""
    text = request.GET.get("q", "").strip()[:MAX_QUERY_CHARACTERS]
    wanted = request.GET.get("kind", "product")
    kind = Kind(wanted) if wanted in tuple(Kind) else Kind.PRODUCT
    if not text:
        return JsonResponse({"items": []})
    asked = SearchRequest(text=text, kinds=(kind,), size=_MOST, redirect=False)
    try:
        found = wiring.search_service().search(asked, wiring.current_config()).hits
    except (InvalidRequest, EngineUnavailable):
        found = ()
    titles = [{"id": hit.id, "title": str(hit.document.get("title", ""))} for hit in found]
    return JsonResponse({"items": titles})
