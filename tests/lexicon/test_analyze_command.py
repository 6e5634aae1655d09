"""`manage.py analyze`, and the rows that it shares with the admin."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from analyzers.lexicon import Lexicon
from searchapp import wiring
from searchapp.lexicon.analysis_table import Change, Row, Step, analysis_steps, changes_and_end
from searchapp.lexicon.analysis_text import analysis_lines
from searchapp.lexicon.visible_text import columns, visible
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.trace import Degradation
from tests.lexicon.readers import CHAIN, LEXICON


def steps(raw: str) -> list[Step]:
    return analysis_steps(CHAIN, raw, "", LEXICON)


def test_each_step_says_what_it_added_and_removed() -> None:
    typed, corrected, split, found = steps("red sheos")
    assert typed.rows == (Row("text", "red sheos"),)
    assert corrected.rows == (
        Row("text", "red sheos", change=Change.GONE),
        Row("text", "red shoes", change=Change.NEW),
        Row("language", "en", change=Change.NEW),
        Row("corrected", "red shoes", change=Change.NEW),
        Row("edit", "sheos → shoes", "corrector: one swap", Change.NEW),
    )
    assert split.rows[-2:] == (
        Row("token", "red", "lemma red", Change.NEW),
        Row("token", "shoes", "lemma shoe, head", Change.NEW),
    )
    assert {row.change for row in split.rows[:-2]} == {Change.KEPT}
    assert [row for row in found.rows if row.change is not Change.KEPT] == [
        Row("token", "red", "lemma red", Change.GONE),
        Row("token", "red", "lemma red, negated", Change.NEW),
        Row(
            "entity",
            "colour: red or dark red",
            "confidence 0.95, sure: filters; “red” at 0; 812 items",
            Change.NEW,
        ),
        Row(
            "entity",
            "price: at most 50",
            "confidence 0.50, unsure: boosts, excluding; “red” at 0; under",
            Change.NEW,
        ),
        Row("expansion", "red → crimson", "weight 0.90; synonym 12", Change.NEW),
        Row("expansion", "red ⇒ scarlet", "weight 0.50; synonym 13", Change.NEW),
        Row("category", "Shoes > Running", "probability 0.62", Change.NEW),
        Row(
            "intent",
            "returns",
            "confidence 0.80; return [my] order; leads with video; offers /returns",
            Change.NEW,
        ),
    ]
    assert all(step.took_ms >= 0 for step in (corrected, split, found))


def test_what_may_have_been_meant_is_shown() -> None:
    assert Row("did you mean", "tv?", change=Change.NEW) in steps("tv")[1].rows


def test_the_changes_are_followed_by_all_that_is_known_in_the_end() -> None:
    typed, *changing, end = changes_and_end(steps("red sheos"))
    assert typed.rows == (Row("text", "red sheos"),)
    assert all(row.change is not Change.KEPT for step in changing for row in step.rows)
    assert {row.change for row in end.rows} == {Change.KEPT}
    assert Row("token", "red", "lemma red, negated") in end.rows
    assert Row("token", "red", "lemma red") not in end.rows


def test_the_table_is_aligned_and_no_line_is_wider_than_the_terminal() -> None:
    lines = list(analysis_lines(changes_and_end(steps("red sheos 電視 " + "long" * 40)), 100))
    assert max(map(columns, lines)) == 100
    where = {
        columns(line.split("lemma")[0]) for line in lines if "lemma" in line and "long" not in line
    }
    assert len(where) == 1


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("a\x1b[31m\u202e\u2028\ud800b\u200d") == (
        "a<U+001B>[31m<U+202E><U+2028><U+D800>b\u200d"
    )


@given(st.text())
def test_any_query_has_a_table(raw: str) -> None:
    for line in analysis_lines(steps(raw), 80):
        line.encode()
        assert "\n" not in line
        assert columns(line) <= 80


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SearchConfig(LEXICON)
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    monkeypatch.setattr(wiring, "analyzer_chain", lambda: CHAIN)


def analyze(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("analyze", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("wired")
def test_the_command_prints_the_steps_and_the_lexicon() -> None:
    lines = analyze("red sheos", "--language", "en")
    headings = [line.split(" ─")[0] for line in lines if "─" in line]
    assert headings == ["as typed", "corrector", "splitter", "finder", "in the end"]
    assert "  + edit          sheos → shoes                       corrector: one swap" in lines
    assert lines[-1] == "lexicon build-7+abc"
    everything = analyze("red sheos", "--all")
    assert everything.count("    corrected     red shoes") == 2
    assert len(everything) > len([line for line in lines if line.startswith("  +")])


@pytest.mark.usefixtures("wired")
def test_a_lexicon_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    config = SearchConfig(Lexicon(), degraded=(Degradation("lexicon", "OSError: gone"),))
    monkeypatch.setattr(wiring, "current_config", lambda: config)
    out, err = StringIO(), StringIO()
    call_command("analyze", "tv", stdout=out, stderr=err)
    assert "without lexicon: OSError: gone" in err.getvalue()
