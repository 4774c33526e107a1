"""Charters and their drafts as JSON: what differs between two, how a draft stands, and every act on a draft."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Annotated, Any, get_type_hints
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from tuoluo.bodies.http import WHOEVER, Count, Line, Words, YesNo, asking, found, may_answer
from tuoluo.charter.diff import compare
from tuoluo.charter.diff_report import difference_as_json
from tuoluo.drafting import reading
from tuoluo.drafting.acts import check_of, open_draft
from tuoluo.drafting.models import CharterDraft
from tuoluo.drafting.rules import LONGEST_TITLE
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.registry import REGISTRY, ActSpec, OpenTo
from tuoluo.territory.reads import area_on

router = Router(auth=WHOEVER, tags=["charters"])
MOST_ROWS = 20_000
Short = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Row = dict[str, Words]
Rows = Annotated[list[Row], Field(max_length=MOST_ROWS)]


class CharterKnown(Schema):
    """A charter that can be read here; ``digest`` is empty when it has errors and cannot be run."""

    name: str
    title: str
    version: str
    digest: str
    ships: bool


class FindingSeen(Schema):
    """What the check says: in which file, row and column, and to which row of the draft that belongs."""

    code: str
    severity: str
    file: str
    row: int
    column: str
    value: str
    message: str
    repair: str
    table: str
    number: int = Field(description="the number of the row in the draft; 0 for none")


class DraftSeen(Schema):
    """A draft of a charter and how it stands."""

    id: UUID
    title: str
    area: str
    based_on: str
    state: str
    name: str = Field(description="the charter in the deployment, once it is proposed")
    digest: str
    changed_at: datetime


class DraftInFull(DraftSeen):
    """A draft with what the check says about it."""

    findings: list[FindingSeen]


class RowSeen(Schema):
    """One row of a draft. Send its version with a change, so that nobody overwrites what they have not seen."""

    row: int
    version: int
    values: dict[str, str]


class Opening(Schema):
    """A draft to be opened."""

    area: Line = Field(description="the code of the area that it is for")
    name: Short = Field(description="the charter that it begins from")
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE, pattern=r"^[^\x00]*$")]


class Pair(Schema):
    """Two charters by name."""

    a: Short
    b: Short


@router.get("/charters", response={200: list[CharterKnown], **may_answer()}, operation_id="charters")
def charters(request: HttpRequest) -> list[dict[str, Any]]:
    """Every charter that lies in the deployment or comes with the software."""
    return [
        {
            "name": one.name,
            "title": str(one.charter.title) if one.charter else "",
            "version": one.charter.version if one.charter else "",
            "digest": one.charter.digest if one.charter else "",
            "ships": one.ships,
        }
        for one in reading.known_charters()
    ]


@router.get("/charters/difference", response={200: dict[str, Any], **may_answer()}, operation_id="charter_difference")
def difference(request: HttpRequest, pair: Query[Pair]) -> dict[str, Any]:
    """What changes when charter ``b`` takes the place of ``a``, in duties."""
    before, after = found(reading.readable(pair.a), pair.a), found(reading.readable(pair.b), pair.b)
    return difference_as_json(compare(before, after))


def _in_office(request: HttpRequest) -> None:
    if asking(request).actor.body is None:
        raise Refused(Refusal("right.in_office", "charter, roles"))


def _draft(request: HttpRequest, draft: UUID) -> CharterDraft:
    _in_office(request)
    return found(CharterDraft.objects.select_related("area").filter(uuid=draft).first(), draft)


@router.get("/drafts", response={200: list[DraftSeen], **may_answer()}, operation_id="drafts")
def drafts(request: HttpRequest) -> list[dict[str, Any]]:
    """The drafts of charters, for people in office."""
    _in_office(request)
    return [_seen(draft) for draft in CharterDraft.objects.select_related("area").defer("content")]


@router.get("/drafts/{draft}", response={200: DraftInFull, **may_answer()}, operation_id="draft")
def one_draft(request: HttpRequest, draft: UUID) -> dict[str, Any]:
    """A draft with every finding of the check."""
    return _in_full(_draft(request, draft))


@router.get("/drafts/{draft}/rows/{table}", response={200: list[RowSeen], **may_answer()}, operation_id="draft_rows")
def rows(request: HttpRequest, draft: UUID, table: Short) -> list[dict[str, Any]]:
    """The rows of one table of a draft (duties, catalogue, kinds, roles, charter, hours, front_door, cells)."""
    content = _draft(request, draft).rows
    found(table if table in content.rows else None, table)
    return [{"row": row.id, "version": row.version, "values": dict(row.cells)} for row in content.table(table)]


@router.post("/drafts", response={200: DraftInFull, **may_answer(409)}, operation_id="draft_open")
def opened(request: HttpRequest, what: Opening) -> dict[str, Any]:
    """Begin a draft from a charter that there is. Basis: a change of charter is drafted in the open (S10, S23)."""
    area = found(area_on(what.area), what.area)
    by = asking(request).actor
    return _in_full(open_draft(area, by=by, at=timezone.now(), name=what.name, title=what.title))


def _seen(draft: CharterDraft) -> dict[str, Any]:
    names = ("title", "based_on", "state", "name", "digest", "changed_at")
    return {"id": draft.uuid, "area": draft.area.code, **{name: getattr(draft, name) for name in names}}


def _in_full(draft: CharterDraft) -> dict[str, Any]:
    language = reading.language()
    findings = [
        {
            "code": one.finding.code,
            "severity": one.finding.severity.value,
            "file": one.finding.file,
            "row": one.finding.row,
            "column": one.finding.column,
            "value": one.finding.value,
            "message": one.finding.sentence(language),
            "repair": one.finding.repair(language),
            "table": one.table,
            "number": one.row,
        }
        for one in check_of(draft).placed
    ]
    return {**_seen(draft), "findings": findings}


# Every act on a draft, read off the registry


ASKED: dict[str, Any] = {
    "str": Words,
    "int": Count,
    "bool": YesNo,
    "Mapping[str, str] | None": Row,
    "Mapping[str, Sequence[Cells]]": dict[str, Rows],
}
EMPTY: dict[str, Any] = {"Mapping[str, str] | None": {}}


def draft_acts() -> list[ActSpec]:
    """Every act on a draft that somebody decides on."""
    return [spec for spec in REGISTRY.values() if _is_on_draft(spec) and spec.open_to is not OpenTo.FOLLOWING]


def _is_on_draft(spec: ActSpec) -> bool:
    first = next(iter(inspect.signature(spec.function).parameters))
    return get_type_hints(spec.function)[first] is CharterDraft


def asked_of(spec: ActSpec) -> dict[str, tuple[Any, Any]]:
    """What a request says: the arguments of the act. Raises `KeyError` for a type nobody has thought of yet."""
    parameters = list(inspect.signature(spec.function).parameters.values())[1:]
    return {
        one.name: (ASKED[one.annotation], ... if one.default is one.empty else EMPTY.get(one.annotation, one.default))
        for one in parameters
        if one.name not in ("by", "at")
    }


def _view(spec: ActSpec) -> Callable[..., Any]:
    fields: dict[str, Any] = asked_of(spec)
    door = getattr(import_module(spec.function.__module__), spec.function.__name__)
    title = "".join(part.title() for part in spec.name.split("."))
    model = create_model(title, __base__=Schema, __doc__=spec.summary, **fields)

    def view(request: HttpRequest, draft: UUID, what: Schema) -> dict[str, Any]:
        row = _draft(request, draft)
        given = {name: getattr(what, name) for name in fields}
        return _in_full(door(row, by=asking(request).actor, at=timezone.now(), **given))

    view.__annotations__ = {"request": HttpRequest, "draft": UUID, "what": model}
    return view


for _spec in draft_acts():
    router.post(
        f"/drafts/{{draft}}/acts/{_spec.name}",
        response={200: DraftInFull, **may_answer(409)},
        summary=_spec.summary,
        description=f"Family: {_spec.family}. Open to: {_spec.open_to}. Basis: {_spec.basis}",
        operation_id=_spec.name.replace(".", "_"),
        url_name=_spec.name,
    )(_view(_spec))
