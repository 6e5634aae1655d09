"""Sellers tune their own shop: what they write holds there alone, and is nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from searchapp.catalog.models import Product, Seller
from searchapp.merchandising.models import QueryRule
from searchapp.merchandising.shop_rules import key_prefix
from searchapp.publishing.actors import COMMAND, Actor
from searchapp.publishing.draft_details import share
from searchapp.publishing.editing import NotYours, change, new_draft
from searchapp.publishing.models import Draft, Status, Version
from searchapp.publishing.publication import Conflicting, NotAllowed, Refused, publish
from searchapp.publishing.seller_drafts import seller_draft, seller_draft_to_edit
from searchapp.publishing.working_draft import visible_drafts
from searchapp.relevance.models import QuerySet
from searchapp.relevance.quality import quality_runs
from searchapp.relevance.query_sets.judgment_files import import_judgments
from searchapp.relevance.query_sets.judgment_files import read as read_judgments
from tests.publishing.people import person
from tests.tuning.page_forms import fields_of
from tests.tuning.selling import SHOP, fields, found, in_shop, member, rules, shoes, write
from tests.tuning.store import QUERY, entered, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def draft_of(seller: str) -> Draft:
    draft = seller_draft(seller)
    assert draft is not None
    return draft


def storefront(query: str) -> str:
    """The seller's page of the storefront."""
    return text_of(Client().get("/", {"q": query, "filter.seller_name": "Harbour Goods"}))


def act(client: Client, key: str, done: str) -> Any:
    return client.post(f"{SHOP}act/", {"key": key, "act": done})


def with_a_published_rule() -> tuple[Client, QueryRule]:
    """Somebody of the seller Harbour, who wrote the one rule that is published."""
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    publish(draft_of("harbour"), COMMAND)
    (row,) = QueryRule.objects.all()
    return ann, row


def test_a_rule_is_written_into_the_sellers_draft_and_told_as_a_sentence() -> None:
    ann, shoe = member("ann", "harbour"), shoes("harbour")[2]
    answer = write(ann, "harbour", shoe, asked="phrase", words="Running  shoes", position="2")
    assert answer["Location"] == f"{SHOP}?seller=harbour&q=Running+shoes"
    (rule,) = rules()
    assert rule["sellers"] == ["harbour"]
    assert rule["when"] == [{"phrase": "Running shoes"}]
    assert rule["do"] == [{"pin": shoe, "kind": "product", "position": 2}]
    draft = draft_of("harbour")
    assert (draft.seller_id, draft.owner, draft.is_shared) == ("harbour", None, False)
    html = text_of(ann.get(SHOP))
    assert "has “Running shoes” side by side: pin “" in html
    assert "1 change not published" in html


def test_the_preview_has_both_listings_and_how_items_move() -> None:
    ann = member("ann", "harbour")
    last = in_shop("harbour")[-1]
    write(ann, "harbour", last)
    html = text_of(ann.get(SHOP, {"q": QUERY}))
    live, draft = html.split('id="draft-title"')
    ranks = re.findall(r'mine__rank">(\d+)<.*?/tuning/mine/product/([\w-]+)/', draft, re.S)
    assert ranks[0] == ("1", last)
    assert re.search(r"badge--good\">up \d+<", draft)
    assert live.count('class="mine__rank"') == draft.count('class="mine__rank"')


def test_everything_that_a_seller_does_holds_in_their_shop_and_nowhere_else() -> None:
    ann = member("ann", "harbour")
    everywhere, others, before = found(), in_shop("summit"), in_shop("harbour")
    hidden, pinned = before[0], before[-1]
    write(ann, "harbour", hidden, act="hide")
    write(ann, "harbour", pinned, asked="exact", words=QUERY)
    assert in_shop("harbour") == before, "a draft is nothing to shoppers"
    publish(draft_of("harbour"), COMMAND)
    after = in_shop("harbour")
    assert after[0] == pinned
    assert hidden not in after
    assert found() == everywhere
    assert in_shop("summit") == others
    both = found(QUERY, {"filter.seller": ["harbour", "summit"]})
    assert hidden in both
    seen = [f"products/{each}" in storefront(QUERY) for each in (pinned, hidden)]
    assert seen == [True, False]
    assert f"products/{hidden}" in text_of(Client().get("/", {"q": QUERY}))
    # Who looks around meets the rule for every search, and the one for words does not hold.
    assert hidden not in in_shop("harbour", "")
    assert hidden in found("")
    assert hidden in found(QUERY, {"filter.seller_name": "Harbour Goods"})


def test_raising_and_lowering_move_items_in_the_shop() -> None:
    ann, before = member("ann", "harbour"), in_shop("harbour")
    write(ann, "harbour", before[-1], act="boost")
    write(ann, "harbour", before[0], act="bury")
    everywhere = found()
    publish(draft_of("harbour"), COMMAND)
    after = in_shop("harbour")
    assert after.index(before[-1]) < len(before) - 1
    assert after.index(before[0]) > 0
    assert found() == everywhere


def test_a_rule_is_changed_switched_undone_and_removed() -> None:
    ann, row = with_a_published_rule()
    address = f"{SHOP}rule/{row.key}/"
    sent = fields_of(text_of(ann.get(address)), "shop-rule")
    answer = ann.post(address, {**sent, "act": ["hide"], "begins": ["2031-02-03"]})
    assert answer.status_code == 302, text_of(answer)
    html = text_of(ann.get(SHOP))
    assert "hide “" in html
    assert "from 3 February 2031" in html
    assert "changed, not published" in html
    assert act(ann, row.key, "undo").status_code == 302
    assert "not published" not in text_of(ann.get(SHOP))
    act(ann, row.key, "switch")
    assert "Switched off" in text_of(ann.get(SHOP))
    act(ann, row.key, "remove")
    assert "removed, not published" in text_of(ann.get(SHOP))
    publish(draft_of("harbour"), COMMAND)
    assert not rules()


def test_the_last_day_is_included() -> None:
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0], begins="2031-02-03", ends="2031-02-03")
    assert rules()[0]["schedule"] == {
        "begins": "2031-02-03T00:00:00+00:00",
        "ends": "2031-02-04T00:00:00+00:00",
    }
    (row,) = QueryRule.objects.all()
    sent = fields_of(text_of(ann.get(f"{SHOP}rule/{row.key}/")), "shop-rule")
    assert (sent["begins"], sent["ends"]) == (["2031-02-03"], ["2031-02-03"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"position": "0"}, "Give a whole number, from 1 on."),
        ({"position": "first"}, "Give a whole number, from 1 on."),
        ({"asked": "exact", "words": ""}, "Say for which words."),
        ({"asked": "phrase", "words": "!!"}, "has no word"),
        ({"act": "explode"}, "Choose what is done."),
        ({"begins": "soon"}, "Give a day, such as 2026-12-31."),
        ({"ends": "9999-12-31"}, "Give a day, such as 2026-12-31."),
        ({"begins": "2031-02-03", "ends": "2031-01-01"}, "Ends before it begins"),
        ({"item": ""}, "Choose one of your items."),
        ({"item": "shoe/x"}, "Choose one of your items."),
    ],
)
def test_faults_are_told_at_the_field_and_what_was_typed_stays(
    typed: dict[str, str], said: str
) -> None:
    ann = member("ann", "harbour")
    sent = {**fields(shoes("harbour")[0]), "words": "kept words", **typed}
    answer = ann.post(f"{SHOP}rule/", sent)
    assert answer.status_code == 422
    html = text_of(answer)
    assert said in html
    kept = fields_of(html, "shop-rule")
    assert kept["words"] == [typed.get("words", "kept words")]
    assert not rules()


def test_items_are_found_by_their_titles() -> None:
    ann = member("ann", "harbour")
    sent = {**fields(shoes("harbour")[0]), "find": "1", "title": "jacket"}
    html = text_of(ann.post(f"{SHOP}rule/", sent))
    assert "Jacket</option>" in html or "jacket" in html.lower()
    assert f'value="product/{shoes("harbour")[0]}" selected' in html
    assert shoes("harbour")[1] not in html
    assert "Summit" not in html
    assert not rules()


def test_an_item_of_another_seller_can_not_be_named() -> None:
    ann = member("ann", "harbour")
    answer = write(ann, "harbour", shoes("summit")[0])
    assert answer.status_code == 422
    assert "Choose one of your items." in text_of(answer)
    title = Product.objects.get(pk=shoes("summit")[0]).title
    assert title not in text_of(answer)
    assert not rules()


def test_nobody_writes_for_another_seller() -> None:
    ann = member("ann", "harbour")
    assert write(ann, "summit", shoes("summit")[0]).status_code == 404
    assert ann.get(SHOP, {"seller": "summit"}).status_code == 404
    for step in ("send/", "publish/", "give-up/", "act/"):
        assert ann.post(f"{SHOP}{step}?seller=summit").status_code == 404
    assert not Draft.objects.exists()


def test_rules_of_other_sellers_are_neither_seen_nor_touched() -> None:
    ann, ben = member("ann", "harbour"), member("ben", "summit")
    write(ben, "summit", shoes("summit")[0], asked="exact", words="secret words")
    (row,) = QueryRule.objects.all()
    assert "secret words" not in text_of(ann.get(SHOP))
    assert ann.get(f"{SHOP}rule/{row.key}/").status_code == 404
    assert ann.post(f"{SHOP}rule/{row.key}/", fields(shoes("harbour")[0])).status_code == 404
    for done in ("switch", "remove", "undo", "keep"):
        assert act(ann, row.key, done).status_code == 404
    publish(draft_of("summit"), COMMAND)
    (row,) = QueryRule.objects.all()
    assert act(ann, row.key, "remove").status_code == 404
    assert ann.get(f"/tuning/drafts/{Draft.objects.get().pk}/").status_code == 403
    assert len(rules()) == 1


def test_rules_that_the_shop_made_for_a_seller_are_the_shops() -> None:
    ann = member("ann", "harbour")
    made = {
        "name": "Shop's own",
        "when": [{"any_query": True}],
        "do": [{"hide": shoes("harbour")[0], "kind": "product"}],
        "sellers": ["harbour"],
    }
    draft = new_draft("Staff", COMMAND, shared=True)
    change(draft, "rules", {"staff-rule": made}, COMMAND)
    publish(draft, COMMAND)
    assert "hide" not in text_of(ann.get(SHOP)).partition("Your rules")[2].partition("Add a")[0]
    for done in ("switch", "remove", "undo"):
        assert act(ann, "staff-rule", done).status_code == 404


SHOP_RULE: dict[str, Any] = {
    "name": "r",
    "when": [{"any_query": True}],
    "do": [{"hide": "HARBOUR", "kind": "product"}],
    "sellers": ["harbour"],
}


@pytest.mark.parametrize(
    ("section", "changed"),
    [
        ("rules", {"sellers": []}),
        ("rules", {"sellers": ["summit"]}),
        ("rules", {"sellers": ["harbour", "summit"]}),
        ("rules", {"do": [{"hide": "SUMMIT", "kind": "product"}]}),
        ("rules", {"do": [{"pin": "SUMMIT", "kind": "product", "position": 1}]}),
        ("rules", {"do": [{"boost": {"brand": ["x"]}}]}),
        ("rules", {"do": [{"bury": "SUMMIT", "kind": "product"}]}),
        ("rules", {"do": [{"hide": "nope", "kind": "video"}]}),
        ("rules", {"do": [{"redirect": "https://example.com/"}]}),
        ("rules", {"do": [{"require": {"seller": ["harbour"]}}]}),
        ("rules", {"do": [{"promote": ["SUMMIT"], "kind": "product"}]}),
        ("rules", {"do": [{"add_words": "x"}]}),
        ("rules", {"when": [{"intent": "x"}]}),
        ("rules", {"priority": 100}),
        ("rules", {"segments": ["vip"]}),
        ("synonyms", None),
    ],
)
def test_no_code_puts_anything_else_into_a_sellers_draft(
    section: str, changed: dict[str, Any] | None
) -> None:
    ids = {"HARBOUR": shoes("harbour")[0], "SUMMIT": shoes("summit")[0]}

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(each) for key, each in value.items()}
        if isinstance(value, list):
            return [named(each) for each in value]
        return ids.get(value, value) if isinstance(value, str) else value

    actor = Actor.for_seller(person("ann"), "harbour")
    draft = seller_draft_to_edit(actor, "Shop")
    key = key_prefix("harbour") + "1"
    change(draft, "rules", {key: named(SHOP_RULE)}, actor)
    value = {"terms": ["a", "b"]} if changed is None else named({**SHOP_RULE, **changed})
    for who in (actor, COMMAND):
        with pytest.raises(ValidationError):
            change(draft, section, {key + "2": value}, who)
    with pytest.raises(ValidationError):
        change(draft, "rules", {"another-key": named(SHOP_RULE)}, actor)
    assert QueryRule.objects.count() == 1


def test_who_acts_for_a_seller_writes_no_other_draft() -> None:
    actor = Actor.for_seller(person("ann", "admin"), "harbour")
    shared = new_draft("All", COMMAND, shared=True)
    mine = new_draft("Own", Actor.of(actor.user))
    others = Draft.objects.create(name="Shop", seller=Seller.objects.get(pk="summit"))
    for draft in (shared, mine, others):
        with pytest.raises(NotYours):
            change(draft, "rules", {"x": SHOP_RULE}, actor)
    draft = seller_draft_to_edit(actor, "Shop")
    assert seller_draft_to_edit(actor, "Shop").pk == draft.pk
    with pytest.raises(NotYours):
        change(draft, "rules", {}, Actor.of(person("ed", "editor")))


def test_a_published_rule_of_the_shop_is_not_taken_over_by_its_key() -> None:
    draft = new_draft("Staff", COMMAND)
    key = key_prefix("harbour") + "1"
    kept = {**SHOP_RULE, "do": [{"redirect": "/x/"}], "sellers": []}
    change(draft, "rules", {key: kept}, COMMAND)
    publish(draft, COMMAND)
    actor = Actor.for_seller(person("ann"), "harbour")
    mine = seller_draft_to_edit(actor, "Shop")
    for value in (None, {**SHOP_RULE, "do": [{"hide": shoes("harbour")[0], "kind": "product"}]}):
        with pytest.raises(NotYours):
            change(mine, "rules", {key: value}, actor)


def test_an_item_that_was_sold_on_keeps_its_rule_from_shoppers() -> None:
    ann, shoe = member("ann", "harbour"), shoes("harbour")[0]
    write(ann, "harbour", shoe, act="hide")
    Product.objects.filter(pk=shoe).update(seller="summit")
    with pytest.raises(Refused, match="not the seller's"):
        publish(draft_of("harbour"), COMMAND)


def test_what_is_sent_is_reviewed_sent_back_and_published_by_an_approver() -> None:
    ann, last = member("ann", "harbour"), in_shop("harbour")[-1]
    approver = entered("abe", "approver")
    write(ann, "harbour", last)
    draft = draft_of("harbour")
    assert approver.get(f"/tuning/drafts/{draft.pk}/").status_code == 404, "it is private"
    assert "Send to the shop" in text_of(ann.get(SHOP))
    ann.post(f"{SHOP}send/")
    assert "Waits for approval" in text_of(ann.get(SHOP))
    assert "Shop of Harbour Goods" in text_of(approver.get("/tuning/"))
    html = text_of(approver.get(f"/tuning/drafts/{draft.pk}/"))
    assert "in the shop of the seller harbour" in html
    assert "shop of Harbour Goods" in html
    approver.post(f"/tuning/drafts/{draft.pk}/send-back/", {"reason": "Not this one"})
    assert "Not this one" in text_of(ann.get(SHOP))
    ann.post(f"{SHOP}send/")
    draft.refresh_from_db()
    sent = {"all": "1", "revision": str(draft.revision)}
    approver.post(f"/tuning/drafts/{draft.pk}/publish/", sent)
    assert in_shop("harbour")[0] == last
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    assert draft.history.filter(user__username="ann").exists()


def test_an_editor_neither_sees_nor_writes_a_sellers_draft() -> None:
    ann, editor = member("ann", "harbour"), entered("ed", "editor")
    write(ann, "harbour", shoes("harbour")[0])
    ann.post(f"{SHOP}send/")
    draft = draft_of("harbour")
    assert editor.get(f"/tuning/drafts/{draft.pk}/").status_code == 404
    assert "Shop of Harbour" not in text_of(editor.get("/tuning/"))
    assert editor.post(f"/tuning/drafts/{draft.pk}/take-back/").status_code == 404
    assert editor.get(SHOP, {"seller": "harbour"}).status_code == 403
    assert editor.post(f"{SHOP}send/?seller=harbour").status_code == 403


def test_a_superuser_works_in_no_sellers_draft_and_shares_none() -> None:
    write(member("ann", "harbour"), "harbour", shoes("harbour")[0])
    draft, root = draft_of("harbour"), person("root", "admin")
    root.is_superuser = True
    root.save()
    actor = Actor.of(root)
    assert draft not in visible_drafts(actor)
    with pytest.raises(NotYours):
        share(draft, actor, shared=True)


def test_staff_try_a_rule_of_a_shop_in_that_shop() -> None:
    editor, first = entered("ed", "editor"), in_shop("harbour")[0]
    sent = {
        "name": "r", "enabled": "on", "priority": "0", "sellers": "harbour", "try": "1",
        "try-query": QUERY, "when-0-is": "any_query", "do-0-is": "hide",
        "do-0-kind": "product", "do-0-id": first,
    }  # fmt: skip
    html = text_of(editor.post("/tuning/rules/new/", sent)).partition('id="tried"')[2]
    live, _, changed = html.partition("With this rule")
    titles = Product.objects.filter(seller="summit").values_list("title", flat=True)
    assert live.count("<li>") == 10
    assert not any(title in html for title in titles)
    assert Product.objects.get(pk=first).title in live
    assert Product.objects.get(pk=first).title not in changed


def test_a_change_takes_the_request_back() -> None:
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    ann.post(f"{SHOP}send/")
    write(ann, "harbour", shoes("harbour")[1])
    assert draft_of("harbour").status == Status.OPEN


def test_without_the_setting_no_seller_publishes() -> None:
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    draft = draft_of("harbour")
    answer = ann.post(f"{SHOP}publish/", {"revision": str(draft.revision)}, follow=True)
    assert "may not publish" in text_of(answer)
    assert not Version.objects.exists()


@pytest.mark.parametrize("four_eyes", [False, True])
def test_with_the_setting_sellers_publish_their_own(environment: Any, four_eyes: bool) -> None:
    environment(SEARCHAPP_SELLERS_PUBLISH=True, SEARCHAPP_FOUR_EYES=four_eyes)
    ann, last = member("ann", "harbour"), in_shop("harbour")[-1]
    everywhere = found()
    write(ann, "harbour", last)
    assert "Send to the shop" not in text_of(ann.get(SHOP))
    ann.post(f"{SHOP}publish/", {"revision": "0"})
    assert in_shop("harbour")[0] != last, "the page showed another revision"
    ann.post(f"{SHOP}publish/", {"revision": str(draft_of("harbour").revision)})
    assert in_shop("harbour")[0] == last
    assert found() == everywhere
    with pytest.raises(NotYours):
        other = Draft.objects.create(name="Shop", seller=Seller.objects.get(pk="summit"))
        publish(other, Actor.for_seller(person("bo"), "harbour"))
    environment(SEARCHAPP_SELLERS_PUBLISH=False, SEARCHAPP_FOUR_EYES=four_eyes)
    with pytest.raises(NotAllowed):
        publish(other, Actor.for_seller(person("cy"), "summit"))


def test_a_conflict_with_the_shop_is_settled() -> None:
    ann, row = with_a_published_rule()
    staff = new_draft("Staff", COMMAND)
    change(staff, "rules", {row.key: {**row.value, "enabled": False}}, COMMAND)
    act(ann, row.key, "switch")
    act(ann, row.key, "undo")
    sent = fields_of(text_of(ann.get(f"{SHOP}rule/{row.key}/")), "shop-rule")
    ann.post(f"{SHOP}rule/{row.key}/", {**sent, "position": "3"})
    publish(staff, COMMAND)
    assert "changed by the shop too" in text_of(ann.get(SHOP))
    act(ann, row.key, "keep")
    assert "changed by the shop too" not in text_of(ann.get(SHOP))
    publish(draft_of("harbour"), COMMAND)
    assert rules()[0]["do"][0]["position"] == 3


def test_who_saves_later_is_told_what_a_colleague_saved() -> None:
    ann, bea = member("ann", "harbour"), member("bea", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    (row,) = QueryRule.objects.all()
    address = f"{SHOP}rule/{row.key}/"
    mine, hers = (fields_of(text_of(each.get(address)), "shop-rule") for each in (ann, bea))
    assert ann.post(address, {**mine, "position": ["4"]}).status_code == 302
    answer = bea.post(address, {**hers, "position": ["7"]})
    assert answer.status_code == 409
    html = text_of(answer)
    assert "Someone changed this meanwhile" in html
    assert fields_of(html, "shop-rule")["position"] == ["7"]
    assert rules()[0]["do"][0]["position"] == 4


def test_changes_are_given_up() -> None:
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    ann.post(f"{SHOP}give-up/")
    assert "You have no rule yet." in text_of(ann.get(SHOP))
    assert seller_draft("harbour") is None
    answer = ann.post(f"{SHOP}send/", follow=True)
    assert "There is no change yet." in text_of(answer)


def test_strangers_and_viewers_write_nothing(client: Client) -> None:
    assert "/tuning/login/" in client.get(SHOP)["Location"]
    assert "/tuning/login/" in client.post(f"{SHOP}send/")["Location"]
    assert member("nobody").get(SHOP).status_code == 403
    viewer = entered("vic", "viewer")
    for address in (SHOP, f"{SHOP}rule/"):
        assert viewer.get(address, {"seller": "harbour"}).status_code == 403
    assert write(viewer, "harbour", shoes("harbour")[0]).status_code == 403
    assert not Draft.objects.exists()


def test_who_only_looks_at_pages_begins_no_draft() -> None:
    ann = member("ann", "harbour")
    for address in (SHOP, f"{SHOP}rule/"):
        assert ann.get(address).status_code == 200
    assert ann.get(f"{SHOP}send/").status_code == 405
    assert not Draft.objects.exists()


def test_nothing_of_the_shops_rules_is_told() -> None:
    staff = new_draft("Secret sale", COMMAND, shared=True)
    pin = {"pin": shoes("harbour")[0], "kind": "product", "position": 1}
    secret = {"name": "Secret rule", "when": [{"any_query": True}], "do": [pin]}
    change(staff, "rules", {"secret-key": secret}, COMMAND)
    publish(staff, COMMAND)
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[1])
    html = text_of(ann.get(SHOP, {"q": QUERY}))
    for each in ("Secret", "secret-key", "Workbench", "Summit", "/tuning/why/"):
        assert each not in html


def test_the_number_of_queries_does_not_grow_with_the_rules(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ann = member("ann", "harbour")
    for shoe in shoes("harbour")[:8]:
        write(ann, "harbour", shoe, act="hide", asked="exact", words=f"x {shoe}")
        ann.get(SHOP, {"q": QUERY})
        with django_assert_max_num_queries(30):
            assert ann.get(SHOP, {"q": QUERY}).status_code == 200


def test_a_seller_who_goes_takes_the_draft_along() -> None:
    write(member("ann", "harbour"), "harbour", shoes("harbour")[0])
    Seller.objects.filter(pk="harbour").delete()
    assert not Draft.objects.exists()
    assert not rules()


@pytest.mark.parametrize("done", ["changed", "removed"])
def test_what_the_shop_has_made_its_own_is_not_the_sellers_any_more(
    environment: Any, done: str
) -> None:
    environment(SEARCHAPP_SELLERS_PUBLISH=True)
    ann, row = with_a_published_rule()
    if done == "removed":
        act(ann, row.key, "remove")
    else:
        sent = fields_of(text_of(ann.get(f"{SHOP}rule/{row.key}/")), "shop-rule")
        ann.post(f"{SHOP}rule/{row.key}/", {**sent, "position": "3"})
    staff = new_draft("Staff", COMMAND)
    recall = {key: value for key, value in row.value.items() if key != "sellers"}
    recall["do"] = [{"redirect": "/recall/"}]
    change(staff, "rules", {row.key: recall}, COMMAND)
    publish(staff, COMMAND)
    act(ann, row.key, "keep")
    ann.post(f"{SHOP}publish/", {"revision": draft_of("harbour").revision})
    assert QueryRule.objects.get(draft=None).value["do"] == [{"redirect": "/recall/"}]
    with pytest.raises((Refused, Conflicting)):
        publish(draft_of("harbour"), COMMAND)
    act(ann, row.key, "undo")
    assert not QueryRule.objects.filter(draft=draft_of("harbour")).exists()


def test_a_rule_on_which_the_shop_set_more_is_not_for_the_sellers_form() -> None:
    ann, row = with_a_published_rule()
    staff = new_draft("Staff", COMMAND)
    change(staff, "rules", {row.key: {**row.value, "priority": 5}}, COMMAND)
    publish(staff, COMMAND)
    assert ann.get(f"{SHOP}rule/{row.key}/").status_code == 404


def test_a_revision_that_is_no_number_publishes_nothing(environment: Any) -> None:
    environment(SEARCHAPP_SELLERS_PUBLISH=True)
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    for odd in ("9" * 5000, "x", ""):
        assert ann.post(f"{SHOP}publish/", {"revision": odd}).status_code == 302
    assert not Version.objects.exists()


def test_judged_queries_are_not_measured_again_for_a_shop(
    environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(quality_runs, "ask_for_quality", lambda *args, **more: asked.append(1))
    query_set = QuerySet.objects.create(name="shop")
    person("judge")
    import_judgments(query_set, read_judgments("query,item,grade\nshoes,item-001,3\n"), "judge")
    ann = member("ann", "harbour")
    write(ann, "harbour", shoes("harbour")[0])
    number = publish(draft_of("harbour"), COMMAND).number
    staff = new_draft("Words", COMMAND)
    change(staff, "synonyms", {"tv": {"terms": ["tv", "telly"]}}, COMMAND)
    words = publish(staff, COMMAND).number
    write(ann, "harbour", shoes("harbour")[1])
    shop = publish(draft_of("harbour"), COMMAND).number
    asked.clear()
    quality_runs.measure_published(shop)
    assert not asked
    for each in (number, words):
        quality_runs.measure_published(each)
    assert asked
