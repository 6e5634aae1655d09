"""My shop: a seller's own rules, which hold in their shop alone, and their way to shoppers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from searchapp.catalog.models import Seller
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.shop_rules import key_prefix
from searchapp.pipeline.rules.plain import rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.wording import action_words
from searchapp.publishing import approval
from searchapp.publishing.actors import Actor
from searchapp.publishing.documents import changes_in, seen_in
from searchapp.publishing.editing import change, discard, take_back
from searchapp.publishing.models import Draft
from searchapp.publishing.models.drafted import new_key
from searchapp.publishing.publication import publish as publish_draft
from searchapp.publishing.publication import settle
from searchapp.publishing.seller_drafts import seller_draft, seller_draft_to_edit
from searchapp.search_parameters.limits import MAX_QUERY_CHARACTERS
from searchapp.tuning.meanwhile import ChangedMeanwhile, shown_digest, unchanged
from searchapp.tuning.pages import TOLD, number_of, told
from searchapp.tuning.rule_listing import utc_now
from searchapp.tuning.selling import Desk, own_shop_page, shown_to_seller
from searchapp.tuning.shop_form import ACTS, ASKED, ShopRuleForm, is_simple
from searchapp.tuning.shop_listing import MOST_RULES, items_of, shop_row, shop_rules, title_of
from searchapp.tuning.shop_preview import preview

_Do = Callable[[Draft, Actor], str]


@require_GET
@own_shop_page
def shop(request: HttpRequest, desk: Desk, seller: Seller) -> HttpResponse:
    """The seller's rules, and their shop's listing live and with their draft."""
    draft = seller_draft(seller.pk)
    rules = shop_rules(seller, draft, utc_now())
    back = (
        None if draft is None else draft.history.order_by("-pk").values("action", "label").first()
    )
    context = {
        "place": "shop",
        "desk": desk,
        "seller": seller,
        "draft": None,
        "own_draft": draft,
        "rules": rules,
        "changes": sum(bool(each.change) for each in rules),
        "conflicts": sum(each.is_conflict for each in rules),
        "sent_back": back if back and back["action"] == "sent back" else None,
        "may_publish": Actor.for_seller(request.user, seller.pk).may_publish,
        **preview(request.GET, seller, draft),
    }
    return shown_to_seller(request, "tuning/mine/shop.html", context)


@require_http_methods(["GET", "POST"])
@own_shop_page
def rule(request: HttpRequest, desk: Desk, seller: Seller, key: str = "") -> HttpResponse:
    """The form of a rule of the seller's; without a key of a new one."""
    draft = seller_draft(seller.pk)
    row = shop_row(seller, draft, key) if key else None
    before: Rule | None = None if row is None else row.rule
    if key and (before is None or not is_simple(before)):
        raise Http404("You have no such rule.")
    if request.method == "GET":
        form = ShopRuleForm.of(before) if before else _begun(request)
        return _form_page(request, desk, seller, form, row)
    form = ShopRuleForm.read(request.POST)
    if "find" in request.POST:
        return _form_page(request, desk, seller, form, row)
    key = key or key_prefix(seller.pk) + new_key()
    title = title_of(seller, form.chosen)
    if title is None:
        form.item = ""
    made = form.checked(key, seller.pk, "rule", before)
    if before is None and made is not None and _is_full(seller, draft):
        form.faults["others"] = [
            f"You have {MOST_RULES} rules, as many as you may; remove one first."
        ]
    if made is None or form.faults:
        return _form_page(request, desk, seller, form, row, status=422)
    try:
        actor = Actor.for_seller(request.user, seller.pk)
        edited = seller_draft_to_edit(actor, f"Shop of {seller.name}")
        with unchanged(request, edited, QueryRule, row.key if row else ""):
            value = rule_to_plain(made) | {"name": _name(seller, made, title or "")}
            change(edited, QueryRule.section, {key: value}, actor)
    except ChangedMeanwhile as error:
        return _form_page(request, desk, seller, form, row, status=409, meanwhile=error)
    except TOLD as error:
        told(request, error)
        return _form_page(request, desk, seller, form, row, status=422)
    messages.success(request, "Saved. Shoppers see it once it is published.")
    return _to_shop(seller, form.words if form.asked != "any" else "")


@require_POST
@own_shop_page
def act(request: HttpRequest, desk: Desk, seller: Seller) -> HttpResponse:
    """Switches a rule on or off, removes it, undoes its changes, or settles a conflict."""
    key, done = request.POST.get("key", ""), request.POST.get("act", "")
    if not key.startswith(key_prefix(seller.pk)) or done not in _ACTS:
        raise Http404("You have no such rule.")
    row = shop_row(seller, seller_draft(seller.pk), key)
    if row is None and done in _OF_RULES:
        raise Http404("You have no such rule.")
    return _step(request, seller, lambda draft, actor: _ACTS[done](draft, actor, key), begin=True)


@require_POST
@own_shop_page
def send(request: HttpRequest, desk: Desk, seller: Seller) -> HttpResponse:
    """Asks the shop to approve and publish the seller's changes."""

    def sent(draft: Draft, actor: Actor) -> str:
        approval.submit(draft, actor)
        return "Sent. Someone of the shop looks at it and publishes it."

    return _step(request, seller, sent)


@require_POST
@own_shop_page
def publish(request: HttpRequest, desk: Desk, seller: Seller) -> HttpResponse:
    """Makes the seller's changes live, where sellers may do so themselves."""

    def published(draft: Draft, actor: Actor) -> str:
        seen = number_of(request.POST.get("revision", ""))
        publish_draft(draft, actor, revision=-1 if seen is None else seen)
        return "Published; shoppers see it within a second."

    return _step(request, seller, published)


@require_POST
@own_shop_page
def give_up(request: HttpRequest, desk: Desk, seller: Seller) -> HttpResponse:
    """Forgets all changes that are not published."""

    def given_up(draft: Draft, actor: Actor) -> str:
        discard(draft, actor)
        return "Your changes are given up."

    return _step(request, seller, given_up)


def _step(request: HttpRequest, seller: Seller, do: _Do, *, begin: bool = False) -> HttpResponse:
    """Does it to the seller's draft; where there is none, to a new one or not at all."""
    actor = Actor.for_seller(request.user, seller.pk)
    draft = seller_draft(seller.pk)
    if draft is None and begin:
        draft = seller_draft_to_edit(actor, f"Shop of {seller.name}")
    try:
        if draft is None or not (begin or changes_in(draft)):
            messages.error(request, "There is no change yet.")
        else:
            messages.success(request, do(draft, actor))
    except TOLD as error:
        told(request, error)
    return _to_shop(seller, request.POST.get("q", ""))


def _switch(draft: Draft, actor: Actor, key: str) -> str:
    row = seen_in(QueryRule, draft).get(key=key)
    plain = {name: said for name, said in row.value.items() if name != "enabled"}
    value = {**plain, "enabled": False} if row.is_active else plain
    change(draft, QueryRule.section, {key: value}, actor)
    return "It is switched off." if row.is_active else "It is switched on."


def _remove(draft: Draft, actor: Actor, key: str) -> str:
    change(draft, QueryRule.section, {key: None}, actor)
    return "It is removed."


def _undo(draft: Draft, actor: Actor, key: str) -> str:
    take_back(draft, QueryRule.section, [key], actor)
    return "It is as it was."


def _keep(draft: Draft, actor: Actor, key: str) -> str:
    settle(draft, QueryRule.section, key, actor, keep_mine=True)
    return "Yours is kept."


_OF_RULES = {"switch": _switch, "remove": _remove}
"""What is done to a rule that is there."""
_ACTS: dict[str, Callable[[Draft, Actor, str], str]] = {**_OF_RULES, "undo": _undo, "keep": _keep}


def _begun(request: HttpRequest) -> ShopRuleForm:
    """A new rule, for the item and the words from which the person came."""
    words = " ".join(request.GET.get("words", "").split())[:MAX_QUERY_CHARACTERS]
    item = request.GET.get("item", "")
    return ShopRuleForm(asked="exact" if words else "any", words=words, item=item)


def _is_full(seller: Seller, draft: Draft | None) -> bool:
    rows = QueryRule.objects.filter(key__startswith=key_prefix(seller.pk))
    live = set(rows.filter(draft=None).values_list("key", flat=True))
    edited = set() if draft is None else set(rows.filter(draft=draft).values_list("key", flat=True))
    return len(live | edited) >= MOST_RULES


def _name(seller: Seller, made: Rule, title: str) -> str:
    """What staff read in their lists."""
    said = ", ".join(action_words(each) for each in made.actions)
    return f"{seller.name}: {said} “{title}”"[:200]


def _to_shop(seller: Seller, text: str) -> HttpResponse:
    asked = {"seller": seller.pk, **({"q": text} if text else {})}
    return HttpResponseRedirect(f"{reverse('tuning:mine-shop')}?{urlencode(asked)}")


def _form_page(
    request: HttpRequest,
    desk: Desk,
    seller: Seller,
    form: ShopRuleForm,
    row: QueryRule | None,
    status: int = 200,
    meanwhile: ChangedMeanwhile | None = None,
) -> HttpResponse:
    find = request.POST.get("title", "").strip()[:100]
    digest = shown_digest(request, row.key if row else "", row.value if row else None)
    context: dict[str, Any] = {
        "place": "shop",
        "desk": desk,
        "seller": seller,
        "form": form,
        "is_new": row is None,
        "shown": meanwhile.digest if meanwhile else digest,
        "meanwhile": meanwhile,
        "find": find,
        "items": items_of(seller, find, form.chosen),
        "asked": ASKED.items(),
        "acts": ACTS.items(),
    }
    return shown_to_seller(request, "tuning/mine/shop_rule.html", context, status)
