"""What is learnt from the catalog is stored, told and ready before the first query."""

from __future__ import annotations

from io import StringIO
from typing import Any

import onnxruntime
import pytest
from django.core.management import call_command
from django.utils import timezone

from searchapp.catalog.models import Category, Product
from searchapp.lexicon.learnt_parts import LEARNT_PARTS
from searchapp.lexicon.models import LexiconBuild
from searchapp.lexicon.publication import load_lexicon

pytestmark = pytest.mark.django_db

KINDS = ("kettle", "lamp")


@pytest.fixture
def told() -> str:
    for kind in KINDS:
        category = Category.objects.create(path=kind.title())
        for number in range(12):
            title = f"{kind} number {number} for the house"
            Product.objects.create(
                id=f"{kind}-{number}", title=title, category=category, published=timezone.now()
            )
    out = StringIO()
    call_command("build_lexicon", stdout=out)
    return out.getvalue()


def test_all_time_that_learning_takes_is_told(told: str) -> None:
    build = LexiconBuild.objects.latest()
    spent = {name: figures["seconds"] for name, figures in build.detail.items()}
    assert set(spent) == {*LEARNT_PARTS, "reading", "storing"}
    assert sum(spent.values()) == pytest.approx(build.seconds, abs=0.05)
    assert all(f"{name}:" in told for name in spent)


def test_no_query_waits_for_the_category_model_to_be_opened(told: str, monkeypatch: Any) -> None:
    lexicon = load_lexicon(None)
    monkeypatch.delattr(onnxruntime, "InferenceSession")
    (probabilities,) = lexicon.categories.probabilities(["kettle"])
    assert lexicon.categories.tree.paths[int(probabilities.argmax())] == "Kettle"
