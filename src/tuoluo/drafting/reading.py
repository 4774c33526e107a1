"""A charter as people read it: which there are, the sum with each body's work, and the rules by catalogue group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language, gettext, ngettext

from tuoluo.bodies.charters import charter_named
from tuoluo.bodies.duties import TASKS, DutyLine, duty_groups, task_counts
from tuoluo.bodies.models import CharterInForce
from tuoluo.bodies.ring import Ring, Spot, ring_of
from tuoluo.charter.layout import CHARTER_FILE
from tuoluo.charter.load import CharterError
from tuoluo.charter.model import Category, Charter, Duty, Handling, Kind, Part, Role
from tuoluo.charter.shipped import shipped_names
from tuoluo.drafting.words import LEVELS, POWERS
from tuoluo.ledger.naming import called

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
"""What a charter of a deployment may be called: the name is that of a folder."""
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Known:
    """A charter that ships or lies in the deployment; ``fault`` when it cannot be run."""

    name: str
    charter: Charter | None
    ships: bool
    fault: str = ""


def own_names() -> list[str]:
    """The charters that lie in the deployment."""
    folder = settings.HOME.charters
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(one.name for one in found if NAME.fullmatch(one.name) and (one / CHARTER_FILE).is_file())


def known_charters() -> list[Known]:
    """Every charter there is here, those of the deployment first."""
    own = own_names()
    return [_known(name, ships=False) for name in own] + [
        _known(name, ships=True) for name in shipped_names() if name not in own
    ]


def _known(name: str, *, ships: bool) -> Known:
    try:
        return Known(name, charter_named(name), ships)
    except CharterError as error:
        return Known(name, None, ships, str(len(error.findings)))


def readable(name: str) -> Charter | None:
    """The charter with this name, if there is one that can be run."""
    if not NAME.fullmatch(name) or name not in {*own_names(), *shipped_names()}:
        return None
    return _known(name, ships=False).charter


def in_force(day: date) -> list[CharterInForce]:
    """Which area is under which charter, the largest area first; what begins later included."""
    rows = CharterInForce.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day)).select_related("area")
    return list(rows.defer("area__boundary").order_by("area__stem", "valid_from"))


# The sum


@dataclass(frozen=True)
class KindCard:
    """A kind of body with everything that the charter says about it."""

    kind: Kind
    number: str
    level: Any
    powers: list[Any]
    superior: Kind | None
    roles: tuple[Role, ...]
    tasks: list[tuple[str, Any, int]]

    @property
    def tone(self) -> str:
        """Its colour on pages: by what it is there for."""
        if self.kind.part is Part.CORE:
            return "core"
        return self.kind.powers[0].value.replace("_", "-") if self.kind.powers else "participation"


@dataclass(frozen=True)
class ByDigest:
    """A charter as the key of a cache: two with the same words are the same."""

    charter: Charter = field(compare=False)
    digest: str


@lru_cache(maxsize=32)
def _counts(charter: ByDigest) -> dict[str, dict[str, int]]:
    return task_counts(charter.charter, "")


def cards(charter: Charter, part: Part) -> list[KindCard]:
    """The kinds of bodies in one term of the sum."""
    counts = _counts(ByDigest(charter, charter.digest))
    return [_card(charter, kind, counts.get(kind.code, {})) for kind in charter.kinds_of(part)]


def _card(charter: Charter, kind: Kind, counts: dict[str, int]) -> KindCard:
    return KindCard(
        kind,
        number_words(kind),
        LEVELS[kind.level],
        [POWERS[power] for power in kind.powers],
        charter.kinds.get(kind.superior),
        charter.roles_of(kind.code),
        [(task, TASKS[task], counts[task]) for task in TASKS if counts.get(task)],
    )


def number_words(kind: Kind) -> str:
    """How many of a kind there are, in words."""
    if kind.maximum is None:
        return gettext("at least %(count)s") % {"count": kind.minimum} if kind.minimum else gettext("any number")
    if kind.maximum == 0:
        return gettext("none")
    if kind.minimum == kind.maximum:
        return ngettext("exactly %(count)s", "exactly %(count)s", kind.minimum) % {"count": kind.minimum}
    return gettext("%(least)s to %(most)s") % {"least": kind.minimum, "most": kind.maximum}


def sum_of(charter: Charter) -> Ring:
    """The sum as a picture of kinds of bodies."""
    parts = ([_spot(card) for card in cards(charter, part)] for part in (Part.CORE, Part.BALANCE, Part.MANY))
    return ring_of(*parts)


def _spot(card: KindCard) -> Spot:
    return Spot(called(card.kind), f"kind-{card.kind.code}", card.tone, card.number)


# The rules


@dataclass(frozen=True)
class Rule:
    """Who does what for some categories of one group: alike ones stand together."""

    line: DutyLine
    categories: list[Category]
    retained: bool
    delegable: bool
    elsewhere: tuple[Duty, ...]  # rules for single areas that come before this one there

    @property
    def duty(self) -> Duty:
        """The rule itself."""
        return self.line.duty


@dataclass(frozen=True)
class RuleGroup:
    """The rules for one group of the catalogue."""

    code: str
    name: Any
    count: int
    rules: list[Rule]


def rule_groups(charter: Charter, *, asked: str = "", kind: str = "", task: str = "") -> list[RuleGroup]:
    """The rules by group of the catalogue: all, or those of categories that fit what was typed, or of one body."""
    groups = duty_groups(charter, "", kind=kind, task=task)
    wanted = asked.strip()[:LONGEST_SEARCH].casefold()
    found = []
    for group in groups:
        fits = bool(wanted) and wanted in _searched(charter.categories[group.code])
        lines = [line for line in group.lines if not wanted or fits or wanted in _searched_line(charter, line)]
        if lines:
            found.append(RuleGroup(group.code, group.name, len(lines), list(_rules(charter, lines))))
    return found


def _searched(category: Category) -> str:
    names = (category.code, category.name.zh, category.name.en, *category.keywords)
    return "\n".join(names).casefold()


def _searched_line(charter: Charter, line: DutyLine) -> str:
    return _searched(charter.categories[line.code])


def _rules(charter: Charter, lines: Sequence[DutyLine]) -> Iterator[Rule]:
    """Lines with the same duty as one rule, in the order of their first category."""
    together: dict[tuple[object, ...], list[DutyLine]] = {}
    for line in lines:
        category = charter.categories[line.code]
        together.setdefault((line.duty, _stays(category, line.duty), _may_go(category, line.duty)), []).append(line)
    for alike in together.values():
        categories = [charter.categories[line.code] for line in alike]
        first, duty = categories[0], alike[0].duty
        elsewhere = tuple(other for other in charter.duties_of(first.code) if other.area)
        yield Rule(alike[0], categories, _stays(first, duty), _may_go(first, duty), elsewhere)


def _stays(category: Category, duty: Duty) -> bool:
    return category.handling is Handling.RETAINED if duty.retained is None else duty.retained


def _may_go(category: Category, duty: Duty) -> bool:
    return category.handling is Handling.DELEGABLE if duty.retained is None else not duty.retained


def retained(charter: Charter) -> list[Category]:
    """The items that must stay with the administration."""
    single = (one for one in charter.categories.values() if not charter.is_group(one.code))
    return [one for one in single if (duty := charter.duty_for(one.code, "")) and _stays(one, duty)]


def language() -> str:
    """The language of the reader, as the charter's own words have it."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"
