"""The working calendar of a deployment: the years that the library knows, and the years that an operator has loaded."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.kernel.worktime import ChinaCalendar, UnknownYear
from tuoluo.territory.problems import BadFile, Problem

COLUMNS = ("date", "working")
WORKING = {"1": True, "0": False}
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
ALWAYS_FREE = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""Public holidays on the same day every year; a plain list of weekdays, not mended by the notice, fails on one of them.

Basis: Regulation on public holidays for national annual festivals and memorial days, art. 2.
"""


def calendar() -> ChinaCalendar:
    """The working calendar in use now."""
    file: Path = settings.HOME.calendar
    return ChinaCalendar(_operator_days(file, file.stat().st_mtime_ns) if file.exists() else {})


def knows(year: int) -> bool:
    """Whether somebody has said which days of a year are working days."""
    try:
        calendar().is_working_day(date(year, 12, 31))
    except UnknownYear:
        return False
    return True


@lru_cache(maxsize=4)
def _operator_days(file: Path, stamp: int) -> Mapping[date, bool]:
    """What stands in the deployment's file, as strictly as if it were loaded now: nothing is guessed."""
    try:
        return read_years(file)
    except BadFile as bad:
        first = bad.problems[0]
        facts = {"row": first.place or "-", "column": first.column or "-", "value": first.value}
        raise Refused(Refusal("calendar.damaged", "", facts)) from bad


# Reading a file that somebody made


def read_years(file: Path) -> dict[date, bool]:
    """The days of a file that states every day of each year it is about; nothing is left to be guessed.

    Raises `BadFile` with everything that is wrong in it.
    """
    rows = _read(file)
    days = {day: working for day, (working, _) in rows.items()}
    problems = [*_incomplete(file, days), *_against_the_law(file, rows)]
    if problems:
        raise BadFile(problems)
    return days


def _read(file: Path) -> dict[date, tuple[bool, int]]:
    """Each day with what is said of it, and in which row."""
    days: dict[date, tuple[bool, int]] = {}
    problems: list[Problem] = []
    for number, row in _rows(file):
        day, working = _day(row["date"]), WORKING.get(row["working"])
        if day is None:
            problems.append(Problem("not_a_date", str(file), number, "date", row["date"]))
        elif day in days:
            problems.append(Problem("day_twice", str(file), number, "date", row["date"], {"other": days[day][1]}))
        elif working is not None:
            days[day] = working, number
        if working is None:
            problems.append(Problem("not_yes_or_no", str(file), number, "working", row["working"]))
    if not days and not problems:
        problems.append(Problem("no_days", str(file)))
    if problems:
        raise BadFile(problems)
    return days


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their numbers, as a table program counts them; the headings are row 1."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise BadFile([Problem("file_missing", str(file))]) from missing
    except UnicodeDecodeError as error:
        raise BadFile([Problem("file_not_utf8", str(file), facts={"position": error.start})]) from error
    reader = csv.DictReader(text.splitlines())
    known = [name.strip() for name in reader.fieldnames or ()]
    missing_columns = [name for name in COLUMNS if name not in known]
    if missing_columns:
        facts = {"known": ", ".join(known) or "-"}
        raise BadFile(Problem("column_missing", str(file), 1, name, facts=facts) for name in missing_columns)
    reader.fieldnames = known
    for row in reader:
        yield reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


def _incomplete(file: Path, days: Mapping[date, bool]) -> Iterator[Problem]:
    for year in years_of(days):
        missing = [day for day in _days_of(year) if day not in days]
        if missing:
            facts = {"count": len(missing), "first": missing[0].isoformat()}
            yield Problem("days_missing", str(file), 0, "date", str(year), facts)


def _against_the_law(file: Path, rows: Mapping[date, tuple[bool, int]]) -> Iterator[Problem]:
    for year in years_of(rows):
        for month, day in ALWAYS_FREE:
            working, number = rows.get(date(year, month, day), (False, 0))
            if working:
                yield Problem("holiday_worked", str(file), number, "working", f"{year}-{month:02}-{day:02}")


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def years_of(days: Mapping[date, object]) -> list[int]:
    """The years that a list of days is about."""
    return sorted({day.year for day in days})


# Keeping it


def keep(days: Mapping[date, bool]) -> Path:
    """Write the years of these days into the deployment's calendar; its other years stay. All of it, or nothing.

    Raises `BadFile` where the calendar that is there already cannot be read.
    """
    file: Path = settings.HOME.calendar
    there = {day: working for day, (working, _) in _read(file).items()} if file.exists() else {}
    new = set(years_of(days))
    merged = {**{day: working for day, working in there.items() if day.year not in new}, **days}
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}")
    with fresh.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((day.isoformat(), int(merged[day])) for day in sorted(merged))
        lines.flush()
        os.fsync(lines.fileno())
    fresh.replace(file)
    return file
