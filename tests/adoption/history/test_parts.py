"""The parts by themselves: shares that lean, kinds of offices, calibration, the reliability plot, renamed units."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from tuoluo.adoption.history import blend, calibration
from tuoluo.adoption.history.events import Event
from tuoluo.adoption.history.habits import lean
from tuoluo.adoption.history.offices import kinds
from tuoluo.adoption.history.picture import reliability
from tuoluo.adoption.history.reading import renamed

WORDS = {"title": "T <1>", "said": "s", "true": "t", "perfect": "p", "below": "b & c"}


def test_a_circle_without_events_says_what_the_wider_one_says() -> None:
    wide = np.array([[3.0, 1.0], [0.0, 0.0]])
    narrow = np.array([[0.0, 0.0], [0.0, 8.0]])
    shares = lean([(wide, np.array([0, 0])), (narrow, np.array([0, 1]))])
    assert shares[0] == pytest.approx([0.75, 0.25], abs=0.01)
    assert shares[1][1] > 0.9
    assert shares.sum(1) == pytest.approx([1, 1])


def test_offices_of_one_kind_are_known_by_their_name_without_the_place() -> None:
    events = [Event(("x",), "坪山街道", "六和社区"), Event(("x",), "龙田街道", "老坑社区")]
    names = ["坪山街道综合执法队", "龙田街道综合执法队（龙田街道办事处）", "六和社区", "老坑社区（龙田街道办事处）"]
    names += ["坪山供电局", "市政服务中心（坪山街道办事处）", "坪山办事处综合执法队"]
    found = kinds(names, events)
    assert found[0] == found[1] == found[6] == "综合执法队"
    assert found[2] == found[3]
    assert found[4] == "坪山供电局"  # named after the district, not an office of the subdistrict
    assert found[5] == "市政服务中心"


def test_kinds_need_no_places() -> None:
    assert kinds(["Police", "Fire"], [Event(("x",))]) == ["Police", "Fire"]


def test_the_blend_trusts_the_adviser_that_was_right() -> None:
    answers = np.arange(300) % 3
    good = np.log(np.where(np.eye(3)[answers] > 0, 0.8, 0.1))
    bad = np.log(np.where(np.eye(3)[(answers + 1) % 3] > 0, 0.8, 0.1))
    weights = blend.learn(np.stack([good, bad], axis=2), answers)
    assert weights[0] > 0.5 > weights[1]
    assert (blend.blended(np.stack([good, bad], axis=2), weights).argmax(1) == answers).all()


def test_boasting_is_turned_down_and_modesty_up() -> None:
    right = (np.arange(1000) % 10 < 6).astype(float)
    boasting = calibration.fit(np.full(1000, 0.95), right)
    assert float(boasting(np.array([0.95]))[0]) == pytest.approx(0.6, abs=0.03)
    modest = calibration.fit(np.full(1000, 0.2), right)
    assert float(modest(np.array([0.2]))[0]) == pytest.approx(0.6, abs=0.03)


def test_without_evidence_shares_are_left_alone() -> None:
    shares = np.array([0.1, 0.5, 0.99])
    assert calibration.fit(np.zeros(0), np.zeros(0))(shares) == pytest.approx(shares)


def test_the_calibration_error_is_what_it_says() -> None:
    found = calibration.bins(np.array([0.9, 0.9, 0.3, 0.3, 1.0]), np.array([1.0, 0.0, 0.0, 0.0, 1.0]))
    assert [each.count for each in found] == [2, 3]
    expected = (2 * 0.3 + 3 * abs((0.9 + 0.9 + 1.0) / 3 - 2 / 3)) / 5
    assert calibration.expected_error(found) == pytest.approx(expected)
    assert calibration.expected_error([]) == 0


def test_the_plot_is_one_picture_with_a_dot_for_each_bin() -> None:
    found = [calibration.Bin(5, 0.15, 0.2), calibration.Bin(50, 0.95, 0.9)]
    root = ElementTree.fromstring(reliability(found, WORDS))
    dots = [each for each in root.iter() if each.tag.endswith("circle")]
    assert len(dots) == 2
    assert "T <1>" in [each.text for each in root.iter() if each.tag.endswith("text")]
    ElementTree.fromstring(reliability([], WORDS))


def test_an_ending_in_brackets_is_a_new_name_only_where_nothing_else_could_be_meant() -> None:
    names = ["执法队", "执法队（甲街道）", "城建办", "城建办（甲街道）", "城建办（乙街道）", "城管办（甲街道）"]
    assert renamed({name: name for name in names}) == {"执法队（甲街道）": "执法队"}
