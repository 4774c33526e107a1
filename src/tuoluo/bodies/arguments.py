"""How the arguments of an act are asked for in JSON, read off the act itself.

Rows are named as outsiders know them: a body and a person by their uuid, an area by its code, a post by its number.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.http import HttpRequest
from ninja import Header
from pydantic import Field

from tuoluo.bodies.http import Line, RowNumber, Whole, Words, YesNo, asking, found
from tuoluo.bodies.models import Body, Post
from tuoluo.ledger.registry import ActSpec
from tuoluo.people.answers import once
from tuoluo.people.models import Person
from tuoluo.territory.models import Area
from tuoluo.territory.reads import area_on

Reader = Callable[[Any], Any]
# Only a registrar who carries history over from another system can say it; for everybody else the clock decides.
NOT_ASKED = frozenset({"on_time", "dated"})
MANY = 50

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=200,
        description="A random text of your own (a UUID, say). The same request with the same key is done only once.",
    ),
]


@dataclass(frozen=True)
class Argument:
    """One argument of an act: what JSON may hold for it, and how that becomes what the act takes."""

    type: Any
    read: Reader


def _same(value: Any) -> Any:
    return value


def _row(find: Reader) -> Reader:
    return lambda value: found(find(value), value)


# A figure is a number in JSON; as people write it, 62.5 is exactly that.
Figure = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=-(10**9), lt=10**9)]
ROWS: dict[type, Argument] = {
    Body: Argument(UUID, _row(lambda value: Body.objects.filter(uuid=value).first())),
    Area: Argument(Line, _row(area_on)),
    Person: Argument(UUID, _row(lambda value: Person.objects.filter(uuid=value).first())),
    Decimal: Argument(Figure, lambda value: Decimal(str(value))),
    Post: Argument(RowNumber, _row(lambda value: Post.objects.filter(pk=value).first())),
}
PLAIN: dict[type, Any] = {
    str: Words,
    bool: YesNo,
    int: Whole,
    datetime: datetime,
    date: date,
}


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
    raise TypeError(f"the API does not know how to ask for {hint!r}: add it to tuoluo.bodies.arguments")


def arguments_of(spec: ActSpec) -> dict[str, tuple[Argument, Any]]:
    """The arguments that a caller gives, with their defaults."""
    hints = get_type_hints(spec.function)
    parameters = list(inspect.signature(spec.function).parameters.values())[1:]
    asked = (item for item in parameters if item.name not in ("by", "at") and item.name not in NOT_ASKED)
    return {
        item.name: (argument(hints[item.name]), ... if item.default is item.empty else item.default) for item in asked
    }


def repeatable(request: HttpRequest, key: str, do: Callable[[], dict[str, Any]], *also: str) -> dict[str, Any]:
    """Do what is asked, once for each key. ``also`` is what else makes a request another one."""
    asked = "\n".join([request.path, *also]).encode() + b"\n" + request.body
    return once(asking(request).caller, key, asked, do)
