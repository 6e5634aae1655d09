"""Query sets and rating: blind, one after the other, undone, skipped, by several people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from searchapp import wiring
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.publishing.models import AuditEntry
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet
from searchapp.tuning import uploads
from tests.publishing.people import person
from tests.relevance.test_quality import logged
from tests.search.shop import Shop
from tests.tuning.measuring.conftest import SHOES, entered, judged_set, rater

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def set_of(*queries: str) -> QuerySet:
    query_set = QuerySet.objects.create(name="autumn")
    for text in queries:
        JudgedQuery.objects.create(query_set=query_set, text=text)
    return query_set


def shown_item(page: str) -> tuple[str, str]:
    """The query and the item of the form on the page."""
    query = re.search(r'name="query" value="(\d+)"', page)
    item = re.search(r'name="item" value="([^"]+)"', page)
    assert query, page
    assert item, page
    return query[1], item[1]


def test_an_editor_makes_a_set_and_adds_queries_by_hand_and_from_the_log() -> None:
    editor = entered("ed", "editor")
    made = editor.post("/tuning/judge/new/", {"name": " Autumn  2026 ", "note": "season"})
    query_set = QuerySet.objects.get()
    assert (query_set.name, made["Location"]) == ("Autumn 2026", f"/tuning/judge/{query_set.pk}/")
    page = made["Location"]
    answer = editor.post(
        f"{page}add/",
        {"queries": "red  shoes\n\nmugs\nred shoes", "query_class": "head"},
        follow=True,
    )
    assert "Added 2 queries" in answer.content.decode()
    logged("kettle", 3)
    logged("Mugs", 2)
    logged("rare", 1)
    editor.post(f"{page}add-logged/", {"most": "1"})
    texts = list(query_set.queries.values_list("text", "query_class"))
    assert texts == [("red shoes", "head"), ("mugs", "head"), ("kettle", "")]
    editor.post(f"{page}remove/{query_set.queries.get(text='mugs').pk}/")
    assert query_set.queries.count() == 2
    assert "Autumn 2026" in editor.get("/tuning/judge/").content.decode()


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("new/", {"name": " "}, "Give the set a name"),
        ("new/", {"name": "autumn"}, "There is a set “autumn” already"),
        ("new/", {"name": "x" * 101}, "Shorten the name"),
        ("{pk}/add/", {"queries": "x" * 501}, "shorten it to 500"),
        ("{pk}/add/", {"queries": "q\n" * 5001}, "upload a file instead"),
        ("{pk}/add/", {"queries": "q", "language": "x" * 36}, "shorten it to 35"),
        ("{pk}/add-logged/", {"most": "0"}, "from 1 to 500"),
        ("{pk}/add-logged/", {"most": "all"}, "from 1 to 500"),
        ("{pk}/add-logged/", {"most": "0000000011"}, "from 1 to 500"),
        ("{pk}/add-logged/", {"most": "9" * 5000}, "from 1 to 500"),
        ("{pk}/import/", {}, "Choose a file"),
        ("{pk}/delete/", {}, "Say that you are sure"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(
    path: str, form: dict[str, str], sentence: str
) -> None:
    query_set = set_of(SHOES)
    address = f"/tuning/judge/{path.format(pk=query_set.pk)}"
    answer = entered("ad", "admin").post(address, form, follow=True)
    assert sentence in answer.content.decode()
    assert (QuerySet.objects.count(), JudgedQuery.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04\xff\xfe\x00", "is not text in UTF-8"),
        (b"query,item,grade\x00\n", "is no text file"),
        (b" \n", "is empty"),
        (b"query,grade\nshoes,3\n", "the column &#x27;item&#x27; is missing"),
        (b"query,item,grade\nshoes,p1,9\n", "Line 2: the grade &#x27;9&#x27; does not exist"),
        (b"query,item,grade,rater\nshoes,p1,3,nobody\n", "there is no user"),
        (b"<html><body>no</body></html>", "Line 1:"),
        (b"1 0 p1 2\n", "is not among the topics"),
    ],
)
def test_an_upload_that_is_wrong_is_told_and_adds_nothing(data: bytes, sentence: str) -> None:
    query_set, editor = set_of(), entered("ed", "editor")
    form = {"file": SimpleUploadedFile("judged.csv", data)}
    if "topics" in sentence:
        form["topics"] = SimpleUploadedFile("topics.txt", b"7\tshoes\n")
    answer = editor.post(f"/tuning/judge/{query_set.pk}/import/", form, follow=True)
    assert sentence in answer.content.decode()
    assert not JudgedQuery.objects.exists()


def test_an_upload_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    query_set = set_of()
    monkeypatch.setattr(uploads.uploaded_text, "__defaults__", (10,))
    form = {"file": SimpleUploadedFile("judged.csv", b"query,item,grade\nshoes,p1,3\n")}
    answer = entered("ed", "editor").post(
        f"/tuning/judge/{query_set.pk}/import/", form, follow=True
    )
    assert "is the most" in answer.content.decode()
    assert not Judgment.objects.exists()


def test_files_come_in_and_go_out_in_every_format() -> None:
    query_set, editor = set_of(), entered("ed", "editor")
    page = f"/tuning/judge/{query_set.pk}/"

    def given(name: str) -> str:
        answer = editor.get(f"{page}export/{name}/")
        assert "attachment" in answer["Content-Disposition"]
        return str(answer.content.decode())

    def taken(**files: str) -> None:
        form = {name: SimpleUploadedFile(name, text.encode()) for name, text in files.items()}
        editor.post(f"{page}import/", form)

    taken(file="query,item,grade\nrunning shoes,shoe-red,3\nmugs,cafe,1\n")
    assert Judgment.objects.filter(rater__username="ed").count() == 2
    whole = {name: given(name) for name in ("csv", "quepid", "qrels", "topics")}
    for files in (
        {"file": whole["csv"]},
        {"file": whole["quepid"]},
        {"file": whole["qrels"], "topics": whole["topics"]},
    ):
        JudgedQuery.objects.all().delete()
        taken(**files)
        rows = Judgment.objects.values_list("query__text", "item", "grade")
        assert set(rows) == {(SHOES, "shoe-red", 3), ("mugs", "cafe", 1)}
    assert editor.get(f"{page}export/xml/").status_code == 404


def test_a_wrong_line_is_left_out_when_that_is_wanted() -> None:
    query_set = set_of()
    data = b"query,item,grade\nshoes,p1,3\nshoes,p2,x\n"
    form = {"file": SimpleUploadedFile("j.csv", data), "skip_bad": "on"}
    answer = entered("ed", "editor").post(
        f"/tuning/judge/{query_set.pk}/import/", form, follow=True
    )
    assert "Line 3:" in answer.content.decode()
    assert [each.item for each in Judgment.objects.all()] == ["p1"]


def test_one_rates_undoes_and_skips_item_by_item(shop: Shop) -> None:
    query_set = set_of(SHOES, "electric kettle")
    rita = client_of(rater("rita"))
    address = f"/tuning/judge/{query_set.pk}/"
    page = rita.get(f"{address}rate/").content.decode()
    query, first = shown_item(page)
    assert "Query 1 of 2" in page
    for telling in ("rank", "score", "lexical", "semantic", "<mark", "Autumn"):
        assert telling not in re.sub(r"<[^>]*(class|id)=[^>]*>", "", page)
    answer = rita.post(
        f"{address}give/", {"query": query, "item": first, "grade": "2"}, follow=True
    )
    assert [(each.item, each.grade) for each in Judgment.objects.all()] == [
        (first.partition(":")[2], 2)
    ]
    _, second = shown_item(answer.content.decode())
    assert second != first
    back = rita.post(f"{address}give/", {"query": query, "item": second, "do": "undo"}, follow=True)
    assert not Judgment.objects.exists()
    assert shown_item(back.content.decode())[1] == first
    skipped = rita.post(
        f"{address}give/", {"query": query, "item": first, "do": "skip"}, follow=True
    )
    assert "1 skipped" in skipped.content.decode()
    assert shown_item(skipped.content.decode())[1] != first
    again = rita.post(f"{address}give/", {"query": query, "do": "undo"}, follow=True)
    assert shown_item(again.content.decode())[1] == first


def test_after_the_last_item_comes_the_next_query_and_in_the_end_thanks(shop: Shop) -> None:
    query_set = set_of(SHOES, "electric kettle")
    rita = client_of(rater("rita"))
    address = f"/tuning/judge/{query_set.pk}/"
    page = rita.get(f"{address}rate/").content.decode()
    seen: set[str] = set()
    for _ in range(60):
        if "That was all" in page:
            break
        query, item = shown_item(page)
        seen.add(query)
        page = rita.post(
            f"{address}give/",
            {"query": query, "item": item, "grade": "1"},
            headers={"hx-request": "true"},
        ).content.decode()
        assert "<html" not in page
    assert "You rated results of 2 of 2 queries" in page
    assert len(seen) == 2
    whole = rita.get(f"{address}rate/?query={query_set.queries.first().pk}")  # type: ignore[union-attr]
    assert "All results of this query are rated" in whole.content.decode()


def test_a_list_is_rated_at_once_and_a_grade_is_changed_in_its_place(shop: Shop) -> None:
    query_set = set_of(SHOES)
    query = query_set.queries.get()
    rita = client_of(rater("rita"))
    address = f"/tuning/judge/{query_set.pk}/"
    page = rita.get(f"{address}rate/?query={query.pk}&list=1").content.decode()
    names = set(re.findall(r'name="(grade-[^"]+)"', page))
    assert {"grade-product:shoe-red", "grade-product:shoe-blue"} <= names
    for grade in ("3", "1"):
        form = {"query": str(query.pk), **dict.fromkeys(names, grade)}
        rita.post(f"{address}give/", form)
    assert Judgment.objects.count() == len(names)
    assert set(Judgment.objects.values_list("grade", flat=True)) == {1}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"item": "product:shoe-red", "grade": "4"}, "from 0 to 3"),
        ({"item": "product:shoe-red", "grade": ""}, "from 0 to 3"),
        ({"item": "product:invented", "grade": "3"}, "not in the index"),
        ({"item": "nonsense", "grade": "3"}, "not in the index"),
        ({"do": "undo"}, "nothing to undo"),
    ],
)
def test_grades_and_items_that_there_are_not_are_refused(
    shop: Shop, form: dict[str, str], sentence: str
) -> None:
    query_set = set_of(SHOES)
    rita = client_of(rater("rita"))
    form = {**form, "query": str(query_set.queries.get().pk)}
    answer = rita.post(f"/tuning/judge/{query_set.pk}/give/", form, follow=True)
    assert sentence in answer.content.decode()
    part = rita.post(
        f"/tuning/judge/{query_set.pk}/give/", form, headers={"hx-request": "true"}
    ).content.decode()
    assert sentence in part
    assert not Judgment.objects.exists()


def test_a_query_of_another_set_is_not_rated_here(shop: Shop) -> None:
    query_set, other = set_of(SHOES), QuerySet.objects.create(name="other")
    form = {"query": str(query_set.queries.get().pk), "item": "product:shoe-red", "grade": "1"}
    rita = client_of(rater("rita"))
    assert rita.post(f"/tuning/judge/{other.pk}/give/", form).status_code == 404
    assert rita.post(f"/tuning/judge/{other.pk}/give/", {"query": "x"}).status_code == 404


def test_agreement_is_told_to_those_who_keep_the_set_and_not_to_who_rates() -> None:
    query_set = judged_set(by="ann")
    judged_set(text=f"query,item,grade\n{SHOES},shoe-red,0\n{SHOES},shoe-blue,2\n", by="ben")
    page = entered("ed", "editor").get(f"/tuning/judge/{query_set.pk}/").content.decode()
    assert "Krippendorff" in page
    assert "50% of the pairs" in page
    assert "ann <strong>3</strong>, ben <strong>0</strong>" in page
    assert "shoe-blue" not in page
    blind = client_of(rater("rita")).get(f"/tuning/judge/{query_set.pk}/").content.decode()
    assert "Krippendorff" not in blind
    assert "shoe-red" not in blind


def test_the_page_of_a_large_set_asks_no_more_and_is_not_longer() -> None:
    editor = entered("ed", "editor")
    sizes, counts = [], []
    for items in (200, 2_000):
        lines = "".join(f"{SHOES} {number % 60},p{number},GRADE\n" for number in range(items))
        name = f"set of {items}"
        for by, grade in (("ann", "3"), ("ben", "1")):
            query_set = judged_set(name, f"query,item,grade\n{lines}".replace("GRADE", grade), by)
        with CaptureQueriesContext(connection) as asked:
            page = editor.get(f"/tuning/judge/{query_set.pk}/").content
        assert f"{items} results with several grades".encode() in page
        counts.append(len(asked))
        sizes.append(len(page))
    assert counts[0] == counts[1]
    assert sizes[1] < 1.1 * sizes[0]


def test_an_engine_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def search(self, *args: Any, **options: Any) -> None:
            raise EngineUnavailable("connection refused")

    query_set = set_of(SHOES)
    monkeypatch.setattr(wiring, "search_service", Away)
    answer = client_of(rater("rita")).get(f"/tuning/judge/{query_set.pk}/rate/")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


def test_who_may_judge_and_who_may_change_sets(shop: Shop, client: Client) -> None:
    query_set = set_of(SHOES)
    query = query_set.queries.get()
    address = f"/tuning/judge/{query_set.pk}/"
    assert "/tuning/login/" in client.get("/tuning/judge/")["Location"]
    people: dict[str, tuple[Callable[[], Client], int, int, int]] = {
        "nobody": (lambda: entered("nobody"), 403, 403, 403),
        "viewer": (lambda: entered("vic", "viewer"), 200, 403, 403),
        "rater": (lambda: client_of(rater("rita")), 200, 200, 403),
        "editor": (lambda: entered("ed", "editor"), 200, 200, 302),
    }
    for enter, looks, rates, keeps in people.values():
        someone = enter()
        assert someone.get(address).status_code == looks
        exports = 200 if keeps == 302 else 403
        for format_ in ("csv", "quepid", "qrels", "topics"):
            assert someone.get(f"{address}export/{format_}/").status_code == exports
        assert someone.get(f"{address}rate/").status_code == rates
        grade = {"query": query.pk, "item": "product:shoe-red", "grade": "1"}
        given = someone.post(f"{address}give/", grade)
        assert given.status_code == (302 if rates == 200 else 403)
        for path in ("add/", "add-logged/", "import/", f"remove/{query.pk + 1}/"):
            assert someone.post(f"{address}{path}").status_code == keeps
        assert someone.post(f"{address}delete/", {"sure": "on"}).status_code == 403
        made = someone.post("/tuning/judge/new/", {"name": ""}).status_code
        assert made == (422 if keeps == 302 else keeps)
    assert QuerySet.objects.exists()


def test_who_only_rates_sees_no_drafts(shop: Shop) -> None:
    from tests.tuning.measuring.conftest import hiding_draft

    hiding_draft()
    query_set = set_of(SHOES)
    page = client_of(rater("rita")).get(f"/tuning/judge/{query_set.pk}/rate/").content.decode()
    assert "You work in" not in page


def test_deleting_a_set_is_confirmed_and_recorded() -> None:
    query_set = judged_set()
    admin, address = entered("ad", "admin"), f"/tuning/judge/{query_set.pk}/delete/"
    assert "Say that you are sure" in admin.post(address, follow=True).content.decode()
    assert QuerySet.objects.exists()
    admin.post(address, {"sure": "on"})
    assert not QuerySet.objects.exists()
    assert not Judgment.objects.exists()
    assert "query set “shop”" in admin.get("/tuning/audit/?action=deleted").content.decode()


def test_removing_a_query_is_recorded() -> None:
    query_set = judged_set()
    query = query_set.queries.get(text=SHOES)
    editor = entered("ed", "editor")
    editor.post(f"/tuning/judge/{query_set.pk}/remove/{query.pk}/")
    page = editor.get("/tuning/audit/?action=deleted").content.decode()
    assert f"query “{SHOES}” of “shop”" in page


def test_only_who_keeps_a_set_is_offered_its_export() -> None:
    address = f"/tuning/judge/{judged_set().pk}/"
    assert "/export/" in entered("ed", "editor").get(address).content.decode()
    assert "/export/" not in entered("vic", "viewer").get(address).content.decode()
    assert "/export/" not in client_of(rater("rita")).get(address).content.decode()


def keeper(name: str) -> Client:
    """One who changes query sets and does not delete them."""
    user = person(name, "viewer")
    user.user_permissions.add(Permission.objects.get(codename="change_queryset"))
    return client_of(User.objects.get(pk=user.pk))


def imported(client: Client, query_set: QuerySet, text: str) -> str:
    form = {"file": SimpleUploadedFile("j.csv", text.encode())}
    answer = client.post(f"/tuning/judge/{query_set.pk}/import/", form, follow=True)
    return str(answer.content.decode())


def test_the_grades_of_others_are_not_overwritten_by_who_only_keeps_the_set() -> None:
    query_set = judged_set()
    theirs = f"query,item,grade,rater\n{SHOES},shoe-red,0,judge\n"
    page = imported(keeper("kim"), query_set, theirs)
    assert "Line 2: has a grade of &#x27;judge&#x27;; clear the column “rater”" in page
    assert "Nothing was added." in page
    red = Judgment.objects.get(item="shoe-red")
    assert red.grade == 3
    assert not AuditEntry.objects.exists()
    assert "changed 1 judgments" in imported(entered("ad", "admin"), query_set, theirs)
    red.refresh_from_db()
    assert red.grade == 0


def test_ones_own_grades_are_imported_and_that_is_recorded() -> None:
    query_set, kim = judged_set(), keeper("kim")
    mine = f"query,item,grade,rater\n{SHOES},shoe-red,1,kim\n{SHOES},shoe-blue,1,\n"
    assert "2 judgments" in imported(kim, query_set, mine)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == ("kim", "imported")
    assert entry.label == "2 judgments into “shop”, 0 changed"
    assert "2 judgments into “shop”" in kim.get("/tuning/audit/").content.decode()


def test_the_admin_shows_judgments_and_changes_none(admin_client: Client) -> None:
    query_set = judged_set()
    for model in ("queryset", "judgedquery", "judgment"):
        page = admin_client.get(f"/admin/relevance/{model}/")
        assert page.status_code == 200
        assert admin_client.get(f"/admin/relevance/{model}/add/").status_code == 403
    change = admin_client.get(f"/admin/relevance/queryset/{query_set.pk}/change/")
    assert 'name="_save"' not in change.content.decode()
