"""The layout of a charter's three files, said once: the reader, the JSON Schema and the reference page follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tuoluo.charter.model import CategoryKind, Handling, Level, Origin, Part, Power
from tuoluo.kernel.worktime import Unit

CHARTER_FILE = "charter.toml"
CATALOGUE_FILE = "catalogue.csv"
DUTIES_FILE = "duties.csv"
EXAMPLES_FILE = "examples.csv"

CALENDARS = ("china",)


class Shape(StrEnum):
    """What may stand in a field."""

    TEXT = "text"
    CODE = "code"
    PATTERN = "pattern"
    BODY = "body"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"
    TEXTS = "texts"
    CODES = "codes"
    BODIES = "bodies"
    CHOICES = "choices"
    NAME = "name"
    SESSIONS = "sessions"


@dataclass(frozen=True)
class Field:
    """One column of a table or one key of ``charter.toml``. ``alias`` is the Chinese heading an editor may use."""

    name: str
    shape: Shape
    help_en: str
    help_zh: str
    alias: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """One table of ``charter.toml``; ``many`` for a list of tables (``[[kinds]]``)."""

    name: str
    many: bool
    required: bool
    help_en: str
    help_zh: str
    fields: tuple[Field, ...]


YES_NO = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}
UNIT_ALIASES = {
    "工作时": Unit.WORKING_HOURS.value,
    "工作日": Unit.WORKING_DAYS.value,
    "紧急工作时": Unit.URGENT_HOURS.value,
}
KIND_ALIASES = {"部件": "component", "事项": "matter", "诉求": "appeal", "服务": "service"}
ORIGIN_ALIASES = {"标准": "standard", "本地": "local"}
HANDLING_ALIASES = {"收": "retained", "放": "delegable"}

BASIS = Field(
    "basis",
    Shape.TEXT,
    "The law, standard or decision that the rule rests on. A rule without one is reported as a gap.",
    "规则的依据：法律、标准或决定。没有依据的规则会报为缺口。",
    alias="依据",
)


def _values(words: type[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in words if word.value)


CODE = Field("code", Shape.CODE, "Its code, unique in this list.", "代码，在本表内唯一。", "代码", True)
ZH = Field("zh", Shape.TEXT, "Its name in Chinese.", "中文名称。", "中文名称", True)
EN = Field("en", Shape.TEXT, "Its name in English.", "英文名称。", "英文名称")

CHARTER_SECTIONS: tuple[Section, ...] = (
    Section(
        "charter",
        False,
        True,
        "What this charter is and when it is in force.",
        "章程本身及其有效期。",
        (
            Field("name", Shape.CODE, "A short name, the name of the folder.", "简称，即文件夹名。", required=True),
            Field("title", Shape.NAME, "The title, {zh, en}.", "标题 {zh, en}。", required=True),
            Field("version", Shape.TEXT, "The version, as the district counts them.", "版本号。", required=True),
            Field("valid_from", Shape.DATE, "The first day in force.", "生效日期。", required=True),
            Field("valid_until", Shape.DATE, "The first day no longer in force.", "失效日期（当日不再有效）。"),
            BASIS,
            Field(
                "catalogue",
                Shape.CODE,
                "The charter beside this one (or one that ships) whose catalogue.csv counts here too; rows of an own "
                "catalogue.csv, which may then be missing, take the place of rows with the same code.",
                "同目录下（或随软件附带的）另一章程的简称，沿用其 catalogue.csv；此时本章程可以没有 catalogue.csv，"
                "若有，同编码的行以本章程为准。",
            ),
            Field("sources", Shape.TEXTS, "Where the content comes from.", "内容出处。"),
        ),
    ),
    Section(
        "hours",
        False,
        False,
        "How working time is counted.",
        "工作时间如何计算。",
        (
            Field(
                "sessions",
                Shape.SESSIONS,
                'The sessions of a working day, e.g. [["09:00", "12:00"], ["14:00", "18:00"]].',
                '每个工作日的办公时段，如 [["09:00", "12:00"], ["14:00", "18:00"]]。',
            ),
            Field("timezone", Shape.TEXT, "The clock, e.g. Asia/Shanghai.", "时区，如 Asia/Shanghai。"),
            Field(
                "calendar",
                Shape.CHOICE,
                "The calendar of working days; required as soon as a duty is due in working hours or days.",
                "工作日历；只要有职责以工作时或工作日计时，就必须写明。",
                choices=CALENDARS,
            ),
        ),
    ),
    Section(
        "kinds",
        True,
        True,
        "The kinds of bodies: the 1, the 3, the N, and the government bodies around them.",
        "机构类别：1、3、N，以及和式之外的政府机构。",
        (
            CODE,
            ZH,
            EN,
            Field(
                "part",
                Shape.CHOICE,
                "Its place in the sum 1 + 3 + N; government for bodies outside the sum.",
                "在 1+3+N 中的位置；和式之外的政府机构写 government。",
                required=True,
                choices=_values(Part),
            ),
            Field(
                "level",
                Shape.CHOICE,
                "The area one body of this kind serves. Default: community.",
                "一个机构服务的范围，默认社区。",
                choices=_values(Level),
            ),
            Field(
                "administrative_subject",
                Shape.YES_NO,
                "Whether it has administrative-subject status. Default: false.",
                "是否具有行政主体资格，默认 false。",
            ),
            Field("minimum", Shape.NUMBER, "The least number in an area. Default: 0.", "每个区域至少几个，默认 0。"),
            Field(
                "maximum", Shape.NUMBER, "The greatest number in an area; 0 for none.", "每个区域至多几个；0 表示不设。"
            ),
            Field("powers", Shape.CHOICES, "What it is there for.", "职能。", choices=_values(Power)),
            Field("superior", Shape.CODE, "The kind it answers to.", "上级机构类别的代码。"),
            BASIS,
        ),
    ),
    Section(
        "roles",
        True,
        True,
        "What the holder of a post may do.",
        "岗位角色及其可做的行为。",
        (
            CODE,
            ZH,
            EN,
            Field("kinds", Shape.CODES, "The kinds of bodies it may sit in.", "可设于哪些机构类别。", required=True),
            Field("head", Shape.YES_NO, "A head post must never be vacant.", "负责人岗位，不得空缺。"),
            Field("cell", Shape.YES_NO, "Each post of this role is bound to one cell.", "岗位绑定一个网格。"),
            Field(
                "acts",
                Shape.CODES,
                "The acts it grants, as `tuoluo acts` lists them.",
                "授予的行为，见 `tuoluo acts`。",
            ),
            BASIS,
        ),
    ),
    Section(
        "front_door",
        False,
        True,
        "The kind of body that receives and registers whatever people bring.",
        "统一受理并立案的机构类别（一个入口）。",
        (Field("kind", Shape.CODE, "Its code.", "机构类别代码。", required=True), BASIS),
    ),
    Section(
        "cells",
        False,
        True,
        "Who is in charge of a cell.",
        "网格由谁负责（一格一长）。",
        (Field("leader_role", Shape.CODE, "The role of the cell leader.", "格长的角色代码。", required=True), BASIS),
    ),
    Section(
        "reform",
        False,
        False,
        "Whose consent a change of charter takes. Without this section: the core, and the district's own bodies.",
        "章程变更须经谁同意。不写本节时默认：社区核心和区级（非行政部门）机构（默认值）。",
        (
            Field("consent", Shape.CODES, "The kinds of body that must consent.", "须同意的机构类别代码。"),
            BASIS,
        ),
    ),
)

CATALOGUE: tuple[Field, ...] = (
    CODE,
    Field(
        "kind",
        Shape.CHOICE,
        "component (a thing in the street), matter (something wrong), appeal (a resident's wish), service (an item).",
        "component 部件、matter 事项、appeal 诉求、service 办事。",
        "类型",
        True,
        _values(CategoryKind),
        KIND_ALIASES,
    ),
    Field(
        "parent",
        Shape.CODE,
        "The code of the group it stands in; empty for a group.",
        "所属大类代码，大类留空。",
        "上级",
    ),
    ZH,
    EN,
    Field(
        "origin",
        Shape.CHOICE,
        "standard (from the national standard) or local (the district's own).",
        "standard 国家标准、local 本地扩展。",
        "来源",
        True,
        _values(Origin),
        ORIGIN_ALIASES,
    ),
    Field(
        "needs_administrative_subject",
        Shape.YES_NO,
        "Whether only a body with administrative-subject status may lead it. Default: no.",
        "是否须有行政主体资格才能主办，默认否。",
        "须行政主体资格",
    ),
    Field(
        "handling",
        Shape.CHOICE,
        "retained (stays with the administration) or delegable (may be handed to a provider); may be empty.",
        "retained 收、delegable 放；可留空。",
        "放收",
        False,
        _values(Handling),
        HANDLING_ALIASES,
    ),
    BASIS,
    Field("keywords", Shape.TEXTS, "Words residents use for it, separated by ;", "居民常用说法，用 ; 分隔。", "关键词"),
)

DUTIES: tuple[Field, ...] = (
    Field(
        "category",
        Shape.PATTERN,
        "A category's code, the beginning of codes with *, or default; several separated by ;",
        "类别代码，或代码开头加 *，或 default；多个用 ; 分隔。",
        "类别",
        True,
    ),
    Field(
        "area",
        Shape.CODE,
        "The rule applies only where the area code begins with this; empty for everywhere.",
        "仅适用于代码以此开头的区域；留空为全区。",
        "区域",
    ),
    Field(
        "lead",
        Shape.BODY,
        "The one body that leads: the code of a kind, or @ and the code or name of one body.",
        "唯一的主办：机构类别代码，或 @ 加某一机构的代码或名称。",
        "主办",
        True,
    ),
    Field("assistants", Shape.BODIES, "The bodies that assist, separated by ;", "协办，用 ; 分隔。", "协办"),
    Field("supervisor", Shape.BODY, "The body that supervises the work.", "监督机构。", "监督"),
    Field("verifier", Shape.BODY, "The body that checks the result before closing.", "核查机构。", "核查"),
    Field("evaluator", Shape.BODY, "The body that evaluates the work afterwards.", "评价机构。", "评价"),
    Field("amount", Shape.NUMBER, "The time allowed, as a number of units.", "时限数值。", "时限"),
    Field(
        "unit",
        Shape.CHOICE,
        "working_hours, working_days, or urgent_hours (round the clock).",
        "working_hours 工作时、working_days 工作日、urgent_hours 紧急工作时（昼夜连续）。",
        "单位",
        False,
        _values(Unit),
        UNIT_ALIASES,
    ),
    Field(
        "needs_administrative_subject",
        Shape.YES_NO,
        "Overrides the catalogue for this duty; empty to follow it.",
        "对本条另行规定；留空则依目录。",
        "须行政主体资格",
    ),
    Field(
        "retained",
        Shape.YES_NO,
        "yes: stays with the administration; no: delegated; empty to follow the catalogue.",
        "是：收；否：放；留空则依目录。",
        "收",
    ),
    BASIS,
    Field("note", Shape.TEXT, "A remark for the next editor.", "备注。", "备注"),
)

EXAMPLES: tuple[Field, ...] = (
    Field("name", Shape.TEXT, "What happens, in a few words.", "发生了什么，一句话。", "例子", True),
    Field(
        "category",
        Shape.TEXT,
        "The code or name of a category, or what a resident would say (recognised by keywords).",
        "类别代码或名称，或居民的说法（按关键词认定）。",
        "类别",
        True,
    ),
    Field(
        "place", Shape.CODE, "The code of an area, or its beginning; empty for anywhere.", "区域代码或其开头。", "区域"
    ),
    Field("at", Shape.MOMENT, "When it is reported, by the charter's clock.", "上报时间，按章程时区。", "时间"),
    Field("lead", Shape.TEXT, "Who must lead: code or name of a kind; empty: not asked.", "应主办，留空不查。", "主办"),
    Field(
        "assistants",
        Shape.TEXTS,
        "All who must assist, separated by ; and - for nobody; empty: not asked.",
        "应协办的全部机构，用 ; 分隔；无人协办写 -；留空不查。",
        "协办",
    ),
    Field("supervisor", Shape.TEXT, "Who must supervise; empty: not asked.", "应监督，留空不查。", "监督"),
    Field("verifier", Shape.TEXT, "Who must verify; empty: not asked.", "应核查，留空不查。", "核查"),
    Field("evaluator", Shape.TEXT, "Who must evaluate; empty: not asked.", "应评价，留空不查。", "评价"),
    Field("due", Shape.MOMENT, "Until when; empty: not asked. Needs a moment in at.", "应办到何时，留空不查。", "截止"),
    Field("note", Shape.TEXT, "A remark for the next editor.", "备注。", "备注"),
)
