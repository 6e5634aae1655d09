"""What people see and change who sell: what is their sellers', and nothing of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from searchapp.catalog.models import LiveStream, Product, Seller, Video
from searchapp.catalog.models.versioned import Versioned
from searchapp.pipeline.request import Kind
from searchapp.tuning.pages import VIEW, has_nul, refused_nul

_MODELS: dict[Kind, type[Versioned]] = {
    Kind.PRODUCT: Product,
    Kind.VIDEO: Video,
    Kind.LIVE: LiveStream,
}
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Desk:
    """The sellers that a person may look at, none listed for staff, who may look at all; and the
    one that is looked at. `edits_all`: they may edit any product, as in the admin.
    """

    sellers: tuple[Seller, ...]
    seller: Seller | None
    is_staff: bool
    edits_all: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the person works for the seller that is looked at."""
        return self.seller in self.sellers

    def may_edit(self, item: Versioned) -> bool:
        """Whether the person may change the item: it is of a seller for whom they work."""
        own = {each.pk for each in self.sellers}
        return self.edits_all or getattr(item, "seller_id", None) in own

    def item(self, kind: Kind, id_: str) -> Any:
        """An item of a seller that the person may look at. Raises Http404 for all others."""
        items = _MODELS[kind]._default_manager.filter(pk=id_)
        if not self.is_staff:
            items = items.filter(seller__in=self.sellers)
        found = items.first()
        if found is None:
            raise Http404("You have no such item.")
        return found


def is_seller(user: User | AnonymousUser) -> bool:
    """Whether the person works for a seller."""
    return user.is_authenticated and Seller.objects.filter(members__user=user).exists()


def seller_page(view: View) -> View:
    """Lets people in who work for a seller, and staff; the view gets their `Desk`."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "tuning:login")
        is_staff = request.user.has_perm(VIEW)
        own = tuple(Seller.objects.filter(members__user=request.user).order_by("name", "pk"))
        if not own and not is_staff:
            raise PermissionDenied("Ask the shop to make you a member of your seller.")
        if has_nul(request, kwargs):
            return refused_nul()
        return view(request, _desk(request, own, is_staff=is_staff), *args, **kwargs)

    return page


def own_shop_page(view: View) -> View:
    """As `seller_page`, for those alone who work for the seller that is named, or for their first;
    the view gets that seller too.
    """

    @wraps(view)
    def page(request: HttpRequest, desk: Desk, *args: Any, **kwargs: Any) -> HttpResponse:
        if desk.seller is None or not desk.is_own:
            raise PermissionDenied("Only who works for a seller tunes that seller's shop.")
        return view(request, desk, desk.seller, *args, **kwargs)

    return seller_page(page)


def shown_to_seller(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page, with nothing of the shop's drafts in its frame."""
    return render(request, template, {"place": "mine", **context}, status=status)


def _desk(request: HttpRequest, own: tuple[Seller, ...], *, is_staff: bool) -> Desk:
    edits_all = request.user.has_perm("catalog.change_product")
    wanted = request.GET.get("seller", "")
    if not wanted:
        return Desk(own, own[0] if own else None, is_staff, edits_all)
    allowed = Seller.objects.filter(pk=wanted)
    if not is_staff:
        allowed = allowed.filter(members__user=request.user)
    seller = allowed.first()
    if seller is None:
        raise Http404("You have no such seller.")
    return Desk(own, seller, is_staff, edits_all)
