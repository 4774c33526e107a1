"""A plan as a file that people read and edit: written always in the same form, read back with every fault named."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tuoluo.charter.source import Lines, read_toml
from tuoluo.reform.finding import BadPlan, Fault
from tuoluo.reform.plan import Closing, Ending, NewBody, Plan, Seat, Transition, fingerprint_of
from tuoluo.territory.problems import nearest

HEAD = """\
# 改革方案 / plan of a reform. 可以修改后再提交；改好后请再用 `tuoluo reform preview` 看一遍。
# Edit it, then look again with `tuoluo reform preview`, propose it with `tuoluo reform propose`.
# [[establish]] 新设机构   [[end]] 终止的机构及其承接机构   [[close]] 终止的岗位   [[seat]] 新设岗位及任职人
# 名称写作“名称 #编号”；新设机构只写名称。 Names are written NAME #NUMBER; a body to be established by its name only.
# 岗位终止而不另任职的人写 leaves = true。 Somebody who gets no other post: leaves = true.
# transition: first_deadline 在办事项保留原时限（默认值）; later_deadline 按新时限重算，取较晚者。
"""
WORLD = """\
# 制定方案时的状况，请勿修改：与实际不符时不能施行。 The state of the world it was made from: leave it as it is.
"""
TABLES: Mapping[str, Mapping[str, type]] = {
    "plan": {
        "title": str,
        "charter": str,
        "digest": str,
        "communities": list,
        "from": date,
        "transition": str,
        "fingerprint": str,
    },
    "establish": {"kind": str, "name": str, "area": str, "name_en": str, "superior": str},
    "end": {"body": str, "successor": str},
    "close": {"post": int, "body": str, "role": str, "person": str, "leaves": bool},
    "seat": {"body": str, "role": str, "person": str, "cell": str},
    "world": {},
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "plan": ("title", "charter", "digest", "communities", "from", "fingerprint"),
    "establish": ("kind", "name", "area"),
    "end": ("body", "successor"),
    "close": ("post",),
    "seat": ("body", "role", "person"),
    "world": (),
}
MANY = frozenset({"establish", "end", "close", "seat"})


def plan_toml(plan: Plan) -> str:
    """The text of a plan; what says nothing is left out."""
    head = {
        "title": plan.title,
        "charter": plan.charter,
        "digest": plan.digest,
        "communities": list(plan.communities),
        "from": plan.start,
        "transition": plan.transition.value,
        "fingerprint": plan.fingerprint,
    }
    parts = [HEAD, _table("[plan]", head)]
    parts += [_table("[[establish]]", vars(new)) for new in plan.new_bodies]
    parts += [_table("[[end]]", vars(one)) for one in plan.endings]
    parts += [_table("[[close]]", vars(one)) for one in plan.closings]
    parts += [_table("[[seat]]", vars(seat)) for seat in plan.seats]
    parts.append(WORLD + _table("[world]", {_text(what): value for what, value in plan.world.items()}))
    return "\n".join(parts)


def _table(heading: str, keys: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in keys.items() if value not in ("", None, False, ())]
    return "\n".join([heading, *lines, ""])


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_value, value))}]"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


# Reading it back


@dataclass(frozen=True)
class Written:
    """A plan as it was read from a file, with the line of each key, so that a fault can point at it."""

    plan: Plan
    lines: Lines

    def line_of(self, fault: Fault) -> int:
        """The line a fault is about."""
        return self.lines.of(fault.table, fault.place, fault.key)


class UnreadablePlan(Exception):
    """A file that is no plan; each fault with its line."""

    def __init__(self, faults: Iterable[tuple[int, Fault]]) -> None:
        self.faults = list(faults)
        super().__init__(f"{len(self.faults)} faults")


def read_plan_file(path: Path) -> Written:
    """The plan in a file. Raises `UnreadablePlan` with everything that cannot be understood."""
    document, lines, findings = read_toml(path)
    if document is None:
        raise UnreadablePlan((f.row, Fault(f.code, "", 0, "", str(f.facts.get("reason", "")))) for f in findings)
    try:
        return Written(_plan(document), lines)
    except BadPlan as bad:
        raise UnreadablePlan((lines.of(f.table, f.place, f.key), f) for f in bad.faults) from bad


def read_plan_text(text: str, where: str) -> Plan:
    """A plan that was kept as text. Raises `BadPlan` where it cannot be understood (``where`` names it)."""
    try:
        return _plan(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadPlan([Fault("bad_toml", where, value=str(error))]) from error


def _plan(document: dict[str, Any]) -> Plan:
    wrong = list(_faults(document))
    if wrong:
        raise BadPlan(wrong)
    head = document["plan"]
    return Plan(
        title=head["title"],
        charter=head["charter"],
        digest=head["digest"],
        communities=tuple(head["communities"]),
        start=head["from"],
        transition=Transition(head.get("transition", Transition.FIRST_DEADLINE)),
        new_bodies=tuple(NewBody(**one) for one in document.get("establish", ())),
        endings=tuple(Ending(**one) for one in document.get("end", ())),
        closings=tuple(Closing(**one) for one in document.get("close", ())),
        seats=tuple(Seat(**one) for one in document.get("seat", ())),
        world=document.get("world", {}),
    )


def _faults(document: dict[str, Any]) -> Iterator[Fault]:
    for name in document.keys() - TABLES.keys():
        yield Fault("unknown_table", name, 0, "", name, {"nearest": nearest(name, TABLES)})
    if not isinstance(document.get("plan"), dict):
        yield Fault("missing_table", "plan", 0, "", "plan")
        return
    for name in TABLES.keys() & document.keys():
        given = document[name]
        if isinstance(given, list) != (name in MANY) or not all(isinstance(t, dict) for t in _listed(given)):
            yield Fault("bad_table", name, 0, "", name)
            continue
        for place, table in enumerate(_listed(given)):
            yield from _keys(name, place, table)
    yield from _sense(document)


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _keys(name: str, place: int, table: dict[str, Any]) -> Iterator[Fault]:
    known = TABLES[name]
    for key, value in table.items():
        shape = str if name == "world" else known.get(key)
        if shape is None:
            yield Fault("unknown_key", name, place, key, key, {"nearest": nearest(key, known)})
        elif not _is(value, shape):
            yield Fault("wrong_shape", name, place, key, str(value), {"wanted": SHAPES[shape]})
    for key in NEEDED[name]:
        if key not in table or table[key] in ("", []):
            yield Fault("missing_key", name, place, key)


def _is(value: Any, shape: type) -> bool:
    if shape is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is shape


SHAPES: Mapping[type, str] = {
    str: '"text"',
    list: '["text", "text"]',
    date: "2026-12-01",
    int: "12",
    bool: "true",
}


def _sense(document: dict[str, Any]) -> Iterator[Fault]:
    head, world = document["plan"], document.get("world", {})
    transition = head.get("transition", "")
    if transition and transition not in set(Transition):
        facts = {"nearest": nearest(str(transition), list(Transition)), "known": ", ".join(Transition)}
        yield Fault("unknown_transition", "plan", 0, "transition", str(transition), facts)
    if isinstance(world, dict) and head.get("fingerprint") and head["fingerprint"] != fingerprint_of(world):
        yield Fault("world_edited", "plan", 0, "fingerprint", str(head["fingerprint"])[:16])
