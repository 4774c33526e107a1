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
COMMITTEE, SERVICE, SOCIAL, LOCAL = "residents_committee", "service_centre", "social_organisation", "local_unit"
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
    {
        *("matter.decline", "matter.dispatch", "matter.register", "matter.reopen", "matter.set_deadline"),
        *HANDLING,
    }
)
GOVERNING = frozenset(
    {
        *("area.draw_cells", "area.establish", "area.merge", "area.set_boundary", "area.split", "body.establish"),
        *("cell.appoint_leader", "charter.adopt", "person.enter", "post.create", "post.fill", "post.vacate"),
        *("post.leave", "post.return"),
    }
)


CORE_MORE = {"matter.dispatch", "cell.appoint_leader"}
DOOR_MORE = {"cell.appoint_leader", "person.enter", "post.fill", "post.leave", "post.return", "post.vacate"}


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


KINDS = (  # code, names, part, level, power, superior, how many at least and at most
    (CORE, "社区党组织", "Community Party organisation", Part.CORE, Level.COMMUNITY, Power.COORDINATION, "", 1, 1),
    (DOOR, "社区工作站", "Community workstation", Part.BALANCE, Level.COMMUNITY, Power.MANAGEMENT, CORE, 1, 1),
    (COMMITTEE, "社区居委会", "Residents' committee", Part.BALANCE, Level.COMMUNITY, Power.SELF_GOVERNMENT, CORE, 0, 1),
    (SERVICE, "社区服务中心", "Service centre", Part.BALANCE, Level.COMMUNITY, Power.SERVICE, CORE, 0, 1),
    (SOCIAL, "社会组织", "Social organisation", Part.MANY, Level.COMMUNITY, Power.PARTICIPATION, CORE, 0, None),
    (LOCAL, "驻区单位", "Local unit", Part.MANY, Level.COMMUNITY, Power.PARTICIPATION, CORE, 0, None),
    (
        *(GOVERNMENT, "区级治理主管机构", "District governance authority", Part.GOVERNMENT, Level.DISTRICT),
        *(Power.ADMINISTRATION, "", 0, 1),
    ),
    (
        *(CENTRE, "区级受理核查中心", "District intake and verification centre", Part.GOVERNMENT, Level.DISTRICT),
        *(Power.COORDINATION, "", 1, 1),
    ),
)
UNIT_NAMES = {
    Level.DISTRICT: Name("区级办理单位", "Handling unit of the district"),
    Level.SUBDISTRICT: Name("街道办理单位", "Handling unit of a subdistrict"),
    Level.COMMUNITY: Name("社区办理单位", "Handling unit of a community"),
}


def _kinds() -> Iterable[Kind]:
    """The sum 1 + 3 + N and the district around it as placeholders, and the kinds of units that the history shows."""
    for code, zh, en, part, level, power, superior, minimum, maximum in KINDS:
        yield Kind(
            code,
            Name(zh, en),
            part,
            level,
            administrative_subject=code == GOVERNMENT,
            minimum=minimum,
            maximum=maximum,
            powers=(power,),
            superior=superior,
            basis=TO_COMPLETE,
        )
    for level, code in UNITS.items():
        yield Kind(code, UNIT_NAMES[level], Part.GOVERNMENT, level, powers=(Power.ADMINISTRATION,), basis=INFERRED)


OFFICER = HANDLING - {"matter.assign", "matter.close", "matter.return"}
OFFICES = tuple(UNITS.values())
ROLES = (  # code, names, kinds, acts; the heads
    ("core_head", "社区党组织负责人", "Head of the Party organisation", (CORE,), HANDLING | CORE_MORE),
    ("workstation_head", "工作站负责人", "Head of the workstation", (DOOR,), RECEIVING | DOOR_MORE),
    ("organisation_head", "机构负责人", "Head of an organisation", (COMMITTEE, SERVICE, SOCIAL, LOCAL), HANDLING),
    ("unit_head", "办理单位负责人", "Head of a handling unit", OFFICES, HANDLING),
    ("centre_head", "受理核查中心负责人", "Head of the intake and verification centre", (CENTRE,), RECEIVING),
    ("district_head", "区级治理主管负责人", "Head of the district authority", (GOVERNMENT,), RECEIVING | GOVERNING),
)


def _roles() -> Iterable[Role]:
    for code, zh, en, kinds, acts in ROLES:
        yield Role(code, Name(zh, en), kinds, head=True, acts=acts, basis=TO_COMPLETE)
    leader = Name("格长", "Cell leader")
    yield Role(CELL_LEADER, leader, (DOOR, COMMITTEE), cell=True, acts=OFFICER, basis=TO_COMPLETE)
    officer = Name("办理单位工作人员", "Officer of a handling unit")
    yield Role("unit_officer", officer, OFFICES, acts=OFFICER, basis=TO_COMPLETE)
    carries = frozenset({"matter.carry_over"})
    note = "仅可转入历史事项（may only carry over past matters）"
    yield Role(REGISTRAR, Name("数据登记员", "Registrar of past matters"), (CENTRE,), acts=carries, basis=note)


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
