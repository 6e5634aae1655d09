"""Judgments come as CSV or as TREC qrels."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchapp.relevance.judgments import UnreadableJudgments, read_judgments
from searchapp.relevance.metrics import mean_ndcg, ndcg


def test_csv(tmp_path: Path) -> None:
    file = tmp_path / "j.csv"
    file.write_text('query,product_id,grade\n"kettle, red",p1,3\n"kettle, red",p2,0\n')
    assert read_judgments(file) == {"kettle, red": {"p1": 3.0, "p2": 0.0}}


def test_qrels_with_topics(tmp_path: Path) -> None:
    qrels, topics = tmp_path / "q.txt", tmp_path / "topics.tsv"
    qrels.write_text("1 0 p1 2\n1 0 p2 -1\n")
    topics.write_text("1\tred kettle\n")
    assert read_judgments(qrels, topics) == {"red kettle": {"p1": 2.0, "p2": 0.0}}
    assert list(read_judgments(qrels)) == ["1"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("query,grade\nkettle,1\n", "lacks the column 'product_id'"),
        ("1 0 p1\n", "line 1: expected 'topic iteration document grade'"),
        ("", "has no judgments"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "j"
    file.write_text(text)
    with pytest.raises(UnreadableJudgments, match=reason):
        read_judgments(file)


def test_ndcg_agrees_with_ir_measures() -> None:
    from ir_measures import calc_aggregate, nDCG

    grades = {"q": {"a": 3.0, "b": 1.0, "c": 2.0}}
    ranking = ["x", "c", "a", "y", "b"]
    measure = nDCG @ 10
    qrels = {"q": {id_: int(grade) for id_, grade in grades["q"].items()}}
    run = {"q": {id_: -float(place) for place, id_ in enumerate(ranking)}}
    expected = calc_aggregate([measure], qrels, run)[measure]
    assert mean_ndcg({"q": ranking}, grades) == pytest.approx(expected)
    assert ndcg([], {}) == 0.0
