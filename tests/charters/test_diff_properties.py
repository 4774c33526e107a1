"""The difference names what was changed, whatever was changed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuoluo.charter import (
    Charter,
    Duty,
    Name,
    load_charter,
    read_charter,
    shipped_charter,
    shipped_names,
    write_charter,
)
from tuoluo.charter.diff import BODIES, Change, Subject, compare
from tuoluo.charter.diff_words import told
from tuoluo.charter.routes import DEFAULT
from tuoluo.kernel.worktime import TimeLimit, Unit

names = st.sampled_from(shipped_names())
few = settings(max_examples=25, deadline=None)


@cache
def shipped(name: str) -> Charter:
    return load_charter(shipped_charter(name))


@cache
def reach(name: str) -> dict[int, tuple[str, ...]]:
    """For each duty, by its place, the categories to which it applies everywhere."""
    charter = shipped(name)
    places = {id(duty): place for place, duty in enumerate(charter.duties)}
    found: dict[int, list[str]] = {}
    for code in charter.categories:
        duty = charter.duty_for(code, "")
        if duty is not None and not charter.is_group(code):
            found.setdefault(places[id(duty)], []).append(code)
    return {place: tuple(codes) for place, codes in found.items()}


def with_duty(charter: Charter, place: int, duty: Duty) -> Charter:
    return replace(charter, duties=(*charter.duties[:place], duty, *charter.duties[place + 1 :]))


def touched(changes: tuple[Change, ...]) -> set[str]:
    return {code for change in changes for code in change.categories}


@pytest.mark.parametrize("name", shipped_names())
def test_a_charter_written_anew_and_read_again_does_not_differ(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy, _ = read_charter(write_charter(shipped(name), tmp_path_factory.mktemp("copy")))
    assert copy is not None
    assert not compare(shipped(name), copy)


@few
@given(name=names, data=st.data())
def test_one_body_changed_in_one_row_is_named_for_exactly_the_categories_of_the_row(
    name: str, data: st.DataObject
) -> None:
    charter = shipped(name)
    place = data.draw(st.sampled_from(sorted(reach(name))))
    duty, part = charter.duties[place], data.draw(st.sampled_from(BODIES))
    other = data.draw(st.sampled_from(sorted(charter.kinds)))
    value = (other,) if part == "assistants" else other
    difference = compare(charter, with_duty(charter, place, replace(duty, **{part: value})))  # type: ignore[arg-type]
    same = set(value) == set(duty.assistants) if part == "assistants" else value == getattr(duty, part)
    if same:
        assert not difference.about(Subject.DUTY)
        return
    assert {change.subject for change in difference.changes} == {Subject.DUTY}
    assert {change.aspect for change in difference.changes} == {part}
    assert touched(difference.changes) == set(reach(name)[place])


@few
@given(name=names, data=st.data(), amount=st.integers(1, 40), unit=st.sampled_from(Unit))
def test_a_deadline_changed_is_named_with_both_deadlines(
    name: str, data: st.DataObject, amount: int, unit: Unit
) -> None:
    charter = shipped(name)
    place = data.draw(st.sampled_from(sorted(reach(name))))
    duty, limit = charter.duties[place], TimeLimit(amount, unit)
    difference = compare(charter, with_duty(charter, place, replace(duty, limit=limit)))
    assert bool(difference) == (limit != duty.limit)
    assert all((change.before, change.after) == (duty.limit, limit) for change in difference.changes)


@few
@given(name=names, data=st.data())
def test_a_duty_removed_moves_its_categories_to_the_next_row_or_to_nobody(name: str, data: st.DataObject) -> None:
    charter = shipped(name)
    place = data.draw(st.sampled_from(sorted(reach(name))))
    gone = replace(charter, duties=tuple(duty for at, duty in enumerate(charter.duties) if at != place))
    difference = compare(charter, gone)
    assert difference
    assert touched(difference.changes) <= set(reach(name)[place])
    if charter.duties[place].category == DEFAULT:
        assert {change.aspect for change in difference.about(Subject.DUTY)} == {"duty"}
        assert touched(difference.changes) == set(reach(name)[place])


@few
@given(name=names, data=st.data(), text=st.text("市民诉求abc ", min_size=1))
def test_a_name_changed_is_a_change_of_that_kind_role_or_category(name: str, data: st.DataObject, text: str) -> None:
    charter = shipped(name)
    of = data.draw(st.sampled_from(["kinds", "roles", "categories"]))
    things = getattr(charter, of)
    code = data.draw(st.sampled_from(sorted(things)))
    named = {**things, code: replace(things[code], name=Name(text))}
    (change,) = compare(charter, replace(charter, **{of: named})).changes  # type: ignore[arg-type]
    subjects = {"kinds": Subject.KIND, "roles": Subject.ROLE, "categories": Subject.CATEGORY}
    assert (change.subject, change.of, change.aspect) == (subjects[of], code, "name")


@few
@given(before=names, after=names)
def test_there_and_back_tells_the_same_moves_the_other_way_round(before: str, after: str) -> None:
    there, back = compare(shipped(before), shipped(after)), compare(shipped(after), shipped(before))

    def moves(changes: tuple[Change, ...], *, turned: bool) -> set[object]:
        pairs = ((c.after, c.before) if turned else (c.before, c.after) for c in changes)
        return {(c.aspect, c.categories, c.area, *pair) for c, pair in zip(changes, pairs, strict=True)}

    duties = Subject.DUTY
    assert moves(there.about(duties), turned=False) == moves(back.about(duties), turned=True)
    assert bool(there) == (before != after)


@few
@given(before=names, after=names, language=st.sampled_from(["zh", "en"]))
def test_everything_that_differs_is_told(before: str, after: str, language: str) -> None:
    difference = compare(shipped(before), shipped(after))
    sentences = dict(told(difference, language))
    assert set(sentences) == {change.subject for change in difference.changes}
    assert all(line and "None" not in line for lines in sentences.values() for line in lines)
