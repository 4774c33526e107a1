"""What a charter says, once read: the kinds of bodies in the sum 1 + 3 + N, the roles in them, and who does what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property

from tuoluo.charter.routes import Routes
from tuoluo.kernel.worktime import OfficeHours, TimeLimit

PARTICULAR = "@"


class Part(StrEnum):
    """Where a kind of body stands in the sum: the core, the balanced three, the many, or outside it."""

    CORE = "1"
    BALANCE = "3"
    MANY = "N"
    GOVERNMENT = "government"


class Level(StrEnum):
    """The area that a body of a kind serves."""

    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"


class Power(StrEnum):
    """What a kind of body is there for (统筹 / 自治 / 管理 / 服务 / 参与 / 行政)."""

    COORDINATION = "coordination"
    SELF_GOVERNMENT = "self_government"
    MANAGEMENT = "management"
    SERVICE = "service"
    PARTICIPATION = "participation"
    ADMINISTRATION = "administration"


class CategoryKind(StrEnum):
    """What a row of the catalogue names: a thing in the street, something wrong, a wish, or an item applied for."""

    COMPONENT = "component"
    MATTER = "matter"
    APPEAL = "appeal"
    SERVICE = "service"


class Origin(StrEnum):
    """Whether a category comes from the national standard or from the district itself."""

    STANDARD = "standard"
    LOCAL = "local"


class Handling(StrEnum):
    """Whether an item must stay with the administration (收) or may be handed to a provider (放)."""

    RETAINED = "retained"
    DELEGABLE = "delegable"
    UNSAID = ""


@dataclass(frozen=True)
class Name:
    """A name in both languages; without an English name the Chinese one is shown."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh

    def in_language(self, language: str) -> str:
        """The name as shown to a reader of this language."""
        return self.zh if language.startswith("zh") else self.en or self.zh


@dataclass(frozen=True)
class Kind:
    """A kind of body, and how many of it an area has."""

    code: str
    name: Name
    part: Part
    level: Level = Level.COMMUNITY
    administrative_subject: bool = False
    minimum: int = 0
    maximum: int | None = None
    powers: tuple[Power, ...] = ()
    superior: str = ""
    basis: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Role:
    """What somebody who holds a post may do. A head role must never be vacant; a cell role is bound to one cell."""

    code: str
    name: Name
    kinds: tuple[str, ...]
    head: bool = False
    cell: bool = False
    acts: frozenset[str] = frozenset()
    basis: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Category:
    """One line of the catalogue. A category that others name as their parent is a group."""

    code: str
    kind: CategoryKind
    name: Name
    parent: str = ""
    origin: Origin = Origin.LOCAL
    needs_administrative_subject: bool = False
    handling: Handling = Handling.UNSAID
    basis: str = ""
    keywords: tuple[str, ...] = ()
    row: int = field(default=0, compare=False)

    @property
    def standard_code(self) -> str:
        """The five digits of the national standard, or nothing for a local category."""
        return self.code[1:] if self.origin is Origin.STANDARD else ""


@dataclass(frozen=True)
class Duty:
    """Who leads, assists, supervises, verifies and evaluates the matters of a category, and within what time.

    Bodies are named by the code of their kind, or ``@`` and the code or name of one particular body.
    """

    category: str
    lead: str
    area: str = ""
    assistants: tuple[str, ...] = ()
    supervisor: str = ""
    verifier: str = ""
    evaluator: str = ""
    limit: TimeLimit | None = None
    needs_administrative_subject: bool | None = None
    retained: bool | None = None
    basis: str = ""
    note: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FrontDoor:
    """The kind of body that receives and registers whatever a community's people bring."""

    kind: str
    basis: str = ""


@dataclass(frozen=True)
class CellRule:
    """The role of the one person in charge of a cell."""

    leader_role: str
    basis: str = ""


@dataclass(frozen=True)
class ReformRule:
    """The kinds of body whose consent a change of this charter takes. Without any named the default holds.

    The default (默认值): the core of the community, and the district's own bodies that are no administrative
    department, because it is the district that adopts a charter.
    """

    consent: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class Charter:
    """The rules of a district's communities, in force from a day until a day."""

    name: str
    title: Name
    version: str
    valid_from: date
    kinds: Mapping[str, Kind]
    roles: Mapping[str, Role]
    categories: Mapping[str, Category]
    duties: tuple[Duty, ...]
    front_door: FrontDoor
    cells: CellRule
    reform: ReformRule = field(default_factory=ReformRule)
    valid_until: date | None = None
    basis: str = ""
    sources: tuple[str, ...] = ()
    hours: OfficeHours = field(default_factory=OfficeHours)
    timezone: str = "Asia/Shanghai"
    calendar: str = "china"

    def duty_for(self, category_code: str, area_stem: str) -> Duty | None:
        """The one duty that applies to a category in an area; the most specific row wins.

        The area is a code or the beginning of one: 6 digits for a district, 9 for a subdistrict, 12 for a community,
        15 for a cell. Basis: Charter, duties.
        """
        return self._routes.find(category_code, area_stem)

    def duties_of(self, category_code: str) -> tuple[Duty, ...]:
        """Every duty that applies to a category in some area, the most specific first."""
        return self._routes.rules_of(category_code)

    def grants(self, role_code: str, act_name: str) -> bool:
        """Whether the charter lets holders of this role do this act. Basis: Charter, roles."""
        role = self.roles.get(role_code)
        return role is not None and act_name in role.acts

    def is_in_force(self, day: date) -> bool:
        """Whether the charter applies on this day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def roles_of(self, kind_code: str) -> tuple[Role, ...]:
        """The roles whose posts may stand in a body of this kind, heads first."""
        found = [role for role in self.roles.values() if kind_code in role.kinds]
        return tuple(sorted(found, key=lambda role: not role.head))

    def kinds_of(self, part: Part) -> tuple[Kind, ...]:
        """The kinds of bodies that make up one term of the sum, in the charter's order."""
        return tuple(kind for kind in self.kinds.values() if kind.part is part)

    def children_of(self, code: str) -> tuple[Category, ...]:
        """The categories directly under a group; the groups themselves for an empty code."""
        return self._children.get(code, ())

    def is_group(self, code: str) -> bool:
        """Whether other categories stand under this one."""
        return code in self._children

    @property
    def consenting(self) -> tuple[str, ...]:
        """The kinds of body that must agree before this charter is changed for a community. Basis: Charter, reform."""
        if self.reform.consent:
            return self.reform.consent
        return tuple(
            kind.code
            for kind in self.kinds.values()
            if kind.part is Part.CORE or (kind.level is Level.DISTRICT and not kind.administrative_subject)
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the charter says. Comments, column order, quoting and encoding do not change it."""
        said = plainly(self)
        if isinstance(said, dict) and self.reform == ReformRule():
            del said["reform"]  # a charter written before there was this section keeps its digest
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @cached_property
    def _routes(self) -> Routes[Duty]:
        rows = ((duty.category, duty.area, duty) for duty in self.duties)
        return Routes(rows, self.categories)

    @cached_property
    def _children(self) -> dict[str, tuple[Category, ...]]:
        under: dict[str, list[Category]] = {}
        for category in self.categories.values():
            under.setdefault(category.parent, []).append(category)
        return {code: tuple(found) for code, found in under.items()}


def is_particular(reference: str) -> bool:
    """Whether a duty names one particular body (``@code``) and not a kind."""
    return reference.startswith(PARTICULAR)


def particular(reference: str) -> str:
    """The code or name of the particular body that a reference names."""
    return reference.removeprefix(PARTICULAR)


def plainly(value: object) -> object:
    """Anything in a charter as plain JSON. Places in a file (``row``) are left out: moving a row changes nothing."""
    match value:
        case StrEnum():
            return value.value
        case date() | time():
            return value.isoformat()
        case frozenset() | set():
            return sorted(map(str, value))
        case Mapping():
            return {str(key): plainly(item) for key, item in value.items()}
        case tuple() | list():
            return [plainly(item) for item in value]
    if is_dataclass(value):
        return {f.name: plainly(getattr(value, f.name)) for f in fields(value) if f.compare}
    return value
