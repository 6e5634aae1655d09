"""What every search engine does, as tests. A suite for one engine inherits `SearchEngineContract`
and provides the fixture `engine_pair`: (engine, writer) on an empty place, for `DIMENSIONS`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rerankers.base import STORED_VECTORS
from searchapp.engines.base import IndexWriter
from searchapp.pipeline.request import AnyOf, Between, Kind, Sort
from searchapp.pipeline.retrieval import (
    HIGHLIGHT_END,
    HIGHLIGHT_START,
    Alternative,
    Exclusion,
    FacetRequest,
    Match,
    RetrievalQuery,
    SearchEngine,
    VectorClause,
)
from searchapp.pipeline.schema import EMBEDDING, IDENTIFIERS
from tests.contracts.shop import DIMENSIONS, TIMEOUT_MS, Shop, direction, near, words

COSINE_TOLERANCE = 0.03
"""Vectors may be held in int8."""

few_examples = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)


class _OnAnyEngine:
    @pytest.fixture
    def engine_pair(self) -> tuple[SearchEngine, IndexWriter]:
        raise NotImplementedError("provide the fixture engine_pair: (engine, writer)")

    @pytest.fixture
    def shop(self, engine_pair: tuple[SearchEngine, IndexWriter]) -> Shop:
        return Shop(*engine_pair)


class _Words(_OnAnyEngine):
    def test_each_word_may_match_in_another_field(self, shop: Shop) -> None:
        shop.add(
            {"id": "both", "title": "steel kettle", "brand_text": "Acme"},
            {"id": "title", "title": "steel kettle", "brand_text": "Other"},
            {"id": "brand", "title": "toaster", "brand_text": "Acme"},
        )
        clause = words("acme kettle", fields={"title": 3.0, "brand_text": 2.0}, minimum_match=1.0)
        assert shop.found(clause) == ["both"]

    def test_one_word_is_enough_without_a_minimum(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle"}, {"id": "b", "title": "toaster"})
        assert set(shop.found(words("kettle toaster lamp"))) == {"a", "b"}

    def test_minimum_match_drops_items_with_too_few_words(self, shop: Shop) -> None:
        shop.add(
            {"id": "1", "title": "red"},
            {"id": "2", "title": "red wool"},
            {"id": "3", "title": "red wool", "body": "winter"},
            {"id": "4", "title": "red wool winter scarf"},
        )
        text = "red wool winter scarf"
        assert set(shop.found(words(text, minimum_match=0.5))) == {"2", "3", "4"}
        assert set(shop.found(words(text, minimum_match=0.75))) == {"3", "4"}
        assert set(shop.found(words(text, minimum_match=1.0))) == {"4"}

    def test_minimum_match_is_rounded_down_but_never_to_no_word(self, shop: Shop) -> None:
        shop.add(
            {"id": "0", "title": "lamp"},
            {"id": "1", "title": "red"},
            {"id": "2", "title": "red wool"},
        )
        assert set(shop.found(words("red wool scarf", minimum_match=0.9))) == {"2"}
        assert set(shop.found(words("red wool scarf", minimum_match=0.1))) == {"1", "2"}

    def test_a_word_in_two_fields_counts_once(self, shop: Shop) -> None:
        shop.add(
            {"id": "twice", "title": "kettle", "body": "kettle kettle"},
            {"id": "all", "title": "steel kettle"},
        )
        assert shop.found(words("kettle steel", minimum_match=1.0)) == ["all"]

    def test_stop_words_are_not_words(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kitchen kettle"})
        assert shop.found(words("a kettle for the kitchen", minimum_match=1.0)) == ["a"]

    def test_words_are_stemmed(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "running shoes"}, {"id": "b", "title": "run, shoe, run"})
        assert set(shop.found(words("shoe"))) == {"a", "b"}
        assert set(shop.found(words("runs shoes", minimum_match=1.0))) == {"a", "b"}

    def test_possessives_are_the_word(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "women's coat"}, {"id": "b", "title": "womens coat"})
        for text in ("women's", "womens", "women’s"):
            assert set(shop.found(words(text))) == {"a", "b"}, text

    def test_case_does_not_matter(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "KETTLE"}, {"id": "b", "title": "kettle"})
        assert set(shop.found(words("Kettle"))) == {"a", "b"}

    def test_accents_are_folded(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "café crème"}, {"id": "b", "title": "cafe creme"})
        assert set(shop.found(words("cafe"))) == {"a", "b"}
        assert set(shop.found(words("Crème", minimum_match=1.0))) == {"a", "b"}

    def test_any_script_is_searchable(self, shop: Shop) -> None:
        shop.add({"id": "ja", "title": "電気ケトル"}, {"id": "ru", "title": "Чайник 2 литра"})
        assert shop.found(words("電気ケトル", minimum_match=1.0)) == ["ja"]
        assert shop.found(words("чайник", minimum_match=1.0)) == ["ru"]

    def test_hyphens_part_words(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "T-shirt, slim-fit"})
        assert shop.found(words("slim fit t shirt", minimum_match=1.0)) == ["a"]

    @pytest.mark.parametrize(
        "text",
        ["kettle AND", "OR kettle", 'kettle "', "(kettle", "kettle) [", "kettle*", "kettle ~2 ^",
         "NOT kettle", "-kettle", "+kettle /", "\\kettle", "kettle && ||", "{kettle} TO"],
    )  # fmt: skip
    def test_query_syntax_has_no_meaning(self, shop: Shop, text: str) -> None:
        shop.add({"id": "a", "title": "kettle"}, {"id": "b", "title": "lamp"})
        assert shop.found(words(text)) == ["a"]

    def test_negation_has_no_meaning(self, shop: Shop) -> None:
        shop.add({"id": "steel", "title": "steel kettle"}, {"id": "glass", "title": "glass kettle"})
        assert shop.found(words("kettle NOT steel"))[0] == "steel"

    def test_long_texts_are_answered(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle"})
        text = " ".join(f"word{number}" for number in range(400)) + " kettle"
        assert shop.found(words(text)) == ["a"]
        assert shop.found(words(text, minimum_match=0.5)) == []
        assert shop.found(words("x" * 10_000 + " kettle")) == ["a"]

    @pytest.mark.parametrize("text", ["", "  ", "the of", "?!"])
    def test_a_required_clause_without_words_matches_nothing(self, shop: Shop, text: str) -> None:
        shop.add({"id": "a", "title": "the kettle"})
        assert shop.found(words(text)) == []

    @given(text=st.text(max_size=80))
    @few_examples
    def test_any_text_is_answered(self, shop: Shop, text: str) -> None:
        if not shop.indexes:
            shop.add({"id": "a", "title": "red kettle"}, {"id": "b", "title": "0 A b"})
        for clause in (words(text), words(text, match=Match.PHRASE)):
            result = shop.search(clause, highlight=("title",), field_scores=("title",))
            assert result.total == len(result.hits)

    def test_lists_of_text_are_searched_whole(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle", "body": ["keeps warm", "no drip"]})
        assert shop.found(words("warm drip", minimum_match=1.0)) == ["a"]


class _Clauses(_OnAnyEngine):
    def test_a_phrase_needs_its_words_in_order_in_one_field(self, shop: Shop) -> None:
        shop.add(
            {"id": "phrase", "title": "a red wool scarf"},
            {"id": "apart", "title": "wool scarf in red"},
            {"id": "across", "title": "red", "body": "wool"},
        )
        assert shop.found(words("red wool", match=Match.PHRASE)) == ["phrase"]

    def test_a_phrase_may_have_stop_words(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "the lord of the rings"}, {"id": "b", "title": "rings lord"})
        assert shop.found(words("lord of the rings", match=Match.PHRASE)) == ["a"]

    def test_a_phrase_of_one_word_is_the_word(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "red shoes"}, {"id": "b", "title": "lamp"})
        assert shop.found(words("shoe", match=Match.PHRASE)) == ["a"]

    def test_all_required_clauses_must_match(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "red kettle"}, {"id": "b", "title": "red lamp"})
        assert shop.found(words("red"), words("kettle", name="second")) == ["a"]

    def test_optional_clause_only_adds_score(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "kettle red"},
            {"id": "b", "title": "red kettle"},
            {"id": "c", "title": "red lamp kettle"},
            {"id": "d", "title": "lamp"},
        )
        phrase = words("red kettle", name="phrase", match=Match.PHRASE, required=False)
        plain = shop.search(words("red kettle"))
        lifted = shop.search(words("red kettle"), phrase)
        assert lifted.total == plain.total == 3
        assert lifted.hits[0].id == "b"
        before = {hit.id: hit.score for hit in plain.hits}
        after = {hit.id: hit.score for hit in lifted.hits}
        assert after["b"] > before["b"]
        assert after["a"] == pytest.approx(before["a"], rel=1e-4)

    def test_optional_clauses_alone_leave_everything_in(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "lamp"}, {"id": "b", "title": "kettle"})
        assert shop.found(words("kettle", required=False)) == ["b", "a"]

    def test_the_weight_of_a_clause_multiplies_its_score(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle"})
        [once] = shop.search(words("kettle")).hits
        [twice] = shop.search(words("kettle", weight=2.0)).hits
        assert twice.score == pytest.approx(2 * once.score, rel=1e-3)

    def test_weights_of_fields_decide(self, shop: Shop) -> None:
        shop.add(
            {"id": "title", "title": "kettle", "body": "lamp"},
            {"id": "body", "title": "lamp", "body": "kettle"},
        )
        assert shop.found(words("kettle", fields={"title": 5.0, "body": 1.0})) == ["title", "body"]
        assert shop.found(words("kettle", fields={"title": 1.0, "body": 5.0})) == ["body", "title"]

    def test_only_the_fields_of_the_clause_are_searched(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "lamp", "body": "kettle"})
        assert shop.found(words("kettle", fields={"title": 1.0})) == []

    def test_the_last_word_of_a_prefix_clause_may_be_unfinished(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title_words": "Red Kettles for the Kitchen"},
            {"id": "b", "title_words": "red kettledrum"},
            {"id": "c", "title_words": "blue kettle, darker red"},
        )

        def begun(text: str) -> set[str]:
            clause = words(text, fields={"title_words": 1.0}, match=Match.PREFIX)
            return set(shop.found(clause))

        assert begun("k") == {"a", "b", "c"}
        assert begun("RED kettle") == {"a", "b", "c"}
        assert begun("red kettled") == {"b"}
        assert begun("kettles for the k") == {"a"}
        assert begun("re kettle") == set(), "only the last word may be unfinished"
        assert begun("nonesuch") == set()

    def test_rare_words_count_more(self, shop: Shop) -> None:
        shop.add(*({"id": f"k{n}", "title": "kettle plain"} for n in range(8)))
        shop.add({"id": "rare", "title": "samovar plain"})
        assert shop.found(words("kettle samovar"))[0] == "rare"


class _Alternatives(_OnAnyEngine):
    def test_an_alternative_finds_what_the_word_would(self, shop: Shop) -> None:
        shop.add(
            {"id": "word", "title": "grey sofa"},
            {"id": "other", "title": "grey couch"},
            {"id": "neither", "title": "grey lamp"},
        )
        clause = words("grey sofa", alternatives=(Alternative(1, 2, "couch"),), minimum_match=1.0)
        assert set(shop.found(clause)) == {"word", "other"}

    def test_an_alternative_is_stemmed_and_folded_as_words_are(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "Canapés"}, {"id": "b", "title": "lamp"})
        assert shop.found(words("sofa", alternatives=(Alternative(0, 1, "canapé"),))) == ["a"]

    def test_an_alternative_of_several_words_is_a_phrase(self, shop: Shop) -> None:
        shop.add(
            {"id": "phrase", "title": "a cell phone"},
            {"id": "apart", "title": "phone for the cell"},
            {"id": "across", "title": "cell", "body": "phone"},
            {"id": "part", "title": "phone"},
        )
        clause = words("mobile", alternatives=(Alternative(0, 1, "cell phone"),))
        assert shop.found(clause) == ["phrase"]

    def test_an_alternative_stands_for_all_words_that_it_covers(self, shop: Shop) -> None:
        shop.add(
            {"id": "words", "title": "cell phone case"},
            {"id": "other", "title": "mobile case"},
            {"id": "one", "title": "phone case"},
            {"id": "case", "title": "case"},
            {"id": "mobile", "title": "mobile"},
        )

        def found(share: float) -> set[str]:
            alternatives = (Alternative(0, 2, "mobile"),)
            clause = words("cell phone case", alternatives=alternatives, minimum_match=share)
            return set(shop.found(clause))

        assert found(1.0) == {"words", "other"}
        assert found(0.67) == {"words", "other", "one", "mobile"}
        assert found(0.0) == {"words", "other", "one", "mobile", "case"}

    def test_an_item_that_says_it_both_ways_says_it_once(self, shop: Shop) -> None:
        shop.add(
            {"id": "word", "title": "sofa grey velvet"},
            {"id": "both", "title": "sofa grey couch"},
            {"id": "other", "title": "couch grey velvet"},
        )
        clause = words("sofa", alternatives=(Alternative(0, 1, "couch"),))
        scores = [hit.score for hit in shop.search(clause).hits]
        assert scores == pytest.approx([scores[0]] * 3, rel=1e-3)

    def test_the_weight_of_an_alternative_multiplies_its_score(self, shop: Shop) -> None:
        shop.add({"id": "word", "title": "grey sofa"}, {"id": "other", "title": "grey couch"})
        clause = words("sofa", alternatives=(Alternative(0, 1, "couch", weight=0.5),))
        scores = {hit.id: hit.score for hit in shop.search(clause).hits}
        assert scores["other"] == pytest.approx(scores["word"] / 2, rel=1e-3)

    def test_an_alternative_for_two_words_scores_once_for_both(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "cell phone"}, {"id": "b", "title": "mobile device"})
        [alone] = shop.search(words("mobile")).hits
        clause = words("cell phone", alternatives=(Alternative(0, 2, "mobile"),))
        scores = {hit.id: hit.score for hit in shop.search(clause).hits}
        assert scores["b"] == pytest.approx(alone.score, rel=1e-3)

    def test_other_words_score_as_they_do_without_alternatives(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "steel kettle", "brand_text": "Acme"},
            {"id": "b", "title": "acme steel lamp", "body": "a kettle beside it, a steel one"},
            {"id": "c", "title": "toaster", "brand_text": "Acme", "body": "no kettle"},
            {"id": "d", "title": "kettle"},
        )
        fields = {"title": 3.0, "brand_text": 2.0, "body": 1.0}
        nowhere = (Alternative(1, 2, "nonesuch"),)
        for share in (0.0, 0.67, 1.0):
            plain = words("acme steel kettle", fields=fields, minimum_match=share)
            other = words(
                "acme steel kettle", fields=fields, minimum_match=share, alternatives=nowhere
            )
            expected = {hit.id: hit.score for hit in shop.search(plain).hits}
            scores = {hit.id: hit.score for hit in shop.search(other).hits}
            assert scores == {id: pytest.approx(each, rel=1e-4) for id, each in expected.items()}

    def test_a_replacement_is_searched_instead_of_the_words(self, shop: Shop) -> None:
        shop.add(
            {"id": "old", "title": "blue sneekers"},
            {"id": "new", "title": "blue sneakers"},
            {"id": "newer", "title": "blue trainers"},
        )
        clause = words(
            "blue sneekers",
            minimum_match=1.0,
            alternatives=(
                Alternative(1, 2, "sneakers", replaces=True),
                Alternative(1, 2, "trainers", replaces=True),
            ),
        )
        assert set(shop.found(clause)) == {"new", "newer"}

    def test_alternatives_may_overlap(self, shop: Shop) -> None:
        shop.add(
            {"id": "words", "title": "usb c charger"},
            {"id": "first", "title": "type c charger"},
            {"id": "second", "title": "usb fast power supply"},
            {"id": "neither", "title": "wireless charger"},
        )
        clause = words(
            "usb c charger",
            minimum_match=1.0,
            alternatives=(Alternative(0, 2, "type c"), Alternative(1, 3, "power supply")),
        )
        assert set(shop.found(clause)) == {"words", "first", "second"}

    def test_words_without_a_meaning_to_the_engine_need_not_match(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "salt & pepper mill"}, {"id": "b", "title": "salt"})
        alternatives = (Alternative(5, 6, "grinder"),)
        clause = words("the salt & the pepper mill", minimum_match=1.0, alternatives=alternatives)
        assert shop.found(clause) == ["a"]

    def test_a_word_with_a_hyphen_needs_all_its_parts(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "red t-shirt"}, {"id": "b", "title": "red shirt"})
        clause = words("t-shirt red", minimum_match=1.0, alternatives=(Alternative(0, 1, "tee"),))
        assert shop.found(clause) == ["a"]

    @pytest.mark.parametrize("text", ["", "  ", "the of", "?!"])
    def test_alternatives_without_words_find_nothing_more(self, shop: Shop, text: str) -> None:
        shop.add({"id": "a", "title": "the kettle"}, {"id": "b", "title": "lamp"})
        clause = words("kettle", alternatives=(Alternative(0, 1, text),))
        assert shop.found(clause) == ["a"]
        assert shop.found(words(text, alternatives=(Alternative(5, 6, "lamp"),))) == []

    def test_optional_clauses_have_alternatives_too(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "red lamp"}, {"id": "b", "title": "red couch"})
        alternatives = (Alternative(0, 1, "couch"),)
        lifted = words("sofa", name="lifted", required=False, alternatives=alternatives)
        assert shop.found(words("red"), lifted) == ["b", "a"]

    def test_facets_count_what_alternatives_find(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "sofa", "brand": "Acme"},
            {"id": "b", "title": "couch", "brand": "Best"},
            {"id": "c", "title": "lamp", "brand": "Best"},
        )
        clause = words("sofa", alternatives=(Alternative(0, 1, "couch"),))
        result = shop.search(clause, size=1, facets=(FacetRequest("brand"),))
        assert result.total == 2
        assert shop.facet("brand", result) == {"Acme": 1, "Best": 1}

    def test_fields_in_which_an_alternative_stands_have_scores(self, shop: Shop) -> None:
        shop.add(
            {"id": "word", "title": "grey mobile", "body": "plain"},
            {"id": "phrase", "title": "grey cell phone", "body": "phone cell"},
            {"id": "apart", "title": "grey phone", "body": "mobile"},
        )
        alternatives = (Alternative(1, 2, "cell phone", weight=0.5),)
        clause = words("grey mobile", alternatives=alternatives)
        plain = shop.search(clause)
        scored = shop.search(clause, field_scores=("title", "body"))
        assert {hit.id: hit.score for hit in scored.hits} == {
            hit.id: pytest.approx(hit.score, rel=1e-4) for hit in plain.hits
        }
        scores = {hit.id: hit.field_scores for hit in scored.hits}
        assert set(scores["word"]) == {"title"}
        assert set(scores["phrase"]) == {"title"}
        assert set(scores["apart"]) == {"title", "body"}
        assert scores["phrase"]["title"] > scores["apart"]["title"]

    def test_highlights_mark_alternatives(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "Grey couch"})
        clause = words("grey sofa", alternatives=(Alternative(1, 2, "couch"),))
        [hit] = shop.search(clause, highlight=("title",)).hits
        assert f"{HIGHLIGHT_START}couch{HIGHLIGHT_END}" in hit.highlights["title"][0]

    @given(
        text=st.text(max_size=30),
        said=st.text(max_size=20),
        first=st.integers(-1, 4),
        count=st.integers(0, 3),
    )
    @few_examples
    def test_any_alternative_is_answered(
        self, shop: Shop, text: str, said: str, first: int, count: int
    ) -> None:
        if not shop.indexes:
            shop.add({"id": "a", "title": "red kettle"}, {"id": "b", "title": "0 A b"})
        alternatives = (Alternative(first, first + count, said, weight=0.5),)
        clause = words(f"red {text}", alternatives=alternatives)
        result = shop.search(clause, highlight=("title",), field_scores=("title",))
        assert result.total == len(result.hits)


class _Exclusions(_OnAnyEngine):
    def test_items_with_an_excluded_word_are_left_out(self, shop: Shop) -> None:
        shop.add(
            {"id": "leather", "title": "grey sofa", "body": "of leather"},
            {"id": "velvet", "title": "grey sofa", "body": "of velvet"},
        )
        without = (Exclusion("leathers", ("title", "body")),)
        assert shop.found(words("sofa"), without=without) == ["velvet"]
        assert shop.found(without=without) == ["velvet"], "browsing"
        title_only = (Exclusion("leather", ("title",)),)
        assert set(shop.found(words("sofa"), without=title_only)) == {"leather", "velvet"}

    def test_several_excluded_words_are_a_phrase(self, shop: Shop) -> None:
        shop.add(
            {"id": "phrase", "title": "dress with long sleeves"},
            {"id": "apart", "title": "long dress, short sleeves"},
        )
        without = (Exclusion("long sleeves", ("title",)),)
        assert shop.found(words("dress"), without=without) == ["apart"]

    def test_an_exclusion_does_not_change_scores_and_is_not_counted(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "grey sofa", "brand": "Acme"},
            {"id": "b", "title": "grey sofa leather", "brand": "Acme"},
        )
        everything = {hit.id: hit.score for hit in shop.search(words("sofa")).hits}
        facets = (FacetRequest("brand"),)
        result = shop.search(
            words("sofa"), without=(Exclusion("leather", ("title",)),), facets=facets
        )
        assert {hit.id: hit.score for hit in result.hits} == {
            "a": pytest.approx(everything["a"], rel=1e-4)
        }
        assert (result.total, shop.facet("brand", result)) == (1, {"Acme": 1})

    def test_neighbours_and_identifiers_are_excluded_too(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "leather sofa", EMBEDDING: direction(1, 0), IDENTIFIERS: ["1"]},
            {"id": "b", "title": "velvet sofa", EMBEDDING: direction(0, 1), IDENTIFIERS: ["1"]},
        )
        without = (Exclusion("leather", ("title",)),)
        assert shop.found(vector=near(1, 0, k=1), without=without) == ["b"]
        assert shop.found(identifiers=("1",), without=without) == ["b"]

    @pytest.mark.parametrize("text", ["", "the of", "?!", "nonesuch"])
    def test_what_is_in_no_item_excludes_none(self, shop: Shop, text: str) -> None:
        shop.add({"id": "a", "title": "the kettle"})
        without = (Exclusion(text, ("title",)),)
        assert shop.found(words("kettle"), without=without) == ["a"]


class _Identifiers(_OnAnyEngine):
    def test_identifiers_match_whole(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "x", IDENTIFIERS: ["AB-123", "5901234123457"]},
            {"id": "b", "title": "x", IDENTIFIERS: ["AB-1234"]},
        )
        assert shop.found(identifiers=("AB-123",)) == ["a"]
        assert shop.found(identifiers=("AB-12",)) == []
        assert shop.found(identifiers=("5901234123457", "AB-1234")) == ["a", "b"]

    @pytest.mark.parametrize("spelling", ["ab-123/x", "AB123X", "ab 123 x", " Ab.123.X "])
    def test_identifiers_ignore_case_and_signs(self, shop: Shop, spelling: str) -> None:
        shop.add({"id": "a", "title": "x", IDENTIFIERS: ["AB-123/X"]})
        assert shop.found(identifiers=(spelling,)) == ["a"]

    def test_identifiers_obey_filters(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "x", IDENTIFIERS: ["1"], "available": False})
        assert shop.found(identifiers=("1",), filters=(AnyOf("available", ("true",)),)) == []


class _Filters(_OnAnyEngine):
    @pytest.fixture
    def stocked(self, shop: Shop) -> Shop:
        shop.add(
            {"id": "a", "title": "kettle", "brand": "Acme", "colour": ["red", "blue"],
             "price": 10.0, "created": 1_000_000_000, "available": True, "rating": 4.5},
            {"id": "b", "title": "kettle", "brand": "Acme", "colour": "blue",
             "price": 20.0, "created": 1_100_000_000, "available": False},
            {"id": "c", "title": "kettle", "brand": "Best", "colour": "red",
             "price": 30.5, "created": 1_200_000_000, "available": True, "rating": 3.0},
            {"id": "d", "title": "lamp", "brand": "Best & Co", "available": True},
        )  # fmt: skip
        return shop

    def test_any_of_the_values_of_a_filter_is_enough(self, stocked: Shop) -> None:
        assert stocked.found(filters=(AnyOf("brand", ("Acme", "Best")),)) == ["a", "b", "c"]
        assert stocked.found(filters=(AnyOf("colour", ("red",)),)) == ["a", "c"]

    def test_keywords_are_compared_as_they_are(self, stocked: Shop) -> None:
        assert stocked.found(filters=(AnyOf("brand", ("Best & Co",)),)) == ["d"]
        assert stocked.found(filters=(AnyOf("brand", ("acme",)),)) == []
        assert stocked.found(filters=(AnyOf("brand", ("Acm",)),)) == []

    def test_all_filters_apply(self, stocked: Shop) -> None:
        filters = (
            AnyOf("brand", ("Acme", "Best")),
            AnyOf("colour", ("red",)),
            Between("price", 15),
        )
        assert stocked.found(filters=filters) == ["c"]

    def test_a_filter_without_values_keeps_nothing(self, stocked: Shop) -> None:
        assert stocked.found(filters=(AnyOf("brand", ()),)) == []

    def test_booleans_filter_as_true_and_false(self, stocked: Shop) -> None:
        assert stocked.found(filters=(AnyOf("available", ("true",)),)) == ["a", "c", "d"]
        assert stocked.found(filters=(AnyOf("available", ("false",)),)) == ["b"]
        assert stocked.found(filters=(AnyOf("available", ("true", "false")),)) == list("abcd")

    def test_ids_filter(self, stocked: Shop) -> None:
        assert stocked.found(filters=(AnyOf("id", ("d", "b", "none")),)) == ["b", "d"]

    def test_range_ends_are_included(self, stocked: Shop) -> None:
        assert stocked.found(filters=(Between("price", 10, 20),)) == ["a", "b"]
        assert stocked.found(filters=(Between("price", 20, 30.5),)) == ["b", "c"]
        assert stocked.found(filters=(Between("price", 10.01, 19.99),)) == []

    def test_a_range_may_be_open(self, stocked: Shop) -> None:
        assert stocked.found(filters=(Between("price", at_least=20),)) == ["b", "c"]
        assert stocked.found(filters=(Between("price", at_most=20),)) == ["a", "b"]

    def test_dates_have_ranges(self, stocked: Shop) -> None:
        span = Between("created", 1_000_000_000, 1_100_000_000)
        assert stocked.found(filters=(span,)) == ["a", "b"]

    def test_items_without_a_value_are_not_in_a_range_and_sort_last(self, stocked: Shop) -> None:
        assert "d" not in stocked.found(filters=(Between("price", 0, 1_000_000),))
        assert "d" not in stocked.found(filters=(Between("price"),))
        assert stocked.found(sort=Sort("price")) == ["a", "b", "c", "d"]
        assert stocked.found(sort=Sort("price", descending=True)) == ["c", "b", "a", "d"]
        assert stocked.found(sort=Sort("rating", descending=True)) == ["a", "c", "b", "d"]

    def test_exclude_ids(self, stocked: Shop) -> None:
        assert stocked.found(exclude_ids=("a", "d", "none")) == ["b", "c"]
        assert stocked.search(words("kettle"), exclude_ids=("a",)).total == 2

    def test_filters_do_not_change_scores(self, stocked: Shop) -> None:
        plain = {hit.id: hit.score for hit in stocked.search(words("kettle")).hits}
        [kept] = stocked.search(words("kettle"), filters=(AnyOf("brand", ("Best",)),)).hits
        assert kept.id == "c"
        assert kept.score == pytest.approx(plain["c"], rel=1e-4)

    def test_sort_by_keyword_and_date(self, stocked: Shop) -> None:
        assert stocked.found(sort=Sort("brand")) == ["a", "b", "c", "d"]
        assert stocked.found(sort=Sort("brand", descending=True)) == ["d", "c", "a", "b"]
        assert stocked.found(sort=Sort("created", descending=True)) == ["c", "b", "a", "d"]
        assert stocked.found(sort=Sort("id", descending=True)) == ["d", "c", "b", "a"]

    def test_sorted_answers_obey_the_text(self, stocked: Shop) -> None:
        sort = Sort("price", descending=True)
        assert stocked.found(words("kettle"), sort=sort, size=2) == ["c", "b"]


class _Facets(_OnAnyEngine):
    @pytest.fixture
    def counted(self, shop: Shop) -> Shop:
        shop.add(
            {"id": "a", "title": "kettle", "brand": "Acme", "colour": ["red", "blue"],
             "available": True, "attributes": ["power=1 kW", "lid=yes"], "price": 5},
            {"id": "b", "title": "kettle", "brand": "Acme", "colour": ["blue"],
             "available": True, "attributes": ["power=2 kW"], "price": 15},
            {"id": "c", "title": "kettle", "brand": "Best", "colour": ["red"],
             "available": False, "attributes": ["power=2 kW", "powered=no"], "price": 25},
            {"id": "d", "title": "lamp", "brand": "Zen", "colour": ["red"], "available": True},
        )  # fmt: skip
        return shop

    def counts(self, shop: Shop, name: str, *clauses: Any, **rest: Any) -> dict[str, int]:
        request = FacetRequest(name, **rest.pop("facet", {}))
        return shop.facet(name, shop.search(*clauses, facets=(request,), **rest))

    def test_facets_count_the_items_that_match(self, counted: Shop) -> None:
        assert self.counts(counted, "brand", words("kettle")) == {"Acme": 2, "Best": 1}
        assert self.counts(counted, "brand") == {"Acme": 2, "Best": 1, "Zen": 1}

    def test_each_of_several_values_counts(self, counted: Shop) -> None:
        assert self.counts(counted, "colour", words("kettle")) == {"blue": 2, "red": 2}

    def test_booleans_are_facets(self, counted: Shop) -> None:
        assert self.counts(counted, "available") == {"true": 3, "false": 1}

    def test_facets_count_beyond_the_page(self, counted: Shop) -> None:
        assert self.counts(counted, "brand", size=0) == {"Acme": 2, "Best": 1, "Zen": 1}
        assert self.counts(counted, "brand", size=1, offset=3) == {"Acme": 2, "Best": 1, "Zen": 1}

    def test_facet_values_come_by_count_then_by_name(self, counted: Shop) -> None:
        assert list(self.counts(counted, "brand")) == ["Acme", "Best", "Zen"]
        assert self.counts(counted, "brand", facet={"size": 2}) == {"Acme": 2, "Best": 1}

    def test_a_facet_ignores_its_own_filter(self, counted: Shop) -> None:
        filters = (AnyOf("brand", ("Acme",)),)
        result = counted.search(words("kettle"), filters=filters, facets=(FacetRequest("brand"),))
        assert counted.facet("brand", result) == {"Acme": 2, "Best": 1}
        assert result.total == 2
        assert [hit.id for hit in result.hits] == ["a", "b"]

    def test_a_facet_obeys_a_binding_filter_on_its_own_field(self, counted: Shop) -> None:
        bound, chosen = AnyOf("colour", ("red",)), AnyOf("colour", ("blue",))
        result = counted.search(
            filters=(chosen, bound),
            binding=(bound,),
            facets=(FacetRequest("colour"), FacetRequest("brand")),
        )
        assert counted.facet("colour", result) == {"red": 3, "blue": 1}
        assert counted.facet("brand", result) == {"Acme": 1}
        assert [hit.id for hit in result.hits] == ["a"]
        alone = counted.search(filters=(bound,), binding=(bound,), facets=(FacetRequest("colour"),))
        assert counted.facet("colour", alone) == {"red": 3, "blue": 1}

    def test_filters_on_other_fields_shrink_a_facet(self, counted: Shop) -> None:
        filters = (AnyOf("brand", ("Acme",)), Between("price", 10))
        result = counted.search(
            filters=filters, facets=(FacetRequest("brand"), FacetRequest("colour"))
        )
        assert counted.facet("brand", result) == {"Acme": 1, "Best": 1}
        assert counted.facet("colour", result) == {"blue": 1}
        assert result.total == 1

    def test_a_facet_can_be_narrowed_to_a_prefix(self, counted: Shop) -> None:
        counts = self.counts(counted, "attributes", facet={"prefix": "power="})
        assert counts == {"power=2 kW": 2, "power=1 kW": 1}

    def test_the_signs_of_a_prefix_have_no_meaning(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "x", "attributes": ["a.*=1", "abc=2"]})
        assert self.counts(shop, "attributes", facet={"prefix": "a.*"}) == {"a.*=1": 1}

    def test_excluded_items_are_not_counted(self, counted: Shop) -> None:
        assert self.counts(counted, "brand", exclude_ids=("a", "d")) == {"Acme": 1, "Best": 1}

    def test_a_facet_of_nothing_is_empty(self, counted: Shop) -> None:
        assert self.counts(counted, "brand", words("nonesuch")) == {}


class _Pages(_OnAnyEngine):
    def test_browsing_finds_everything_by_id(self, shop: Shop) -> None:
        shop.add(*({"id": each, "title": f"item {each}"} for each in "cab"))
        result = shop.search()
        assert [hit.id for hit in result.hits] == ["a", "b", "c"]
        assert result.total == 3

    def test_total_is_exact_beyond_the_page(self, shop: Shop) -> None:
        shop.add(*({"id": f"{n:03}", "title": "kettle"} for n in range(150)))
        for query in ((), (words("kettle"),)):
            result = shop.search(*query, size=5)
            assert (len(result.hits), result.total) == (5, 150)
            assert shop.search(*query, size=0).total == 150
            beyond = shop.search(*query, size=5, offset=500)
            assert (beyond.hits, beyond.total) == ((), 150)

    def test_pages_do_not_overlap_and_ties_fall_to_the_id(self, shop: Shop) -> None:
        titles = ("kettle", "kettle lid", "steel kettle with a lid")
        shop.add(*({"id": f"{n * 7 % 60:02}", "title": titles[n % 3]} for n in range(30)))
        shop.add(*({"id": f"{n * 7 % 60:02}", "title": titles[n % 3]} for n in range(30, 60)))
        hits = shop.search(words("kettle"), size=100).hits
        whole = [hit.id for hit in hits]
        assert [(-hit.score, hit.id) for hit in hits] == sorted((-h.score, h.id) for h in hits)
        paged = [
            each
            for offset in range(0, 60, 7)
            for each in shop.found(words("kettle"), size=7, offset=offset)
        ]
        assert paged == whole

    def test_sorted_ties_fall_to_the_id(self, shop: Shop) -> None:
        shop.add(*({"id": f"{n * 7 % 20:02}", "title": "x", "price": n % 2} for n in range(20)))
        for descending in (False, True):
            hits = shop.search(
                sort=Sort("price", descending), size=50, feature_fields=("price",)
            ).hits
            sign = -1 if descending else 1
            keys = [(sign * hit.features["price"], hit.id) for hit in hits]
            assert len(keys) == 20 and keys == sorted(keys)

    def test_pages_go_deep(self, shop: Shop) -> None:
        shop.add(*({"id": f"{n:04}", "title": "kettle"} for n in range(1200)))
        assert shop.found(words("kettle"), offset=1190, size=20) == [
            f"{n:04}" for n in range(1190, 1200)
        ]


class _Vectors(_OnAnyEngine):
    def test_vector_scores_are_cosines(self, shop: Shop) -> None:
        shop.add(
            {"id": "same", "title": "x", EMBEDDING: direction(1, 0)},
            {"id": "near", "title": "x", EMBEDDING: direction(1, 1)},
            {"id": "across", "title": "x", EMBEDDING: direction(0, 1)},
            {"id": "against", "title": "x", EMBEDDING: direction(-1, 0)},
            {"id": "without", "title": "x"},
        )
        result = shop.search(vector=near(1, 0))
        assert [hit.id for hit in result.hits] == ["same", "near", "across", "against"]
        assert [hit.score for hit in result.hits] == pytest.approx(
            [1.0, 2**-0.5, 0.0, -1.0], abs=COSINE_TOLERANCE
        )
        assert result.total == 4

    def test_neighbours_bound_the_answer_and_its_total(self, shop: Shop) -> None:
        shop.add(*({"id": f"{n}", "title": "x", EMBEDDING: direction(1, n / 9)} for n in range(9)))
        result = shop.search(vector=near(1, 0, k=4))
        assert [hit.id for hit in result.hits] == ["0", "1", "2", "3"]
        assert result.total == 4
        assert shop.found(vector=near(1, 0, k=4), offset=2, size=10) == ["2", "3"]

    def test_minimum_similarity(self, shop: Shop) -> None:
        shop.add(
            {"id": "same", "title": "x", EMBEDDING: direction(1, 0)},
            {"id": "near", "title": "x", EMBEDDING: direction(1, 1)},
            {"id": "across", "title": "x", EMBEDDING: direction(0, 1)},
        )
        assert shop.found(vector=near(1, 0, minimum_similarity=0.5)) == ["same", "near"]

    def test_vector_search_obeys_filters(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "x", EMBEDDING: direction(1, 0), "brand": "Acme", "price": 5},
            {"id": "b", "title": "x", EMBEDDING: direction(1, 1), "brand": "Best", "price": 5},
            {"id": "c", "title": "x", EMBEDDING: direction(0, 1), "brand": "Best", "price": 50},
        )
        best = AnyOf("brand", ("Best",))
        assert shop.found(vector=near(1, 0), filters=(best,)) == ["b", "c"]
        assert shop.found(vector=near(1, 0), filters=(best, Between("price", 0, 10))) == ["b"]
        assert shop.found(vector=near(1, 0), exclude_ids=("a",)) == ["b", "c"]

    def test_a_selective_filter_still_finds_all_its_neighbours(self, shop: Shop) -> None:
        random = np.random.default_rng(7)
        near_ones = random.normal(0, 0.1, (400, DIMENSIONS)) + direction(1)
        shop.add(
            *(
                {"id": f"near{n}", "title": "x", EMBEDDING: direction(*row), "brand": "Common"}
                for n, row in enumerate(near_ones)
            ),
            *(
                {"id": f"far{n}", "title": "x", EMBEDDING: direction(-1, n), "brand": "Rare"}
                for n in range(5)
            ),
        )
        found = shop.found(vector=near(1, k=5), filters=(AnyOf("brand", ("Rare",)),))
        assert sorted(found) == [f"far{n}" for n in range(5)]
        common = shop.found(vector=near(1, k=100), size=100, filters=(AnyOf("brand", ("Common",)),))
        assert len(common) == 100

    def test_a_replaced_vector_is_found_in_its_new_place_only(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "x", EMBEDDING: direction(1, 0)})
        shop.add({"id": "a", "title": "x", EMBEDDING: direction(0, 1)})
        [hit] = shop.search(vector=near(1, 0)).hits
        assert hit.score == pytest.approx(0.0, abs=COSINE_TOLERANCE)
        shop.add({"id": "a", "title": "x"})
        assert shop.found(vector=near(1, 0)) == []

    def test_vectors_come_back(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "x", EMBEDDING: direction(3, 4)}, {"id": "b", "title": "x"})
        vectors = shop.engine.vectors(Kind.PRODUCT, ["a", "b", "none"], TIMEOUT_MS)
        assert list(vectors) == ["a"]
        assert vectors["a"].dtype == np.float32
        np.testing.assert_allclose(vectors["a"], direction(3, 4), atol=COSINE_TOLERANCE)

    def test_bytes_come_back_as_they_were_and_are_in_no_document(self, shop: Shop) -> None:
        kept = bytes(range(256))
        shop.add({"id": "a", "title": "x", STORED_VECTORS: kept}, {"id": "b", "title": "x"})
        read = shop.engine.stored_bytes
        found = read(Kind.PRODUCT, ["b", "a", "none"], STORED_VECTORS, TIMEOUT_MS)
        assert found == {"a": kept}
        assert read(Kind.PRODUCT, [], STORED_VECTORS, TIMEOUT_MS) == {}
        document = {"id": "a", "title": "x"}
        assert shop.engine.documents(Kind.PRODUCT, ["a"], TIMEOUT_MS) == {"a": document}

    def test_bytes_are_replaced_and_go_with_their_document(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "x", STORED_VECTORS: b"one"})
        shop.add({"id": "a", "title": "x", STORED_VECTORS: b"two"})
        ids = ["a"]
        read = shop.engine.stored_bytes
        assert read(Kind.PRODUCT, ids, STORED_VECTORS, TIMEOUT_MS) == {"a": b"two"}
        shop.add({"id": "a", "title": "x"})
        assert read(Kind.PRODUCT, ids, STORED_VECTORS, TIMEOUT_MS) == {}


class _Hits(_OnAnyEngine):
    def test_field_scores_are_given_per_field_and_do_not_change_the_score(self, shop: Shop) -> None:
        shop.add(
            {"id": "title", "title": "steel kettle"},
            {"id": "both", "title": "kettle", "body": "a steel kettle"},
            {"id": "body", "title": "lamp", "body": "not a kettle"},
        )
        plain = shop.search(words("steel kettle"))
        scored = shop.search(words("steel kettle"), field_scores=("title", "body"))
        assert [hit.id for hit in scored.hits] == [hit.id for hit in plain.hits]
        assert [hit.score for hit in scored.hits] == pytest.approx(
            [hit.score for hit in plain.hits], rel=1e-4
        )
        scores = {hit.id: hit.field_scores for hit in scored.hits}
        assert set(scores["title"]) == {"title"}
        assert set(scores["both"]) == {"title", "body"}
        assert set(scores["body"]) == {"body"}
        assert all(value > 0 for each in scores.values() for value in each.values())
        assert scores["title"]["title"] > scores["both"]["title"]
        assert all(not hit.field_scores for hit in plain.hits)

    def test_feature_fields(self, shop: Shop) -> None:
        shop.add(
            {"id": "a", "title": "x", "price": 9.5, "created": 1_000_000_000, "available": True,
             "stock": 0},
            {"id": "b", "title": "x", "available": False},
        )  # fmt: skip
        wanted = ("price", "created", "available", "stock", "rating")
        a, b = shop.search(feature_fields=wanted).hits
        assert a.features == {
            "price": 9.5, "created": 1_000_000_000.0, "available": 1.0, "stock": 0.0
        }  # fmt: skip
        assert b.features == {"available": 0.0}

    def test_document_fields(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "Kettle", "image": "a.jpg", "price": 9.5, "body": "long"})
        [hit] = shop.search(document_fields=("title", "image", "price", "brand")).hits
        assert hit.document == {"title": "Kettle", "image": "a.jpg", "price": 9.5}
        [bare] = shop.search().hits
        assert bare.document == {}

    def test_highlights_mark_the_words(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "Running shoes", "body": "for the road"})
        [hit] = shop.search(words("shoe red"), highlight=("title", "body")).hits
        assert set(hit.highlights) == {"title"}
        assert f"Running {HIGHLIGHT_START}shoes{HIGHLIGHT_END}" in hit.highlights["title"][0]

    def test_highlights_leave_the_text_as_it_is(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "Crème <b>brûlée</b> & co"})
        [hit] = shop.search(words("creme"), highlight=("title",)).hits
        marked = hit.highlights["title"][0]
        plain = marked.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "")
        assert plain == "Crème <b>brûlée</b> & co"
        assert f"{HIGHLIGHT_START}Crème{HIGHLIGHT_END}" in marked

    def test_highlights_of_long_texts_are_parts_of_them(self, shop: Shop) -> None:
        body = "plain words here. " * 200 + "A kettle boils. " + "more words here. " * 200
        shop.add({"id": "a", "title": "x", "body": body})
        [hit] = shop.search(words("kettle"), highlight=("body",)).hits
        parts = hit.highlights["body"]
        assert any(f"{HIGHLIGHT_START}kettle{HIGHLIGHT_END}" in part for part in parts)
        assert sum(map(len, parts)) < 1000

    def test_documents_come_back_without_vectors(self, shop: Shop) -> None:
        document = {
            "id": "a", "title": "Kettle", "colour": ["red", "blue"], "price": 9.5,
            "available": True, "image": {"url": "a.jpg", "sizes": [1, 2]},
        }  # fmt: skip
        shop.add({**document, EMBEDDING: direction(1)}, {"id": "b", "title": "x"})
        assert shop.engine.documents(Kind.PRODUCT, ["a", "none"], TIMEOUT_MS) == {"a": document}
        [hit] = shop.search(
            filters=(AnyOf("id", ("a",)),), document_fields=("title", EMBEDDING)
        ).hits
        assert hit.document == {"title": "Kettle"}


class _Answers(_OnAnyEngine):
    def test_answers_come_in_the_order_of_the_queries(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle"}, {"id": "b", "title": "lamp"})
        shop.add({"id": "v", "title": "kettle film"}, kind=Kind.VIDEO)
        queries = [
            RetrievalQuery(Kind.PRODUCT, "one", 5, text=(words("lamp"),)),
            RetrievalQuery(Kind.VIDEO, "two", 5, text=(words("kettle"),)),
            RetrievalQuery(Kind.PRODUCT, "three", 5, text=(words("kettle"),)),
        ]
        results = shop.engine.search(queries, TIMEOUT_MS)
        assert [[hit.id for hit in each.hits] for each in results] == [["b"], ["v"], ["a"]]

    def test_no_query_has_no_answer(self, shop: Shop) -> None:
        assert shop.engine.search([], TIMEOUT_MS) == []

    def test_one_bad_query_does_not_spoil_the_others(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle", EMBEDDING: direction(1)})
        good = RetrievalQuery(Kind.PRODUCT, "good", 5, text=(words("kettle"),))
        wrong_vector = VectorClause(EMBEDDING, np.ones(DIMENSIONS + 1, np.float32), 5)
        queries = [
            RetrievalQuery(Kind.PRODUCT, "sort", 5, sort=Sort("no_such_field")),
            good,
            RetrievalQuery(Kind.PRODUCT, "vector", 5, vector=wrong_vector),
            good,
        ]
        results = shop.engine.search(queries, TIMEOUT_MS)
        assert [[hit.id for hit in each.hits] for each in results] == [[], ["a"], [], ["a"]]
        assert [bool(each.error) for each in results] == [True, False, True, False]

    def test_a_kind_without_an_index_is_empty(self, shop: Shop) -> None:
        queries = [
            RetrievalQuery(Kind.LIVE, "text", 5, text=(words("kettle"),)),
            RetrievalQuery(Kind.LIVE, "vector", 5, vector=near(1)),
            RetrievalQuery(Kind.LIVE, "browse", 5, facets=(FacetRequest("host"),)),
        ]
        for result in shop.engine.search(queries, TIMEOUT_MS):
            assert (result.error, result.hits, result.total) == (None, (), 0)
        assert shop.engine.documents(Kind.LIVE, ["a"], TIMEOUT_MS) == {}
        assert shop.engine.vectors(Kind.LIVE, ["a"], TIMEOUT_MS) == {}
        assert shop.engine.stored_bytes(Kind.LIVE, ["a"], STORED_VECTORS, TIMEOUT_MS) == {}

    def test_an_empty_index_is_empty(self, shop: Shop) -> None:
        shop.add()
        assert shop.found() == shop.found(words("kettle")) == shop.found(vector=near(1)) == []
        assert shop.found(sort=Sort("price"), identifiers=("1",)) == []

    def test_removed_items_are_not_found(self, shop: Shop) -> None:
        shop.add(*({"id": each, "title": "kettle", EMBEDDING: direction(1)} for each in "ab"))
        shop.remove("a")
        assert shop.found() == shop.found(words("kettle")) == shop.found(vector=near(1)) == ["b"]
        assert list(shop.engine.documents(Kind.PRODUCT, ["a", "b"], TIMEOUT_MS)) == ["b"]

    def test_the_newest_form_of_an_item_is_found(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "kettle", "brand": "Acme"})
        shop.add({"id": "a", "title": "lamp"})
        assert shop.found(words("kettle")) == []
        assert shop.found(filters=(AnyOf("brand", ("Acme",)),)) == []
        assert shop.found(words("lamp")) == ["a"]

    def test_many_threads_may_search_at_once(self, shop: Shop) -> None:
        shop.add(*({"id": f"{n:02}", "title": f"kettle number{n}"} for n in range(30)))
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda n: shop.found(words(f"number{n % 30}")), range(60)))
        assert found == [[f"{n % 30:02}"] for n in range(60)]

    def test_the_engine_is_ready(self, shop: Shop) -> None:
        shop.add({"id": "a", "title": "x"})
        assert shop.engine.is_ready(TIMEOUT_MS)
        assert shop.engine.name


class SearchEngineContract(
    _Words,
    _Clauses,
    _Alternatives,
    _Exclusions,
    _Identifiers,
    _Filters,
    _Facets,
    _Pages,
    _Vectors,
    _Hits,
    _Answers,
):
    """All that `searchapp.pipeline.retrieval.SearchEngine` promises."""
