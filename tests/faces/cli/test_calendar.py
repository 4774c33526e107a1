"""Next year's working days at a terminal: whole years only, and then the deadlines that waited for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone, translation

from tests.cast import Cast, found_district
from tests.steps import history, last, refused, reported
from tuoluo import cli
from tuoluo.kernel.worktime import UnknownYear
from tuoluo.ledger.standing import drifts
from tuoluo.matters import acts
from tuoluo.matters.calendar import calendar, keep, knows, read_years
from tuoluo.matters.models import Matter
from tuoluo.matters.rules import Outcome, Stage
from tuoluo.territory.problems import BadFile

YEAR = 2093  # no calendar is published for it while these tests are of any use
MONDAY = timezone.make_aware(datetime(YEAR, 7, 6, 9))
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody and every place."""
    return found_district()


@pytest.fixture(autouse=True)
def own_calendar() -> Iterator[Path]:
    """The calendar of the deployment, gone again after each test."""
    file: Path = settings.HOME.calendar
    assert not file.exists()
    yield file
    file.unlink(missing_ok=True)


@pytest.fixture
def tuoluo(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``tuoluo calendar …``."""

    def run(*words: object) -> tuple[int, str]:
        with translation.override("en"):
            status = cli.main(["calendar", *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def days(year: int = YEAR, **other: int) -> dict[str, str]:
    """Weekdays worked but for the fixed holidays; ``d0706=0`` says something else of one day."""
    said = {}
    day = date(year, 1, 1)
    while day.year == year:
        free = day.weekday() >= 5 or (day.month, day.day) in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
        said[day.isoformat()] = "0" if free else "1"
        day += timedelta(days=1)
    return said | {f"{year}-{key[1:3]}-{key[3:]}": str(value) for key, value in other.items()}


def written(folder: Path, said: dict[str, str], name: str = "next.csv") -> Path:
    file = folder / name
    file.write_text("date,working\n" + "".join(f"{day},{yes}\n" for day, yes in said.items()), encoding="utf-8")
    return file


def waiting(cast: Cast, at: datetime = MONDAY) -> Matter:
    """A matter in hand whose deadline waits for the calendar."""
    matter = acts.register(reported(cast), by=cast.clerk, at=at)
    matter = acts.dispatch(matter, by=cast.clerk, at=at)
    assert (matter.due_at, matter.due_unknown_year) == (None, YEAR)
    return acts.take_up(matter, by=cast.dispatcher, at=at)


def clerk(cast: Cast) -> str:
    return str(cast.person(cast.clerk).uuid)


# Reading and keeping


def test_a_whole_year_is_kept_and_known(tmp_path: Path) -> None:
    assert not knows(YEAR)
    kept = keep(read_years(written(tmp_path, days(d0711=1))))
    assert kept == settings.HOME.calendar
    assert knows(YEAR)
    assert calendar().is_working_day(date(YEAR, 7, 11)), "a Saturday made a working day"
    assert not calendar().is_working_day(date(YEAR, 7, 12))
    with pytest.raises(UnknownYear):
        calendar().is_working_day(date(YEAR + 1, 7, 1))


def test_other_years_stay_and_the_same_year_is_replaced(tmp_path: Path) -> None:
    keep(read_years(written(tmp_path, days())))
    keep(read_years(written(tmp_path, days(YEAR + 1))))
    keep(read_years(written(tmp_path, days(d0706=0))))
    assert knows(YEAR + 1)
    assert not calendar().is_working_day(date(YEAR, 7, 6))
    assert len(read_years(settings.HOME.calendar)) == 730
    assert [file.name for file in settings.HOME.path.glob("calendar*")] == ["calendar.csv"]


def test_a_table_programs_mark_at_the_beginning_does_no_harm(tmp_path: Path) -> None:
    file = written(tmp_path, days())
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_years(file)) == 365


SLIPS = [
    ("no such file", None, [("file_missing", 0, "", "")]),
    ("nothing in it", "date,working\n", [("no_days", 0, "", "")]),
    ("other columns", "day,working\n2093-01-01,0\n", [("column_missing", 1, "date", "")]),
    ("no columns", "", [("column_missing", 1, "date", ""), ("column_missing", 1, "working", "")]),
    ("another date", "date,working\n2093/1/1,0\n", [("not_a_date", 2, "date", "2093/1/1")]),
    ("no such day", "date,working\n2093-02-29,0\n", [("not_a_date", 2, "date", "2093-02-29")]),
    ("a word", "date,working\n2093-01-01,休\n", [("not_yes_or_no", 2, "working", "休")]),
    ("a short row", "date,working\n2093-01-01\n", [("not_yes_or_no", 2, "working", "")]),
    ("twice", "date,working\n2093-01-01,0\n2093-01-01,1\n", [("day_twice", 3, "date", "2093-01-01")]),
    ("one day only", "date,working\n2093-01-01,0\n", [("days_missing", 0, "date", "2093")]),
]


@pytest.mark.parametrize(("text", "found"), [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS])
def test_what_is_wrong_in_a_file_is_told_with_its_place(
    tmp_path: Path, text: str | None, found: list[tuple[str, int, str, str]]
) -> None:
    file = tmp_path / "next.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as bad:
        read_years(file)
    assert [(fault.code, fault.place, fault.column, fault.value) for fault in bad.value.problems] == found


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "next.csv"
    file.write_bytes("date,working,备注\n".encode("gb18030"))
    with pytest.raises(BadFile) as bad:
        read_years(file)
    assert bad.value.problems[0].code == "file_not_utf8"


def test_weekdays_alone_are_no_calendar(tmp_path: Path) -> None:
    """A list not mended by the notice has the national day as a working day."""
    bare = {day: "1" if date.fromisoformat(day).weekday() < 5 else "0" for day in days()}
    with pytest.raises(BadFile) as bad:
        read_years(written(tmp_path, bare))
    assert {fault.code for fault in bad.value.problems} == {"holiday_worked"}
    assert "2093-10-01" in [fault.value for fault in bad.value.problems]


# Setting what waited


def test_a_deadline_is_counted_from_the_dispatch_as_if_the_year_had_been_known(cast: Cast, tmp_path: Path) -> None:
    keep(read_years(written(tmp_path, days())))
    known = acts.dispatch(acts.register(reported(cast), by=cast.clerk, at=MONDAY), by=cast.clerk, at=MONDAY)
    settings.HOME.calendar.unlink()
    matter = waiting(cast)
    keep(read_years(written(tmp_path, days())))
    matter = acts.set_late_deadline(matter, by=cast.clerk, at=MONDAY + timedelta(days=30))
    assert known.due_at is not None
    assert (matter.due_at, matter.due_unknown_year, matter.on_time) == (known.due_at, None, None)
    assert (last(matter).act, last(matter).facts["now"]["stage"]) == ("matter.set_deadline", Stage.HANDLING)
    assert list(drifts()) == []


def test_after_a_reopening_it_is_counted_from_there(cast: Cast, tmp_path: Path) -> None:
    matter, later = waiting(cast), MONDAY + timedelta(days=14)
    matter = answered(cast, matter, MONDAY + timedelta(hours=1))
    matter = acts.close(matter, by=cast.verifier, at=later)
    matter = acts.reopen(matter, by=cast.verifier, at=later, reason="又堆起来了")
    keep(read_years(written(tmp_path, days())))
    matter = acts.set_late_deadline(matter, by=cast.clerk, at=later)
    assert matter.due_at is not None
    assert matter.due_at > later
    assert matter.on_time is None, "the answer of the first round says nothing of the second"


@pytest.mark.parametrize(("hours", "in_time"), [(1, True), (24 * 60, False)])
def test_an_answer_given_meanwhile_is_judged_now(cast: Cast, tmp_path: Path, hours: int, in_time: bool) -> None:
    matter = answered(cast, waiting(cast), MONDAY + timedelta(hours=hours))
    assert matter.on_time is None
    keep(read_years(written(tmp_path, days())))
    matter = acts.set_late_deadline(matter, by=cast.clerk, at=MONDAY + timedelta(days=90))
    assert matter.on_time is in_time


def answered(cast: Cast, matter: Matter, at: datetime) -> Matter:
    matter = acts.finish_part(matter, by=cast.clerk, at=at, result="已清扫")
    return acts.report_back(matter, by=cast.dispatcher, at=at, outcome=Outcome.SOLVED, answer="已清运")


def test_while_the_year_is_unknown_it_goes_on_waiting(cast: Cast) -> None:
    matter = waiting(cast)
    refused("matter.year_unknown", acts.set_late_deadline, matter, by=cast.clerk, at=MONDAY)
    matter.refresh_from_db()
    assert matter.due_unknown_year == YEAR


def test_a_deadline_that_stands_is_not_moved(cast: Cast, tmp_path: Path) -> None:
    matter = waiting(cast)
    keep(read_years(written(tmp_path, days())))
    matter = acts.set_late_deadline(matter, by=cast.clerk, at=MONDAY)
    refused("matter.deadline_not_waiting", acts.set_late_deadline, matter, by=cast.clerk, at=MONDAY)


def test_not_every_post_sets_deadlines_nor_everywhere(cast: Cast, tmp_path: Path) -> None:
    matter = waiting(cast)
    keep(read_years(written(tmp_path, days())))
    refused("right.not_in_role", acts.set_late_deadline, matter, by=cast.verifier, at=MONDAY)
    refused("body.outside_your_area", acts.set_late_deadline, matter, by=cast.neighbour_clerk, at=MONDAY)


# The command


def test_loading_sets_what_waited_in_the_name_of_whoever_decides(cast: Cast, tmp_path: Path, tuoluo: Command) -> None:
    first, second = waiting(cast), waiting(cast)
    status, text = tuoluo("load", written(tmp_path, days()), "--by", clerk(cast))
    assert (status, "Deadlines set: 2" in text) == (0, True), text
    assert f"{YEAR}: 365 days, " in text
    for matter in (first, second):
        matter.refresh_from_db()
        assert matter.due_at is not None
        assert (last(matter).person, last(matter).post) == (cast.clerk.person, cast.clerk.post)
    status, text = tuoluo("load", written(tmp_path, days()), "--by", clerk(cast))
    assert (status, "Deadlines set: 0" in text) == (0, True)
    assert len(history(first)) == 5, "a deadline set once is not set again"


def test_without_a_file_only_the_deadlines_are_set(cast: Cast, tmp_path: Path, tuoluo: Command) -> None:
    """So it is after the library has learnt the year, or after a load that was stopped half-way."""
    matter = waiting(cast)
    keep(read_years(written(tmp_path, days())))
    status, text = tuoluo("load", "--by", clerk(cast))
    assert (status, "Deadlines set: 1" in text) == (0, True)
    matter.refresh_from_db()
    assert matter.due_unknown_year is None


def test_what_lies_elsewhere_goes_on_waiting_and_is_named(cast: Cast, tmp_path: Path, tuoluo: Command) -> None:
    matter = waiting(cast)
    neighbour = cast.person(cast.neighbour_clerk).uuid
    status, text = tuoluo("load", written(tmp_path, days()), "--by", neighbour)
    assert (status, matter.number in text) == (3, True), text
    matter.refresh_from_db()
    assert matter.due_unknown_year == YEAR


def test_who_has_no_right_loads_nothing(cast: Cast, tmp_path: Path, tuoluo: Command) -> None:
    file = written(tmp_path, days())
    status, text = tuoluo("load", file, "--by", cast.person(cast.verifier).uuid)
    assert (status, "right.not_in_role" in text) == (3, True)
    assert tuoluo("load", file, "--by", "没有这个人")[0] == 1
    assert not settings.HOME.calendar.exists()


def test_a_faulty_file_is_refused_whole(cast: Cast, tmp_path: Path, tuoluo: Command) -> None:
    matter = waiting(cast)
    file = written(tmp_path, days(d0706=2))
    status, text = tuoluo("load", file, "--by", clerk(cast))
    row = list(days()).index(f"{YEAR}-07-06") + 2
    assert status == 1
    assert f"{file}:{row}:working: “2” does not say whether the day is worked. [not_yes_or_no]" in text
    assert "Write 1 for a working day" in text
    assert not settings.HOME.calendar.exists()
    matter.refresh_from_db()
    assert matter.due_at is None


def test_checking_changes_nothing_and_tells_what_waits(cast: Cast, tmp_path: Path, tuoluo: Command) -> None:
    waiting(cast)
    status, text = tuoluo("check")
    assert (status, f"{YEAR}  not known yet  matters waiting for it: 1" in text) == (0, True), text
    assert tuoluo("check", written(tmp_path, days()))[0] == 0
    assert tuoluo("check", written(tmp_path, {f"{YEAR}-01-01": "0"}))[0] == 1
    assert not settings.HOME.calendar.exists()
    keep(read_years(written(tmp_path, days())))
    status, text = tuoluo("check")
    assert (status, f"{YEAR}  known  matters waiting for it: 1" in text) == (0, True)
