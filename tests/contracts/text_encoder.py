"""What every text encoder must do: the shared suite. Inherit it and give `encoder()`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analyzers.embedding.base import TextEncoder

TITLES = [
    "Kettle, stainless steel, 1.7 l",
    "Electric kettle in stainless steel",
    "Leather sofa with three seats",
    "läufer größe 42 – «chaussures»",
    "走るための靴 🏃",
    "M8x40",
    "USB-C cable 2 m, braided, for fast charging of phones, tablets and laptops, pack of three",
]


class TextEncoderContract:
    """Inherited by the test class of each text encoder."""

    def encoder(self) -> TextEncoder:
        raise NotImplementedError

    def test_it_is_a_text_encoder_with_a_name(self) -> None:
        assert isinstance(self.encoder(), TextEncoder)
        assert self.encoder().name

    def test_a_vector_is_a_row_of_float32_with_norm_one(self) -> None:
        vectors = self.encoder().encode(TITLES)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TITLES), self.encoder().dimensions)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)

    def test_no_texts_give_no_rows(self) -> None:
        assert self.encoder().encode([]).shape == (0, self.encoder().dimensions)

    @pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0\u3000"])
    def test_an_empty_text_gives_zeros_and_does_not_disturb_its_neighbours(self, text: str) -> None:
        kettle, nothing, sofa = self.encoder().encode(["kettle", text, "sofa"])
        assert not nothing.any()
        assert kettle.any()
        assert sofa.any()

    def test_rows_stand_in_the_order_of_the_texts(self) -> None:
        forwards = self.encoder().encode(TITLES)
        backwards = self.encoder().encode(TITLES[::-1])
        np.testing.assert_array_equal(forwards, backwards[::-1])

    def test_the_vector_of_a_text_does_not_depend_on_its_neighbours(self) -> None:
        together = self.encoder().encode(TITLES * 5)
        alone = np.concatenate([self.encoder().encode([title]) for title in TITLES])
        np.testing.assert_array_equal(together, np.tile(alone, (5, 1)))

    def test_threads_do_not_disturb_each_other(self) -> None:
        encoder = self.encoder()
        expected = encoder.encode(TITLES)
        with ThreadPoolExecutor(4) as pool:
            for vectors in pool.map(encoder.encode, [TITLES] * 8):
                np.testing.assert_array_equal(vectors, expected)

    @settings(
        max_examples=40,
        deadline=None,
        # Each implementation inherits this test; no state is shared between them.
        suppress_health_check=[HealthCheck.differing_executors],
    )
    @given(st.text(st.characters(exclude_categories=()), max_size=60))
    @example("\x00\x07\x1b")
    @example("\ud800 lone surrogate \udfff")
    @example("🧦👩‍👩‍👧")
    @example("\u202eright to left")
    def test_any_text_gives_finite_numbers_of_norm_one_or_zero(self, text: str) -> None:
        (vector,) = self.encoder().encode([text])
        assert np.isfinite(vector).all()
        norm = float(np.linalg.norm(vector))
        assert norm == 0 or abs(norm - 1) < 1e-4

    @pytest.mark.parametrize("text", ["kettle " * 1_500, "k" * 10_000, " " * 9_990 + "kettle"])
    def test_ten_thousand_characters_are_no_problem(self, text: str) -> None:
        (vector,) = self.encoder().encode([text])
        assert vector.any()

    def test_one_string_in_place_of_a_list_is_refused(self) -> None:
        with pytest.raises(TypeError, match="wrap a single text in a list"):
            self.encoder().encode("kettle")

    def test_upper_and_lower_case_are_the_same(self) -> None:
        upper, lower = self.encoder().encode(["KETTLE", "kettle"])
        np.testing.assert_array_equal(upper, lower)

    def test_texts_that_share_words_are_nearer_than_strangers(self) -> None:
        kettle, same, sofa = self.encoder().encode(TITLES[:3])
        assert kettle @ same > kettle @ sofa + 0.2

    def test_warming_up_twice_changes_nothing(self) -> None:
        encoder = self.encoder()
        encoder.warm_up()
        before = encoder.encode(TITLES)
        encoder.warm_up()
        np.testing.assert_array_equal(encoder.encode(TITLES), before)
