"""`manage.py train_cross_encoder`, from the catalog in the database to a folder that scores."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from analyzers.embedding import minilm
from analyzers.embedding.hashing import HashingEncoder
from rerankers.contract import QUERY, Item
from rerankers.late_interaction import LateInteraction
from searchapp import wiring
from searchapp.catalog.models import Category, Product
from searchapp.relevance.cross_encoder import course, publishing
from tests.relevance.small_catalog import documents
from tests.rerankers.small_cross_encoder import MAX_TOKENS, tokenizer_file, weights

pytestmark = pytest.mark.django_db
QUICK = (
    *("--steps", "4", "--judged-steps", "3", "--queries", "30"),
    *("--max-tokens", str(MAX_TOKENS), "--dimensions", "40"),
)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Small random weights and a tokenizer of a few words in place of MiniLM's."""
    tokenizer_file(tmp_path)
    monkeypatch.setattr(minilm, "source_folder", lambda: tmp_path)
    monkeypatch.setattr(minilm, "load_weights", dict)
    monkeypatch.setattr(course, "initial", lambda _: weights())
    monkeypatch.setattr(wiring, "text_encoder", HashingEncoder)
    # A network of chance ranks items that are alike by next to nothing.
    monkeypatch.setattr(publishing, "LEAST_SPEARMAN", 0.5)
    monkeypatch.setattr(publishing, "MOST_NDCG_LOST", 0.5)


@pytest.fixture
def catalog() -> None:
    categories: dict[str, Category] = {}
    for id_, document in documents(60):
        path = str(document["category"][-1])  # type: ignore[index]
        if path not in categories:
            categories[path] = Category.objects.create(path=path)
        Product.objects.create(
            id=id_,
            title=str(document["title"]),
            brand=str(document["brand"]),
            category=categories[path],
            published="2026-01-01T00:00:00Z",
        )


def trained(folder: Path, *more: str) -> str:
    said = StringIO()
    call_command("train_cross_encoder", *QUICK, "--folder", str(folder), *more, stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("catalog")
def test_a_catalog_teaches_its_own_cross_encoder(tmp_path: Path) -> None:
    said = trained(tmp_path / "made")
    assert "60 products, 0 judged queries" in said
    assert "held_out_spearman" in said
    items = [Item(id_, {}, document) for id_, document in documents(5)]
    assert np.isfinite(LateInteraction(tmp_path / "made").score(QUERY, items)).all()


@pytest.mark.usefixtures("catalog")
def test_judgments_teach_it_too_and_the_manifest_says_how(tmp_path: Path) -> None:
    judgments = tmp_path / "judgments.csv"
    judgments.write_text("query,product_id,grade\nred shoe,p1,3\nred shoe,p2,0\nbelt,p3,2\n")
    said = trained(tmp_path / "made", "--judgments", str(judgments))
    assert "2 judged queries" in said
    manifest = (tmp_path / "made" / "manifest.json").read_text()
    assert "steps=4" in manifest
    assert "steps=3" in manifest


@pytest.mark.usefixtures("catalog")
def test_judgments_of_another_catalog_are_refused_and_the_model_stays(tmp_path: Path) -> None:
    trained(tmp_path / "made")
    before = (tmp_path / "made" / "manifest.json").read_text()
    judgments = tmp_path / "judgments.csv"
    judgments.write_text("query,product_id,grade\nred shoe,elsewhere,3\n")
    with pytest.raises(CommandError, match="no judgment is about an item"):
        trained(tmp_path / "made", "--judgments", str(judgments))
    assert (tmp_path / "made" / "manifest.json").read_text() == before


def test_an_empty_catalog_is_refused_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="import more"):
        trained(tmp_path / "made")
