"""Files of SMUI: what is taken over, what is told instead, and what goes out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.synonyms.rule import RuleKind, SynonymRule
from searchapp.merchandising.smui.reading import read_smui
from searchapp.merchandising.smui.writing import write_smui
from searchapp.pipeline.request import AnyOf, Between, Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.plain import rule_from_plain
from searchapp.pipeline.rules.rule import Rule
from tests.timing import quickest

FILE = """\
# exported yesterday
notebook =>
\tSYNONYM: laptop
\tUP(100): * brand:"Velo & Co"
\tDOWN(10): * price:[* TO 100]
\tFILTER: * -id:B7
\tfilter : category:(Shoes OR "Bags > Small")
\tDELETE: cheap old
\tDECORATE: REDIRECT http://shop.example/notebooks
\t@{
\t  "_id": "ab-12",
\t  "_log": "notebook",
\t  priority: 10,
\t}@

laptop =>
\tSYNONYM: notebook

"faq" =>
  DECORATE: redirect, /service/faq
  @_log: "faq"
  @enabled: false

mechine; machin => machine
"""


def test_a_file_is_taken_over() -> None:
    file = read_smui(FILE)
    assert file.problems == ()
    assert file.rules["ab-12"] == {
        "name": "notebook",
        "when": [{"phrase": "notebook"}],
        "do": [
            {"boost": {"brand": ["Velo & Co"]}},
            {"bury": {"price": {"at_most": 100.0}}, "strength": "weak"},
            {"hide": "B7", "kind": "product"},
            {"require": {"category": ["Shoes", "Bags > Small"]}},
            {"remove_words": "cheap"},
            {"remove_words": "old"},
            {"redirect": "http://shop.example/notebooks"},
        ],
        "priority": 10,
    }
    (faq,) = (value for key, value in file.rules.items() if key != "ab-12")
    assert faq["when"] == [{"exact": "faq"}]
    assert faq["enabled"] is False
    assert [str(each) for each in file.synonyms] == [
        "notebook ↔ laptop",
        "mechine, machin ⇒ machine",
    ]


def test_words_that_all_stand_for_one_another_are_one_synonym() -> None:
    text = "".join(
        f"{term} =>\n" + "".join(f" SYNONYM: {other}\n" for other in others)
        for term, others in {
            "a": ["b", "c", "x"], "b": ["a", "c"], "c": ["a", "b"], "d": ["a"]
        }.items()
    )  # fmt: skip
    assert {str(each) for each in read_smui(text).synonyms} == {"a ↔ b ↔ c", "a → x", "d → a"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("notebook =>\n  UP(10): asus", 2, "name one of our fields"),
        ("notebook =>\n  UP(x): * brand:a", 2, "is no number"),
        ("notebook =>\n  UP(10): * shape:round", 2, "no field 'shape'; use one of id"),
        ("notebook =>\n  UP(10): * -brand:a", 2, "move what has it"),
        ("notebook =>\n  UP(1): * brand:[1 TO 2]", 2, "has no ranges"),
        ("notebook =>\n  UP(1): * price:[cheap TO 2]", 2, "is no number"),
        ("notebook =>\n  UP(1): * tags:a", 1, "do not show 'tags'"),
        ('notebook =>\n  UP(1): * {"fuzzy": {"brand": "a"}}', 2, "use term, terms or range"),
        ("notebook =>\n  FILTER: * -brand:a", 2, "lower the others"),
        ("notebook =>\n  FILTER: * id:a", 2, "pin it"),
        ("notebook =>\n  SYNONYM(2): laptop", 2, "at most 1"),
        ('"notebook" =>\n  SYNONYM: laptop', 2, "without quotation"),
        ("sofa* =>\n  SYNONYM: sofa $1", 1, "a block for each"),
        ('"notebook =>\n  DELETE', 1, "on both sides"),
        ("{y,z}:a =>\n  DELETE", 1, "names a field"),
        ("notebook =>\n  DECORATE: TEASER x", 2, "show a banner instead"),
        ("notebook =>\n  DECORATE: REDIRECT javascript:x", 1, "is no address"),
        ("notebook =>\n  DELETE\n  @tenant: [\"a\"]", 1, "property tenant is not taken"),
        ("notebook =>\n  DELETE\n  @{ a b }@", 3, "are no JSON"),
        ("notebook =>\n  DELETE\n  @{\n a: 1", 3, "do not end"),
        ("  SYNONYM: laptop", 1, "belongs to no input"),
        ("notebook =>\n", 1, "has no instructions"),
        ("notebook\n", 1, "neither an input"),
    ],
)  # fmt: skip
def test_what_ours_cannot_say_is_told_with_its_line_and_cure(
    text: str, line: int, says: str
) -> None:
    (problem,) = read_smui(text).problems
    assert problem.line == line
    assert says in problem.message


def test_what_is_written_as_elasticsearch_has_it_is_understood() -> None:
    text = (
        'tea =>\n UP: * {"term": {"brand": "Velo"}}\n'
        ' DOWN(200): * {"range": {"price": {"gte": 350, "lte": 450}}}'
    )
    (rule,) = read_smui(text).rules.values()
    assert rule["do"] == [
        {"boost": {"brand": ["Velo"]}, "strength": "weak"},
        {"bury": {"price": {"at_least": 350.0, "at_most": 450.0}}, "strength": "strong"},
    ]


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    read_smui(text)


@given(st.lists(st.sampled_from(FILE.splitlines(keepends=True))).map("".join))
def test_no_order_of_lines_breaks_the_reader(text: str) -> None:
    read_smui(text)


values = st.sampled_from(["Velo", "Velo & Co", 'a "b"', "back\\slash", "OR", "-x", "Bags > Small"])
targets: Any = st.one_of(
    st.builds(AnyOf, st.sampled_from(["brand", "colour"]),
              st.lists(values, min_size=1, max_size=3).map(tuple)),
    st.builds(Between, st.just("price"), st.integers(0, 9).map(float), st.none() | st.just(50.0)),
    st.builds(do.Item, st.just(Kind.PRODUCT), values),
)  # fmt: skip
strengths = st.sampled_from(do.Strength)
actions = st.one_of(
    st.builds(do.Boost, targets, strengths),
    st.builds(do.Bury, targets, strengths),
    st.builds(do.Require, targets.filter(lambda each: not isinstance(each, do.Item))),
    st.builds(do.Hide, st.builds(do.Item, st.just(Kind.PRODUCT), values)),
    st.builds(do.RemoveWords, st.sampled_from(["cheap", "old"])),
    st.just(do.Redirect("/sale/?a=b,c")),
)
words = st.sampled_from(["tea", "green tea", "jasmin tee"])
triggers = st.one_of(st.builds(when.Exact, words), st.builds(when.Phrase, words))


@given(
    st.lists(triggers, min_size=1, max_size=3, unique=True),
    st.lists(actions, min_size=1, max_size=4),
    st.integers(-5, 5),
    st.booleans(),
    st.sampled_from(["tea", "A rule for “tea”"]),
)
def test_what_goes_out_comes_in_as_it_was(
    when_: list[when.Trigger], do_: list[do.Action], priority: int, enabled: bool, name: str
) -> None:
    rule = Rule("k-1", name, tuple(when_), tuple(do_), priority, enabled=enabled)
    synonyms = [
        SynonymRule("", RuleKind.TWO_WAY, ("tv", "television", "telly"), weight=0.5),
        SynonymRule("", RuleKind.ONE_WAY, ("laptop",), ("notebook", "computer")),
    ]
    file = read_smui(write_smui([rule], synonyms))
    assert file.problems == ()
    assert [rule_from_plain(key, plain) for key, plain in file.rules.items()] == [rule]
    assert list(file.synonyms) == synonyms


def test_what_smui_cannot_say_is_told_in_the_file() -> None:
    pin = do.PinTo(do.Item(Kind.PRODUCT, "B7"), 1)
    rules = [
        Rule("a", "Pinned", (when.Phrase("tea"),), (pin,)),
        Rule("b", "German", (when.Phrase("tee"),), (do.Redirect("/x/"),), languages=("de",)),
        Rule("e", "A shop", (when.Phrase("tee"),), (do.Redirect("/x/"),), sellers=("s1",)),
        Rule("c", "All", (when.AnyQuery(),), (do.Redirect("/x/"),)),
        Rule("d", "Star", (when.Phrase("c* \n=>"),), (do.Redirect("/x/"),)),
    ]
    gone = SynonymRule("", RuleKind.REPLACEMENT, ("sneekers",), ("sneakers",))
    text = write_smui(rules, [gone])
    assert text.count("# not in this file: ") == 6
    file = read_smui(text)
    assert not file.rules
    assert not file.synonyms
    assert not file.problems


def blocks(ids: Iterable[str]) -> str:
    """A block for each id, each of which does something else."""
    return "".join(
        f'word{number} =>\n  DELETE: word{number}\n  @_id: "{id_}"\n'
        for number, id_ in enumerate(ids)
    )


@pytest.mark.parametrize("id_", ["a", "a" * 60, "a" * 64])
def test_blocks_of_one_id_that_do_different_things_are_rules_with_keys_of_their_own(
    id_: str,
) -> None:
    file = read_smui(blocks([id_] * 12))
    assert file.problems == ()
    assert len(file.rules) == 12
    assert id_ in file.rules
    assert max(map(len, file.rules)) <= 64
    assert [value["when"] for value in file.rules.values()] == [
        [{"phrase": f"word{number}"}] for number in range(12)
    ]


def test_a_key_that_a_block_has_is_not_given_to_another() -> None:
    assert set(read_smui(blocks(["a-1", "a", "a", "a-1"])).rules) == {"a-1", "a", "a-2", "a-1-1"}


@pytest.mark.parametrize(
    "large",
    [
        lambda n: "".join(f"a{i} =>\n SYNONYM: b{i}\nb{i} =>\n SYNONYM: a{i}\n" for i in range(n)),
        lambda n: "".join(f"a =>\n SYNONYM: b{i}\nb{i} =>\n SYNONYM: a\n" for i in range(n)),
        lambda n: blocks(["a"] * n),
        lambda n: "".join(f"a{i} =>\n UP(1): * tags:x\n" for i in range(n)),
    ],
    ids=["pairs", "a hub", "one id", "faults"],
)
def test_ten_times_as_much_takes_some_ten_times_as_long(large: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        text = large(size)
        return quickest(lambda: read_smui(text))

    assert seconds(10_000) < 30 * seconds(1_000)
