"""What the check of a charter says, in Chinese and English: for each code what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tuoluo.charter.model import Name
from tuoluo.charter.words_bodies import BODY_WORDS
from tuoluo.charter.words_examples import EXAMPLE_WORDS


class Words(NamedTuple):
    """A sentence saying what is wrong and one saying how to repair it; ``{placeholders}`` are filled from the facts."""

    wrong: str
    repair: str


NOUNS: dict[str, dict[str, str]] = {
    "kind": {"en": "kind of body", "zh": "机构类别"},
    "role": {"en": "role", "zh": "角色"},
    "act": {"en": "act", "zh": "行为"},
    "category": {"en": "category", "zh": "类别"},
    "timezone": {"en": "time zone", "zh": "时区"},
    "charter": {"en": "charter with a catalogue", "zh": "有类别目录的章程"},
    "lead": {"en": "leads", "zh": "主办"},
    "assistants": {"en": "assists in", "zh": "协办"},
    "supervisor": {"en": "supervises", "zh": "监督"},
    "verifier": {"en": "verifies", "zh": "核查"},
    "evaluator": {"en": "evaluates", "zh": "评价"},
    "front_door": {"en": "receives", "zh": "受理"},
}
NOUN_FACTS = frozenset({"what", "part", "check"})
DID_YOU_MEAN = {"en": " Did you mean {nearest}?", "zh": "是不是“{nearest}”？"}

WORDS: dict[str, dict[str, Words]] = {
    "file_missing": {
        "en": Words(
            "The file {file} is not there.",
            "A charter is a folder with charter.toml, catalogue.csv and duties.csv: add the file.",
        ),
        "zh": Words("缺少文件 {file}。", "章程文件夹须有 charter.toml、catalogue.csv、duties.csv 三个文件，请补上。"),
    },
    "unreadable_encoding": {
        "en": Words(
            "{file} is neither UTF-8 nor GBK text.", "In Excel choose Save as, type CSV UTF-8 (comma delimited)."
        ),
        "zh": Words("{file} 既不是 UTF-8 也不是 GBK 文本。", "在 Excel 中“另存为”，类型选“CSV UTF-8（逗号分隔）”。"),
    },
    "not_utf8": {
        "en": Words(
            "{file} is saved as GBK; it was understood all the same.",
            "In Excel choose Save as, type CSV UTF-8 (comma delimited).",
        ),
        "zh": Words("{file} 以 GBK 保存，已按 GBK 读取。", "在 Excel 中“另存为”，类型选“CSV UTF-8（逗号分隔）”。"),
    },
    "bad_toml": {
        "en": Words("The file is not valid TOML: {reason}.", "Correct this line; texts stand in double quotes."),
        "zh": Words("文件不是有效的 TOML：{reason}。", "改正这一行；文字须放在英文双引号内。"),
    },
    "bad_table": {
        "en": Words(
            "The section {column} has the wrong form.",
            "Lists of tables are written [[{column}]], single tables [{column}]; see `tuoluo charter schema`.",
        ),
        "zh": Words(
            "{column} 部分的写法不对。", "多项写作 [[{column}]]，单项写作 [{column}]；见 `tuoluo charter schema`。"
        ),
    },
    "missing_section": {
        "en": Words("The section {column} is missing.{hint}", "Add it; `tuoluo charter schema` shows its keys."),
        "zh": Words("缺少 {column} 部分。{hint}", "请补上；所含各项见 `tuoluo charter schema`。"),
    },
    "unknown_key": {
        "en": Words("The key {value} is not known and is not read.{hint}", "Correct the name or remove it."),
        "zh": Words("不认识“{value}”这一项，未读取。{hint}", "改正名称或删去。"),
    },
    "missing_column": {
        "en": Words(
            "The column {column} is missing.{hint}", "Add the column {column} to the first row, or correct its name."
        ),
        "zh": Words("缺少 {column} 列。{hint}", "在首行补上 {column} 列，或改正列名。"),
    },
    "unknown_column": {
        "en": Words(
            "The column {value} is not known and is not read.{hint}",
            "Correct the heading, or leave it if it is a note of your own.",
        ),
        "zh": Words("不认识“{value}”列，未读取。{hint}", "改正列名；若是自用备注可保留。"),
    },
    "duplicate_column": {
        "en": Words("The column {value} stands twice.", "Keep one of them."),
        "zh": Words("“{value}”列出现两次。", "只保留一列。"),
    },
    "too_many_cells": {
        "en": Words(
            "The row has more cells than the heading, from {value} on.",
            "Put text that contains a comma in double quotes, or remove the cell.",
        ),
        "zh": Words("该行单元格多于表头，从“{value}”起多出。", "含逗号的文字加英文双引号，或删去多余单元格。"),
    },
    "missing_value": {
        "en": Words("{column} is empty.{hint}", "Fill it in; see `tuoluo charter schema` for what may stand there."),
        "zh": Words("{column} 为空。{hint}", "请填写；可填内容见 `tuoluo charter schema`。"),
    },
    "unknown_choice": {
        "en": Words("{value} is not a value of {column}.{hint}", "Use one of: {choices}."),
        "zh": Words("{column} 不能写“{value}”。{hint}", "可用：{choices}。"),
    },
    "bad_yes_no": {
        "en": Words("{value} is neither yes nor no.", "Write yes or no (是 or 否)."),
        "zh": Words("“{value}”不是 是/否。", "写 yes 或 no（是 或 否）。"),
    },
    "bad_number": {
        "en": Words("{value} is not a usable number.", "Write a whole number such as 4; a deadline is at least 1."),
        "zh": Words("“{value}”不是可用的数。", "写整数，如 4；时限至少为 1。"),
    },
    "bad_date": {
        "en": Words("{value} is not a date.", "Write year, month and day, e.g. 2026-07-01, without quotes."),
        "zh": Words("“{value}”不是日期。", "按年-月-日书写，如 2026-07-01，不加引号。"),
    },
    "bad_type": {
        "en": Words(
            "{value} is not of the type {wanted}.",
            "Texts stand in double quotes, lists in square brackets, true and false alone.",
        ),
        "zh": Words("“{value}”不是 {wanted} 类型。", "文字加双引号，列表加方括号，true/false 不加引号。"),
    },
    "bad_name": {
        "en": Words("{value} is not a name in two languages.", 'Write {{ zh = "…", en = "…" }}.'),
        "zh": Words("“{value}”不是双语名称。", '写作 {{ zh = "…", en = "…" }}。'),
    },
    "bad_hours": {
        "en": Words(
            "{value} are not office hours.", 'Write sessions in order, e.g. [["09:00", "12:00"], ["14:00", "18:00"]].'
        ),
        "zh": Words("“{value}”不是办公时段。", '按先后书写，如 [["09:00", "12:00"], ["14:00", "18:00"]]。'),
    },
    "bad_code": {
        "en": Words(
            "{value} is not a code.",
            "Use letters, digits, points, dashes and underscores, without spaces; one body is written @ and its name.",
        ),
        "zh": Words("“{value}”不是代码。", "用字母、数字、点、连字符、下划线，不含空格；某一机构写作 @ 加名称。"),
    },
    "two_in_one": {
        "en": Words("{value} names more than one where one is meant.", "Keep one."),
        "zh": Words("“{value}”写了不止一个，此处只能有一个。", "只保留一个。"),
    },
    "duplicate_code": {
        "en": Words(
            "The code {value} is already taken in row {first}.", "Give one of the two another code, or delete one."
        ),
        "zh": Words("代码“{value}”与第 {first} 行重复。", "改其中一个代码，或删去一行。"),
    },
    "unknown_name": {
        "en": Words("There is no {what} {value}.{hint}", "Correct the name, or define it."),
        "zh": Words("没有名为“{value}”的{what}。{hint}", "改正名称，或先行定义。"),
    },
    "ends_before_it_starts": {
        "en": Words(
            "The charter ends on {value}, not after its first day {start}.", "Correct valid_from or valid_until."
        ),
        "zh": Words("章程失效日期 {value} 不晚于生效日期 {start}。", "改正 valid_from 或 valid_until。"),
    },
    "part_missing": {
        "en": Words(
            "The sum 1 + 3 + N has no kind of body for its {value}.", 'Define at least one kind with part = "{value}".'
        ),
        "zh": Words("1+3+N 中没有“{value}”这一部分的机构类别。", '至少定义一个 part = "{value}" 的类别。'),
    },
    "core_not_one": {
        "en": Words(
            "The core {value} is not exactly one in each community.",
            'Keep one kind with part = "1", with minimum = 1 and maximum = 1.',
        ),
        "zh": Words(
            "核心“{value}”在每个社区不是恰好一个。", '只保留一个 part = "1" 的类别，并写 minimum = 1、maximum = 1。'
        ),
    },
    "maximum_below_minimum": {
        "en": Words("{kind} may be at most {value} but must be at least {minimum}.", "Correct minimum or maximum."),
        "zh": Words("{kind} 至多 {value} 个，却要求至少 {minimum} 个。", "改正 minimum 或 maximum。"),
    },
    "superior_circle": {
        "en": Words(
            "{kind} answers, in the end, to itself.", "Correct the superior of one of the kinds in the circle."
        ),
        "zh": Words("{kind} 的上级关系绕回了自己。", "改正其中一个类别的上级。"),
    },
    "parent_circle": {
        "en": Words(
            "The category stands, in the end, under itself.",
            "Correct the parent of one of the categories in the circle.",
        ),
        "zh": Words("该类别的上级绕回了自己。", "改正其中一个类别的上级。"),
    },
    "front_door_missing": {
        "en": Words(
            "No kind of body is named as the front door.",
            'Add [front_door] with kind = "…": the kind that receives and registers.',
        ),
        "zh": Words("没有指定统一受理的机构类别。", '补上 [front_door]，写 kind = "…"，即受理并立案的机构类别。'),
    },
    "front_door_cannot_register": {
        "en": Words(
            "The front door is {value}, but no role in it may do {act}.",
            "Grant {act} to a role of {value}, or name another kind.",
        ),
        "zh": Words(
            "统一受理的是 {value}，但其中没有角色可做 {act}。", "给 {value} 的某个角色授予 {act}，或改为其他类别。"
        ),
    },
    "leader_without_cell": {
        "en": Words(
            "The leader of a cell has the role {value}, which is not bound to a cell.",
            "Write cell = true in this role.",
        ),
        "zh": Words("格长角色 {value} 没有绑定网格。", "在该角色写上 cell = true。"),
    },
    "head_role_missing": {
        "en": Words(
            "{value} leads or receives matters but has no head who answers for it.",
            "Define a role with head = true that may sit in {value}.",
        ),
        "zh": Words("{value} 主办或受理事项，却没有负责人角色。", "定义一个可设于 {value}、head = true 的角色。"),
    },
    "category_without_lead": {
        "en": Words("Nobody leads {value} ({name}).", "Add a row for it in duties.csv, or a default row."),
        "zh": Words("{value}（{name}）没有主办机构。", "在 duties.csv 为它加一行，或加 default 行。"),
    },
    "category_without_lead_elsewhere": {
        "en": Words(
            "{value} ({name}) has a lead only in {areas}.", "Add a row without an area in duties.csv, or a default row."
        ),
        "zh": Words(
            "{value}（{name}）只在 {areas} 有主办机构。", "在 duties.csv 加一行不限区域的规则，或加 default 行。"
        ),
    },
    "two_leads": {
        "en": Words(
            "Two leads for the same category and area: {value}{also}.",
            "Keep one lead; write the other under assistants.",
        ),
        "zh": Words("同一类别、同一区域有两个主办：{value}{also}。", "只保留一个主办，另一个写入协办。"),
    },
    "duplicate_duty": {
        "en": Words("{category} is already settled in row {first} for the same area.", "Delete one of the two rows."),
        "zh": Words("{category} 在第 {first} 行已有同一区域的规则。", "删去其中一行。"),
    },
    "consent_twice": {
        "en": Words("{value} is named twice among those who must consent to a reform.", "Delete one of the two."),
        "zh": Words("改革须征得同意的机构中，{value} 写了两次。", "删去一个。"),
    },
    "rule_never_used": {
        "en": Words(
            "No category is governed by the rule for {value}.",
            "Delete it, or correct the code; more specific rows may cover all it covers.",
        ),
        "zh": Words("没有类别适用“{value}”这条规则。", "删去或改正代码；更具体的规则可能已全部覆盖。"),
    },
    "duty_to_absent_kind": {
        "en": Words(
            "The duty is given to {value}, a kind of body that this charter does not have.", "Give it to one of: {has}."
        ),
        "zh": Words("职责给了 {value}，而本章程没有这类机构。", "改为其中之一：{has}。"),
    },
    "checks_own_work": {
        "en": Words(
            "{value} {part} the work and also {check} it: no body checks its own work.",
            "Name another body in {column}.",
        ),
        "zh": Words("{value} 既{part}又{check}：任何机构不得检查自己的工作。", "在 {column} 改写另一个机构。"),
    },
    "lead_also_assists": {
        "en": Words("{value} leads and is also named as assistant.", "Remove it from the assistants."),
        "zh": Words("{value} 已是主办，又列为协办。", "从协办中删去。"),
    },
    "retained_item_delegated": {
        "en": Words(
            "{category} ({name}) is retained by the administration but is delegated to {value}.",
            "Name a lead with administrative-subject status, or change handling in catalogue.csv with its basis.",
        ),
        "zh": Words(
            "{category}（{name}）属于“收”的事项，却交给了 {value}。",
            "主办改为有行政主体资格的机构，或在 catalogue.csv 改 handling 并写明依据。",
        ),
    },
    "lead_without_status": {
        "en": Words(
            "{category} ({name}) needs administrative-subject status, which {value} does not have.",
            "Name a lead that has it; {value} may assist.",
        ),
        "zh": Words(
            "{category}（{name}）须有行政主体资格，而 {value} 没有。", "主办改为有此资格的机构，{value} 可作协办。"
        ),
    },
    "deadline_without_calendar": {
        "en": Words(
            "Duties are due in working time (row {first} of {duties}), but no calendar of working days is named.",
            'Write calendar = "china" under [hours].',
        ),
        "zh": Words(
            "有职责以工作时间计时（{duties} 第 {first} 行），却没有写明工作日历。",
            '在 [hours] 下写 calendar = "china"。',
        ),
    },
    "deadline_without_unit": {
        "en": Words("The deadline {value} has no unit.", "Write working_hours, working_days or urgent_hours in unit."),
        "zh": Words(
            "时限“{value}”没有单位。",
            "在 unit 写 working_hours 工作时、working_days 工作日 或 urgent_hours 紧急工作时。",
        ),
    },
    "deadline_without_amount": {
        "en": Words("The deadline has a unit ({value}) but no number.", "Write the number in amount."),
        "zh": Words("时限只有单位（{value}），没有数值。", "在 amount 写数值。"),
    },
    "duty_without_deadline": {
        "en": Words("The duty for {value} has no deadline.", "Fill in amount and unit."),
        "zh": Words("“{value}”的职责没有时限。", "填写 amount 和 unit。"),
    },
    "nobody_supervises": {
        "en": Words("Nobody supervises {value}.", "Name a supervisor other than lead and assistants."),
        "zh": Words("“{value}”没有监督机构。", "写一个主办、协办以外的监督机构。"),
    },
    "nobody_verifies": {
        "en": Words("Nobody verifies {value} before it is closed.", "Name a verifier other than lead and assistants."),
        "zh": Words("“{value}”结案前没有核查机构。", "写一个主办、协办以外的核查机构。"),
    },
    "nobody_evaluates": {
        "en": Words("Nobody evaluates {value}.", "Name an evaluator other than lead and assistants."),
        "zh": Words("“{value}”没有评价机构。", "写一个主办、协办以外的评价机构。"),
    },
    "no_basis": {
        "en": Words(
            "{value} cites no basis.",
            "Write the law, standard or decision it rests on; if it is your own choice, say so.",
        ),
        "zh": Words("“{value}”没有写明依据。", "写明所依据的法律、标准或决定；若为自定，也请注明。"),
    },
    "names_without_english": {
        "en": Words(
            "{count} categories have no English name, {value} the first; the Chinese one is shown.",
            "Fill in the column en.",
        ),
        "zh": Words("{count} 个类别没有英文名称（首个为 {value}），将显示中文。", "填写 en 列。"),
    },
}
for _code, _both in (BODY_WORDS | EXAMPLE_WORDS).items():
    WORDS[_code] = {tongue: Words(*said) for tongue, said in _both.items()}
ALSO = {"en": " and, in row {first}, {other}", "zh": " 与第 {first} 行的 {other}"}


def sentence_of(code: str, facts: Mapping[str, object], language: str) -> str:
    """What is wrong, in a reader's language (Chinese unless English is asked for)."""
    return _filled(WORDS[code][_known(language)].wrong, facts, _known(language))


def repair_of(code: str, facts: Mapping[str, object], language: str) -> str:
    """What to do about it, in a reader's language."""
    return _filled(WORDS[code][_known(language)].repair, facts, _known(language))


def _known(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


def _filled(template: str, facts: Mapping[str, object], language: str) -> str:
    said = {key: _said(key, value, language) for key, value in facts.items()}
    said["hint"] = DID_YOU_MEAN[language].format(**said) if facts.get("nearest") else ""
    said["also"] = ALSO[language].format(**said) if "other" in facts else ""
    return template.format(**said)


def _said(key: str, value: object, language: str) -> object:
    if key in NOUN_FACTS:
        return NOUNS[str(value)][language]
    return value.in_language(language) if isinstance(value, Name) else value
