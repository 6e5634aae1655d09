"""Synonym files of Solr and Elasticsearch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.solr_format import LineProblem, read_rules, write_rules


def only_rule(text: str, **settings: str) -> SynonymRule:
    file = read_rules(text, **settings)
    assert file.problems == ()
    [rule] = file.rules
    return rule


@pytest.mark.parametrize(
    ("line", "kind", "terms", "targets"),
    [
        ("sofa, couch ,settee", "two-way", ("sofa", "couch", "settee"), ()),
        ("cell phone => mobile", "replacement", ("cell phone",), ("mobile",)),
        ("a, b => c, d", "replacement", ("a", "b"), ("c", "d")),
        ("tv => tv, television", "one-way", ("tv",), ("television",)),
        ("a, b => a, b", "two-way", ("a", "b"), ()),
        (r"1\,5 l, 1=5, a \=> b", "two-way", ("1,5 l", "1=5", "a => b"), ()),
        (r"\#1, a\\b, \x", "two-way", ("#1", "a\\b", "x"), ()),
        ("a, a, b", "two-way", ("a", "b"), ()),
    ],
)
def test_lines(line: str, kind: str, terms: tuple[str, ...], targets: tuple[str, ...]) -> None:
    assert only_rule(line) == SynonymRule("", RuleKind(kind), terms, targets)


def test_one_line_may_be_several_rules() -> None:
    ipod = read_rules("ipod, i-pod, i pod => ipod").rules
    assert ipod == (SynonymRule("", RuleKind.REPLACEMENT, ("i-pod", "i pod"), ("ipod",)),)
    mixed = read_rules("a, b => a, c").rules
    assert mixed == (
        SynonymRule("", RuleKind.ONE_WAY, ("a",), ("c",)),
        SynonymRule("", RuleKind.REPLACEMENT, ("b",), ("a", "c")),
    )


def test_one_way_lines_with_the_same_target_are_one_rule() -> None:
    rule = SynonymRule("", RuleKind.ONE_WAY, ("tv", "telly"), ("television",))
    assert only_rule("tv => tv, television\ntelly => telly, television") == rule
    apart = read_rules("tv => tv, television\n\ntelly => telly, television")
    assert len(apart.rules) == 2
    assert apart.lines == (1, 3)


def test_comments_and_empty_lines_are_skipped() -> None:
    file = read_rules("\ufeff# furniture\r\n\r\n  sofa, couch\r\n#lamp, light\n")
    assert [rule.terms for rule in file.rules] == [("sofa", "couch")]
    assert (file.problems, file.lines) == ((), (3,))


def test_the_language_is_that_of_the_file_unless_a_rule_names_one() -> None:
    text = '# searchapp: {"language": "fr"}\na, b\n\nc, d\n'
    assert [rule.language for rule in read_rules(text, "de").rules] == ["fr", "de"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("sofa", "one term alone says nothing"),
        ("sofa =>", "a term is missing"),
        ("=> sofa", "a term is missing"),
        ("sofa,, couch", "a term is missing"),
        ("a => b => c", "more than one =>"),
        ("a => a", "one term alone"),
        ("# searchapp: {", "not JSON"),
        ("# searchapp: []", "not a JSON object"),
        ('# searchapp: {"wieght": 1}', "'wieght', which is not known"),
        ('# searchapp: {"weight": 7}', "above 0 and at most 1"),
        ('# searchapp: {"weight": "much"}', "'weight' can't be \"much\""),
        ('# searchapp: {"is_active": 1}', "'is_active' can't be 1"),
        ('# searchapp: {"kind": "both", "terms": []}', "'kind' is none of"),
        ('# searchapp: {"terms": ["a"]}', "'kind'"),
        ('# searchapp: {"kind": "two-way", "terms": "a"}', "lists of texts"),
    ],
)
def test_problems_name_their_line_and_the_others_are_read(line: str, complaint: str) -> None:
    file = read_rules(f"\ntv, telly\n\n{line}\n\nlamp, light")
    [problem] = file.problems
    assert problem.line == 4
    assert complaint in problem.message
    assert file.lines == (2, 6)


def test_a_rule_below_a_comment_that_is_not_understood_is_not_read() -> None:
    file = read_rules('# searchapp: {"weight": 7}\nsofa, couch\n\ntv, telly')
    assert [rule.terms for rule in file.rules] == [("tv", "telly")]
    assert isinstance(file.problems[0], LineProblem)


def test_rules_are_written_so_that_engines_read_them() -> None:
    rules = [
        SynonymRule("", RuleKind.TWO_WAY, ("sofa", "couch")),
        SynonymRule("", RuleKind.REPLACEMENT, ("1,5 l",), ("1.5l",)),
        SynonymRule("screens", RuleKind.ONE_WAY, ("tv", "telly"), ("television",), 0.5, "en"),
        SynonymRule("", RuleKind.TWO_WAY, ("a", "b"), is_active=False),
        SynonymRule("", RuleKind.TWO_WAY, ("c", "d")),
    ]
    assert write_rules(rules) == (
        "sofa, couch\n"
        "1\\,5 l => 1.5l\n"
        '# searchapp: {"name": "screens", "language": "en", "weight": 0.5}\n'
        "tv => tv, television\n"
        "telly => telly, television\n"
        "\n"
        '# searchapp: {"name": "", "kind": "two-way", "terms": ["a", "b"], "targets": [], '
        '"weight": 0.9, "language": "", "is_active": false}\n'
        "\n"
        "c, d\n"
    )


texts = st.text(max_size=12) | st.text("ab ,=>\\#\n\t", max_size=8)
sides = st.lists(texts, max_size=3).map(tuple)
weights = st.floats(0, 1, exclude_min=True)
rules_of_any_kind = st.lists(
    st.builds(
        SynonymRule, texts, st.sampled_from(RuleKind), sides, sides, weights, texts, st.booleans()
    )
    | st.builds(SynonymRule, st.just(""), st.sampled_from(RuleKind), sides, sides),
    max_size=5,
)


@settings(max_examples=300, deadline=None)
@given(rules_of_any_kind)
def test_what_is_written_is_read_back(rules: list[SynonymRule]) -> None:
    file = read_rules(write_rules(rules))
    assert file.problems == ()
    assert file.rules == tuple(rules)
    assert len(file.lines) == len(rules)


@settings(max_examples=200, deadline=None)
@given(texts | st.lists(texts).map("\n".join) | st.text('# searchp:{}[]"a,=>\n1', max_size=40))
def test_any_text_is_read(text: str) -> None:
    file = read_rules(text)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in file.problems)
    assert read_rules(write_rules(file.rules)).rules == file.rules
