"""Our working days against every day of 2018 to 2026, on which two independent libraries agree."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from tuoluo.kernel.worktime import ChinaCalendar

DAYS_2018_TO_2026 = 3287


def test_every_day_of_nine_years_agrees_with_two_other_sources(real_data: Path) -> None:
    with (real_data / "calendar" / "china_days_2018_2026.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    calendar = ChinaCalendar()
    differing = [
        row["date"]
        for row in rows
        for said in (row["chinesecalendar_is_workday"], row["holidays_is_working_day"])
        if calendar.is_working_day(date.fromisoformat(row["date"])) is not (said == "1")
    ]
    assert len({row["date"] for row in rows}) == DAYS_2018_TO_2026
    assert differing == []
