"""Which phrases of the catalog and the query log complete a query, and which never do."""

from __future__ import annotations

import pytest

from analyzers.completions.builder import CompletionIndexBuilder
from analyzers.completions.completion_index import CompletionIndex
from analyzers.completions.meaning import meaning
from analyzers.completions.personal_data import may_be_personal
from analyzers.completions.phrase_counts import PhraseCounts
from analyzers.completions.title_phrases import title_phrases
from analyzers.evidence import CatalogItem, LoggedQuery


def item(number: int, title: str, **fields: object) -> CatalogItem:
    given = {"categories": ("Shoes", "Shoes > Sports Shoes"), "brand": "Velo", **fields}
    return CatalogItem(id=str(number), title=title, **given)  # type: ignore[arg-type]


def learnt(
    items: list[CatalogItem], queries: list[LoggedQuery] | None = None, people: int = 5
) -> CompletionIndex:
    builder = CompletionIndexBuilder(people=people)
    for each in items:
        builder.add(each)
    for query in queries or []:
        builder.add_query(query)
    return builder.build()


def phrases(index: CompletionIndex) -> set[str]:
    return set(index.phrases)


def logged(text: str, people: int, searches: int = 0, found: int | None = None) -> LoggedQuery:
    searches = searches or people
    return LoggedQuery(text, "en", people, searches, searches if found is None else found)


RUNNING = [
    item(number, "Velo Trail Running Shoes, Red, 42 cm", colours=("red",)) for number in range(4)
]
KETTLES = [
    item(
        10 + number,
        f"{words} Kettle by Brew & Co, 1.7 l",
        brand="Brew & Co",
        categories=("Kitchen", "Kitchen > Kettles"),
        material="steel",
        popularity=100,
    )
    for number, words in enumerate(
        ["Electric", "Steel Electric", "Steel Electric", "Steel Electric"]
    )
]


class TestTheCatalog:
    def test_gives_categories_brands_and_what_titles_share(self) -> None:
        found = phrases(learnt(RUNNING + KETTLES))
        assert {"sports shoes", "kettle", "velo", "brew & co", "steel electric kettle"} <= found
        assert "trail running shoes" in found

    def test_gives_brand_colour_and_material_with_the_type_of_product(self) -> None:
        found = phrases(learnt(RUNNING + KETTLES))
        assert {"brew & co kettles", "steel kettles"} <= found

    def test_gives_no_sizes_no_stop_words_at_the_ends_and_no_parts(self) -> None:
        found = phrases(learnt(RUNNING + KETTLES))
        assert not {"42 cm", "cm", "1.7 l", "kettle by", "by", "trail running", "trail"} & found

    def test_gives_nothing_that_only_one_title_has(self) -> None:
        found = phrases(learnt([*RUNNING, item(9, "Peculiar Velvet Slippers", brand="")]))
        assert not any("peculiar" in phrase for phrase in found)

    def test_words_that_meet_by_chance_make_no_phrase(self) -> None:
        kinds = ["chair", "kettle", "dress", "lamp", "phone", "drill", "doll", "sofa"]
        items = [
            item(
                number,
                f"Otto {kind} strong" if number % 2 else f"{kind} made well",
                brand="",
                categories=(kind,),
            )
            for number in range(80)
            for kind in [kinds[number % len(kinds)]]
        ]
        assert not any("otto" in phrase for phrase in phrases(learnt(items)))

    def test_what_more_and_better_known_products_have_comes_first(self) -> None:
        index = learnt(RUNNING + KETTLES)
        weights = dict(zip(index.phrases, index.weights.tolist(), strict=True))
        assert weights["kettle"] > weights["sports shoes"]

    def test_is_learnt_the_same_from_the_same_evidence(self) -> None:
        once, again = learnt(RUNNING + KETTLES), learnt(RUNNING + KETTLES)
        assert list(once.phrases) == list(again.phrases)
        assert once.weights.tolist() == again.weights.tolist()


class TestTheQueryLog:
    @pytest.mark.parametrize("people", [2, 5, 20])
    def test_a_query_of_fewer_people_is_never_suggested(self, people: int) -> None:
        rare, common = logged("odd secret wish", people - 1, 1000), logged("gift box", people)
        index = learnt(KETTLES, [rare, common], people)
        assert "gift box" in phrases(index)
        assert "odd secret wish" not in phrases(index)
        for end in range(1, 16):
            texts = [each.text for each in index.complete("odd secret wish"[:end], 20)]
            assert not any("secret" in text for text in texts)

    def test_the_same_people_are_not_counted_twice_for_two_spellings(self) -> None:
        queries = [logged("odd wish", 4), logged("Odd  wish", 4), logged("odd wishes", 4)]
        assert not any("odd" in phrase for phrase in phrases(learnt(KETTLES, queries)))

    @pytest.mark.parametrize(
        "text",
        [
            "anna.k@example.org",
            "order 4711-0815-99",
            "+49 170 123 45 67",
            "4111 1111 1111 1111",
            "(030) 123/4567",
            "de89 3704 0044 0532 0130 00",
            "www.example.org",
            "٠١٢٣٤٥٦٧",
        ],
    )
    def test_personal_data_is_never_suggested_however_many_typed_it(self, text: str) -> None:
        assert may_be_personal(text)
        assert text not in phrases(learnt(KETTLES, [logged(text, 500)]))

    @pytest.mark.parametrize(
        "text", ["205/55 r16 tyre", "iphone 15 128 gb", "2x4 lumber", "t-shirt"]
    )
    def test_sizes_and_models_are_no_personal_data(self, text: str) -> None:
        assert text in phrases(learnt(KETTLES, [logged(text, 500)]))

    def test_a_query_that_found_nothing_is_not_suggested(self) -> None:
        assert "unicorn" not in phrases(learnt(KETTLES, [logged("unicorn", 500, found=0)]))

    def test_what_finds_more_often_comes_before_what_is_asked_more_often(self) -> None:
        queries = [logged("gift wrap", 40, 100, 10), logged("gift box", 30, 100, 90)]
        completed = learnt(KETTLES, queries).complete("gif", 5)
        assert [each.text for each in completed] == ["gift box", "gift wrap"]


class TestMeaning:
    @pytest.mark.parametrize(
        ("one", "other", "language"),
        [
            ("running shoes", "Shoe running", "en"),
            ("dress for women", "women dresses", "en"),
            ("watches", "watch", "en"),
            ("cookies", "cookie", "en"),
            ("t-shirt", "t shirts", "en"),
            ("crème", "creme", "en"),
            ("schuhe für damen", "damen schuh", "de"),
            ("zapatos rojos", "zapato rojo", "es"),
        ],
    )
    def test_number_order_and_function_words_do_not_count(
        self, one: str, other: str, language: str
    ) -> None:
        assert meaning(one, language) == meaning(other, language)

    @pytest.mark.parametrize(("one", "other"), [("cap", "cape"), ("run", "running"), ("bus", "bu")])
    def test_different_words_stay_different(self, one: str, other: str) -> None:
        assert meaning(one) != meaning(other)

    def test_one_form_is_suggested_and_it_weighs_for_all(self) -> None:
        queries = [logged("kettle electric", 6), logged("electric kettles", 60)]
        index = learnt(KETTLES, queries)
        electric = [phrase for phrase in index.phrases if meaning(phrase) == "electric kettle"]
        assert electric == ["electric kettles"]


def test_titles_are_parted_at_punctuation_measures_and_the_brand() -> None:
    assert title_phrases("Brew & Co Steel Kettle, 1.7 l - Cordless", "Brew & Co") == {
        "steel",
        "steel kettle",
        "kettle",
        "cordless",
    }
    assert title_phrases("Phone with 128 GB for 2 people") == {"phone", "people"}


def test_counting_forgets_the_rarest_and_keeps_within_its_bounds() -> None:
    counts = PhraseCounts(100)
    for number in range(5_000):
        counts.add("shoes", 1.0, "a")
        counts.add(f"rare {number}", 1.0, "a")
    assert len(counts) <= 100
    shoes = counts.get("shoes")
    assert shoes is not None
    assert shoes.items == 5_000


@pytest.mark.parametrize("wrong", [{"people": 0}, {"most_phrases": 0}, {"most_counted": 0}])
def test_bounds_must_be_positive(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        CompletionIndexBuilder(**wrong)


def test_the_heaviest_phrases_are_kept() -> None:
    builder = CompletionIndexBuilder(most_phrases=2)
    for each in KETTLES:
        builder.add(each)
    assert len(builder.build()) == 2
