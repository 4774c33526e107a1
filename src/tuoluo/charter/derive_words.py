"""The words in which a derivation is told, in both languages."""

from __future__ import annotations

from tuoluo.charter.derive import DayKind, Fate

Words = dict[str, str]

HEADINGS: dict[str, Words] = {
    "category": {"zh": "类别", "en": "Category"},
    "row": {"zh": "适用的职责行", "en": "Row of the duties"},
    "bodies": {"zh": "谁做什么", "en": "Who does what"},
    "status": {"zh": "行政主体资格", "en": "Administrative subject"},
    "due": {"zh": "办到何时", "en": "Until when"},
    "basis": {"zh": "依据", "en": "Basis"},
}
PARTS: dict[str, Words] = {
    "front_door": {"zh": "受理", "en": "receives"},
    "lead": {"zh": "主办", "en": "leads"},
    "assistants": {"zh": "协办", "en": "assists"},
    "supervisor": {"zh": "监督", "en": "supervises"},
    "verifier": {"zh": "核查", "en": "verifies"},
    "evaluator": {"zh": "评价", "en": "evaluates"},
}
FATES: dict[Fate, Words] = {
    Fate.APPLIES: {"zh": "适用", "en": "applies"},
    Fate.ELSEWHERE: {"zh": "不适用：只管别处", "en": "no: only for another place"},
    Fate.BROADER: {
        "zh": "让位：另有一行类别更具体",
        "en": "gives way: category less exact",
    },
    Fate.WIDER: {"zh": "让位：另有一行地点更具体", "en": "gives way: place less exact"},
    Fate.LATER: {
        "zh": "让位：与上面一行相同",
        "en": "gives way: same as a row above",
    },
}
DAYS: dict[DayKind, Words] = {
    DayKind.WORKING: {"zh": "工作日", "en": "working day"},
    DayKind.MAKE_UP: {"zh": "调休上班", "en": "make-up working day"},
    DayKind.WEEKEND: {"zh": "周末", "en": "weekend"},
    DayKind.HOLIDAY: {"zh": "节假日", "en": "public holiday"},
}
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
SENTENCES: dict[str, Words] = {
    "case": {"zh": "案例：“{words}”，{at}，{place}", "en": "Case: “{words}”, {at}, {place}"},
    "in": {"zh": "在 {place}", "en": "in {place}"},
    "nowhere": {"zh": "未指明地点", "en": "no place named"},
    "charter": {"zh": "章程：{title}（{name} {version}）", "en": "Charter: {title} ({name} {version})"},
    "by_code": {"zh": "按代码或名称认定", "en": "named by its code or name"},
    "by_words": {"zh": "按关键词认定：{terms}", "en": "recognised by: {terms}"},
    "also": {"zh": "也可能是：{others}", "en": "might also be: {others}"},
    "under": {"zh": "属于“{group}”", "en": "under “{group}”"},
    "everywhere": {"zh": "各处", "en": "everywhere"},
    "row": {"zh": "第 {row} 行", "en": "row {row}"},
    "nobody": {"zh": "（无）", "en": "nobody"},
    "no_row": {"zh": "没有任何一行适用：无人主办", "en": "no row applies: nobody leads"},
    "needed": {"zh": "须有行政主体资格才能主办；{lead}有此资格", "en": "needed to lead it; {lead} has that status"},
    "lacking": {"zh": "须有行政主体资格才能主办，而{lead}没有", "en": "needed to lead it, and {lead} does not have it"},
    "free": {"zh": "不须行政主体资格", "en": "not needed to lead it"},
    "taken": {"zh": "须有行政主体资格；{lead}按章程所指认定", "en": "needed; {lead} is taken at the charter's word"},
    "retained": {"zh": "属于“收”的事项，不得下放", "en": "retained: it must not be handed to a provider"},
    "delegable": {"zh": "可“放”：可以交给服务机构", "en": "delegable: it may be handed to a provider"},
    "no_limit": {"zh": "没有规定时限", "en": "no deadline is laid down"},
    "from": {"zh": "时限 {limit}，自 {start} 起算", "en": "{limit} from {start}"},
    "urgent": {"zh": "昼夜连续计算，节假日不停", "en": "round the clock, holidays included"},
    "hours": {"zh": "只在办公时段内计算：{sessions}", "en": "only office time counts: {sessions}"},
    "days": {
        "zh": "从下一个工作日起数，到下班时间为止",
        "en": "counted from the next working day, to closing time",
    },
    "start_day": {"zh": "起算日，不计入", "en": "the day it starts, not counted"},
    "numbers": {"zh": "第 {numbers} 天", "en": "counted: {numbers}"},
    "none": {"zh": "不计", "en": "nothing counted"},
    "due": {"zh": "截止：{due}", "en": "due {due}"},
    "unknown_year": {
        "zh": "{year} 年的工作日历尚未公布，无法计算（不猜测）",
        "en": "the working days of {year} are not published yet, so it is not counted (and not guessed)",
    },
    "duty_basis": {"zh": "职责（{file} 第 {row} 行）", "en": "duty ({file} row {row})"},
    "category_basis": {"zh": "类别（{file} 第 {row} 行）", "en": "category ({file} row {row})"},
    "door_basis": {"zh": "受理（charter.toml）", "en": "front door (charter.toml)"},
    "lead_basis": {"zh": "主办机构（charter.toml）", "en": "lead (charter.toml)"},
    "unsaid": {"zh": "（未写明）", "en": "not said"},
}
