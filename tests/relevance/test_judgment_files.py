"""Judgments come and go as CSV, TREC qrels and the CSV of Quepid; nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from searchapp.pipeline.request import Kind
from searchapp.relevance.models import JudgedQuery, Judgment, QuerySet
from searchapp.relevance.query_sets.formats import csv_format, qrels_format, quepid_format
from searchapp.relevance.query_sets.formats.judgment_row import (
    CannotExport,
    JudgmentRow,
    ParsedFile,
)
from searchapp.relevance.query_sets.judgment_files import (
    Format,
    agreed,
    export,
    import_judgments,
    read,
    rows_of,
)
from searchapp.relevance.query_sets.topic import canonical

NO_SURROGATES = st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")
TEXT = st.text(NO_SURROGATES, max_size=12)
QUERY = TEXT.map(canonical).filter(bool) | st.sampled_from(
    ["=1+1", 'a "b", c', "-x", "@home", "'=1", "'x"]
)
WORD = st.text(st.characters(blacklist_categories=("Cs", "Z", "C")), min_size=1, max_size=8)
ITEM = (WORD | st.sampled_from(["video:v1", "product:", "live:"])).filter(
    lambda text: text.split() == [text]
)


def rows(items: st.SearchStrategy[str], raters: st.SearchStrategy[str], **more: Any) -> Any:
    """Files in which no grade contradicts another, and no query stands twice without judgments."""
    judged = st.builds(
        JudgmentRow,
        QUERY,
        items,
        st.integers(0, 3),
        st.sampled_from(Kind),
        raters,
        **{name: TEXT.map(canonical) for name in more},
    )
    lists = st.lists(
        judged, max_size=8, unique_by=lambda row: (row.query, row.kind, row.item, row.rater)
    )
    return lists.map(_of_one_class)


def _of_one_class(judged: list[JudgmentRow]) -> list[JudgmentRow]:
    return list(
        {(row.query, row.language, row.segment, row.item, row.kind): row for row in judged}.values()
    )


def assert_same(file: ParsedFile, expected: list[JudgmentRow]) -> None:
    assert not file.problems
    assert set(file.rows) == set(expected)
    assert len(file.rows) == len(expected)


@settings(deadline=None)
@given(rows(TEXT.filter(bool), TEXT, language=1, segment=1, query_class=1))
def test_csv_keeps_all_of_every_rater(judged: list[JudgmentRow]) -> None:
    bare = JudgmentRow("a query that nobody judged", language="en")
    assert_same(csv_format.read(csv_format.write([*judged, bare])), [*judged, bare])


@settings(deadline=None)
@given(rows(st.sampled_from(["=1", "p1"]), st.sampled_from(["@ann", "-b"]), query_class=1))
def test_no_cell_of_csv_is_a_formula_to_a_spreadsheet(judged: list[JudgmentRow]) -> None:
    text = csv_format.write([JudgmentRow('=HYPERLINK("http://evil.example")', "+1", 2), *judged])
    cells = [cell for record in csv.reader(io.StringIO(text, newline="")) for cell in record]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@settings(deadline=None)
@given(rows(TEXT.filter(bool), st.just("")))
def test_quepid_keeps_queries_and_grades(judged: list[JudgmentRow]) -> None:
    bare = JudgmentRow("=a query that nobody judged")
    assert_same(quepid_format.read(quepid_format.write([*judged, bare])), [*judged, bare])


@settings(deadline=None)
@given(rows(ITEM, st.just(""), language=1, segment=1, query_class=1))
def test_qrels_keep_queries_and_grades(judged: list[JudgmentRow]) -> None:
    bare = JudgmentRow("a query that nobody judged", segment="members")
    qrels, topics = qrels_format.write([*judged, bare])
    assert_same(qrels_format.read(qrels, topics), [*judged, bare])


@settings(deadline=None)
@given(st.text(max_size=200), st.none() | st.text(max_size=50))
def test_any_text_is_read_or_its_lines_are_named(text: str, topics: str | None) -> None:
    file = read(text, topics)
    assert all(problem.line >= 1 and problem.message for problem in file.problems)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("query,item\nkettle,p1\n", 1, "the column 'grade' is missing"),
        ("query,item,grade,mood\n", 1, "the column 'mood' is unknown"),
        ("query,item,grade\nkettle,p1,4\n", 2, "whole number from 0 .* to 3"),
        ("query,item,grade\nkettle,p1,2.5\n", 2, "whole number from 0 .* to 3"),
        ('query,item,grade\n"a\nb",p1,2\n ,p1,2\n', 4, "the query is missing"),
        ("query,item,grade\nkettle,,2\n", 2, "a grade but no item"),
        ("query,item,grade\nkettle,p1,2\nkettle,p1,3\n", 3, "line 2 with 2; keep one"),
        ("query,item,grade\nred, kettle,p1,2\n", 2, "quote values with commas"),
        ('query,item,grade\n"kettle,p1,2\n', 2, "is no CSV"),
        ("query,item,grade,kind\nkettle,p1,2,book\n", 2, "'book' does not exist"),
        ("query,docid,rating\nkettle,p1,2,3\n", 2, "more than 3 values"),
        ("1 0 p1\n", 1, "topic iteration document grade"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_cure(text: str, line: int, reason: str) -> None:
    (problem,) = read(text).problems
    assert problem.line == line
    assert re.search(reason, problem.message)


def test_files_of_others_are_read() -> None:
    training = read("\ufeffquery,product_id,grade\r\nkettle,p1,3\r\n")
    assert_same(training, [JudgmentRow("kettle", "p1", 3)])
    quepid = read("query,docid,rating\n =kettle,video:v1,2.0\nmug,p2,\ncup,,")
    assert_same(
        quepid,
        [JudgmentRow("=kettle", "v1", 2, Kind.VIDEO), JudgmentRow("mug"), JudgmentRow("cup")],
    )
    assert_same(read("7 0 p1 -1\n", "7\tred kettle\n"), [JudgmentRow("red kettle", "p1", 0)])
    assert read("8 0 p1 1\n", "7\tkettle\n").problems[0].message.startswith("the topic '8'")


def test_what_a_format_cannot_say_is_not_lost_in_silence() -> None:
    with pytest.raises(CannotExport, match="export CSV"):
        qrels_format.write([JudgmentRow("q", "a b", 1)])
    with pytest.raises(CannotExport, match="export CSV"):
        quepid_format.write([JudgmentRow("q", "p", 1), JudgmentRow("q", "p", 1, language="en")])


@pytest.mark.django_db
class TestQuerySets:
    """Files into the database and back."""

    def test_importing_again_changes_nothing_and_another_grade_is_changed_in_place(self) -> None:
        ann = User.objects.create_user("ann")
        query_set = QuerySet.objects.create(name="shop")
        file = read("query,item,grade,query_class\nkettle,p1,3,kitchen\nkettle,p2,0,\nmug,,,\n")
        first = import_judgments(query_set, file, "ann")
        assert (first.queries, first.added, first.problems) == (2, 2, ())
        before = list(Judgment.objects.values("pk", "changed"))
        again = import_judgments(query_set, file, "ann")
        assert (again.queries, again.added, again.changed, again.known) == (0, 0, 0, 2)
        assert list(Judgment.objects.values("pk", "changed")) == before
        other = import_judgments(query_set, read("query,item,grade,rater\nkettle,p1,1,ann\n"))
        assert (other.added, other.changed) == (0, 1)
        assert Judgment.objects.get(rater=ann, item="p1").grade == 1
        assert JudgedQuery.objects.get(text="kettle").query_class == "kitchen"

    def test_a_set_exported_and_imported_is_the_same_set(self) -> None:
        for name in ("ann", "ben"):
            User.objects.create_user(name)
        text = csv_format.write(
            [
                JudgmentRow("kettle", "p1", 3, Kind.PRODUCT, "ann", "en", "", "kitchen"),
                JudgmentRow("kettle", "p1", 2, Kind.PRODUCT, "ben", "en", "", "kitchen"),
                JudgmentRow("kettle", "v1", 1, Kind.VIDEO, "ben", "en", "", "kitchen"),
                JudgmentRow("mug", segment="members"),
            ]
        )
        one, other, third = (QuerySet.objects.create(name=name) for name in "abc")
        import_judgments(one, read(text))
        import_judgments(other, read(export(one, Format.CSV)[0]))
        assert set(rows_of(other)) == set(rows_of(one)) == set(read(text).rows)
        import_judgments(third, read(*export(one, Format.QRELS)), "ann")
        assert set(agreed(rows_of(third))) == set(agreed(rows_of(one)))

    def test_nothing_is_imported_of_a_file_with_a_wrong_line(self) -> None:
        query_set = QuerySet.objects.create(name="shop")
        file = read("query,item,grade,rater\nkettle,p1,3,nobody\nmug,p2,9,\n")
        outcome = import_judgments(query_set, file)
        assert [problem.line for problem in outcome.problems] == [2, 3]
        assert "create the user" in outcome.problems[0].message
        assert not JudgedQuery.objects.exists()

    def test_commands_carry_a_set_from_one_shop_to_another(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        User.objects.create_user("ann")
        file, topics = tmp_path / "in.csv", tmp_path / "topics"
        file.write_text("query,docid,rating\nkettle,p1,3\n")
        with pytest.raises(CommandError, match="1 lines are wrong"):
            call_command("import_judgments", file, set="shop")
        assert "line 2: names no rater" in capsys.readouterr().err
        assert not QuerySet.objects.exists()
        call_command("import_judgments", file, set="shop", rater="ann", dry_run=True)
        assert not QuerySet.objects.exists()
        call_command("import_judgments", file, set="shop", rater="ann")
        assert "Added 1 queries and 1 judgments" in capsys.readouterr().out
        with pytest.raises(CommandError, match="--topics"):
            call_command("export_judgments", set="shop", format="qrels")
        call_command("export_judgments", set="shop", format="qrels", topics=topics)
        assert capsys.readouterr().out == "1 0 p1 3\n"
        assert topics.read_text() == "1\tkettle\n"
        with pytest.raises(CommandError, match="no query set 'other'"):
            call_command("export_judgments", set="other")
