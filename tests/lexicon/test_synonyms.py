"""Synonyms as they are kept, typed and put to use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from analyzers.synonyms.rule import RuleKind, SynonymRule
from searchapp.lexicon.forms.fields import TermsField
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.written_parts import written_parts
from searchapp.publishing import compiling
from searchapp.publishing.documents import published_document
from tests.timing import quickest


@pytest.mark.django_db
def test_a_row_says_what_its_rule_says() -> None:
    rule = SynonymRule("", RuleKind.ONE_WAY, ("laptop",), ("notebook", "für"), 0.5, "en", False)
    row = Synonym.of(rule)
    row.full_clean()
    row.save()
    row.refresh_from_db()
    assert row.rule == replace(rule, name=f"synonym {row.key}")
    assert str(row) == "laptop → notebook, für"


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": "tv"},
        {"terms": ["tv", 5]},
        {"terms": ["tv", " "]},
        {"terms": ["x" * 1_001]},
        {"terms": ["tv"] * 1_001},
        {"weight": 0.0},
        {"weight": 1.5},
        {"kind": "sideways"},
    ],
)
@pytest.mark.django_db
def test_columns_refuse_what_cannot_be(wrong: dict[str, object]) -> None:
    row = Synonym(**{"terms": ["tv", "television"], **wrong})
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert list(caught.value.message_dict) == list(wrong)


@pytest.mark.django_db
def test_active_rows_are_put_to_use_and_broken_ones_are_left_out() -> None:
    good = Synonym.objects.create(terms=["tv", "television"])
    Synonym.objects.create(terms=["sofa", "couch"], is_active=False)
    lists = ({"a": 1}, ["tv", 1], "tv", 5, [])
    broken = [Synonym.objects.create(terms=terms) for terms in lists]
    broken.append(Synonym.objects.create(kind="sideways", terms=["a", "b"]))
    broken.append(Synonym.objects.create(terms=["a", "b"], weight=-1))
    assert all(str(row) for row in broken)
    written = written_parts(published_document())
    assert [rule.name for rule in written.parts["synonyms"].rules] == [f"synonym {good.key}"]


@pytest.mark.django_db
def test_what_was_written_is_told_apart_by_its_digest() -> None:
    row = Synonym.objects.create(terms=["tv", "television"])
    before = written_parts(published_document()).digest
    assert written_parts(published_document()).digest == before
    Synonym.objects.filter(pk=row.pk).update(weight=0.5)
    assert written_parts(published_document()).digest != before


@pytest.mark.django_db
def test_ten_thousand_synonyms_load_in_two_seconds() -> None:
    Synonym.objects.bulk_create(
        [Synonym(terms=[f"word{number}", f"other word{number}"]) for number in range(10_000)]
    )

    document = published_document()

    def load() -> None:
        compiling.forget()
        assert len(written_parts(document).parts["synonyms"]) == 10_000

    assert quickest(load) < 2


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("tv, television\ntelly", ["tv", "television", "telly"]),
        ("  flat  screen \r\n\r\n, tv,", ["flat screen", "tv"]),
        ("tv\ntv", ["tv"]),
        ("1,5 l, 2 l", ["1,5 l", "2 l"]),
        ("1, 5", ["1", "5"]),
        (r"salt\, pepper, spice", ["salt, pepper", "spice"]),
        ("電視、テレビ，tv", ["電視", "テレビ", "tv"]),
    ],
)
def test_terms_are_typed_one_per_line_or_with_commas(typed: str, terms: list[str]) -> None:
    assert TermsField().clean(typed) == terms


words = st.text(
    st.characters(blacklist_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], blacklist_characters="\\"),
    min_size=1,
    max_size=12,
)


@given(st.lists(words, min_size=1, max_size=5, unique=True))
def test_terms_come_back_as_they_were_typed(terms: list[str]) -> None:
    field = TermsField()
    assert field.clean(field.prepare_value(terms)) == terms
    assert not field.has_changed(terms, field.prepare_value(terms))
