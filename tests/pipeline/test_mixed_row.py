from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from searchapp.pipeline.candidate import Candidate, Recall
from searchapp.pipeline.profile import MixedRowPolicy
from searchapp.pipeline.ranking.mixed_row import blend, eligible, main_range, row_order
from searchapp.pipeline.request import Kind

POLICY = MixedRowPolicy(slots={Kind.LIVE: (2,), Kind.VIDEO: (5,)}, period=10)
counts = st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9)).map(
    lambda each: dict(zip(Kind, each, strict=True))
)


@dataclass(frozen=True)
class Items:
    kind: Kind
    total: int

    def at(self, index: int) -> Candidate | None:
        return Candidate(self.kind, f"{self.kind}-{index}", ()) if index < self.total else None


def row(products: int, videos: int, lives: int, offset: int = 0, size: int = 10) -> list[str]:
    kinds = [Items(Kind.PRODUCT, products), Items(Kind.VIDEO, videos), Items(Kind.LIVE, lives)]
    return [item.id for item in blend(kinds, POLICY, offset, size)]


def test_a_live_stream_and_a_video_take_their_slots() -> None:
    assert row(100, 1, 1, size=7) == [
        "product-0", "product-1", "live-0", "product-2", "product-3", "video-0", "product-4",
    ]  # fmt: skip


def test_without_others_the_row_is_all_products() -> None:
    assert row(3, 0, 0) == ["product-0", "product-1", "product-2"]


def test_what_is_left_follows_when_products_run_out() -> None:
    assert row(1, 2, 1) == ["product-0", "video-0", "live-0", "video-1"]


@given(counts, st.integers(1, 20))
def test_pages_fit_together_and_nothing_is_lost_or_doubled(
    counts: dict[Kind, int], size: int
) -> None:
    total = sum(counts.values())
    pages = [
        place
        for offset in range(0, total + size, size)
        for place in row_order(counts, POLICY, offset + size)[offset:]
    ]
    assert sorted(pages) == sorted(
        (kind, index) for kind, count in counts.items() for index in range(count)
    )


@given(counts, st.integers(0, 100), st.integers(1, 30))
def test_a_page_needs_no_product_outside_its_range(
    counts: dict[Kind, int], offset: int, size: int
) -> None:
    start, end = main_range(list(counts), POLICY, offset, size, most_others=9)
    needed = [
        index
        for kind, index in row_order(counts, POLICY, offset + size)[offset:]
        if kind is Kind.PRODUCT
    ]
    assert all(start <= index < end for index in needed)


def video(channel: str, similarity: float | None) -> Candidate:
    features = {} if similarity is None else {"similarity": similarity}
    return Candidate(Kind.VIDEO, "v", (Recall(channel, 1, 1.0),), features)


def test_a_video_found_by_words_needs_to_come_near_the_best_product() -> None:
    assert eligible([video("lexical", 0.5)], 0.6, POLICY)
    assert not eligible([video("lexical", 0.3)], 0.6, POLICY)


def test_a_video_found_by_meaning_alone_must_reach_the_best_product() -> None:
    assert not eligible([video("semantic", 0.5)], 0.6, POLICY)
    assert eligible([video("semantic", 0.6)], 0.6, POLICY)


def test_without_similarities_the_words_decide() -> None:
    assert eligible([video("lexical", None)], 0.6, POLICY)
    assert not eligible([video("semantic", None)], None, POLICY)
