"""Official codes, read as the register writes them. Real ones are Nanshan's, as of 2023."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoluo.territory.codes import Level, code_refusal, covers, next_code, parse, stem_of


@pytest.mark.parametrize(
    ("text", "level", "stem", "full"),
    [
        ("440305", Level.DISTRICT, "440305", "440305000000"),
        ("440305000000", Level.DISTRICT, "440305", "440305000000"),
        ("440305005", Level.SUBDISTRICT, "440305005", "440305005000"),
        ("440305005000", Level.SUBDISTRICT, "440305005", "440305005000"),
        ("440305400498", Level.COMMUNITY, "440305400498", "440305400498"),
        ("440305005016", Level.COMMUNITY, "440305005016", "440305005016"),
        ("440305005016013", Level.CELL, "440305005016013", "440305005016013"),
        ("440305005B001", Level.BLOCK, "440305005B001", "440305005B001"),
    ],
)
def test_a_code_tells_its_level(text: str, level: Level, stem: str, full: str) -> None:
    code = parse(text)
    assert code is not None
    assert (code.level, code.stem, code.full) == (level, stem, full)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "area.code_not_digits"),
        ("44030500501", "area.code_length"),
        ("44030500501６", "area.code_not_digits"),  # a full-width digit is no digit of a code
        ("440305O05016", "area.code_not_digits"),
        ("990305005016", "area.code_province"),
        ("160305005016", "area.code_province"),
        ("440300", "area.code_above_district"),
        ("440000000000", "area.code_above_district"),
        ("440305000016", "area.code_serial_zero"),
        ("440305000", "area.code_serial_zero"),
        ("440305005016000", "area.code_serial_zero"),
        ("440305005000001", "area.code_serial_zero"),
        ("990305B001", "area.code_province"),
    ],
)
def test_what_is_no_code_is_refused_with_its_reason(text: str, refusal: str) -> None:
    found = code_refusal(text)
    assert found is not None
    assert found.code == refusal
    assert found.facts["code"] in (text, text[:6])
    assert parse(text) is None


def test_every_province_of_the_register_is_known() -> None:
    known = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46}
    known |= {50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82}
    assert {two for two in range(100) if parse(f"{two:02d}0305")} == known


def test_inside_is_a_matter_of_beginnings() -> None:
    assert covers(stem_of("440305005000"), stem_of("440305005016013"))
    assert covers("440305005", "440305005")
    assert not covers(stem_of("440305005016"), stem_of("440305005001"))
    assert not covers(stem_of("440305005016"), stem_of("440305005000"))


def test_the_stem_of_nonsense_is_an_error_not_a_guess() -> None:
    with pytest.raises(ValueError, match="not the code"):
        stem_of("南山区")


def test_the_next_code_comes_after_the_highest_ever_used() -> None:
    assert next_code("440305005016", []) == "440305005016001"
    assert next_code("440305005016", ["440305005016001", "440305005016007"]) == "440305005016008"
    assert next_code("440305", ["440305001000", "440305001003"]) == "440305002000"
    assert next_code("440305005016", ["440305005016999"]) is None


def test_a_code_made_up_by_us_cannot_be_taken_for_an_official_one() -> None:
    assert next_code("440305", ["440305009000"], provisional=True) == "440305600000"
    assert next_code("440305", ["440305009000", "440305600000"], provisional=True) == "440305601000"
    assert next_code("440305", ["440305009000", "440305600000"]) == "440305010000"


@given(used=st.sets(st.integers(1, 998)), parent=st.sampled_from(["440305", "440305005", "440305005016"]))
def test_the_next_code_is_new_and_lies_under_its_parent(used: set[int], parent: str) -> None:
    taken = [f"{parent}{serial:03d}".ljust(12, "0") for serial in used]
    code = next_code(parent, taken, provisional=True)
    assert code is not None
    assert code not in taken
    assert covers(parent, stem_of(code))
    assert code_refusal(code) is None


# Put together by hand: from a pattern Hypothesis would first work out all of Unicode, which takes a second.
DIGITS = st.integers(0, 999).map("{:03d}".format)
STEMS = st.builds(
    "".join,
    st.tuples(
        st.just("440305"),
        st.sampled_from([*(f"00{number}" for number in range(1, 10)), "400"]),
        st.integers(0, 99).map("{:03d}".format) | st.just(""),
        DIGITS | st.just(""),
    ),
)


@given(STEMS)
def test_reading_a_full_code_again_gives_the_same(text: str) -> None:
    code = parse(text)
    if code is not None:
        assert parse(code.full) == code
