"""The shop's pages: read the URL, ask the service, draw."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from searchapp import answering, wiring
from searchapp.pipeline.request import InvalidRequest, Kind, SearchRequest
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.pipeline.rules.validity import is_address
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS
from searchapp.search_parameters.values import clean
from searchapp.search_parameters.variations import here
from searchapp.storefront.items import product_page, show_page
from searchapp.storefront.landing import departments, landing
from searchapp.storefront.links import SENT_FROM, sent_to, url
from searchapp.storefront.page import TextLink, results_page
from searchapp.storefront.query import is_bare, search_request
from searchapp.storefront.shops import in_shop

_RETRY_SECONDS = "30"

Arguments = ParamSpec("Arguments")


def in_plain_words(
    view: Callable[Concatenate[HttpRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponse]:
    """A view whose failures are pages too: 400 for a bad request, 503 without an engine."""

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InvalidRequest as problem:
            context = {"problem": problem, "text": request.GET.get("q", "")[:200]}
            return render(request, "storefront/invalid.html", context, status=400)
        except EngineUnavailable:
            response = render(request, "storefront/unavailable.html", status=503)
            response["Retry-After"] = _RETRY_SECONDS
            return response

    return guarded


@require_safe
@in_plain_words
def search(request: HttpRequest) -> HttpResponse:
    """The results of a search, or the way into the shop when nothing is asked for."""
    wanted = search_request(request.GET)
    sent_from = clean(request.GET.get(SENT_FROM, ""))[:MAX_QUERY_CHARACTERS]
    context: dict[str, Any] = {"segment": wanted.segment}
    if sent_from:
        asked = SearchRequest(text=sent_from, segment=wanted.segment)
        context["sent_from"] = TextLink(sent_from, url(here(asked)))
    if is_bare(wanted):
        context["page"] = landing(wiring.search_service(), wiring.current_config())
        return render(request, "storefront/landing.html", context)
    response = answering.answer(in_shop(wanted))
    if response.redirect and is_address(response.redirect):
        return HttpResponseRedirect(sent_to(response.redirect, wanted))
    results = results_page(wanted, response)
    context |= {"page": results, "text": wanted.text}
    if results.is_empty:
        context["departments"] = departments(wiring.search_service(), wiring.current_config())
    return render(request, "storefront/results.html", context)


@require_safe
@in_plain_words
def product(request: HttpRequest, id: str) -> HttpResponse:
    """One product, and what resembles it."""
    page = product_page(wiring.search_service(), wiring.current_config(), id)
    if page is None:
        raise Http404("This product is not in the shop.")
    return render(request, "storefront/product.html", {"page": page})


@require_safe
@in_plain_words
def video(request: HttpRequest, id: str) -> HttpResponse:
    """One video and the products in it."""
    return _show(request, Kind.VIDEO, id)


@require_safe
@in_plain_words
def live(request: HttpRequest, id: str) -> HttpResponse:
    """One live stream and the products in it."""
    return _show(request, Kind.LIVE, id)


def _show(request: HttpRequest, kind: Kind, id_: str) -> HttpResponse:
    page = show_page(wiring.search_service(), wiring.current_config(), kind, id_)
    if page is None:
        raise Http404(f"This {kind.value} is not in the shop.")
    return render(request, "storefront/show.html", {"page": page})
