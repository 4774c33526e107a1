"""The outcome of a charter's examples: which failed, what was expected, what the charter says, and because of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tuoluo.charter.derive import Derivation
from tuoluo.charter.derive_words import PARTS
from tuoluo.charter.examples import Mismatch, Tried
from tuoluo.charter.layout import DUTIES_FILE
from tuoluo.charter.model import Charter, is_particular, particular
from tuoluo.charter.report import Paper, wrapped
from tuoluo.charter.show import UNITS

Words = dict[str, str]

SENTENCES: dict[str, Words] = {
    "head": {"zh": "{title}（{name} {version}）：例子", "en": "{title} ({name} {version}): examples"},
    "row": {"zh": "第 {row} 行", "en": "row {row}"},
    "not_understood": {
        "zh": "没有类别符合“{words}”：改写，或在目录中补关键词",
        "en": "no category fits “{words}”: reword it, or add a keyword to the catalogue",
    },
    "otherwise": {
        "zh": "{part}：应为 {expected}，章程所定为 {said}",
        "en": "{part}: expected {expected}, the charter says {said}",
    },
    "because": {
        "zh": "因为 {file} 第 {row} 行（{pattern}，{area}）适用于 {category} {code}{limit}",
        "en": "because {file} row {row} ({pattern}, {area}) applies to {category} {code}{limit}",
    },
    "limit": {"zh": "，时限 {limit}，自 {start} 起算", "en": ", with {limit} from {start}"},
    "no_row": {"zh": "因为没有一行职责适用于 {category} {code}", "en": "because no row applies to {category} {code}"},
    "unknown_year": {"zh": "（{year} 年的工作日历尚未公布）", "en": "nothing (working days of {year} unpublished)"},
    "everywhere": {"zh": "各处", "en": "everywhere"},
    "nobody": {"zh": "（无）", "en": "nobody"},
    "nothing": {"zh": "（无）", "en": "nothing"},
    "due": {"zh": "截止", "en": "due"},
    "passed": {"zh": "{count} 个例子全部符合", "en": "all {count} examples hold"},
    "failed": {"zh": "{count} 个例子，{failed} 个不符", "en": "{count} examples, {failed} do not hold"},
}


def examples_report(charter: Charter, tried: Sequence[Tried], paper: Paper) -> Iterator[str]:
    """One line for each example; below one that does not hold what was expected, what is said, and because of what."""
    say = _Say(charter, paper)
    title = charter.title.in_language(paper.language)
    yield paper.paint(say("head", title=title, name=charter.name, version=charter.version), "strong")
    for one in tried:
        mark = paper.paint("✓", "fine") if one.passed else paper.paint("✗", "error")
        yield f"{mark} {one.example.name}  {paper.paint(say('row', row=one.example.row), 'faint')}"
        for line in say.failure(one):
            first, *rest = wrapped(line, 6)
            yield f"    {first}"
            yield from (f"      {more}" for more in rest)
    failed = sum(not one.passed for one in tried)
    key, colour = ("failed", "error") if failed else ("passed", "fine")
    yield paper.paint(say(key, count=len(tried), failed=failed), colour)


class _Say:
    def __init__(self, charter: Charter, paper: Paper) -> None:
        self.charter, self.language = charter, paper.language

    def __call__(self, key: str, **facts: object) -> str:
        return SENTENCES[key][self.language].format(**facts)

    def failure(self, one: Tried) -> Iterator[str]:
        """What is otherwise than expected, and the row that makes it so."""
        if one.case is None:
            yield self("not_understood", words=one.example.words)
            return
        for mismatch in one.mismatches:
            expected, said = (
                self.value(mismatch.expected, mismatch, one.case),
                self.value(mismatch.said, mismatch, one.case),
            )
            yield self("otherwise", part=self.part(mismatch.part), expected=expected, said=said)
        if one.mismatches:
            yield self.because(one)

    def because(self, one: Tried) -> str:
        case = one.case
        assert case is not None
        about = {"category": case.category.name.in_language(self.language), "code": case.category.code}
        if case.duty is None:
            return self("no_row", **about)
        duty, limit = case.duty, ""
        if duty.limit and any(mismatch.part == "due" for mismatch in one.mismatches):
            told = f"{duty.limit.amount} {UNITS[duty.limit.unit][self.language]}"
            limit = self("limit", limit=told, start=f"{case.at:%Y-%m-%d %H:%M}")
        place = {"pattern": duty.category, "area": duty.area or self("everywhere")}
        return self("because", file=DUTIES_FILE, row=duty.row, limit=limit, **place, **about)

    def part(self, part: str) -> str:
        return self("due") if part == "due" else PARTS[part][self.language]

    def value(self, value: object, mismatch: Mismatch, case: Derivation) -> str:
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if value is None:
            year = case.unknown_year
            return self("unknown_year", year=year) if year else self("nothing")
        assert isinstance(value, tuple)
        joined = ("、" if self.language == "zh" else ", ").join(map(self.body, value))
        return joined or self("nobody")

    def body(self, code: str) -> str:
        if is_particular(code):
            return particular(code)
        kind = self.charter.kinds.get(code)
        return kind.name.in_language(self.language) if kind else code


def examples_as_json(charter: Charter, tried: Sequence[Tried]) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "charter": {"name": charter.name, "version": charter.version, "digest": charter.digest},
        "examples": len(tried),
        "failed": sum(not one.passed for one in tried),
        "results": [_result(one) for one in tried],
    }


def _result(one: Tried) -> dict[str, Any]:
    case = one.case
    return {
        "name": one.example.name,
        "row": one.example.row,
        "passed": one.passed,
        "category": case.category.code if case else None,
        "duty_row": case.duty.row if case and case.duty else None,
        "due": case.due.isoformat() if case and case.due else None,
        "mismatches": [
            {"part": m.part, "expected": _plain(m.expected), "said": _plain(m.said)} for m in one.mismatches
        ],
    }


def _plain(value: tuple[str, ...] | datetime | None) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if value is not None else None
