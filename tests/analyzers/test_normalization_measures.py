"""Numbers keep their units, and one measure has one form, however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.languages import language_data, shipped_languages
from analyzers.normalization import normalize
from analyzers.normalization.characters import normalize_characters
from analyzers.normalization.measures import find_measures, measure_of
from analyzers.normalization.units import UNITS, unit_names


def forms(text: str, language: str = "") -> list[str]:
    found = find_measures(normalize_characters(text), language)
    return [form for measure in found for form in measure.forms]


@pytest.mark.parametrize(
    "written",
    ["1,5 l", "1.5 litre", "1500ml", "1.5-Liter", "150 cl", "1 1/2 l", "1½ L", "1.5 ltr.", "15 dl"],
)
def test_one_form_for_a_volume(written: str) -> None:
    assert forms(written) == ["1500ml"]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ('1/2"', "0.5in"),
        ("3/4-inch", "0.75in"),
        ("1-1/2 in.", "1.5in"),
        ("50 ft.", "600in"),
        ("5'6\"", "66in"),
        ("5 ft 6 in", "66in"),
        ("5' 3 1/2\"", "63.5in"),
        ("5ft3-1/2in", "63.5in"),
        ("10 in pan", "10in"),
        ("2 kg", "2000g"),
        ("500 mcg", "500mcg"),
        ("2 lbs", "32oz"),
        ("1 tb", "1000000mb"),
        ("12,000 btu", "12000btu"),
        ("500 sq. ft.", "500sqft"),
        ("21 °C", "21degc"),
        ("pack of 6", "6pack"),
        ("6-pack", "6pack"),
        ("6er Pack", "6pack"),
        ("lot de 6", "6pack"),
        ("500毫升水杯", "500ml"),
        ("3 Zoll", "3in"),
        (".5 oz", "0.5oz"),
    ],
)
def test_each_unit_comes_to_its_base(written: str, form: str) -> None:
    assert forms(written) == [form]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2x4", "2x4"),
        ("2 x 4", "2x4"),
        ("2 × 4", "2x4"),
        ("8 ft x 10 ft", "96x120in"),
        ("8 x 10 ft", "96x120in"),
        ('2" x 4"', "2x4in"),
        ("20x30 cm", "200x300mm"),
        ("12 x 500 ml", "12x500ml"),
        ("500 ml x 12", "12x500ml"),
        ("500 ml x 12 pack", "12x500ml"),
        ("120 cm x 170", "1200x1700mm"),
        ("8'x10'", "96x120in"),
        ("5'6\"x7'", "66x84in"),
        ("2 by 4", "2x4"),
        ("8 ft by 10 ft", "96x120in"),
        ("120 by 170 cm", "1200x1700mm"),
    ],
)
def test_dimensions_are_one_measure(written: str, form: str) -> None:
    assert forms(written) == [form]
    assert forms(normalize(written)) == [form]


@pytest.mark.parametrize(("language", "word"), [("de", "mal"), ("es", "por"), ("fr", "par")])
def test_each_language_has_its_word_between_dimensions(language: str, word: str) -> None:
    assert forms(f"120 {word} 170 cm", language) == ["1200x1700mm"]


@pytest.mark.parametrize(
    "text",
    [
        "6 in 1 tool", "6-in-1", "aa-123/b", "ab-12v", "1080p", "10-12 ft", "5.2.1 l", "1/0 l",
        '"iphone 12" case', "90's dress", "under 50 pounds", "between 20 and 30 pounds",
        "no.7", "mp3", "3x zoom", "1234567890123 l",
    ],
)  # fmt: skip
def test_what_is_no_measure_stays_as_it_is(text: str) -> None:
    assert forms(text) == []
    assert normalize(text) == text


@pytest.mark.parametrize(
    ("text", "language", "form"),
    [
        ("1,299 ml", "en", "1299ml"),
        ("1,299 l", "de", "1299ml"),
        ("1.500 ml", "de", "1500ml"),
        ("1.500 l", "en", "1500ml"),
        ("0,125 l", "en", "125ml"),
    ],
)
def test_a_decimal_mark_is_read_as_the_language_has_it(text: str, language: str, form: str) -> None:
    assert forms(text, language) == [form]


def test_a_preposition_is_no_unit_where_the_language_has_it() -> None:
    assert normalize("2 in schwarz", "de") == "2 in schwarz"
    assert normalize("2in schwarz", "de") == "2in schwarz"


@pytest.mark.parametrize(
    "text",
    [
        "perfume from 20 to 40 usd", "$100 to $200", "sizes 2 to 4", "coffee 2 go",
        "tv under 400 in stock", "mugs 5 in stock, red", "6 in the box", "200 in total", "2 in one",
        "dress size 8 in black",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["", "en"])
def test_a_word_between_a_number_and_what_it_belongs_to_is_no_unit(
    text: str, language: str
) -> None:
    assert forms(text, language) == []
    assert normalize(text, language) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12 in", "12in"),
        ("27 in monitor", "27in monitor"),
        ("8 in x 10 in", "8x10in"),
        ("size 8 in x 10 in", "size 8x10in"),
        ("8 x 10 in the box", "8x10in the box"),
        ("12 in or 14 in pan", "12in or 14in pan"),
        ("10 in. stock pot", "10in stock pot"),
        ("12 in stock pot", "12in stock pot"),
        ("frame size 10 in", "frame size 10in"),
        ("pack of 4 in the box", "4pack in the box"),
        ("20 to 40 gb", "20 to 40gb"),
    ],
)
def test_inches_stay_inches(text: str, written: str) -> None:
    assert normalize(text) == written


def test_a_preposition_of_one_language_is_a_unit_of_another() -> None:
    assert forms("disque dur 2 to", "fr") == ["2000000mb"]
    assert forms("clé usb 64 go", "fr") == ["64000mb"]


@given(
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(["from {} to {}", "{} to {}", "${} to ${}", "between {} to {} usd"]),
)
def test_a_range_keeps_its_words(least: int, most: int, wording: str) -> None:
    text = wording.format(least, most)
    assert normalize(text, "en") == text


@given(st.integers(1, 999), st.sampled_from(["in", "in.", "inch", "inches", '"']), st.data())
def test_inches_are_read_at_the_end_before_a_thing_and_between_measures(
    number: int, unit: str, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(["{}", "{} monitor", "{} x {}", "{} by {}", "{}, black"]))
    joined = text.replace("{}", f"{number} {unit}" if unit != '"' else f'{number}"')
    assert all(form.endswith("in") for form in forms(joined, "en"))
    assert forms(joined, "en")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("50 Ft. hose", "50ft hose"),
        ("1,5 litre", "1.5l"),
        ('1/2" drill', "1/2in drill"),
        ("20 lbs weight", "20lbs weight"),
        ("pack of 6 mugs", "6pack mugs"),
        ("1,299", "1,299"),
    ],
)
def test_a_measure_is_written_as_one_readable_word(typed: str, written: str) -> None:
    assert normalize(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Nappies size 8,Pack of 9", "nappies size 8, 9pack"),
        ("2 x pack of 6", "2x6pack"),
        ("pack of 3-5 socks", "pack of 3-5 socks"),
        ("pack of pack of 1e9", "pack of pack of 1e9"),
        ("pack of 6, red", "6pack, red"),
    ],
)
def test_the_number_of_a_pack_joins_no_other(typed: str, written: str) -> None:
    assert normalize(typed) == written
    assert normalize(written, "de") == written


def test_decimal_commas_become_points_where_they_are_the_languages_own() -> None:
    assert normalize("Größe 8,5", "de") == "größe 8.5"
    assert normalize("sizes 3,4") == "sizes 3,4"


NUMBERS = st.one_of(
    st.integers(1, 9999).map(str),
    st.decimals("0.01", "999", places=2).map(str),
    st.tuples(st.integers(1, 15), st.integers(1, 16)).map("{0[0]}/{0[1]}".format),
)


@given(NUMBERS, st.sampled_from(sorted(UNITS)), st.sampled_from(["", " ", "-"]))
def test_a_measure_has_its_forms_wherever_it_stands(number: str, unit: str, between: str) -> None:
    alone = measure_of(f"{number}{unit}")
    assert alone is not None
    text = f"a {number}{between}{unit} thing"
    (found,) = find_measures(text)
    assert found.forms == alone.forms
    assert text[found.start : found.end] == f"{number}{between}{unit}"
    assert measure_of(alone.written) is not None


PIECES = st.sampled_from(
    ["1", "2", "10", "1,5", "1.500", "1,299", "0,75", "½", "1½", ".5", "l", "ml", "litre", "ft",
     "ft.", "'", '"', "in", "inch", "zoll", "x", "×", "-", "/", ".", ",", "pack", "of", "er", "fl",
     "oz", "sq", "°", "c", "under", "pounds", "a", "'s", "毫升", "水", "(", ")", "″", "′", "İ",
     "to", "go", "the", "stock", "size", "pack of ", "Pack of ", "lot de ", " by ", " mal ", " x ",
     "8,", "1e9", "00", "500 ml", "5'6", " inches", " mm"]
)  # fmt: skip


def test_a_unit_belongs_to_one_number_only() -> None:
    assert [each.written for each in find_measures("1 pack of 1", "en")] == ["1pack"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.just(" ")), max_size=14).map("".join),
    st.sampled_from(["", "en", "de", "fr"]),
)
def test_texts_of_measures_have_one_form_and_true_offsets(text: str, language: str) -> None:
    normal = normalize(text, language)
    assert normalize(normal, language) == normal
    characters = normalize_characters(text)
    end = 0
    for measure in find_measures(characters, language):
        assert end <= measure.start < measure.end <= len(characters)
        end = measure.end


def test_each_shipped_language_names_known_units() -> None:
    for code in shipped_languages():
        for symbol, names in language_data(code).unit_names.items():
            assert {unit_names()[normalize_characters(name)].symbol for name in names} == {symbol}
