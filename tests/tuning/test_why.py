"""Why an item is where it is, why another is missing, and the cures at a click."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle, Stage
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.publishing.documents import document_of
from searchapp.publishing.models import Draft
from searchapp.tuning.profile_form import ProfileForm
from searchapp.tuning.why.curing import told_with_buttons
from tests.tuning.store import QUERY, entered, text_of
from tests.tuning.test_workbench import click, sides

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
JACKET = "product/item-021"


def why(client: Client, item: str, query: str = QUERY, **more: str) -> str:
    answer = client.get(f"/tuning/why/{item}/", {"q": query, **more})
    assert answer.status_code == 200
    return text_of(answer)


def cured(client: Client, item: str, cure: str, query: str = QUERY, **fields: Any) -> str:
    form = {"question": f"q={query}", "next": f"/tuning/why/{item}/?q={query}", "cure": cure}
    return text_of(client.post(f"/tuning/why/{item}/cure/", {**form, **fields}, follow=True))


def test_a_hit_has_its_way_from_recall_to_its_place() -> None:
    viewer = entered("vic", "viewer")
    first = sides(viewer)[0][0]
    html = why(viewer, first)
    assert "Number <strong>1</strong>" in html
    assert "Found by words, meaning and behaviour" in html
    assert "<rect" in html
    assert 'style="' not in html


def test_rules_that_touched_it_are_named() -> None:
    editor = entered("ed", "editor")
    item = sides(editor)[0][5]
    click(editor, "boost", item)
    html = why(editor, item)
    assert "Rules that touched it" in html
    assert "“Query: running shoes”" in html
    assert "Rules that touched it" not in why(editor, item, side="live")


def test_what_is_missing_has_its_obstacle_and_a_pin_cures_it() -> None:
    editor = entered("ed", "editor")
    html = why(editor, JACKET)
    assert "<strong>Not</strong> in the answer" in html
    assert "What keeps it off the first page" in html
    assert "Pinned to 2" in cured(editor, JACKET, "pin", position="2")
    assert sides(editor)[1][1] == JACKET
    assert "Number <strong>2</strong>" in why(editor, JACKET)


def test_a_rule_that_hides_an_item_is_made_to_leave_it_alone() -> None:
    editor = entered("ed", "editor")
    items = sides(editor)[0][:2]
    for item in items:
        click(editor, "hide", item)
    html = why(editor, items[0])
    assert "hides it" in html
    key = next(iter(document_of(Draft.objects.get())["rules"]))
    assert f'name="rules" value="{key}"' in html
    assert "leaves it alone" in cured(editor, items[0], "spare", rules=key)
    found = sides(editor)[1]
    assert items[0] in found
    assert items[1] not in found


def test_a_synonym_brings_in_what_lacks_the_word() -> None:
    editor = entered("ed", "editor")
    query = "anorak"
    assert "Add synonym" in why(editor, JACKET, query)
    cured(editor, JACKET, "synonym", query, word="anorak", other="rain jacket")
    (value,) = document_of(Draft.objects.get())["synonyms"].values()
    assert value["terms"] == ["anorak", "rain jacket"]
    assert "Number <strong>" in why(editor, JACKET, query)
    assert "<strong>Not</strong>" in why(editor, JACKET, query, side="live")


def test_items_are_found_by_id_and_by_title() -> None:
    viewer = entered("vic", "viewer")
    for text in ("item-021", "rain jacket norden"):
        html = text_of(viewer.get("/tuning/why/items/", {"q": QUERY, "item": text}))
        assert f"/tuning/why/{JACKET}/?q=running+shoes" in html
    part = viewer.get("/tuning/why/items/", {"item": "nope-1"}, headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)


def test_what_does_not_exist_is_told_as_not_in_the_index() -> None:
    html = why(entered("vic", "viewer"), "product/nope")
    assert "It is not in the index" in html


def test_an_unknown_kind_is_no_page() -> None:
    assert entered("vic", "viewer").get("/tuning/why/shoe/x/").status_code == 404


@pytest.mark.parametrize("cure", ["burn", "pin", "synonym"])
def test_a_cure_that_cannot_be_is_told(cure: str) -> None:
    page = cured(entered("ed", "editor"), JACKET, cure, position="x")
    assert "message--error" in page
    assert not Draft.objects.exists() or document_of(Draft.objects.get())["rules"] == {}


def test_a_viewer_sees_no_cure_and_may_not_send_one() -> None:
    viewer = entered("vic", "viewer")
    assert 'name="cure"' not in why(viewer, JACKET)
    assert viewer.post(f"/tuning/why/{JACKET}/cure/", {"cure": "pin"}).status_code == 403


def test_a_cure_of_the_profile_leads_to_its_field_in_the_draft_in_hand() -> None:
    """The field has the focus, without script."""
    viewer = entered("vic", "viewer")
    page = text_of(viewer.get("/tuning/profiles/default/", {"knob": "diversity.strength"}))
    (field,) = re.findall(r"<input [^>]*autofocus[^>]*>", page)
    assert 'name="diversity.strength"' in field
    page = text_of(viewer.get("/tuning/profiles/default/", {"knob": "first_stage.kept"}))
    (field,) = re.findall(r"<input [^>]*autofocus[^>]*>", page)
    assert 'value="200"' in field
    assert "autofocus" not in text_of(viewer.get("/tuning/profiles/default/"))


def test_a_cure_of_the_profile_is_a_link_and_no_text() -> None:
    cure = Cure(Act.CHANGE_PROFILE, "Want less diversity.", "diversity.strength")
    (told,) = told_with_buttons((Obstacle(Stage.RANKING, "It is late.", (cure,)),))
    assert told.buttons == (cure,)
    assert told.advice == ()
    html = render_to_string(
        "tuning/why/page.html",
        {"obstacles": (told,), "profile": "spring", "kind": "product", "id": "x", "found": None},
    )
    assert 'href="/tuning/profiles/spring/?knob=diversity.strength"' in html


@pytest.mark.parametrize(
    "field", ["first_stage.kept", "mixed_row.similarity_share", "diversity.strength"]
)
def test_each_knob_that_a_cure_names_has_its_field(field: str) -> None:
    assert field in {knob.name for knob in ProfileForm.of(DEFAULT_PROFILE).knobs}
