"""A difference between two charters in sentences, as a clerk would tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tuoluo.charter.diff import BODIES, STAYS, Change, Difference, Subject
from tuoluo.charter.model import Category, Charter, Kind, Name, Part, Role, is_particular, particular
from tuoluo.charter.show import UNITS
from tuoluo.kernel.worktime import OfficeHours, TimeLimit

Words = dict[str, str]

HEADINGS: dict[Subject, Words] = {
    Subject.KIND: {"zh": "机构（1 + 3 + N）", "en": "Bodies (1 + 3 + N)"},
    Subject.DUTY: {"zh": "职责", "en": "Duties"},
    Subject.CATEGORY: {"zh": "类别目录", "en": "Catalogue"},
    Subject.ROLE: {"zh": "岗位角色", "en": "Roles"},
    Subject.RIGHT: {"zh": "权限", "en": "Rights"},
    Subject.FRONT_DOOR: {"zh": "受理入口", "en": "Front door"},
    Subject.CELLS: {"zh": "网格", "en": "Cells"},
    Subject.REFORM: {"zh": "章程变更须经谁同意", "en": "Whose consent a reform takes"},
    Subject.COUNTING: {"zh": "工作时间与日历", "en": "Working time and calendar"},
    Subject.FRAME: {"zh": "名称、版本、日期与依据", "en": "Title, version, dates and basis"},
}
ASPECTS: dict[str, Words] = {
    "lead": {"zh": "主办", "en": "lead"},
    "assistants": {"zh": "协办", "en": "assistance"},
    "supervisor": {"zh": "监督", "en": "supervisor"},
    "verifier": {"zh": "核查", "en": "verifier"},
    "evaluator": {"zh": "评价", "en": "evaluator"},
    "limit": {"zh": "时限", "en": "deadline"},
    "needs_administrative_subject": {"zh": "是否须行政主体", "en": "needs an administrative subject"},
    "retained": {"zh": "是否须收回", "en": "must be retained"},
    "basis": {"zh": "依据", "en": "basis"},
    "note": {"zh": "说明", "en": "note"},
    "name": {"zh": "名称", "en": "name"},
    "title": {"zh": "标题", "en": "title"},
    "version": {"zh": "版本", "en": "version"},
    "valid_from": {"zh": "生效日期", "en": "in force from"},
    "valid_until": {"zh": "失效日期", "en": "in force until"},
    "sources": {"zh": "来源", "en": "sources"},
    "hours": {"zh": "办公时间", "en": "office hours"},
    "timezone": {"zh": "时区", "en": "time zone"},
    "calendar": {"zh": "工作日历", "en": "calendar"},
    "part": {"zh": "在和式中的位置", "en": "place in the sum"},
    "level": {"zh": "层级", "en": "level"},
    "administrative_subject": {"zh": "行政主体地位", "en": "administrative-subject status"},
    "minimum": {"zh": "最少个数", "en": "least number"},
    "maximum": {"zh": "最多个数", "en": "greatest number"},
    "powers": {"zh": "职能", "en": "powers"},
    "superior": {"zh": "上级", "en": "superior"},
    "kinds": {"zh": "所在机构", "en": "in bodies of kind"},
    "head": {"zh": "负责人岗位", "en": "head post"},
    "cell": {"zh": "网格岗位", "en": "post of one cell"},
    "kind": {"zh": "种类", "en": "kind"},
    "parent": {"zh": "所属组", "en": "group"},
    "origin": {"zh": "来源", "en": "origin"},
    "handling": {"zh": "收放", "en": "retained or delegable"},
    "keywords": {"zh": "关键词", "en": "keywords"},
    "consent": {"zh": "须同意的机构", "en": "bodies that must consent"},
    "leader_role": {"zh": "网格长角色", "en": "role of the leader"},
}
SENTENCES: dict[str, Words] = {
    "kind_comes": {"zh": "新设“{of}”（{part}，{number}）", "en": "“{of}” is new ({part}, {number})"},
    "kind_goes": {"zh": "撤销“{of}”（{part}）", "en": "“{of}” is abolished ({part})"},
    "comes": {"zh": "新增“{of}”", "en": "“{of}” is new"},
    "goes": {"zh": "取消“{of}”", "en": "“{of}” is dropped"},
    "category_comes": {"zh": "新增类别“{of}”，由{lead}主办", "en": "category “{of}” is new, led by {lead}"},
    "category_goes": {"zh": "取消类别“{of}”（原由{lead}主办）", "en": "category “{of}” is dropped (was led by {lead})"},
    "field": {"zh": "“{of}”的{aspect}：{before} → {after}", "en": "“{of}”, {aspect}: {before} → {after}"},
    "own_field": {"zh": "{aspect}：{before} → {after}", "en": "{aspect}: {before} → {after}"},
    "gains": {"zh": "“{of}”新获权限：{acts}", "en": "“{of}” may now: {acts}"},
    "loses": {"zh": "“{of}”不再有权限：{acts}", "en": "“{of}” may no longer: {acts}"},
    "moves": {
        "zh": "{aspect}由{before}改为{after}（{count} 类{area}）：{groups}",
        "en": "{aspect} moves from {before} to {after} ({count} {categories}{area}): {groups}",
    },
    "joins": {
        "zh": "增加{after}为{aspect}（{count} 类{area}）：{groups}",
        "en": "{after} joins as {aspect} ({count} {categories}{area}): {groups}",
    },
    "leaves": {
        "zh": "{before}不再是{aspect}（{count} 类{area}）：{groups}",
        "en": "{before} is no longer {aspect} ({count} {categories}{area}): {groups}",
    },
    "changes": {
        "zh": "{aspect}由{before}改为{after}（{count} 类{area}）：{groups}",
        "en": "{aspect} changes from {before} to {after} ({count} {categories}{area}): {groups}",
    },
    "begins": {
        "zh": "此前无人主办，今后由{after}主办（{count} 类{area}）：{groups}",
        "en": "led by nobody before, by {after} from now on ({count} {categories}{area}): {groups}",
    },
    "ends": {
        "zh": "原由{before}主办，今后无人主办（{count} 类{area}）：{groups}",
        "en": "led by {before} before, by nobody from now on ({count} {categories}{area}): {groups}",
    },
    "stays": {
        "zh": "不变（{count} 类{area}）：{groups}",
        "en": "nothing changes ({count} {categories}{area}): {groups}",
    },
    "rows": {
        "zh": "职责表写法不同（{before} 行 → {after} 行），但适用结果相同",
        "en": "the table of duties is written otherwise ({before} rows → {after}), to the same effect",
    },
    "nothing": {"zh": "两份章程内容相同", "en": "both charters say the same"},
}
SMALL: dict[str, Words] = {
    "nobody": {"zh": "（无）", "en": "nobody"},
    "nothing": {"zh": "（无）", "en": "nothing"},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "any": {"zh": "不限", "en": "any number"},
    "same": {"zh": "不变", "en": "unchanged"},
    "in": {"zh": "，限 {area}", "en": " in {area}"},
    "and": {"zh": "、", "en": ", "},
}
PARTS: dict[Part, Words] = {
    Part.CORE: {"zh": "1", "en": "1"},
    Part.BALANCE: {"zh": "3", "en": "3"},
    Part.MANY: {"zh": "N", "en": "N"},
    Part.GOVERNMENT: {"zh": "和式之外：行政", "en": "outside the sum: government"},
}


def told(difference: Difference, language: str) -> Iterator[tuple[Subject, list[str]]]:
    """The sentences of a difference under their headings; duties that move alike are told in one sentence."""
    teller = _Teller(difference, language)
    for subject in Subject:
        changes = difference.about(subject)
        if subject is Subject.DUTY:
            sentences = [teller.duties(alike) for alike in _alike(changes)]
        else:
            sentences = [teller.sentence(change) for change in changes]
        if sentences:
            yield subject, sentences


def sentence(change: Change, difference: Difference, language: str) -> str:
    """One change as one sentence."""
    return _Teller(difference, language).sentence(change)


def aspect_and_sides(change: Change, difference: Difference, language: str) -> tuple[str, str, str]:
    """What a change is about, how it was, and how it will be: for two charters side by side."""
    return _Teller(difference, language).sides(change)


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    """Duties that move from the same to the same in the same place, together."""
    together: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        together.setdefault((change.aspect, change.before, change.after, change.area), []).append(change)
    return list(together.values())


class _Teller:
    """Knows the names on both sides: what goes is called as before, what comes as after."""

    def __init__(self, difference: Difference, language: str) -> None:
        self.difference, self.language = difference, language
        self.old, self.new = difference.before, difference.after

    def sentence(self, change: Change) -> str:
        if change.subject is Subject.DUTY:
            return self.duties([change])
        if change.subject is Subject.RIGHT:
            key, acts = ("loses", change.before) if change.after is None else ("gains", change.after)
            assert isinstance(acts, tuple)
            return self._say(key, of=self._of(change), acts=self._word(SMALL["and"]).join(acts))
        if change.aspect:
            return self._field(change)
        return self._comes_or_goes(change)

    def duties(self, alike: Sequence[Change]) -> str:
        """Duties that move alike, in one sentence with the groups of the catalogue they lie in."""
        change = alike[0]
        if change.aspect == "rows":
            return self._say("rows", before=change.before, after=change.after)
        count = sum(len(one.categories) for one in alike)
        return self._say(
            self._move(change),
            count=count,
            categories="category" if count == 1 else "categories",
            area=SMALL["in"][self.language].format(area=change.area) if change.area else "",
            groups=self._word(SMALL["and"]).join(f"{self._group(one.of)} {len(one.categories)}" for one in alike),
            aspect=self._word(ASPECTS.get(change.aspect, SMALL["nothing"])),
            before=self._value(change, change.before, self.old),
            after=self._value(change, change.after, self.new),
        )

    def sides(self, change: Change) -> tuple[str, str, str]:
        """The name of what differs, and its value on either side; a sentence where something begins or ends."""
        if change.aspect == STAYS:
            return self._word(ASPECTS["lead"]), self._word(SMALL["same"]), self._word(SMALL["same"])
        if change.aspect == "rows" or (not change.aspect and change.subject is not Subject.RIGHT):
            told = self.sentence(change)
            return "", *(("", told) if change.before is None else (told, "") if change.after is None else ("", told))
        aspect = "lead" if change.aspect == "duty" else change.aspect
        what = self._word(ASPECTS.get(aspect, {"zh": aspect, "en": aspect}))
        if change.of and change.subject is not Subject.DUTY:
            what = f"{self._of(change)} · {what}" if what else self._of(change)
        return what, self._value(change, change.before, self.old), self._value(change, change.after, self.new)

    def _move(self, change: Change) -> str:
        if change.aspect == STAYS:
            return STAYS
        if change.aspect == "duty":
            return "begins" if change.before is None else "ends"
        if change.aspect not in BODIES:
            return "changes"
        return "moves" if change.before and change.after else "joins" if change.after else "leaves"

    def _group(self, code: str) -> str:
        return self._name(self.new.categories.get(code) or self.old.categories.get(code)) or code

    def _field(self, change: Change) -> str:
        facts = {
            "aspect": self._word(ASPECTS.get(change.aspect, {"zh": change.aspect, "en": change.aspect})),
            "before": self._value(change, change.before, self.old),
            "after": self._value(change, change.after, self.new),
        }
        return self._say("field", of=self._of(change), **facts) if change.of else self._say("own_field", **facts)

    def _comes_or_goes(self, change: Change) -> str:
        goes = change.after is None
        what, charter = (change.before, self.old) if goes else (change.after, self.new)
        if isinstance(what, Kind):
            number = f"{what.minimum}–{what.maximum}" if what.maximum is not None else f"≥ {what.minimum}"
            facts = {"of": self._name(what), "part": self._word(PARTS[what.part]), "number": number}
            return self._say("kind_goes" if goes else "kind_comes", **facts)
        if isinstance(what, Category) and (duty := charter.duty_for(what.code, "")) and not charter.is_group(what.code):
            lead = self._body(duty.lead, charter)
            return self._say("category_goes" if goes else "category_comes", of=self._name(what), lead=lead)
        assert isinstance(what, Role | Category)
        return self._say("goes" if goes else "comes", of=self._name(what))

    def _of(self, change: Change) -> str:
        where = {Subject.KIND: "kinds", Subject.CATEGORY: "categories"}.get(change.subject, "roles")
        named = getattr(self.new, where).get(change.of) or getattr(self.old, where).get(change.of)
        return self._name(named) or change.of

    def _value(self, change: Change, value: object, charter: Charter) -> str:
        if change.aspect in (*BODIES, "superior", "kinds", "duty", "consent") or (
            change.aspect == "kind" and not change.of
        ):
            named = value if isinstance(value, tuple) else (value,) if value else ()
            return self._word(SMALL["and"]).join(self._body(str(one), charter) for one in named) or self._word(
                SMALL["nobody"]
            )
        if change.aspect == "parent" and value:
            return self._name(charter.categories.get(str(value))) or str(value)
        return self._plain(change.aspect, value)

    def _plain(self, aspect: str, value: object) -> str:
        match value:
            case TimeLimit():
                return f"{value.amount} {UNITS[value.unit][self.language]}"
            case bool():
                return self._word(SMALL["yes" if value else "no"])
            case Name():
                return value.in_language(self.language)
            case OfficeHours():
                return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in value.sessions)
            case date():
                return value.isoformat()
            case None if aspect == "maximum":
                return self._word(SMALL["any"])
            case None | "" | ():
                return self._word(SMALL["nothing"])
        return (
            self._word(SMALL["and"]).join(map(str, value))
            if isinstance(value, Sequence) and not isinstance(value, str)
            else str(value)
        )

    def _body(self, reference: str, charter: Charter) -> str:
        if is_particular(reference):
            return particular(reference)
        return self._name(charter.kinds.get(reference)) or reference

    def _name(self, named: Kind | Role | Category | None) -> str:
        return named.name.in_language(self.language) if named else ""

    def _word(self, words: Words) -> str:
        return words[self.language]

    def _say(self, key: str, **facts: object) -> str:
        return SENTENCES[key][self.language].format(**facts)
