"""The answers to questions about the rules, at a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tuoluo.charter.derive_words import PARTS
from tuoluo.charter.diff_report import difference_as_json
from tuoluo.charter.diff_words import told
from tuoluo.charter.model import Charter, Part, Role, plainly
from tuoluo.charter.queries import PARTS as ORDER
from tuoluo.charter.queries import Grant, Portfolio, Share, Step
from tuoluo.charter.report import Paper, pad, width, wrapped
from tuoluo.charter.show import UNITS
from tuoluo.kernel.worktime import TimeLimit

Words = dict[str, str]

SENTENCES: dict[str, Words] = {
    "may": {"zh": "可以做 {act} 的岗位（{title}）", "en": "Posts that may do {act} ({title})"},
    "anywhere": {"zh": "任职于：{bodies}", "en": "in: {bodies}"},
    "when": {"zh": "任职于{body}：该机构{part}的 {count} 类事项", "en": "in {body}, which {part} {count} categories"},
    "idle": {
        "zh": "有权限但没有职责用到：{bodies}",
        "en": "the right is there, but no duty calls for it in: {bodies}",
    },
    "head": {"zh": "负责人", "en": "head"},
    "cell": {"zh": "限本网格", "en": "in its own cell"},
    "others": {
        "zh": "不任职的人可做什么，见 `tuoluo acts`。",
        "en": "For people without a post see `tuoluo acts`.",
    },
    "body": {"zh": "{name}（{code}）：{part}，{number}", "en": "{name} ({code}): {part}, {number}"},
    "one": {"zh": "每个区域一个", "en": "one in each area"},
    "number": {"zh": "每个区域 {least} 至 {most} 个", "en": "{least} to {most} in each area"},
    "any": {"zh": "不限", "en": "any number"},
    "receives": {"zh": "受理居民带来的一切", "en": "receives whatever people bring"},
    "nothing": {"zh": "没有任何职责", "en": "has no duties at all"},
    "counted": {"zh": "{part}：{count} 类", "en": "{part}: {count} categories"},
    "within": {"zh": "时限 {limits}", "en": "within {limits}"},
    "only": {"zh": "（仅 {area}）", "en": " (only {area})"},
    "answers": {"zh": "上级：{superior}", "en": "answers to {superior}"},
    "roles": {"zh": "岗位：{roles}", "en": "posts: {roles}"},
    "step": {"zh": "{day} 起：{before} → {after}", "en": "from {day}: {before} → {after}"},
    "never": {"zh": "没有新版本生效", "en": "no new version came into force"},
    "same": {"zh": "没有变化", "en": "nothing changes"},
    "outside": {"zh": "和式之外：行政", "en": "outside the sum: government"},
}
AND: Words = {"zh": "、", "en": ", "}


def who_may_report(charter: Charter, act: str, grants: Sequence[Grant], paper: Paper) -> Iterator[str]:
    """Role by role: the bodies it may sit in, and when it comes to that there."""
    say = _Say(charter, paper)
    yield paper.paint(say("may", act=act, title=charter.title.in_language(paper.language)), "strong")
    for role, found in groupby(grants, key=lambda grant: grant.role):
        seats = list(found)
        yield f"  {say.role(role)}"
        for grant in (grant for grant in seats if grant.categories):
            part = PARTS[grant.part][paper.language]
            yield from _folded(say("when", body=say.name(grant.kind), part=part, count=grant.categories), 6)
        anywhere = say.joined(say.name(grant.kind) for grant in seats if not grant.part)
        idle = say.joined(say.name(grant.kind) for grant in seats if grant.idle)
        for key, bodies in (("anywhere", anywhere), ("idle", idle)):
            if bodies:
                yield from _folded(say(key, bodies=bodies), 6)
    yield paper.paint(say("others"), "faint")


def portfolio_report(charter: Charter, portfolio: Portfolio, paper: Paper) -> Iterator[str]:
    """The body's place in the sum, then each part with the groups of the catalogue it covers."""
    say, kind = _Say(charter, paper), portfolio.kind
    part = say("outside") if kind.part is Part.GOVERNMENT else kind.part.value
    yield paper.paint(
        say("body", name=say.name(kind), code=kind.code, part=part, number=say.number(portfolio)), "strong"
    )
    if kind.superior in charter.kinds:
        yield f"  {say('answers', superior=say.name(charter.kinds[kind.superior]))}"
    yield from _folded(say("roles", roles=say.joined(say.name(role) for role in portfolio.roles)), 2)
    if portfolio.receives:
        yield f"  {say('receives')}"
    if not portfolio.shares:
        yield f"  {say('nothing')}"
    for name in ORDER:
        shares = portfolio.of(name)
        if shares:
            count = len({code for share in shares for code in share.categories})
            yield ""
            yield paper.paint(say("counted", part=PARTS[name][paper.language], count=count), "strong")
            yield from say.shares(shares)


def steps_report(steps: Sequence[Step], paper: Paper) -> Iterator[str]:
    """Each change of charter with its sentences."""
    if not steps:
        yield SENTENCES["never"][paper.language]
    for step in steps:
        names = (step.difference.before, step.difference.after)
        before, after = (f"{charter.name} {charter.version}" for charter in names)
        yield paper.paint(SENTENCES["step"][paper.language].format(day=step.day, before=before, after=after), "strong")
        for sentence in (one for _, sentences in told(step.difference, paper.language) for one in sentences):
            first, *rest = wrapped(sentence, 4)
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)
        if not step.difference:
            yield f"  {SENTENCES['same'][paper.language]}"


class _Say:
    def __init__(self, charter: Charter, paper: Paper) -> None:
        self.charter, self.language = charter, paper.language

    def __call__(self, key: str, **facts: object) -> str:
        return SENTENCES[key][self.language].format(**facts)

    def name(self, named: Any) -> str:
        return str(named.name.in_language(self.language))

    def joined(self, words: Any) -> str:
        return AND[self.language].join(words)

    def role(self, role: Role) -> str:
        marks = [self(word) for word, so in (("head", role.head), ("cell", role.cell)) if so]
        return self.name(role) + (f" ({self.joined(marks)})" if marks else "")

    def number(self, portfolio: Portfolio) -> str:
        kind = portfolio.kind
        if kind.maximum is None:
            return self("any")
        same = kind.minimum == kind.maximum == 1
        return self("one") if same else self("number", least=kind.minimum, most=kind.maximum)

    def shares(self, shares: Sequence[Share]) -> Iterator[str]:
        rows = [(self.group(share), str(len(share.categories)), self.limits(share.limits)) for share in shares]
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        for (name, count, limits), share in zip(rows, shares, strict=True):
            left = f"  {pad(name, widths[0])}  {count:>{widths[1]}}  "
            first, *rest = wrapped(limits, width(left)) if width(left) <= LEFT else ["", *wrapped(limits, 6)]
            indent = " " * (width(left) if width(left) <= LEFT else 6)
            yield f"{left}{first}".rstrip()
            yield from (indent + line for line in rest if line)
            if len(share.categories) <= FEW:
                names = self.joined(self.name(self.charter.categories[code]) for code in share.categories)
                yield from _folded(names, 4)

    def group(self, share: Share) -> str:
        found = self.charter.categories.get(share.group)
        only = self("only", area=share.area) if share.area else ""
        return (self.name(found) if found else share.group) + only

    def limits(self, limits: Sequence[TimeLimit]) -> str:
        told = (f"{limit.amount} {UNITS[limit.unit][self.language]}" for limit in limits)
        return self("within", limits=self.joined(told)) if limits else ""


LEFT = 44  # so wide may the left columns be before deadlines go to a line of their own
FEW = 6  # so few categories of a group are named one by one


def _folded(text: str, indent: int) -> Iterator[str]:
    yield from (" " * indent + line for line in wrapped(text, indent))


def who_may_as_json(charter: Charter, act: str, grants: Sequence[Grant]) -> dict[str, Any]:
    """The grants by code."""
    return {
        "charter": charter.name,
        "act": act,
        "grants": [
            {"kind": one.kind.code, "role": one.role.code, "part": one.part, "categories": one.categories}
            for one in grants
        ],
    }


def portfolio_as_json(charter: Charter, portfolio: Portfolio) -> dict[str, Any]:
    """All that falls to a kind, by code."""
    return {
        "charter": charter.name,
        "kind": portfolio.kind.code,
        "receives": portfolio.receives,
        "roles": [role.code for role in portfolio.roles],
        "shares": [plainly(share) for share in portfolio.shares],
    }


def steps_as_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Each change of charter as a difference with its day."""
    return [{"from": step.day.isoformat(), **difference_as_json(step.difference)} for step in steps]
