"""The charter of an adopted district: what its history shows, and labelled placeholders for what no history tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tuoluo.charter.model import (
    Category,
    CategoryKind,
    CellRule,
    Charter,
    Duty,
    FrontDoor,
    Kind,
    Level,
    Name,
    Part,
    Power,
    Role,
)

CORE, DOOR, CENTRE, GOVERNMENT = "core", "workstation", "district_centre", "district_government"
UNITS = {
    Level.DISTRICT: "district_unit",
    Level.SUBDISTRICT: "subdistrict_unit",
    Level.COMMUNITY: "community_unit",
}
REGISTRAR, CELL_LEADER = "registrar", "cell_leader"
TO_COMPLETE = "占位：历史文件未说明，待本区补充（placeholder: the history file does not say; to be completed）"
INFERRED = "由历史文件推断，待本区核对（inferred from the history file; to be checked）"
LEAD_INFERRED = (
    "主办由历史文件推断；监督、核查、评价为占位，待本区补充"
    "（lead inferred from the history file; supervisor, verifier and evaluator are placeholders to be completed）"
)

HANDLING = frozenset(
    {
        *("contact.read", "matter.assign", "matter.close", "matter.evaluate", "matter.finish_part", "matter.report"),
        *("matter.report_back", "matter.return", "matter.take_up"),
    }
)
RECEIVING = frozenset(
    {"matter.decline", "matter.dispatch", "matter.register", "matter.reopen", "matter.withdraw", *HANDLING}
)
GOVERNING = frozenset(
    {
        *("area.draw_cells", "area.establish", "area.merge", "area.set_boundary", "area.split", "body.establish"),
        *("cell.appoint_leader", "charter.adopt", "person.enter", "post.create", "post.fill", "post.vacate"),
    }
)


@dataclass(frozen=True)
class DutyLine:
    """One duty to write: the category's code, the stem of the area, the body by reference, and what it rests on."""

    category: str
    area: str
    lead: str
    note: str


def draft_charter(
    name: str,
    district: str,
    valid_from: date,
    *,
    source: str,
    categories: Iterable[Category],
    duties: Iterable[DutyLine],
) -> Charter:
    """A charter that passes the check: complete, nobody verifies their own work, everything labelled."""
    return Charter(
        name=name,
        title=Name(f"{district}治理章程（由历史文件推断）", f"{district}: charter inferred from its history"),
        version="1",
        valid_from=valid_from,
        kinds={kind.code: kind for kind in _kinds()},
        roles={role.code: role for role in _roles()},
        categories={category.code: category for category in categories},
        duties=(_default(), *map(_duty, duties)),
        front_door=FrontDoor(DOOR, f"一个入口（one front door）；{TO_COMPLETE}"),
        cells=CellRule(CELL_LEADER, f"一格一长（one cell, one leader）；{TO_COMPLETE}"),
        basis=f"{INFERRED}：{source}",
        sources=(source,),
    )


def category(code: str, name: str, parent: str, *, note: str) -> Category:
    """One category of the source."""
    return Category(code, CategoryKind.APPEAL, Name(name), parent, basis=note)


def _kinds() -> Iterable[Kind]:
    yield Kind(
        CORE,
        Name("社区党组织", "Community Party organisation"),
        Part.CORE,
        powers=(Power.COORDINATION,),
        basis=TO_COMPLETE,
        minimum=1,
        maximum=1,
    )
    yield Kind(
        DOOR,
        Name("社区工作站", "Community workstation"),
        Part.BALANCE,
        powers=(Power.MANAGEMENT,),
        superior=CORE,
        basis=TO_COMPLETE,
        minimum=1,
        maximum=1,
    )
    yield Kind(
        "residents_committee",
        Name("社区居民委员会", "Residents' committee"),
        Part.BALANCE,
        maximum=1,
        powers=(Power.SELF_GOVERNMENT,),
        superior=CORE,
        basis=TO_COMPLETE,
    )
    yield Kind(
        "service_centre",
        Name("社区服务中心", "Community service centre"),
        Part.BALANCE,
        maximum=1,
        powers=(Power.SERVICE,),
        superior=CORE,
        basis=TO_COMPLETE,
    )
    yield Kind(
        "social_organisation",
        Name("社会组织", "Social organisation"),
        Part.MANY,
        powers=(Power.PARTICIPATION,),
        superior=CORE,
        basis=TO_COMPLETE,
    )
    yield Kind(
        "local_unit",
        Name("驻区单位", "Local enterprise or institution"),
        Part.MANY,
        powers=(Power.PARTICIPATION,),
        superior=CORE,
        basis=TO_COMPLETE,
    )
    yield Kind(
        GOVERNMENT,
        Name("区级治理主管机构", "District governance authority"),
        Part.GOVERNMENT,
        Level.DISTRICT,
        administrative_subject=True,
        powers=(Power.ADMINISTRATION,),
        basis=TO_COMPLETE,
        maximum=1,
    )
    yield Kind(
        CENTRE,
        Name("区级受理核查中心", "District intake and verification centre"),
        Part.GOVERNMENT,
        Level.DISTRICT,
        powers=(Power.COORDINATION,),
        basis=TO_COMPLETE,
        minimum=1,
        maximum=1,
    )
    names = {
        Level.DISTRICT: Name("区级办理单位", "Handling unit of the district"),
        Level.SUBDISTRICT: Name("街道办理单位", "Handling unit of a subdistrict"),
        Level.COMMUNITY: Name("社区办理单位", "Handling unit of a community"),
    }
    for level, code in UNITS.items():
        yield Kind(code, names[level], Part.GOVERNMENT, level, powers=(Power.ADMINISTRATION,), basis=INFERRED)


def _roles() -> Iterable[Role]:
    yield Role(
        "core_head",
        Name("社区党组织负责人", "Head of the community Party organisation"),
        (CORE,),
        head=True,
        acts=HANDLING | {"matter.dispatch", "cell.appoint_leader"},
        basis=TO_COMPLETE,
    )
    yield Role(
        "workstation_head",
        Name("工作站负责人", "Head of the workstation"),
        (DOOR,),
        head=True,
        acts=RECEIVING | {"cell.appoint_leader", "person.enter", "post.fill", "post.vacate"},
        basis=TO_COMPLETE,
    )
    three_and_many = ("residents_committee", "service_centre", "social_organisation", "local_unit")
    yield Role(
        "organisation_head",
        Name("机构负责人", "Head of an organisation"),
        three_and_many,
        head=True,
        acts=HANDLING,
        basis=TO_COMPLETE,
    )
    yield Role(
        CELL_LEADER,
        Name("格长", "Cell leader"),
        (DOOR, "residents_committee"),
        cell=True,
        acts=HANDLING - {"matter.assign", "matter.close", "matter.return"},
        basis=TO_COMPLETE,
    )
    yield Role(
        "unit_head",
        Name("办理单位负责人", "Head of a handling unit"),
        tuple(UNITS.values()),
        head=True,
        acts=HANDLING,
        basis=TO_COMPLETE,
    )
    yield Role(
        "unit_officer",
        Name("办理单位工作人员", "Officer of a handling unit"),
        tuple(UNITS.values()),
        acts=HANDLING - {"matter.assign", "matter.close", "matter.return"},
        basis=TO_COMPLETE,
    )
    yield Role(
        "centre_head",
        Name("受理核查中心负责人", "Head of the intake and verification centre"),
        (CENTRE,),
        head=True,
        acts=RECEIVING,
        basis=TO_COMPLETE,
    )
    yield Role(
        REGISTRAR,
        Name("数据登记员", "Registrar of carried-over matters"),
        (CENTRE,),
        acts=frozenset({"matter.carry_over"}),
        basis="仅可转入历史事项（may only carry over past matters）",
    )
    yield Role(
        "district_head",
        Name("区级治理主管负责人", "Head of the district governance authority"),
        (GOVERNMENT,),
        head=True,
        acts=RECEIVING | GOVERNING,
        basis=TO_COMPLETE,
    )


def _default() -> Duty:
    note = "没有历史依据的类别（categories without a history）"
    return Duty("default", DOOR, supervisor=CORE, verifier=CENTRE, evaluator=CORE, basis=TO_COMPLETE, note=note)


def _duty(line: DutyLine) -> Duty:
    lead = line.lead if line.lead == DOOR else f"@{line.lead}"
    return Duty(
        line.category,
        lead,
        line.area,
        supervisor=CORE,
        verifier=CENTRE,
        evaluator=CORE,
        basis=LEAD_INFERRED,
        note=line.note,
    )
