"""The trace of an answer is printed for people."""

from __future__ import annotations

from searchapp.pipeline.presentation.trace_lines import trace_lines
from searchapp.pipeline.trace import StageRecord


def test_a_stage_has_a_line_for_each_thing_that_it_did_and_nothing_empty() -> None:
    detail = {
        "did_you_mean": None,
        "text": "red shoes",
        "edits": [],
        "tokens": [{"text": "red", "head": False}, {"text": "shoes", "head": True}],
        "product": {"candidates": 200, "score": 0.123456},
        "row": ["a", "b"],
    }
    assert trace_lines(StageRecord("analysis", 1.234, detail)) == [
        "analysis  1.23 ms",
        "  text: red shoes",
        "  tokens",
        "    - text red",
        "    - text shoes, head",
        "  product: candidates 200, score 0.1235",
        "  row: a, b",
    ]
