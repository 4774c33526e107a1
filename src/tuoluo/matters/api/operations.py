"""One operation for each act on a matter, made from the act itself: a new act appears here without further ado.

The arguments of the act become the fields of the request. Rows are named as outsiders know them: a body and a person
by their uuid, an area by its code, a post by its number.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, create_model

from tuoluo.bodies.http import Line, RowNumber, Whole, Words, YesNo, found, may_answer
from tuoluo.bodies.models import Body, Post
from tuoluo.ledger.registry import REGISTRY, ActSpec, OpenTo
from tuoluo.matters.acts import contacts_of
from tuoluo.matters.api.asked import Key, asker, matter_numbered, repeatable
from tuoluo.matters.api.shapes import MatterSeen, joined, seen
from tuoluo.matters.models import Matter
from tuoluo.people.models import Person
from tuoluo.territory.models import Area
from tuoluo.territory.reads import area_on

Reader = Callable[[Any], Any]
# Only a registrar who carries history over from another system can say it; for everybody else the clock decides.
NOT_ASKED = frozenset({"on_time", "dated"})
MANY = 50


class Done(Schema):
    """An act that was done, and how the matter stands now."""

    act: str
    matter: MatterSeen
    contacts: list[str] | None = Field(None, description="how to reach the reporter; only after contact.read")


@dataclass(frozen=True)
class Argument:
    """One argument of an act: what JSON may hold for it, and how that becomes what the act takes."""

    type: Any
    read: Reader


def _same(value: Any) -> Any:
    return value


def _row(find: Reader) -> Reader:
    return lambda value: found(find(value), value)


ROWS: dict[type, Argument] = {
    Body: Argument(UUID, _row(lambda value: Body.objects.filter(uuid=value).first())),
    Area: Argument(Line, _row(area_on)),
    Person: Argument(UUID, _row(lambda value: Person.objects.filter(uuid=value).first())),
    Post: Argument(RowNumber, _row(lambda value: Post.objects.filter(pk=value).first())),
}
PLAIN: dict[type, Any] = {str: Words, bool: YesNo, int: Whole, datetime: datetime, date: date}


def argument(hint: Any) -> Argument:
    """How an argument of this type is asked for. Raises `TypeError` for a type that nobody has thought of yet."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (only,) = (item for item in inner if item is not NoneType)
        asked = argument(only)
        return Argument(asked.type | None, lambda value: None if value is None else asked.read(value))
    if origin is Sequence:
        asked = argument(inner[0])
        return Argument(
            Annotated[list[asked.type], Field(max_length=MANY)],  # type: ignore[name-defined]
            lambda values: [asked.read(value) for value in values],
        )
    return _single(hint)


def _single(hint: Any) -> Argument:
    if hint in ROWS:
        return ROWS[hint]
    if hint in PLAIN:
        return Argument(PLAIN[hint], _same)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Argument(hint, _same)
    raise TypeError(f"the API does not know how to ask for {hint!r}: add it to tuoluo.matters.api.operations")


def arguments_of(spec: ActSpec) -> dict[str, tuple[Argument, Any]]:
    """The arguments that a caller gives, with their defaults."""
    hints = get_type_hints(spec.function)
    parameters = list(inspect.signature(spec.function).parameters.values())[1:]
    asked = (item for item in parameters if item.name not in ("by", "at") and item.name not in NOT_ASKED)
    return {
        item.name: (argument(hints[item.name]), ... if item.default is item.empty else item.default) for item in asked
    }


def is_on_matter(spec: ActSpec) -> bool:
    """Whether the subject of an act is a matter."""
    first = next(iter(inspect.signature(spec.function).parameters))
    return get_type_hints(spec.function)[first] is Matter


def matter_acts() -> list[ActSpec]:
    """Every act on a matter that somebody decides on, in the order of the registry."""
    return [spec for spec in REGISTRY.values() if spec.open_to is not OpenTo.FOLLOWING and is_on_matter(spec)]


def add_operations(router: Router) -> None:
    """Give every act on a matter its operation."""
    for spec in matter_acts():
        router.post(
            f"/{{number}}/acts/{spec.name}",
            response={200: Done, **may_answer(409)},
            summary=spec.summary,
            description=f"Family: {spec.family}. Open to: {spec.open_to}. Basis: {spec.basis}",
            operation_id=spec.name.replace(".", "_"),
            url_name=spec.name,
        )(_view(spec))


def _view(spec: ActSpec) -> Callable[..., Any]:
    asked = arguments_of(spec)
    door = getattr(import_module(spec.function.__module__), spec.function.__name__)
    title = "".join(part.title() for part in spec.name.replace("_", ".").split("."))
    fields: dict[str, Any] = {name: (how.type, default) for name, (how, default) in asked.items()}
    model = create_model(title, __base__=Schema, __doc__=spec.summary, **fields)

    def view(request: HttpRequest, number: str, what: Schema, key: str = "") -> dict[str, Any]:
        def do() -> dict[str, Any]:
            matter = matter_numbered(number)
            by, now = asker(request, matter), timezone.now()
            given = {name: how.read(getattr(what, name)) for name, (how, _) in asked.items()}
            door(matter, by=by, at=now, **given)
            done = joined().get(pk=matter.pk)
            contacts = [contact.value for contact in contacts_of(done)] if spec.name == "contact.read" else None
            return {"act": spec.name, "matter": seen([done], by, now)[0], "contacts": contacts}

        return repeatable(request, key, do)

    view.__annotations__ = {"request": HttpRequest, "number": Line, "what": model, "key": Key}
    return view
