"""What a plan would do, in words: lines for the terminal, and rows for pages and spreadsheets, from one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tuoluo.matters.rules import Stage
from tuoluo.matters.words import STAGES
from tuoluo.reform.words import HOMELESS, TRANSITIONS

Document = dict[str, Any]
ROLES = ("lead", "verifier", "evaluator")


def named(names: dict[str, str] | None) -> str:
    """A name in the reader's language; nothing for nobody."""
    if not names:
        return ""
    chinese = (get_language() or "zh-hans").startswith("zh")
    return names["zh"] if chinese or not names.get("en") else names["en"]


def joined(words: Iterable[str]) -> str:
    """Several names in a row, as the reader's language writes them."""
    return ("、" if (get_language() or "zh-hans").startswith("zh") else ", ").join(words)


def headline(document: Document) -> str:
    """The reform in one sentence."""
    return _("%(communities)s: from %(before)s to %(after)s, from %(day)s on") % {
        "communities": joined(named(one["name"]) for one in document["communities"]),
        "before": joined(map(named, document["before"])),
        "after": named(document["charter"]["title"]),
        "day": document["from"],
    }


def body_lines(document: Document) -> Iterator[str]:
    """Which bodies begin, end and stay."""
    for one in document["establish"]:
        yield _("+ %(body)s is established, headed by %(head)s") % {"body": named(one["name"]), "head": one["head"]}
    for one in document["end"]:
        facts = {"body": named(one["name"]), "successor": named(one["successor"])}
        yield _("− %(body)s ends; %(successor)s takes over") % facts
    if document["keep"]:
        yield _("= %(bodies)s stay") % {"bodies": joined(map(named, document["keep"]))}


def place(said: Document | None) -> str:
    """A post in words: body, role, cell."""
    if not said:
        return ""
    return " ".join(filter(None, (named(said["body"]), named(said["role"]), named(said.get("cell")))))


def people_rows(document: Document) -> list[tuple[str, str, str]]:
    """Each person whose post changes: who, from where, to where."""
    rows = []
    for one in document["people"]:
        after = place(one["after"]) or (_("leaves") if one["leaves"] else "" if one["person"] else _("(post ends)"))
        rows.append((one["person"] or _("(vacant)"), place(one["before"]), after))
    return rows


def stage_of(row: Document) -> str:
    """How far a matter was."""
    return str(STAGES[Stage(row["stage"])])


def answering(side: Document) -> str:
    """Who answers for a matter: body and person."""
    return f"{named(side['body'])} {side['person']}".strip()


def changes_of(row: Document) -> list[tuple[str, str, str]]:
    """What else changes in a matter: the task, who had it, who has it."""
    words = {"lead": _("Lead"), "verifier": _("Verifies"), "evaluator": _("Evaluates")}
    before, after = row["before"], row["after"]
    found = [
        (words[role], named(before[role]), named(after[role]))
        for role in ROLES
        if named(before[role]) != named(after[role])
    ]
    parts = [joined(map(named, side["parts"])) for side in (before, after)]
    if parts[0] != parts[1]:
        found.append((_("Assists"), parts[0], parts[1]))
    if before["due"] != after["due"]:
        found.append((_("Due"), before["due"][:16], after["due"][:16]))
    return found


def deadline_line(document: Document) -> str:
    """The transitional rule, and how many deadlines move by it."""
    moved = sum(row["before"]["due"] != row["after"]["due"] for row in document["matters"])
    return f"{TRANSITIONS[document['transition']]} " + _("Deadlines moved: %(count)s.") % {"count": moved}


def homeless_lines(document: Document) -> list[str]:
    """What has no home yet, and why."""
    return [f"{one['what']}: {HOMELESS[one['why']]}" for one in document["homeless"]]


def duty_lines(document: Document) -> list[str]:
    """Which duties move from whom to whom."""
    return [named(one) for one in document["duties"]]
