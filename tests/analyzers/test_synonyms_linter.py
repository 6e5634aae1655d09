"""The linter: what a merchant is told of a rule before it is saved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.synonyms.linter import Finding, Level, Linter, lint
from analyzers.synonyms.rule import RuleKind, SynonymRule

STOP_WORDS = {"en": {"the", "who", "for", "don't"}, "de": {"für"}}


class Catalog(set[str]):
    def has(self, word: str) -> bool:
        return word in self


def rule(text: str, name: str = "new", **settings: object) -> SynonymRule:
    """A rule as it is read: `a ↔ b`, `a → b, c` or `a, b ⇒ c`."""
    for arrow, kind in (("→", RuleKind.ONE_WAY), ("⇒", RuleKind.REPLACEMENT)):
        if arrow in text:
            terms, targets = (_split(side, ",") for side in text.split(arrow))
            return SynonymRule(name, kind, terms, targets, **settings)  # type: ignore[arg-type]
    return SynonymRule(name, RuleKind.TWO_WAY, _split(text, "↔"), **settings)  # type: ignore[arg-type]


def _split(text: str, sign: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(sign) if each.strip())


def others(*texts: str, **settings: object) -> list[SynonymRule]:
    return [rule(text, f"rule {n}", **settings) for n, text in enumerate(texts, start=1)]


def told(findings: Sequence[Finding]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(str(each.level), each.code, each.rules) for each in findings]


def test_a_good_rule_has_no_findings() -> None:
    findings = lint(
        rule("sofa ↔ couch"),
        others("sofa ↔ divan", "tv → television"),
        Catalog({"sofa", "couch"}),
        STOP_WORDS,
        [("lamp", 10)],
    )
    assert findings == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sofa", "at least two different terms"),
        ("sofa ↔ Sofa", "at least two different terms"),
        ("sofa →", "name the words that are to be searched"),
        ("⇒ sofa", "name the words that shoppers type"),
        ("sofa ↔ couch ↔ ?!", "“\\?!” has neither letter nor digit"),
        ("sofa → a b c d e f g h i j k", "has 11 words; a term has at most 10"),
    ],
)
def test_a_rule_that_says_nothing_is_an_error(text: str, message: str) -> None:
    [finding] = lint(rule(text), ())
    assert (finding.level, finding.code) == (Level.ERROR, "shape")
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(finding.message)


@pytest.mark.parametrize("weight", [0.0, -1.0, 1.5, float("nan")])
def test_a_weight_that_is_none_is_an_error(weight: float) -> None:
    [finding] = lint(rule("sofa ↔ couch", weight=weight), ())
    assert (finding.level, finding.code) == (Level.ERROR, "shape")


def test_the_same_on_both_sides() -> None:
    [finding] = lint(rule("T-Shirt → t shirt"), ())
    assert (finding.level, finding.code) == (Level.ERROR, "same-sides")
    [finding] = lint(rule("tee → tee, t-shirt"), ())
    assert (finding.level, finding.code) == (Level.WARNING, "same-sides")
    [finding] = lint(rule("sofa ↔ couch ↔ Sofa"), ())
    assert finding.message == "“sofa” and “Sofa” are the same; one is enough."


def test_duplicates() -> None:
    known = others("sofa ↔ couch", "tv → television, telly", "a1 ⇒ b1")
    assert told(lint(rule("Couch ↔ sofa"), known)) == [("error", "duplicate", ("rule 1",))]
    assert told(lint(rule("tv → television"), known)) == [("warning", "duplicate", ("rule 2",))]
    assert told(lint(rule("sofa → couch"), known)) == [("warning", "duplicate", ("rule 1",))]
    assert told(lint(rule("a1 ⇒ b1"), known))[0] == ("error", "duplicate", ("rule 3",))
    assert lint(rule("sofa ↔ couch ↔ divan"), known) == []


def test_a_rule_in_the_plural_is_a_duplicate_of_one_in_the_singular() -> None:
    known = others("couch ↔ sofa", "sofa bed → daybeds", "glasses → spectacles")
    [finding] = lint(rule("sofas ↔ couches"), known)
    assert told([finding]) == [("error", "duplicate", ("rule 1",))]
    assert finding.message == "rule 1 (couch ↔ sofa) already says the same."
    assert told(lint(rule("Sofa-Beds → daybed"), known)) == [("error", "duplicate", ("rule 2",))]
    assert told(lint(rule("sofas → couch"), known)) == [("warning", "duplicate", ("rule 1",))]
    assert lint(rule("glass → spectacles"), known) == [], "glasses are no glass"


def test_a_rule_is_no_duplicate_of_its_old_form_nor_of_an_inactive_one() -> None:
    assert lint(rule("sofa ↔ couch", name="rule 1"), others("sofa ↔ couch")) == []
    assert lint(rule("sofa ↔ couch"), others("sofa ↔ couch", is_active=False)) == []


def test_rules_of_other_languages_do_not_meet() -> None:
    german = others("sofa ↔ couch", language="de")
    assert lint(rule("sofa ↔ couch", language="fr"), german) == []
    assert told(lint(rule("sofa ↔ couch", language="de"), german))[0][1] == "duplicate"
    assert lint(rule("sofa ↔ couch"), german) == [], "it is for more languages"
    every = others("sofa ↔ couch")
    assert told(lint(rule("sofa ↔ couch", language="de"), every))[0][:2] == ("warning", "duplicate")


def test_replacements_in_a_circle_are_an_error() -> None:
    known = others("b1 ⇒ c1", "c1 ⇒ a1")
    findings = lint(rule("a1 ⇒ b1"), known)
    assert told(findings)[0] == ("error", "cycle", ("rule 1", "rule 2"))
    assert "“a1” ⇒ “b1” ⇒ “c1” ⇒ “a1”" in findings[0].message


def test_two_one_way_rules_against_each_other() -> None:
    assert told(lint(rule("a1 → b1"), others("b1 → a1, c1"))) == [("warning", "cycle", ("rule 1",))]


def test_replacements_are_not_followed() -> None:
    assert told(lint(rule("a1 ⇒ b1"), others("b1 ⇒ c1"))) == [("warning", "chain", ("rule 1",))]


def test_replacements_shadow_other_rules() -> None:
    known = others("tv ⇒ television", "sofa ↔ couch", "sofa → divan")
    assert told(lint(rule("tv ↔ telly"), known)) == [("warning", "shadowed", ("rule 1",))]
    assert told(lint(rule("tv ⇒ oled"), known)) == [("warning", "shadowed", ("rule 1",))]
    assert told(lint(rule("sofa ⇒ settee"), known)) == [
        ("warning", "shadowed", ("rule 2", "rule 3"))
    ]


def test_terms_of_stop_words_alone() -> None:
    [finding] = lint(rule("the who ↔ band"), (), stop_words=STOP_WORDS)
    assert (finding.level, finding.code) == (Level.WARNING, "stop-words")
    assert "“the who”" in finding.message
    assert told(lint(rule("für → pour", language="de"), (), stop_words=STOP_WORDS))
    assert lint(rule("the who ↔ band", language="de"), (), stop_words=STOP_WORDS) == []


def test_what_the_catalog_does_not_have() -> None:
    catalog = Catalog({"sofa", "leather"})
    assert lint(rule("couch ⇒ sofa"), (), catalog) == [], "what is typed may be unknown"
    [nothing] = lint(rule("sofa → divan, leather couch"), (), catalog)
    assert (nothing.level, nothing.code) == (Level.WARNING, "unknown-words")
    assert "nothing with “divan” and “leather couch”" in nothing.message
    [some] = lint(rule("sofa ↔ couch"), (), catalog)
    assert (some.level, some.code) == (Level.INFO, "unknown-words")
    assert lint(rule("sofa → divan"), (), None) == []


@pytest.mark.parametrize(
    "text",
    [
        "playstation 5",
        "ps5",
        "12v",
        "500 ml",
        "wh-1000xm4",
        "3-seater",
        "women's sofa",
        "耳机",
        "1",
    ],
)
def test_only_words_that_a_catalog_can_have_are_judged(text: str) -> None:
    catalog = Catalog({"sofa", "playstation", "seater", "women"})
    assert lint(rule(f"sofa → {text}"), (), catalog) == []


def test_the_words_beside_a_number_are_judged() -> None:
    [finding] = lint(rule("sofa → playstaton 5"), (), Catalog({"sofa", "playstation"}))
    assert finding.message == "The catalog has nothing with “playstaton 5”: the rule finds nothing."


def test_more_alternatives_than_are_searched() -> None:
    many = " ↔ ".join(f"t{n}" for n in range(10))
    assert told(lint(rule(many), ())) == [("warning", "too-many-terms", ())]
    assert lint(rule(many.removesuffix(" ↔ t9")), ()) == []


def test_which_of_the_top_queries_change() -> None:
    queries = [("grey couch", 30), ("Sofas", 50), ("lamp", 15), ("sofa bed", 5)]
    [finding] = lint(rule("sofa ↔ couch"), (), top_queries=queries)
    assert (finding.level, finding.code) == (Level.INFO, "top-queries")
    assert finding.queries == ("Sofas", "grey couch", "sofa bed")
    assert finding.message == (
        "Changes 3 of the 4 most frequent queries (85.0% of their searches): "
        "Sofas, grey couch, sofa bed"
    )


def test_the_gravest_findings_come_first() -> None:
    known = others("sofa ↔ couch", "sofa ⇒ settee")
    levels = [each.level for each in lint(rule("couch ↔ sofa"), known, None, {}, [("sofa", 1)])]
    assert levels == [Level.ERROR, Level.WARNING, Level.INFO]


def test_one_linter_checks_many_rules() -> None:
    rules = others("sofa ↔ couch", "tv → television", "couch ↔ sofa")
    linter = Linter(rules)
    assert [told(linter.check(each)) for each in rules] == [
        [("error", "duplicate", ("rule 3",))],
        [],
        [("error", "duplicate", ("rule 1",))],
    ]


terms = st.lists(st.text(max_size=8), max_size=4).map(tuple)
any_rule = st.builds(
    SynonymRule,
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(RuleKind),
    terms,
    terms,
    st.floats(),
    st.sampled_from(["", "en", "zz"]),
)


@settings(max_examples=150, deadline=None)
@given(
    any_rule, st.lists(any_rule, max_size=4), st.lists(st.tuples(st.text(max_size=9), st.just(1)))
)
def test_any_rule_can_be_checked(
    checked: SynonymRule, known: list[SynonymRule], queries: list[tuple[str, int]]
) -> None:
    for finding in lint(checked, known, Catalog({"a"}), STOP_WORDS, queries):
        assert finding.message
