"""What single cells of a history file say."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tuoluo.adoption import values
from tuoluo.adoption.values import Standing
from tuoluo.matters.rules import Channel, Nature

CHINA = ZoneInfo("Asia/Shanghai")
DAY = datetime(2018, 2, 8, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["2018-02-08", "2018/2/8", "2018.02.08", "20180208", "2018年2月8日", "２０１８-02-08"])
def test_a_day_is_midnight_of_that_day_and_known_to_be_only_a_day(text: str) -> None:
    assert values.moment(text, CHINA) == values.Moment(DAY, day_only=True)


@pytest.mark.parametrize(
    "text",
    ["2018-02-08 15:04", "2018/2/8 15:04:00", "2018-02-08T15:04:00", "02/08/2018 03:04:00 PM", "2018年2月8日 15时04分"],
)
def test_a_moment_keeps_its_hour(text: str) -> None:
    assert values.moment(text, CHINA) == values.Moment(DAY.replace(hour=15, minute=4), day_only=False)


def test_a_moment_in_universal_time_is_turned_into_local_time() -> None:
    found = values.moment("2018-02-07T16:30:00Z", CHINA)
    assert found is not None
    assert found.at.isoformat() == "2018-02-08T00:30:00+08:00"


@pytest.mark.parametrize("text", ["", "2018-13-01", "2018-02-30", "yesterday", "99999", "1018-01-01", "12"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert values.moment(text, CHINA) is None


def test_a_number_above_twelve_tells_whether_the_day_or_the_month_comes_first() -> None:
    assert values.order_of(["04/05/2018", "25/05/2018"]) == "day"
    assert values.order_of(["04/05/2018", "05/25/2018"]) == "month"
    found = values.moment("04/05/2018", CHINA, "day")
    assert found is not None
    assert (found.at.month, found.at.day) == (5, 4)


def test_days_as_excel_counts_them() -> None:
    assert values.serial_day("43139", CHINA) == values.Moment(DAY, day_only=True)
    assert values.serial_day("431390", CHINA) is None


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("intime", Standing.ON_TIME),
        ("按期结办", Standing.ON_TIME),
        ("overtime", Standing.LATE),
        ("超期结办", Standing.LATE),
        ("处置中", Standing.OPEN),
        ("Closed", Standing.DONE),
        ("是", None),
        ("某某", None),
    ],
)
def test_words_for_in_time_late_and_open(text: str, standing: Standing | None) -> None:
    assert values.standing(text) is standing


def test_a_bare_yes_means_what_the_column_asks() -> None:
    assert values.standing("是", yes_means_late=True) is Standing.LATE
    assert values.standing("是", yes_means_late=False) is Standing.ON_TIME
    assert values.standing("否", yes_means_late=True) is Standing.ON_TIME


def test_natures_and_channels() -> None:
    assert values.nature("求决") is Nature.HELP
    assert values.nature("感谢") is Nature.PRAISE
    assert values.nature("市容环卫") is None
    assert values.channel("12345") is Channel.TELEPHONE
    assert values.channel("@坪山") is Channel.WEB
    assert values.channel("网格员巡查") is Channel.PATROL
    assert values.channel("某某") is None
